"""The course of one call: its attempts so far, and what is next. No I/O."""

import logging
from typing import Any

from webflow_pages.calls.call import Answer, Call
from webflow_pages.errors import TransportError
from webflow_pages.sending.clock import SYSTEM_CLOCK
from webflow_pages.sending.setup import Setup
from webflow_pages.sending.spans import Span, start_span
from webflow_pages.sending.watching import log_retry


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
