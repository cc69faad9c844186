"""The answers that refuse a request, word for word where the words are known.

The envelope is the same for every status: ``message``, ``code``, ``externalReference`` (null in every body
seen, recorded) and ``details`` (nearly always empty, reported).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from webflow_contract.assumptions import Assumptions

LIMIT_PATTERN: Final = r"^[1-9]\d*$"
OFFSET_PATTERN: Final = r"^\d+$"
SLUG_PATTERN: Final = r"^[a-z0-9_-]+$"
NOT_EMPTY_PATTERN: Final = r"^.+$"


class RefusedError(Exception):
    """A request is refused with a status, a code and a message, and perhaps with headers of its own."""

    def __init__(self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, code, message)
        self.headers = headers or {}
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


def guessed(problem: str, assumptions: Assumptions) -> str:
    """Return a problem whose words nobody has seen, as it is assumed to be told."""
    return problem if assumptions.unseen_messages == "like_seen_ones" else "Invalid value"


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


def not_a_valid_locale(assumptions: Assumptions) -> RefusedError:
    """Return the answer to a locale that the site does not have. Of its message, only the end was reported."""
    if assumptions.unseen_messages == "bare":
        return malformed_request()
    return RefusedError(
        400, "bad_request", "Bad Request: Request is malformed: The provided locale must be a valid locale."
    )


def refused_bulk(problem: str, assumptions: Assumptions) -> RefusedError:
    """Return the answer to a list of updates that is too short, too long, or has duplicates. 400 is documented."""
    if assumptions.bulk_refusal == "bad_request":
        return malformed_request()
    return invalid_values([guessed(problem, assumptions)])


def other_method(methods: Iterable[str], assumptions: Assumptions) -> RefusedError:
    """Return the answer to a method that a known path does not have. With a 405 goes Allow (RFC 9110)."""
    if assumptions.other_method == "bad_request":
        return malformed_request()
    if assumptions.other_method == "method_not_allowed":
        return RefusedError(405, "bad_request", "Method Not Allowed", {"allow": ", ".join(methods)})
    return not_found()


def conflict(problem: str, assumptions: Assumptions) -> RefusedError:
    """Return the 409 that the general table of errors has, and nobody has seen on pages."""
    return RefusedError(409, "conflict", f"Conflict: {guessed(problem, assumptions)}")


def no_user(assumptions: Assumptions) -> RefusedError:
    """Return the answer to the question who authorized a token that nobody did."""
    if assumptions.authorized_by_nobody == "internal_error":
        return RefusedError(500, "internal_error", "An Internal Error Occurred")
    return forbidden(assumptions)


def not_authorized() -> RefusedError:
    """Return the answer to a missing, wrong or revoked token: they look alike (documented, reported)."""
    return RefusedError(401, "not_authorized", "Request not authorized")


def missing_scope(scope: str) -> RefusedError:
    """Return the answer to a token without the scope (reported for other scopes)."""
    return RefusedError(403, "missing_scopes", f"OAuthForbidden: You are missing the following scopes - '{scope}'")


def forbidden(assumptions: Assumptions) -> RefusedError:
    """Return the answer to a token that may not touch it. The code is documented, its message was never seen."""
    in_full = assumptions.unseen_messages == "like_seen_ones"
    return RefusedError(
        403, "forbidden", "Forbidden: You do not have access to this resource" if in_full else "Forbidden"
    )


def not_found(reason: str | None = None) -> RefusedError:
    """Return the answer to what does not exist (recorded without a reason, documented with one)."""
    message = "Requested resource not found"
    return RefusedError(404, "resource_not_found", message if reason is None else f"{message}: {reason}")


def too_many_requests() -> RefusedError:
    """Return the answer to a token that has used up its quota (reported)."""
    return RefusedError(429, "too_many_requests", "Too Many Requests")
