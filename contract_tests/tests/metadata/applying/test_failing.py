"""What an error means for one page, and for all the others."""

from typing import Any

import pytest

from webflow_pages import (
    ForbiddenError,
    LocaleMismatchError,
    NotFoundError,
    QuotaError,
    ServerError,
    TransportError,
    UnauthorizedError,
    UnexpectedResponseError,
    ValidationError,
    WebflowError,
)
from webflow_pages.errors import ClientError, TooManyRequestsError
from webflow_pages.metadata.applying.failing import halt_of, may_have_arrived, not_read, passes
from webflow_pages.metadata.errors import FileError
from webflow_pages.metadata.plan.model import Change, Update

UPDATE = Update("p", "/p", "fr-FR", "l", "page", 0, (Change("title", "a", "b"),), {"title": "a"})


def error(kind: Any, status: int, pointer: str | None = None) -> WebflowError:
    made = kind("It failed", status=status, code=None, message=None, details=[], headers={}, body="", pointer=pointer)
    assert isinstance(made, WebflowError)
    return made


# What happened; why all of it stops; whether it may be gone the next time; whether a write may have been carried out.
CASES = [
    (TransportError("No answer", sent=True), None, True, True),
    (TransportError("No answer", sent=False), None, True, False),
    (error(ServerError, 503), None, True, True),
    (error(ClientError, 408), None, True, True),
    (error(ClientError, 418), None, False, False),
    (error(NotFoundError, 404), None, False, False),
    (error(ValidationError, 400), None, False, False),
    (error(UnauthorizedError, 401), "authorization", False, False),
    (error(ForbiddenError, 403), "authorization", False, False),
    (error(TooManyRequestsError, 429), "quota", True, False),
    (QuotaError("Come back", retry_after=1.0), "quota", True, False),
    (error(UnexpectedResponseError, 200), None, True, True),
    (error(UnexpectedResponseError, 200, "/id"), "misdirected", False, True),
    (error(UnexpectedResponseError, 502, "/id"), None, True, True),
    (error(LocaleMismatchError, 200), "misdirected", False, True),
]


@pytest.mark.parametrize(("came", "cause", "again", "arrived"), CASES, ids=lambda one: type(one).__name__)
def test_what_an_error_means(came: WebflowError, cause: str | None, again: bool, arrived: bool) -> None:
    halt = halt_of(came)
    assert (None if halt is None else halt.cause) == cause
    assert passes(came) == again
    assert may_have_arrived(came) == arrived


@pytest.mark.parametrize(("came", "cause", "again", "arrived"), CASES, ids=lambda one: type(one).__name__)
def test_a_page_that_cannot_be_read(came: WebflowError, cause: str | None, again: bool, arrived: bool) -> None:
    settled = not_read(UPDATE, came)
    (outcome,) = settled.outcomes
    assert outcome.outcome == ("not-sent" if cause or again else "failed")
    assert settled.open == bool(cause or again)
    assert settled.unreachable == (again and cause is None)
    assert arrived or not settled.unreachable or isinstance(came, TransportError)


def test_a_journal_that_cannot_be_written_stops_it() -> None:
    halt = halt_of(FileError("it is full"))
    assert halt is not None
    assert halt.cause == "journal"
