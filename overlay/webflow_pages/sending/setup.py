"""How a client sends: its options, and how long a call may wait for its turn. No I/O."""

from collections.abc import Mapping

from attrs import evolve, field, frozen

from webflow_pages.configuration import Configuration
from webflow_pages.errors import QuotaError
from webflow_pages.sending.clock import SYSTEM_CLOCK, Clock
from webflow_pages.sending.pacing import Pace, pace_of
from webflow_pages.sending.retries import LONGEST, RetryPolicy
from webflow_pages.sending.transport import Prepared
from webflow_pages.sending.watching import Watchers

_PATIENCE = 10.0
"""Seconds, of the machine's, after which a call that waits for its turn looks for itself. The first in line, who
watches the clock for all, may be a task of an event loop that stands still."""

_GRACE = 1.0
"""The same for a call with ``max_wait``, and how much longer it may wait once it is in line: the call that opens the
window takes its time, too."""


@frozen
class Setup:
    """How a client sends. ``timeout`` and ``max_wait`` are in seconds."""

    configuration: Configuration
    timeout: float | None
    headers: Mapping[str, str] = field(repr=False)
    max_wait: float | None
    policy: RetryPolicy
    clock: Clock
    pace: Pace
    watchers: Watchers
    prepared: Prepared

    @classmethod
    def of(
        cls,
        configuration: Configuration,
        *,
        timeout: float | None,
        max_retries: int,
        max_wait: float | None,
        clock: Clock | None,
    ) -> "Setup":
        """Set up a client.

        Raises:
            ConfigurationError: httpx cannot send to the base URL.
        """
        clock = SYSTEM_CLOCK if clock is None else clock
        return cls(
            configuration=configuration,
            timeout=timeout,
            headers={},
            max_wait=max_wait,
            policy=RetryPolicy(max_retries, LONGEST if max_wait is None else max_wait),
            clock=clock,
            pace=pace_of(configuration.base_url, configuration.token.value, clock),
            watchers=Watchers(),
            prepared=Prepared.of(configuration, timeout, {}),
        )

    def changed(
        self,
        *,
        timeout: float | None,
        max_retries: int | None,
        max_wait: float | None,
        headers: Mapping[str, str] | None,
    ) -> "Setup":
        """Return a setup with other options; what is None stays."""
        timeout = self.timeout if timeout is None else timeout
        max_wait = self.max_wait if max_wait is None else max_wait
        every = {**self.headers, **(headers or {})}
        return evolve(
            self,
            timeout=timeout,
            headers=every,
            max_wait=max_wait,
            policy=RetryPolicy(
                self.policy.max_retries if max_retries is None else max_retries,
                LONGEST if max_wait is None else max_wait,
            ),
            prepared=Prepared.of(self.configuration, timeout, every),
        )

    @property
    def patience(self) -> float:
        """Seconds that a call waits to be woken. Then it looks for itself."""
        return _PATIENCE if self.max_wait is None else _GRACE

    def check_wait(self, since: float | None = None) -> None:
        """Refuse a call that would wait for its turn longer than the client is to wait.

        Args:
            since: When it got in line; None where it is about to.

        Raises:
            QuotaError: It would.
        """
        if self.max_wait is None:
            return
        waited = 0.0 if since is None else self.clock.seconds() - since - _GRACE
        wait = self.pace.expected_wait(in_line=since is not None)
        if waited + wait > self.max_wait:
            if not wait:
                reason = "the call that opens the quota's window is not answered yet, and nothing was sent"
                raise QuotaError(f"Try again: {reason}", retry_after=1.0)
            raise QuotaError(
                f"Come back in {wait:.0f} s: the token's quota is used up until then, and nothing was sent",
                retry_after=wait,
            )
