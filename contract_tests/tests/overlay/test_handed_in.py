"""A prepared httpx client has ways of its own: hooks that raise, transports that break, a name, and an end."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from webflow_pages import (
    AsyncWebflow,
    ConfigurationError,
    InternalServerError,
    NotFoundError,
    TooManyRequestsError,
    TransportError,
    TransportTimeoutError,
    UnauthorizedError,
    UnexpectedResponseError,
    Webflow,
)

from .conftest import PAGE, SITE, TOKEN, Awaited, FakeClock, Service

Raise = Callable[[httpx.Response], None]
HandIn = Callable[..., Webflow]


class HandedIn:
    """Makes a client of this package over one of httpx with options of its own, and can close that."""

    def __init__(self, runner: asyncio.Runner | None, clock: FakeClock) -> None:
        self._runner = runner
        self._clock = clock
        self._close: list[Callable[[], object]] = []

    def __call__(self, handler: Any, *, raises: Raise | None = None, **options: Any) -> Any:
        transport = handler if isinstance(handler, httpx.MockTransport) else httpx.MockTransport(handler)
        runner = self._runner
        if runner is None:
            hooks: Any = {} if raises is None else {"response": [raises]}
            client = httpx.Client(transport=transport, event_hooks=hooks, **options)
            self._close.append(client.close)
            return Webflow(TOKEN, http_client=client, clock=self._clock)

        async def raise_async(response: httpx.Response) -> None:
            if raises is not None:
                raises(response)

        awaited = httpx.AsyncClient(transport=transport, event_hooks={"response": [raise_async]}, **options)
        self._close.append(lambda: runner.run(awaited.aclose()))
        return Awaited(AsyncWebflow(TOKEN, http_client=awaited, clock=self._clock), runner)

    def close(self) -> None:
        for close in self._close:
            close()


@pytest.fixture(params=["sync", "async"])
def hand_in(request: pytest.FixtureRequest, clock: FakeClock) -> Iterator[HandedIn]:
    with asyncio.Runner() as runner:
        made = HandedIn(None if request.param == "sync" else runner, clock)
        yield made
        made.close()


def _raise_for_status(response: httpx.Response) -> None:
    response.raise_for_status()


# Hooks that raise.


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, UnauthorizedError),
        (404, NotFoundError),
        (429, TooManyRequestsError),
        (500, InternalServerError),
        (302, UnexpectedResponseError),
    ],
)
def test_the_answer_counts_that_a_hook_raises_about(hand_in: HandedIn, status: int, kind: type[Exception]) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, headers={"X-Request-Id": "abc", "Retry-After": "7"}, json={"message": "Because"})

    with pytest.raises(kind) as caught:
        hand_in(handler, raises=_raise_for_status).pages.get(PAGE)

    error: Any = caught.value
    assert type(error) is kind
    # The body was not read by then.
    assert (error.status, error.request_id, error.body, error.message) == (status, "abc", "", None)
    assert error.retry_after == (7 if status in (429, 500) else None)
    assert TOKEN not in repr([error, vars(error), error.__cause__, error.__context__])


def test_a_hook_that_raises_about_nothing_changes_nothing(hand_in: HandedIn, service: Service) -> None:
    webflow = hand_in(service, raises=_raise_for_status)

    assert webflow.pages.get(PAGE, locale="fr-FR").id == PAGE
    assert [page.id for page in webflow.pages.list(SITE)] == [PAGE]


def test_any_other_error_of_a_hook_is_left_alone(hand_in: HandedIn, service: Service) -> None:
    def refuse(response: httpx.Response) -> None:
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        hand_in(service, raises=refuse).pages.get(PAGE)


def test_an_update_that_a_hook_raises_about_was_sent(hand_in: HandedIn, service: Service) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        answer = service(request)
        return httpx.Response(500) if request.method == "PUT" else answer

    changes: Any = {"primary": {"title": "T"}, "fr-FR": {"title": "T"}}
    done = hand_in(handler, raises=_raise_for_status).pages.update_locales(PAGE, changes)

    assert [type(update.error) for update in done.values()] == [InternalServerError, InternalServerError]
    assert [update.sent for update in done.values()] == [True, True]


# Its end.


def test_one_that_is_closed_is_told(hand_in: HandedIn, service: Service) -> None:
    webflow = hand_in(service)
    assert webflow.pages.get(PAGE).id == PAGE
    hand_in.close()

    for call in (lambda: webflow.pages.get(PAGE), lambda: list(webflow.pages.list(SITE)), webflow.sites.list):
        with pytest.raises(ConfigurationError, match=r"^Hand in an http_client that is open: this one is closed$"):
            call()
    assert len(service.requests) == 1


def test_a_runtime_error_of_one_that_is_open_is_left_alone(hand_in: HandedIn) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        raise RuntimeError("mine")

    with pytest.raises(RuntimeError, match="mine"):
        hand_in(handler).pages.get(PAGE)


# Transports of the caller's own.


@pytest.mark.parametrize(
    "failure", [OSError("broken"), ConnectionResetError(104, "reset"), BrokenPipeError(), httpx.InvalidURL("broken")]
)
def test_a_failure_that_httpx_does_not_know_is_no_answer(hand_in: HandedIn, failure: Exception) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        raise failure

    with pytest.raises(TransportError, match=rf"^Check the network .*\({type(failure).__name__}:") as caught:
        hand_in(handler).pages.update(PAGE, title="T")
    assert not isinstance(caught.value, TransportTimeoutError)
    assert caught.value.sent  # which nobody knows
    assert str(caught.value).isprintable()


def test_such_a_failure_shows_no_token(hand_in: HandedIn) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        raise OSError(f"cannot send {request.headers['authorization']}")

    with pytest.raises(TransportError) as caught:
        hand_in(handler).pages.get(PAGE)
    assert TOKEN not in repr([caught.value, str(caught.value), caught.value.__cause__, caught.value.__context__])


# Its name.


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({"headers": {"User-Agent": "shop/1.0"}}, "shop/1.0"),
        ({"headers": {"user-agent": "Mozilla/5.0 (python-httpx/1)"}}, "Mozilla/5.0 (python-httpx/1)"),
        ({}, "webflow-pages/"),
        ({"headers": {"User-Agent": f"python-httpx/{httpx.__version__}"}}, "webflow-pages/"),
    ],
)
def test_a_name_of_its_own_is_sent(hand_in: HandedIn, service: Service, options: dict[str, Any], name: str) -> None:
    webflow = hand_in(service, **options)
    webflow.pages.get(PAGE)
    webflow.pages.update(PAGE, title="T")

    for request in service.requests:
        (sent,) = request.headers.get_list("user-agent")
        assert sent.startswith(name)
        assert request.headers["authorization"] == f"Bearer {TOKEN}"
    assert service.requests[1].headers["content-type"] == "application/json"


def test_one_without_a_name_is_named_after_this_package(hand_in: HandedIn, service: Service) -> None:
    webflow = hand_in(service)
    client = (webflow._webflow if isinstance(webflow, Awaited) else webflow)._sender.pool.client
    del client.headers["User-Agent"]
    webflow.pages.get(PAGE)

    assert service.requests[0].headers["user-agent"].startswith("webflow-pages/")
