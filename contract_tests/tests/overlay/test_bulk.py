"""The vendor's beta: many pages and locales in one request, each checked in the answer. It is not in the contract."""

import asyncio
import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import stamina
from attrs import evolve

from webflow_contract import observe
from webflow_contract.carriers.transport import SandboxTransport
from webflow_contract.sandbox import Sandbox
from webflow_pages import (
    AsyncWebflow,
    ConfigurationError,
    InvalidArgumentError,
    LocaleError,
    LocaleMismatchError,
    OpenGraph,
    Page,
    Seo,
    UnexpectedResponseError,
    ValidationError,
    Webflow,
)
from webflow_pages.bulk import BulkUpdate

from .conftest import LOCALES, PAGE, SITE, TOKEN

ABOUT = "5eed0000000000000000d002"
FR = "5eed0000000000000000b002"
BASE_URL = "http://127.0.0.1/v2"
PRIMARY = "5eed0000000000000000b001"


@pytest.fixture
def webflow(webflow_sandbox: Sandbox) -> Iterator[Webflow]:
    transport = SandboxTransport(webflow_sandbox, sleep=webflow_sandbox.clock.sleep)
    with httpx.Client(transport=transport) as http_client:
        yield Webflow(webflow_sandbox.token, base_url=BASE_URL, http_client=http_client, clock=webflow_sandbox.clock)


def sent(sandbox: Sandbox) -> list[dict[str, Any]]:
    pages: list[dict[str, Any]] = json.loads(sandbox.requests()[-1].body)["pages"]
    return pages


def test_many_are_written_with_one_request(webflow: Webflow, webflow_sandbox: Sandbox) -> None:
    updates = [
        BulkUpdate(PAGE, "fr-FR", title="Prix", seo=Seo(description="Tout")),
        BulkUpdate(PAGE, title="Prices"),
        BulkUpdate(ABOUT, "primary", open_graph=OpenGraph(title="Us", title_copied=False)),
        BulkUpdate(ABOUT, "fr_fr", slug="nous"),
    ]
    webflow.sites.get(webflow_sandbox.site_id)
    webflow.pages.get(PAGE)
    webflow_sandbox.forget_requests()
    pages = webflow.pages.update_bulk(updates)
    (request,) = webflow_sandbox.requests()
    assert (request.method, request.path) == ("PATCH", "/beta/pages")
    assert sent(webflow_sandbox) == [
        {"id": PAGE, "localeId": FR, "title": "Prix", "seo": {"description": "Tout"}},
        {"id": PAGE, "title": "Prices"},
        {"id": ABOUT, "openGraph": {"title": "Us", "titleCopied": False}},
        {"id": ABOUT, "localeId": FR, "slug": "nous"},
    ]
    assert [(page.id, page.locale_id, page.title) for page in pages] == [
        (PAGE, FR, "Prix"),
        (PAGE, PRIMARY, "Prices"),
        (ABOUT, PRIMARY, "About"),
        (ABOUT, FR, "À propos"),
    ]
    assert [page.not_applied for page in pages] == [(), (), (), ("slug",)]
    assert pages[0].response.quota.remaining is not None
    assert webflow.pages.get(PAGE, locale="fr-FR").title == "Prix"


def test_the_site_is_found_once_for_all(webflow: Webflow, webflow_sandbox: Sandbox) -> None:
    webflow.pages.update_bulk([BulkUpdate(page, "fr-FR", title="x") for page in webflow_sandbox.page_ids.values()])
    assert [entry.operation for entry in webflow_sandbox.requests()] == [
        "get-page-metadata",
        "get-site",
        "update-page-metadata-bulk",
    ]


def test_the_primary_locale_alone_needs_nothing_else(webflow: Webflow, webflow_sandbox: Sandbox) -> None:
    webflow.pages.update_bulk([BulkUpdate(PAGE, title="Prices"), BulkUpdate(ABOUT, title="Us")])
    assert len(webflow_sandbox.requests()) == 1


def test_it_is_awaited(async_webflow: AsyncWebflow) -> None:
    pages = asyncio.run(async_webflow.pages.update_bulk([BulkUpdate(PAGE, "fr-FR", title="Prix")]))
    assert [page.title for page in pages] == ["Prix"]


@pytest.mark.parametrize(
    ("updates", "says"),
    [
        ([], "1 to 100"),
        ([BulkUpdate(PAGE, title="x")] * 101, "1 to 100"),
        ([BulkUpdate(PAGE, title="x"), BulkUpdate(PAGE.upper(), "primary", title="y")], r"updates\[0\].*updates\[1\]"),
        ([BulkUpdate(PAGE, "fr-FR", title="x"), BulkUpdate(PAGE, FR, title="y")], "the same page and locale"),
        ([BulkUpdate(PAGE)], r"updates\[0\]: There is nothing to change"),
        ([BulkUpdate("..", title="x")], r"updates\[0\].page_id"),
        ([BulkUpdate(PAGE, title=None)], r"updates\[0\]: title cannot be None"),  # type: ignore[arg-type]
        ([{"id": PAGE, "title": "x"}], r"updates\[0\] has to be a BulkUpdate"),
        ([BulkUpdate(PAGE, "not a locale", title="x")], "is no locale"),
    ],
)
def test_what_cannot_be_sent_is_an_error_before_anything_is_written(
    webflow: Webflow, webflow_sandbox: Sandbox, updates: list[BulkUpdate], says: str
) -> None:
    with pytest.raises(InvalidArgumentError, match=says):
        webflow.pages.update_bulk(updates)
    assert "PATCH" not in {entry.method for entry in webflow_sandbox.requests()}


def test_a_locale_that_the_site_does_not_have_is_told_before_anything_is_written(
    webflow: Webflow, webflow_sandbox: Sandbox
) -> None:
    with pytest.raises(LocaleError, match="fr-FR"):
        webflow.pages.update_bulk([BulkUpdate(PAGE, title="x"), BulkUpdate(PAGE, "fr-CA", title="x")])
    assert "PATCH" not in {entry.method for entry in webflow_sandbox.requests()}


def test_a_refusal_is_the_error_that_it_is_for_one_update(webflow: Webflow) -> None:
    with pytest.raises(ValidationError, match="slug"):
        webflow.pages.update_bulk([BulkUpdate(PAGE, slug="Not A Slug")])


Answer = Callable[[list[dict[str, Any]]], object]


def answering(answer: Answer, base_url: str = BASE_URL) -> Webflow:
    """Return a client to a service that makes its answer of the pages as they would be right."""

    def respond(request: httpx.Request) -> httpx.Response:
        entries = json.loads(request.content)["pages"]
        right = [{"siteId": SITE, "localeId": None, **entry} for entry in entries]
        return httpx.Response(200, json=answer(right))

    http_client = httpx.Client(transport=httpx.MockTransport(respond))
    return Webflow(TOKEN, base_url=base_url, site_id=SITE, locales=LOCALES, http_client=http_client)


UPDATES = [BulkUpdate(PAGE, "fr-FR", title="a"), BulkUpdate(PAGE, title="b"), BulkUpdate(ABOUT, "fr-FR", title="c")]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_pages_come_back_in_the_order_of_the_updates(order: tuple[int, ...]) -> None:
    webflow = answering(lambda pages: {"pages": [pages[at] for at in order]})
    assert [page.title for page in webflow.pages.update_bulk(UPDATES)] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("answer", "error", "says"),
    [
        (lambda pages: {"pages": pages[:2]}, UnexpectedResponseError, "it had 3, and the answer has 2"),
        (lambda pages: {"pages": [*pages, pages[0]]}, UnexpectedResponseError, "the answer has 4"),
        (
            lambda pages: {"pages": [pages[0], pages[0], pages[2]]},
            LocaleMismatchError,
            f"primary of page {PAGE}, got {FR}",
        ),
        (
            lambda pages: {"pages": [*pages[:2], {**pages[2], "id": "f" * 24}]},
            UnexpectedResponseError,
            f"page {ABOUT} is not in",
        ),
        (
            lambda pages: {"pages": [*pages[:2], {**pages[2], "localeId": None}]},
            LocaleMismatchError,
            f"locale {FR} of page {ABOUT}, got no locale",
        ),
        (
            lambda pages: {"pages": [pages[0], {**pages[1], "localeId": "5eed0000000000000000b003"}, pages[2]]},
            LocaleMismatchError,
            f"locale primary of page {PAGE}, got 5eed0000000000000000b003",
        ),
        (lambda pages: {}, UnexpectedResponseError, "/pages is missing"),
        (lambda pages: {"pages": {}}, UnexpectedResponseError, "what became of the updates is not known"),
        (lambda pages: {"pages": [{"title": "a"}] * 3}, UnexpectedResponseError, "id"),
        (lambda pages: pages, UnexpectedResponseError, "has to be an object"),
    ],
)
def test_an_answer_that_is_not_about_these_pages_is_an_error(answer: Answer, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        answering(answer).pages.update_bulk(UPDATES)


@pytest.mark.parametrize("base_url", ["http://127.0.0.1/api", "http://127.0.0.1/v2/more", "http://127.0.0.1/xv2"])
def test_where_the_beta_is_cannot_be_told_of_every_base_url(base_url: str) -> None:
    with pytest.raises(ConfigurationError, match="/v2"):
        answering(lambda pages: {"pages": pages}, base_url).pages.update_bulk(UPDATES)


def test_the_beta_is_beside_the_base_url_wherever_that_is() -> None:
    asked: list[str] = []

    def respond(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(200, json={"pages": json.loads(request.content)["pages"]})

    http_client = httpx.Client(transport=httpx.MockTransport(respond), params={"from": "us"})
    webflow = Webflow(TOKEN, base_url="https://api.example/here/v2/", http_client=http_client)
    webflow.pages.update_bulk([BulkUpdate(PAGE, title="x")])
    assert asked == ["https://api.example/here/beta/pages?from=us"]


def test_no_answer_is_tried_again_as_values_are_named(webflow: Webflow, webflow_sandbox: Sandbox) -> None:
    webflow_sandbox.switches.on("cut-after-applying", times=1)
    with stamina.set_testing(True, attempts=3):
        pages = webflow.pages.update_bulk([BulkUpdate(PAGE, title="Prices")])
    assert [page.title for page in pages] == ["Prices"]
    assert len(webflow_sandbox.requests()) == 2


def test_who_observes_the_contract_is_not_told_of_it(webflow: Webflow) -> None:
    findings: list[object] = []
    with observe(webflow, on_finding=findings.append) as observation:
        webflow.pages.update_bulk([BulkUpdate(PAGE, title="Prices")])
        assert (findings, observation.exchanges) == ([], 0)


def test_an_update_is_a_value() -> None:
    update = BulkUpdate(PAGE, "fr-FR", title="x")
    assert evolve(update, title="y") == BulkUpdate(PAGE, "fr-FR", title="y")
    assert isinstance(hash(update), int)


def test_pages_are_pages(webflow: Webflow) -> None:
    (page,) = webflow.pages.update_bulk([BulkUpdate(PAGE, title="Prices")])
    assert isinstance(page, Page)
