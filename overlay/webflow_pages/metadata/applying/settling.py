"""What became of each update so far, whether to go on, and how far that is."""

import asyncio
from collections.abc import Callable, Iterable

from attrs import define, field

from webflow_pages.metadata.applying import journal
from webflow_pages.metadata.applying.applied import Applied, Halt, Settled
from webflow_pages.metadata.applying.beside import halt_for
from webflow_pages.metadata.applying.failing import ENOUGH, halt_of
from webflow_pages.metadata.applying.judging import also_changed
from webflow_pages.metadata.applying.log import Key, Record
from webflow_pages.metadata.applying.outcomes import FieldOutcome, all_of, outcome
from webflow_pages.metadata.applying.progress import Meter, Progress
from webflow_pages.metadata.applying.ready import key_of
from webflow_pages.metadata.applying.run import Run
from webflow_pages.metadata.errors import FileError
from webflow_pages.metadata.fields import FIELDS, Values
from webflow_pages.metadata.plan.model import Plan, Update
from webflow_pages.metadata.plan.reads import reads_needed

_UNREACHABLE = "Webflow does not answer as it should"
_UNKNOWN = "whether it was written is not known, and seen when it goes on"


@define(kw_only=True)
class Ledger:
    """What became of each update so far, and whether to go on.

    Args:
        plan: The plan.
        run: Its run.
        meter: Counts the requests.
        size: How many updates one request may write.
        report: What to tell how far it is.
        reads_left: How many reads are still to come, at the least.
        halt: Why nothing else is to be sent; None as long as it goes on.
        halted: Set where it does not go on.
    """

    plan: Plan
    run: Run
    meter: Meter
    size: int
    report: Callable[[Progress], None] | None
    reads_left: int = 0
    halt: Halt | None = None
    halted: asyncio.Event = field(factory=asyncio.Event)
    _settled: dict[Key, Settled] = field(factory=dict, init=False)
    _unanswered: int = field(default=0, init=False)

    def take_over(self) -> None:
        """Take as done what an earlier attempt has done."""
        for update in self.plan.updates:
            record = self.run.records.get(key_of(update))
            if record is not None and record.told is not None and record.told.keys() >= update.after.keys():
                self._settled[key_of(update)] = Settled(tuple(_told(update, record)))
        self.reads_left = reads_needed(self.left)
        self.show()

    @property
    def left(self) -> list[Update]:
        """The updates that are not settled, in the plan's order."""
        return [update for update in self.plan.updates if key_of(update) not in self._settled]

    def is_open(self, update: Update) -> bool:
        """Return whether running again may bring an update further."""
        settled = self._settled.get(key_of(update))
        return settled is None or settled.open

    def done(self, update: Update, outcomes: tuple[FieldOutcome, ...], left: Values) -> None:
        """Settle an update without a request of its own, and write down what became of it.

        Args:
            update: The update.
            outcomes: What became of its fields.
            left: What all fields of its page hold.
        """
        try:
            self.run.write(journal.answered(key_of(update), outcomes, left=left))
        except FileError as error:
            self.settle(update, Settled(outcomes, open=True, halt=halt_of(error)))
        else:
            self.settle(update, Settled(outcomes, halt=halt_for(outcomes, self.run.id)))

    def settle(self, update: Update, settled: Settled) -> None:
        """Settle an update."""
        self._settled[key_of(update)] = settled
        if settled.halt is not None:
            self.stop(settled.halt)
        self.show()

    def reached(self) -> None:
        """Take note that Webflow has answered a request as it should."""
        self._unanswered = 0

    def not_reached(self, why: str) -> None:
        """Take note that it has not, and stop where it did not several times in a row."""
        self._unanswered += 1
        if self._unanswered >= ENOUGH:
            self.stop(Halt("unreachable", f"{_UNREACHABLE}: {why}"))

    def stop(self, halt: Halt) -> None:
        """Have nothing else be sent. The first reason counts."""
        self.halt = self.halt or halt
        self.halted.set()

    def show(self) -> None:
        """Tell how far it is."""
        if self.report is None:
            return
        done, total = len(self._settled), len(self.plan.updates)
        requests = self.reads_left - (done - total) // self.size
        self.report(Progress(done, total, self.meter.requests, self.meter.seconds_left(requests)))

    def end(self, *, over: bool = False) -> None:
        """Write down that this attempt is over. The journal may be what has stopped it.

        Args:
            over: Whether running again is of no use, whatever is left.
        """
        try:
            self.run.write(journal.ended(is_open=self._open and not over))
        except FileError as error:
            self.stop(Halt("journal", str(error)))

    @property
    def _open(self) -> bool:
        return len(self._settled) < len(self.plan.updates) or any(one.open for one in self._settled.values())

    def applied(self, seconds: float) -> Applied:
        """Return what came of it all."""
        why = self.halt.why if self.halt is not None else _UNREACHABLE
        outcomes: list[FieldOutcome] = []
        for update in self.plan.updates:
            settled = self._settled.get(key_of(update))
            outcomes += settled.outcomes if settled is not None else self._unsettled(update, why)
        is_open = self._open or (self.halt is not None and self.halt.cause == "journal")
        return Applied(
            run=self.run.id,
            outcomes=tuple(outcomes),
            requests=self.meter.requests,
            seconds=seconds,
            wrote=self.run.wrote,
            open=is_open,
            halt=self.halt if is_open else None,
        )

    def _unsettled(self, update: Update, why: str) -> tuple[FieldOutcome, ...]:
        """Return what became of an update that nothing is known of: it was left out, or broken off while it was out."""
        record = self.run.records.get(key_of(update))
        if record is not None and record.unknown:
            return all_of(update, "failed", f"{why}: {_UNKNOWN}")
        return all_of(update, "not-sent", why)


def _told(update: Update, record: Record) -> Iterable[FieldOutcome]:
    """Yield what an earlier attempt has told of an update."""
    told = record.told or {}
    for change in update.changes:
        one = told[change.field]
        live: Values = {} if one.now is None else {change.field: one.now}
        if one.outcome != "also-changed":
            yield outcome(update, change, one.outcome, live)
    for name in FIELDS:
        if name in told and told[name].outcome == "also-changed":
            yield also_changed(update, name, record.before.get(name), told[name].now)
