"""Writing one page in one locale: written down before, and never sent again as long as it may have arrived.

The client would try again by itself what got no answer. Here the page is looked at first: what has arrived is done,
what somebody else has changed meanwhile is left alone, and only what is still as before is sent again.
"""

from typing import TYPE_CHECKING, Final

from webflow_pages.errors import ConfigurationError, NotFoundError, QuotaError, RateLimitError, WebflowError
from webflow_pages.metadata.applying import journal
from webflow_pages.metadata.applying.applied import Settled
from webflow_pages.metadata.applying.beside import halt_for
from webflow_pages.metadata.applying.failing import halt_of, may_have_arrived, passes
from webflow_pages.metadata.applying.judging import answered_at_once, has_arrived, left_of
from webflow_pages.metadata.applying.outcomes import all_of
from webflow_pages.metadata.applying.ready import Again, Ready, key_of, patience
from webflow_pages.metadata.applying.run import Run
from webflow_pages.metadata.errors import FileError
from webflow_pages.metadata.fields import Field, Value, Values, update_of, values_of
from webflow_pages.sending.clock import Clock

if TYPE_CHECKING:
    from webflow_pages.client import AsyncWebflow
    from webflow_pages.results import Page

_TRIES: Final = 3
"""How often an update is sent at the most, as long as its page is seen to be as before."""

_TOO_LATE: Final = "it was not sent, as what the page showed was too old by then"
_SOMEBODY_ELSE: Final = "no answer came to the update, and the page shows neither what was there nor what was sent"


class Writer:
    """Writes updates into the pages of a site, one request each."""

    def __init__(self, webflow: "AsyncWebflow", run: Run, clock: Clock) -> None:
        self._webflow = webflow
        self._run = run
        self._clock = clock

    async def write(self, ready: Ready) -> Settled | Again:
        """Send an update, and say what became of it."""
        try:
            self._run.write(journal.sending(key_of(ready.update), ready.sent, ready.before))
        except FileError as error:
            return unsent(ready, error)
        return await self._send(ready)

    def patience(self, at: float) -> float:
        """Return the seconds that a call may wait for its turn by what a page showed then; negative: it is too late."""
        return patience(at, self._clock.seconds())

    async def _send(self, ready: Ready) -> Settled | Again:
        send: Values = ready.send
        at = ready.at
        trouble: WebflowError | None = None
        arrived = ready.unknown  # whether any attempt may have: what is as before now may still change
        for _ in range(_TRIES):
            wait = self.patience(at)
            if wait < 0:  # writing it down took so long
                return self.late(ready, arrived=arrived)
            try:
                page = await self._update(ready, send, wait)
            except ConfigurationError:
                raise
            except QuotaError:  # nothing was sent
                return self.late(ready, arrived=arrived)
            except WebflowError as error:
                trouble = error
            else:
                return self.answered(ready, values_of(page))
            arrived = arrived or may_have_arrived(trouble)
            now = await self._after(ready, trouble, arrived=arrived)
            if not isinstance(now, dict):
                return now
            send = left_of(ready.sent, now)
            at = self._clock.seconds()
        assert trouble is not None  # noqa: S101  (there was none, or it would have returned)
        return self.failed(ready, trouble, arrived=arrived)

    async def _update(self, ready: Ready, send: Values, wait: float) -> "Page":
        webflow = self._webflow.with_options(max_retries=0, max_wait=wait)
        update = ready.update
        return await webflow.pages.update(update.page_id, locale=update.locale_id, **update_of(send, ready.before))

    def answered(self, ready: Ready, now: Values) -> Settled:
        """Say what became of an update by what its page shows now, and write that down."""
        outcomes = answered_at_once(ready.update, ready.sent, ready.before, now)
        halt = halt_for(outcomes, self._run.id)
        try:
            self._run.write(journal.answered(key_of(ready.update), outcomes, left=now))
        except FileError as error:
            return Settled(outcomes, open=True, halt=halt_of(error))
        return Settled(outcomes, halt=halt)

    def failed(self, ready: Ready, error: WebflowError, *, arrived: bool) -> Settled:
        """Say that an update failed, and whether it may have been carried out all the same, and write that down."""
        outcomes = all_of(ready.update, "failed", str(error), ready.before, ready.outcomes)
        halt, again = halt_of(error), passes(error)
        try:
            self._run.write(journal.failed(key_of(ready.update), str(error), unknown=arrived))
        except FileError as unwritten:
            return Settled(outcomes, open=True, halt=halt or halt_of(unwritten))
        return Settled(outcomes, open=again or halt is not None, halt=halt, unreachable=again and halt is None)

    def late(self, ready: Ready, *, arrived: bool) -> Settled | Again:
        """Say that an update was not sent as it could not be in time, and write that down."""
        try:
            self._run.write(journal.failed(key_of(ready.update), _TOO_LATE, unknown=arrived))
        except FileError as error:
            return unsent(ready, error)
        return Again.LATE

    async def _after(self, ready: Ready, error: WebflowError, *, arrived: bool) -> Settled | dict[Field, Value]:
        """Say what became of an update that ended with an error, or what its page shows where it goes out again."""
        if not passes(error):
            return self.failed(ready, error, arrived=arrived)
        try:
            page = await self._webflow.pages.get(ready.update.page_id, locale=ready.update.locale_id)
        except NotFoundError as gone:
            return self.failed(ready, gone, arrived=False)
        except ConfigurationError:
            raise
        except WebflowError as unseen:
            # What keeps it from being looked at may keep all others as well, and says more than what was there first.
            reason = unseen if halt_of(unseen) is not None and not isinstance(unseen, RateLimitError) else error
            return self.failed(ready, reason, arrived=arrived)
        now = values_of(page)
        seen = has_arrived(ready.sent, ready.before, now)
        if seen == "yes":
            return self.answered(ready, now)
        return now if seen == "no" else Settled(all_of(ready.update, "stale", _SOMEBODY_ELSE, now, ready.outcomes))


def unsent(ready: Ready, error: WebflowError) -> Settled:
    """Return what becomes of an update that was not sent as it cannot be written down."""
    outcomes = all_of(ready.update, "not-sent", str(error), ready.before, ready.outcomes)
    return Settled(outcomes, open=True, halt=halt_of(error))
