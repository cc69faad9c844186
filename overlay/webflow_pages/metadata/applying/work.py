"""What is to be done next: writes before further reads, so that little is read long before it is written."""

import asyncio
from collections import deque
from collections.abc import Iterable

from attrs import frozen

from webflow_pages.metadata.applying.outcomes import Judgement
from webflow_pages.metadata.fields import Values
from webflow_pages.metadata.plan.model import Update
from webflow_pages.metadata.plan.reads import Portion


@frozen
class Ready:
    """An update whose page was read: what it shows, and what is to be done by that."""

    update: Update
    live: Values
    judgement: Judgement


Step = Portion | list[Ready]
"""What is next: a portion to be read, or updates to be sent together."""


class Work:
    """Hands out what is next to whoever asks.

    Args:
        portions: What is to be read.
        size: How many updates may be sent together.
        ahead: How many updates may wait to be sent before no further portion is read.
    """

    def __init__(self, portions: Iterable[Portion], *, size: int, ahead: int) -> None:
        self._portions = deque(portions)
        self._ready: deque[Ready] = deque()
        self._size = size
        self._ahead = max(ahead, size)
        self._reading = 0  # portions
        self._expected = 0  # updates in them
        self._over = False
        self._changed = asyncio.Condition()

    async def next(self) -> Step | None:
        """Return what is next, as soon as there is something; None where nothing is left."""
        async with self._changed:
            while not self._over:
                no_more = not self._portions and not self._reading
                if len(self._ready) >= self._size or (self._ready and no_more):
                    return [self._ready.popleft() for _ in range(min(self._size, len(self._ready)))]
                if self._portions and (not self._reading or len(self._ready) + self._expected < self._ahead):
                    self._reading += 1
                    self._expected += len(self._portions[0].updates)
                    return self._portions.popleft()
                if no_more:
                    return None
                await self._changed.wait()
            return None

    async def end(self) -> None:
        """Hand out nothing else."""
        async with self._changed:
            self._over = True
            self._changed.notify_all()

    async def was_read(self, portion: Portion, ready: Iterable[Ready]) -> None:
        """Take what is to be sent of a portion that was read."""
        async with self._changed:
            self._reading -= 1
            self._expected -= len(portion.updates)
            self._ready += ready
            self._changed.notify_all()
