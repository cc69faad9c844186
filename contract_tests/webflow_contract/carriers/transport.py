"""Any handler under httpx, without a socket."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import anyio
import httpx
from attrs import evolve

from webflow_contract.carriers.wire import parse_headers, parse_query
from webflow_contract.errors import ContractToolError
from webflow_contract.exchange import Delivery, Handler, Request, Response


class NoTimeoutError(ContractToolError):
    """A client without a read timeout is to wait for an answer that never comes."""


class SandboxTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Lets a handler answer the requests of an httpx client, sync or async.

    The handler is quick and does no I/O, so an async client calls it in the event loop. What is late is waited for, as
    long as the client's read timeout allows, and then is the ``ReadTimeout`` that a socket would have led to.

    Args:
        handler: Whatever answers, such as a sandbox.
        sleep: How a sync client waits. A stopped clock's ``sleep`` lets nobody wait for real.
        sleep_async: How an async client waits.
    """

    def __init__(
        self,
        handler: Handler,
        *,
        sleep: Callable[[float], None] = time.sleep,
        sleep_async: Callable[[float], Awaitable[None]] = anyio.sleep,
    ) -> None:
        self._handler = handler
        self._sleep = sleep
        self._sleep_async = sleep_async

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request of a sync client."""
        response = _answer(self._handler, request, request.read())
        waiting = _Waiting(response.delivery, request)
        if waiting.before_head:
            self._sleep(waiting.before_head)
        waiting.check_head()
        return _to_httpx(response, _Parts(response, waiting, self._sleep))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request of an async client."""
        response = _answer(self._handler, request, await request.aread())
        waiting = _Waiting(response.delivery, request)
        if waiting.before_head:
            await self._sleep_async(waiting.before_head)
        waiting.check_head()
        return _to_httpx(response, _AsyncParts(response, waiting, self._sleep_async))


class _Waiting:
    """How long a client waits for an answer, and what it is then told."""

    def __init__(self, delivery: Delivery, request: httpx.Request) -> None:
        self._delivery = delivery
        self._request = request
        self._patience: float | None = request.extensions.get("timeout", {}).get("read")
        stalled_at_once = delivery.ends == "before_head" and delivery.then == "stalled"
        self._late = float("inf") if stalled_at_once else delivery.delay
        self.before_head = self._wait(self._late)

    def check_head(self) -> None:
        """Raise what a client is told that has waited for the head in vain."""
        if self._patience is not None and self._late > self._patience:
            raise httpx.ReadTimeout("The read operation timed out", request=self._request)
        if self._delivery.ends == "before_head":
            raise httpx.RemoteProtocolError("Server disconnected without sending a response.", request=self._request)

    @property
    def within_body(self) -> float:
        """The seconds that a client waits for the rest of a body that does not come."""
        return self._wait(float("inf")) if self._delivery.then == "stalled" else 0.0

    def broken_off(self) -> httpx.TransportError:
        """Return what a client is told that has waited for the rest of a body in vain."""
        if self._delivery.then == "stalled":
            return httpx.ReadTimeout("The read operation timed out", request=self._request)
        return httpx.RemoteProtocolError(
            "peer closed connection without sending complete message body", request=self._request
        )

    def _wait(self, seconds: float) -> float:
        if self._patience is not None:
            return min(seconds, self._patience)
        if seconds == float("inf"):
            raise NoTimeoutError("this answer never comes, and the client would wait forever: give it a read timeout")
        return seconds


class _Parts(httpx.SyncByteStream):
    """A body that comes whole, or breaks off."""

    def __init__(self, response: Response, waiting: _Waiting, sleep: Callable[[float], None]) -> None:
        self._response = response
        self._waiting = waiting
        self._sleep = sleep

    def __iter__(self) -> Iterator[bytes]:
        yield _arriving(self._response)
        if self._response.delivery.ends != "whole":
            self._sleep(self._waiting.within_body)
            raise self._waiting.broken_off()


class _AsyncParts(httpx.AsyncByteStream):
    """A body that comes whole, or breaks off, for an async client."""

    def __init__(self, response: Response, waiting: _Waiting, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._response = response
        self._waiting = waiting
        self._sleep = sleep

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield _arriving(self._response)
        if self._response.delivery.ends != "whole":
            await self._sleep(self._waiting.within_body)
            raise self._waiting.broken_off()


def _arriving(response: Response) -> bytes:
    whole = response.delivery.ends == "whole"
    return response.content if whole else response.content[: len(response.content) // 2]


def _answer(handler: Handler, request: httpx.Request, content: bytes) -> Response:
    response = handler(_from_httpx(request, content))
    # To HEAD, no body is sent (RFC 9110).
    return evolve(response, content=b"") if request.method == "HEAD" else response


def _from_httpx(request: httpx.Request, content: bytes) -> Request:
    path, _, query = request.url.raw_path.partition(b"?")
    return Request(
        method=request.method,
        path=path.decode("latin-1"),
        query=parse_query(query),
        headers=parse_headers(request.headers.raw),
        content=content,
    )


def _to_httpx(response: Response, body: httpx.SyncByteStream | httpx.AsyncByteStream) -> httpx.Response:
    headers = {**response.headers, "content-length": str(len(response.content))}
    return httpx.Response(response.status, headers=headers, stream=body)
