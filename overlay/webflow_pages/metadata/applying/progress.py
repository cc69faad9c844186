"""How far applying has come, and how long the rest takes."""

from collections.abc import Mapping
from typing import Final

from attrs import define, field, frozen

from webflow_pages.metadata.plan.cost import WINDOW, seconds_for
from webflow_pages.metadata.plan.model import Quota
from webflow_pages.results import Quota as Told
from webflow_pages.sending.clock import Clock

_BLUR: Final = 2.0
"""Seconds by which answers of the same window may differ in when it ends."""


@frozen
class Progress:
    """How far applying has come.

    Args:
        done: Pages in locales that are settled, whatever became of them.
        total: All that the plan changes.
        requests: Requests so far.
        seconds_left: Seconds that the rest takes at the least within the token's quota.
    """

    done: int
    total: int
    requests: int
    seconds_left: float


@define
class Meter:
    """Counts requests, and remembers where the token stood after the latest one."""

    clock: Clock
    requests: int = 0
    quota: Quota = field(factory=Quota)
    at: float = 0.0

    def note(self, headers: Mapping[str, str]) -> None:
        """Take note of a request and what its answer says; nothing, where none came."""
        self.requests += 1
        told = Told.of(headers)
        if told.remaining is None:
            return
        now, remaining = self.clock.seconds(), told.remaining
        if self.quota.remaining is not None and now + _ends_in(told.resets_in) <= self._end + _BLUR:
            remaining = min(remaining, self.quota.remaining)  # of the same window, and answers overtake each other
        self.quota, self.at = Quota(told.limit, remaining, told.resets_in), now

    def room(self) -> int | None:
        """Return how many requests more the present window has room for, as told; None where it is over or unknown."""
        return None if self.opens_in() <= 0 else self.quota.remaining

    def opens_in(self) -> float:
        """Return the seconds until the present window is over at the latest."""
        return max(self._end - self.clock.seconds(), 0.0) if self.quota.remaining is not None else 0.0

    @property
    def _end(self) -> float:
        return self.at + _ends_in(self.quota.resets_in)

    def seconds_left(self, requests: int) -> float:
        """Return the seconds that so many requests take at the least within the token's quota."""
        passed = self.clock.seconds() - self.at
        resets_in = self.quota.resets_in
        if resets_in is not None and passed >= resets_in:  # a new window opens with the next request
            return float(seconds_for(requests, Quota(self.quota.limit)))
        seconds = float(seconds_for(requests, self.quota))
        return max(seconds - passed, 0.0) if seconds else 0.0


def _ends_in(resets_in: int | None) -> float:
    """Return the seconds until a window ends, which are told in whole ones."""
    return float(WINDOW if resets_in is None else max(resets_in, 1))
