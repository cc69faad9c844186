"""Who watches: hooks that are told of each exchange, and the log.

The log has metadata only: what is in ``_LOGGED`` or named below, no body, no other header, and so no token and no text.
"""

import contextlib
import logging
from collections.abc import Callable, Mapping
from inspect import iscoroutinefunction
from typing import Any

from attrs import frozen

from webflow_pages.calls.call import Answer, Call
from webflow_pages.errors import InvalidArgumentError, TransportError, one_line

logger: logging.Logger = logging.getLogger("webflow_pages")

_LOGGED = ("x-ratelimit-limit", "x-ratelimit-remaining", "retry-after", "x-request-id", "request-id", "cf-ray")


@frozen
class Exchange:
    """One attempt of a call: what was asked and what came. The token is not in it.

    Args:
        operation: The contract's operationId, such as ``update-page-metadata``.
        method: The HTTP method.
        path: The path below the base URL, with its query.
        content: The request's body; None where it has none.
        attempt: 1 for the first one.
        seconds: How long it took.
        status: The answer's status; None where no answer came.
        headers: The answer's headers, names in any case.
        body: The answer's body.
        error: Why no answer came; None where one did.
    """

    operation: str
    method: str
    path: str
    content: bytes | None
    attempt: int
    seconds: float
    status: int | None
    headers: Mapping[str, str]
    body: bytes
    error: TransportError | None


Hook = Callable[[Exchange], object]


class Watchers:
    """The hooks of a client and of those that share its connections."""

    def __init__(self) -> None:
        self._hooks: tuple[Hook, ...] = ()

    def add(self, hook: Hook) -> None:
        """Tell a hook of each exchange from now on.

        Raises:
            InvalidArgumentError: It cannot be called, or would have to be awaited.
        """
        if not callable(hook) or iscoroutinefunction(hook):
            raise InvalidArgumentError(
                f"A hook has to be a plain function of an Exchange, and is {one_line(repr(hook), 80)}"
            )
        self._hooks = (*self._hooks, hook)

    def remove(self, hook: Hook) -> None:
        """Tell a hook no longer. One that was not told is fine."""
        self._hooks = tuple(known for known in self._hooks if known != hook)

    def tell(self, call: Call[Any], outcome: Answer | TransportError, attempt: int, seconds: float) -> None:
        """Tell the log and the hooks what came of an attempt. A hook that fails is logged and breaks nothing."""
        if logger.isEnabledFor(logging.DEBUG):
            _log(call, outcome, attempt, seconds)
        if not self._hooks:
            return
        exchange = _exchange(call, outcome, attempt, seconds)
        for hook in self._hooks:
            try:
                hook(exchange)
            except Exception as error:  # noqa: BLE001  (whatever it is, the call goes on)
                name, kind = getattr(hook, "__qualname__", type(hook).__name__), type(error).__name__
                _write(logging.WARNING, "the hook %s failed with %s; the call goes on", name, kind)


def log_retry(call: Call[Any], outcome: Answer | TransportError, wait: float) -> None:
    """Log that a call is tried again."""
    came = "no answer" if isinstance(outcome, TransportError) else str(outcome.status)
    _write(logging.INFO, "%s: %s, trying again after %.1f s", call.operation, came, wait)


def _write(level: int, template: str, *values: object) -> None:
    with contextlib.suppress(Exception):  # a filter or handler of the program's must not break a call
        logger.log(level, template, *values)


def _exchange(call: Call[Any], outcome: Answer | TransportError, attempt: int, seconds: float) -> Exchange:
    asked = (call.operation, call.method, call.path, call.content, attempt, seconds)
    if isinstance(outcome, TransportError):
        return Exchange(*asked, None, {}, b"", outcome)
    return Exchange(*asked, outcome.status, outcome.headers, outcome.content, None)


def _log(call: Call[Any], outcome: Answer | TransportError, attempt: int, seconds: float) -> None:
    if isinstance(outcome, TransportError):
        came = "no answer"
    else:
        found = [f"{name}={one_line(outcome.headers[name], 80)}" for name in _LOGGED if name in outcome.headers]
        came = " ".join([str(outcome.status), *found])
    template = "%s %s %s attempt %d, %.0f ms: %s"
    _write(logging.DEBUG, template, call.operation, call.method, call.path, attempt, 1000 * seconds, came)
