"""Where a document differs from what it was, as JSON pointers (RFC 6901)."""

from collections.abc import Iterator
from typing import Any

from webflow_contract.contract.locations import Location
from webflow_contract.documents import Document
from webflow_contract.pointers import pointer


def changed(before: Document, after: Document) -> list[str]:
    """Return the pointers of what is new or another one, each to the deepest node that has all of a change.

    What is gone has no place any more: it counts as a change of what held it. So does a list that got shorter, whose
    items are other ones from the first gap on.
    """
    return [pointer(location) for location in _changed(before, after, ())]


def _changed(before: Any, after: Any, location: Location) -> Iterator[Location]:  # noqa: ANN401  (JSON is any value)
    if isinstance(before, dict) and isinstance(after, dict):
        if before.keys() - after.keys():
            yield location
        yield from _inside(before, after, location)
    elif isinstance(before, list) and isinstance(after, list) and len(before) <= len(after):
        yield from _inside(dict(enumerate(before)), dict(enumerate(after)), location)
    elif before is not after and repr(before) != repr(after):  # as text, because to Python True is 1 and 1 is 1.0
        yield location


def _inside(before: dict[Any, Any], after: dict[Any, Any], location: Location) -> Iterator[Location]:
    for part, value in after.items():
        if part in before:
            yield from _changed(before[part], value, (*location, part))
        else:
            yield (*location, part)
