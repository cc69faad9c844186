"""The answers that refuse a request, word for word where the words are known.

The envelope is the same for every status: ``message``, ``code``, ``externalReference`` (null in every body
seen, recorded) and ``details`` (nearly always empty, reported).
"""

import json
from collections.abc import Sequence
from typing import Any, Final

LIMIT_PATTERN: Final = r"^[1-9]\d*$"
OFFSET_PATTERN: Final = r"^\d+$"
SLUG_PATTERN: Final = r"^[a-z0-9_-]+$"
NOT_EMPTY_PATTERN: Final = r"^.+$"


class RefusedError(Exception):
    """A request is refused with a status, a code and a message."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(status, code, message)
        self.status = status
        self.code = code
        self.message = message

    def envelope(self) -> dict[str, Any]:
        """Return the body of the answer."""
        return {"message": self.message, "code": self.code, "externalReference": None, "details": []}


def wrong_type(name: str, expected: str) -> str:
    """Return the problem of a value of the wrong type (reported)."""
    return f"Value ({name})'s type should be {expected}"


def pattern_mismatch(name: str, pattern: str) -> str:
    """Return the problem of a value that does not match (reported for ``limit`` and ``offset``)."""
    return f'Value ({name}) should match pattern "{pattern}"'


def not_unique(name: str) -> str:
    """Return the problem of a value that another page has. The wording is unknown."""
    return f"Value ({name}) should be unique"


def invalid_values(problems: Sequence[str]) -> RefusedError:
    """Return the answer that lists problems with values (reported)."""
    listed = json.dumps(list(problems), separators=(",", ":"), ensure_ascii=False)
    return RefusedError(400, "validation_error", f"Validation Error: {listed}")


def invalid_id() -> RefusedError:
    """Return the answer to an id that is not one (recorded)."""
    return RefusedError(400, "validation_error", "Validation Error: Provided ID is invalid")


def malformed_request() -> RefusedError:
    """Return the answer to a request that cannot be read (documented by example)."""
    return RefusedError(400, "bad_request", "Bad Request: Request is malformed")


def not_a_secondary_locale() -> RefusedError:
    """Return the answer to the primary locale where a secondary one is needed (reported elsewhere)."""
    return RefusedError(
        400,
        "bad_request",
        "Bad Request: Request is malformed: The provided locale must be a secondary locale.",
    )


def not_a_valid_locale() -> RefusedError:
    """Return the answer to a locale that the site does not have. Its end is reported, its form inferred."""
    return RefusedError(
        400, "bad_request", "Bad Request: Request is malformed: The provided locale must be a valid locale."
    )


def not_authorized() -> RefusedError:
    """Return the answer to a missing, wrong or revoked token: they look alike (documented, reported)."""
    return RefusedError(401, "not_authorized", "Request not authorized")


def missing_scope(scope: str) -> RefusedError:
    """Return the answer to a token without the scope (reported for other scopes)."""
    return RefusedError(403, "missing_scopes", f"OAuthForbidden: You are missing the following scopes - '{scope}'")


def forbidden() -> RefusedError:
    """Return the answer to a token that may not touch it. The code is documented, the message unknown."""
    return RefusedError(403, "forbidden", "Forbidden")


def not_found(reason: str | None = None) -> RefusedError:
    """Return the answer to what does not exist (recorded without a reason, documented with one)."""
    message = "Requested resource not found"
    return RefusedError(404, "resource_not_found", message if reason is None else f"{message}: {reason}")


def too_many_requests() -> RefusedError:
    """Return the answer to a token that has used up its quota (reported)."""
    return RefusedError(429, "too_many_requests", "Too Many Requests")
