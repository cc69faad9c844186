"""Which operation a request is, as its method and path tell. The names are the vendor's operationIds."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from attrs import frozen

from webflow_contract.exchange import Request


@frozen
class Route:
    """A path template, the base path that it stands under at Webflow, and its operations by method."""

    base: str
    template: str
    operations: Mapping[str, str]

    def match(self, path: str) -> tuple[str, str] | None:
        """Return the base path and the id in a path, undecoded; without an id in the template, the id is empty."""
        found = _pattern(self.template).fullmatch(path)
        return None if found is None else (found[1], found[2] if found.re.groups > 1 else "")


@cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(r"(.*)" + re.sub(r"\{[^}]+\}", "([^/]+)", template), re.DOTALL)


# The order matters where a template is the end of another one: the longer comes first.
ROUTES: Final = (
    Route("/v2", "/sites/{site_id}/pages", {"GET": "list-pages"}),
    Route("/v2", "/pages/{page_id}", {"GET": "get-page-metadata", "PUT": "update-page-metadata"}),
    Route("/v2", "/sites/{site_id}", {"GET": "get-site"}),
    Route("/v2", "/token/authorized_by", {"GET": "authorized_by"}),
    Route("/v2", "/sites", {"GET": "list-sites"}),
    Route("/beta", "/pages", {"PATCH": "update-page-metadata-bulk"}),
)

OPERATIONS: Final = tuple(operation for route in ROUTES for operation in route.operations.values())
"""Every operationId."""


def find(path: str) -> tuple[Route, str] | None:
    """Return the route of a path at Webflow, and the id in it; None where there is none."""
    for route in ROUTES:
        found = route.match(path)
        if found is not None and found[0] == route.base:
            return route, found[1]
    return None


def known_operation(request: Request) -> str | None:
    """Return the operationId of a request to Webflow; None where it is none."""
    found = find(request.path)
    return None if found is None else found[0].operations.get(request.method)


def operation_of(request: Request) -> str | None:
    """Return the operationId of a request, whatever base path it goes to; None where it is no known operation."""
    for route in ROUTES:
        if route.match(request.path) is not None:
            return route.operations.get(request.method)
    return None
