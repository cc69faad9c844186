"""How a drift changes what passes by: bodies, headers, statuses, requests."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from attrs import evolve

from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.routes import operation_of

Message = TypeVar("Message", Request, Response)

Change = Callable[[Request, Response], Response]


def is_page(request: Request) -> bool:
    """Return whether the request reads or updates one page."""
    return operation_of(request) in ("get-page-metadata", "update-page-metadata")


def is_update(request: Request) -> bool:
    """Return whether the request updates a page."""
    return operation_of(request) == "update-page-metadata"


def is_bulk_update(request: Request) -> bool:
    """Return whether the request updates many pages."""
    return operation_of(request) == "update-page-metadata-bulk"


def _has_pages(request: Request) -> bool:
    """Return whether the request is answered with a list of pages."""
    return operation_of(request) in ("list-pages", "update-page-metadata-bulk")


def answers(change: Change) -> Callable[[Handler], Handler]:
    """Make a drift of a function that changes answers."""

    def wrap(handler: Handler) -> Handler:
        return lambda request: change(request, handler(request))

    return wrap


def requests(change: Callable[[Request], Request]) -> Callable[[Handler], Handler]:
    """Make a drift of a function that changes requests before they are answered."""

    def wrap(handler: Handler) -> Handler:
        return lambda request: handler(change(request))

    return wrap


def updates(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[[Handler], Handler]:
    """Make a drift of a function from what an update of one page says to what is made of it."""

    def apply(request: Request) -> Request:
        body = json_object(request.content) if is_update(request) or is_bulk_update(request) else None
        if not body:
            return request
        if is_update(request):
            return with_content(request, json.dumps(change(body)).encode())
        listed = body.get("pages")
        if not isinstance(listed, list):
            return request
        changed = [_with_its_names(entry, change(entry)) if isinstance(entry, dict) else entry for entry in listed]
        return with_content(request, json.dumps({**body, "pages": changed}).encode())

    return requests(apply)


def _with_its_names(entry: dict[str, Any], changed: dict[str, Any]) -> dict[str, Any]:
    """Return a changed entry of a bulk update that is still for the same page and locale."""
    return {**changed, **{name: entry[name] for name in ("id", "localeId") if name in entry}}


def pages(change: Callable[[dict[str, Any]], None]) -> Callable[[Handler], Handler]:
    """Make a drift of a function that changes a page in place, wherever one is answered: alone and in lists."""

    def apply(request: Request, response: Response) -> Response:
        body = json_object(response.content) if response.status == 200 else None
        if body is None:
            return response
        listed = body.get("pages") if _has_pages(request) else None
        for page in [body] if is_page(request) else listed if isinstance(listed, list) else []:
            if isinstance(page, dict):
                change(page)
        return with_json(response, body)

    return answers(apply)


def errors(change: Callable[[dict[str, Any]], None]) -> Callable[[Handler], Handler]:
    """Make a drift of a function that changes the body of every error in place."""

    def apply(request: Request, response: Response) -> Response:  # noqa: ARG001  (a Change has both)
        body = json_object(response.content) if response.status >= 400 else None
        if body is None:
            return response
        change(body)
        return with_json(response, body)

    return answers(apply)


def json_object(content: bytes) -> dict[str, Any] | None:
    """Return the object that a body is, or None where it is something else: another drift may have been there."""
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def with_json(response: Response, body: object) -> Response:
    """Return the response with another JSON body."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return with_content(response, text.encode(errors="backslashreplace"))  # half a character, which JSON can escape


def with_content(message: Message, content: bytes) -> Message:
    """Return a request or response with another body. A length that it states stays true."""
    headers = dict(message.headers)
    if "content-length" in headers:
        headers["content-length"] = str(len(content))
    return evolve(message, headers=headers, content=content)


def without_header(name: str) -> Change:
    """Return a change that drops a header from every answer."""

    def change(request: Request, response: Response) -> Response:  # noqa: ARG001  (a Change has both)
        return evolve(response, headers={key: value for key, value in response.headers.items() if key != name})

    return change
