"""Answers that come late, cut short, or never: on a port, under httpx, and in any ASGI application."""

import asyncio
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from webflow_contract.carriers.app import asgi
from webflow_contract.carriers.server import running
from webflow_contract.carriers.transport import NoTimeoutError, SandboxTransport
from webflow_contract.exchange import AT_ONCE, Delivery, Request, Response

BODY = b'{"title":"Pricing"}'
SHORT, LONG = 0.2, 30.0

CUT = "Server disconnected without sending a response"
CUT_BODY = "peer closed connection without sending complete message body"

# What a client is told of each delivery, and whether it has to wait for it until it loses patience.
BROKEN = {
    "cut": (Delivery(ends="before_head"), httpx.RemoteProtocolError, CUT, False),
    "cut body": (Delivery(ends="within_body"), httpx.RemoteProtocolError, CUT_BODY, False),
    "stalled": (Delivery(ends="before_head", then="stalled"), httpx.ReadTimeout, "timed out", True),
    "stalled body": (Delivery(ends="within_body", then="stalled"), httpx.ReadTimeout, "timed out", True),
    "late": (Delivery(delay=LONG), httpx.ReadTimeout, "timed out", True),
    "late and cut": (Delivery(delay=SHORT / 4, ends="before_head"), httpx.RemoteProtocolError, CUT, False),
}
broken = pytest.mark.parametrize(("delivery", "error", "words", "waits"), BROKEN.values(), ids=BROKEN)


class Answering:
    """A handler whose answers are delivered as it is told."""

    def __init__(self) -> None:
        self.delivery = AT_ONCE

    def __call__(self, request: Request) -> Response:
        return Response(200, {"content-type": "application/json"}, BODY, self.delivery)


@pytest.fixture(scope="module")
def answering() -> Answering:
    return Answering()


@pytest.fixture(scope="module")
def base_url(answering: Answering) -> Iterator[str]:
    with running(answering) as url:
        yield url


@broken
def test_a_port_breaks_off_as_told(
    answering: Answering, base_url: str, delivery: Delivery, error: type[Exception], words: str, waits: bool
) -> None:
    answering.delivery = delivery
    with httpx.Client(timeout=SHORT if waits else LONG) as client, pytest.raises(error, match=words):
        client.get(base_url)


def test_a_port_goes_on_after_all_that(answering: Answering, base_url: str) -> None:
    with httpx.Client(timeout=SHORT) as client:
        for delivery, *_ in BROKEN.values():
            answering.delivery = delivery
            with pytest.raises(httpx.TransportError):
                client.get(base_url)
        answering.delivery = AT_ONCE
        assert client.get(base_url).content == BODY


def test_a_late_answer_comes(answering: Answering, base_url: str) -> None:
    answering.delivery = Delivery(delay=0.15)
    began = time.monotonic()

    assert httpx.get(base_url).content == BODY
    assert time.monotonic() - began >= 0.15


@broken
def test_httpx_is_told_the_same_without_a_socket_and_without_waiting(
    answering: Answering, delivery: Delivery, error: type[Exception], words: str, waits: bool
) -> None:
    answering.delivery, slept = delivery, list[float]()
    transport = SandboxTransport(answering, sleep=slept.append)
    with httpx.Client(transport=transport, timeout=7) as client, pytest.raises(error, match=words) as caught:
        client.get("http://127.0.0.1/v2")

    assert isinstance(caught.value, httpx.RequestError)
    assert caught.value.request.url == "http://127.0.0.1/v2"
    assert sum(slept) == (7 if waits else delivery.delay)


@broken
def test_an_async_client_is_told_the_same(
    answering: Answering, delivery: Delivery, error: type[Exception], words: str, waits: bool
) -> None:
    answering.delivery, slept = delivery, list[float]()

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async def ask() -> None:
        transport = SandboxTransport(answering, sleep_async=sleep)
        async with httpx.AsyncClient(transport=transport, timeout=7) as client:
            await client.get("http://127.0.0.1/v2")

    with pytest.raises(error, match=words):
        asyncio.run(ask())
    assert sum(slept) == (7 if waits else delivery.delay)


def test_a_body_that_is_streamed_breaks_off_in_the_middle(answering: Answering) -> None:
    answering.delivery, arrived = Delivery(ends="within_body"), list[bytes]()
    with (
        httpx.Client(transport=SandboxTransport(answering)) as client,
        client.stream("GET", "http://127.0.0.1/v2") as response,
        pytest.raises(httpx.RemoteProtocolError),
    ):
        arrived.extend(response.iter_bytes())

    assert response.status_code == 200
    assert b"".join(arrived) == BODY[: len(BODY) // 2]


@pytest.mark.parametrize("delivery", [Delivery(ends="before_head", then="stalled"), Delivery(delay=float("inf"))])
def test_a_client_that_would_wait_forever_is_told_so(answering: Answering, delivery: Delivery) -> None:
    answering.delivery = delivery
    transport = SandboxTransport(answering)
    patient = httpx.Client(transport=transport, timeout=None)  # noqa: S113  (that is what it is about)
    with patient as client, pytest.raises(NoTimeoutError, match="read timeout"):
        client.get("http://127.0.0.1/v2")


def test_a_server_that_cannot_cut_sees_an_error(answering: Answering) -> None:
    answering.delivery = Delivery(ends="before_head")

    async def ask() -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(asgi(answering))) as client:
            await client.get("http://127.0.0.1/v2")

    with pytest.raises(ConnectionAbortedError):
        asyncio.run(ask())


def _asgi_messages(handler: Callable[[Request], Response], *received: Any) -> list[Any]:
    """Return what an application sends to a client from which these messages come."""
    incoming, sent = list(received), list[Any]()

    async def receive() -> Any:
        await asyncio.sleep(0)
        return incoming.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/v2", "raw_path": b"/v2", "query_string": b"", "headers": []}
    asyncio.run(asgi(handler)(scope, receive, send))
    return sent


def test_nobody_is_waited_for_who_has_left(answering: Answering) -> None:
    answering.delivery = Delivery(delay=LONG)
    whole, gone = {"type": "http.request", "body": b"", "more_body": False}, {"type": "http.disconnect"}

    assert _asgi_messages(answering, whole, gone) == []


STALLING = """
import sys
from webflow_contract.carriers.server import serve
from webflow_contract.exchange import Delivery, Response
answer = lambda request: Response(200, {}, b"{}", Delivery(ends=sys.argv[1], then="stalled"))
serve(answer, port=0, announce=lambda base_url: print(base_url, flush=True))
"""


@pytest.mark.parametrize(("ends", "arrives"), [("before_head", b""), ("within_body", b"HTTP/1.1 200 OK")])
def test_an_answer_that_never_comes_does_not_hold_up_the_end(ends: str, arrives: bytes) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", STALLING, ends], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        port = httpx.URL(process.stdout.readline().strip()).port
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.sendall(b"GET /v2 HTTP/1.1\r\nHost: x\r\n\r\n")
            began = connection.recv(len(arrives)) if arrives else b""
            process.send_signal(signal.SIGTERM)
            _, stderr = process.communicate(timeout=10)
    finally:
        process.kill()

    assert began == arrives
    assert (process.returncode, stderr) == (0, "")
