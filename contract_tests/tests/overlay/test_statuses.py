"""The class of an error follows from the status of the answer."""

from collections.abc import Callable, Iterator
from importlib import resources
from typing import Any

import httpx
import pytest
import respx
import yaml

import webflow_pages
from webflow_pages import Webflow

Fixture = Callable[[str], dict[str, Any]]

BASE_URL = "https://api.webflow.com/v2"
CONTRACT = yaml.safe_load((resources.files("webflow_api") / "openapi.yaml").read_text(encoding="utf-8"))

CALLS: dict[str, tuple[str, str, Callable[[Webflow], object]]] = {
    "get /pages/{page_id}": ("GET", "/pages/1", lambda webflow: webflow.pages.get("1")),
    "put /pages/{page_id}": ("PUT", "/pages/1", lambda webflow: webflow.pages.update("1", title="Home")),
    "get /sites/{site_id}/pages": ("GET", "/sites/1/pages", lambda webflow: list(webflow.pages.list("1"))),
    "get /sites/{site_id}": ("GET", "/sites/1", lambda webflow: webflow.sites.get("1")),
    "get /sites": ("GET", "/sites", lambda webflow: webflow.sites.list()),
}
DOCUMENTED = [
    (f"{method} {path}", int(status))
    for path, item in CONTRACT["paths"].items()
    for method, operation in item.items()
    if method in {"get", "put", "post", "patch", "delete"}
    for status in operation["responses"]
    if status.isdecimal() and status != "200"
]
CLASSES = {
    400: (webflow_pages.ValidationError, "400-malformed-id"),
    401: (webflow_pages.UnauthorizedError, "401"),
    403: (webflow_pages.MissingScopesError, "403-missing-scope"),
    404: (webflow_pages.NotFoundError, "404-unknown"),
    429: (webflow_pages.TooManyRequestsError, "429"),
    500: (webflow_pages.InternalServerError, "500"),
}


@pytest.fixture(scope="module")
def webflow() -> Iterator[Webflow]:
    """Give one client to all: making a client costs more than a call."""
    with Webflow("token") as webflow:
        yield webflow


every_call = pytest.mark.parametrize("call", CALLS)


def test_every_operation_of_the_contract_is_called() -> None:
    assert {operation for operation, _ in DOCUMENTED} == set(CALLS)
    assert {status for _, status in DOCUMENTED} == set(CLASSES)


@pytest.mark.parametrize(("call", "status"), DOCUMENTED)
@respx.mock(base_url=BASE_URL)
def test_a_documented_status_has_its_class(
    respx_mock: respx.MockRouter, webflow: Webflow, fixture: Fixture, call: str, status: int
) -> None:
    method, path, do = CALLS[call]
    kind, name = CLASSES[status]
    body = fixture(name)["body"]
    respx_mock.request(method, path).respond(status, json=body)

    with pytest.raises(webflow_pages.ResponseError) as caught:
        do(webflow)

    assert type(caught.value) is kind
    assert (caught.value.status, caught.value.code, caught.value.message) == (status, body["code"], body["message"])


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (201, webflow_pages.UnexpectedResponseError),
        (202, webflow_pages.UnexpectedResponseError),
        (204, webflow_pages.UnexpectedResponseError),
        (301, webflow_pages.UnexpectedResponseError),
        (302, webflow_pages.UnexpectedResponseError),
        (304, webflow_pages.UnexpectedResponseError),
        (402, webflow_pages.ClientError),
        (405, webflow_pages.ClientError),
        (409, webflow_pages.ConflictError),
        (418, webflow_pages.ClientError),
        (451, webflow_pages.ClientError),
        (499, webflow_pages.ClientError),
        (501, webflow_pages.ServerError),
        (502, webflow_pages.ServerError),
        (503, webflow_pages.ServiceUnavailableError),
        (520, webflow_pages.ServerError),
        (599, webflow_pages.ServerError),
        (600, webflow_pages.UnexpectedResponseError),
    ],
)
@every_call
@respx.mock(base_url=BASE_URL)
def test_an_undocumented_status_has_the_class_of_its_family(
    respx_mock: respx.MockRouter, webflow: Webflow, call: str, status: int, kind: type[webflow_pages.ResponseError]
) -> None:
    method, path, do = CALLS[call]
    respx_mock.request(method, path).respond(status, json={"id": "1", "code": "odd", "message": "Odd"})

    with pytest.raises(webflow_pages.ResponseError) as caught:
        do(webflow)

    assert type(caught.value) is kind
    assert (caught.value.status, caught.value.code) == (status, "odd")


@pytest.mark.parametrize("status", CLASSES)
@respx.mock(base_url=BASE_URL)
def test_a_code_that_is_not_listed_changes_nothing(respx_mock: respx.MockRouter, webflow: Webflow, status: int) -> None:
    respx_mock.get("/pages/1").respond(status, json={"code": "branch_sync_pending", "message": "Wait"})

    with pytest.raises(webflow_pages.ResponseError) as caught:
        webflow.pages.get("1")

    behind = {400: webflow_pages.BadRequestError, 403: webflow_pages.ForbiddenError}
    assert type(caught.value) is behind.get(status, CLASSES[status][0])
    assert caught.value.code == "branch_sync_pending"


@pytest.mark.parametrize("details", [None, "a text", {"param": "x"}, 5, ...])
@respx.mock(base_url=BASE_URL)
def test_details_of_another_shape_do_not_hide_the_rest(
    respx_mock: respx.MockRouter, webflow: Webflow, details: object
) -> None:
    body = {"code": "validation_error", "message": "No", "externalReference": 5}
    respx_mock.get("/pages/1").respond(400, json=body if details is ... else {**body, "details": details})

    with pytest.raises(webflow_pages.BadRequestError) as caught:
        webflow.pages.get("1")

    assert (caught.value.code, caught.value.message, caught.value.details) == ("validation_error", "No", ())


@pytest.mark.parametrize("value", [5, None, ["a"], {}, False])
@respx.mock(base_url=BASE_URL)
def test_a_code_and_a_message_are_text_or_none(respx_mock: respx.MockRouter, webflow: Webflow, value: object) -> None:
    respx_mock.get("/pages/1").respond(400, json={"code": value, "message": value})

    with pytest.raises(webflow_pages.BadRequestError) as caught:
        webflow.pages.get("1")

    assert (caught.value.code, caught.value.message) == (None, None)


@respx.mock(base_url=BASE_URL)
def test_details_keep_their_values(respx_mock: respx.MockRouter, webflow: Webflow) -> None:
    details = ["text", {"param": "x", "description": None}, 5]
    respx_mock.get("/pages/1").respond(400, json={"details": details})

    with pytest.raises(webflow_pages.BadRequestError) as caught:
        webflow.pages.get("1")

    assert caught.value.details == tuple(details)


@respx.mock(base_url=BASE_URL)
def test_html_of_a_cdn_is_told_on_one_line(respx_mock: respx.MockRouter, webflow: Webflow) -> None:
    html = "<html>\r\n<head><title>520</title></head>\n\t<body>\x1b[31mUnknown\x00error</body>" + " x" * 2000
    respx_mock.get("/pages/1").respond(520, html=html, headers={"CF-Ray": "8a1b"})

    with pytest.raises(webflow_pages.ServerError) as caught:
        webflow.pages.get("1")

    error = caught.value
    assert (error.code, error.message, error.details) == (None, None, ())
    assert error.headers["cf-ray"] == "8a1b"
    assert error.body == html[:1000]
    assert str(error).startswith("Try again later. Webflow answered 520, <html> <head><title>520")
    assert str(error).isprintable()
    assert len(str(error)) < 400


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@every_call
@respx.mock
def test_no_redirect_takes_the_token_along(respx_mock: respx.MockRouter, call: str, status: int) -> None:
    method, path, do = CALLS[call]
    respx_mock.request(method, BASE_URL + path).respond(status, headers={"Location": "https://evil.example/v2"})
    elsewhere = respx_mock.route(host="evil.example").respond(json={"id": "1"})

    with (
        httpx.Client(follow_redirects=True) as client,
        Webflow("token", http_client=client) as webflow,
        pytest.raises(webflow_pages.UnexpectedResponseError) as caught,
    ):
        do(webflow)

    assert not elsewhere.called
    assert caught.value.headers["location"] == "https://evil.example/v2"


@pytest.mark.parametrize("body", [b"[]", b"null", b"5", b'"id"', b'[["id", "1"]]', b"", b"{", b"<html>", b"\xff\xfe"])
@every_call
@respx.mock(base_url=BASE_URL)
def test_a_200_that_is_no_object_is_an_error(
    respx_mock: respx.MockRouter, webflow: Webflow, call: str, body: bytes
) -> None:
    method, path, do = CALLS[call]
    respx_mock.request(method, path).respond(200, content=body, headers={"X-Kept": "yes"})

    with pytest.raises(webflow_pages.UnexpectedResponseError) as caught:
        do(webflow)

    assert caught.value.status == 200
    assert caught.value.headers["x-kept"] == "yes"
    assert caught.value.body == body.decode(errors="replace")
    assert "Report this: the answer is not what the contract says (the body is " in str(caught.value)
    assert str(caught.value).startswith("Look at page 1: what became of the update is not known.") == call.startswith(
        "put"
    )


@respx.mock(base_url=BASE_URL)
def test_a_page_without_an_id_is_an_error(respx_mock: respx.MockRouter, webflow: Webflow) -> None:
    respx_mock.get("/pages/1").respond(json={"title": "Home"})

    with pytest.raises(webflow_pages.UnexpectedResponseError, match=r"\(/id is missing\)") as caught:
        webflow.pages.get("1")
    assert caught.value.pointer == "/id"
