"""What became of each field of a plan."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from attrs import frozen

from webflow_pages.metadata.fields import CLEARED, Field, Value, Values
from webflow_pages.metadata.plan.model import Change, Update

Outcome = Literal["changed", "already-so", "ignored", "normalised", "also-changed", "failed", "stale", "not-sent"]
"""What became of a field: as asked for; so before anything was sent; as before, although Webflow answered 200; neither
as before nor as asked for; not sent and changed by Webflow all the same; refused or unknown; changed by somebody since
the plan was made; left out."""

OUTCOMES: Final[tuple[Outcome, ...]] = (
    "changed",
    "already-so",
    "ignored",
    "normalised",
    "also-changed",
    "failed",
    "stale",
    "not-sent",
)

WRITTEN: Final[frozenset[Outcome]] = frozenset({"changed", "normalised", "also-changed"})
"""Outcomes of fields that an update has changed."""


@frozen
class FieldOutcome:
    """What became of one field.

    Args:
        page_id: The page's id.
        path: The page's path in the primary locale; None where it has none.
        locale: The locale's tag.
        field: The field.
        outcome: What became of it.
        before: What it held when the plan was made; where nothing was asked of it, just before the update.
        after: What it was to hold; None where nothing was asked of it, and Webflow changed it all the same.
        now: What it held when it was last seen; None where it holds nothing, or was not seen.
        why: What is known of the reason; None where there is nothing to say.
    """

    page_id: str
    path: str | None
    locale: str
    field: Field
    outcome: Outcome
    before: Value | None
    after: Value | None
    now: Value | None = None
    why: str | None = None

    @property
    def name(self) -> str:
        """What the page is called in messages: its path, or its id."""
        return self.path or self.page_id


def all_of(
    update: Update, which: Outcome, why: str, live: Values | None = None, settled: Iterable[FieldOutcome] = ()
) -> tuple[FieldOutcome, ...]:
    """Return the same outcome for all fields of an update, but for those that are settled already."""
    known = {one.field: one for one in settled}
    return tuple(
        known.get(change.field) or outcome(update, change, which, live or {}, why) for change in update.changes
    )


def outcome(update: Update, change: Change, which: Outcome, live: Values, why: str | None = None) -> FieldOutcome:
    """Return what became of one change of an update."""
    now = live.get(change.field)
    return FieldOutcome(
        update.page_id, update.path, update.locale, change.field, which, change.before, change.after, now, why
    )


def is_so(now: Value | None, wanted: Value) -> bool:
    """Return whether a field holds what it is to hold. One without a text needs no clearing."""
    return now == wanted or (now is None and wanted == CLEARED)


def counts_of(outcomes: Iterable[FieldOutcome]) -> Mapping[Outcome, int]:
    """Return how many fields had each outcome, those with none included."""
    counts: dict[Outcome, int] = dict.fromkeys(OUTCOMES, 0)
    for one in outcomes:
        counts[one.outcome] += 1
    return counts
