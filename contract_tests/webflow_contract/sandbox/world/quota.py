"""The quota of requests that each token has.

A window is 60 seconds long. Every request consumes quota, whatever the answer (recorded).
"""

import math
from collections.abc import Mapping
from typing import Final, Literal

from attrs import frozen

from webflow_contract.sandbox.clock import Clock

WINDOW: Final = 60.0

Opening = Literal["with_first_request", "with_the_minute"]
"""What opens a window: the first request after the last one has closed, or the clock's full minute."""


@frozen
class Reading:
    """Where a token stands in its window, this request included."""

    limit: int
    remaining: int
    retry_after: int
    exceeded: bool

    def headers(self) -> Mapping[str, str]:
        """Return the headers that every answer carries (documented). The last one counts down (recorded)."""
        return {
            "x-ratelimit-limit": str(self.limit),
            "x-ratelimit-remaining": str(self.remaining),
            **self.retry_after_header(),
        }

    def retry_after_header(self) -> Mapping[str, str]:
        """Return only the seconds that are left in the window."""
        return {"retry-after": str(self.retry_after)}


@frozen
class Window:
    """A token's present window: the second at which it opened, and the requests in it."""

    opened: float
    requests: int


class Quota:
    """Counts requests per token."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._windows: dict[str, Window] = {}

    def count(self, token: str, limit: int, opening: Opening) -> Reading:
        """Count one request and return where the token stands."""
        now = self._now(opening)
        window = self._windows.get(token)
        # The two ways of opening count in different seconds, and one may be flipped for the other meanwhile.
        if window is None or not 0 <= now - window.opened < WINDOW:
            window = Window(opened=now if opening == "with_first_request" else now - now % WINDOW, requests=0)
        window = Window(opened=window.opened, requests=window.requests + 1)
        self._windows[token] = window
        return Reading(
            limit=limit,
            remaining=max(limit - window.requests, 0),
            retry_after=math.ceil(window.opened + WINDOW - now),
            exceeded=window.requests > limit,
        )

    def used(self, token: str, opening: Opening) -> int:
        """Return how many requests of the present window a token has used."""
        window = self._windows.get(token)
        return window.requests if window is not None and 0 <= self._now(opening) - window.opened < WINDOW else 0

    def _now(self, opening: Opening) -> float:
        return self._clock.seconds() if opening == "with_first_request" else self._clock.now().timestamp()


def unlimited(limit: int) -> Reading:
    """Return what a request says where none is too many.

    Each is the first one of its own window, so that the headers stay and a client that paces itself need not wait.
    """
    return Reading(limit=limit, remaining=max(limit - 1, 0), retry_after=math.ceil(WINDOW), exceeded=False)
