"""Any handler on a port of this machine."""

import asyncio
import contextlib
import os
import signal
import socket
import threading
from collections.abc import Callable, Coroutine, Generator
from concurrent.futures import Future
from types import FrameType
from typing import Any, Final

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from webflow_contract.carriers.app import CUT, asgi
from webflow_contract.errors import ContractToolError
from webflow_contract.exchange import Handler

HOST: Final = "127.0.0.1"

# Seconds that the end may take at the most.
_GRACE: Final = 1

# Seconds between two looks at whether somebody is still connected.
_LOOK: Final = 0.001


class PortError(ContractToolError):
    """The port cannot be listened on: somebody else does, or it is not for everybody."""


def serve(handler: Handler, *, port: int, announce: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM, then return.

    Call it in the main thread: no other receives signals. Port 0 is a free one. ``announce`` gets the base
    URL once connections are accepted. Nothing is written to stdout.

    Raises:
        PortError: The port cannot be listened on.
    """
    with _listening(port) as listener:
        server = _Server(handler, lambda: announce(_base_url(listener)))

        def stop(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001  (a signal handler's signature)
            server.should_exit = True

        # uvicorn stops at these signals, too, but then sends them again to whoever listened before: to this.
        with _handling((signal.SIGINT, signal.SIGTERM), stop):
            server.run(sockets=[listener])


@contextlib.contextmanager
def running(handler: Handler, *, port: int = 0) -> Generator[str, None, None]:
    """Serve from a thread for as long as the context lasts, and yield the base URL.

    Raises:
        PortError: The port cannot be listened on.
    """
    with _listening(port) as listener:
        started: Future[None] = Future()
        server = _Server(handler, lambda: started.set_result(None))
        thread = threading.Thread(target=_run, args=(server, listener, started), daemon=True)
        thread.start()
        try:
            started.result()
            yield _base_url(listener)
        finally:
            server.end()
            thread.join()


class _Server(uvicorn.Server):
    """uvicorn without two naps of 0.1 s at its end: until it looks whether to end, and for whoever is connected.

    Where a version has no such method to override, it takes its naps.
    """

    def __init__(self, handler: Handler, on_started: Callable[[], None]) -> None:
        super().__init__(_config(handler))
        self._on_started = on_started
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ended = asyncio.Event()

    def end(self) -> None:
        """End, for whichever thread wants it."""
        self.should_exit = True
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # it has ended by itself
                self._loop.call_soon_threadsafe(self._ended.set)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self._loop = asyncio.get_running_loop()
        self._on_started()

    async def main_loop(self) -> None:
        await _first(super().main_loop(), self._ended.wait())

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await _first(super().shutdown(sockets=sockets), self._is_left())

    async def _is_left(self) -> None:
        """Wait until nobody is connected and nothing is being answered."""
        while self.server_state.connections or self.server_state.tasks:
            await asyncio.sleep(_LOOK)


async def _first(*ways: Coroutine[Any, Any, object]) -> None:
    """Wait for what ends first, and cancel the rest."""
    tasks = [asyncio.create_task(way) for way in ways]
    done, others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    for task in done:
        task.result()


class _Protocol(H11Protocol):
    """HTTP/1.1 that lets the application close its connection, and does not wait at the end."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        application = self.app

        async def closable(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401  (as uvicorn types them)
            # What was sent so far goes out first.
            scope.setdefault("extensions", {})[CUT] = {"cut": transport.close}
            await application(scope, receive, send)

        self.app = closable

    def shutdown(self) -> None:
        """End at once. What is not answered by now is late on purpose, or was not asked in full."""
        super().shutdown()
        if not self.transport.is_closing():
            self.transport.close()


def _config(handler: Handler) -> uvicorn.Config:
    return uvicorn.Config(
        asgi(handler),
        http=_Protocol,
        loop="asyncio",
        ws="none",
        lifespan="off",
        # Logging is the program's to configure. Python's own last resort shows errors on stderr; warnings are about
        # what clients send, such as an upgrade that is not for us.
        log_config=None,
        log_level="error",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
    )


def _run(server: _Server, listener: socket.socket, started: Future[None]) -> None:
    """Run the server, and let whoever waits for its start know if there is none."""
    try:
        server.run(sockets=[listener])
    except BaseException as error:
        if started.done():
            raise
        started.set_exception(error)


@contextlib.contextmanager
def _listening(port: int) -> Generator[socket.socket, None, None]:
    try:
        listener = socket.create_server((HOST, port))
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise PortError(f"port {port} of {HOST} cannot be used ({reason}): take another, or 0 for a free one") from None
    with listener:
        # Connections inherit it. Without it, each answer's body waits some 40 ms for its head to be acknowledged;
        # asyncio sets it only on sockets that were made with an explicit protocol.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield listener


@contextlib.contextmanager
def _handling(
    signals: tuple[signal.Signals, ...], handler: Callable[[int, FrameType | None], None]
) -> Generator[None, None, None]:
    before = {number: signal.signal(number, handler) for number in signals}
    try:
        yield
    finally:
        for number, previous in before.items():
            signal.signal(number, previous)


def _base_url(listener: socket.socket) -> str:
    return f"http://{HOST}:{listener.getsockname()[1]}/v2"
