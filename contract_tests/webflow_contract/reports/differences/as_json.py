"""A difference for programs. Its JSON Schema is ``difference.schema.json`` beside this module."""

from typing import Any

from webflow_contract.diff.change import Change, Difference, Note
from webflow_contract.diff.meaning.nodes import Location
from webflow_contract.diff.vendor import Comparison
from webflow_contract.pointers import pointer
from webflow_contract.reports.as_json import dump
from webflow_contract.rules.changes import CHANGES

SCHEMA = 1


def as_json(difference: Difference) -> str:
    """Write a difference as JSON. The same difference gives the same text."""
    return dump(_content(difference, [change_as_dict(change) for change in difference.changes]))


def comparison_as_json(comparison: Comparison) -> str:
    """Write a comparison with the vendor's document as JSON: a difference whose changes have a standing."""
    changes = [
        change_as_dict(one.change) | {"standing": one.standing, "deviation": one.deviation} for one in comparison.judged
    ]
    return dump(_content(comparison.difference, changes))


def _content(difference: Difference, changes: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "old": difference.old,
        "new": difference.new,
        "operations": list(difference.compared),
        "missing": list(difference.missing),
        "worst": difference.worst(),
        "changes": changes,
        "notes": [_note(note) for note in difference.notes],
    }


def change_as_dict(change: Change) -> dict[str, Any]:
    """Return a change as the report has it."""
    return {
        "id": change.id,
        "rule": change.rule,
        "level": change.level,
        "meaning": CHANGES[change.rule].meaning,
        "operation": change.operation,
        "part": change.part,
        "name": change.name,
        "status": change.status,
        "media_type": change.media_type,
        "pointer": change.pointer,
        "old_pointer": _pointer(change.old),
        "new_pointer": _pointer(change.new),
        "before": change.before,
        "after": change.after,
    }


def _note(note: Note) -> dict[str, Any]:
    return {
        "operation": note.operation,
        "where": note.where,
        "keyword": note.keyword,
        "old_pointer": _pointer(note.old),
        "new_pointer": _pointer(note.new),
        "before": note.before,
        "after": note.after,
    }


def _pointer(location: Location | None) -> str | None:
    return None if location is None else pointer(location)
