"""The errors of this package, under one root.

An error about an answer keeps what the answer said. Its class comes from the status alone: one that no document names
falls back to its family, 4xx or 5xx.
"""

from collections.abc import Mapping, Sequence
from typing import Any


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

    Whether a request that changes something was carried out is not known then.
    """


class ResponseError(WebflowError):
    """An answer that is not the one asked for.

    Attributes:
        status: The HTTP status.
        code: Webflow's error code, such as ``missing_scopes``; None where the body has none.
        message: Webflow's message; None where the body has none.
        details: Webflow's particulars, of any shape; empty where the body has none.
        headers: The headers of the answer.
        body: The first 1,000 characters of the body.
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
    ) -> None:
        self.advice = advice
        self.status = status
        self.code = code
        self.message = message
        self.details = tuple(details)
        self.headers: Mapping[str, str] = {} if headers is None else headers
        self.body = body
        super().__init__(advice)

    def __str__(self) -> str:
        said = ": ".join(part for part in (self.code, self.message) if part) or self.body or "no body"
        return f"{one_line(self.advice)} Webflow answered {self.status}, {one_line(said)}"

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (type(self), self.advice, {name: getattr(self, name) for name in _FIELDS})


_FIELDS = ("status", "code", "message", "details", "headers", "body")


def _restore(kind: type[ResponseError], advice: str, values: dict[str, Any]) -> ResponseError:
    return kind(advice, **values)


class UnexpectedResponseError(ResponseError):
    """An answer that is none of the operation's: another 2xx, a 3xx, or a 200 with a body of another shape."""


class LocaleMismatchError(ResponseError):
    """The answer is for another locale than the one asked for. A write may have gone to the wrong place."""


class ClientError(ResponseError):
    """4xx: Webflow refuses the request."""


class BadRequestError(ClientError):
    """400: the request is malformed or a value is not accepted."""


class UnauthorizedError(ClientError):
    """401: the token is missing, wrong or revoked."""


class ForbiddenError(ClientError):
    """403: the token may not do this."""


class NotFoundError(ClientError):
    """404: there is no such page or site, or the token does not reach it."""


class TooManyRequestsError(ClientError):
    """429: the token's quota for this minute is used up."""


class ServerError(ResponseError):
    """5xx: Webflow, or what stands in front of it, has a problem."""


class InternalServerError(ServerError):
    """500: Webflow had a problem."""


_BY_STATUS: Mapping[int, tuple[type[ResponseError], str]] = {
    400: (BadRequestError, "Correct the request."),
    401: (UnauthorizedError, "Check the token: it is missing, wrong or revoked."),
    403: (ForbiddenError, "Use a token that may do this."),
    404: (NotFoundError, "Check the id, and that the token reaches its site."),
    429: (TooManyRequestsError, "Wait for the next minute."),
    500: (InternalServerError, "Try again later."),
}

_BY_FAMILY: Mapping[int, tuple[type[ResponseError], str]] = {
    4: (ClientError, "Correct the request."),
    5: (ServerError, "Try again later."),
}


def classify(status: int) -> tuple[type[ResponseError], str]:
    """Return the class for a status other than 200, and what its text advises."""
    otherwise = (UnexpectedResponseError, "Report this: the contract does not know such an answer.")
    return _BY_STATUS.get(status) or _BY_FAMILY.get(status // 100, otherwise)
