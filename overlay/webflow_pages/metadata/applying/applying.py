"""Applying a plan to a site."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from webflow_pages.errors import ConfigurationError, WebflowError
from webflow_pages.metadata.applying import journal
from webflow_pages.metadata.applying.applied import Applied, Halt, Settled
from webflow_pages.metadata.applying.bulk import MOST, BulkWriter
from webflow_pages.metadata.applying.failing import ENOUGH, halt_of, not_read
from webflow_pages.metadata.applying.journal import Key, Record
from webflow_pages.metadata.applying.looking import look
from webflow_pages.metadata.applying.outcomes import (
    FieldOutcome,
    all_of,
    answered,
    has_arrived,
    judge,
    outcome,
)
from webflow_pages.metadata.applying.progress import Meter, Progress
from webflow_pages.metadata.applying.run import Run
from webflow_pages.metadata.applying.work import Ready, Work
from webflow_pages.metadata.applying.writing import Writer
from webflow_pages.metadata.errors import FileError, StaleError
from webflow_pages.metadata.fields import Values
from webflow_pages.metadata.plan.model import Plan, Quota, Update
from webflow_pages.metadata.plan.reads import Portion, portions
from webflow_pages.metadata.state import NO_TAG
from webflow_pages.sending.clock import SYSTEM_CLOCK, Clock

if TYPE_CHECKING:
    from webflow_pages.client import AsyncWebflow
    from webflow_pages.results import Site
    from webflow_pages.sending.watching import Exchange

CONCURRENCY: Final = 16
"""Requests that may be out at once. The client keeps them within the quota (``sending.pacing``); with so many, even one
of 600 a minute is used up while each answer takes a second."""

_GRACE: Final = 5.0
"""Seconds, of the machine's, that requests which are out are waited for when applying is to stop."""

_INTERRUPTED: Final = Halt("interrupted", "it was interrupted")
_UNREACHABLE: Final = "Webflow does not answer as it should"
_LATE: Final = "an update of this page was sent by an earlier attempt, and it shows neither what was there nor that"
_BEHIND: Final = "another locale of this page, which may show the same text, could not be written yet"


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

    Each page is read shortly before it is written; one that somebody has changed is left alone. Secondary locales come
    first: as long as one inherits, it shows the primary's text. What an earlier attempt of the run has done is neither
    read nor written again.

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
    applying = _Applying(webflow, plan, run, bulk, progress, concurrency, clock)
    return await applying.run(stop)


class _Applying:
    def __init__(
        self,
        webflow: "AsyncWebflow",
        plan: Plan,
        run: Run,
        bulk: bool,
        progress: Callable[[Progress], None] | None,
        concurrency: int,
        clock: Clock,
    ) -> None:
        self._webflow = webflow
        self._plan = plan
        self._run = run
        self._size = MOST if bulk else 1
        self._writer = Writer(webflow, run)
        self._bulk = BulkWriter(webflow, run) if bulk else None
        self._progress = progress
        self._concurrency = concurrency
        self._meter = Meter(clock, quota=Quota(plan.quota.limit))
        self._clock = clock
        self._settled: dict[Key, Settled] = {}
        self._halt: Halt | None = None
        self._halted = asyncio.Event()
        self._stopping: asyncio.Event | None = None
        self._unanswered = 0

    async def run(self, stop: asyncio.Event | None) -> Applied:
        since, self._stopping = self._clock.seconds(), stop
        hook = self._note
        self._webflow.add_hook(hook)
        self._take_over()
        self._show()
        try:
            await self._until(stop)
        finally:
            self._webflow.remove_hook(hook)
        return self._applied(self._clock.seconds() - since)

    def _note(self, exchange: "Exchange") -> None:
        self._meter.note(exchange.headers)

    def _take_over(self) -> None:
        """Take as done what an earlier attempt has done."""
        for update in self._plan.updates:
            record = self._run.records.get(_key(update))
            if record is not None and record.told is not None:
                self._settled[_key(update)] = Settled(tuple(_told(update, record)))

    async def _until(self, stop: asyncio.Event | None) -> None:
        """Do it all, unless it is to stop; what is out is then waited for shortly."""
        doing = asyncio.ensure_future(self._all())
        stopping = [asyncio.ensure_future(event.wait()) for event in (stop, self._halted) if event is not None]
        try:
            await asyncio.wait([doing, *stopping], return_when=asyncio.FIRST_COMPLETED)
            if stop is not None and stop.is_set() and not doing.done():
                self._stop(_INTERRUPTED)
            if not doing.done():
                await asyncio.wait([doing], timeout=_GRACE)
        except asyncio.CancelledError:
            self._stop(_INTERRUPTED)
            await asyncio.wait([doing], timeout=_GRACE)
            raise
        finally:
            for task in (doing, *stopping):
                task.cancel()
            with suppress(asyncio.CancelledError):
                await asyncio.wait([doing])
                if not doing.cancelled():
                    doing.result()
            self._end()

    async def _all(self) -> None:
        left = [update for update in self._plan.updates if _key(update) not in self._settled]
        if not left or not await self._find_site():
            return
        await self._updates([update for update in left if update.locale_id is not None])
        behind = {update.page_id for update in left if self._is_open(update)}
        primary = [update for update in left if update.locale_id is None]
        for update in primary:
            if update.page_id in behind:
                self._settle(update, Settled(all_of(update, "not-sent", _BEHIND), open=True))
        await self._updates([update for update in primary if update.page_id not in behind])

    async def _find_site(self) -> bool:
        """Read the site's locales, which the client keeps, and return whether it can go on."""
        try:
            site = await self._webflow.sites.get(self._plan.site_id)
        except ConfigurationError:
            raise
        except WebflowError as error:
            self._stop(halt_of(error) or Halt("unreachable", str(error)))
            return False
        tag = _primary_tag(site)
        if tag != self._plan.primary:
            raise StaleError(
                f"the site's primary locale is {tag!r} now, and was {self._plan.primary!r} when the plan was made: "
                "make the plan anew"
            )
        return True

    async def _updates(self, updates: Sequence[Update]) -> None:
        if not updates:
            return
        work = Work(portions(updates), size=self._size, ahead=self._concurrency)
        workers = [asyncio.ensure_future(self._work(work)) for _ in range(min(self._concurrency, len(updates)))]
        try:
            await asyncio.gather(*workers)
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.wait(workers)

    async def _work(self, work: Work) -> None:
        while (step := await work.next()) is not None and not self._is_over():
            if isinstance(step, Portion):
                await work.was_read(step, await self._read(step))
            elif self._bulk is not None:
                for ready, settled in zip(step, await self._bulk.write(step), strict=True):
                    self._settle(ready.update, settled)
            else:
                for ready in step:
                    self._settle(ready.update, await self._writer.write(ready))
            await asyncio.sleep(0)  # so that a signal gets its turn, however quick the answers are
        await work.end()

    def _is_over(self) -> bool:
        if self._stopping is not None and self._stopping.is_set():
            self._stop(_INTERRUPTED)
        return self._halt is not None

    async def _read(self, portion: Portion) -> list[Ready]:
        """Read a portion, and return what is to be sent of it. The rest of it is settled."""
        try:
            seen = await look(self._webflow, self._plan.site_id, portion)
        except ConfigurationError:
            raise
        except WebflowError as error:
            self._settle_all(portion.updates, error)
            return []
        self._unanswered = 0
        found: list[Ready] = []
        for update in portion.updates:
            live = seen[update.page_id]
            if isinstance(live, WebflowError):
                self._settle(update, not_read(update, live))
            elif (ready := self._judge(update, live)) is not None:
                found.append(ready)
        return found

    def _judge(self, update: Update, live: Values) -> Ready | None:
        """Return an update that is to be sent. One that is not is settled."""
        record = self._run.records.get(_key(update))
        if record is not None and record.unknown:
            arrived = has_arrived(record.sent, record.before, live)
            if arrived == "yes":
                self._done(update, answered(update, record.sent, record.before, live))
                return None
            if arrived == "unclear":
                self._settle(update, Settled(all_of(update, "stale", _LATE, live)))
                return None
        judgement = judge(update, live)
        if judgement.send:
            return Ready(update, live, judgement)
        if judgement.stale:
            self._settle(update, Settled(judgement.outcomes))
        else:
            self._done(update, judgement.outcomes)
        return None

    def _done(self, update: Update, outcomes: tuple[FieldOutcome, ...]) -> None:
        """Write down what became of an update without a request of its own."""
        try:
            self._run.write(journal.answered(_key(update), outcomes))
        except FileError as error:
            self._settle(update, Settled(outcomes, open=True, halt=halt_of(error)))
        else:
            self._settle(update, Settled(outcomes))

    def _settle_all(self, updates: Iterable[Update], error: WebflowError) -> None:
        before = self._unanswered
        for update in updates:
            self._settle(update, not_read(update, error))
        if self._unanswered > before:  # one request, however many pages it was for
            self._unanswered = before + 1

    def _settle(self, update: Update, settled: Settled) -> None:
        self._settled[_key(update)] = settled
        self._unanswered = self._unanswered + 1 if settled.unreachable else 0
        if settled.halt is not None:
            self._stop(settled.halt)
        elif self._unanswered >= ENOUGH:
            self._stop(Halt("unreachable", f"{_UNREACHABLE}: {settled.outcomes[-1].why}"))
        self._show()

    def _show(self) -> None:
        if self._progress is not None:
            self._progress(self._so_far())

    def _so_far(self) -> Progress:
        done, total = len(self._settled), len(self._plan.updates)
        requests = -((done - total) // self._size)
        return Progress(done, total, self._meter.requests, self._meter.seconds_left(requests))

    def _stop(self, halt: Halt) -> None:
        self._halt = self._halt or halt
        self._halted.set()

    def _is_open(self, update: Update) -> bool:
        settled = self._settled.get(_key(update))
        return update.locale_id is not None and (settled is None or settled.open)

    def _end(self) -> None:
        """Write down that this attempt is over. The journal may be what has stopped it."""
        try:
            self._run.write(journal.ended(is_open=self._open))
        except FileError as error:
            self._stop(Halt("journal", str(error)))

    @property
    def _open(self) -> bool:
        return len(self._settled) < len(self._plan.updates) or any(one.open for one in self._settled.values())

    def _applied(self, seconds: float) -> Applied:
        why = self._halt.why if self._halt is not None else _UNREACHABLE
        outcomes: list[FieldOutcome] = []
        for update in self._plan.updates:
            settled = self._settled.get(_key(update))
            outcomes += settled.outcomes if settled is not None else self._unsettled(update, why)
        is_open = self._open or (self._halt is not None and self._halt.cause == "journal")
        return Applied(
            run=self._run.id,
            outcomes=tuple(outcomes),
            requests=self._meter.requests,
            seconds=seconds,
            wrote=self._run.wrote,
            open=is_open,
            halt=self._halt if is_open else None,
        )

    def _unsettled(self, update: Update, why: str) -> tuple[FieldOutcome, ...]:
        """Return what became of an update that nothing is known of: it was left out, or broken off while it was out."""
        record = self._run.records.get(_key(update))
        if record is not None and record.unknown:
            return all_of(update, "failed", f"{why}: whether it was written is not known, and seen when it goes on")
        return all_of(update, "not-sent", why)


def _key(update: Update) -> Key:
    return update.page_id, update.locale


def _told(update: Update, record: Record) -> Iterable[FieldOutcome]:
    """Yield what an earlier attempt has told of an update."""
    told = record.told or {}
    for change in update.changes:
        one = told.get(change.field)
        if one is None:  # a journal that was made for another plan would be refused before
            yield outcome(update, change, "not-sent", {}, "the journal does not tell")
            continue
        live: Values = {} if one.now is None else {change.field: one.now}
        yield outcome(update, change, one.outcome, live)


def _primary_tag(site: "Site") -> str:
    from webflow_pages.calls.locales import SiteLocales

    primary = SiteLocales.of_site(site).primary
    return primary.tag if primary is not None and isinstance(primary.tag, str) else NO_TAG
