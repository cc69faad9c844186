"""Compare what may be sent or come as a body: its media types, and their schemas."""

from collections.abc import Iterator
from typing import Any

from webflow_contract.contract.media_types import parsed
from webflow_contract.diff.meaning.inlining import inlined
from webflow_contract.diff.meaning.nodes import Location, Source, node
from webflow_contract.diff.meaning.shapes import mapping
from webflow_contract.diff.schemas import walk
from webflow_contract.diff.schemas.drafts import Difference, Draft, Subject

Side = tuple[Source, Any, Location]
"""A document, what holds the bodies in it, and where that is."""


def compare(subject: Subject, old: Side, new: Side) -> Iterator[tuple[str | None, Difference]]:
    """Yield what is different about bodies, each with the media type that it is about.

    Raises:
        DocumentError: A schema cannot be read.
    """
    before, after = _by_type(old), _by_type(new)
    for media_type, name in before.items():
        if media_type not in after:
            place = (*old[2], "content", name)
            yield name, Draft(rule=_rule(subject, "removed"), old=place, new=new[2], before=name)
    for media_type, name in after.items():
        if media_type not in before:
            place, known = (*new[2], "content", name), list(before.values()) or None
            shown = {name: {"schema": _shown(new, name)}}
            yield name, Draft(rule=_rule(subject, "added"), old=old[2], new=place, before=known, after=shown)
    for media_type in (one for one in before if one in after):
        name, other = before[media_type], after[media_type]
        yield from ((other, found) for found in _written(subject, old, name, new, other))
        yield from ((other, found) for found in _schemas(subject, old, name, new, other))


def has_any(side: Side) -> bool:
    """Return whether there is a body at all."""
    return bool(_content(side))


def _rule(subject: Subject, change: str) -> str:
    return f"{'request-body' if subject.direction == 'request' else 'response'}-media-type-{change}"


def _written(subject: Subject, old: Side, name: str, new: Side, other: str) -> Iterator[Draft]:
    """Yield that an answer's media type has other parameters, which nobody reads."""
    before, after = _parameters(name), _parameters(other)
    if subject.direction == "response" and before != after:
        change = "specialized" if before < after else "generalized" if after < before else "changed"
        places = (*old[2], "content", name), (*new[2], "content", other)
        rule = f"response-media-type-name-{change}"
        yield Draft(rule=rule, old=places[0], new=places[1], before=name, after=other)


def _schemas(subject: Subject, old: Side, name: str, new: Side, other: str) -> Iterator[Difference]:
    before, after = _schema(old, name), _schema(new, other)
    one, two = node(old[0], before, _location(old, name)), node(new[0], after, _location(new, other))
    if (before is None) == (after is None):
        yield from walk.compare(subject, one, two)
    else:
        change = "added" if before is None else "removed"
        rule = f"{subject.whole}-media-type-schema-{change}"
        shown = _shown(old, name), _shown(new, other)
        yield Draft(rule=rule, old=_location(old, name), new=_location(new, other), before=shown[0], after=shown[1])


def _by_type(side: Side) -> dict[str, str]:
    """Return the media types without their parameters, each with its name."""
    found: dict[str, str] = {}
    for name in _content(side):
        found.setdefault(parsed(name)[0], name)
    return found


def _parameters(name: str) -> set[str]:
    return {parameter.strip().lower() for parameter in name.split(";")[1:] if parameter.strip()}


def _shown(side: Side, name: str) -> Any:  # noqa: ANN401  (JSON is any value)
    described = _schema(side, name)
    return None if described is None else inlined(node(side[0], described, _location(side, name)))


def _content(side: Side) -> dict[str, Any]:
    return mapping(mapping(side[1]).get("content"))


def _schema(side: Side, name: str) -> Any:  # noqa: ANN401  (JSON is any value)
    return mapping(_content(side)[name]).get("schema")


def _location(side: Side, name: str) -> Location:
    return (*side[2], "content", name, "schema")
