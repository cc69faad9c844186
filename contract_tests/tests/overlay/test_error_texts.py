"""An error's text starts with what to do, says what came, and ends with the request's name."""

import pickle
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import webflow_pages
from webflow_pages import (
    BadRequestError,
    ClientError,
    ConflictError,
    ForbiddenError,
    InternalServerError,
    LocaleMismatchError,
    MissingScopesError,
    NotFoundError,
    QuotaError,
    RateLimitError,
    ResponseError,
    ServerError,
    ServiceUnavailableError,
    TooManyRequestsError,
    TransportError,
    TransportTimeoutError,
    UnauthorizedError,
    UnexpectedResponseError,
    ValidationError,
    Webflow,
    WebflowError,
)

from .conftest import PAGE, Service

Connect = Callable[..., Webflow]

ROWS: list[tuple[int, str | None, type[ResponseError], str]] = [
    (400, "validation_error", ValidationError, "Correct the value."),
    (400, None, BadRequestError, "Correct the request."),
    (401, "not_authorized", UnauthorizedError, "Check the token: it is missing, wrong or revoked."),
    (401, None, UnauthorizedError, "Check the token: it is missing, wrong or revoked."),
    (403, "missing_scopes", MissingScopesError, "Use a token that has the scope."),
    (403, "insufficient_permissions", ForbiddenError, "Ask for a role on the site that may do this."),
    (403, "invalid_auth_version", ForbiddenError, "Use a token of version 2 of the API."),
    (403, "not_enterprise_plan_site", ForbiddenError, "Leave this to sites on an Enterprise plan."),
    (403, "not_enterprise_plan_workspace", ForbiddenError, "Leave this to workspaces on an Enterprise plan."),
    (403, None, ForbiddenError, "Use a token that may do this."),
    (404, "resource_not_found", NotFoundError, "Check the id, and that the token reaches its site."),
    (409, "conflict", ConflictError, "Look at what is there now, and try again."),
    (429, "too_many_requests", TooManyRequestsError, "Try again when the quota's window has ended."),
    (500, "internal_error", InternalServerError, "Try again later."),
    (503, "service_unavailable", ServiceUnavailableError, "Try again later."),
    # Codes that are on no list, or belong to another status.
    (400, "branch_sync_pending", BadRequestError, "Correct the request."),
    (403, "validation_error", ForbiddenError, "Use a token that may do this."),
    (404, "missing_scopes", NotFoundError, "Check the id, and that the token reaches its site."),
    (500, "too_many_requests", InternalServerError, "Try again later."),
    (400, "", BadRequestError, "Correct the request."),
    # Statuses that are on no list.
    (402, "validation_error", ClientError, "Correct the request."),
    (418, None, ClientError, "Correct the request."),
    (499, "odd", ClientError, "Correct the request."),
    (502, None, ServerError, "Try again later."),
    (520, "odd", ServerError, "Try again later."),
    (201, None, UnexpectedResponseError, "Report this: the contract does not know such an answer."),
    (302, "odd", UnexpectedResponseError, "Report this: the contract does not know such an answer."),
    (999, None, UnexpectedResponseError, "Report this: the contract does not know such an answer."),
]


def _refusing(status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> Service:
    class Refusing(Service):
        def __call__(self, request: httpx.Request) -> httpx.Response:
            return httpx.Response(status, headers=headers or {}, json=body)

    return Refusing()


def _caught(connect: Connect, status: int, body: dict[str, Any], **headers: str) -> ResponseError:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with pytest.raises(ResponseError) as caught:
        connect(_refusing(status, body, named)).pages.get(PAGE)
    return caught.value


@pytest.mark.parametrize(("status", "code", "kind", "advice"), ROWS)
def test_status_and_code_give_class_and_advice(
    connect: Connect, status: int, code: str | None, kind: type[ResponseError], advice: str
) -> None:
    body = {"message": "Because"} if code is None else {"code": code, "message": "Because"}
    error = _caught(connect, status, body)

    assert type(error) is kind
    assert (error.status, error.code, error.message) == (status, code, "Because")
    said = f"{code}: Because" if code else "Because"
    assert str(error) == f"{advice} Webflow answered {status}, {said}"


def test_the_table_has_no_other_rows() -> None:
    """A row that is added is to be tested."""
    from webflow_pages import errors

    assert set(errors._BY_CODE) <= {(status, code) for status, code, _, _ in ROWS} | {
        (status, None) for status, _, _, _ in ROWS
    }


# Which scope is missing.


@pytest.mark.parametrize(
    ("message", "scopes"),
    [
        ("OAuthForbidden: You are missing the following scopes - 'pages:write'", ("pages:write",)),
        (
            "OAuthForbidden: You are missing the following scopes - 'pages:read', 'sites:read'",
            ("pages:read", "sites:read"),
        ),
        ("Missing scopes: custom_code:write", ("custom_code:write",)),
        ("pages:write,cms:read", ("pages:write", "cms:read")),
    ],
)
def test_missing_scopes_are_named(connect: Connect, message: str, scopes: tuple[str, ...]) -> None:
    error = _caught(connect, 403, {"code": "missing_scopes", "message": message})

    assert isinstance(error, MissingScopesError)
    assert error.scopes == scopes
    assert str(error) == (f"Use a token that has {', '.join(scopes)}. Webflow answered 403, missing_scopes: {message}")


@pytest.mark.parametrize("message", ["You lack a scope", "", None, 5, "http://a", "10:30", "Pages:Write"])
def test_a_message_that_names_no_scope_is_no_reason_to_invent_one(connect: Connect, message: object) -> None:
    error = _caught(connect, 403, {"code": "missing_scopes", "message": message})

    assert isinstance(error, MissingScopesError)
    assert error.scopes == ()
    assert str(error).startswith("Use a token that has the scope. Webflow answered 403")


# When to come back.


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (429, "Try again when the quota's window has ended, in 30 s."),
        (500, "Try again later, in 30 s."),
        (503, "Try again later, in 30 s."),
        (524, "Try again later, in 30 s."),
    ],
)
def test_who_has_to_wait_is_told_how_long(connect: Connect, status: int, advice: str) -> None:
    error = _caught(connect, status, {}, Retry_After="30")

    assert error.retry_after == 30
    assert str(error) == f"{advice} Webflow answered {status}, {{}}"


@pytest.mark.parametrize(("status", "code", "kind", "advice"), [row for row in ROWS if row[0] < 429])
def test_who_need_not_wait_is_not_told_to(
    connect: Connect, status: int, code: str | None, kind: type[ResponseError], advice: str
) -> None:
    """Webflow sends Retry-After with every answer (documented)."""
    error = _caught(connect, status, {"code": code}, Retry_After="30")

    assert error.retry_after is None
    assert str(error).startswith(f"{advice} Webflow answered {status}")
    assert error.headers["retry-after"] == "30"


# What kind it is.


def test_a_quota_that_is_used_up_is_one_kind_of_error_however_it_is_known(connect: Connect) -> None:
    assert issubclass(QuotaError, RateLimitError)
    assert issubclass(TooManyRequestsError, RateLimitError)
    assert issubclass(TooManyRequestsError, ClientError)
    assert not issubclass(RateLimitError, ResponseError)
    assert isinstance(_caught(connect, 429, {}), RateLimitError)


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        (httpx.ConnectTimeout, TransportTimeoutError),
        (httpx.ReadTimeout, TransportTimeoutError),
        (httpx.WriteTimeout, TransportTimeoutError),
        (httpx.PoolTimeout, TransportTimeoutError),
        (httpx.ConnectError, TransportError),
        (httpx.RemoteProtocolError, TransportError),
    ],
)
def test_no_answer_in_time_has_a_class_of_its_own(
    connect: Connect, failure: type[httpx.HTTPError], kind: type[TransportError]
) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        raise failure("made up", request=request)

    with pytest.raises(TransportError) as caught:
        connect(handler).pages.update(PAGE, title="T")
    assert type(caught.value) is kind
    assert caught.value.sent is (failure in (httpx.ReadTimeout, httpx.WriteTimeout, httpx.RemoteProtocolError))


# The particulars.


@pytest.mark.parametrize(
    ("details", "said"),
    [
        (["title is required"], "validation_error: Because: title is required"),
        (["a", "b"], "validation_error: Because: a, b"),
        ([{"param": "title", "description": "is required"}], "validation_error: Because: title: is required"),
        ([{"param": "a", "n": 5}, "b"], "validation_error: Because: a: 5, b"),
        ([{"param": None, "description": "no"}], "validation_error: Because: no"),
        ([5, None], "validation_error: Because: 5, None"),
        ([], "validation_error: Because"),
        ("text", "validation_error: Because"),
        (["a\nb\x1b[31m"], "validation_error: Because: a b [31m"),
    ],
)
def test_particulars_are_told(connect: Connect, details: object, said: str) -> None:
    error = _caught(connect, 400, {"code": "validation_error", "message": "Because", "details": details})

    assert str(error) == f"Correct the value. Webflow answered 400, {said}"


def test_particulars_alone_are_told_and_not_without_end(connect: Connect) -> None:
    assert str(_caught(connect, 404, {"details": ["Why"]})).endswith("Webflow answered 404, Why")
    error = _caught(connect, 404, {"message": "Because", "details": [{"param": "x" * 5000}] * 500})
    assert "Because: xxx" in str(error)
    assert len(str(error)) < 500


# What the request is called.


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        ({"X_Request_Id": "abc-1"}, "abc-1"),
        ({"Request_Id": "abc-2"}, "abc-2"),
        ({"CF_Ray": "8a1b-VIE"}, "8a1b-VIE"),
        ({"CF_Ray": "8a1b-VIE", "X_Request_Id": "abc-1"}, "abc-1"),
    ],
)
@pytest.mark.parametrize(("status", "code", "kind", "advice"), ROWS[::3])
def test_the_request_is_named_at_the_end(
    connect: Connect,
    headers: dict[str, str],
    name: str,
    status: int,
    code: str | None,
    kind: type[ResponseError],
    advice: str,
) -> None:
    error = _caught(connect, status, {"code": code, "message": "Because"}, **headers)

    assert error.request_id == name
    assert str(error).endswith(f"Because (request {name})")


def test_a_request_without_a_name_has_none(connect: Connect) -> None:
    error = _caught(connect, 404, {"message": "Because"}, X_Request_Id="")

    assert error.request_id is None
    assert str(error).endswith("Webflow answered 404, Because")


def test_a_long_name_is_shown_in_part(connect: Connect) -> None:
    error = _caught(connect, 404, {"message": "Because"}, X_Request_Id="x" * 5000)

    assert error.request_id == "x" * 5000
    assert len(str(error)) < 300


# Any text.

TEXT = st.text(max_size=400) | st.text("a \n\t\x00\x1b[31m\u202e\ud800é", max_size=2000)


@given(status=st.sampled_from([200, 400, 403, 404, 429, 503, 600]), code=st.none() | TEXT, message=st.none() | TEXT)
def test_any_text_is_told_on_one_printable_line(status: int, code: str | None, message: str | None) -> None:
    kind, advice = webflow_pages.errors.classify(status, code)
    error = kind(advice, status=status, code=code, message=message, headers={"x-request-id": message or ""})

    assert str(error).isprintable()
    assert len(str(error)) < 900
    assert str(error).startswith(error._advice())
    assert re.search(rf" Webflow answered {status}, \S", str(error))


# Whatever goes wrong.

IMPERATIVE = re.compile(r"(Ask for|Check|Come back|Correct|Leave|Look|Make|Pass|Report|Try|Use) [a-z]")


@pytest.mark.parametrize(("status", "code", "kind", "advice"), ROWS)
def test_what_to_do_comes_first(
    connect: Connect, status: int, code: str | None, kind: type[ResponseError], advice: str
) -> None:
    webflow = connect(_refusing(status, {"code": code, "message": "Because"}))
    for call in (
        lambda: webflow.pages.get(PAGE),
        lambda: webflow.pages.get(PAGE, locale="fr-FR"),
        lambda: webflow.pages.update(PAGE, locale="fr-FR", title="T"),
        lambda: list(webflow.pages.list(PAGE)),
        lambda: webflow.sites.list(),
    ):
        with pytest.raises(ResponseError) as caught:
            call()
        assert IMPERATIVE.match(str(caught.value))


@pytest.mark.parametrize(
    "failure", [httpx.ConnectError, httpx.ReadTimeout, httpx.RemoteProtocolError, httpx.PoolTimeout]
)
def test_what_to_do_comes_first_without_an_answer(connect: Connect, failure: type[httpx.HTTPError]) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        raise failure("made up", request=request)

    with pytest.raises(TransportError, match=IMPERATIVE) as caught:
        connect(handler).pages.update(PAGE, title="T")
    assert f"no answer to PUT https://api.webflow.com/v2/pages/{PAGE}" in str(caught.value).replace("in time ", "")


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"id": 5}', b"[]", b'{"id": "1", "localeId": "2"}'])
def test_what_to_do_comes_first_for_a_page_that_is_none(connect: Connect, service: Service, body: bytes) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return service(request) if "/sites" in request.url.path else httpx.Response(200, content=body)

    webflow = connect(handler, site_id="1")
    for call in (
        lambda: webflow.pages.get(PAGE, locale="fr-FR"),
        lambda: webflow.pages.update(PAGE, locale="fr-FR", title="T"),
    ):
        with pytest.raises((UnexpectedResponseError, LocaleMismatchError), match=IMPERATIVE):
            call()


# Over the border of a process.

CASES: list[WebflowError] = [
    *(
        kind(
            "Look.",
            status=status,
            code=code,
            message="You are missing the following scopes - 'pages:write'",
            details=[{"param": None}, "x"],
            headers=webflow_pages.results.Headers([("Retry-After", "30"), ("X-Request-Id", "abc")]),
            body="…",
            pointer="/seo/title",
        )
        for status, code, kind, _ in ROWS
    ),
    TransportError("Try again.", sent=False),
    TransportError("Try again.", sent=True),
    TransportTimeoutError("Try again.", sent=False),
    TransportTimeoutError("Try again.", sent=True),
    QuotaError("Come back in 5 s.", retry_after=5.5),
    webflow_pages.ConfigurationError("There is no token"),
    webflow_pages.InvalidArgumentError("title cannot be None"),
    webflow_pages.LocaleError("'x' is no locale"),
]
ATTRIBUTES = (
    "args", "advice", "status", "code", "message", "details", "headers", "body", "pointer", "retry_after", "request_id",
    "scopes", "sent",
)  # fmt: skip


def _attributes(error: WebflowError) -> dict[str, Any]:
    return {name: getattr(error, name) for name in ATTRIBUTES if hasattr(error, name)}


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("error", CASES, ids=lambda error: f"{type(error).__name__}-{getattr(error, 'status', '')}")
def test_an_error_is_pickled_with_all_that_it_knows(error: WebflowError, protocol: int) -> None:
    other = pickle.loads(pickle.dumps(error, protocol))  # noqa: S301  (its own)

    assert type(other) is type(error)
    assert str(other) == str(error)
    assert repr(other) == repr(error)
    assert _attributes(other) == _attributes(error)


def test_every_error_is_pickled() -> None:
    exported = {getattr(webflow_pages, name) for name in webflow_pages.__all__ if name.endswith("Error")}
    abstract = {WebflowError, ResponseError, LocaleMismatchError, RateLimitError}

    assert {type(error) for error in CASES} == exported - abstract


def test_an_error_of_a_call_is_pickled_with_the_advice_that_was_put_first(connect: Connect, service: Service) -> None:
    service.page = {"id": PAGE, "title": 5}
    with pytest.raises(UnexpectedResponseError) as caught:
        connect(service).pages.update(PAGE, title="T")
    other = pickle.loads(pickle.dumps(caught.value))  # noqa: S301  (its own)

    assert str(other) == str(caught.value)
    assert str(other).startswith(f"Look at page {PAGE}: ")
    assert other.pointer == "/title"
