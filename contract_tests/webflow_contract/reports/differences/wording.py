"""The words for a difference, whatever it is written to."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

from webflow_contract.diff.change import Change, Difference, Note
from webflow_contract.diff.meaning.canonical import canonical
from webflow_contract.diff.vendor import Comparison
from webflow_contract.pointers import pointer
from webflow_contract.rules import LEVELS

_CONTEXT: Final = 40


def grouped(changes: Sequence[Change]) -> list[list[Change]]:
    """Put together what is the same change in several answers or operations, in the order of the changes."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        what = [change.rule, change.level, change.part, change.name, change.place, change.before, change.after]
        found.setdefault(canonical(what), []).append(change)
    return list(found.values())


def alike(changes: Sequence[Change]) -> list[list[Change]]:
    """Put together what is the same change wherever it is, in the order of the changes."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(canonical([change.rule, change.level, change.before, change.after]), []).append(change)
    return list(found.values())


def places(group: Sequence[Change]) -> str:
    """Say where a change is that is alike in many places: each place once, then operations and answers."""
    named = dict.fromkeys(one.name or (pointer(one.place) if one.place else "") for one in group)
    listed = ", ".join(name for name in named if name)
    return f"{listed} ({_operations(group)})" if listed else _operations(group)


def where(group: Sequence[Change]) -> str:
    """Say which operations and answers a change is in, and which parameter, header or property it is about."""
    one = group[0]
    name = f", {one.part} {one.name}" if one.name else ""
    part = ", request" if one.part == "request" else ""
    place = f", {pointer(one.place)}" if one.place else ""
    return f"{_operations(group)}{name}{part}{place}"


def _operations(group: Sequence[Change]) -> str:
    """Say which operations a change is in, and in which of their answers."""
    found: dict[str, dict[str, None]] = {}
    for one in group:
        found.setdefault(one.operation, {}).update({one.status: None} if one.status else {})
    return ", ".join(" ".join([operation, *statuses]) for operation, statuses in found.items())


def summary(difference: Difference) -> str:
    """Say how many changes there are of each level, and of prose."""
    numbers = [(level, sum(change.level == level for change in difference.changes)) for level in LEVELS]
    told = ", ".join(f"{number} {level}" for level, number in numbers if number)
    count = len(difference.notes)
    notes = f"; prose differs in {count} place{'s' * (count != 1)}" if count else ""
    return f"{told or 'no difference for callers of this package'}{notes}"


def standings(comparison: Comparison) -> str:
    """Say how much the vendor's document says otherwise, and what of it is open."""
    told = Counter(one.standing for one in comparison.judged)
    known = sum(one.standing == "claimed" and one.deviation is not None for one in comparison.judged)
    if not told:
        return "no difference for callers of this package"
    return f"{told['lacking']} lacking, {told['claimed']} claimed ({known} by a deviation), {told['covered']} covered"


def retold(notes: Sequence[Note]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield what is only said otherwise: a heading, and lines to take away (-) and to put in their place (+)."""
    found: dict[tuple[str, str, str, str], list[str]] = {}
    for note in notes:
        found.setdefault((note.operation, note.keyword, _line(note.before), _line(note.after)), []).append(note.where)
    for (operation, keyword, before, after), places in found.items():
        others = f" and {len(places) - 1} more" if len(places) > 1 else ""
        yield f"{operation}, {places[0]}{others}: {keyword}", list(_changed(before, after))


def _line(given: Any) -> str:  # noqa: ANN401  (JSON is any value)
    if given is None:
        return ""
    text = given if isinstance(given, str) and given else json.dumps(given, ensure_ascii=False, sort_keys=True)
    return " ".join(text.split())


def _changed(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Yield both texts from where they part to where they meet again, with a few words around."""
    start, tail = _shared(before, after)
    first = max(0, start - _CONTEXT) if start > _CONTEXT else 0
    for sign, text in (("-", before), ("+", after)):
        end = min(len(text), len(text) - tail + _CONTEXT)
        shown = f"{'…' * (first > 0)}{text[first:end]}{'…' * (end < len(text))}"
        if text:
            yield sign, shown


def _shared(before: str, after: str) -> tuple[int, int]:
    """Return how many characters two texts share at the beginning and at the end."""
    start = next((index for index, (one, two) in enumerate(zip(before, after, strict=False)) if one != two), None)
    start = min(len(before), len(after)) if start is None else start
    rest, other = before[start:][::-1], after[start:][::-1]
    tail = next((index for index, (one, two) in enumerate(zip(rest, other, strict=False)) if one != two), None)
    return start, min(len(rest), len(other)) if tail is None else tail
