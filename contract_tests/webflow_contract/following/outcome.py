"""What edits have made of the contract: whether it is what the vendor's document says, and what else it is."""

from collections.abc import Iterable

from attrs import frozen

from webflow_contract.diff.change import Change
from webflow_contract.diff.compare import compare
from webflow_contract.diff.meaning.nodes import Source
from webflow_contract.following.alike import shows_the_same
from webflow_contract.following.documented import plain


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
    done = any(_about(one) == _about(change) and shows_the_same(one, change) for one in found)
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
