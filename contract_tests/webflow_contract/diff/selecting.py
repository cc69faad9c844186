"""Find the operations that this package uses in any OpenAPI document.

An operation is its method and path. Names of path parameters do not matter, and neither does whether ``/v2`` stands in
the path or in the server's URL.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from attrs import frozen

from webflow_contract.contract import operations as contract_operations
from webflow_contract.diff.meaning.nodes import Location, Source
from webflow_contract.diff.meaning.shapes import listing, mapping, texts
from webflow_contract.documents import Document
from webflow_contract.errors import DocumentError

_BASE: Final = "/v2"


@frozen
class Wanted:
    """One of the package's operations: its operationId, method in lower case, and path template."""

    id: str
    method: str
    template: str


@frozen(slots=False)
class Found:
    """An operation in a document: itself, the path item around it, its location, and its path template there."""

    source: Source
    value: Document
    item: Document
    location: Location
    template: str


def wanted(contract: Document, also: Document | None = None) -> list[Wanted]:
    """Return the operations of a contract, and of another one where given, which are those to look for."""
    found: dict[tuple[str, str], Wanted] = {}
    for document in (contract, also):
        for one in () if document is None else contract_operations.operations(document).values():
            key, taken = (one.method.lower(), _shape(one.template)), {known.id for known in found.values()}
            id_ = one.id if one.id not in taken else f"{one.method} {one.template}"
            found.setdefault(key, Wanted(id_, one.method.lower(), one.template))
    return list(found.values())


def select(source: Source, looked_for: list[Wanted]) -> dict[str, Found]:
    """Return what a document has of the operations looked for, by their operationId in the contract.

    Raises:
        DocumentError: The document is no OpenAPI 3.
    """
    _check(source)
    ids = {(one.method, _shape(_BASE + one.template)): one.id for one in looked_for}
    selected: dict[str, Found] = {}
    for found, paths in _operations(source, {shape for _, shape in ids}):
        for path in paths:
            id_ = ids.get((str(found.location[-1]), _shape(path)))
            if id_ is not None:
                selected.setdefault(id_, found)
    return selected


def has_path(source: Source, template: str) -> bool:
    """Return whether a document has a path, whatever its parameters are called."""
    wanted_shape = _shape(template).removeprefix(_BASE)
    return any(_shape(other).removeprefix(_BASE) == wanted_shape for other in source.document["paths"])


def _check(source: Source) -> None:
    version = source.document.get("openapi")
    if not isinstance(version, str) or not version.startswith("3."):
        raise DocumentError(f"{source.name}: is no OpenAPI 3 document: it has no field 'openapi', such as 3.1.0")
    if not isinstance(source.document.get("paths"), dict):
        raise DocumentError(f"{source.name}: has no paths, and so no operation to compare")


def _operations(source: Source, shapes: set[str]) -> Iterator[tuple[Found, list[str]]]:
    """Yield the operations whose path may be one of those, with all that it may be at Webflow.

    Others are passed over unread: a whole API may have more that cannot be read.
    """
    for template, value in source.document["paths"].items():
        if not any(shape.endswith(_shape(template)) for shape in shapes):
            continue
        item, location = source.behind(value, ("paths", template))
        for method in ("get", "put", "post", "patch", "delete"):
            if isinstance(item, dict) and isinstance(operation := item.get(method), dict):
                found = Found(source, operation, item, (*location, method), template)
                bases = [_path(url) for url in servers(operation, item, source.document)]
                yield found, [template, *(base + template for base in bases or (_BASE,))]


def _path(url: str) -> str:
    """Return the path of a server's URL, which may be relative, and may have variables in it."""
    return re.sub(r"^([^/?#]*:)?//[^/?#]*", "", url).rstrip("/")


def servers(*holders: Mapping[str, Any]) -> list[str]:
    """Return the URLs of the nearest servers, those of an operation before those of the document."""
    for holder in holders:
        urls = texts([mapping(one).get("url") for one in listing(holder.get("servers"))])
        if urls:
            return [url.rstrip("/") for url in urls]
    return []


def _shape(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path.rstrip("/"))
