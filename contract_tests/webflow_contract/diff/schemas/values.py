"""Compare the values that are listed for a value, and its default."""

from collections.abc import Iterator
from typing import Any

from webflow_contract.diff.meaning.canonical import canonical, same
from webflow_contract.diff.meaning.meaning import ABSENT, Meaning
from webflow_contract.diff.schemas.limits import Aspect

_Values = tuple[Any, ...] | None


def compare(old: Meaning, new: Meaning) -> Iterator[Aspect]:
    """Yield what is different about listed values and the default."""
    yield from _lists(old, new)
    if not same(_plain(old.default), _plain(new.default)) or (old.default is ABSENT) != (new.default is ABSENT):
        change = "added" if old.default is ABSENT else "removed" if new.default is ABSENT else "changed"
        yield f"default-value-{change}", _plain(old.default), _plain(new.default)


def _lists(old: Meaning, new: Meaning) -> Iterator[Aspect]:
    before, after = _listed(old), _listed(new)
    if before is None and after is None:
        return
    if (old.constant or before is None) and (new.constant or after is None):
        yield from _constants(before, after)
        return
    if before is None or after is None:
        one, aspect = (new, "became-enum") if before is None else (old, "enum-removed")
        if one.values is not None:  # a list that may grow allows what it does not have
            yield aspect, _as_list(before), _as_list(after)
        return
    if (old.values is None) != (new.values is None):
        yield f"enum-became-{'closed' if old.values is None else 'extensible'}", list(before), list(after)
    known, now = {canonical(value) for value in before}, {canonical(value) for value in after}
    for value in after:
        if canonical(value) not in known:
            yield "enum-value-added", None, value
    for value in before:
        if canonical(value) not in now:
            yield f"{'x-extensible-' * (old.values is None and new.values is None)}enum-value-removed", value, None


def _constants(before: _Values, after: _Values) -> Iterator[Aspect]:
    was, now = (values[0] if values else None for values in (before, after))
    if before is None or after is None:
        yield f"const-{'added' if before is None else 'removed'}", was, now
    elif not same(was, now):
        yield "const-changed", was, now


def _listed(one: Meaning) -> _Values:
    """Return what is listed. Where a list that may grow stands beside an enum, the enum decides."""
    return one.values if one.values is not None else one.known


def _as_list(values: _Values) -> list[Any] | None:
    return None if values is None else list(values)


def _plain(default: Any) -> Any:  # noqa: ANN401  (JSON is any value)
    return None if default is ABSENT else default
