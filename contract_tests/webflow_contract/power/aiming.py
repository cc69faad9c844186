"""Whom something wrong hits: the answers of one operation, the pages in answers, some requests out of many."""

from collections.abc import Callable
from typing import Any

from webflow_contract.drifts import wire
from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.power.mutants import Wrap
from webflow_contract.power.places import Body
from webflow_contract.routes import operation_of

GET, UPDATE, LIST, SITE, SITES = "get-page-metadata", "update-page-metadata", "list-pages", "get-site", "list-sites"
"""The operations of the contract."""

When = Callable[[int], bool]
"""Says of an answer, by its number from 1 on, whether it is hit."""

Concerned = Callable[[Request, Response], bool]
"""Says of an answer whether it is of the kind."""


def answers_of(operation: str, status: int, change: Callable[[Response], Response]) -> Wrap:
    """Change the answers that one operation gives with one status."""

    def apply(request: Request, response: Response) -> Response:
        concerned = operation_of(request) == operation and response.status == status
        return change(response) if concerned else response

    return wire.answers(apply)


def bodies_of(operation: str, status: int, change: Callable[[Any], Any]) -> Wrap:
    """Change the bodies, as JSON, that one operation answers with one status."""
    return answers_of(operation, status, lambda response: wire.with_json(response, change(response.json())))


def listed(change: Callable[[Request, Body], Body]) -> Wrap:
    """Change the lists of pages that are answered."""

    def apply(request: Request, response: Response) -> Response:
        body = wire.json_object(response.content)
        if operation_of(request) != LIST or response.status != 200 or body is None:
            return response
        return wire.with_json(response, change(request, body))

    return wire.answers(apply)


def paged(change: Callable[[Request, Body], object]) -> Wrap:
    """Change in place the page that a read or an update of it is answered with."""
    return wire.answers(page_changed(change))


def page_changed(change: Callable[[Request, Body], object]) -> wire.Change:
    """Return a change of answers that changes in place the page in them."""

    def apply(request: Request, response: Response) -> Response:
        body = wire.json_object(response.content)
        if not wire.is_page(request) or response.status != 200 or body is None:
            return response
        change(request, body)
        return wire.with_json(response, body)

    return apply


def sometimes(hit: When, change: wire.Change, *, of: Concerned) -> Wrap:
    """Change some answers only, by their number among those of a kind. Each service counts for itself."""

    def wrap(handler: Handler) -> Handler:
        asked = 0

        def answer(request: Request) -> Response:
            nonlocal asked
            response = handler(request)
            if not of(request, response):
                return response
            asked += 1
            return change(request, response) if hit(asked) else response

        return answer

    return wrap
