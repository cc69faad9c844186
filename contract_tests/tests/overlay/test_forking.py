"""Processes that fork, and programs that run several event loops one after the other: each has its own connections."""

import asyncio
import gc
import json
import os
import threading
import time
import traceback
import warnings
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from webflow_contract.carriers.server import running
from webflow_contract.sandbox import Sandbox
from webflow_contract.sandbox.control.served import served
from webflow_pages import AsyncWebflow, Webflow

forking = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")

READS = 50


class _Echo(BaseHTTPRequestHandler):
    """Answers with the page that is asked for, over connections that stay open."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        time.sleep(0.001)  # so that parent and child wait at the same time
        body = json.dumps({"id": self.path.rpartition("/")[2], "title": "T"}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    """Remembers from which ports it was asked: one for each connection."""

    daemon_threads = True

    def __init__(self) -> None:
        self.ports: list[int] = []
        super().__init__(("127.0.0.1", 0), _Echo)

    def verify_request(self, request: object, client_address: tuple[str, int]) -> bool:
        self.ports.append(client_address[1])
        return True


@pytest.fixture
def echo() -> Iterator[_Server]:
    with _Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def _base_url(server: _Server) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}"


def _read_all(webflow: Webflow, prefix: str) -> list[str]:
    return [webflow.pages.get(f"{prefix}{number}").id for number in range(READS)]


def _own(prefix: str) -> list[str]:
    return [f"{prefix}{number}" for number in range(READS)]


class _Child:
    """A child process that does something with what it has from its parent."""

    def __init__(self, work: object) -> None:
        self._reading, writing = os.pipe()
        with warnings.catch_warnings():
            # The server's threads stay behind; the child has nothing to do with them.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._id = os.fork()
        if self._id:
            os.close(writing)
            assert os.read(self._reading, 1) == b"\n"
            return
        said = b""
        try:
            os.write(writing, b"\n")  # it runs
            said = json.dumps(work()).encode()  # type: ignore[operator]
        except BaseException:  # noqa: BLE001  (the parent shows it)
            said = json.dumps(traceback.format_exc()).encode()
        finally:
            os.write(writing, said)
            os._exit(0)

    def result(self) -> object:
        with open(self._reading, "rb") as reading:
            said = reading.read()
        os.waitpid(self._id, 0)
        return json.loads(said)


@forking
def test_parent_and_child_always_get_their_own_answers(echo: _Server) -> None:
    with Webflow("token", base_url=_base_url(echo), timeout=5) as webflow:
        assert webflow.pages.get("before").id == "before"
        child = _Child(lambda: _read_all(webflow, "child"))
        mine = _read_all(webflow, "parent")

        assert child.result() == _own("child")
        assert mine == _own("parent")
        assert webflow.pages.get("after").id == "after"
    assert len(echo.ports) == 2  # The parent keeps its connection, and the child opens one.


@forking
def test_a_child_of_with_options_and_of_a_thread_gets_its_own_answers(echo: _Server) -> None:
    """A lock that another thread holds while the process forks stays locked in the child, if it is not a new one."""
    with Webflow("token", base_url=_base_url(echo), timeout=5) as webflow:
        other = webflow.with_options(timeout=5)
        other.pages.get("before")
        with webflow._sender.pool._lock:
            child = _Child(lambda: [*_read_all(other, "child"), *_read_all(webflow, "again")])
        mine = _read_all(webflow, "parent")

        assert child.result() == [*_own("child"), *_own("again")]
        assert mine == _own("parent")


@forking
def test_a_child_that_closes_leaves_the_connections_of_its_parent_open(echo: _Server) -> None:
    with Webflow("token", base_url=_base_url(echo), timeout=5) as webflow:
        webflow.pages.get("before")

        def close() -> str:
            webflow.close()
            return "closed"

        assert _Child(close).result() == "closed"
        assert _read_all(webflow, "parent") == _own("parent")
    assert len(echo.ports) == 1


@forking
def test_a_child_does_without_blocking_too(echo: _Server) -> None:
    async def read_all(webflow: AsyncWebflow, prefix: str) -> list[str]:
        return [(await webflow.pages.get(f"{prefix}{number}")).id for number in range(READS)]

    webflow = AsyncWebflow("token", base_url=_base_url(echo), timeout=5)
    with asyncio.Runner() as runner:
        assert runner.run(read_all(webflow, "before")) == _own("before")
        child = _Child(lambda: asyncio.run(read_all(webflow, "child")))
        mine = runner.run(read_all(webflow, "parent"))

        assert child.result() == _own("child")
        assert mine == _own("parent")
        runner.run(webflow.close())


# Several event loops.


@pytest.fixture
def _unclosed() -> Iterator[None]:
    """Have nobody complain of connections that a loop left open when it ended."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield
        gc.collect()


@pytest.mark.usefixtures("_unclosed")
def test_a_second_run_opens_connections_anew() -> None:
    sandbox = Sandbox(rate_limit="off")

    async def use(webflow: AsyncWebflow) -> list[object]:
        titles = [(await webflow.pages.get(sandbox.page_id, locale="fr-FR")).title for _ in range(3)]
        return [*titles, len(await webflow.sites.list())]

    async def use_and_close(webflow: AsyncWebflow) -> list[object]:
        async with webflow:
            return await use(webflow)

    with running(served(sandbox)) as base_url:
        webflow = AsyncWebflow(sandbox.token, base_url=base_url)
        every = [asyncio.run(use(webflow)) for _ in range(3)]
        every += [asyncio.run(use_and_close(webflow)) for _ in range(2)]

    assert every == [["Tarifs"] * 3 + [2]] * 5


@pytest.mark.usefixtures("_unclosed")
def test_a_second_run_reads_what_the_first_began_to_list() -> None:
    sandbox = Sandbox(rate_limit="off")

    async def all_of(webflow: AsyncWebflow) -> list[str]:
        return [page.id async for page in webflow.pages.list(sandbox.site_id)]

    with running(served(sandbox)) as base_url:
        webflow = AsyncWebflow(sandbox.token, base_url=base_url)
        one, other = asyncio.run(all_of(webflow)), asyncio.run(all_of(webflow))
    assert one == other
    assert sandbox.page_id in one
