"""What the service really said goes through the client without loss."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx

import webflow_pages
from webflow_pages import UNSET, Webflow

Fixture = Callable[[str], dict[str, Any]]

BASE_URL = "https://api.webflow.com/v2"
REFUSALS = sorted(path.stem for path in (Path(__file__).parent / "fixtures").glob("[45]*.json"))
CLASSES = {
    (400, None): webflow_pages.BadRequestError,
    (400, "validation_error"): webflow_pages.ValidationError,
    (401, None): webflow_pages.UnauthorizedError,
    (403, "missing_scopes"): webflow_pages.MissingScopesError,
    (404, None): webflow_pages.NotFoundError,
    (429, None): webflow_pages.TooManyRequestsError,
    (500, None): webflow_pages.InternalServerError,
}


def _response(fixture: dict[str, Any]) -> httpx.Response:
    return httpx.Response(fixture["status"], headers=fixture["headers"], json=fixture["body"])


@respx.mock(base_url=BASE_URL)
def test_a_page_keeps_every_field_and_value(respx_mock: respx.MockRouter, fixture: Fixture) -> None:
    home = fixture("page-home")
    respx_mock.get(f"/pages/{home['body']['id']}").mock(return_value=_response(home))

    with Webflow("token") as webflow:
        page = webflow.pages.get(home["body"]["id"])

    assert page.to_dict() == home["body"]
    assert list(page.additional_keys) == []


@respx.mock(base_url=BASE_URL)
def test_null_and_absent_are_told_apart(respx_mock: respx.MockRouter, fixture: Fixture) -> None:
    home = fixture("page-home")
    respx_mock.get(f"/pages/{home['body']['id']}").mock(return_value=_response(home))

    with Webflow("token") as webflow:
        page = webflow.pages.get(home["body"]["id"])

    assert page.slug is None
    assert page.parent_id is None
    assert page.locale_id is None
    assert page.open_graph
    assert (page.open_graph.title, page.open_graph.title_copied) == (None, True)
    assert page.should_publish is UNSET
    assert page.created_on == "2025-11-04T21:06:25.279Z"


@respx.mock(base_url=BASE_URL)
def test_fields_that_the_contract_does_not_know_survive(respx_mock: respx.MockRouter, fixture: Fixture) -> None:
    home = fixture("page-home")
    home["body"] |= {"shouldPublish": False, "hreflang": [{"x-default": None}], "id2": 1e300}
    home["body"]["seo"]["noindex"] = None
    home["body"]["openGraph"]["image"] = {"url": "…"}
    respx_mock.put(f"/pages/{home['body']['id']}").mock(return_value=_response(home))

    with Webflow("token") as webflow:
        page = webflow.pages.update(home["body"]["id"], title="Home")

    assert page.to_dict() == home["body"]
    assert page["hreflang"] == [{"x-default": None}]
    assert page.should_publish is False


@respx.mock(base_url=BASE_URL)
def test_a_page_may_lack_all_but_its_id(respx_mock: respx.MockRouter) -> None:
    respx_mock.get("/pages/1").respond(json={"id": "1"})

    with Webflow("token") as webflow:
        assert webflow.pages.get("1").to_dict() == {"id": "1"}


@respx.mock(base_url=BASE_URL)
def test_a_listing_keeps_every_page_and_goes_on_to_the_total(respx_mock: respx.MockRouter, fixture: Fixture) -> None:
    listing = fixture("list-home")
    rest = {
        "pages": [{"id": str(number)} for number in range(27)],
        "pagination": {"limit": 100, "offset": 1, "total": 28},
    }
    path = f"/sites/{listing['body']['pages'][0]['siteId']}/pages"
    first = respx_mock.get(path, params={"limit": 100, "offset": 0}).mock(return_value=_response(listing))
    second = respx_mock.get(path, params={"limit": 100, "offset": 1}).respond(json=rest)

    with Webflow("token") as webflow:
        pages = list(webflow.pages.list(listing["body"]["pages"][0]["siteId"]))

    assert [page.to_dict() for page in pages] == listing["body"]["pages"] + rest["pages"]
    assert (first.call_count, second.call_count) == (1, 1)


@pytest.mark.parametrize("name", REFUSALS)
@respx.mock(base_url=BASE_URL)
def test_a_refusal_is_told_whole(respx_mock: respx.MockRouter, fixture: Fixture, name: str) -> None:
    refusal = fixture(name)
    body = refusal["body"]
    respx_mock.put("/pages/1").mock(return_value=_response(refusal))

    with Webflow("token") as webflow, pytest.raises(webflow_pages.ResponseError) as caught:
        webflow.pages.update("1", title="Home")

    error = caught.value
    status, code = refusal["status"], body["code"]
    assert type(error) is (CLASSES.get((status, code)) or CLASSES[status, None])
    assert error.status == refusal["status"]
    assert error.code == body["code"]
    assert error.message == body["message"]
    assert error.details == tuple(body["details"])
    assert {name: error.headers[name.title()] for name in refusal["headers"]} == refusal["headers"]
    assert body["code"] in error.body
    assert f"Webflow answered {error.status}, {error.code}: {error.message}" in str(error)
    assert "\n" not in str(error)
