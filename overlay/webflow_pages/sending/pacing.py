"""Pacing: a call waits for its turn as long as the token's quota for this minute is used up, so that no 429 comes.

What it rests on: every answer has ``X-RateLimit-Limit``, ``X-RateLimit-Remaining`` and ``Retry-After`` (documented;
recorded on 44 answers), a window is 60 seconds long and opens with the first request, and ``Retry-After`` counts down
the whole seconds left in it (inferred from those). So as not to depend on the last two, each window is opened by one
call alone, whose answer tells how many may follow.
"""

import contextlib
import hashlib
import threading
from collections import deque
from collections.abc import Callable, Mapping
from itertools import takewhile
from weakref import WeakValueDictionary

from attrs import define

from webflow_pages.results import Quota
from webflow_pages.sending.clock import Clock
from webflow_pages.sending.forking import forget_when_forked

WINDOW = 60.0
"""Seconds that a window lasts, and the longest time that is waited for one to end."""

_MARGIN = 0.001
"""Seconds after its end that a window counts as over. Clocks, and sums of floats, differ."""

_SCOUT = 5.0
"""Seconds after which the call that opens a window is no longer waited for."""

_MOST_SCOUTS = 60
"""Calls that may be out at once while nothing is known of a window, at the most: as many as the smallest quota allows
(documented), so that none is one too many when the service is well again."""

_SLICE = 0.1
"""Seconds between two looks at the clock. Who sleeps cannot be told that its turn has come meanwhile."""

_MISSES = 128
"""Requests that told nothing and are remembered, at the most."""


@define
class Window:
    """A window as answers tell it: it ends between ``earliest`` and ``latest``."""

    remaining: int
    limit: int | None
    earliest: float
    latest: float


@define(eq=False)
class Turn:
    """A call in line. ``wake`` is called, from any thread, when its turn has come or it is the first in line.

    The first in line watches the clock, for all the others.
    """

    wake: Callable[[], object]
    granted: bool = False
    watches: bool = False


class Pace:
    """The quota of one token, shared by all clients, threads and tasks of this process that use it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.forget()
        forget_when_forked(self)

    def forget(self) -> None:
        """Start anew, with nobody in line and nothing known."""
        # Of a task that is thrown away, the garbage collector gives the turn back, and it may come within the lock.
        self._lock = threading.RLock()
        self._waiting: deque[Turn] = deque()
        self._in_flight = 0
        self._window: Window | None = None
        self._scouted: float | None = None  # when the call went out that opens a window
        self._scouts = 1  # how many may be out before an answer tells a window
        self._tells: bool | None = None  # whether answers tell the quota; None before the first one
        self._missed: deque[float] = deque(maxlen=_MISSES)  # when requests ended that told nothing

    def take(self) -> bool:
        """Take a turn if there is one right now."""
        with self._lock:
            if self._waiting or not self._has_room():
                return False
            self._grant()
            return True

    def wait(self, turn: Turn) -> None:
        """Get in line. Its ``wake`` is called when there is something to do: see ``granted`` and ``watches``."""
        with self._lock:
            self._waiting.append(turn)
            self._settle()

    def expected_wait(self, *, in_line: bool = False) -> float:
        """Return for how many seconds a call would have to wait, at the least, if it gets in line now or is there."""
        with self._lock:
            now = self._clock.seconds()
            window = self._open(now)
            if window is None or self._has_room():
                return 0.0
            before = len(self._waiting) // window.limit if window.limit and not in_line else 0
            return max(window.latest - now, 0.0) + before * WINDOW

    def nap(self) -> float:
        """Return the seconds that the first in line is to sleep before it looks again."""
        with self._lock:
            now = self._clock.seconds()
            window = self._open(now)
            if window is not None:
                due = window.latest + _MARGIN
            else:
                due = now if self._scouted is None else self._scouted + _SCOUT
            return min(max(due - now, 0.0), _SLICE)

    def look(self) -> None:
        """See whether the wait is over."""
        with self._lock:
            self._settle()

    def leave(self, turn: Turn) -> None:
        """Get out of line. One that was granted meanwhile gives its turn to the next one."""
        with self._lock:
            self._remove(turn)
            self._take_back(turn)
            self._settle()

    def answered(self, sent: float, status: int, headers: Mapping[str, str]) -> None:
        """Take note of what an answer says. ``sent`` is when its request went out, by the clock."""
        quota = Quota.of(headers)
        with self._lock:
            self._ended(sent)
            if quota.remaining is not None or (status == 429 and quota.resets_in is not None):
                self._tells, self._scouts = True, 1
                self._learn(sent, 0 if status == 429 else quota.remaining or 0, quota)
            else:
                self._miss()
                if status != 429:
                    self._hold_fewer_back(answered=status < 500)
            self._settle()

    def unanswered(self, sent: float, *, reached: bool, failed: bool) -> None:
        """Take note that a request got no answer.

        Args:
            sent: When it went out, by the clock.
            reached: Whether it may have reached the service, which then may have counted it.
            failed: Whether it failed; otherwise it was broken off here.
        """
        with self._lock:
            self._ended(sent)
            if reached:
                self._miss()
            if failed:
                self._hold_fewer_back(answered=False)
            self._settle()

    def _hold_fewer_back(self, *, answered: bool) -> None:
        """Let more go at once where no window is known: all, if the service has never told one, and else twice as many.

        A service in trouble tells no quota, and calls are not to wait for each other then.
        """
        if self._open(self._clock.seconds()) is None:
            self._scouts = min(2 * self._scouts, _MOST_SCOUTS)
            if self._tells is None and answered:
                self._tells = False

    def _ended(self, sent: float) -> None:
        self._in_flight -= 1
        if self._scouted is not None and sent >= self._scouted:
            self._scouted = None

    def _miss(self) -> None:
        self._missed.append(self._clock.seconds())
        if self._window is not None:
            self._window.remaining -= 1

    def _learn(self, sent: float, remaining: int, quota: Quota) -> None:
        # What ended without a word after this request went out may have been counted after it.
        remaining -= sum(1 for _ in takewhile(lambda ended: ended >= sent, reversed(self._missed)))
        earliest, latest = self._end(sent, quota.resets_in)
        window = self._window
        if window is None or earliest > window.latest:
            self._window = Window(remaining, quota.limit, earliest, latest)
        elif latest >= window.earliest:
            window.remaining = min(window.remaining, remaining)
            if earliest > window.latest - WINDOW:  # else it took so long that it may be of the window before
                window.latest = min(window.latest, latest)

    def _end(self, sent: float, resets_in: int | None) -> tuple[float, float]:
        """Return between when and when the window of an answer ends."""
        now = self._clock.seconds()
        if resets_in is None or resets_in > WINDOW:
            return sent, now + WINDOW
        # The seconds left are rounded up, and were counted at some moment between sending and now.
        left = max(resets_in, 1)
        return sent + left - 1, now + left

    def _open(self, now: float) -> Window | None:
        """Return the window that answers told of, unless it is over."""
        window = self._window
        return window if window is not None and now < window.latest + _MARGIN else None

    def _has_room(self) -> bool:
        now = self._clock.seconds()
        window = self._open(now)
        if window is not None:
            return window.remaining > self._in_flight
        if self._tells is False or self._scouted is None or self._in_flight < self._scouts:
            return True
        return now >= self._scouted + _SCOUT

    def _grant(self) -> None:
        self._in_flight += 1
        now = self._clock.seconds()
        if self._open(now) is None:
            self._scouted = now

    def _settle(self) -> None:
        """Give turns to those who wait as far as there is room, and have the first of the others watch the clock."""
        while self._waiting and self._has_room():
            self._give(self._waiting[0])
        while self._waiting and not self._waiting[0].watches:
            first = self._waiting[0]
            first.watches = True
            if not _woken(first):
                self._remove(first)

    def _give(self, turn: Turn) -> None:
        turn.granted = True  # before it wakes, or it would see nothing and wait on
        self._remove(turn)
        self._grant()
        if not _woken(turn):
            self._take_back(turn)

    def _take_back(self, turn: Turn) -> None:
        if turn.granted:
            turn.granted = False
            self._ended(self._clock.seconds())

    def _remove(self, turn: Turn) -> None:
        with contextlib.suppress(ValueError):  # it was granted, or put out because nobody was there to be woken
            self._waiting.remove(turn)


def _woken(turn: Turn) -> bool:
    """Wake a call, and return whether there is anybody: its event loop may have ended."""
    try:
        turn.wake()
    except RuntimeError:
        return False
    return True


_PACES: WeakValueDictionary[tuple[str, bytes, int], Pace] = WeakValueDictionary()
_PACES_LOCK = threading.Lock()


def pace_of(base_url: str, token: str, clock: Clock) -> Pace:
    """Return the pace of a token, which is that of every other client alive that uses it at the same address."""
    key = (base_url, hashlib.sha256(token.encode()).digest(), id(clock))
    with _PACES_LOCK:
        pace = _PACES.get(key)
        if pace is None:
            _PACES[key] = pace = Pace(clock)
        return pace
