"""The sandbox's time. It runs like any clock, or stands still until it is told to move."""

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Final

from webflow_contract.errors import ContractToolError

_LAST: Final = datetime.max.replace(tzinfo=UTC)


class ClockError(ContractToolError):
    """Time cannot be moved like that."""


class Clock:
    """Date and seconds from one source, so that quota windows and ``lastUpdated`` never disagree.

    It may be used from several threads.

    Args:
        start: The date to begin with; now unless given. It must know its time zone.
        running: Whether time passes by itself.

    Raises:
        ClockError: ``start`` has no time zone.
    """

    def __init__(self, start: datetime | None = None, *, running: bool = True) -> None:
        self._origin = _in_utc(datetime.now(UTC) if start is None else start)
        self._lock = threading.RLock()
        self._passed = 0.0
        self._since = time.monotonic() if running else None

    @property
    def running(self) -> bool:
        """Whether time passes by itself."""
        return self._since is not None

    def seconds(self) -> float:
        """Return the seconds since the clock was made."""
        with self._lock:
            return self._passed + (0.0 if self._since is None else time.monotonic() - self._since)

    def now(self) -> datetime:
        """Return the date, in UTC."""
        try:
            return self._origin + timedelta(seconds=self.seconds())
        except OverflowError:  # it ran on after having been moved to the calendar's end
            return _LAST

    def timestamp(self) -> str:
        """Return the date in the service's spelling: three digits of milliseconds and ``Z`` (reported)."""
        return self.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def advance(self, seconds: float) -> None:
        """Let seconds pass at once.

        Raises:
            ClockError: ``seconds`` is negative or no finite number, or leads past the year 9999.
        """
        if not 0 <= seconds < float("inf"):
            raise ClockError(f"time goes forward: seconds has to be 0 or more, and is {seconds}")
        with self._lock:
            if seconds > (_LAST - self.now()).total_seconds():
                raise ClockError(f"{seconds} seconds lead past the year 9999")
            self._passed += seconds

    def stop(self) -> None:
        """Let time stand still."""
        with self._lock:
            self._passed, self._since = self.seconds(), None

    def run(self) -> None:
        """Let time pass by itself."""
        with self._lock:
            if self._since is None:
                self._since = time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait as long as the clock says: for real while it runs, and at once by moving it while it stands."""
        if self.running:
            time.sleep(seconds)
        else:
            self.advance(seconds)

    async def sleep_async(self, seconds: float) -> None:
        """Wait as ``sleep`` does, and let others run meanwhile."""
        import anyio  # only an async client needs it

        await anyio.sleep(seconds if self.running else 0)
        if not self.running:
            self.advance(seconds)


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ClockError(f"{moment.isoformat()} has no time zone: add one, such as datetime.UTC")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ClockError(f"{moment.isoformat()} is before the first date or after the last in UTC") from None
