"""Whether a call is tried again, and after how long. Nothing in here waits.

Every operation of the contract may be sent twice: reading changes nothing, and an update names the values that it sets
(RFC 9110, 9.2.2: ``PUT`` is idempotent). So no answer, 429 and 5xx are tried again; another refusal would be the same.
"""

import random
from collections.abc import Callable

from attrs import frozen

from webflow_pages.calls.call import Answer
from webflow_pages.errors import TransportError, seconds_to_wait

MAX_RETRIES = 2

LONGEST = 75.0
"""Seconds that a call may wait between its attempts, all told. A window of the quota and a bit (inferred: 60 s)."""

_FIRST, _MOST = 0.5, 8.0
"""Seconds before the first retry, and at the most before a later one, unless the answer says how long."""

_UNTOLD = 8.0
"""Seconds before the first retry of a 429 that does not say how long: what is used up takes a while to come back."""

_NEVER = frozenset({501, 505, 511})
"""5xx that say nothing of the moment: not implemented, HTTP version, network authentication."""


@frozen
class RetryPolicy:
    """How often a call is tried again.

    Args:
        max_retries: Attempts after the first one.
        longest: Seconds that a call may wait between attempts, all told, the time that those take included.
        random: Returns a number from 0 to 1, for jitter: clients that failed together are not to come back together.
    """

    max_retries: int = MAX_RETRIES
    longest: float = LONGEST
    random: Callable[[], float] = random.random

    def wait(self, outcome: Answer | TransportError, retries: int, spent: float) -> float | None:
        """Return the seconds to wait before trying again, or None not to.

        Args:
            outcome: What came of the latest attempt.
            retries: How many retries there were.
            spent: Seconds since the first attempt began.
        """
        if retries >= self.max_retries or not _may_help(outcome):
            return None
        wait = self._wait(outcome, retries)
        return wait if spent + wait <= self.longest else None

    def _wait(self, outcome: Answer | TransportError, retries: int) -> float:
        jitter = self.random()
        asked = None if isinstance(outcome, TransportError) else seconds_to_wait(outcome.headers)
        if asked is not None:
            return asked + jitter / 2
        first = _UNTOLD if isinstance(outcome, Answer) and outcome.status == 429 else _FIRST
        return min(first * float(2**retries), max(first, _MOST)) * (1 + jitter) / 2


def _may_help(outcome: Answer | TransportError) -> bool:
    if isinstance(outcome, TransportError):
        return True
    return outcome.status == 429 or (outcome.status // 100 == 5 and outcome.status not in _NEVER)
