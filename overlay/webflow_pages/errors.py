"""The errors of this package, under one root.

An error about an answer keeps what the answer said. Its class comes from a table of status and code; behind it stand
the status alone and its family, 4xx or 5xx, so that a code or a status that no document names has a class as well.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

_DIGITS = re.compile(r"[0-9]+")
_ENDLESS = 999_999_999.0
"""Seconds. Whoever is to wait longer than that is to wait so long."""


def one_line(text: str, limit: int = 300) -> str:
    """Return somebody else's text on one line, printable and not too long."""
    text = "".join(character if character.isprintable() else " " for character in text[: 2 * limit])
    text = " ".join(text.split())
    return text if len(text) <= limit else f"{text[:limit]}…"


class WebflowError(Exception):
    """The root of this package's errors."""


class ConfigurationError(WebflowError):
    """The client cannot be set up: no token, a malformed one, or a base URL that a token must not go to."""


class InvalidArgumentError(WebflowError, ValueError):
    """An argument that cannot be sent. Nothing was sent."""


class LocaleError(InvalidArgumentError):
    """A locale that the site does not have, or that is no locale. The call that needed it was not sent."""


class TransportError(WebflowError):
    """No answer came: no connection, a broken one, or none in time.

    Attributes:
        sent: Whether the request may have reached Webflow. If so, it is not known whether an update was carried out.
    """

    def __init__(self, advice: str, *, sent: bool = True) -> None:
        self.sent = sent
        super().__init__(advice)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (type(self), str(self), {"sent": self.sent})


class TransportTimeoutError(TransportError):
    """No answer came in time, or no connection was made in time."""


class RateLimitError(WebflowError):
    """The token's quota is used up, by Webflow's word or by what earlier answers told: come back later."""


class QuotaError(RateLimitError):
    """A call would have to wait for the token's quota longer than ``max_wait`` allows. Nothing was sent.

    Attributes:
        retry_after: Seconds after which it would be sent.
    """

    def __init__(self, advice: str, *, retry_after: float) -> None:
        self.retry_after = retry_after
        super().__init__(advice)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (type(self), str(self), {"retry_after": self.retry_after})


class ResponseError(WebflowError):
    """An answer that is not the one asked for.

    Attributes:
        status: The HTTP status.
        code: Webflow's error code, such as ``missing_scopes``; None where the body has none.
        message: Webflow's message; None where the body has none.
        details: Webflow's particulars, of any shape; empty where the body has none.
        headers: The headers of the answer.
        body: The first 1,000 characters of the body.
        pointer: Where in the body (RFC 6901) it is not what the contract says; None where that is not the matter.
    """

    def __init__(
        self,
        advice: str,
        *,
        status: int,
        code: str | None = None,
        message: str | None = None,
        details: Sequence[Any] = (),
        headers: Mapping[str, str] | None = None,
        body: str = "",
        pointer: str | None = None,
    ) -> None:
        self.advice: str = advice
        self.status = status
        self.code = code
        self.message = message
        self.details: tuple[Any, ...] = tuple(details)
        self.headers: Mapping[str, str] = {} if headers is None else headers
        self.body = body
        self.pointer = pointer
        super().__init__(advice)

    def put_first(self, advice: str) -> None:
        """Put advice before that of this error, from someone who knows more of what was going on."""
        self.advice = f"{advice} {self.advice}"
        super().__init__(self.advice)  # what its repr shows

    @property
    def retry_after(self) -> float | None:
        """Seconds to wait from now on before trying again, by a 429's or a 5xx's ``Retry-After``; None without one.

        Webflow sends that header with every answer (documented); with any other status it says nothing.
        """
        if self.status != 429 and self.status // 100 != 5:
            return None
        return seconds_to_wait(self.headers)

    @property
    def request_id(self) -> str | None:
        """What the service, or the CDN in front of it, calls this request; None where it has no name."""
        return request_id(self.headers)

    def __str__(self) -> str:
        details = one_line(", ".join(map(_detail, self.details)))
        said = one_line(": ".join(part for part in (self.code, self.message, details) if part))
        said = said or one_line(self.body) or "no body"
        name = one_line(self.request_id or "", 80)
        named = f" (request {name})" if name else ""
        return f"{one_line(self._advice())} Webflow answered {self.status}, {said}{named}"

    def _advice(self) -> str:
        wait = self.retry_after
        return self.advice if wait is None else f"{self.advice.removesuffix('.')}, in {wait:.0f} s."

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (type(self), self.advice, {name: getattr(self, name) for name in _FIELDS})


def _detail(detail: object) -> str:
    """Return one of Webflow's particulars in short: ``title: is required`` for an object, itself for a text."""
    if isinstance(detail, Mapping):
        return ": ".join(str(value) for value in detail.values() if value)
    return str(detail)


_FIELDS = ("status", "code", "message", "details", "headers", "body", "pointer")


def _restore(kind: type[WebflowError], advice: str, values: dict[str, Any]) -> WebflowError:
    return kind(advice, **values)


def seconds_to_wait(headers: Mapping[str, str]) -> float | None:
    """Return what ``Retry-After`` says (RFC 9110, 10.2.3): seconds, or a date in any of its three forms.

    A date is compared with that of the answer, and without one with the clock here. One that has passed is 0 seconds.
    What is neither is None.
    """
    value = headers.get("retry-after", "").strip()
    if _DIGITS.fullmatch(value):
        return min(float(value), _ENDLESS)
    then = _date(value)
    if then is None:
        return None
    now = _date(headers.get("date", "")) or datetime.now(UTC)
    return max((then - now).total_seconds(), 0.0)


def _date(value: str) -> datetime | None:
    from email.utils import parsedate_to_datetime

    try:
        found = parsedate_to_datetime(value)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


_REQUEST_IDS = ("x-request-id", "request-id", "cf-ray")
"""Headers that name a request. None is documented; the last one is that of the CDN in front (inferred)."""


def request_id(headers: Mapping[str, str]) -> str | None:
    """Return what the service, or the CDN in front of it, calls a request; None where it has no name."""
    return next((headers[name] for name in _REQUEST_IDS if headers.get(name)), None)


class UnexpectedResponseError(ResponseError):
    """An answer that is none of the operation's: another 2xx, a 3xx, or a 200 with a body of another shape."""


class LocaleMismatchError(ResponseError):
    """The answer is for another locale than the one asked for. A write may have gone to the wrong place."""


class ClientError(ResponseError):
    """4xx: Webflow refuses the request."""


class BadRequestError(ClientError):
    """400: the request is malformed or a value is not accepted."""


class ValidationError(BadRequestError):
    """400 ``validation_error``: a value is not accepted. ``message`` and ``details`` say which."""


class UnauthorizedError(ClientError):
    """401: the token is missing, wrong or revoked."""


class ForbiddenError(ClientError):
    """403: the token may not do this."""


class MissingScopesError(ForbiddenError):
    """403 ``missing_scopes``: the token lacks a scope."""

    @property
    def scopes(self) -> tuple[str, ...]:
        """The scopes that are missing, by Webflow's message (reported: ``… the following scopes - 'pages:write'``)."""
        return tuple(re.findall(r"\b[a-z_]+:[a-z_]+\b", self.message or ""))

    def _advice(self) -> str:
        return f"Use a token that has {', '.join(self.scopes)}." if self.scopes else self.advice


class NotFoundError(ClientError):
    """404: there is no such page or site, or the token does not reach it."""


class ConflictError(ClientError):
    """409: something else is in the way (never seen on pages; the general table of errors has it)."""


class TooManyRequestsError(ClientError, RateLimitError):
    """429: the token's quota for this minute is used up. ``retry_after`` says when to come back."""


class ServerError(ResponseError):
    """5xx: Webflow, or what stands in front of it, has a problem."""


class InternalServerError(ServerError):
    """500: Webflow had a problem."""


class ServiceUnavailableError(ServerError):
    """503: Webflow is not available for now."""


_Row = tuple[type[ResponseError], str]

_BY_CODE: Mapping[tuple[int, str | None], _Row] = {
    (400, "validation_error"): (ValidationError, "Correct the value."),
    (400, None): (BadRequestError, "Correct the request."),
    (401, None): (UnauthorizedError, "Check the token: it is missing, wrong or revoked."),
    (403, "missing_scopes"): (MissingScopesError, "Use a token that has the scope."),
    (403, "insufficient_permissions"): (ForbiddenError, "Ask for a role on the site that may do this."),
    (403, "invalid_auth_version"): (ForbiddenError, "Use a token of version 2 of the API."),
    (403, "not_enterprise_plan_site"): (ForbiddenError, "Leave this to sites on an Enterprise plan."),
    (403, "not_enterprise_plan_workspace"): (ForbiddenError, "Leave this to workspaces on an Enterprise plan."),
    (403, None): (ForbiddenError, "Use a token that may do this."),
    (404, None): (NotFoundError, "Check the id, and that the token reaches its site."),
    (409, None): (ConflictError, "Look at what is there now, and try again."),
    (429, None): (TooManyRequestsError, "Try again when the quota's window has ended."),
    (500, None): (InternalServerError, "Try again later."),
    (503, None): (ServiceUnavailableError, "Try again later."),
}

_BY_FAMILY: Mapping[int, _Row] = {
    4: (ClientError, "Correct the request."),
    5: (ServerError, "Try again later."),
}


def classify(status: int, code: str | None) -> _Row:
    """Return the class for a status other than 200 and a code, and what its text advises."""
    otherwise = (UnexpectedResponseError, "Report this: the contract does not know such an answer.")
    found = _BY_CODE.get((status, code)) or _BY_CODE.get((status, None))
    return found or _BY_FAMILY.get(status // 100, otherwise)
