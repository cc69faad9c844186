"""Applying a plan to a site."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from webflow_pages.errors import ConfigurationError
from webflow_pages.metadata.applying.applied import Applied
from webflow_pages.metadata.applying.bulk import MOST, BulkWriter
from webflow_pages.metadata.applying.conducting import INTERRUPTED, Conductor
from webflow_pages.metadata.applying.progress import Meter, Progress
from webflow_pages.metadata.applying.reading import Reader
from webflow_pages.metadata.applying.run import Run
from webflow_pages.metadata.applying.settling import Ledger
from webflow_pages.metadata.applying.writing import Writer
from webflow_pages.metadata.errors import StaleError
from webflow_pages.metadata.plan.model import Plan, Quota
from webflow_pages.sending.clock import SYSTEM_CLOCK, Clock

if TYPE_CHECKING:
    from webflow_pages.client import AsyncWebflow
    from webflow_pages.sending.watching import Exchange

CONCURRENCY: Final = 16
"""Requests that may be out at once. The client keeps them within the quota (``sending.pacing``); with so many, even one
of 600 a minute is used up while each answer takes a second."""

_GRACE: Final = 5.0
"""Seconds, of the machine's, that requests which are out are waited for when applying is to stop."""


async def apply(
    webflow: "AsyncWebflow",
    plan: Plan,
    run: Run,
    *,
    bulk: bool = False,
    progress: Callable[[Progress], None] | None = None,
    concurrency: int = CONCURRENCY,
    stop: asyncio.Event | None = None,
    clock: Clock = SYSTEM_CLOCK,
) -> Applied:
    """Apply a plan: exactly what it says, and only where the site is still as the plan saw it.

    No page is written that was read more than 10 seconds before, counted from when the answer came that tells the page
    until its update is handed to httpx; one that somebody has changed is left alone. Secondary locales come first: as
    long as one inherits, it shows the primary's text. Slugs of a locale are written one after the other, in the plan's
    order. What an earlier attempt of the run has done is neither read nor written again.

    All six fields of each answer are compared with what the page showed just before. Once one has changed that was not
    sent, nothing else is sent. Of each kind of updates, by the parts of a page that they send, one is answered before
    another one goes.

    Args:
        webflow: The client to read and write with. Without ``site_id``, it takes one more read for each page that is
            read by itself.
        plan: The plan.
        run: Its run, which is being written (``begin``).
        bulk: Whether to use the vendor's beta, with up to a hundred pages and locales in a request.
        progress: What to call at the beginning, and after each page in a locale.
        concurrency: How many requests may be out at once.
        stop: Set it to have applying stop: what is out is waited for shortly, and nothing else is sent.
        clock: The client's clock, if it has one of its own.

    Raises:
        StaleError: The site's primary locale is another one now. Nothing was sent.
        ConfigurationError: The surroundings keep the client from sending.
    """
    meter = Meter(clock, quota=Quota(plan.quota.limit))
    ledger = Ledger(plan=plan, run=run, meter=meter, size=MOST if bulk else 1, report=progress)
    writer = Writer(webflow, run, clock)
    conductor = Conductor(
        webflow=webflow,
        plan=plan,
        ledger=ledger,
        reader=Reader(webflow=webflow, run=run, ledger=ledger, clock=clock),
        writer=writer,
        bulk=BulkWriter(webflow, run, writer) if bulk else None,
        concurrency=concurrency,
        stop=stop,
    )
    since = clock.seconds()

    def hook(exchange: "Exchange") -> None:
        meter.note(exchange.headers)

    webflow.add_hook(hook)
    try:
        ledger.take_over()
        await _until(conductor, ledger, stop)
    finally:
        webflow.remove_hook(hook)
    return ledger.applied(clock.seconds() - since)


async def _until(conductor: Conductor, ledger: Ledger, stop: asyncio.Event | None) -> None:
    """Carry it all out, unless it is to stop; what is out is then waited for shortly."""
    doing = asyncio.ensure_future(conductor.carry_out())
    events = [event for event in (stop, ledger.halted) if event is not None]
    stopping = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait([doing, *stopping], return_when=asyncio.FIRST_COMPLETED)
        if stop is not None and stop.is_set() and not doing.done():
            ledger.stop(INTERRUPTED)
        if not doing.done():
            await asyncio.wait([doing], timeout=_GRACE)
    except asyncio.CancelledError:
        ledger.stop(INTERRUPTED)
        await asyncio.wait([doing], timeout=_GRACE)
        raise
    finally:
        for task in (doing, *stopping):
            task.cancel()
        try:
            await asyncio.wait([doing])  # a second cancellation ends this as well
        finally:
            error = doing.exception() if doing.done() and not doing.cancelled() else None
            ledger.end(over=_is_over(error, ledger.run))
    if error is not None:
        raise error


def _is_over(error: BaseException | None, run: Run) -> bool:
    """Return whether a run that ended with an error is not to go on: that is of no use, or nothing is lost."""
    return isinstance(error, StaleError) or (isinstance(error, ConfigurationError) and not run.records)
