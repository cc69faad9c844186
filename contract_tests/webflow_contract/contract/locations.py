"""Where in a contract something is described, and how an Overlay points there."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from webflow_contract.contract.operations import Operation, referred
from webflow_contract.documents import Document

Location = tuple[str | int, ...]
"""The keys and indexes from the root of a contract. No ``$ref`` is followed on the way."""


def at(contract: Document, location: Location) -> Any:  # noqa: ANN401  (JSON is any value)
    """Return what stands at a location."""
    node: Any = contract
    for part in location:
        node = node[part]
    return node


def behind(contract: Document, location: Location) -> Location:
    """Return where a node really is: there, or where its ``$ref`` leads."""
    node = at(contract, location)
    while isinstance(node, dict) and "$ref" in node:
        location = pointed_to(node)
        node = at(contract, location)
    return location


def pointed_to(node: Document) -> Location:
    """Return where the ``$ref`` of a node leads."""
    return referred(node["$ref"])


def responses_of(operation: Operation) -> Location:
    """Return where the responses of an operation are."""
    return "paths", operation.template, operation.method.lower(), "responses"


def response(contract: Document, operation: Operation, status: int) -> Location | None:
    """Return where the answer with a status is described; None where it is not."""
    key = operation.key_of(status)
    return None if key is None else behind(contract, (*responses_of(operation), key))


def value(contract: Document, schema: Location, place: Sequence[str]) -> Location | None:
    """Return where the schema of a value inside of a body is; None where nothing is said of it."""
    for part in place:
        inner = [found for option in options(contract, schema) for found in _inside(contract, option, part)]
        if not inner:
            return None
        schema = inner[0]
    return schema


def options(contract: Document, schema: Location) -> Iterator[Location]:
    """Yield where a schema really is, and each of those that it is put together of or leaves the choice of."""
    schema = behind(contract, schema)
    yield schema
    node = at(contract, schema)
    for key in ("anyOf", "oneOf", "allOf"):
        for index in range(len(node.get(key, ())) if isinstance(node, dict) else 0):
            yield from options(contract, (*schema, key, index))


def _inside(contract: Document, schema: Location, part: str) -> Iterator[Location]:
    node = at(contract, schema)
    if not isinstance(node, dict):
        return
    if part in node.get("properties", {}):
        yield (*schema, "properties", part)
    elif "items" in node and part.isdecimal():
        yield (*schema, "items")


def jsonpath(location: Location) -> str:
    """Write a location as a JSONPath (RFC 9535)."""
    return "$" + "".join(_segment(part) for part in location)


def _segment(part: str | int) -> str:
    if isinstance(part, int):
        return f"[{part}]"
    if re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", part):
        return f".{part}"
    return f"[{quoted(part)}]"


def quoted(text: str) -> str:
    """Write a text as a JSONPath has it."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
