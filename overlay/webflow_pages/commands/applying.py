"""Applying a plan: asking first where that is needed, showing how far it is, and telling what came of it."""

import sys
from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from webflow_pages.commands.confirming import declined
from webflow_pages.commands.outcomes import FAILED, NOT_AUTHORIZED, PARTIAL, STALE, CommandError
from webflow_pages.commands.writing import say, tell, tell_json, visible

if TYPE_CHECKING:
    from webflow_pages.commands.progressing import ProgressLine
    from webflow_pages.metadata.applying.applied import Applied
    from webflow_pages.metadata.applying.going_on import Earlier
    from webflow_pages.metadata.applying.run import Run
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
            f"Run {id_} broke off, and is left as it is, as there is something else to do now than what it has left. "
            f"What it wrote, only this undoes: webflow-pages rollback {id_}"
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


def carry_out(
    plan: "Plan", *, bulk: bool, json: bool, token_file: Path | None, supersedes: Collection[str] = ()
) -> int:
    """Apply a plan, tell what came of it, and return the exit code.

    Raises:
        CommandError: There is no token, or it was interrupted.
        StaleError: The site is another one than the plan saw.
        MetadataError: Somebody else applies a plan here, or the run cannot be written or read.
    """
    from webflow_pages.commands.applied import applied_document, not_sent_document, say_what_next, tell_applied
    from webflow_pages.commands.token import find_token
    from webflow_pages.metadata.applying.run import RUNS, begin

    token = find_token(token_file)
    if not plan.updates:
        if json:
            tell_json(not_sent_document(plan, "there is nothing to do"))
        return 0
    with begin(RUNS, plan, at=datetime.now(UTC), supersedes=supersedes) as run:
        if run.goes_on:
            say(f"webflow-pages: run {run.id} broke off, and goes on")
        applied = _applied(token, plan, run, bulk=bulk)
    try:
        if json:
            tell_json(applied_document(applied, run))
        else:
            tell_applied(applied)
    finally:  # what came of it counts even where it cannot be told
        say_what_next(applied, run)
    return exit_code(applied)


def _applied(token: str, plan: "Plan", run: "Run", *, bulk: bool) -> "Applied":
    import asyncio

    try:
        return asyncio.run(_apply(token, plan, run, bulk=bulk))
    except KeyboardInterrupt:
        again = f"go on with 'webflow-pages apply {visible(str(run.folder / 'plan.json'))}'"
        raise CommandError(f"run {run.id} was interrupted", again, PARTIAL) from None


async def _apply(token: str, plan: "Plan", run: "Run", *, bulk: bool) -> "Applied":
    import asyncio
    import signal

    from webflow_pages.commands.connecting import connect_async
    from webflow_pages.commands.progressing import ProgressLine
    from webflow_pages.metadata.applying.applying import apply

    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)
    with suppress(NotImplementedError, RuntimeError, ValueError):  # Windows, or not the main thread
        for number in signals:
            loop.add_signal_handler(number, stop.set)
    line = ProgressLine(sys.stderr)
    ticking = asyncio.ensure_future(_tick(line))
    try:
        async with connect_async(token, plan.site_id) as webflow:
            return await apply(webflow, plan, run, bulk=bulk, progress=line.show, stop=stop)
    finally:
        ticking.cancel()
        line.end()
        with suppress(NotImplementedError, RuntimeError, ValueError):
            for number in signals:
                loop.remove_signal_handler(number)


async def _tick(line: "ProgressLine") -> None:
    import asyncio

    while True:
        await asyncio.sleep(1)
        line.tick()


def exit_code(applied: "Applied") -> int:
    """Return the exit code of what came of applying.

    Where several hold, the first of these counts, and what was said names all: 6, something is left that the same
    command goes on with; 4 instead, where the token or a scope is the reason and nothing was written; 5, somebody has
    changed a page; 1, a field is not as planned, or failed.
    """
    counts = applied.counts
    if applied.open:
        refused = applied.halt is not None and applied.halt.cause == "authorization"
        return NOT_AUTHORIZED if refused and not applied.wrote else PARTIAL
    if counts["stale"]:
        return STALE
    return FAILED if any(counts[one] for one in ("ignored", "normalised", "also-changed", "failed")) else 0
