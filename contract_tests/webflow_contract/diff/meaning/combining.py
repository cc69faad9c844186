"""Put meanings together: what holds where all of them hold, and what holds where one of them does."""

from collections.abc import Iterable, Mapping
from typing import Any

from webflow_contract.diff.meaning.canonical import canonical, same
from webflow_contract.diff.meaning.inlining import inlined
from webflow_contract.diff.meaning.meaning import ABSENT, UPPER, Meaning
from webflow_contract.diff.meaning.nodes import Node


def can_be_united(options: list[Meaning]) -> bool:
    """Return whether options are plain, and enums only, or enums each beside its whole type."""
    if not all(one.plain for one in options):
        return False
    enums = [one for one in options if one.values is not None]
    whole = [one.types for one in options if one.values is None]
    if not whole or None in whole:
        return True
    allowed = {name for types in whole for name in types or ()}
    allowed |= {"integer"} if "number" in allowed else set()
    return all((one.types or frozenset()) <= allowed for one in enums)


def united(options: list[Meaning]) -> Meaning:
    """Return what several options allow together that can be. An enum beside its whole type is one that may grow."""
    types: frozenset[str] | None = frozenset()
    for one in options:
        types = None if types is None or one.types is None else types | one.types
    if types is not None and "number" in types:
        types -= {"integer"}
    listed = [value for one in options for value in (*(one.values or ()), *(one.known or ()))]
    closed = all(one.values is not None for one in options)
    return Meaning(
        types=types,
        nullable=any(one.nullable for one in options),
        values=_without_repetition(listed) if closed else None,
        known=_without_repetition(listed) if listed and not closed else None,
    )


def both(one: Meaning, other: Meaning) -> Meaning:
    """Return what is allowed where both hold."""
    types = one.types if other.types is None else other.types if one.types is None else _common(one.types, other.types)
    return Meaning(
        types=types,
        nullable=(one.nullable or one.types is None) and (other.nullable or other.types is None)
        if one.types is not None or other.types is not None
        else one.nullable or other.nullable,
        values=_common_values(one.values, other.values),
        constant=one.constant or other.constant,
        known=one.known if one.known is not None else other.known,
        format=one.format or other.format,
        patterns=tuple(sorted({*one.patterns, *other.patterns})),
        limits=_tightest(one.limits, other.limits),
        unique=one.unique or other.unique,
        multiple_of=one.multiple_of if one.multiple_of is not None else other.multiple_of,
        default=one.default if one.default is not ABSENT else other.default,
        read_only=one.read_only or other.read_only,
        write_only=one.write_only or other.write_only,
        deprecated=one.deprecated or other.deprecated,
        always=one.always or other.always,
        properties=_merged(one.properties, other.properties),
        required=one.required | other.required,
        additional=other.additional if one.additional is True else one.additional,
        items=_joined(one.items, other.items),
        prefix=one.prefix or other.prefix,
        options=one.options or other.options,
        choice=one.choice if one.options else other.choice,
        whole=_wholes(one, other),
        prose={**other.prose, **one.prose},
    )


def _common(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    both = one & other
    return both | {"integer"} if {"integer", "number"} <= one | other and "number" not in both else both


def _common_values(one: tuple[Any, ...] | None, other: tuple[Any, ...] | None) -> tuple[Any, ...] | None:
    if one is None or other is None:
        return other if one is None else one
    wanted = {canonical(value) for value in other}
    return tuple(value for value in one if canonical(value) in wanted)


def _tightest(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    found = {**one, **other}
    for key in one.keys() & other.keys():
        found[key] = min(one[key], other[key]) if key in UPPER else max(one[key], other[key])
    return found


def _merged(one: Mapping[str, Node], other: Mapping[str, Node]) -> dict[str, Node]:
    names = dict.fromkeys([*one, *other])
    return {name: _joined(one.get(name), other.get(name)) or one[name] for name in names}


def _joined(one: Node | None, other: Node | None) -> Node | None:
    if one is None or other is None:
        return other if one is None else one
    return one if one.key == other.key else Node(one.source, (*one.parts, *other.parts), one.stands)


def _wholes(one: Meaning, other: Meaning) -> dict[str, Any]:
    """Return what is compared as a whole. Of two choices that both hold, the second is."""
    found = {**other.whole, **one.whole}
    if one.options and other.options:
        first, second = ({of.choice: [inlined(option) for option in of.options]} for of in (one, other))
        if not same(first, second):
            found["allOf"] = [*found.get("allOf", ()), second]
    return found


def _without_repetition(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple({canonical(value): value for value in values}.values())
