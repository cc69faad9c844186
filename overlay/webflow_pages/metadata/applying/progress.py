"""How far applying has come, and how long the rest takes."""

from collections.abc import Mapping

from attrs import define, field, frozen

from webflow_pages.metadata.plan.cost import seconds_for
from webflow_pages.metadata.plan.model import Quota
from webflow_pages.results import Quota as Told
from webflow_pages.sending.clock import Clock


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
        if told.remaining is not None:
            self.quota, self.at = Quota(told.limit, told.remaining, told.resets_in), self.clock.seconds()

    def seconds_left(self, requests: int) -> float:
        """Return the seconds that so many requests take at the least within the token's quota."""
        passed = self.clock.seconds() - self.at
        resets_in = self.quota.resets_in
        if resets_in is not None and passed >= resets_in:  # a new window opens with the next request
            return float(seconds_for(requests, Quota(self.quota.limit)))
        seconds = float(seconds_for(requests, self.quota))
        return max(seconds - passed, 0.0) if seconds else 0.0
