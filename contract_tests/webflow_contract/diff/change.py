"""What two documents say differently about one operation, and what that means for callers."""

import hashlib
from typing import Any, Literal

from attrs import Factory, field, frozen

from webflow_contract.diff.meaning.canonical import canonical
from webflow_contract.diff.meaning.nodes import Location
from webflow_contract.pointers import pointer
from webflow_contract.rules import LEVELS, Level

Part = Literal["operation", "parameter", "request", "response", "header"]
"""What of an operation is different."""


def _identify(change: "Change") -> str:
    about = [change.operation, change.part, change.name, change.status, change.media_type, change.place, change.rule]
    text = canonical([*about, change.before, change.after])
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@frozen(kw_only=True)
class Change:
    """One difference.

    ``name`` is that of a parameter (``query localeId``) or header. ``status`` is that of an answer, a range such as
    ``4XX`` or ``default``. ``place`` is where in the body or value it is. ``old`` and ``new`` are where either document
    says so; of what is not there, where its holder is. ``before`` and ``after`` are JSON values, None where nothing is
    said. The id is the same whenever the same change is met.
    """

    rule: str
    level: Level
    operation: str
    part: Part
    name: str | None = None
    status: str | None = None
    media_type: str | None = None
    place: tuple[str, ...] | None = None
    old: Location | None = None
    new: Location | None = None
    before: Any = None
    after: Any = None
    id: str = field(init=False, default=Factory(_identify, takes_self=True))

    @property
    def pointer(self) -> str | None:
        """The place as an RFC 6901 pointer into the body; ``*`` is any item. None for what is no body."""
        return None if self.place is None or self.part not in ("request", "response") else pointer(self.place)


@frozen(kw_only=True)
class Note:
    """A change of prose: no client notices, and people may have to. ``keyword`` is such as ``description``."""

    operation: str
    where: str
    keyword: str
    old: Location | None
    new: Location | None
    before: Any
    after: Any


@frozen(kw_only=True)
class Difference:
    """All that two documents say differently of the operations that this package uses.

    ``compared`` are the operationIds that either document has; ``missing`` are those that neither has.
    """

    old: str
    new: str
    compared: tuple[str, ...]
    missing: tuple[str, ...]
    changes: tuple[Change, ...]
    notes: tuple[Note, ...]

    def worst(self) -> Level | None:
        """Return the worst level there is; None without any change."""
        found = {change.level for change in self.changes}
        return next((level for level in LEVELS if level in found), None)

    def reaches(self, limit: Level) -> bool:
        """Return whether any change is of a level or of a worse one."""
        worst = self.worst()
        return worst is not None and LEVELS.index(worst) <= LEVELS.index(limit)
