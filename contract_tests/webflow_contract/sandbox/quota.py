"""The quota of requests that each token has.

A window is 60 seconds long and opens with the first request (inferred from recorded answers). Every request
consumes quota, whatever the answer (recorded).
"""

import math
from collections.abc import Callable, Mapping
from typing import Final

from attrs import frozen

WINDOW: Final = 60.0

_LIMIT_WITHOUT_LIMIT: Final = 60


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
class _Window:
    opened: float
    requests: int


class Quota:
    """Counts requests per token.

    Without a limit each request is counted as the first one of its own window, so that the headers stay and a
    client that paces itself has no reason to wait.
    """

    def __init__(self, limit: int | None, clock: Callable[[], float]) -> None:
        self._limit = limit
        self._clock = clock
        self._windows: dict[str, _Window] = {}

    def count(self, token: str) -> Reading:
        """Count one request and return where the token stands."""
        if self._limit is None:
            return self._reading(_LIMIT_WITHOUT_LIMIT, requests=1, left=WINDOW)
        now = self._clock()
        window = self._windows.get(token)
        if window is None or now - window.opened >= WINDOW:
            window = _Window(opened=now, requests=0)
        window = _Window(opened=window.opened, requests=window.requests + 1)
        self._windows[token] = window
        return self._reading(self._limit, window.requests, left=window.opened + WINDOW - now)

    @staticmethod
    def _reading(limit: int, requests: int, left: float) -> Reading:
        return Reading(
            limit=limit,
            remaining=max(limit - requests, 0),
            retry_after=math.ceil(left),
            exceeded=requests > limit,
        )
