"""Every fault that can be switched on, by name.

Codes and statuses are documented or seen. Messages are where the sandbox's errors have them too, and otherwise made up.
What the service refuses carries the headers of the quota, which are documented for every answer; what a CDN in front of
it answers does not. Which headers a real 401, 429 and 5xx have is unknown.
"""

import json
from collections.abc import Callable, Mapping
from typing import Final

from attrs import evolve, frozen

from webflow_contract.exchange import AT_ONCE, Delivery, Handler, Request, Response

DELAY: Final = 2.0
"""Seconds by which a slow answer is late unless told otherwise."""

Change = Callable[[Response], Response]


@frozen(kw_only=True)
class Fault:
    """A fault: its name and what happens.

    ``instead`` answers in the place of the service, which then is not asked. ``change`` is what becomes of the answer,
    and ``delivery`` how it arrives.
    """

    name: str
    what: str
    instead: Callable[[Handler, Request], Response] | None = None
    change: Change | None = None
    delivery: Delivery = AT_ONCE

    @property
    def is_delivery(self) -> bool:
        """Whether it leaves the answer as it is, and only delivers it in another way."""
        return self.instead is None and self.change is None

    def wrap(self, handler: Handler) -> Handler:
        """Put it in front of a handler."""

        def answer(request: Request) -> Response:
            response = handler(request) if self.instead is None else self.instead(handler, request)
            if self.change is not None:
                response = self.change(response)
            return evolve(response, delivery=response.delivery.and_also(self.delivery))

        return answer


def slow(seconds: float = DELAY) -> Fault:
    """Return the fault that answers late."""
    return Fault(name="slow", what=f"the answer comes {seconds:g} seconds late", delivery=Delivery(delay=seconds))


def _nothing(handler: Handler, request: Request) -> Response:  # noqa: ARG001  (nobody is asked)
    return Response(500)


def _always(response: Response) -> Callable[[Handler, Request], Response]:
    """Answer without asking the service: no quota is consumed, nothing is carried out."""

    def instead(handler: Handler, request: Request) -> Response:  # noqa: ARG001  (nobody is asked)
        return response

    return instead


def _refused(status: int, code: str, message: str, details: object = ()) -> Callable[[Handler, Request], Response]:
    """Answer as the service does that refuses a request, which costs quota (recorded) and says what is left of it.

    What is left is found out by a request that changes nothing. A 429 to that one is the answer; a 429 to be made up
    says that nothing is left, and when to come back.
    """

    def instead(handler: Handler, request: Request) -> Response:
        asked = handler(evolve(request, method="GET", content=b""))
        if asked.status == 429:
            return asked
        headers = {name: value for name, value in asked.headers.items() if name in _QUOTA}
        if status == 429:
            headers = {"retry-after": _RETRY_AFTER, **headers, "x-ratelimit-remaining": "0"}
        return _envelope(status, code, message, headers, details)

    return instead


_RETRY_AFTER: Final = "30"
_QUOTA: Final = ("x-ratelimit-limit", "x-ratelimit-remaining", "retry-after")


def _html(status: int, title: str) -> Callable[[Handler, Request], Response]:
    """Answer with a page as a CDN in front of a service writes it."""
    text = f"<!DOCTYPE html>\n<html><head><title>{status} {title}</title></head><body><h1>{title}</h1></body></html>\n"
    return _always(Response(status, {"content-type": "text/html; charset=UTF-8"}, text.encode()))


def _failed(status: int, code: str, message: str) -> Callable[[Handler, Request], Response]:
    return _always(_envelope(status, code, message))


def _envelope(
    status: int, code: str, message: str, headers: Mapping[str, str] | None = None, details: object = ()
) -> Response:
    body: Mapping[str, object] = {"message": message, "code": code, "externalReference": None, "details": details}
    content = json.dumps(body, separators=(",", ":")).encode()
    return Response(status, {"content-type": "application/json; charset=utf-8", **(headers or {})}, content)


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


_CUT: Final = Delivery(ends="before_head")
_CUT_BODY: Final = Delivery(ends="within_body")
_STALLED: Final = Delivery(ends="before_head", then="stalled")
_STALLED_BODY: Final = Delivery(ends="within_body", then="stalled")

_DETAILS: Final = [{"param": "ListingId", "description": "Field not described in schema: undefined"}]

_ALL: Final = (
    slow(),
    Fault(
        name="stalled",
        what="the request is not carried out, and no answer ever comes",
        instead=_nothing,
        delivery=_STALLED,
    ),
    Fault(
        name="stalled-after-applying",
        what="the request is carried out, and no answer ever comes",
        delivery=_STALLED,
    ),
    Fault(name="stalled-body", what="the answer stops in the middle of its body", delivery=_STALLED_BODY),
    Fault(name="cut", what="the connection is cut, and the request not carried out", instead=_nothing, delivery=_CUT),
    Fault(
        name="cut-after-applying",
        what="the request is carried out, and the connection cut instead of an answer",
        delivery=_CUT,
    ),
    Fault(name="cut-body", what="the connection is cut in the middle of the answer's body", delivery=_CUT_BODY),
    Fault(name="truncated-json", what="the answer is whole, and its JSON is not", change=_half),
    Fault(name="empty-body", what="the answer has no body", change=lambda response: _with_content(response, b"")),
    Fault(name="wrong-charset", what="the answer says UTF-8 and is Latin-1", change=_latin_1),
    Fault(
        name="wrong-content-encoding",
        what="the answer says gzip and is not compressed",
        change=_said_to_be_gzip,
    ),
    Fault(
        name="validation-details",
        what="400 with an object in details (reported of another endpoint)",
        instead=_refused(400, "validation_error", "Validation Error", details=_DETAILS),
    ),
    Fault(
        name="token-revoked",
        what="401, as if the token had just been revoked",
        instead=_failed(401, "not_authorized", "Request not authorized"),
    ),
    Fault(
        name="insufficient-permissions",
        what="403 with a code that is on no list",
        instead=_refused(403, "insufficient_permissions", "Insufficient permissions"),
    ),
    Fault(
        name="invalid-auth-version",
        what="403, as for a token of the API's first version",
        instead=_refused(403, "invalid_auth_version", "Invalid auth version"),
    ),
    Fault(
        name="not-enterprise-plan-site",
        what="403, as for a site whose plan is too small",
        instead=_refused(403, "not_enterprise_plan_site", "Not an enterprise plan site"),
    ),
    Fault(
        name="conflict",
        what="409, which the general table of errors has",
        instead=_refused(409, "conflict", "Conflict"),
    ),
    Fault(
        name="too-many-requests",
        what="429 with Retry-After",
        instead=_refused(429, "too_many_requests", "Too Many Requests"),
    ),
    Fault(
        name="too-many-requests-without-retry-after",
        what="429 without any header of the quota",
        instead=_failed(429, "too_many_requests", "Too Many Requests"),
    ),
    Fault(
        name="internal-error",
        what="500 with the envelope",
        instead=_failed(500, "internal_error", "An Internal Error Occurred"),
    ),
    Fault(
        name="service-unavailable",
        what="503 with the envelope",
        instead=_failed(503, "service_unavailable", "Service temporarily unavailable. Please try again later."),
    ),
    Fault(name="bad-gateway-html", what="502 with an HTML page", instead=_html(502, "Bad Gateway")),
    Fault(
        name="service-unavailable-html",
        what="503 with an HTML page",
        instead=_html(503, "Service Temporarily Unavailable"),
    ),
    Fault(
        name="unknown-error-html",
        what="520 with an HTML page",
        instead=_html(520, "Web server is returning an unknown error"),
    ),
    Fault(name="origin-timeout-html", what="524 with an HTML page", instead=_html(524, "A timeout occurred")),
)

FAULTS: Final[Mapping[str, Fault]] = {fault.name: fault for fault in _ALL}
