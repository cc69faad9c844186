"""Results are values: they know the answer that they came in, survive copying, and have a readable repr."""

import asyncio
import copy
import gc
import pickle
import re
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from types import FunctionType, ModuleType
from typing import Any

import httpx
import pytest

from webflow_pages import (
    UNSET,
    AsyncWebflow,
    Page,
    PageIterator,
    Quota,
    Response,
    ServerError,
    Site,
    SiteList,
    Webflow,
)
from webflow_pages.results import Headers

from .conftest import LOCALES, PAGE, SITE, TOKEN, Service

Connect = Callable[..., Webflow]

HEADERS = {
    "X-RateLimit-Limit": "60",
    "X-RateLimit-Remaining": "57",
    "Retry-After": "58",
    "CF-Ray": "8a1b-VIE",
    "X-Team": "blue",
}
COPIES: list[Callable[[Any], Any]] = [
    copy.copy,
    copy.deepcopy,
    lambda value: pickle.loads(pickle.dumps(value)),  # noqa: S301  (its own)
]
every_copy = pytest.mark.parametrize("duplicate", COPIES, ids=["copy", "deepcopy", "pickle"])


class Told(Service):
    """The service, whose answers have headers: those of the quota count down."""

    def __init__(self, **headers: str) -> None:
        super().__init__()
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def __call__(self, request: httpx.Request) -> httpx.Response:
        response = super().__call__(request)
        response.headers.update({**HEADERS, "X-Request-Id": f"request-{len(self.requests)}", **self.headers})
        return response


@pytest.fixture
def told(connect: Connect) -> Webflow:
    return connect(Told())


# The answer that a result came in.


@pytest.mark.parametrize(
    "call",
    [
        lambda webflow: webflow.pages.get(PAGE),
        lambda webflow: webflow.pages.update(PAGE, title="T"),
        lambda webflow: next(iter(webflow.pages.list(SITE))),
        lambda webflow: webflow.sites.get(SITE),
        lambda webflow: webflow.sites.list(),
        lambda webflow: webflow.sites.list()[0],
        lambda webflow: webflow.pages.update_locales(PAGE, {"primary": {"title": "T"}})["primary"].page,
    ],
)
def test_every_result_has_its_answer(told: Webflow, call: Callable[[Webflow], Any]) -> None:
    response = call(told).response

    assert response.status == 200
    assert response.quota == Quota(limit=60, remaining=57, resets_in=58)
    assert response.request_id == "request-1"
    assert (response.headers["x-team"], response.headers["X-TEAM"]) == ("blue", "blue")


def test_a_call_of_several_steps_has_the_answer_of_the_last(told: Webflow) -> None:
    # The page, to learn its site; the site, to learn its locales; and then the page in that locale.
    assert told.pages.get(PAGE, locale="fr-FR").response.request_id == "request-3"
    assert told.pages.get(PAGE, locale="fr-FR").response.request_id == "request-4"


def test_pages_of_a_listing_have_the_answer_of_their_portion(connect: Connect) -> None:
    service = Told()
    service.pages = [{"id": str(number), "siteId": SITE} for number in range(150)]
    pages = list(connect(service).pages.list(SITE))

    assert [page.response.request_id for page in pages] == ["request-1"] * 100 + ["request-2"] * 50
    assert pages[0].response is pages[99].response


def test_an_iterator_has_the_latest_answer() -> None:
    service = Told()
    service.pages = [{"id": str(number), "siteId": SITE} for number in range(150)]
    with httpx.Client(transport=httpx.MockTransport(service)) as client:
        pages = Webflow(TOKEN, http_client=client).pages.list(SITE, locale="fr-FR")
        seen = [_id_of(pages)]
        seen += [_id_of(pages) for _ in pages]

    assert isinstance(pages, PageIterator)
    # The first request was for the locales.
    assert seen == [None, *["request-2"] * 100, *["request-3"] * 50]
    assert _id_of(pages) == "request-3"


def test_an_async_iterator_has_the_latest_answer() -> None:
    service = Told()
    service.pages = [{"id": str(number), "siteId": SITE} for number in range(150)]

    async def read() -> list[str | None]:
        async with httpx.AsyncClient(transport=httpx.MockTransport(service)) as client:
            pages = AsyncWebflow(TOKEN, http_client=client).pages.list(SITE)
            seen = [_id_of(pages)]
            assert isinstance(pages, AsyncIterator)
            return seen + [_id_of(pages) async for _ in pages]

    assert asyncio.run(read()) == [None, *["request-1"] * 100, *["request-2"] * 50]


def test_an_iterator_over_no_page_has_an_answer_all_the_same() -> None:
    service = Told()
    service.pages = []
    with httpx.Client(transport=httpx.MockTransport(service)) as client:
        pages = Webflow(TOKEN, http_client=client).pages.list(SITE)
        assert list(pages) == []

    assert _id_of(pages) == "request-1"


def _id_of(pages: Any) -> str | None:
    response: Response | None = pages.response
    return None if response is None else response.request_id


@pytest.mark.parametrize(
    ("headers", "quota"),
    [
        ({}, Quota(None, None, None)),
        ({"X-RateLimit-Remaining": "0"}, Quota(None, 0, None)),
        ({"X-RateLimit-Limit": "sixty", "Retry-After": "59"}, Quota(None, None, 59)),
        ({"X-RateLimit-Limit": "-1", "X-RateLimit-Remaining": "1.5", "Retry-After": ""}, Quota(None, None, None)),
        ({"X-RateLimit-Limit": "60, 60", "X-RateLimit-Remaining": "1" * 30}, Quota(None, None, None)),
        ({"Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT", "X-RateLimit-Limit": "٣"}, Quota(None, None, None)),
    ],
)
def test_a_quota_is_what_the_headers_tell(connect: Connect, headers: dict[str, str], quota: Quota) -> None:
    encoded = {name: value.encode() for name, value in headers.items()}
    webflow = connect(lambda request: httpx.Response(200, headers=encoded, json={"id": PAGE}))

    assert webflow.pages.get(PAGE).response.quota == quota


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        ({}, None),
        ({"X-Request-Id": ""}, None),
        ({"CF-Ray": "ray"}, "ray"),
        ({"CF-Ray": "ray", "Request-Id": "mine"}, "mine"),
        ({"CF-Ray": "ray", "Request-Id": "", "X-Request-Id": "yours"}, "yours"),
    ],
)
def test_a_request_has_the_name_that_the_service_gave_it(
    connect: Connect, headers: dict[str, str], name: str | None
) -> None:
    webflow = connect(lambda request: httpx.Response(200, headers=headers, json={"id": PAGE}))

    assert webflow.pages.get(PAGE).response.request_id == name


def test_headers_that_come_several_times_are_joined(connect: Connect) -> None:
    pairs = [("Via", "1.1 a"), ("X-Team", "blue"), ("via", "1.1 b")]
    webflow = connect(lambda request: httpx.Response(200, headers=pairs, json={"id": PAGE}))
    headers = webflow.pages.get(PAGE).response.headers

    assert headers["Via"] == "1.1 a, 1.1 b"
    assert {name: headers[name] for name in headers if name in ("via", "x-team")} == {
        "via": "1.1 a, 1.1 b",
        "x-team": "blue",
    }
    assert len(headers) == len(list(headers))
    assert "missing" not in headers
    assert headers.get("missing") is None


def test_what_was_made_by_hand_came_in_no_answer() -> None:
    for made in (Page(id="1"), Page.from_dict({"id": "1"}), Site(id="1"), SiteList()):
        assert (made.response.status, dict(made.response.headers), made.response.request_id) == (0, {}, None)
    assert Page(id="1").not_applied == ()


# Memory.


def _reachable(root: object) -> Iterator[object]:
    """Return everything that a value leads to, but not what classes, modules and functions do."""
    seen: dict[int, object] = {}
    todo = [root]
    while todo:
        value = todo.pop()
        if id(value) in seen or isinstance(value, type | ModuleType | FunctionType):
            continue
        seen[id(value)] = value
        todo.extend(gc.get_referents(value))
    return iter(seen.values())


@pytest.mark.parametrize(
    "call",
    [
        lambda webflow: webflow.pages.get(PAGE),
        lambda webflow: webflow.pages.update(PAGE, title="T"),
        lambda webflow: list(webflow.pages.list(SITE)),
        lambda webflow: webflow.sites.get(SITE),
        lambda webflow: webflow.sites.list(),
    ],
)
def test_a_result_does_not_keep_the_body_of_its_answer(connect: Connect, call: Callable[[Webflow], Any]) -> None:
    service = Service()

    def handler(request: httpx.Request) -> httpx.Response:
        answered = service(request)
        return httpx.Response(200, content=answered.content + b" " * 1_000_000)

    kept = list(_reachable(call(connect(handler))))

    assert not [value for value in kept if isinstance(value, httpx.Response | httpx.Request)]
    assert max(map(sys.getsizeof, kept)) < 10_000


def test_an_error_keeps_an_excerpt_only(connect: Connect) -> None:
    webflow = connect(lambda request: httpx.Response(502, content="é".encode() * 1_000_000))
    with pytest.raises(ServerError) as caught:
        webflow.pages.get(PAGE)

    kept = list(_reachable((caught.value.args, vars(caught.value))))
    assert max(map(sys.getsizeof, kept)) < 10_000


# Values.


def _answered(connect: Connect, body: dict[str, Any], **headers: str) -> Page:
    handler = Told(**headers)
    handler.page, handler.answered = body, {}
    return connect(handler).pages.update(PAGE, slug="never-taken")


BODY: dict[str, Any] = {
    "id": PAGE,
    "siteId": SITE,
    "title": "Pricing",
    "slug": None,
    "seo": {"title": None, "canonical": "/p"},
    "openGraph": {"title": None, "titleCopied": True},
    "hreflang": [{"x-default": None}],
}


@every_copy
def test_a_page_survives_copying_with_its_answer(connect: Connect, duplicate: Callable[[Page], Page]) -> None:
    page = _answered(connect, BODY)
    other = duplicate(page)

    assert other is not page
    assert type(other) is Page
    assert other == page
    assert other.to_dict() == BODY
    assert repr(other) == repr(page)
    assert other.draft is UNSET
    assert other.seo
    assert other.seo.description is UNSET
    assert other.not_applied == ("slug",)
    assert other.response == page.response
    assert other.response.headers["X-TEAM"] == "blue"


@every_copy
def test_sites_survive_copying_with_their_answer(told: Webflow, duplicate: Callable[[SiteList], SiteList]) -> None:
    sites = told.sites.list()
    other = duplicate(sites)

    assert type(other) is SiteList
    assert other == sites
    assert other.response == sites.response == other[0].response
    assert [site.to_dict() for site in other] == [{"id": SITE, "locales": LOCALES}]


@every_copy
def test_what_became_of_locales_survives_copying(told: Webflow, duplicate: Callable[[Any], Any]) -> None:
    done = told.pages.update_locales(PAGE, {"primary": {"title": "Pricing"}, "fr-FR": {"title": "Tarifs"}})
    other = duplicate(done)

    assert other == done
    assert list(other) == ["primary", "fr-FR"]
    assert [update.applied for update in other.values()] == [True, False]


def test_a_deep_copy_is_independent(connect: Connect) -> None:
    page = _answered(connect, BODY)
    other = copy.deepcopy(page)
    other["hreflang"].append("x")
    assert other.seo
    other.seo.title = "changed"

    assert page.to_dict() == BODY
    assert other != page


def test_pages_are_equal_by_what_they_say_and_not_by_how_they_came(connect: Connect) -> None:
    one, other = _answered(connect, BODY), _answered(connect, BODY, X_Team="red")

    assert one == other
    assert one.response != other.response
    assert one != _answered(connect, {**BODY, "slug": ""})
    assert one != _answered(connect, {name: value for name, value in BODY.items() if name != "slug"})
    assert one != _answered(connect, {**BODY, "unknown": 1})
    assert one == Page.from_dict(BODY)


def test_responses_are_equal_by_value() -> None:
    one = Response(200, Headers([("X-A", "1")]))

    assert one == Response(200, Headers([("x-a", "1")]))
    assert one != Response(201, Headers([("X-A", "1")]))
    assert one != Response(200, Headers([("X-A", "2")]))


def test_null_is_told_from_absent_and_unknown_fields_are_kept(connect: Connect) -> None:
    page = _answered(connect, BODY)

    assert page.to_dict() == BODY
    assert page.slug is None
    assert page.parent_id is UNSET
    assert page.seo
    assert (page.seo.title, page.seo.description) == (None, UNSET)
    assert page["hreflang"] == [{"x-default": None}]
    assert page.seo["canonical"] == "/p"


# What they look like.


def test_a_repr_shows_what_is_there_and_no_more(connect: Connect) -> None:
    assert repr(_answered(connect, {"id": PAGE})) == f"Page(id='{PAGE}')"
    assert repr(_answered(connect, BODY)) == (
        f"Page(id='{PAGE}', site_id='{SITE}', title='Pricing', slug=None, "
        "seo=PageSeo(title=None, additional_properties={'canonical': '/p'}), "
        "open_graph=PageOpenGraph(title=None, title_copied=True), "
        "additional_properties={'hreflang': [{'x-default': None}]})"
    )


def test_a_site_shows_its_locales_and_domains(connect: Connect) -> None:
    body = {
        "id": "1",
        "locales": {"primary": {"id": "2", "tag": "en-US"}, "secondary": [{"tag": "fr-FR"}]},
        "customDomains": [{"id": "3", "url": "a.example"}],
    }
    webflow = connect(lambda request: httpx.Response(200, json=body))

    assert repr(webflow.sites.get(SITE)) == (
        "Site(id='1', custom_domains=[CustomDomain(id='3', url='a.example')], "
        "locales=Locales(primary=Locale(id='2', tag='en-US'), secondary=[Locale(tag='fr-FR')]))"
    )


def test_no_repr_shows_an_address(told: Webflow) -> None:
    done = told.pages.update_locales(PAGE, {"primary": {"title": "T"}, "fr-FR": {"slug": "t"}})
    shown = [
        told.pages.get(PAGE),
        told.sites.get(SITE),
        told.sites.list(),
        done,
        done["fr-FR"],
        told.pages.get(PAGE).response,
        told.pages.get(PAGE).response.headers,
        told.pages.get(PAGE).response.quota,
    ]

    for one in shown:
        assert not re.search(r"object at 0x|Unset", repr(one))
    assert repr(done["fr-FR"].page).startswith(f"Page(id='{PAGE}'")


def test_a_response_shows_its_status_and_no_headers(told: Webflow) -> None:
    response = told.pages.get(PAGE).response

    assert repr(response) == "Response(status=200)"
    assert "'x-team', 'blue'" in repr(response.headers)
