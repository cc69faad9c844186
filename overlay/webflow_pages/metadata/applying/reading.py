"""Reading the pages of a plan, and judging by what they show what is to be sent."""

from typing import TYPE_CHECKING, Final

from attrs import frozen

from webflow_pages.errors import ConfigurationError, NotFoundError, WebflowError
from webflow_pages.metadata.applying import journal
from webflow_pages.metadata.applying.applied import Halt, Settled
from webflow_pages.metadata.applying.failing import halt_of, not_read, passes
from webflow_pages.metadata.applying.judging import answered, answered_at_once, brought, has_arrived, judge
from webflow_pages.metadata.applying.log import Record
from webflow_pages.metadata.applying.looking import look
from webflow_pages.metadata.applying.ready import Ready, key_of
from webflow_pages.metadata.applying.run import Run
from webflow_pages.metadata.applying.settling import Ledger
from webflow_pages.metadata.applying.work import IN_VAIN, Work
from webflow_pages.metadata.errors import FileError
from webflow_pages.metadata.fields import Field, Value, Values
from webflow_pages.metadata.plan.model import Update
from webflow_pages.metadata.plan.reads import Portion
from webflow_pages.sending.clock import Clock

if TYPE_CHECKING:
    from webflow_pages.client import AsyncWebflow

_NO_ROOM: Final = Halt(
    "quota",
    "something else uses up this token's quota: pages were read, and there was no request left to write them by. "
    "Run this again when that is over",
)


@frozen(kw_only=True)
class Reader:
    """Reads the pages of a plan.

    Args:
        webflow: The client to read with.
        run: The run of the plan.
        ledger: Keeps what became of each update.
        clock: Tells when a page was read.
    """

    webflow: "AsyncWebflow"
    run: Run
    ledger: Ledger
    clock: Clock

    async def read(self, work: Work, portion: Portion) -> None:
        """Read a portion, and settle what is not to be sent of it."""
        if work.in_vain > IN_VAIN:
            self.ledger.stop(_NO_ROOM)
            return
        try:
            seen = await look(self.webflow, self.run.plan.site_id, portion)
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
                settle(work, self.ledger, update, self._unread(update, live))
            elif (ready := self._judge(work, update, live, at)) is not None:
                found.append(ready)
        work.was_read(portion, found, moved=moved)

    def _not_read(self, work: Work, portion: Portion, error: WebflowError) -> None:
        for update in portion.updates:
            settle(work, self.ledger, update, self._unread(update, error))
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
            settle(work, self.ledger, update, Settled(judgement.outcomes))
        else:
            self.ledger.done(update, judgement.outcomes, live)
            work.was_settled(update)
        return None


def settle(work: Work, ledger: Ledger, update: Update, settled: Settled) -> None:
    """Settle an update."""
    work.was_settled(update, is_open=settled.open)
    ledger.settle(update, settled)


def _snapshot(record: Record, live: Values, ours: Values) -> Values:
    """Return what a page showed before anything was sent."""
    earlier: dict[Field, Value] = {name: record.before[name] for name in ours if name in record.before}
    return {**{name: value for name, value in live.items() if name not in ours}, **earlier}
