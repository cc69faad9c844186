"""Any handler under httpx, without a socket."""

import httpx

from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.sandbox.wire import parse_headers, parse_query


class SandboxTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Lets a handler answer the requests of an httpx client, sync or async.

    The handler is quick and does no I/O, so an async client calls it in the event loop.
    """

    def __init__(self, handler: Handler) -> None:
        self._handler = handler

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request of a sync client."""
        return self._answer(request, request.read())

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request of an async client."""
        return self._answer(request, await request.aread())

    def _answer(self, request: httpx.Request, content: bytes) -> httpx.Response:
        return _to_httpx(self._handler(_from_httpx(request, content)))


def _from_httpx(request: httpx.Request, content: bytes) -> Request:
    path, _, query = request.url.raw_path.partition(b"?")
    return Request(
        method=request.method,
        path=path.decode("latin-1"),
        query=parse_query(query),
        headers=parse_headers(request.headers.raw),
        content=content,
    )


def _to_httpx(response: Response) -> httpx.Response:
    return httpx.Response(response.status, headers=dict(response.headers), content=response.content)
