"""What an error means for one page in one locale, and for all the others."""

from typing import Final

from webflow_pages.errors import (
    ForbiddenError,
    LocaleMismatchError,
    RateLimitError,
    ResponseError,
    ServerError,
    TransportError,
    UnauthorizedError,
    UnexpectedResponseError,
    WebflowError,
)
from webflow_pages.metadata.applying.applied import Halt, Settled
from webflow_pages.metadata.applying.outcomes import Outcome, all_of
from webflow_pages.metadata.errors import FileError
from webflow_pages.metadata.plan.model import Update

ENOUGH: Final = 3
"""Pages and portions in a row that Webflow did not answer for, after which the rest is left for later."""

_OK: Final = 200
_TIMED_OUT: Final = 408


def halt_of(error: WebflowError) -> Halt | None:
    """Return why nothing else is to be sent after an error: the next request would fail as well, or go wrong again."""
    if isinstance(error, UnauthorizedError | ForbiddenError):
        return Halt("authorization", str(error))
    if _is_misdirected(error):
        return Halt("misdirected", str(error))
    if isinstance(error, RateLimitError):
        return Halt("quota", str(error))
    if isinstance(error, FileError):
        return Halt("journal", str(error))
    return None


def passes(error: WebflowError) -> bool:
    """Return whether an error may be gone by the next attempt: no answer, 408, 429, 5xx, or none that can be read."""
    if _is_misdirected(error):
        return False
    if isinstance(error, TransportError | ServerError | RateLimitError | UnexpectedResponseError):
        return True
    return isinstance(error, ResponseError) and error.status == _TIMED_OUT


def may_have_arrived(error: WebflowError) -> bool:
    """Return whether a write may have been carried out that ended with an error."""
    if isinstance(error, TransportError):
        return error.sent
    if isinstance(error, RateLimitError):
        return False
    return _is_misdirected(error) or passes(error)


def not_read(update: Update, error: WebflowError, *, which: Outcome = "not-sent") -> Settled:
    """Return what becomes of an update whose page cannot be read, and may be the next time: it was not sent, or so."""
    halt, again = halt_of(error), passes(error)
    if halt is not None or again:
        return Settled(all_of(update, which, str(error)), open=True, halt=halt, unreachable=again and halt is None)
    return Settled(all_of(update, "failed", str(error)))


def _is_misdirected(error: WebflowError) -> bool:
    """Return whether an answer is about another page or locale than the one asked for."""
    if isinstance(error, LocaleMismatchError):
        return True
    return isinstance(error, UnexpectedResponseError) and error.status == _OK and error.pointer == "/id"
