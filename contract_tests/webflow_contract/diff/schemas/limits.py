"""Compare what bounds a value: numbers, patterns, multiples."""

from collections.abc import Iterator
from typing import Any, Final

from webflow_contract.diff.meaning.meaning import LOWER, UPPER, Meaning

NAMES: Final = {
    "maxLength": "max-length",
    "minLength": "min-length",
    "maximum": "max",
    "minimum": "min",
    "exclusiveMaximum": "exclusive-max",
    "exclusiveMinimum": "exclusive-min",
    "maxItems": "max-items",
    "minItems": "min-items",
    "maxProperties": "max-properties",
    "minProperties": "min-properties",
    "maxContains": "max-contains",
    "minContains": "min-contains",
}
"""What oasdiff's rules call the keywords."""

Aspect = tuple[str, Any, Any]
"""The last words of a rule, and both sides as JSON values."""


def compare(old: Meaning, new: Meaning) -> Iterator[Aspect]:
    """Yield what bounds a value otherwise."""
    for keyword in (*UPPER, *LOWER):
        before, after = old.limits.get(keyword), new.limits.get(keyword)
        if before != after:
            yield f"{NAMES[keyword]}-{_change(before, after)}", before, after
    if old.unique != new.unique:
        yield f"unique-items-{'set' if new.unique else 'unset'}", old.unique, new.unique
    yield from _multiples(old.multiple_of, new.multiple_of)
    yield from _patterns(old.patterns, new.patterns)


def _change(before: float | None, after: float | None) -> str:
    if before is None or after is None:
        return "set" if before is None else "unset"
    return "increased" if after > before else "decreased"


def _multiples(before: float | None, after: float | None) -> Iterator[Aspect]:
    if before == after:
        return
    change = "changed"
    if before is None or after is None:
        change = "set" if before is None else "unset"
    elif after and before % after == 0:
        change = "generalized"
    elif before and after % before == 0:
        change = "specialized"
    yield f"multiple-of-{change}", before, after


def _patterns(before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[Aspect]:
    if before != after:
        change = "changed" if before and after else "added" if after else "removed"
        yield f"pattern-{change}", " and ".join(before) or None, " and ".join(after) or None
