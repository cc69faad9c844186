"""What tells the time and waits."""

import time
from typing import Protocol


class Clock(Protocol):
    """What a client tells the time by and waits with. A test hands in one of its own, and nobody waits for real."""

    def seconds(self) -> float:
        """Return the seconds since some moment. They never go back."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait, in a thread."""
        ...

    async def sleep_async(self, seconds: float) -> None:
        """Wait, and let other tasks run meanwhile."""
        ...


class SystemClock:
    """The machine's own clock."""

    def seconds(self) -> float:
        """Return the seconds since some moment."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait, in a thread."""
        time.sleep(seconds)

    async def sleep_async(self, seconds: float) -> None:
        """Wait, and let other tasks run meanwhile."""
        import asyncio

        await asyncio.sleep(seconds)


SYSTEM_CLOCK = SystemClock()
