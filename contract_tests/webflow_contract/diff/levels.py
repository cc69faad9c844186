"""What a difference means for callers of this package.

The rule has a level; what is known of the place and of the clients may change it. They send only what is not read-only.
They raise the right error whatever its body is like. They pass on a new value of a list as text where the contract has
opened it, and fail where it is closed. Formats that the generator knows make another type of a text.
"""

from typing import Final

from webflow_contract.contract import locations, media_types, operations
from webflow_contract.contract.locations import at
from webflow_contract.diff.change import Part
from webflow_contract.diff.meaning.shapes import mapping
from webflow_contract.diff.schemas.drafts import ITEMS, Draft, Place
from webflow_contract.diff.security import BEARER
from webflow_contract.documents import Document
from webflow_contract.rules import Level
from webflow_contract.rules.changes import CHANGES

_WIDER_LISTS: Final = (
    "-enum-value-added",
    "-enum-removed",
    "-enum-became-extensible",
    "-const-changed",
    "-const-removed",
)
_STATUSES: Final = ("-status-added", "-status-removed")
_TYPES: Final = ("-type-changed", "-type-generalized", "-type-specialized")
_PARSED: Final = ("(date)", "(date-time)", "(uuid)", "(binary)")


class Callers:
    """The clients: the contract that they were made from."""

    def __init__(self, contract: Document) -> None:
        self._contract = contract
        self._operations = operations.operations(contract)

    def level(self, draft: Draft, operation: str, part: Part, status: str | None) -> Level:
        """Return the level of a difference."""
        level = self._level(draft, operation, part, status)
        is_error = status is not None and not status.startswith("2")
        return "warning" if is_error and level == "breaking" else level

    def _level(self, draft: Draft, operation: str, part: Part, status: str | None) -> Level:
        level = CHANGES[draft.rule].level
        if (part == "request" and draft.spot.read_only) or (part == "response" and draft.spot.write_only):
            return "information"
        if not draft.described and level == "breaking" and part == "response":
            return "warning"  # no attribute ever held it
        if draft.rule.endswith(_TYPES) and (format_level := _of_format(draft)) is not None:
            return format_level
        widens = part == "response" and draft.rule.endswith(_WIDER_LISTS)
        if widens and self._closed(operation, status, draft.spot.place):
            return "breaking"
        if draft.rule.endswith(_STATUSES) and draft.before is not None and draft.after is not None:
            return "information"  # a range has it, too: they raise and read the same
        if "media-type" in draft.rule and draft.rule.endswith(("-added", "-removed")):
            return _of_media_type(draft, level, status)
        if draft.rule.startswith("request-parameter-removed") and mapping(draft.before).get("in") == "path":
            return "information"  # it is in the path still, or that would be another operation
        if draft.rule == "api-security-added" and draft.after == BEARER:
            return "information"  # they always send one
        return level

    def _closed(self, operation: str, status: str | None, place: Place) -> bool:
        """Return whether the clients know a closed list of values there."""
        known = self._operations.get(operation)
        if known is None or status is None:
            return False
        answer = locations.response(self._contract, known, int(status)) if status.isdecimal() else None
        content = {} if answer is None else at(self._contract, answer).get("content", {})
        name = next(filter(media_types.is_json, content), None)
        if answer is None or name is None:
            return False
        way = ["0" if part == ITEMS else part for part in place]
        found = locations.value(self._contract, (*answer, "content", name, "schema"), way)
        return found is not None and any(
            "enum" in schema and "x-extensible-enum" not in schema
            for schema in (at(self._contract, option) for option in locations.options(self._contract, found))
            if isinstance(schema, dict)
        )


def _of_format(draft: Draft) -> Level | None:
    """Return the level where only the format of a text is another; None where it is more than that."""
    before, after = str(draft.before), str(draft.after)
    if before.partition(" (")[0] != after.partition(" (")[0]:
        return None
    return "warning" if before.endswith(_PARSED) or after.endswith(_PARSED) else "information"


def _of_media_type(draft: Draft, level: Level, status: str | None) -> Level:
    name = str(draft.before or "")
    if draft.rule == "request-body-media-type-removed":
        return level if media_types.is_json(name) else "information"
    if draft.rule == "response-media-type-removed" and (status or "").startswith("2"):
        return "breaking" if media_types.is_json(name) else "information"
    if draft.rule == "response-media-type-added" and draft.before is None:
        return "information"  # nothing was said of the body before
    return level
