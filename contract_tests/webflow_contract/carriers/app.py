"""Any handler as an ASGI application."""

from collections.abc import Callable
from typing import Final
from urllib.parse import quote

import anyio
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.requests import Request as StarletteRequest
from starlette.responses import Response as StarletteResponse
from starlette.types import Receive, Scope, Send

from webflow_contract.carriers.wire import parse_headers, parse_query
from webflow_contract.exchange import Handler, Request, Response

CUT: Final = "webflow_contract.cut"
"""The ASGI extension with which a server lets an application close the connection."""


def asgi(handler: Handler) -> Starlette:
    """Return an application in which the handler answers everything.

    The handler is quick and does no I/O, so it is called in the event loop. To cut a connection takes a server with the
    extension ``CUT``; under another one, the application raises ``ConnectionAbortedError`` instead. An answer that
    stalls lasts until the client is gone, which ``httpx.ASGITransport`` never tells: use ``SandboxTransport`` there.
    """

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        request = StarletteRequest(scope, receive)
        try:
            content = await request.body()
        except ClientDisconnect:
            # Nobody is left to be answered.
            return
        await _deliver(handler(_from_starlette(request, content)), scope, receive, send)

    application = Starlette()
    # Not a route: a route would have to match, and a target such as "*" matches none.
    application.router.default = answer
    return application


async def _deliver(response: Response, scope: Scope, receive: Receive, send: Send) -> None:
    delivery = response.delivery
    if delivery.delay:
        with anyio.move_on_after(delivery.delay):
            await _client_gone(receive)
            return
    if delivery.ends == "whole":
        await StarletteResponse(response.content, response.status, response.headers)(scope, receive, send)
        return
    if delivery.ends == "within_body":
        await _send_half(response, send)
    if delivery.then == "cut":
        _cut(scope)
    await _client_gone(receive)


async def _send_half(response: Response, send: Send) -> None:
    whole = StarletteResponse(response.content, response.status, response.headers)
    await send({"type": "http.response.start", "status": whole.status_code, "headers": whole.raw_headers})
    half = response.content[: len(response.content) // 2]
    await send({"type": "http.response.body", "body": half, "more_body": True})


async def _client_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _cut(scope: Scope) -> None:
    cut: Callable[[], None] | None = scope.get("extensions", {}).get(CUT, {}).get("cut")
    if cut is None:
        raise ConnectionAbortedError("cut, as this answer was to be")
    cut()


def _from_starlette(request: StarletteRequest, content: bytes) -> Request:
    # ASGI lets a server leave out the path as it was sent.
    path: bytes = request.scope.get("raw_path") or quote(request.scope["path"]).encode()
    if path.startswith((b"http://", b"https://")):  # a target in absolute form (RFC 9112)
        path = b"/" + path.split(b"/", 3)[3] if path.count(b"/") > 2 else b"/"
    return Request(
        method=request.method,
        path=path.decode("latin-1"),
        query=parse_query(request.scope["query_string"]),
        headers=parse_headers(request.headers.raw),
        content=content,
    )
