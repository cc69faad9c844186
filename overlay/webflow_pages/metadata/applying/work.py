"""What is to be done next: writes before further reads, so that little is read long before it is written.

No page is written that was read more than ``FRESH`` seconds before: from when the answer comes that tells the page
until its update is handed to httpx, by the clock. What waits longer is read again. So that this is seldom, a
portion is read only where the quota's window has room for one of its writes at least; where the window ends in the
middle of a portion, one read at the beginning of the next window tells the rest of it anew.
"""

import asyncio
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final

from webflow_pages.metadata.applying.log import Key
from webflow_pages.metadata.applying.progress import Meter
from webflow_pages.metadata.applying.ready import Again, Ready, is_late, key_of
from webflow_pages.metadata.applying.turns import Turns
from webflow_pages.metadata.plan.model import Update
from webflow_pages.metadata.plan.reads import Portion, portions

Step = Portion | list[Ready]
"""What is next: a portion to be read, or updates to be sent together."""

IN_VAIN: Final = 3
"""Times that pages are read again without a write in between, after which something else uses up the quota."""


class Work:
    """Hands out what is next to whoever asks.

    Of each kind of updates, by the parts of a page that they send, one is answered before another one goes: the answer
    shows whether Webflow does more than it is asked to. Updates of slugs in one locale go one after the other, in their
    order here.

    Args:
        updates: What is to be done.
        size: How many updates may be sent together.
        ahead: How many updates may wait to be sent before no further portion is read.
        meter: Where the token stands in its quota.
    """

    def __init__(self, updates: Iterable[Update], *, size: int, ahead: int, meter: Meter) -> None:
        updates = list(updates)
        self._portions = deque(portions(updates))
        self._again: list[Update] = []  # they go before the portions
        self._ready: deque[Ready] = deque()
        self._turns = Turns(updates)
        self._size = size
        self._ahead = max(ahead, size)
        self._meter = meter
        self._reading = self._expected = 0  # portions, and updates in them
        self._writing = 0  # requests
        self._moved: set[Key] = set()  # not where they were in the listing
        self._alone: set[Key] = set()
        self._known: set[frozenset[str]] = set()  # kinds of updates that were answered
        self._trying = False  # whether one of another kind is out
        self._patient = True  # whether to wait for more that can be sent together
        self._were_late = False  # whether any of what is to be read again is so because it was late
        self._over = False
        self._changed = asyncio.Event()
        self.in_vain: int = 0

    @property
    def reads_left(self) -> int:
        """How many reads there are still to come, at the least."""
        return self._reading + len(self._portions) + bool(self._again)

    async def next(self) -> Step | None:
        """Return what is next, as soon as there is something; None where nothing is left."""
        while not self._over:
            self._read_late_ones_again()
            step = self._write() or self._read()
            if step is not None:
                return step
            if not self._out:  # else there may be something to be read again
                return None
            self._changed.clear()
            await self._changed.wait()
        return None

    def end(self) -> None:
        """Hand out nothing else."""
        self._over = True
        self._changed.set()

    def goes_alone(self, update: Update) -> bool:
        """Return whether an update was sent with others and got no answer, and if it is sent again, then by itself."""
        return key_of(update) in self._alone

    def was_read(self, portion: Portion, ready: Iterable[Ready], *, moved: Iterable[Update] = ()) -> None:
        """Take what is to be sent of a portion that was read, and the pages that are no longer where it says."""
        self._reading -= 1
        self._expected -= len(portion.updates)
        self._ready += ready
        for update in moved:
            self._moved.add(key_of(update))
            self._again.append(update)
        self._changed.set()

    def was_settled(self, update: Update, *, is_open: bool = False) -> None:
        """Take note that nothing is left to be done about an update, for now if it is open."""
        self._turns.over(update, is_open=is_open)

    def is_stuck(self, update: Update) -> bool:
        """Return whether an update is not to be sent, as the slug of one before it could not be written yet."""
        return self._turns.is_stuck(update)

    def was_written(self, batch: list[Ready], again: Iterable[tuple[Update, Again]] = (), *, answered: bool) -> None:
        """Take note that a write is over.

        Args:
            batch: What was sent together.
            again: What of it was not settled, and why.
            answered: Whether an answer came that shows what Webflow does.
        """
        again = list(again)
        self._writing -= 1
        kinds = {ready.kind for ready in batch}
        self._trying = self._trying and kinds <= self._known
        if answered:
            self._known |= kinds
        for update, why in again:
            self._again.append(update)
            if why is Again.ALONE:
                self._alone.add(key_of(update))
        if any(why is Again.LATE for _, why in again):
            self._were_late = True
        else:
            self.in_vain = 0
        self._changed.set()

    def _read_late_ones_again(self) -> None:
        """Put back what was read too long ago, or will have been once there is room for it."""
        now = self._meter.clock.seconds()
        after = self._meter.opens_in() if self._room() == 0 and not self._out else 0.0
        late = [ready.update for ready in self._ready if is_late(ready.at, now, after=after)]
        if not late:
            return
        if not after:  # what came together took too long
            self._patient = False
        self._ready = deque(ready for ready in self._ready if not is_late(ready.at, now, after=after))
        in_turn = [update for update in late if self._turns.has_come(update)]
        self._again += in_turn
        self._were_late = self._were_late or bool(in_turn)
        # The turn of the others comes later.
        self._portions += self._portions_of(update for update in late if not self._turns.has_come(update))

    @property
    def _out(self) -> int:
        return self._reading + self._writing

    def _room(self) -> int | None:
        """Return how many requests more the window has room for, whatever those come to that are out; None: unknown."""
        room = self._meter.room()
        return None if room is None else max(room - self._out, 0)

    def _write(self) -> list[Ready] | None:
        if self._room() == 0 and self._out:
            return None
        batch = self._batch()
        if not batch or (len(batch) < self._size and not self._alone_in(batch) and self._may_grow()):
            return None
        if not {ready.kind for ready in batch} <= self._known:
            if self._trying:
                return None
            self._trying = True
        taken = {id(ready) for ready in batch}
        self._ready = deque(ready for ready in self._ready if id(ready) not in taken)
        self._writing += 1
        return batch

    def _batch(self) -> list[Ready]:
        """Return what can be sent together now, the oldest first."""
        batch: list[Ready] = []
        for ready in self._in_turn():
            if self.goes_alone(ready.update):
                return batch or [ready]
            batch.append(ready)
            if len(batch) == self._size:
                break
        return batch

    def _alone_in(self, batch: list[Ready]) -> bool:
        return len(batch) == 1 and self.goes_alone(batch[0].update)

    def _may_grow(self) -> bool:
        """Return whether it is worth waiting for more to be sent together."""
        return self._patient and (self._reading > 0 or self._may_read())

    def _in_turn(self) -> Iterator[Ready]:
        """Yield what may be sent now, in one request or several."""
        return self._turns.together(self._ready)

    def _read(self) -> Portion | None:
        if not self._may_read():
            return None
        if self._again:
            self.in_vain += self._were_late
            self._were_late = False
            self._portions.extendleft(reversed(self._portions_of(self._again)))
            self._again = []
        portion = self._portions.popleft()
        self._reading += 1
        self._expected += len(portion.updates)
        return portion

    def _may_read(self) -> bool:
        """Return whether to read a portion: one of its writes at least is to follow while it is fresh."""
        if not self._portions and not self._again:
            return False
        waiting = self._expected + sum(1 for _ in self._in_turn())
        if not waiting and not self._out:
            return True
        room, enough = self._room(), -(-(waiting + 1) // self._size)
        return len(self._ready) + self._expected < self._ahead and (room is None or room > enough)

    def _portions_of(self, updates: Iterable[Update]) -> list[Portion]:
        """Return updates in portions; pages that have moved are read by themselves."""
        updates = list(updates)
        moved = [update for update in updates if key_of(update) in self._moved]
        together = portions(update for update in updates if key_of(update) not in self._moved)
        return [*together, *(Portion(update.locale_id, update.position, [update]) for update in moved)]
