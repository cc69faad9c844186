"""Carrying out a plan: pages are read and written, several at a time, until all is settled or it is to stop."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from attrs import define, field

from webflow_pages.errors import ConfigurationError, WebflowError
from webflow_pages.metadata.applying.applied import Halt, Settled
from webflow_pages.metadata.applying.bulk import BulkWriter
from webflow_pages.metadata.applying.failing import halt_of
from webflow_pages.metadata.applying.outcomes import all_of
from webflow_pages.metadata.applying.reading import Reader, settle
from webflow_pages.metadata.applying.ready import Again, Ready
from webflow_pages.metadata.applying.settling import Ledger
from webflow_pages.metadata.applying.work import Work
from webflow_pages.metadata.applying.writing import Writer
from webflow_pages.metadata.errors import StaleError
from webflow_pages.metadata.plan.model import Plan, Update
from webflow_pages.metadata.plan.reads import Portion, portions
from webflow_pages.metadata.state import NO_TAG

if TYPE_CHECKING:
    from webflow_pages.client import AsyncWebflow
    from webflow_pages.results import Site

INTERRUPTED: Final = Halt("interrupted", "it was interrupted")

_BEHIND: Final = "another locale of this page, which may show the same text, could not be written yet"
_BEFORE: Final = "the slug of another page, which this one may take, could not be written yet"


@define(kw_only=True)
class Conductor:
    """Carries out a plan.

    Args:
        webflow: The client to read the site with.
        plan: The plan.
        ledger: Keeps what became of each update.
        reader: Reads pages.
        writer: Writes one page in one locale.
        bulk: Writes many of them; None where each takes a request.
        concurrency: How many requests may be out at once.
        stop: Set where nothing else is to be sent.
    """

    webflow: "AsyncWebflow"
    plan: Plan
    ledger: Ledger
    reader: Reader
    writer: Writer
    bulk: BulkWriter | None
    concurrency: int
    stop: asyncio.Event | None
    _reads_later: int = field(default=0, init=False)

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
                await self.reader.read(work, step)
            else:
                await self._write(work, step)
            await asyncio.sleep(0)  # so that a signal gets its turn, however quick the answers are
        work.end()

    def _is_over(self) -> bool:
        if self.stop is not None and self.stop.is_set():
            self.ledger.stop(INTERRUPTED)
        return self.ledger.halt is not None

    async def _write(self, work: Work, batch: list[Ready]) -> None:
        """Send updates, and settle those of which it is known what became."""
        due = [ready for ready in batch if not work.is_stuck(ready.update)]
        for ready in batch:
            if ready not in due:
                settle(work, self.ledger, ready.update, Settled(all_of(ready.update, "not-sent", _BEFORE), open=True))
        came = await self._send(work, due)
        again: list[tuple[Update, Again]] = []
        answers = False
        for ready, settled in zip(due, came, strict=True):
            if isinstance(settled, Again):
                again.append((ready.update, settled))
                continue
            settle(work, self.ledger, ready.update, settled)
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


def _primary_tag(site: "Site") -> str:
    from webflow_pages.calls.locales import SiteLocales

    primary = SiteLocales.of_site(site).primary
    return primary.tag if primary is not None and isinstance(primary.tag, str) else NO_TAG
