"""Carrying out a plan: each page is read, judged and written, several at a time."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from attrs import define, field

from webflow_pages.errors import ConfigurationError, NotFoundError, WebflowError
from webflow_pages.metadata.applying import journal
from webflow_pages.metadata.applying.applied import Halt, Settled
from webflow_pages.metadata.applying.bulk import BulkWriter
from webflow_pages.metadata.applying.failing import halt_of, not_read, passes
from webflow_pages.metadata.applying.judging import answered, answered_at_once, brought, has_arrived, judge
from webflow_pages.metadata.applying.log import Record
from webflow_pages.metadata.applying.looking import look
from webflow_pages.metadata.applying.outcomes import all_of
from webflow_pages.metadata.applying.ready import Again, Ready, key_of, moves
from webflow_pages.metadata.applying.run import Run
from webflow_pages.metadata.applying.settling import Ledger
from webflow_pages.metadata.applying.work import IN_VAIN, Work
from webflow_pages.metadata.applying.writing import Writer
from webflow_pages.metadata.errors import FileError, StaleError
from webflow_pages.metadata.fields import Field, Value, Values
from webflow_pages.metadata.plan.model import Plan, Update
from webflow_pages.metadata.plan.reads import Portion, portions
from webflow_pages.metadata.state import NO_TAG
from webflow_pages.sending.clock import Clock

if TYPE_CHECKING:
    from webflow_pages.client import AsyncWebflow
    from webflow_pages.results import Site

INTERRUPTED: Final = Halt("interrupted", "it was interrupted")

_BEHIND: Final = "another locale of this page, which may show the same text, could not be written yet"
_BEFORE: Final = "the slug of another page, which this one may take, could not be written yet"
_NO_ROOM: Final = Halt(
    "quota",
    "something else uses up this token's quota: pages were read, and there was no request left to write them by. "
    "Run this again when that is over",
)


@define(kw_only=True)
class Conductor:
    """Carries out a plan.

    Args:
        webflow: The client to read and write with.
        plan: The plan.
        run: Its run.
        ledger: Keeps what became of each update.
        writer: Writes one page in one locale.
        bulk: Writes many of them; None where each takes a request.
        concurrency: How many requests may be out at once.
        clock: Tells when a page was read.
        stop: Set where nothing else is to be sent.
    """

    webflow: "AsyncWebflow"
    plan: Plan
    run: Run
    ledger: Ledger
    writer: Writer
    bulk: BulkWriter | None
    concurrency: int
    clock: Clock
    stop: asyncio.Event | None
    _reads_later: int = field(default=0, init=False)
    _stuck: set[str] = field(factory=set, init=False)  # locales in which a slug could not be written yet

    async def carry_out(self) -> None:
        """Carry it out: secondary locales first, as one that inherits shows the primary one's text.

        Raises:
            StaleError: The site's primary locale is another one now. Nothing was sent.
            ConfigurationError: The surroundings keep the client from sending.
        """
        left = self.ledger.left
        if not left or not await self._find_site():
            return
        primary = [update for update in left if update.locale_id is None]
        self._reads_later = len(portions(primary))
        await self._updates([update for update in left if update.locale_id is not None])
        behind = {update.page_id for update in left if update.locale_id is not None and self.ledger.is_open(update)}
        for update in primary:
            if update.page_id in behind:
                self.ledger.settle(update, Settled(all_of(update, "not-sent", _BEHIND), open=True))
        self._reads_later = 0
        await self._updates([update for update in primary if update.page_id not in behind])

    async def _find_site(self) -> bool:
        """Read the site's locales, which the client keeps, and return whether it can go on."""
        try:
            site = await self.webflow.sites.get(self.plan.site_id)
        except ConfigurationError:
            raise
        except WebflowError as error:
            self.ledger.stop(halt_of(error) or Halt("unreachable", str(error)))
            return False
        tag = _primary_tag(site)
        if tag != self.plan.primary:
            raise StaleError(
                f"the site's primary locale is {tag!r} now, and was {self.plan.primary!r} when the plan was made: "
                "make the plan anew"
            )
        return True

    async def _updates(self, updates: Sequence[Update]) -> None:
        work = Work(updates, size=self.ledger.size, ahead=self.concurrency, meter=self.ledger.meter)
        workers = [asyncio.ensure_future(self._work(work)) for _ in range(min(self.concurrency, len(updates)))]
        try:
            await asyncio.gather(*workers)
        finally:
            for worker in workers:
                worker.cancel()
            if workers:
                await asyncio.wait(workers)

    async def _work(self, work: Work) -> None:
        while not self._is_over() and (step := await work.next()) is not None and not self._is_over():
            self.ledger.reads_left = work.reads_left + self._reads_later
            if isinstance(step, Portion):
                await self._read(work, step)
            else:
                await self._write(work, step)
            await asyncio.sleep(0)  # so that a signal gets its turn, however quick the answers are
        work.end()

    def _is_over(self) -> bool:
        if self.stop is not None and self.stop.is_set():
            self.ledger.stop(INTERRUPTED)
        return self.ledger.halt is not None

    async def _read(self, work: Work, portion: Portion) -> None:
        """Read a portion, and settle what is not to be sent of it."""
        if work.in_vain > IN_VAIN:
            self.ledger.stop(_NO_ROOM)
            return
        try:
            seen = await look(self.webflow, self.plan.site_id, portion)
        except ConfigurationError:
            raise
        except WebflowError as error:
            self._not_read(work, portion, error)
            work.was_read(portion, ())
            return
        self.ledger.reached()
        at = self.clock.seconds()
        found: list[Ready] = []
        moved: list[Update] = []
        for update in portion.updates:
            live = seen.get(update.page_id)
            if live is None:
                moved.append(update)
            elif isinstance(live, NotFoundError):
                self._settle(work, update, self._unread(update, live))
            elif (ready := self._judge(work, update, live, at)) is not None:
                found.append(ready)
        work.was_read(portion, found, moved=moved)

    def _not_read(self, work: Work, portion: Portion, error: WebflowError) -> None:
        for update in portion.updates:
            self._settle(work, update, self._unread(update, error))
        if halt_of(error) is None and passes(error):
            self.ledger.not_reached(str(error))
        else:
            self.ledger.reached()

    def _unread(self, update: Update, error: WebflowError) -> Settled:
        """Return what becomes of an update whose page cannot be read."""
        record = self.run.records.get(key_of(update))
        if record is None or not record.unknown:
            return not_read(update, error)
        settled = not_read(update, error, which="failed")
        if isinstance(error, NotFoundError):  # what is gone was not written, and will not be
            try:
                self.run.write(journal.failed(key_of(update), str(error), unknown=False))
            except FileError as unwritten:
                return Settled(settled.outcomes, open=True, halt=halt_of(unwritten))
        return settled

    def _judge(self, work: Work, update: Update, live: Values, at: float) -> Ready | None:
        """Return an update that is to be sent. One that is not is settled."""
        record = self.run.records.get(key_of(update))
        unknown = record if record is not None and record.unknown else None
        if unknown is not None and has_arrived(unknown.sent, unknown.before, live) == "yes":
            # What an earlier attempt has sent may be long ago, and others may have changed the page since.
            tell = answered_at_once if work.goes_alone(update) else answered
            self.ledger.done(update, tell(update, unknown.sent, unknown.before, live), live)
            work.was_settled(update)
            return None
        ours = {} if unknown is None else brought(unknown.sent, live)
        judgement = judge(update, live, ours)
        if judgement.send:
            before = live if unknown is None else _snapshot(unknown, live, ours)
            return Ready(update, before, judgement.send, at, judgement.outcomes, ours, unknown=unknown is not None)
        if judgement.stale:
            self._settle(work, update, Settled(judgement.outcomes))
        else:
            self.ledger.done(update, judgement.outcomes, live)
            work.was_settled(update)
        return None

    async def _write(self, work: Work, batch: list[Ready]) -> None:
        """Send updates, and settle those of which it is known what became."""
        due = [ready for ready in batch if not self._is_stuck(ready.update)]
        for ready in batch:
            if ready not in due:
                self._settle(work, ready.update, Settled(all_of(ready.update, "not-sent", _BEFORE), open=True))
        came = await self._send(work, due)
        again: list[tuple[Update, Again]] = []
        answers = False
        for ready, settled in zip(due, came, strict=True):
            if isinstance(settled, Again):
                again.append((ready.update, settled))
                continue
            self._settle(work, ready.update, settled)
            answers = answers or settled.answered
            if settled.unreachable:
                self.ledger.not_reached(settled.outcomes[-1].why or "")
            else:
                self.ledger.reached()
        work.was_written(batch, again, answered=answers)

    async def _send(self, work: Work, batch: list[Ready]) -> Sequence[Settled | Again]:
        if self.bulk is not None and not any(work.goes_alone(ready.update) for ready in batch):
            return await self.bulk.write(batch) if batch else []
        return [await self.writer.write(ready) for ready in batch]

    def _settle(self, work: Work, update: Update, settled: Settled) -> None:
        if settled.open and moves(update):
            self._stuck.add(update.locale)
        work.was_settled(update)
        self.ledger.settle(update, settled)

    def _is_stuck(self, update: Update) -> bool:
        return update.locale in self._stuck and moves(update)


def _snapshot(record: Record, live: Values, ours: Values) -> Values:
    """Return what a page showed before anything was sent."""
    earlier: dict[Field, Value] = {name: record.before[name] for name in ours if name in record.before}
    return {**{name: value for name, value in live.items() if name not in ours}, **earlier}


def _primary_tag(site: "Site") -> str:
    from webflow_pages.calls.locales import SiteLocales

    primary = SiteLocales.of_site(site).primary
    return primary.tag if primary is not None and isinstance(primary.tag, str) else NO_TAG
