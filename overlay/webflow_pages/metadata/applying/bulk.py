"""Writing up to a hundred pages and locales in one request, with the vendor's beta.

What becomes of the other entries of a batch when one is refused is unknown. So after anything but a 200, all of them
are looked at again, and what is still as before is sent one by one.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from webflow_pages.errors import ConfigurationError, RateLimitError, WebflowError
from webflow_pages.metadata.applying import journal
from webflow_pages.metadata.applying.applied import Settled
from webflow_pages.metadata.applying.failing import ENOUGH, halt_of, may_have_arrived
from webflow_pages.metadata.applying.looking import Seen, look
from webflow_pages.metadata.applying.outcomes import all_of
from webflow_pages.metadata.applying.run import Run
from webflow_pages.metadata.applying.work import Ready
from webflow_pages.metadata.applying.writing import Writer, key_of, unsent
from webflow_pages.metadata.errors import FileError
from webflow_pages.metadata.fields import update_of, values_of
from webflow_pages.metadata.plan.reads import portions

if TYPE_CHECKING:
    from webflow_pages.client import AsyncWebflow

MOST: Final = 100
"""Pages in locales that one request may write (documented)."""


class BulkWriter:
    """Writes updates into the pages of a site, many in one request."""

    def __init__(self, webflow: "AsyncWebflow", run: Run) -> None:
        self._reading = webflow
        self._writing = webflow.with_options(max_retries=0)
        self._run = run
        self._single = Writer(webflow, run)

    async def write(self, batch: Sequence[Ready]) -> list[Settled]:
        """Send updates together, and say what became of each."""
        from webflow_pages.bulk import BulkUpdate

        try:
            self._run.write(*(journal.sending(key_of(ready), ready.judgement.send, ready.live) for ready in batch))
        except FileError as error:
            return [unsent(ready, error) for ready in batch]
        updates = [
            BulkUpdate(ready.update.page_id, ready.update.locale_id, **update_of(ready.judgement.send, ready.live))
            for ready in batch
        ]
        try:
            pages = await self._writing.pages.update_bulk(updates)
        except ConfigurationError:
            raise
        except WebflowError as error:
            if halt_of(error) is None or isinstance(error, RateLimitError):
                return await self._one_by_one(batch)
            arrived = may_have_arrived(error)
            return [self._single.failed(ready, error, arrived=arrived) for ready in batch]
        return [self._single.answered(ready, values_of(page)) for ready, page in zip(batch, pages, strict=True)]

    async def _one_by_one(self, batch: Sequence[Ready]) -> list[Settled]:
        """Look at the pages of a batch of which nobody knows what became, and send what is still as before."""
        seen: dict[journal.Key, Settled | None] = {}
        by_key = {key_of(ready): ready for ready in batch}
        for portion in portions(ready.update for ready in batch):
            those = [by_key[update.page_id, update.locale] for update in portion.updates]
            try:
                found = await look(self._reading, self._run.plan.site_id, portion)
            except ConfigurationError:
                raise
            except WebflowError as error:
                seen |= {key_of(ready): self._single.failed(ready, error, arrived=True) for ready in those}
            else:
                seen |= {key_of(ready): self._by(found, ready) for ready in those}
        settled: list[Settled] = []
        for ready in batch:
            known = seen[key_of(ready)]
            if known is None and (why := _why_stop(settled)) is not None:
                known = Settled(all_of(ready.update, "not-sent", why), open=True)
            settled.append(await self._single.write(ready) if known is None else known)
        return settled

    def _by(self, found: Seen, ready: Ready) -> Settled | None:
        now = found[ready.update.page_id]
        if isinstance(now, WebflowError):
            return self._single.failed(ready, now, arrived=False)
        return self._single.seen(ready, now)


def _why_stop(settled: Sequence[Settled]) -> str | None:
    """Return why no further update of a batch is to be sent; None where it goes on."""
    halt = next((one.halt for one in settled if one.halt is not None), None)
    if halt is not None:
        return halt.why
    latest = settled[-ENOUGH:]
    return latest[-1].outcomes[-1].why if len(latest) == ENOUGH and all(one.unreachable for one in latest) else None
