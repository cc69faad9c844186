"""The command line: what each command takes, and which exit code its outcome has.

Data goes to stdout and messages to stderr. Each command loads what it needs when it runs, as start-up time counts.
"""

import os
import signal
import sys
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from shlex import quote
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, CycloptsError, Parameter
from cyclopts.validators import Number

from webflow_contract.errors import ContractToolError, unknown
from webflow_pages._version import __version__

if TYPE_CHECKING:
    from cyclopts import Token

    from webflow_contract.check.journal import Journal
    from webflow_contract.check.report import Report
    from webflow_contract.exchange import Handler
    from webflow_contract.sandbox import Sandbox

USAGE = 2
NOT_JUDGED = 3
NOT_RESTORED = 4

app = App(
    name="webflow-contract",
    help="Check Webflow's page metadata against its contract, or a sandbox of it.",
    version=__version__,
    default_parameter=Parameter(negative=()),
)


class Stopped(BaseException):
    """A signal asked the command to stop."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number
        self.not_restored = False


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code."""
    try:
        code = app(list(arguments), exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as error:
        return _fail(f"{_line(error)} (see 'webflow-contract --help')")
    except ContractToolError as error:
        return _fail(_line(error))
    except Stopped as stop:
        return NOT_RESTORED if stop.not_restored else 128 + stop.number
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except OSError as error:  # the output cannot be written: its reader has gone, or the disk is full
        sys.stdout = None
        return _fail(f"the output cannot be written: {error.strerror or error}")
    except Exception as error:  # noqa: BLE001  (a traceback and its exit code 1 would pass for a finding)
        _say(f"webflow-contract: this is a mistake of ours, please report it: {type(error).__name__}: {_line(error)}")
        return NOT_JUDGED
    return code if isinstance(code, int) else 0


def _whole(type_: object, tokens: Sequence["Token"]) -> int | str:  # noqa: ARG001  (a converter has both)
    """Convert a whole number, and let "off" pass. cyclopts would round 1.5."""
    value = tokens[0].value
    if value == "off":
        return value
    try:
        return int(value)
    except ValueError:
        raise ValueError(f"{value!r} is no whole number") from None


_Words = Annotated[tuple[str, ...], Parameter(show_default=False)]


def _at_least_one(type_: object, value: object) -> None:  # noqa: ARG001  (a validator has both)
    if isinstance(value, int) and value < 1:
        raise ValueError("Must be 1 or more, or off.")


@app.command
def check(
    *,
    base_url: str | None = None,
    site: str | None = None,
    page: str | None = None,
    locale: str | None = None,
    journal: Path | None = None,
    json: Path | None = None,
) -> int:
    """Check a page against the contract, and put it back.

    Without --base-url, the embedded sandbox is checked. With it, the service at that address is, with the token in
    WEBFLOW_TOKEN and, if there is one that lacks pages:write, a second one in WEBFLOW_TOKEN_WITHOUT_WRITE. Name a draft
    page made for this: its texts are changed and put back.

    Exit codes: 0 clean, 1 findings, 2 usage, 3 not judged, 4 page not restored.

    Parameters
    ----------
    base_url
        The service, such as https://api.webflow.com/v2.
    site
        The site's id. Goes with --base-url.
    page
        The page's id. Goes with --base-url.
    locale
        The tag or id of a secondary locale that may be written, too.
    journal
        Where the page's texts are kept until it is put back (webflow-contract.journal.json).
    json
        Write the report to this file.
    """
    from webflow_contract.check.journal import DEFAULT

    if json is not None:
        _check_writable(json, "report")
    locale = _locale(locale)
    if base_url is None:
        if site is not None or page is not None or journal is not None:
            raise ContractToolError("--site, --page and --journal go with --base-url")
        return _report(_check_sandbox(locale), json)
    if site is None or page is None:
        raise ContractToolError("--base-url needs --site and --page")
    journal = journal or DEFAULT
    _check_writable(journal, "journal")
    return _report(_check_service(base_url, site, page, locale, journal), json)


@app.command
def sandbox(
    *,
    port: Annotated[int, Parameter(converter=_whole, validator=Number(gte=0, lte=65535))] = 0,
    rate_limit: Annotated[int | Literal["off"] | None, Parameter(converter=_whole, validator=_at_least_one)] = None,
    drift: _Words = (),
    fault: _Words = (),
    assume: _Words = (),
    seed: Path | None = None,
) -> int:
    """Serve the sandbox on this machine until stopped.

    Prints four lines to stdout: WEBFLOW_BASE_URL, WEBFLOW_TOKEN, WEBFLOW_SITE_ID and WEBFLOW_PAGE_ID, the last a page
    that may be written.

    Parameters
    ----------
    port
        The port; 0 is a free one.
    rate_limit
        Requests a minute and token, or "off" for no limit. Without it, the site's plan decides.
    drift
        A drift from the contract to switch on, by name, or as NAME@OPERATION for one operation. May be repeated.
    fault
        A fault to switch on, in the same way.
    assume
        Another answer to an open question, as NAME=VALUE. May be repeated.
    seed
        A YAML or JSON file with the sites, pages and tokens to start with.
    """
    from webflow_contract.carriers.server import serve
    from webflow_contract.sandbox import Assumptions, Sandbox
    from webflow_contract.sandbox.control import served
    from webflow_contract.sandbox.seed import read

    if sys.stdout is None:
        raise ContractToolError("there is no stdout to print the four lines to")
    world = Sandbox(
        None if seed is None else read(seed),
        rate_limit=rate_limit or "by_plan",
        assumptions=Assumptions().flipped(**_assumptions(assume)),
    )
    _switch_on(world, drift, fault)

    def announce(base_url: str) -> None:
        lines = {
            "WEBFLOW_BASE_URL": base_url,
            "WEBFLOW_TOKEN": world.token,
            "WEBFLOW_SITE_ID": world.site_id,
            "WEBFLOW_PAGE_ID": world.page_id,
        }
        sys.stdout.write("".join(f"{name}={value}\n" for name, value in lines.items()))
        sys.stdout.flush()
        _say(_WHAT_TO_TRY.format(exports="\n".join(f"  export {name}={quote(value)}" for name, value in lines.items())))
        host = base_url.removesuffix("/v2")
        _say(f"Watch it at {host}/ and move it at {host}/_sandbox. It serves until it is stopped.")

    serve(served(world), port=port, announce=announce)
    return 0


_WHAT_TO_TRY = """
To use it, export these in another terminal:

{exports}

and try:

  curl -H "Authorization: Bearer $WEBFLOW_TOKEN" "$WEBFLOW_BASE_URL/pages/$WEBFLOW_PAGE_ID"
"""


@app.command
def restore(journal: Path | None = None, /, *, force: bool = False) -> int:
    """Put a page back after an interrupted check.

    Exit codes: 0 the page is as it was, 2 usage or no journal, 4 not restored.

    Parameters
    ----------
    journal
        The journal that the check left (webflow-contract.journal.json).
    force
        Put texts back that are not a probe's, too. They may be somebody's work of meanwhile.
    """
    from webflow_contract.check import journal as journals

    path = journal or journals.DEFAULT
    opened = journals.read(path)
    _say(f"Putting page {opened.page_id} back at {opened.base_url}.")
    problems = _put_back(opened, force)
    if problems:
        for problem in problems:
            _say(problem)
        _say(f"The page is not as it was. The journal stays at {path}.")
        return NOT_RESTORED
    path.unlink(missing_ok=True)
    _say(f"Page {opened.page_id} is as it was before the check.")
    return 0


@app.command
def validate(*, root: Path = Path()) -> int:
    """Validate the contract in a checkout's spec folder.

    Parameters
    ----------
    root
        The checkout.
    """
    from webflow_contract import documents
    from webflow_contract.contract.deviations import deviations
    from webflow_contract.contract.operations import operations
    from webflow_contract.contract.validation import validated

    contract = validated(root / "spec")
    observed = root / "spec" / "observed.yaml"
    known = deviations(documents.read(observed), str(observed))
    title = f"{contract['info']['title']} {contract['info']['version']}"
    _tell(f"valid    {title}: {len(operations(contract))} operations, {len(known)} deviations with their evidence")
    return 0


@app.command
def generate(*, check: bool = False, root: Path = Path()) -> int:
    """Generate webflow_api from a checkout's spec folder.

    Parameters
    ----------
    check
        Change nothing, and prove that the generated code is current.
    root
        The checkout.
    """
    from webflow_contract.contract import generation

    if check:
        _tell(f"current  {generation.check(root)} is what spec/ generates, byte for byte")
    else:
        _tell(f"wrote    {generation.generate(root)}")
    return 0


def _assumptions(given: Sequence[str]) -> dict[str, str]:
    pairs = [one.partition("=") for one in given]
    for name, equals, _ in pairs:
        if not equals:
            raise ContractToolError(f"--assume takes NAME=VALUE, such as empty_body=bad_request, and not {name!r}")
    return {name: value for name, _, value in pairs}


def _switch_on(world: "Sandbox", drifts: Sequence[str], faults: Sequence[str]) -> None:
    from webflow_contract.drifts import DRIFTS
    from webflow_contract.faults import FAULTS

    for kind, known, given in (("drift", DRIFTS, drifts), ("fault", FAULTS, faults)):
        for one in given:
            name, at, operation = one.partition("@")
            if name not in known:
                raise ContractToolError(unknown(kind, name, known))
            world.switches.on(name, operation=operation if at else None)
    world.switches.remember()


def _check_sandbox(locale: str | None) -> "Report":
    from webflow_contract.check.run import run as check_run
    from webflow_contract.check.subject import Credentials, Subject
    from webflow_contract.contract import effective
    from webflow_contract.sandbox import Sandbox

    world = Sandbox()
    subject = Subject(
        "http://127.0.0.1/v2", world.site_id, world.page_id, locale or "fr-FR", address="$WEBFLOW_BASE_URL"
    )
    credentials = Credentials(world.token, world.tokens["without-pages-write"])
    return check_run(world, subject, credentials, effective.load(), label="the embedded sandbox", journal=None)


def _check_service(base_url: str, site: str, page: str, locale: str | None, journal: Path) -> "Report":
    from webflow_contract.check.run import run as check_run
    from webflow_contract.check.subject import Credentials, Subject, is_id
    from webflow_contract.contract import effective

    for option, value in (("--site", site), ("--page", page)):
        if not is_id(value):
            raise ContractToolError(f"{option} has to be an id such as 63c720f9347c2139b248e552, and is {value!r}")
    subject = Subject(_base_url(base_url), site, page, locale)
    credentials = Credentials(_token("WEBFLOW_TOKEN"), _token("WEBFLOW_TOKEN_WITHOUT_WRITE") or None)
    contract, was_open = effective.load(), journal.exists()
    try:
        with _service(subject.base_url) as handler, _stoppable():
            return check_run(
                handler, subject, credentials, contract, label=subject.base_url, journal=journal, progress=_progress
            )
    except Stopped as stop:
        stop.not_restored = journal.exists() and not was_open
        raise


def _put_back(journal: "Journal", force: bool) -> list[str]:
    from webflow_contract.check.restoring import restore as put_back
    from webflow_contract.check.sending import Sender
    from webflow_contract.check.subject import Credentials, Subject

    token = _token("WEBFLOW_TOKEN")
    if not token:
        return ["There is no token: set WEBFLOW_TOKEN."]
    subject = Subject(_base_url(journal.base_url), "", journal.page_id)
    with _service(subject.base_url) as handler:
        sender = Sender(handler, subject, Credentials(token), sleep=time.sleep, progress=_progress)
        return put_back(sender, journal, over_edits=force)


def _report(report: "Report", json: Path | None) -> int:
    from rich.console import Console

    from webflow_contract.reports.as_json import as_json
    from webflow_contract.reports.terminal import show

    try:
        if json is not None:
            _write(json, as_json(report))
    finally:
        with suppress(SystemExit):  # rich's answer to a reader that has gone: the verdict stays what it is
            show(report, Console(highlight=False))
    return report.exit_code


def _check_writable(path: Path, what: str) -> None:
    """Refuse a path before the check, which costs quota and touches a page."""
    folder = path.absolute().parent
    if not folder.is_dir():
        raise ContractToolError(f"{path}: the {what} cannot be written: there is no folder {folder}")
    if path.is_dir():
        raise ContractToolError(f"{path}: the {what} cannot be written: it is a folder")
    if not os.access(folder, os.W_OK):
        raise ContractToolError(f"{path}: the {what} cannot be written: no permission for {folder}")


def _locale(given: str | None) -> str | None:
    from webflow_pages.calls.locales import check_locale
    from webflow_pages.errors import LocaleError

    try:
        return check_locale(given)
    except LocaleError as error:
        raise ContractToolError(f"--locale: {error}") from error


def _write(path: Path, text: str) -> None:
    """Write a report whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ContractToolError(f"{path}: the report cannot be written: {error.strerror}") from error


def _base_url(given: str) -> str:
    from webflow_pages.configuration import check_base_url
    from webflow_pages.errors import ConfigurationError

    try:
        return check_base_url(given)
    except ConfigurationError as error:
        raise ContractToolError(str(error)) from error


def _token(name: str) -> str:
    from webflow_pages.configuration import Token
    from webflow_pages.errors import ConfigurationError

    token = Token(os.environ.get(name, ""))
    try:
        if token.value:
            token.check()
    except ConfigurationError as error:
        raise ContractToolError(f"{name}: {error}") from error
    return token.value


@contextmanager
def _service(base_url: str) -> "Generator[Handler, None, None]":
    import httpx

    from webflow_contract.check.over_http import over_http

    # http is for this machine only: no proxy of the environment may see the token on its way.
    try:
        client = httpx.Client(trust_env=not base_url.startswith("http:"))
    except (ImportError, ValueError, OSError) as error:
        raise ContractToolError(
            f"the surroundings keep httpx from connecting ({type(error).__name__}: {_line(error)}): "
            "look at the variables for proxies and certificates"
        ) from error
    with client:
        yield over_http(base_url, client)


@contextmanager
def _stoppable() -> Generator[None, None, None]:
    """Let the first SIGINT or SIGTERM end the check, and no further one disturb it while it puts the page back."""

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  (a signal handler has both)
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, signal.SIG_IGN)
        _say("Stopping: the page is being put back.")
        raise Stopped(number)

    before = {name: signal.signal(name, stop) for name in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def _progress(line: str) -> None:
    if sys.stderr.isatty():
        _say(line)


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _say(line: str) -> None:
    """Write a message. That nobody can read it must not keep the page from being put back."""
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"{line}\n")


def _fail(line: str) -> int:
    _say(f"webflow-contract: {line}")
    return USAGE


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
