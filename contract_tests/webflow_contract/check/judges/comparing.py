"""Compare what came with what was expected: places, values, and in which way they differ."""

import html
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any
from unicodedata import normalize

from webflow_contract.check.findings import Finding, Place, describe, type_name
from webflow_contract.check.probes import Exchange
from webflow_contract.contract import effective

MOVING = ("lastUpdated",)
"""What moves with every update."""
MISSING = object()
"""Stands for what is not there."""


def date_of(value: Any) -> datetime | None:  # noqa: ANN401  (JSON is any value)
    """Return the date that a value is, in UTC where it names no zone; None where it is none."""
    try:
        date = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def changes(exchange: Exchange, before: Exchange | None, *, moving: bool = False) -> Iterator[tuple[Place, Any, Any]]:
    """Yield every place where an answer differs from an earlier one, but for what moves with an update.

    A property that the contract does not know is the schema's to tell, whether it comes or goes. A text that mirrors
    another moves with that, should it be shown.
    """
    if before is None or before.response.status not in (200, 201):
        return
    for place, now, then in compare(exchange.body, before.body):
        strange = now is MISSING and place[0] not in _known()
        mirrored = place[:1] == ("openGraph",) and at(before.body, (*place[:-1], f"{place[-1]}Copied")) is True
        if (moving or place[:1] != MOVING) and then is not MISSING and not strange and not mirrored:
            yield place, now, then


def is_metadata(place: Place) -> bool:
    """Return whether an update writes what stands there. That it leaves anything else alone is inferred."""
    return place[:1] in (("title",), ("slug",), ("seo",), ("openGraph",))


@cache
def _known() -> frozenset[str | int]:
    """Return the properties of a page that the contract knows."""
    return frozenset(effective.load()["components"]["schemas"]["Page"]["properties"])


def compare(one: Any, other: Any) -> Iterator[tuple[Place, Any, Any]]:  # noqa: ANN401  (JSON is any value)
    """Yield every place where two values differ, with both values; ``MISSING`` stands for an absent one."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        if one != other:
            yield (), one, other
        return
    for key in sorted(one.keys() | other.keys()):
        for place, mine, yours in compare(one.get(key, MISSING), other.get(key, MISSING)):
            yield (key, *place), mine, yours


def leaves(value: Mapping[str, Any]) -> Iterator[tuple[Place, Any]]:
    """Yield each value of an update, with its place."""
    for key, inner in value.items():
        if isinstance(inner, dict):
            for place, leaf in leaves(inner):
                yield (key, *place), leaf
        else:
            yield (key,), inner


def at(value: Any, place: Place) -> Any:  # noqa: ANN401  (JSON is any value)
    """Return what stands at a place; MISSING where nothing does."""
    for part in place:
        if not isinstance(value, dict) or part not in value:
            return MISSING
        value = value[part]
    return value


def difference(
    exchange: Exchange, rule: str, place: Place, wanted: object, came: object, *, inferred: bool = False
) -> Finding:
    """Make a finding about a value that is not the one wanted."""
    return exchange.finding(rule, place, say(wanted), say(came), relation(wanted, came), inferred=inferred)


def relation(wanted: object, came: object) -> str:
    """Return how a value differs from the one wanted, apart from what the two say."""
    if came is MISSING:
        return "absent"
    if wanted is MISSING:
        return f"added {type_name(came)}"
    if type_name(came) != type_name(wanted):
        return type_name(came)
    if isinstance(wanted, str) and isinstance(came, str) and came:
        return _alteration(wanted, came)
    return "empty" if came == "" else "altered"


def _alteration(wanted: str, came: str) -> str:
    """Return what has become of a text."""
    if wanted.startswith(came):
        return "cut"
    if wanted in (html.unescape(came), html.escape(came)):
        return "escaped"
    if normalize("NFKC", wanted) == normalize("NFKC", came):
        return "normalised"
    if _ascii(wanted) == _ascii(came):
        return "other characters"
    return "altered" if came.split(" ")[0] == wanted.split(" ")[0] else "another text"


def _ascii(text: str) -> str:
    return "".join(character for character in text if character.isascii() and character not in "?")


def say(value: object) -> str:
    """Say what a value is, in a few words."""
    return "absent" if value is MISSING else describe(value)


def as_object(value: Any) -> dict[str, Any]:  # noqa: ANN401  (JSON is any value)
    """Return a value if it is an object, and an empty one otherwise."""
    return value if isinstance(value, dict) else {}


def id_of(record: Any) -> str:  # noqa: ANN401  (JSON is any value)
    """Return a record's id, however it is written: how it has to be, the schema says."""
    return str(as_object(record).get("id")).lower()
