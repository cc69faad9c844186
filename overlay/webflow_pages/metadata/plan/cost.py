"""What a plan costs: requests, and how long the token's quota makes them take."""

from attrs import frozen

from webflow_pages.metadata.plan.model import Plan, Quota
from webflow_pages.metadata.plan.reads import reads_needed

WINDOW = 60
"""Seconds that a window of the quota lasts (documented)."""

ASSUMED_LIMIT = 60
"""Requests a minute where no answer tells the limit: that of the smallest plan (documented)."""


@frozen
class Cost:
    """Requests to apply a plan, and the seconds that they take at the least within the quota."""

    reads: int
    writes: int
    seconds: int

    @property
    def requests(self) -> int:
        """All of them."""
        return self.reads + self.writes


def cost_of(plan: Plan, *, together: int = 1) -> Cost:
    """Return what it takes to apply a plan with one request for so many pages in locales."""
    reads, writes = reads_needed(plan.updates), -(-len(plan.updates) // together)
    return Cost(reads, writes, seconds_for(reads + writes, plan.quota))


def seconds_for(requests: int, quota: Quota) -> int:
    """Return the seconds until the last of so many requests may be sent."""
    limit = quota.limit or ASSUMED_LIMIT
    left = limit if quota.remaining is None else quota.remaining
    if requests <= left:
        return 0
    first = WINDOW if quota.resets_in is None else quota.resets_in
    return first + (requests - left - 1) // limit * WINDOW
