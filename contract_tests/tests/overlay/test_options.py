"""A client with other options is another client over the same connections."""

import asyncio
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import stamina

from webflow_contract.carriers.server import running
from webflow_contract.sandbox import Sandbox
from webflow_pages import AsyncWebflow, ConfigurationError, Exchange, QuotaError, ServerError, TransportError, Webflow

from .conftest import PAGE, SITE, TOKEN, FakeClock, Service

Connect = Callable[..., Webflow]

SECRET = "s3cret-value"


@pytest.fixture
def _retries() -> Iterator[None]:
    with stamina.set_testing(False):
        yield


class Failing(Service):
    def __call__(self, request: httpx.Request) -> httpx.Response:
        super().__call__(request)
        return httpx.Response(503)


# What changes.


def test_a_timeout_goes_out(connect: Connect, service: Service) -> None:
    webflow = connect(service, timeout=7)
    webflow.with_options(timeout=2.5).pages.get(PAGE)
    webflow.pages.get(PAGE)
    webflow.with_options(max_retries=0).pages.get(PAGE)

    assert [set(request.extensions["timeout"].values()) for request in service.requests] == [{2.5}, {7}, {7}]


def test_headers_go_out_beside_those_of_the_client(connect: Connect, service: Service) -> None:
    webflow = connect(service)
    webflow.with_options(headers={"X-Team": "blue", "User-Agent": "shop/1.0"}).pages.update(PAGE, title="T")
    webflow.pages.update(PAGE, title="T")

    with_options, without = service.requests
    assert with_options.headers["x-team"] == "blue"
    assert with_options.headers["user-agent"] == "shop/1.0"
    for name in "authorization", "content-type", "accept", "accept-encoding", "host", "content-length":
        assert with_options.headers[name] == without.headers[name]
    assert with_options.headers["authorization"] == f"Bearer {TOKEN}"
    assert "x-team" not in without.headers
    assert without.headers["user-agent"].startswith("webflow-pages/")


def test_headers_add_up_and_the_later_ones_win_in_any_case(connect: Connect, service: Service) -> None:
    webflow = connect(service).with_options(headers={"X-Team": "blue", "X-Trace": "1"})
    webflow.with_options(headers={"x-team": "red"}).with_options(timeout=5).pages.get(PAGE)
    webflow.pages.get(PAGE)
    webflow.with_options(headers={}).pages.get(PAGE)

    sent = [(each.headers.get_list("x-team"), each.headers.get_list("x-trace")) for each in service.requests]
    assert sent == [(["red"], ["1"]), (["blue"], ["1"]), (["blue"], ["1"])]


def test_headers_are_taken_as_they_are_now(connect: Connect, service: Service) -> None:
    headers = {"X-Team": "blue"}
    webflow = connect(service).with_options(headers=headers)
    headers["X-Team"] = "red"
    webflow.with_options(timeout=5).pages.get(PAGE)

    assert service.requests[0].headers["x-team"] == "blue"


@pytest.mark.usefixtures("_retries")
def test_retries_change_and_stay(connect: Connect) -> None:
    service = Failing()
    webflow = connect(service, max_retries=1)
    for client, attempts in [
        (webflow.with_options(max_retries=3), 4),
        (webflow.with_options(max_retries=0), 1),
        (webflow.with_options(timeout=5), 2),
        (webflow, 2),
    ]:
        service.requests.clear()
        with pytest.raises(ServerError):
            client.pages.get(PAGE)
        assert len(service.requests) == attempts


@pytest.mark.usefixtures("_retries")
def test_max_wait_changes_and_stays(connect: Connect, clock: FakeClock) -> None:
    service = Failing()
    webflow = connect(service, max_wait=0)
    for client, attempts in [
        (webflow, 1),
        (webflow.with_options(max_wait=100), 3),
        (webflow.with_options(max_retries=5), 1),
        (webflow.with_options(max_wait=100).with_options(max_retries=1), 2),
    ]:
        service.requests.clear()
        with pytest.raises(ServerError):
            client.pages.get(PAGE)
        assert len(service.requests) == attempts


def test_the_clients_have_the_same_kind_and_repr(connect: Connect, service: Service) -> None:
    webflow = connect(service)

    assert repr(webflow.with_options(headers={"X-Team": SECRET})) == repr(webflow)
    assert type(Webflow("token").with_options()) is Webflow
    assert type(AsyncWebflow("token").with_options()) is AsyncWebflow


# What is shared.


def test_what_is_known_is_shared(connect: Connect, service: Service) -> None:
    webflow = connect(service)
    other = webflow.with_options(timeout=5)
    other.pages.get(PAGE, locale="fr-FR")
    learned = len(service.requests)
    webflow.pages.get(PAGE, locale="de-DE")
    webflow.with_options(max_retries=0).pages.update(PAGE, locale="pt-BR", title="T")

    assert len(service.requests) == learned + 2


def test_hooks_are_shared(connect: Connect, service: Service) -> None:
    webflow = connect(service)
    seen: list[str] = []
    webflow.add_hook(lambda exchange: seen.append(f"before {exchange.operation}"))
    other = webflow.with_options(timeout=5)

    def later(exchange: Exchange) -> None:
        seen.append(f"later {exchange.operation}")

    other.add_hook(later)
    webflow.pages.get(PAGE)
    assert seen == ["before get-page-metadata", "later get-page-metadata"]
    webflow.remove_hook(later)
    other.sites.list()
    assert seen[2:] == ["before list-sites"]


def test_the_pace_is_shared(connect: Connect, service: Service) -> None:
    used_up = {"X-RateLimit-Limit": "60", "X-RateLimit-Remaining": "0", "Retry-After": "40"}

    def handler(request: httpx.Request) -> httpx.Response:
        answer = service(request)
        answer.headers.update(used_up)
        return answer

    webflow = connect(handler)
    webflow.pages.get(PAGE)
    with pytest.raises(QuotaError, match=r"^Come back in 40 s"):
        webflow.with_options(max_wait=5).pages.get(PAGE)
    assert len(service.requests) == 1


def test_the_connections_are_shared() -> None:
    """Each connection of a client's own is opened once."""
    sandbox = Sandbox(rate_limit="off")
    with running(sandbox) as base_url:
        with Webflow(sandbox.token, base_url=base_url) as webflow:
            other = webflow.with_options(timeout=5)
            assert other._sender.pool is webflow._sender.pool
            other.pages.get(sandbox.page_id)
            assert other._sender.pool.ready() is webflow._sender.pool.ready()

        async def use() -> None:
            async with AsyncWebflow(sandbox.token, base_url=base_url) as webflow:
                other = webflow.with_options(timeout=5)
                await other.pages.get(sandbox.page_id)
                assert other._sender.pool.ready() is webflow._sender.pool.ready()

        asyncio.run(use())
    assert len(sandbox.requests()) == 2


# Closing.


@pytest.mark.parametrize("closes", ["the first", "the other"])
def test_closing_one_closes_the_connections_of_both(closes: str) -> None:
    sandbox = Sandbox(rate_limit="off")

    async def use(base_url: str) -> None:
        webflow = AsyncWebflow(sandbox.token, base_url=base_url)
        other = webflow.with_options(timeout=5)
        for client in webflow, other:
            await client.pages.get(sandbox.page_id)
        await (webflow if closes == "the first" else other).close()
        await other.close()

    with running(sandbox) as base_url, warnings.catch_warnings():
        warnings.simplefilter("error", ResourceWarning)
        webflow = Webflow(sandbox.token, base_url=base_url)
        other = webflow.with_options(timeout=5)
        for client in webflow, other:
            client.pages.get(sandbox.page_id)
        before = webflow._sender.pool.ready()
        (webflow if closes == "the first" else other).close()
        # Either opens new ones when it needs them.
        assert other.pages.get(sandbox.page_id).id == sandbox.page_id
        assert webflow._sender.pool.ready() is other._sender.pool.ready() is not before
        webflow.close()
        asyncio.run(use(base_url))


def test_a_client_that_was_handed_in_stays_open(service: Service) -> None:
    with httpx.Client(transport=httpx.MockTransport(service)) as client:
        with Webflow(TOKEN, http_client=client).with_options(timeout=5) as webflow:
            webflow.pages.get(PAGE)
        assert not client.is_closed
        webflow.with_options(max_retries=0).pages.get(PAGE)

    assert len(service.requests) == 2


# What is refused.


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({"Authorization": SECRET}, r"^headers: the client sets Authorization itself: leave it out$"),
        ({"AUTHORIZATION": SECRET}, "the client sets AUTHORIZATION itself"),
        ({"Content-Type": SECRET}, "the client sets Content-Type itself"),
        ({"Content-Length": "5"}, "the client sets Content-Length itself"),
        ({"Host": SECRET}, "the client sets Host itself"),
        ({"Transfer-Encoding": SECRET}, "the client sets Transfer-Encoding itself"),
        ({"": SECRET}, r"^headers: '' is no name of a header$"),
        ({"X Team": SECRET}, "'X Team' is no name of a header"),
        ({"X-Team:": SECRET}, "is no name of a header"),
        ({"X-Tëam": SECRET}, "is no name of a header"),
        ({"X-Team\n": SECRET}, "is no name of a header"),
        ({b"X-Team": SECRET}, "is no name of a header"),
        ({None: SECRET}, "is no name of a header"),
        ({"X-Team": f"{SECRET}\r\nX-Injected: 1"}, r"^headers: the value of X-Team is none .* \(not shown\)$"),
        ({"X-Team": f"{SECRET}\n"}, "the value of X-Team is none"),
        ({"X-Team": f"{SECRET}é"}, "the value of X-Team is none"),
        ({"X-Team": f"{SECRET}\x00"}, "the value of X-Team is none"),
        ({"X-Team": f" {SECRET}"}, "the value of X-Team is none"),
        ({"X-Team": f"{SECRET} "}, "the value of X-Team is none"),
        ({"X-Team": f"\t{SECRET}"}, "the value of X-Team is none"),
        ({"X-Team": SECRET.encode()}, "the value of X-Team is none"),
        ({"X-Team": [SECRET]}, "the value of X-Team is none"),
        ({"X-Team": None}, "the value of X-Team is none"),
        ([("X-Team", SECRET)], r"^headers has to be a mapping of names to texts, and is list$"),
        (SECRET, r"^headers has to be a mapping of names to texts, and is str$"),
    ],
)
def test_a_header_that_cannot_be_sent_is_refused_and_its_value_not_shown(
    connect: Connect, service: Service, headers: Any, words: str
) -> None:
    with pytest.raises(ConfigurationError, match=words) as caught:
        connect(service).with_options(headers=headers)

    assert SECRET not in str(caught.value)
    assert str(caught.value).isprintable()


def test_any_other_value_goes_out_as_it_is() -> None:
    """Over a socket, where HTTP's rules are kept."""
    values = ["", "a b", "!~", "x" * 5000, '"quoted", list; q=0.5']
    seen: list[str] = []
    sandbox = Sandbox(rate_limit="off")

    def note(request: httpx.Request) -> None:
        seen.append(request.headers["x-team"])

    with running(sandbox) as base_url, httpx.Client(event_hooks={"request": [note]}) as client:
        webflow = Webflow(sandbox.token, base_url=base_url, http_client=client)
        for value in values:
            assert webflow.with_options(headers={"X-Team": value}).pages.get(sandbox.page_id).id == sandbox.page_id
    assert seen == values


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"timeout": 0}, r"^timeout has to be a number of seconds, above 0, and is 0$"),
        ({"timeout": "5"}, r"^timeout has to be .* and is '5'$"),
        ({"timeout": True}, r"^timeout has to be .* and is True$"),
        ({"timeout": float("nan")}, r"^timeout has to be .* and is nan$"),
        ({"max_wait": -1}, r"^max_wait has to be a number of seconds, 0 or more, and is -1$"),
        ({"max_wait": "x" * 500}, r"^max_wait has to be .*…$"),
        ({"max_retries": -1}, r"^max_retries has to be a whole number from 0 to 10, and is -1$"),
        ({"max_retries": 11}, r"^max_retries has to be .* and is 11$"),
        ({"max_retries": 1.0}, r"^max_retries has to be .* and is 1\.0$"),
        ({"max_retries": True}, r"^max_retries has to be .* and is True$"),
    ],
)
def test_an_option_that_is_none_is_refused(
    connect: Connect, service: Service, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(ConfigurationError, match=words):
        connect(service).with_options(**options)
    with pytest.raises(ConfigurationError, match=words):
        connect(service, **options)


@pytest.mark.parametrize("name", ["token", "base_url", "site_id", "locales", "http_client", "clock"])
def test_what_makes_another_client_is_no_option(name: str) -> None:
    for client in Webflow("token"), AsyncWebflow("token"):
        with pytest.raises(TypeError, match=name):
            client.with_options(**{name: None})  # type: ignore[arg-type]


def test_a_client_that_is_refused_leaves_the_other_as_it_was(connect: Connect, service: Service) -> None:
    webflow = connect(service)
    with pytest.raises(ConfigurationError):
        webflow.with_options(timeout=5, headers={"Host": "evil.example"})
    webflow.pages.get(PAGE)

    assert service.requests[0].url.host == service.requests[0].headers["host"] == "api.webflow.com"


def test_a_shorter_timeout_ends_a_call_earlier() -> None:
    sandbox = Sandbox(rate_limit="off")
    sandbox.switches.on("slow", operation="get-site", seconds=30)
    with running(sandbox) as base_url, Webflow(sandbox.token, base_url=base_url) as webflow:
        with pytest.raises(TransportError, match="raise timeout"):
            webflow.with_options(timeout=0.05).sites.get(SITE)
        assert webflow.pages.get(sandbox.page_id).id == sandbox.page_id
