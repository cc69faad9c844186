"""What edits have made of the contract: whether it is what the vendor's document says, and what else it is."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from attrs import frozen

from webflow_contract.diff.change import Change
from webflow_contract.diff.compare import compare
from webflow_contract.diff.meaning.canonical import canonical
from webflow_contract.diff.meaning.nodes import Source, node
from webflow_contract.diff.meaning.shapes import mapping
from webflow_contract.diff.schemas import walk
from webflow_contract.diff.schemas.drafts import RESPONSE_BODY, Draft
from webflow_contract.following.documented import plain
from webflow_contract.following.in_answers import says


@frozen
class Outcome:
    """What edits for a change come to. ``others`` says what they change beside it."""

    is_the_change: bool
    others: list[str]


def outcome(change: Change, before: Source, after: Source) -> Outcome:
    """Compare a contract that was edited for a change with what it was.

    Raises:
        DocumentError: What the change shows cannot be read.
    """
    found = compare(before, after, before.document).changes
    done = any(_about(one) == _about(change) and _shows_the_same(one, change) for one in found)
    return Outcome(done, told(one for one in found if not _is_part_of(one, change)))


def _about(change: Change) -> tuple[object, ...]:
    place = change.place if change.part in ("request", "response") else None
    return change.operation, change.part, (change.name or "").lower(), change.status, place or (), plain(change.rule)


def _is_part_of(one: Change, change: Change) -> bool:
    """Return whether a difference is a change itself, or what is inside of what it is about."""
    if (one.operation, one.status) != (change.operation, change.status):
        return False
    if "-status-" in change.rule:
        return True
    same = (one.part, (one.name or "").lower()) == (change.part, (change.name or "").lower())
    place = change.place or ()
    return same and (one.place or ())[: len(place)] == place


def told(changes: Iterable[Change]) -> list[str]:
    """Say where something changes, in a line for each place of an operation, whatever its statuses."""
    grouped: dict[tuple[str, str], dict[str, None]] = {}
    for one in changes:
        grouped.setdefault((one.operation, _place(one)), {})[one.status or ""] = None
    return [" ".join(word for word in (name, *found, place) if word) for (name, place), found in grouped.items()]


def _place(change: Change) -> str:
    if change.part in ("parameter", "header"):
        return f"{change.part} {change.name}"
    inside = ".".join(change.place or ())
    return f"request {inside}".strip() if change.part == "request" else inside


def _shows_the_same(mine: Change, vendors: Change) -> bool:
    """Return whether a change of the contract leads to what the vendor's change leads to."""
    alike = _ALIKE.get(plain(vendors.rule))
    if alike is None or isinstance(vendors.after, bool):
        return canonical(mine.after) == canonical(vendors.after)
    return alike(mine.after, vendors.after)


def _schemas(mine: Any, vendors: Any) -> bool:  # noqa: ANN401  (JSON is any value)
    one, other = (node(Source({}, name), schema, ()) for name, schema in (("the contract", mine), ("it", vendors)))
    return not any(_matters(found) for found in walk.compare(RESPONSE_BODY, one, other))


def _matters(found: object) -> bool:
    # A default of null is what clients have without one, and the contract leaves it out.
    return isinstance(found, Draft) and not (found.rule.endswith("-default-value-added") and found.after is None)


def _headers(mine: Any, vendors: Any) -> bool:  # noqa: ANN401  (JSON is any value)
    one, other = mapping(mine), mapping(vendors)
    same = one.get("required") is other.get("required")
    return same and _schemas(one.get("schema", {}), other.get("schema", {}))


def _parameters(mine: Any, vendors: Any) -> bool:  # noqa: ANN401  (JSON is any value)
    one, other = mapping(mine), mapping(vendors)
    return (one.get("name"), one.get("in")) == (other.get("name"), other.get("in")) and _headers(mine, vendors)


def _media(mine: Any, vendors: Any) -> bool:  # noqa: ANN401  (JSON is any value)
    one, other = mapping(mine), mapping(vendors)
    pairs = ((mapping(one.get(name)).get("schema"), mapping(other[name]).get("schema")) for name in other)
    return one.keys() == other.keys() and all(
        was == now if None in (was, now) else _schemas(was, now) for was, now in pairs
    )


def _answers(mine: Any, vendors: Any) -> bool:  # noqa: ANN401  (JSON is any value)
    one, other = mapping(mine), mapping(vendors)
    named, wanted = mapping(one.get("headers")), mapping(other.get("headers"))
    return named.keys() == wanted.keys() and all(_headers(named[name], wanted[name]) for name in wanted)


def _successes(mine: Any, vendors: Any) -> bool:  # noqa: ANN401  (JSON is any value)
    contents = (mapping(mapping(one).get("content")) for one in (mine, vendors))
    return _answers(mine, vendors) and _media(*contents)


def _refusals(mine: Any, vendors: Any) -> bool:  # noqa: ANN401  (JSON is any value)
    content = mapping(mapping(vendors).get("content"))
    return _answers(mine, vendors) and says({}, mapping(mine), content, refused=True)


_ALIKE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "response-non-success-status-added": _refusals,
    "response-success-status-added": _successes,
    "response-media-type-added": _media,
    "request-body-media-type-added": _media,
    "response-header-added": _headers,
    "new-required-request-parameter": _parameters,
    "new-optional-request-parameter": _parameters,
    "response-required-property-added": _schemas,
    "response-optional-property-added": _schemas,
    "new-required-request-property": _schemas,
    "new-optional-request-property": _schemas,
}
"""How to compare what changes show that is no plain value."""
