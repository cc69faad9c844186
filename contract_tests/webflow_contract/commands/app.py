"""The commands, and which exit code the outcome of each has.

Data goes to stdout and messages to stderr.
"""

import signal
import sys
from collections.abc import Sequence

from cyclopts import App, CycloptsError, Parameter

from webflow_contract.commands.outcomes import NOT_JUDGED, NOT_RESTORED, USAGE
from webflow_contract.commands.stopping import Stopped
from webflow_contract.commands.talking import line, say
from webflow_contract.errors import ContractToolError
from webflow_pages._version import __version__


def _versions() -> str:
    from webflow_pages import contract_date, contract_version

    return f"webflow-contract {__version__} (contract {contract_version}, read {contract_date})"


app: App = App(
    name="webflow-contract",
    help="Check Webflow's page metadata against its contract, or a sandbox of it.",
    version=_versions,
    default_parameter=Parameter(negative=()),
)
for name, home in {
    "check": "checking:check",
    "sandbox": "serving:sandbox",
    "restore": "restoring:restore",
    "validate": "contract:validate",
    "generate": "contract:generate",
    "diff": "differing:diff",
    "explain": "explaining:explain",
    "unproven": "unproven:unproven",
    "propose": "proposing:propose",
    "power": "measuring:power",
    "alert": "alerting:alert",
    "workflow": "workflow:workflow",
}.items():
    app.command(f"webflow_contract.commands.{home}", name=name)
baseline: App = App(name="baseline", help="Accept findings, so that they do not count for a while.")
baseline.command("webflow_contract.commands.accepting:add", name="add")
app.command(baseline)
release: App = App(name="release", help="Say what the next release has to be, and whether it may go out.")
for name in ("draft", "check", "keep"):
    release.command(f"webflow_contract.commands.releasing:{name}", name=name)
app.command(release)


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code."""
    try:
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
