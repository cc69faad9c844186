"""Applying a plan: asking first where that is needed, showing how far it is, and telling what came of it."""

import sys
from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from webflow_pages.commands.outcomes import FAILED, NOT_AUTHORIZED, PARTIAL, STALE, CommandError
from webflow_pages.commands.writing import say, tell_json, visible

if TYPE_CHECKING:
    from webflow_pages.commands.progressing import ProgressLine
    from webflow_pages.metadata.applying.applied import Applied
    from webflow_pages.metadata.applying.run import Run
    from webflow_pages.metadata.plan.model import Permission, Plan


def apply_plan(source: Path, *, bulk: bool, json: bool, token_file: Path | None) -> int:
    """Apply a plan that was kept, and return the exit code.

    Raises:
        FileError: It cannot be read, it is no plan, or it was changed after it was made.
        CommandError, MetadataError: As ``carry_out``.
    """
    from webflow_pages.metadata.plan.as_text import cost, summary
    from webflow_pages.metadata.plan.document import read_plan

    plan = read_plan(source)
    if plan.updates:
        say(summary(plan))
        say(cost(plan, together=_together(bulk=bulk)))
    return carry_out(plan, bulk=bulk, json=json, token_file=token_file)


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
    from webflow_pages.commands.planning import guard_of, make
    from webflow_pages.metadata.files.reading import read_wanted
    from webflow_pages.metadata.plan.guard import check_guard
    from webflow_pages.metadata.settings import read_settings

    settings, wanted = read_settings(config), read_wanted(source)
    with connect(token_file) as webflow:
        plan = make(webflow, find_site_of(webflow, site, wanted.site_id), wanted, settings, allow)
    show_first(plan, bulk=bulk, json=json)
    check_guard(plan, guard_of(guard, settings))
    if plan.updates and not confirmed(yes=yes):
        return 0
    code = carry_out(plan, bulk=bulk, json=json, token_file=token_file)
    return code or (FAILED if plan.refusals else 0)


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


def confirmed(*, yes: bool) -> bool:
    """Return whether a plan that was shown is to be applied. Nobody is asked without a terminal."""
    if yes:
        return True
    if sys.stdin is None or sys.stderr is None or not (sys.stdin.isatty() and sys.stderr.isatty()):
        say("Nothing was sent: add --yes to apply this.")
        return False
    sys.stderr.write("Apply this? [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() in ("y", "yes"):
        return True
    say("Nothing was sent.")
    return False


def carry_out(plan: "Plan", *, bulk: bool, json: bool, token_file: Path | None) -> int:
    """Apply a plan, tell what came of it, and return the exit code.

    Raises:
        CommandError: There is no token, or the site is another one than the plan saw.
        MetadataError: Somebody else applies a plan here, or the run cannot be written or read.
    """
    from webflow_pages.commands.applied import applied_document, say_what_next, tell_applied
    from webflow_pages.commands.token import find_token
    from webflow_pages.metadata.applying.run import RUNS, begin

    token = find_token(token_file)
    if not plan.updates:
        if json:
            tell_json(applied_document(None))
        return 0
    with begin(RUNS, plan, at=datetime.now(UTC)) as run:
        if run.records:
            say(f"webflow-pages: run {run.id} broke off, and goes on")
        applied = _applied(token, plan, run, bulk=bulk)
    try:
        if json:
            tell_json(applied_document(applied))
        else:
            tell_applied(applied)
    finally:  # what came of it counts even where it cannot be told
        say_what_next(applied, run.folder)
    return exit_code(applied)


def _applied(token: str, plan: "Plan", run: "Run", *, bulk: bool) -> "Applied":
    import asyncio

    from webflow_pages.metadata.errors import StaleError

    try:
        return asyncio.run(_apply(token, plan, run, bulk=bulk))
    except StaleError as error:
        raise CommandError(str(error), "nothing was sent", STALE) from error
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
    """Return the exit code of what came of applying."""
    counts = applied.counts
    if applied.open:
        refused = applied.halt is not None and applied.halt.cause == "authorization"
        return NOT_AUTHORIZED if refused and not applied.wrote else PARTIAL
    if counts["stale"]:
        return STALE
    return FAILED if counts["ignored"] or counts["normalised"] or counts["failed"] else 0
