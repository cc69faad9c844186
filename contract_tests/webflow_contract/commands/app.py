"""The commands, and which exit code the outcome of each has.

Data goes to stdout and messages to stderr.
"""

import signal
import sys
from collections.abc import Mapping, Sequence
from typing import Final

from cyclopts import App, CycloptsError, Parameter

from webflow_contract.commands.outcomes import NOT_JUDGED, NOT_RESTORED, USAGE
from webflow_contract.commands.stopping import Stopped
from webflow_contract.commands.talking import line, say
from webflow_contract.errors import ContractToolError
from webflow_pages._version import __version__


def _versions() -> str:
    from webflow_pages import contract_date, contract_version

    return f"webflow-contract {__version__} (contract {contract_version}, read {contract_date})"


COMMANDS: Final[Mapping[str, tuple[str, str]]] = {
    "check": ("checking:check", "Check a page against the contract, and put it back."),
    "sandbox": ("serving:sandbox", "Serve the sandbox on this machine until stopped."),
    "restore": ("restoring:restore", "Put a page back after an interrupted check."),
    "alert": ("alerting:alert", "Tell what a check has found that no earlier one had, and remember it."),
    "explain": (
        "explaining:explain",
        "Say what a rule of the check or of diff means, or list those of the check.",
    ),
    "baseline add": (
        "accepting:add",
        "Accept a finding: until it expires, it does not count for 'check --baseline'. An earlier entry is renewed.",
    ),
    "propose": ("proposing:propose", "Print what would make findings or changes part of the contract."),
    "diff": ("differing:diff", "Compare two OpenAPI files in terms of the operations that this package uses."),
    "unproven": (
        "unproven:unproven",
        "List what the contract says on report or by inference alone, the worst known first.",
    ),
    "validate": ("contract:validate", "Validate the contract in a checkout's spec folder."),
    "generate": ("contract:generate", "Generate webflow_api from a checkout's spec folder."),
    "release draft": (
        "releasing:draft",
        "Print what the next release has to be: its version, and a draft of its changelog.",
    ),
    "release check": (
        "releasing:check",
        "Say whether the checkout may be released: the version's step, the changelog, the generated tree.",
    ),
    "release keep": ("releasing:keep", "Keep what is in the wheel in dist/ as the last release, once it is out."),
    "power": (
        "measuring:power",
        "Measure the check: put every known drift and mutant into the sandbox, and count what it finds.",
    ),
    "workflow": (
        "workflow:workflow",
        "Print a workflow for GitHub Actions, to be kept as .github/workflows/webflow-contract.yml.",
    ),
}
"""Where each command is, and the first line of its help, which is listed without loading it."""

_GROUPS: Final[Mapping[str, str]] = {
    "baseline": "Accept findings, so that they do not count for a while.",
    "release": "Say what the next release has to be, and whether it may go out.",
}


def _application(*, listed: bool = False) -> App:
    """Return the application. Each command is loaded when it runs, and its help with it, unless it is to be listed."""
    app: App = App(
        name="webflow-contract",
        help="Check Webflow's page metadata against its contract, or a sandbox of it.",
        version=_versions,
        default_parameter=Parameter(negative=()),
    )
    groups: dict[str, App] = {name: App(name=name, help=summary) for name, summary in _GROUPS.items()}
    for one in groups.values():
        app.command(one)
    for name, (home, summary) in COMMANDS.items():
        group, _, last = name.rpartition(" ")
        target, place = groups.get(group, app), f"webflow_contract.commands.{home}"
        if listed:
            target.command(place, name=last, help=summary)
        else:
            target.command(place, name=last)
    return app


def _lists(arguments: Sequence[str]) -> bool:
    """Return whether a command line asks for the list of commands, or those of a group."""
    asked = [argument for argument in arguments if argument not in ("--help", "-h")]
    return not asked or (len(asked) == 1 and asked[0] in _GROUPS)


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code."""
    try:
        app = _application(listed=_lists(arguments))
        code = app(list(arguments), exit_on_error=False, print_error=False, result_action="return_value")
        if sys.stdout is not None:
            sys.stdout.flush()  # what cannot be written is told below, and not by Python when it ends
    except CycloptsError as error:
        return _fail(f"{line(error)} (see 'webflow-contract --help')")
    except ContractToolError as error:
        return _fail(line(error))
    except Stopped as stop:
        return NOT_RESTORED if stop.not_restored else 128 + stop.number
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except OSError as error:  # the output cannot be written: its reader has gone, or the disk is full
        sys.stdout = None
        return _fail(f"the output cannot be written: {error.strerror or error}")
    except Exception as error:  # noqa: BLE001  (a traceback and its exit code 1 would pass for a finding)
        say(f"webflow-contract: this is a mistake of ours, please report it: {type(error).__name__}: {line(error)}")
        return NOT_JUDGED
    return code if isinstance(code, int) else 0


def _fail(text: str) -> int:
    say(f"webflow-contract: {text}")
    return USAGE
