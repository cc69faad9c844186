"""Compare the types of a value, null among them, and the format of a text."""

from collections.abc import Iterator

from webflow_contract.diff.meaning.meaning import Meaning
from webflow_contract.diff.meaning.understanding import meaning
from webflow_contract.diff.schemas.limits import Aspect

Types = frozenset[str] | None


def types_of(one: Meaning) -> Types:
    """Return the types that a value may be of, those of a choice put together; None where any is allowed."""
    if one.types is not None or not one.options:
        return one.types
    found: frozenset[str] = frozenset()
    for option in one.options:
        types = types_of(meaning(option))
        if types is None:
            return None
        found |= types
    return found - {"integer"} if "number" in found else found


def overlap(one: Types, other: Types) -> bool:
    """Return whether a value can be of both."""
    if not one or not other:
        return one == other or one is None or other is None
    return bool(_wide(one) & _wide(other))


def compare(old: Meaning, new: Meaning) -> Iterator[Aspect]:
    """Yield what is different about types, null and format."""
    before, after = types_of(old), types_of(new)
    if before != after:
        yield _type_aspect(before, after), _shown(old, before), _shown(new, after)
    elif old.format != new.format:
        aspect = "type-changed" if old.format and new.format else f"type-{'special' if new.format else 'general'}ized"
        yield aspect, _shown(old, before), _shown(new, after)
    yield from nullability(old, new)


def nullability(old: Meaning, new: Meaning) -> Iterator[Aspect]:
    """Yield whether null is allowed now, or no longer. Where any type is, null is one of them."""
    any_type = None in (types_of(old), types_of(new))
    if not any_type and old.nullable != new.nullable:
        yield f"became-{'' if new.nullable else 'not-'}nullable", old.nullable, new.nullable


def _type_aspect(before: Types, after: Types) -> str:
    if before is None or after is None:
        return f"type-{'general' if after is None else 'special'}ized"
    if _wide(before) <= _wide(after):
        return "type-generalized" if len(before) == len(after) == 1 else "list-of-types-widened"
    if _wide(after) <= _wide(before):
        return "type-specialized" if len(before) == len(after) == 1 else "list-of-types-narrowed"
    return "type-changed"


def _wide(types: frozenset[str]) -> frozenset[str]:
    """Every number may be whole."""
    return types | {"integer"} if "number" in types else types


def _shown(one: Meaning, types: Types) -> str:
    if types is None:
        return "any"
    names = " or ".join(sorted(types)) or "null"
    return f"{names} ({one.format})" if one.format else names
