"""Prove that a document is OpenAPI 3.1, before anything is built on it."""

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from openapi_spec_validator import OpenAPIV31SpecValidator

from webflow_contract import documents
from webflow_contract.contract import effective
from webflow_contract.contract.sources import newest_read
from webflow_contract.documents import Document
from webflow_contract.errors import DocumentError
from webflow_contract.pointers import pointer

_NOWHERE = object()


def validated(spec: Path) -> Document:
    """Return the effective contract of a ``spec/`` folder, once both it and the documented one are valid.

    Raises:
        DocumentError: A document is missing, broken, or not OpenAPI 3.1, or an operation does not say when its document
            was read.
        OverlayError: The Overlay cannot be applied, or a deviation lacks its evidence.
    """
    path = spec / "openapi.yaml"
    documented = documents.read(path)
    validate(documented, str(path))
    newest_read(documented, str(path))
    contract = effective.build(spec)
    validate(contract, f"{path} with observed.yaml applied")
    return contract


def validate(document: Document, name: str) -> None:
    """Check a document against the OpenAPI 3.1 specification. ``name`` is how errors call it.

    Raises:
        DocumentError: It is not OpenAPI 3.1; the message has a JSON pointer to the place.
    """
    version = document.get("openapi")
    if not isinstance(version, str) or not version.startswith("3.1."):
        raise DocumentError(f"{name}: is no OpenAPI 3.1 document: give it a field 'openapi', such as 'openapi: 3.1.0'")
    try:
        error = _first_error(json.dumps(document))
    except Exception as failure:  # an unresolvable $ref raises whatever the resolving library raises
        target, dangling, _ = str(failure).partition(" does not exist within ")
        reason = f"a $ref points to {target}, which does not exist: correct it" if dangling else str(failure)
        raise DocumentError(f"{name}: is not valid OpenAPI 3.1: {_line(reason)}") from failure
    if error is not None:
        place = pointer(_place(document, list(error.absolute_path), error.instance))
        raise DocumentError(f"{name}: is not valid OpenAPI 3.1 at '{place}': {_line(error.message)}")


@lru_cache(maxsize=32)
def _first_error(document: str) -> Any:  # noqa: ANN401  (jsonschema has no types)
    """Return what is wrong first, for JSON. That takes long, and contracts are validated more often than changed."""
    return next(OpenAPIV31SpecValidator(json.loads(document)).iter_errors(), None)


def _place(document: Document, path: list[str | int], wrong: object) -> list[str | int]:
    """Return where a mistake is. Inside of a schema the library counts the path from that schema's root."""
    found = (place + path for place, node in _nodes(document) if _at(node, path) == wrong)
    return next(found, path)


def _nodes(node: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[list[str | int], Any]]:  # noqa: ANN401  (JSON is any value)
    yield list(place), node
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for part, value in inner:
        yield from _nodes(value, (*place, part))


def _at(node: Any, place: list[str | int]) -> Any:  # noqa: ANN401  (JSON is any value)
    try:
        for part in place:
            node = node[part]
    except (KeyError, IndexError, TypeError):
        return _NOWHERE
    return node


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 200 else f"{line[:200]}…"
