"""The command line: what each command takes, and which exit code its outcome has.

Each command loads what it needs when it runs, as start-up time counts.
"""

import os
from collections.abc import Callable, Mapping, Sequence

from cyclopts import App, CycloptsError, Parameter

from webflow_pages._version import __version__
from webflow_pages.commands import one_page, whole_site
from webflow_pages.commands.outcomes import FAILED, USAGE, CommandError, code_of
from webflow_pages.commands.writing import hide, leave_stdout, say

_HELP = """\
Read and update the metadata of Webflow's pages: one at a time, or all of a site as files.

The token comes from WEBFLOW_TOKEN, or from the file that --token-file or WEBFLOW_TOKEN_FILE names.

Exit codes:

- 0: fine
- 1: findings, failed, or not applied in full
- 2: usage, or a malformed file
- 3: changes, for plan --expect-no-changes and update --dry-run
- 4: the token or a scope
- 5: a page is no longer as it was planned
- 6: applied in part: the same command goes on
"""


def _versions() -> str:
    from webflow_pages import contract_date, contract_version

    return f"webflow-pages {__version__} (contract {contract_version}, read {contract_date})"


_APP = App(
    name="webflow-pages", help=_HELP, version=_versions, default_parameter=Parameter(negative=(), show_default=False)
)
_APP.register_install_completion_command(help="Install completion for your shell.")
_COMMANDS: Mapping[str, tuple[Callable[..., object], ...]] = {
    "One page": (one_page.get, one_page.update, one_page.locales, one_page.doctor),
    "All pages of a site, as files": (
        whole_site.pull,
        whole_site.lint,
        whole_site.explain,
        whole_site.plan,
        whole_site.apply,
        whole_site.rollback,
        whole_site.runs,
        whole_site.audit,
    ),
}
_APP.command(one_page.list_, name="list", group="One page")
for _group, _commands in _COMMANDS.items():
    for _command in _commands:
        _APP.command(_command, group=_group)


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code."""
    hide(os.environ.get("WEBFLOW_TOKEN", ""))  # people paste it anywhere, and errors quote what they cannot use
    try:
        code = _APP(list(arguments), exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as error:
        return _fail(_usage(error, arguments), USAGE)
    except CommandError as error:
        return _fail(str(error), error.code, *error.listing)
    except SystemExit as stop:  # the help's reader has gone, or there is no shell to complete for
        return stop.code if isinstance(stop.code, int) else FAILED
    except OSError as error:  # the client's are its own: this one is about the output, or a file for completion
        leave_stdout()
        return _fail(f"{error.filename or 'the output'} cannot be written: {error.strerror or error}", FAILED)
    except ModuleNotFoundError:
        raise
    except Exception as error:  # noqa: BLE001  (no traceback is for the users of a command)
        known = code_of(error)
        mistake = f"this is a mistake of ours, please report it: {type(error).__name__}: {error}"
        if known is None:
            return _fail(mistake, FAILED)
        return _fail(str(error), known, *getattr(error, "listing", ()))  # a file's other mistakes
    return code if isinstance(code, int) else 0


def _usage(error: CycloptsError, arguments: Sequence[str]) -> str:
    if any(argument.partition("=")[0] == "--token" for argument in arguments):
        return "there is no --token, as others can read a command line: set WEBFLOW_TOKEN, or use --token-file"
    return f"{error} (see 'webflow-pages --help')"


def _fail(text: str, code: int, *listing: str) -> int:
    say(f"webflow-pages: {text}")
    for line in listing:
        say(line)
    return code
