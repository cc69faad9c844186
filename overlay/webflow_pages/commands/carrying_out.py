"""Carrying out a plan: showing how far it is, stopping at a signal, and telling what came of it."""

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
    from webflow_pages.metadata.plan.model import Plan


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
    command goes on with; 4 instead, where the token or a scope is the reason and nothing was written, and 1, where
    Webflow changes more than it is asked to, as going on would do more of that; 5, somebody has changed a page; 1, a
    field is not as planned, or failed.
    """
    counts, cause = applied.counts, None if applied.halt is None else applied.halt.cause
    if applied.open:
        if cause == "side-effects":
            return FAILED
        return NOT_AUTHORIZED if cause == "authorization" and not applied.wrote else PARTIAL
    if counts["stale"]:
        return STALE
    return FAILED if any(counts[one] for one in ("ignored", "normalised", "also-changed", "failed")) else 0
