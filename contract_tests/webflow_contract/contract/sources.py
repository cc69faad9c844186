"""Where a documented contract comes from: each operation says when its document was read."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from webflow_contract.contract.operations import METHODS
from webflow_contract.documents import Document
from webflow_contract.errors import DocumentError

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def newest_read(document: Document, name: str) -> str:
    """Return the newest day, as YYYY-MM-DD, on which a document was read. ``name`` is how errors call the contract.

    Raises:
        DocumentError: There is no operation, or one does not say when its document was read.
    """
    days = [_day(operation, f"{name}: {place}") for place, operation in _operations(document)]
    if not days:
        raise DocumentError(f"{name}: has no operation, and so no document that was read")
    return max(days)


def _operations(document: Document) -> Iterator[tuple[str, Document]]:
    for template, item in document.get("paths", {}).items():
        yield from ((f"{method.upper()} {template}", item[method]) for method in METHODS if method in item)


def _day(operation: Document, place: str) -> str:
    source = operation.get("x-source")
    day = source.get("read") if isinstance(source, dict) else None
    if not _is_day(day):
        raise DocumentError(f"{place} does not say when its document was read: give its x-source a 'read: YYYY-MM-DD'")
    return str(day)


def _is_day(value: Any) -> bool:  # noqa: ANN401  (JSON is any value)
    try:
        return isinstance(value, str) and _DAY.fullmatch(value) is not None and bool(date.fromisoformat(value))
    except ValueError:
        return False
