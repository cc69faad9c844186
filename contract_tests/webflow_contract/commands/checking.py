"""``webflow-contract check``."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TypedDict

from cyclopts import Parameter
from cyclopts.validators import Number

from webflow_contract.check.connecting import base_url as checked_base_url
from webflow_contract.check.connecting import service, token
from webflow_contract.commands.reporting import asked_for, check_apart, check_writable, deliver
from webflow_contract.commands.stopping import Stopped, stoppable
from webflow_contract.commands.talking import progress
from webflow_contract.errors import ContractToolError
from webflow_contract.writing import write_whole

if TYPE_CHECKING:
    from webflow_contract.check.baseline import Baseline
    from webflow_contract.check.history import History
    from webflow_contract.check.report import Report
    from webflow_contract.check.subject import Subject
    from webflow_contract.exchange import Request, Response

_A_REQUEST: Final = 0.1
"""Seconds. Dates are told to the millisecond, and more than one request would fit into one."""


def check(
    *,
    base_url: str | None = None,
    site: str | None = None,
    page: str | None = None,
    locale: str | None = None,
    special_page: bool = False,
    budget: Annotated[int | None, Parameter(validator=Number(gte=1))] = None,
    exhaust_quota: bool = False,
    baseline: Path | None = None,
    history: Path | None = None,
    journal: Path | None = None,
    json: Path | None = None,
    junit: Path | None = None,
    sarif: Path | None = None,
    markdown: Path | None = None,
    html: Path | None = None,
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
    special_page
        The page may be the home page or a collection's template: what visitors see is at stake.
    budget
        The most requests that are sent, 40 unless the site has many locales. What the plan leaves of it is spent on
        confirming findings and on questions that nobody has answered yet.
    exhaust_quota
        Read the page until there is a 429, once it is put back. Whatever else uses the token is refused meanwhile.
    baseline
        The findings that are accepted: they do not count. See 'webflow-contract baseline add'.
    history
        What earlier clean runs saw: what always came and is missing now is a finding. A clean run is added to it.
    journal
        Where the page's texts are kept until it is put back (webflow-contract.journal.json).
    json
        Write the report to this file, for programs.
    junit
        Write it as JUnit's XML, for what shows the results of tests.
    sarif
        Write it as SARIF 2.1.0, for code scanning.
    markdown
        Write it as Markdown, for the summary of a CI job.
    html
        Write it as one HTML file that loads nothing.
    """
    from webflow_contract.check.journal import DEFAULT

    files = asked_for(json=json, junit=junit, sarif=sarif, markdown=markdown, html=html)
    check_apart({**files, "journal": journal or DEFAULT, "baseline": baseline, "history": history})
    accepted, seen = _accepted(baseline), _seen(history)
    locale = _locale(locale)
    options: Options = {"history": seen, "budget": budget, "exhaust_quota": exhaust_quota}
    if base_url is None:
        if site is not None or page is not None or journal is not None:
            raise ContractToolError("--site, --page and --journal go with --base-url")
        report = _check_sandbox(locale, options)
        return _delivered(_beyond(report, accepted), files, history)
    if site is None or page is None:
        raise ContractToolError("--base-url needs --site and --page")
    journal = journal or DEFAULT
    check_writable(journal, "journal")
    report = _check_service(_subject(base_url, site, page, locale, special_page), journal, options)
    return _delivered(_beyond(report, accepted), files, history)


class Options(TypedDict):
    """What a check is told beside what is checked."""

    history: "History | None"
    budget: int | None
    exhaust_quota: bool


def _seen(path: Path | None) -> "History | None":
    """Read the history before anything is sent."""
    from webflow_contract.check.history import read

    if path is None:
        return None
    check_writable(path, "history")
    return read(path)


def _delivered(report: "Report", files: Mapping[str, Path], history: Path | None) -> int:
    """Deliver a report, and add a clean run to the history."""
    from webflow_contract.check.history import as_json

    code = deliver(report, files)
    if history is not None and report.history is not None and report.verdict == "clean":
        write_whole(history, as_json(report.history), "history")
    return code


def _accepted(path: Path | None) -> "Baseline | None":
    """Read the baseline before anything is sent."""
    from webflow_contract.check.baseline import read

    return None if path is None else read(path)


def _beyond(report: "Report", baseline: "Baseline | None") -> "Report":
    return report if baseline is None else report.beyond(baseline, datetime.now(UTC).date())


def _check_sandbox(locale: str | None, options: Options) -> "Report":
    """Check a sandbox of our own. Its clock moves on with each request, and waits for nobody.

    It is not asked what it only assumes: the answers would be its own.
    """
    from webflow_contract.check.run import run as check_run
    from webflow_contract.check.subject import EMBEDDED, Credentials, Subject
    from webflow_contract.contract import effective
    from webflow_contract.sandbox import Clock, Sandbox

    world = Sandbox(clock=Clock(running=False))

    def answer(request: "Request") -> "Response":
        world.clock.advance(_A_REQUEST)
        return world(request)

    subject = Subject(
        "http://127.0.0.1/v2", world.site_id, world.page_id, locale or "fr-FR", address="$WEBFLOW_BASE_URL"
    )
    credentials = Credentials(world.token, world.tokens["without-pages-write"])
    contract = effective.load()
    return check_run(
        answer,
        subject,
        credentials,
        contract,
        label=EMBEDDED,
        journal=None,
        asking=False,
        sleep=world.clock.sleep,
        **options,
    )


def _subject(base_url: str, site: str, page: str, locale: str | None, special_page: bool) -> "Subject":
    from webflow_contract.check.subject import Subject, is_id

    for option, value in (("--site", site), ("--page", page)):
        if not is_id(value):
            raise ContractToolError(f"{option} has to be an id such as 63c720f9347c2139b248e552, and is {value!r}")
    return Subject(checked_base_url(base_url), site, page, locale, special_page)


def _check_service(subject: "Subject", journal: Path, options: Options) -> "Report":
    from webflow_contract.check.run import run as check_run
    from webflow_contract.check.subject import Credentials
    from webflow_contract.contract import effective

    credentials = Credentials(token("WEBFLOW_TOKEN"), token("WEBFLOW_TOKEN_WITHOUT_WRITE") or None)
    contract, was_open = effective.load(), journal.exists()
    try:
        with service(subject.base_url) as handler, stoppable():
            return check_run(
                handler,
                subject,
                credentials,
                contract,
                label=subject.base_url,
                journal=journal,
                locked=True,
                progress=progress,
                **options,
            )
    except Stopped as stop:
        stop.not_restored = journal.exists() and not was_open
        raise


def _locale(given: str | None) -> str | None:
    from webflow_pages.calls.locales import check_locale
    from webflow_pages.errors import LocaleError

    try:
        return check_locale(given)
    except LocaleError as error:
        raise ContractToolError(f"--locale: {error}") from error
