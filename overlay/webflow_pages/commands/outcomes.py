"""Which exit code each outcome has, and the error that ends a command early."""

from collections.abc import Sequence
from typing import Final

FAILED: Final = 1
USAGE: Final = 2
PENDING: Final = 3
NOT_AUTHORIZED: Final = 4
STALE: Final = 5
PARTIAL: Final = 6


class CommandError(Exception):
    """A command cannot go on.

    Attributes:
        what: What is the matter.
        advice: What to do about it.
        code: What the process exits with.
        listing: What there is to choose from, line by line.
    """

    def __init__(self, what: str, advice: str, code: int = USAGE, listing: Sequence[str] = ()) -> None:
        super().__init__(what, advice)
        self.what = what
        self.advice = advice
        self.code = code
        self.listing: tuple[str, ...] = tuple(listing)

    def __str__(self) -> str:
        return f"{self.what}: {self.advice}"


def code_of(error: Exception) -> int | None:
    """Return the exit code of an error of the client, or None where it is none of the client's."""
    from webflow_pages import ConfigurationError, ForbiddenError, InvalidArgumentError, UnauthorizedError, WebflowError
    from webflow_pages.metadata.errors import GuardError, MetadataError, StaleError, WriteError

    if isinstance(error, UnauthorizedError | ForbiddenError):
        return NOT_AUTHORIZED
    if isinstance(error, StaleError):
        return STALE
    if isinstance(error, GuardError | WriteError):
        return FAILED
    if isinstance(error, ConfigurationError | InvalidArgumentError | MetadataError):
        return USAGE
    return FAILED if isinstance(error, WebflowError) else None
