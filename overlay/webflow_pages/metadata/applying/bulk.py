"""Writing up to a hundred pages and locales in one request, with the vendor's beta.

What becomes of the other entries of a batch when one is refused is unknown. So after anything but a 200, all of them
are looked at again, and what is still as before is sent one by one.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from webflow_pages.calls.bulk import MOST
from webflow_pages.errors import ConfigurationError, QuotaError, RateLimitError, WebflowError
from webflow_pages.metadata.applying import journal
from webflow_pages.metadata.applying.applied import Settled
from webflow_pages.metadata.applying.failing import halt_of, may_have_arrived
from webflow_pages.metadata.applying.outcomes import all_of
from webflow_pages.metadata.applying.ready import Again, Ready, key_of
from webflow_pages.metadata.applying.run import Run
from webflow_pages.metadata.applying.writing import Writer, unsent
from webflow_pages.metadata.errors import FileError
from webflow_pages.metadata.fields import update_of, values_of

if TYPE_CHECKING:
    from webflow_pages.client import AsyncWebflow
    from webflow_pages.results import Page

__all__ = ["MOST", "BulkWriter"]


class BulkWriter:
    """Writes updates into the pages of a site, many in one request."""

    def __init__(self, webflow: "AsyncWebflow", run: Run, single: Writer) -> None:
        self._webflow = webflow
        self._run = run
        self._single = single

    async def write(self, batch: Sequence[Ready]) -> list[Settled | Again]:
        """Send updates together, and say what became of each."""
        try:
            self._run.write(*(journal.sending(key_of(one.update), one.sent, one.before) for one in batch))
        except FileError as error:
            return [unsent(ready, error) for ready in batch]
        wait = min(self._single.patience(ready.at) for ready in batch)
        if wait < 0:  # writing it down took so long
            return [self._single.late(ready, arrived=ready.unknown) for ready in batch]
        try:
            pages = await self._update(batch, wait)
        except ConfigurationError:
            raise
        except QuotaError:  # nothing was sent
            return [self._single.late(ready, arrived=ready.unknown) for ready in batch]
        except WebflowError as error:
            if halt_of(error) is None or isinstance(error, RateLimitError):
                return self._unclear(batch, error)
            arrived = may_have_arrived(error)
            return [self._single.failed(ready, error, arrived=arrived or ready.unknown) for ready in batch]
        return [self._single.answered(ready, values_of(page)) for ready, page in zip(batch, pages, strict=True)]

    async def _update(self, batch: Sequence[Ready], wait: float) -> "list[Page]":
        from webflow_pages.bulk import BulkUpdate

        updates = [
            BulkUpdate(ready.update.page_id, ready.update.locale_id, **update_of(ready.send, ready.before))
            for ready in batch
        ]
        return await self._webflow.with_options(max_retries=0, max_wait=wait).pages.update_bulk(updates)

    def _unclear(self, batch: Sequence[Ready], error: WebflowError) -> list[Settled | Again]:
        """Write down that nobody knows what became of a batch, and have its pages looked at."""
        try:
            self._run.write(*(journal.failed(key_of(one.update), str(error), unknown=True) for one in batch))
        except FileError as unwritten:
            halt = halt_of(unwritten)
            return [Settled(all_of(one.update, "failed", str(error)), open=True, halt=halt) for one in batch]
        return [Again.ALONE for _ in batch]
