"""The same answers under httpx, in an ASGI application and on a port."""

import asyncio
import errno
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
import uvicorn

from webflow_contract.carriers.app import asgi
from webflow_contract.carriers.server import PortError, _listening, running, serve
from webflow_contract.carriers.transport import SandboxTransport
from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.sandbox import Clock, Sandbox


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(clock=Clock(datetime(2026, 10, 9, 12, tzinfo=UTC), running=False))


BASE_URL = "https://api.webflow.example/v2"


def _headers(sandbox: Sandbox) -> dict[str, str]:
    return {"Authorization": f"Bearer {sandbox.token}"}


class Recorder:
    """A handler that keeps what it was asked."""

    def __init__(self) -> None:
        self.requests: list[Request] = []

    def __call__(self, request: Request) -> Response:
        self.requests.append(request)
        return Response(503, {"Content-Type": "text/html", "X-Drift": "yes"}, b"<h1>down</h1>")


# An odd request: a path that must stay undecoded, a name that occurs twice, bytes that are not UTF-8.
ODD_TARGET = "/v2/pages/a%2Fb%20c?x=1&x=%C3%A9&y=&z=%FF"
ODD_QUERY = (("x", "1"), ("x", "é"), ("y", ""), ("z", "\ufffd"))


def _assert_odd(request: Request) -> None:
    assert request.method == "PUT"
    assert request.path == "/v2/pages/a%2Fb%20c"
    assert request.query == ODD_QUERY
    assert request.headers["x-note"] == "one, two"
    assert request.content == b"\x00\xff"


ODD_HEADERS = [("X-Note", "one"), ("X-Note", "two")]


def _assert_recorded(response: httpx.Response) -> None:
    assert response.status_code == 503
    assert response.headers["x-drift"] == "yes"
    assert response.headers["content-type"] == "text/html"
    assert response.content == b"<h1>down</h1>"


def test_httpx_asks_any_handler() -> None:
    recorder = Recorder()
    with httpx.Client(transport=SandboxTransport(recorder), base_url="https://api.example") as client:
        response = client.put(ODD_TARGET, content=b"\x00\xff", headers=ODD_HEADERS)

    _assert_recorded(response)
    _assert_odd(recorder.requests[0])


def test_httpx_asks_any_handler_without_blocking() -> None:
    recorder = Recorder()

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=SandboxTransport(recorder), base_url="https://a.example") as client:
            return await client.put(ODD_TARGET, content=b"\x00\xff", headers=ODD_HEADERS)

    _assert_recorded(asyncio.run(ask()))
    _assert_odd(recorder.requests[0])


def test_bodies_that_are_streamed_arrive_whole(sandbox: Sandbox) -> None:
    def sync_parts() -> Iterator[bytes]:
        yield b'{"title":'
        yield b'"Streamed"}'

    async def async_parts() -> AsyncIterator[bytes]:
        for part in sync_parts():
            yield part

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=SandboxTransport(sandbox), headers=_headers(sandbox)) as client:
            return await client.put(f"{BASE_URL}/pages/{sandbox.page_id}", content=async_parts())

    with httpx.Client(transport=SandboxTransport(sandbox), headers=_headers(sandbox)) as client:
        response = client.put(f"{BASE_URL}/pages/{sandbox.page_id}", content=sync_parts())

    assert response.json()["title"] == "Streamed"
    assert asyncio.run(ask()).json()["title"] == "Streamed"


def _over_asgi(handler: Handler, method: str, target: str, **options: Any) -> httpx.Response:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(asgi(handler))
        async with httpx.AsyncClient(transport=transport, base_url="http://sandbox.example") as client:
            return await client.request(method, target, **options)

    return asyncio.run(ask())


def test_an_application_asks_any_handler() -> None:
    recorder = Recorder()

    _assert_recorded(_over_asgi(recorder, "PUT", ODD_TARGET, content=b"\x00\xff", headers=ODD_HEADERS))
    _assert_odd(recorder.requests[0])


def test_an_application_without_a_raw_path_quotes_the_decoded_one() -> None:
    recorder = Recorder()

    async def without_raw_path(scope: Any, receive: Any, send: Any) -> None:
        del scope["raw_path"]
        await asgi(recorder)(scope, receive, send)

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(without_raw_path)) as client:
            await client.get("http://sandbox.example/v2/pages/a%20b")

    asyncio.run(ask())
    assert recorder.requests[0].path == "/v2/pages/a%20b"


def test_a_client_that_leaves_before_its_body_is_there_is_not_asked_about() -> None:
    recorder = Recorder()
    sent = []

    async def receive() -> dict[str, str]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "PUT", "path": "/v2", "raw_path": b"/v2", "query_string": b"", "headers": []}
    asyncio.run(asgi(recorder)(scope, receive, send))

    assert (recorder.requests, sent) == ([], [])


@pytest.mark.parametrize("method", ["OPTIONS", "POST", "BREW"])
@pytest.mark.parametrize("target", ["/", "/v2/sites/", "/v2/pages/x/y", "/openapi.json"])
def test_an_application_has_no_answers_of_its_own(sandbox: Sandbox, method: str, target: str) -> None:
    response = _over_asgi(sandbox, method, target, headers=_headers(sandbox))

    assert response.status_code == 404
    assert response.json()["code"] == "resource_not_found"


def test_a_port_answers_like_the_handler(sandbox: Sandbox) -> None:
    with running(sandbox) as base_url, httpx.Client(base_url=base_url, headers=_headers(sandbox)) as client:
        path = f"/pages/{sandbox.page_id}"
        assert base_url.startswith("http://127.0.0.1:")
        assert base_url.endswith("/v2")
        updated = client.put(path, json={"title": "Prices"}, params={"localeId": sandbox.locale_ids["fr-FR"]})
        assert updated.json()["title"] == "Prices"
        read = client.get(path)
        assert read.content == sandbox(Request("GET", f"/v2{path}", headers=_headers(sandbox))).content
        assert read.headers["x-ratelimit-limit"] == "60"
        assert client.head(path).status_code == 404
        assert client.head(path).content == b""
        assert client.request("OPTIONS", path).json()["code"] == "resource_not_found"


def test_any_target_and_an_upgrade_get_an_envelope(sandbox: Sandbox) -> None:
    with running(sandbox) as base_url:
        address = ("127.0.0.1", httpx.URL(base_url).port)
        for head in (
            b"OPTIONS * HTTP/1.1",
            b"GET http://127.0.0.1/v2/sites HTTP/1.1",
            b"GET http://other.example/ HTTP/1.1",
            b"GET /v2 HTTP/1.1\r\nUpgrade: websocket",
        ):
            with socket.create_connection(address, timeout=5) as connection:
                connection.sendall(head + b"\r\nHost: x\r\nConnection: close\r\n\r\n")
                answer = connection.makefile("rb").read()
            assert answer.startswith(b"HTTP/1.1 401")
            assert b'"code":"not_authorized"' in answer


def test_a_port_is_free_again_afterwards(sandbox: Sandbox) -> None:
    with running(sandbox) as base_url:
        port = httpx.URL(base_url).port
    with running(sandbox, port=port) as again:
        assert again == base_url
        assert httpx.get(f"{again}/sites").status_code == 401


def test_an_unfinished_request_does_not_hold_up_the_end(sandbox: Sandbox) -> None:
    with running(sandbox) as base_url:
        connection = socket.create_connection(("127.0.0.1", httpx.URL(base_url).port), timeout=5)
        connection.sendall(b"PUT /v2/pages/x HTTP/1.1\r\nHost: x\r\n")
    connection.close()


def test_the_end_waits_for_nobody_who_is_not_there(sandbox: Sandbox) -> None:
    took: list[float] = []
    for _ in range(5):
        with running(sandbox) as base_url, httpx.Client() as client:
            client.get(f"{base_url}/sites")  # and stays connected
            begun = time.perf_counter()
        took.append(time.perf_counter() - begun)
    assert min(took) < 0.1  # the nap that uvicorn takes twice; the machine may be slow now and then


def test_what_is_being_answered_at_the_end_is_waited_for() -> None:
    begun, ended = threading.Event(), threading.Event()

    def slow(request: Request) -> Response:
        begun.set()
        time.sleep(0.2)
        ended.set()
        return Response(200)

    with running(slow) as base_url:
        port = httpx.URL(base_url).port
        connection = socket.create_connection(("127.0.0.1", port), timeout=5)
        connection.sendall(b"GET /v2/sites HTTP/1.1\r\nHost: x\r\n\r\n")
        assert begun.wait(5)
    connection.close()
    assert ended.is_set()


def test_a_port_in_use_is_one_clear_error(sandbox: Sandbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            PortError, match=rf"^port {port} of 127\.0\.0\.1 cannot be used \(Address already in use\): "
        ):
            serve(sandbox, port=port, announce=lambda base_url: None)
        with pytest.raises(PortError), running(sandbox, port=port):
            pass


def test_a_port_that_is_not_for_everybody_is_one_clear_error(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(address: Any) -> Any:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(socket, "create_server", refuse)

    line = r"^port 80 of 127\.0\.0\.1 cannot be used \(Permission denied\)"
    with pytest.raises(PortError, match=line), running(sandbox, port=80):
        pass


def test_answers_do_not_wait_for_acknowledgements() -> None:
    with _listening(0) as listener:
        assert listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_server_that_does_not_start_says_so(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(server: Any, sockets: Any = None) -> None:
        raise RuntimeError("no start")

    monkeypatch.setattr(uvicorn.Server, "startup", fail)

    with pytest.raises(RuntimeError, match="no start"), running(sandbox):
        pass


SERVING = """
import sys
from webflow_contract.sandbox import Sandbox, seed
from webflow_contract.carriers.server import serve
serve(Sandbox(), port=0, announce=lambda base_url: print(base_url, file=sys.stderr, flush=True))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_serving_well(number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SERVING], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        base_url = process.stderr.readline().strip()
        # The connection is kept open: it must not hold up the end.
        with httpx.Client(timeout=5) as client:
            assert client.get(f"{base_url}/sites").status_code == 401
            process.send_signal(number)
            stdout, stderr = process.communicate(timeout=10)

    assert (process.returncode, stdout, stderr) == (0, "", "")


def test_signals_are_handled_as_before_afterwards(sandbox: Sandbox) -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]

    serve(sandbox, port=0, announce=lambda base_url: signal.raise_signal(signal.SIGTERM))

    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


@pytest.mark.parametrize("target", ["http://127.0.0.1:1/v2/sites?x=1", "https://api.webflow.com/v2/sites"])
def test_a_target_in_absolute_form_is_the_same_path(target: str) -> None:
    """RFC 9112, 3.2.2: a server has to accept it."""
    recorder = Recorder()
    with running(recorder) as base_url:
        address = ("127.0.0.1", httpx.URL(base_url).port)
        with socket.create_connection(address, timeout=5) as connection:
            connection.sendall(f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
            connection.makefile("rb").read()
    assert recorder.requests[0].path == "/v2/sites"


def test_nothing_is_sent_to_head_however_it_is_carried(sandbox: Sandbox) -> None:
    transport = SandboxTransport(sandbox)
    with running(sandbox) as base_url, httpx.Client() as over_a_port, httpx.Client(transport=transport) as without:
        answers = [client.head(f"{base_url}/sites", headers=_headers(sandbox)) for client in (over_a_port, without)]
    assert [(answer.status_code, answer.content) for answer in answers] == [(404, b"")] * 2


@pytest.mark.parametrize(
    "sent",
    [
        b"PUT /v2/pages/x HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc",
        b"PUT /v2/pages/x HTTP/1.1\r\nHost: x\r\n",
        b"GET /v2/sites HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
        b"nonsense\r\n\r\n",
    ],
)
def test_whatever_a_client_leaves_behind_it_ends_without_a_word(sent: bytes) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SERVING.replace("sys.stderr", "sys.stdout")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        port = httpx.URL(process.stdout.readline().strip()).port
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.sendall(sent)
            httpx.get(f"http://127.0.0.1:{port}/v2/sites")
            process.send_signal(signal.SIGTERM)
            _, stderr = process.communicate(timeout=10)
    finally:
        process.kill()
    assert (process.returncode, stderr) == (0, "")
