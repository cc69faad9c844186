"""Making a plan from files and a site, showing it, and keeping it."""

import sys
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from webflow_pages.commands.outcomes import FAILED, PENDING, CommandError
from webflow_pages.commands.styling import styled
from webflow_pages.commands.writing import say, tell, tell_json

if TYPE_CHECKING:
    from webflow_pages import Webflow
    from webflow_pages.metadata.entries import Wanted
    from webflow_pages.metadata.plan.model import Permission, Plan
    from webflow_pages.metadata.settings import Settings


@frozen
class Reports:
    """Where a plan is kept and shown: as the plan itself, Markdown and HTML, and as JSON instead of text."""

    plan: Path | None = None
    markdown: Path | None = None
    html: Path | None = None
    json: bool = False


def make(
    webflow: "Webflow", site_id: str, wanted: "Wanted", settings: "Settings", allow: Collection["Permission"]
) -> "Plan":
    """Read a site, and plan what it takes to make it what files ask for. Nothing is written.

    Raises:
        MetadataError: The files ask for something that the site does not have.
        WebflowError: The site cannot be read.
    """
    from webflow_pages.metadata.plan.making import make_plan
    from webflow_pages.metadata.resolving import resolve
    from webflow_pages.metadata.state import read_state

    state = read_state(webflow, site_id)
    entries = resolve(wanted, state)
    return make_plan(state, entries, allow={*allow, *settings.allow}, lint=settings.lint)


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


def conclude(plan: "Plan", reports: Reports, guard: float, *, expect_no_changes: bool) -> int:
    """Keep a plan unless its guard refuses it, and return the exit code."""
    from webflow_pages.metadata.plan.document import write_plan
    from webflow_pages.metadata.plan.guard import check_guard

    check_guard(plan, guard)
    if reports.plan is not None:
        write_plan(plan, reports.plan)
        say(f"The plan is in {reports.plan}: webflow-pages apply {reports.plan}")
    say("Nothing was sent.")
    if expect_no_changes and (plan.updates or plan.refusals):
        return PENDING
    return FAILED if plan.refusals or has_errors(plan) else 0


def guard_of(given: float | None, settings: "Settings") -> float:
    """Return the percentage of the guard: as given, or by the settings, or the usual one.

    Raises:
        CommandError: It is no percentage.
    """
    from webflow_pages.metadata.plan.guard import PERCENT

    percent = next(one for one in (given, settings.guard, PERCENT) if one is not None)
    if not 0 <= percent <= 100:
        raise CommandError(f"--guard is {percent:g}", "give a percentage from 0 to 100")
    return percent


def has_errors(plan: "Plan") -> bool:
    """Return whether lint found an error in what would be written."""
    return any(finding.level == "error" and finding.ignored is None for finding in plan.findings)
