"""A listing reads a portion when it is needed, to the end, and ends."""

import itertools
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from webflow_pages import UnexpectedResponseError, Webflow

SITE = "5eed0000000000000000a001"


def _pages(count: int) -> list[dict[str, Any]]:
    return [{"id": str(number), "siteId": SITE} for number in range(count)]


def _offsets(service: Any) -> list[int]:
    return [int(request.url.params["offset"]) for request in service.requests]


@pytest.mark.parametrize(
    ("count", "offsets"), [(0, [0]), (1, [0]), (99, [0]), (100, [0]), (101, [0, 100]), (250, [0, 100, 200])]
)
def test_every_page_comes_once_in_order(webflow: Webflow, service: Any, count: int, offsets: list[int]) -> None:
    service.pages = _pages(count)

    assert [page.id for page in webflow.pages.list(SITE)] == [str(number) for number in range(count)]
    assert _offsets(service) == offsets
    assert {request.url.params["limit"] for request in service.requests} == {"100"}


@pytest.mark.parametrize(
    ("count", "offsets"), [(0, [0]), (1, [0]), (100, [0, 100]), (101, [0, 100]), (250, [0, 100, 200])]
)
@pytest.mark.parametrize("total", [None, "missing", -1, "250", 250.0])
def test_without_a_total_to_believe_a_short_portion_is_the_last(
    webflow: Webflow, service: Any, count: int, offsets: list[int], total: object
) -> None:
    service.pages = _pages(count)
    service.pagination = None if total == "missing" else lambda offset, _: {"limit": 100, "offset": 0, "total": total}

    assert [page.id for page in webflow.pages.list(SITE)] == [str(number) for number in range(count)]
    assert _offsets(service) == offsets


@pytest.mark.parametrize("total", [0, 50, 99, 199])
def test_a_total_below_what_came_hides_no_page(webflow: Webflow, service: Any, total: int) -> None:
    service.pages = _pages(250)
    service.pagination = lambda offset, _: {"limit": 100, "offset": offset, "total": total}

    assert len(list(webflow.pages.list(SITE))) == 250


def test_a_total_that_never_comes_true_ends_with_an_empty_portion(webflow: Webflow, service: Any) -> None:
    service.pages = _pages(150)
    service.pagination = lambda offset, _: {"limit": 100, "offset": offset, "total": 10**9}

    assert len(list(webflow.pages.list(SITE))) == 150
    assert _offsets(service) == [0, 100, 150]


def test_portions_may_be_smaller_than_asked_for(webflow: Webflow, service: Any) -> None:
    service.pages = _pages(5)
    whole = service._portion

    def clamped(request: httpx.Request) -> dict[str, Any]:
        portion: dict[str, Any] = whole(request)
        return {**portion, "pages": portion["pages"][:2]}

    service._portion = clamped

    assert [page.id for page in webflow.pages.list(SITE)] == ["0", "1", "2", "3", "4"]
    assert _offsets(service) == [0, 2, 4]


@pytest.mark.parametrize("pagination", [{}, {"pagination": {"limit": 100, "offset": 0, "total": 10**9}}])
def test_a_service_that_ignores_the_offset_is_found_out(
    connect: Callable[..., Webflow], pagination: dict[str, object]
) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"pages": _pages(100), **pagination})

    pages = connect(handler).pages.list(SITE)

    assert len(list(itertools.islice(pages, 100))) == 100
    with pytest.raises(UnexpectedResponseError, match=r"^Report this: offset 100 gives the pages before it again\."):
        next(pages)


def test_nothing_is_read_before_it_is_needed(webflow: Webflow, service: Any) -> None:
    service.pages = _pages(250)

    pages = webflow.pages.list(SITE, locale="fr-FR")
    assert service.asked == []
    assert next(pages).id == "0"
    assert len(service.asked) == 2  # The locales, and one portion.
    assert [page.id for page in itertools.islice(pages, 99)][-1] == "99"
    assert len(service.asked) == 2
    assert next(pages).id == "100"
    assert len(service.asked) == 3


def test_two_listings_do_not_disturb_each_other(webflow: Webflow, service: Any) -> None:
    service.pages = _pages(150)

    first, second = webflow.pages.list(SITE), webflow.pages.list(SITE)

    assert [one.id == other.id for one, other in zip(first, second, strict=True)] == [True] * 150


def test_a_listing_without_pages_is_empty(connect: Callable[..., Webflow]) -> None:
    assert list(connect(lambda request: httpx.Response(200, json={})).pages.list(SITE)) == []
