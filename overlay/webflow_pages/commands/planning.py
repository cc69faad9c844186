"""Making a plan from files and a site, showing it, and keeping it."""

import sys
from collections.abc import Collection
from os.path import abspath
from pathlib import Path
from typing import TYPE_CHECKING, Final

from attrs import frozen

from webflow_pages.commands.outcomes import FAILED, PENDING, CommandError
from webflow_pages.commands.styling import styled
from webflow_pages.commands.writing import say, tell, tell_json

if TYPE_CHECKING:
    from webflow_pages import Webflow
    from webflow_pages.metadata.entries import Wanted
    from webflow_pages.metadata.fields import Field, Value
    from webflow_pages.metadata.plan.model import Permission, Plan
    from webflow_pages.metadata.settings import Settings
    from webflow_pages.metadata.state import SiteState

_LATEST: Final = 20
"""Runs that are looked at for what the primary locale said before."""


@frozen
class Reports:
    """Where a plan is kept and shown: as the plan itself, Markdown and HTML, and as JSON instead of text."""

    plan: Path | None = None
    markdown: Path | None = None
    html: Path | None = None
    json: bool = False


def make(
    webflow: "Webflow",
    site_id: str,
    wanted: "Wanted",
    settings: "Settings",
    allow: Collection["Permission"],
    guard: float,
) -> "Plan":
    """Read a site, and plan what it takes to make it what files ask for. Nothing is written.

    Raises:
        MetadataError: The files ask for something that the site does not have.
        WebflowError: The site cannot be read.
    """
    from webflow_pages.metadata.state import read_state

    return make_of(read_state(webflow, site_id), wanted, settings, allow, guard)


def make_of(
    state: "SiteState", wanted: "Wanted", settings: "Settings", allow: Collection["Permission"], guard: float
) -> "Plan":
    """Plan what it takes to make a site that was read what files ask for.

    Raises:
        MetadataError: The files ask for something that the site does not have.
    """
    from webflow_pages.metadata.plan.making import make_plan
    from webflow_pages.metadata.resolving import resolve

    entries = resolve(wanted, state)
    permitted: set[Permission] = {*allow, *settings.allow}
    replaced = _replaced_before(state.site_id)
    return make_plan(state, entries, allow=permitted, guard=guard, lint=settings.lint, replaced=replaced)


def _replaced_before(site_id: str) -> "dict[tuple[str, Field], set[Value]]":
    """Return what the latest runs in this folder have replaced in the primary locale, by page's id and field.

    A run that cannot be read is passed over: it is for ``runs`` to tell.
    """
    from webflow_pages.metadata.applying.history import History
    from webflow_pages.metadata.applying.run import RUNS, read_run
    from webflow_pages.metadata.errors import MetadataError

    found: dict[tuple[str, Field], set[Value]] = {}
    history = History(RUNS)
    for id_ in history.ids[-_LATEST:]:
        head = history.head(id_)
        if head is None or head.site != site_id:
            continue
        try:
            plan = read_run(RUNS, id_).plan
        except MetadataError:
            continue
        for update in plan.updates:
            for change in update.changes if update.locale_id is None else ():
                if change.before is not None:
                    found.setdefault((update.page_id, change.field), set()).add(change.before)
    return found


def show(plan: "Plan", reports: Reports) -> None:
    """Tell a plan, and write the reports that are asked for.

    Raises:
        FileError: A report cannot be written.
    """
    from webflow_pages.metadata.plan.as_html import as_html
    from webflow_pages.metadata.plan.as_markdown import as_markdown
    from webflow_pages.metadata.plan.document import to_document
    from webflow_pages.metadata.storing import write_whole

    if reports.markdown is not None:
        write_whole(reports.markdown, as_markdown(plan))
    if reports.html is not None:
        write_whole(reports.html, as_html(plan))
    if reports.json:
        tell_json(to_document(plan))
    else:
        tell_plan(plan)


def tell_plan(plan: "Plan", *, together: int = 1) -> None:
    """Tell a plan as text, coloured on a terminal. ``together`` is how many pages in locales one request will write."""
    from webflow_pages.metadata.plan.as_text import lines

    tell(styled(lines(plan, together=together), sys.stdout))


def conclude(plan: "Plan", reports: Reports, *, expect_no_changes: bool) -> int:
    """Keep a plan unless its guard refuses it, and return the exit code."""
    from webflow_pages.metadata.errors import GuardError
    from webflow_pages.metadata.plan.document import write_plan
    from webflow_pages.metadata.plan.guard import check_guard

    code = FAILED if plan.refusals or _has_errors(plan) else 0
    try:
        check_guard(plan)
    except GuardError as error:
        say(f"webflow-pages: {error}")
        if reports.plan is not None and reports.plan.exists():
            say(f"webflow-pages: what is in {reports.plan} is an older plan")
        code = FAILED
    else:
        if reports.plan is not None:
            write_plan(plan, reports.plan)
            say(f"The plan is in {reports.plan}: webflow-pages apply {reports.plan}")
    say("Nothing was sent.")
    return PENDING if expect_no_changes and (plan.updates or plan.refusals) else code


def check_reports(reports: Reports, files: Path) -> None:
    """Refuse reports that would be written over the files, or a plan that ``apply`` would not take for one.

    Raises:
        CommandError: A report has such a name.
    """
    if reports.plan is not None and reports.plan.suffix != ".json":
        raise CommandError(f"{reports.plan} is no name for a plan", "let it end in .json, as apply knows plans by that")
    source = Path(abspath(files))
    for report in (reports.plan, reports.markdown, reports.html):
        if report is not None and source in (Path(abspath(report)), *Path(abspath(report)).parents):
            raise CommandError(f"{report} is among the files", "write it somewhere else")


def guard_of(given: float | None, settings: "Settings") -> float:
    """Return the percentage of the guard: as given, or by the settings, or the usual one.

    Raises:
        CommandError: It is no percentage.
    """
    from webflow_pages.metadata.plan.guard import PERCENT

    percent = next(one for one in (given, settings.guard, PERCENT) if one is not None)
    if not 0 <= percent <= 100:  # nor is it, where it is no number
        raise CommandError(f"--guard is {percent:g}", "give a percentage from 0 to 100")
    return percent


def _has_errors(plan: "Plan") -> bool:
    """Return whether lint found an error in what would be written."""
    return any(finding.level == "error" and finding.ignored is None for finding in plan.findings)
