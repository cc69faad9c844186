"""Writing one page in one locale: written down before, and never sent again as long as it may have arrived.

The client would try again by itself what got no answer. Here the page is looked at first: what has arrived is done,
what somebody else has changed meanwhile is left alone, and only what is still as before is sent again.
"""

from typing import TYPE_CHECKING, Final

from webflow_pages.errors import ConfigurationError, NotFoundError, RateLimitError, WebflowError
from webflow_pages.metadata.applying import journal
from webflow_pages.metadata.applying.applied import Settled
from webflow_pages.metadata.applying.failing import halt_of, may_have_arrived, passes
from webflow_pages.metadata.applying.outcomes import all_of, answered, has_arrived
from webflow_pages.metadata.applying.run import Run
from webflow_pages.metadata.applying.work import Ready
from webflow_pages.metadata.errors import FileError
from webflow_pages.metadata.fields import Values, update_of, values_of

if TYPE_CHECKING:
    from webflow_pages.client import AsyncWebflow

TRIES: Final = 3
"""How often an update is sent at the most, as long as its page is seen to be as before."""

_SOMEBODY_ELSE: Final = "no answer came to the update, and the page shows neither what was there nor what was sent"


class Writer:
    """Writes updates into the pages of a site, one request each."""

    def __init__(self, webflow: "AsyncWebflow", run: Run) -> None:
        self._reading = webflow
        self._writing = webflow.with_options(max_retries=0)
        self._run = run

    async def write(self, ready: Ready) -> Settled:
        """Send an update, and say what became of it."""
        update, send = ready.update, ready.judgement.send
        try:
            self._run.write(journal.sending(key_of(ready), send, ready.live))
        except FileError as error:
            return unsent(ready, error)
        trouble: WebflowError | None = None
        arrived = False  # whether any attempt may have: what is as before now may still change
        for _ in range(TRIES):
            try:
                page = await self._writing.pages.update(
                    update.page_id, locale=update.locale_id, **update_of(send, ready.live)
                )
            except ConfigurationError:
                raise
            except WebflowError as error:
                trouble = error
            else:
                return self.answered(ready, values_of(page))
            arrived = arrived or may_have_arrived(trouble)
            settled = await self._after(ready, trouble, arrived=arrived)
            if settled is not None:
                return settled
        assert trouble is not None  # noqa: S101  (there was none, or it would have returned)
        return self.failed(ready, trouble, arrived=arrived)

    def answered(self, ready: Ready, now: Values) -> Settled:
        """Say what became of an update by what its page shows now, and write that down."""
        outcomes = answered(ready.update, ready.judgement.send, ready.live, now)
        try:
            self._run.write(journal.answered(key_of(ready), outcomes))
        except FileError as error:
            return Settled(outcomes, open=True, halt=halt_of(error))
        return Settled(outcomes)

    def failed(self, ready: Ready, error: WebflowError, *, arrived: bool) -> Settled:
        """Say that an update failed, and whether it may have been carried out all the same, and write that down."""
        outcomes = all_of(ready.update, "failed", str(error), ready.live, ready.judgement.outcomes)
        halt, again = halt_of(error), passes(error)
        try:
            self._run.write(journal.failed(key_of(ready), str(error), unknown=arrived))
        except FileError as unwritten:
            return Settled(outcomes, open=True, halt=halt or halt_of(unwritten))
        return Settled(outcomes, open=again or halt is not None, halt=halt, unreachable=again and halt is None)

    def seen(self, ready: Ready, now: Values) -> Settled | None:
        """Say what became of an update that got no answer, by what its page shows now; None where it is as before."""
        arrived = has_arrived(ready.judgement.send, ready.live, now)
        if arrived == "yes":
            return self.answered(ready, now)
        if arrived == "no":
            return None
        return Settled(all_of(ready.update, "stale", _SOMEBODY_ELSE, now, ready.judgement.outcomes))

    async def _after(self, ready: Ready, error: WebflowError, *, arrived: bool) -> Settled | None:
        """Say what became of an update that ended with an error; None where it is to be sent again."""
        if not passes(error):
            return self.failed(ready, error, arrived=arrived)
        try:
            page = await self._reading.pages.get(ready.update.page_id, locale=ready.update.locale_id)
        except NotFoundError as gone:
            return self.failed(ready, gone, arrived=False)
        except ConfigurationError:
            raise
        except WebflowError as unseen:
            # What keeps it from being looked at may keep all others as well, and says more than what was there first.
            reason = unseen if halt_of(unseen) is not None and not isinstance(unseen, RateLimitError) else error
            return self.failed(ready, reason, arrived=arrived)
        return self.seen(ready, values_of(page))


def unsent(ready: Ready, error: WebflowError) -> Settled:
    """Return what becomes of an update that was not sent as it cannot be written down."""
    outcomes = all_of(ready.update, "not-sent", str(error), ready.live, ready.judgement.outcomes)
    return Settled(outcomes, open=True, halt=halt_of(error))


def key_of(ready: Ready) -> journal.Key:
    """Return what the journal knows a page in a locale by."""
    return ready.update.page_id, ready.update.locale
