"""Collect what people are told otherwise about an operation, apart from its schemas.

No client notices such a change. Webflow has announced changes of behaviour in prose alone, so people may have to.
"""

from collections.abc import Iterator
from typing import Any, Final

from webflow_contract.diff.meaning.canonical import same
from webflow_contract.diff.meaning.nodes import Location
from webflow_contract.diff.meaning.shapes import listing, mapping
from webflow_contract.diff.selecting import Found

Said = tuple[str, str, Location | None, Location | None, Any, Any]
"""What it is about, the keyword, where in either document, and both texts."""

_KEYWORDS: Final = ("summary", "description", "example", "examples", "externalDocs")


def compare(old: Found, new: Found) -> Iterator[Said]:
    """Yield each text that is different.

    Raises:
        DocumentError: A reference leads nowhere.
    """
    before, after = dict(_holders(old)), dict(_holders(new))
    for where in (one for one in before if one in after):
        (one, place), (other, there) = before[where], after[where]
        for keyword in _KEYWORDS:
            was, now = one.get(keyword), other.get(keyword)
            if not same(was, now):
                yield where, keyword, (*place, keyword), (*there, keyword), was, now


def _holders(of: Found) -> Iterator[tuple[str, tuple[dict[str, Any], Location]]]:
    """Yield everything with words of its own: the operation, its parameters, its body, its answers."""
    yield "operation", (of.value, of.location)
    for holder, place in ((of.item, of.location[:-1]), (of.value, of.location)):
        for index, given in enumerate(listing(holder.get("parameters"))):
            value, location = of.source.behind(given, (*place, "parameters", index))
            if isinstance(value, dict):
                yield f"parameter {value.get('in')} {value.get('name')}", (value, location)
    value, location = of.source.behind(of.value.get("requestBody"), (*of.location, "requestBody"))
    if isinstance(value, dict):
        yield "request", (value, location)
        yield from _media("request", value, location)
    for status, given in mapping(of.value.get("responses")).items():
        value, location = of.source.behind(given, (*of.location, "responses", status))
        if isinstance(value, dict):
            yield f"response {status}", (value, location)
            yield from _media(f"response {status}", value, location)
            for name, header in mapping(value.get("headers")).items():
                described, there = of.source.behind(header, (*location, "headers", name))
                if isinstance(described, dict):
                    yield f"response {status} header {name.lower()}", (described, there)


def _media(
    where: str, value: dict[str, Any], location: Location
) -> Iterator[tuple[str, tuple[dict[str, Any], Location]]]:
    for name, media in mapping(value.get("content")).items():
        if isinstance(media, dict):
            yield (
                f"{where} {name}",
                ({key: media[key] for key in media if key != "schema"}, (*location, "content", name)),
            )
