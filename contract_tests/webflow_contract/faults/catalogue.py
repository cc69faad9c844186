"""Every fault that can be switched on, by name.

Envelopes are as documented or seen; which headers a real 5xx or 429 carries is unknown.
"""

import json
from collections.abc import Callable, Mapping
from typing import Final

from attrs import evolve, frozen

from webflow_contract.exchange import Delivery, Handler, Request, Response

DELAY: Final = 2.0
"""Seconds by which a slow answer is late unless told otherwise."""

_RETRY_AFTER: Final = 30


@frozen
class Fault:
    """A fault: its name, what happens, and how to put it in front of a handler."""

    name: str
    what: str
    wrap: Callable[[Handler], Handler]


def delayed(seconds: float) -> Callable[[Handler], Handler]:
    """Return the fault that answers late, by so many seconds."""
    return _delivered(Delivery(delay=seconds))


def _delivered(delivery: Delivery) -> Callable[[Handler], Handler]:
    """Let the service answer, and the answer arrive in another way."""
    return _changed(lambda response: evolve(response, delivery=delivery))


def _changed(change: Callable[[Response], Response]) -> Callable[[Handler], Handler]:
    def wrap(handler: Handler) -> Handler:
        return lambda request: change(handler(request))

    return wrap


def _instead(response: Response) -> Callable[[Handler], Handler]:
    """Answer without asking the service: nothing is carried out, and no quota consumed."""

    def wrap(handler: Handler) -> Handler:  # noqa: ARG001  (it is not asked)
        def answer(request: Request) -> Response:  # noqa: ARG001  (whatever it is)
            return response

        return answer

    return wrap


_NO_ANSWER = Response(500, delivery=Delivery(ends="before_head"))


def _html(status: int, title: str) -> Response:
    """Return a page as a CDN in front of a service writes it."""
    text = f"<!DOCTYPE html>\n<html><head><title>{status} {title}</title></head><body><h1>{title}</h1></body></html>\n"
    return Response(status, {"content-type": "text/html; charset=UTF-8"}, text.encode())


def _envelope(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> Response:
    body: Mapping[str, object] = {"message": message, "code": code, "externalReference": None, "details": []}
    content = json.dumps(body, separators=(",", ":")).encode()
    return Response(status, {"content-type": "application/json; charset=utf-8", **(headers or {})}, content)


def _too_many(headers: Mapping[str, str]) -> Response:
    return _envelope(429, "too_many_requests", "Too Many Requests", headers)


def _half(response: Response) -> Response:
    """Cut a body in two and stay a well-formed answer."""
    return _with_content(response, response.content[: len(response.content) // 2])


def _latin_1(response: Response) -> Response:
    """Write a body in Latin-1, with a letter in front that shows it, while the header goes on saying UTF-8."""
    text = response.content.decode(errors="replace").replace("{", '{"é":"é",', 1)
    return _with_content(response, text.encode("latin-1", errors="replace"))


def _said_to_be_gzip(response: Response) -> Response:
    return evolve(response, headers={**response.headers, "content-encoding": "gzip"})


def _with_content(response: Response, content: bytes) -> Response:
    headers = {name: value for name, value in response.headers.items() if name != "content-length"}
    return evolve(response, headers=headers, content=content)


_STALLED_BEFORE: Final = Delivery(ends="before_head", then="stalled")
_QUOTA: Final = {"x-ratelimit-limit": "60", "x-ratelimit-remaining": "0"}

_ALL = (
    Fault("slow", f"the answer comes {DELAY:g} seconds late", delayed(DELAY)),
    Fault(
        "stalled",
        "the request is not carried out, and no answer ever comes",
        _instead(evolve(_NO_ANSWER, delivery=_STALLED_BEFORE)),
    ),
    Fault(
        "stalled-after-applying", "the request is carried out, and no answer ever comes", _delivered(_STALLED_BEFORE)
    ),
    Fault(
        "stalled-body",
        "the answer stops in the middle of its body",
        _delivered(Delivery(ends="within_body", then="stalled")),
    ),
    Fault("cut", "the connection is cut, and the request not carried out", _instead(_NO_ANSWER)),
    Fault(
        "cut-after-applying",
        "the request is carried out, and the connection cut instead of an answer",
        _delivered(Delivery(ends="before_head")),
    ),
    Fault(
        "cut-body", "the connection is cut in the middle of the answer's body", _delivered(Delivery(ends="within_body"))
    ),
    Fault("truncated-json", "the answer is whole, and its JSON is not", _changed(_half)),
    Fault("empty-body", "the answer has no body", _changed(lambda response: _with_content(response, b""))),
    Fault("wrong-charset", "the answer says UTF-8 and is Latin-1", _changed(_latin_1)),
    Fault("wrong-content-encoding", "the answer says gzip and is not compressed", _changed(_said_to_be_gzip)),
    Fault(
        "too-many-requests", "429 with Retry-After", _instead(_too_many({**_QUOTA, "retry-after": str(_RETRY_AFTER)}))
    ),
    Fault("too-many-requests-without-retry-after", "429 without any header of the quota", _instead(_too_many({}))),
    Fault(
        "token-revoked",
        "401, as if the token had just been revoked",
        _instead(_envelope(401, "not_authorized", "Request not authorized")),
    ),
    Fault(
        "insufficient-permissions",
        "403 with a code that is on no list",
        _instead(_envelope(403, "insufficient_permissions", "Insufficient permissions")),
    ),
    Fault("conflict", "409, which the general table of errors has", _instead(_envelope(409, "conflict", "Conflict"))),
    Fault(
        "internal-error",
        "500 with the envelope",
        _instead(_envelope(500, "internal_error", "An Internal Error Occurred")),
    ),
    Fault(
        "service-unavailable",
        "503 with the envelope",
        _instead(_envelope(503, "service_unavailable", "Service temporarily unavailable. Please try again later.")),
    ),
    Fault("bad-gateway-html", "502 with an HTML page", _instead(_html(502, "Bad Gateway"))),
    Fault("service-unavailable-html", "503 with an HTML page", _instead(_html(503, "Service Temporarily Unavailable"))),
    Fault(
        "unknown-error-html", "520 with an HTML page", _instead(_html(520, "Web server is returning an unknown error"))
    ),
)

FAULTS: Final[Mapping[str, Fault]] = {fault.name: fault for fault in _ALL}
