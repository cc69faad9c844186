"""Sending a call: it waits for its turn, goes out, and is tried again where that helps.

What is decided stands in ``Setup`` and ``Course``, which do no I/O; ``Sender`` and ``AsyncSender`` carry it out.
"""

import contextlib
import logging
import threading
from collections.abc import Mapping
from typing import Any

from attrs import evolve, field, frozen

from webflow_pages.calls.call import Answer, Call
from webflow_pages.configuration import Configuration
from webflow_pages.errors import QuotaError, TransportError
from webflow_pages.sending.clock import SYSTEM_CLOCK, Clock
from webflow_pages.sending.pacing import Pace, Turn, pace_of
from webflow_pages.sending.retries import LONGEST, RetryPolicy
from webflow_pages.sending.spans import Span, start_span
from webflow_pages.sending.transport import AsyncPool, Pool, Prepared, exchange, exchange_async
from webflow_pages.sending.watching import Watchers, log_retry

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


class Again(Exception):  # noqa: N818  (no error: it tells stamina to go on)
    """An attempt that is to be followed by another one."""


class Course:
    """The course of one call: its attempts so far, and what is next."""

    def __init__(self, setup: Setup, call: Call[Any]) -> None:
        self.call = call
        self.wait: float | None = None
        self._setup = setup
        self._attempts = 0
        self._outcome: Answer | TransportError | None = None
        self._arrived = False  # whether any attempt may have reached Webflow
        self._first = 0.0  # when the first attempt began
        self._began = 0.0
        self._span: Span | None = None

    def begin(self) -> None:
        """Take note that an attempt begins."""
        self._began = self._setup.clock.seconds()
        if not self._attempts:
            self._first = self._began
        self._attempts += 1
        self._outcome = self._span = self.wait = None
        self._span = start_span(self.call, self._setup.configuration.base_url, self._attempts)

    def end(self, outcome: Answer | TransportError | None) -> None:
        """Take note of what came of an attempt. None: it was broken off, by a signal or a cancellation."""
        if isinstance(outcome, Answer):
            self._setup.pace.answered(self._began, outcome.status, outcome.headers)
        else:
            reached, failed = outcome is None or outcome.sent, outcome is not None
            self._setup.pace.unanswered(self._began, reached=reached, failed=failed)
        if self._span is not None:
            self._span.end(outcome)
        if outcome is None:
            return
        now = self._setup.clock.seconds()
        self._outcome = outcome
        self._arrived = self._arrived or isinstance(outcome, Answer) or outcome.sent
        self._setup.watchers.tell(self.call, outcome, self._attempts, now - self._began)
        if isinstance(outcome, Answer) and outcome.status < 400:
            return
        self.wait = self._setup.policy.wait(outcome, self._attempts - 1, now - self._first)

    def answer(self) -> Answer:
        """Return the answer that it came to.

        Raises:
            TransportError: It came to none.
        """
        if isinstance(self._outcome, Answer):
            return self._outcome
        assert self._outcome is not None  # noqa: S101  (an attempt ends with either of the two)
        self._outcome.sent = self._arrived
        raise self._outcome

    def check(self) -> None:
        """Have stamina go on if another attempt is to follow.

        Raises:
            Again: One is.
        """
        if self.wait is not None and self._outcome is not None:
            what = "no answer" if isinstance(self._outcome, TransportError) else self._outcome.status
            raise Again(f"{self.call.operation}: {what}")

    def attempts(self) -> Any:  # noqa: ANN401  (stamina's iterator is private)
        """Return stamina's attempts; the first one stands for the one that there was."""
        # Here and not above: it is needed after a failure only.
        import stamina

        # Its own warnings go to whoever has set up logging, and to nobody's terminal.
        logger = logging.getLogger("stamina")
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
        return stamina.retry_context(on=self._backoff, attempts=self._setup.policy.max_retries + 1, timeout=None)

    def again(self) -> float:
        """Log that it is tried again, and return the seconds to wait by the clock that was handed in.

        By the machine's, stamina has waited.
        """
        wait = self.wait or 0.0
        if self._outcome is not None:
            log_retry(self.call, self._outcome, wait)
        return 0.0 if self._setup.clock is SYSTEM_CLOCK else wait

    def _backoff(self, error: Exception) -> float | bool:
        if not isinstance(error, Again):
            return False
        return self.wait or 0.0 if self._setup.clock is SYSTEM_CLOCK else 0.0


@frozen
class Sender:
    """Sends calls, one after the other or from several threads."""

    setup: Setup
    pool: Pool

    def send(self, call: Call[Any]) -> Answer:
        """Send a call and return its answer, whatever it is.

        Raises:
            ConfigurationError: The surroundings, such as a malformed proxy variable, keep httpx from sending.
            QuotaError: It would have to wait too long for its turn.
            TransportError: No answer came.
        """
        course = Course(self.setup, call)
        self._attempt(course)
        if course.wait is not None:
            self._go_on(course)
        return course.answer()

    def _go_on(self, course: Course) -> None:
        try:
            for attempt in course.attempts():
                with attempt:
                    if attempt.num > 1:
                        self.setup.clock.sleep(course.again())
                        self._attempt(course)
                    course.check()
        except (Again, QuotaError):
            return  # stamina's switches, or the quota, allow no further attempt: the last outcome counts

    def _attempt(self, course: Course) -> None:
        if not self.setup.pace.take():
            self._wait_for_turn()
        outcome = None
        try:
            course.begin()
            outcome = exchange(self.pool, self.setup.prepared, course.call)
        finally:
            course.end(outcome)

    def _wait_for_turn(self) -> None:
        self.setup.check_wait()
        pace, clock, came = self.setup.pace, self.setup.clock, threading.Event()
        turn, since = Turn(came.set), clock.seconds()
        try:
            pace.wait(turn)
            while not turn.granted:
                self.setup.check_wait(since)
                if turn.watches:
                    clock.sleep(pace.nap())
                else:
                    came.wait(self.setup.patience)
                    came.clear()
                pace.look()
        except BaseException:
            pace.leave(turn)
            raise


@frozen
class AsyncSender:
    """``Sender`` without blocking. It belongs to one event loop."""

    setup: Setup
    pool: AsyncPool

    async def send(self, call: Call[Any]) -> Answer:
        """Send a call and return its answer, as ``Sender.send`` does."""
        course = Course(self.setup, call)
        await self._attempt(course)
        if course.wait is not None:
            await self._go_on(course)
        return course.answer()

    async def _go_on(self, course: Course) -> None:
        try:
            async for attempt in course.attempts():
                with attempt:
                    if attempt.num > 1:
                        await self.setup.clock.sleep_async(course.again())
                        await self._attempt(course)
                    course.check()
        except (Again, QuotaError):
            return

    async def _attempt(self, course: Course) -> None:
        if not self.setup.pace.take():
            await self._wait_for_turn()
        outcome = None
        try:
            course.begin()
            outcome = await exchange_async(self.pool, self.setup.prepared, course.call)
        finally:
            course.end(outcome)

    async def _wait_for_turn(self) -> None:
        import asyncio

        self.setup.check_wait()
        pace, clock, came, loop = self.setup.pace, self.setup.clock, asyncio.Event(), asyncio.get_running_loop()
        turn, since = Turn(lambda: loop.call_soon_threadsafe(came.set)), clock.seconds()
        try:
            pace.wait(turn)
            while not turn.granted:
                self.setup.check_wait(since)
                if turn.watches:
                    await clock.sleep_async(pace.nap())
                else:
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(self.setup.patience):
                            await came.wait()
                    came.clear()
                pace.look()
        except BaseException:
            pace.leave(turn)
            raise
