"""Applying a plan that was kept, or one that is made of files: shown, and asked for where that is needed."""

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from webflow_pages.commands.carrying_out import carry_out
from webflow_pages.commands.confirming import declined
from webflow_pages.commands.outcomes import FAILED
from webflow_pages.commands.writing import say, tell

if TYPE_CHECKING:
    from webflow_pages.metadata.applying.going_on import Earlier
    from webflow_pages.metadata.plan.model import Permission, Plan


def apply_plan(source: Path, *, bulk: bool, json: bool, token_file: Path | None) -> int:
    """Apply a plan that was kept, and return the exit code.

    Raises:
        FileError: It cannot be read, it is no plan, or it was changed after it was made.
        GuardError: It changes more than its guard allows.
        CommandError, MetadataError: As ``carry_out``.
    """
    from webflow_pages.metadata.plan.as_text import cost, nothing, summary
    from webflow_pages.metadata.plan.guard import check_guard
    from webflow_pages.metadata.plan.model import FILES

    plan = _kept(source)
    if plan.origin == FILES:
        check_guard(plan)
    if plan.updates:
        say(summary(plan))
        say(cost(plan, together=_together(bulk=bulk)))
        _say_if_undone(plan)
    elif json:
        say(nothing(plan))
    else:
        tell(f"{nothing(plan)}\n")
    return carry_out(plan, bulk=bulk, json=json, token_file=token_file) or incomplete(plan)


def _kept(source: Path) -> "Plan":
    """Read a plan; one in the folder of a run has to be the one that the run was begun with."""
    from webflow_pages.metadata.applying.history import is_id
    from webflow_pages.metadata.applying.run import PLAN, RUNS, read_run
    from webflow_pages.metadata.plan.document import read_plan

    folder = source.resolve().parent
    if source.name == PLAN and is_id(folder.name) and folder.parent == RUNS.resolve():
        return read_run(RUNS, folder.name).plan
    return read_plan(source)


def _say_if_undone(plan: "Plan") -> None:
    from webflow_pages.metadata.applying.history import History
    from webflow_pages.metadata.applying.run import RUNS
    from webflow_pages.metadata.plan.document import plan_id

    history = History(RUNS)
    undone = history.undone_before(plan_id(plan))
    if undone is not None:
        by = history.undone_by(undone)
        say(f"This plan was applied before, by run {undone}, which run {by} has undone: it is applied once more.")


def apply_files(
    source: Path,
    *,
    allow: "Collection[Permission]",
    guard: float | None,
    yes: bool,
    bulk: bool,
    site: str | None,
    config: Path | None,
    json: bool,
    token_file: Path | None,
) -> int:
    """Make a plan of files, show it, and apply it once that is confirmed. Return the exit code.

    Raises:
        MetadataError: The files ask for something that cannot be, or the guard refuses the plan.
        CommandError: As ``carry_out``.
        WebflowError: The site cannot be read.
    """
    from webflow_pages.commands.connecting import connect
    from webflow_pages.commands.finding import find_site_of
    from webflow_pages.commands.planning import guard_of, make_of
    from webflow_pages.metadata.applying.going_on import earlier_than
    from webflow_pages.metadata.applying.run import RUNS
    from webflow_pages.metadata.files.reading import read_wanted
    from webflow_pages.metadata.plan.guard import check_guard
    from webflow_pages.metadata.settings import read_settings
    from webflow_pages.metadata.state import read_state

    settings, wanted = read_settings(config), read_wanted(source)
    percent = guard_of(guard, settings)
    with connect(token_file) as webflow:
        state = read_state(webflow, find_site_of(webflow, site, wanted.site_id))
    plan = make_of(state, wanted, settings, allow, percent)
    show_first(plan, bulk=bulk, json=json)
    check_guard(plan)
    earlier = earlier_than(plan, RUNS, state)
    for id_ in earlier.wrote:
        say(
            f"Run {id_} broke off, and is left as it is, as the files ask for something else by now than what it has "
            f"left. What it wrote, only this undoes: webflow-pages rollback {id_}"
        )
    return go_ahead(plan, earlier, yes=yes, bulk=bulk, json=json, token_file=token_file)


def go_ahead(plan: "Plan", earlier: "Earlier", *, yes: bool, bulk: bool, json: bool, token_file: Path | None) -> int:
    """Apply a plan that was shown, once that is confirmed, and return the exit code.

    Where a run that broke off has just that left, it goes on, with its own plan. Else a new one stands in for it.

    Raises:
        CommandError, MetadataError: As ``carry_out``.
    """
    run = earlier.run
    code = declined(plan, yes=yes, json=json) if plan.updates else None
    if code is None:
        chosen = plan if run is None else run.plan
        code = carry_out(chosen, bulk=bulk, json=json, token_file=token_file, supersedes=earlier.others)
    return code or incomplete(plan)


def incomplete(plan: "Plan") -> int:
    """Return the exit code of a plan that leaves something out where all else is fine."""
    from webflow_pages.metadata.plan.model import FILES

    return FAILED if plan.refusals or (plan.losses and plan.origin != FILES) else 0


def show_first(plan: "Plan", *, bulk: bool, json: bool) -> None:
    """Show a plan before it is applied: on stdout, or where that is for JSON, on stderr."""
    from webflow_pages.commands.planning import tell_plan
    from webflow_pages.metadata.plan.as_text import lines

    together = _together(bulk=bulk)
    if not json:
        tell_plan(plan, together=together)
        return
    for _, text in lines(plan, together=together):
        say(text)


def _together(*, bulk: bool) -> int:
    """Return how many pages in locales one request writes."""
    from webflow_pages.metadata.applying.bulk import MOST

    return MOST if bulk else 1
