"""A listing reads a portion when it is needed, to the end, and ends."""

import asyncio
import itertools
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from webflow_pages import AsyncWebflow, ServiceUnavailableError, UnexpectedResponseError, Webflow

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


@pytest.mark.parametrize(("count", "total"), [(150, 10**9), (150, 151), (0, 1)])
def test_a_total_that_does_not_come_true_is_an_error_and_no_quiet_end(
    webflow: Webflow, service: Any, count: int, total: int
) -> None:
    service.pages = _pages(count)
    service.pagination = lambda offset, _: {"limit": 100, "offset": offset, "total": total}
    pages = webflow.pages.list(SITE)

    assert [page.id for page in itertools.islice(pages, count)] == [str(number) for number in range(count)]
    for _ in range(2):  # Asking again does not make it an end.
        with pytest.raises(
            UnexpectedResponseError, match=rf"^Report this: offset {count} of {total} pages gives none\. "
        ):
            next(pages)
    assert set(_offsets(service)) == {0, *range(0, count, 100), count}


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


@pytest.mark.parametrize("body", [{}, {"pagination": {"limit": 100, "offset": 0, "total": 0}}, {"page": []}])
def test_an_answer_without_pages_is_not_taken_for_an_empty_one(
    connect: Callable[..., Webflow], body: dict[str, object]
) -> None:
    with pytest.raises(UnexpectedResponseError, match=r"\(/pages is missing\)") as caught:
        next(connect(lambda request: httpx.Response(200, json=body)).pages.list(SITE))
    assert caught.value.pointer == "/pages"


@pytest.mark.parametrize("body", [{}, {"site": []}])
def test_an_answer_without_sites_is_not_taken_for_an_empty_one(
    connect: Callable[..., Webflow], body: dict[str, object]
) -> None:
    with pytest.raises(UnexpectedResponseError, match=r"\(/sites is missing\)") as caught:
        connect(lambda request: httpx.Response(200, json=body)).sites.list()
    assert caught.value.pointer == "/sites"


# After an error.


@pytest.mark.parametrize("failing", [[0], [100], [200], [0, 100, 200], [100, 100]])
def test_a_listing_goes_on_after_an_error_with_the_portion_that_failed(
    connect: Callable[..., Webflow], service: Any, failing: list[int]
) -> None:
    service.pages = _pages(300)
    to_fail = list(failing)

    def handler(request: httpx.Request) -> httpx.Response:
        answer: httpx.Response = service(request)
        if to_fail and int(request.url.params["offset"]) == to_fail[0]:
            to_fail.pop(0)
            return httpx.Response(503)
        return answer

    pages = connect(handler).pages.list(SITE)
    came: list[str] = []
    failed_at: list[int] = []
    while True:
        try:
            came.append(next(pages).id)
        except ServiceUnavailableError:
            failed_at.append(len(came))
        except StopIteration:
            break

    assert came == [str(number) for number in range(300)]
    assert failed_at == failing
    assert _offsets(service) == sorted([0, 100, 200, *failing])
    assert next(pages, None) is None  # An end stays one.
    assert len(service.requests) == 3 + len(failing)


def test_a_listing_in_a_locale_goes_on_after_the_locales_could_not_be_read(
    connect: Callable[..., Webflow], service: Any
) -> None:
    service.pages = _pages(150)
    refused: list[bool] = []

    def handler(request: httpx.Request) -> httpx.Response:
        answer: httpx.Response = service(request)
        if refused:
            return answer
        refused.append(True)
        return httpx.Response(503)

    pages = connect(handler).pages.list(SITE, locale="fr-FR")
    with pytest.raises(ServiceUnavailableError):
        next(pages)

    assert [page.id for page in pages] == [str(number) for number in range(150)]
    assert [asked.split("?")[0] for asked in service.asked] == [
        f"GET /sites/{SITE}",
        f"GET /sites/{SITE}",
        f"GET /sites/{SITE}/pages",
        f"GET /sites/{SITE}/pages",
    ]


def test_what_was_interrupted_goes_on(service: Any) -> None:
    """A timeout around it cancels a read; the next one is of the same portion."""
    service.pages = _pages(300)
    hanging = [100]

    async def handler(request: httpx.Request) -> httpx.Response:
        if hanging and int(request.url.params["offset"]) == hanging[0]:
            hanging.pop()
            await asyncio.Event().wait()
        answer: httpx.Response = service(request)
        return answer

    async def use() -> list[str]:
        async with httpx.AsyncClient(transport=httpx.MockTransport(handler)) as client:
            pages = AsyncWebflow("token", http_client=client).pages.list(SITE)
            came = [(await anext(pages)).id for _ in range(100)]
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(anext(pages), 0.01)
            return came + [page.id async for page in pages]

    assert asyncio.run(use()) == [str(number) for number in range(300)]
