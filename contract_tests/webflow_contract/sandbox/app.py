"""Any handler as an ASGI application."""

from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.requests import Request as StarletteRequest
from starlette.responses import Response as StarletteResponse
from starlette.types import Receive, Scope, Send

from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.sandbox.wire import parse_headers, parse_query


def asgi(handler: Handler) -> Starlette:
    """Return an application in which the handler answers everything.

    The handler is quick and does no I/O, so it is called in the event loop.
    """

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        request = StarletteRequest(scope, receive)
        try:
            content = await request.body()
        except ClientDisconnect:
            # Nobody is left to be answered.
            return
        await _to_starlette(handler(_from_starlette(request, content)))(scope, receive, send)

    application = Starlette()
    # Not a route: a route would have to match, and a target such as "*" matches none.
    application.router.default = answer
    return application


def _from_starlette(request: StarletteRequest, content: bytes) -> Request:
    # ASGI lets a server leave out the path as it was sent.
    path = request.scope.get("raw_path") or quote(request.scope["path"]).encode()
    return Request(
        method=request.method,
        path=path.decode("latin-1"),
        query=parse_query(request.scope["query_string"]),
        headers=parse_headers(request.headers.raw),
        content=content,
    )


def _to_starlette(response: Response) -> StarletteResponse:
    return StarletteResponse(response.content, status_code=response.status, headers=response.headers)
