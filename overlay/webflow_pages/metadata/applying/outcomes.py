"""What became of each field of a plan, and how that is told from what pages show. Nothing here does I/O."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from attrs import frozen

from webflow_pages.metadata.fields import CLEARED, Field, Value, Values
from webflow_pages.metadata.plan.model import Change, Update

Outcome = Literal["changed", "already-so", "ignored", "normalised", "failed", "stale", "not-sent"]
"""What became of a field: as asked for; so before anything was sent; as before, although Webflow answered 200; neither
as before nor as asked for; refused or unknown; changed by somebody since the plan was made; left out."""

OUTCOMES: Final[tuple[Outcome, ...]] = (
    "changed",
    "already-so",
    "ignored",
    "normalised",
    "failed",
    "stale",
    "not-sent",
)

WRITTEN: Final[frozenset[Outcome]] = frozenset({"changed", "normalised"})
"""Outcomes of fields that an update has changed."""

Arrived = Literal["yes", "no", "unclear"]

_OTHER_FIELD: Final = "another field of this page is no longer as the plan saw it"


@frozen
class FieldOutcome:
    """What became of one field.

    Args:
        page_id: The page's id.
        path: The page's path in the primary locale; None where it has none.
        locale: The locale's tag.
        field: The field.
        outcome: What became of it.
        before: What it held when the plan was made.
        after: What it was to hold.
        now: What it held when it was last seen; None where it holds nothing, or was not seen.
        why: What is known of the reason; None where there is nothing to say.
    """

    page_id: str
    path: str | None
    locale: str
    field: Field
    outcome: Outcome
    before: Value | None
    after: Value
    now: Value | None = None
    why: str | None = None

    @property
    def name(self) -> str:
        """What the page is called in messages: its path, or its id."""
        return self.path or self.page_id


@frozen
class Judgement:
    """What is to be done about an update, by what the page shows now.

    Args:
        send: What is to be sent; empty where nothing is.
        outcomes: What is settled already: all fields where nothing is to be sent, else those that are already so.
        stale: Whether somebody has changed a field since the plan was made.
    """

    send: Values
    outcomes: tuple[FieldOutcome, ...]
    stale: bool = False


def judge(update: Update, live: Values) -> Judgement:
    """Say what is to be done about an update. One field that somebody has changed keeps back the whole page.

    Fields that the update does not change may be anything.
    """
    changed = [change for change in update.changes if not is_so(live.get(change.field), change.after)]
    if any(live.get(change.field) != change.before for change in changed):
        return Judgement({}, tuple(_stale(update, live)), stale=True)
    settled = tuple(outcome(update, one, "already-so", live) for one in update.changes if one not in changed)
    return Judgement({change.field: change.after for change in changed}, settled)


def is_so(now: Value | None, wanted: Value) -> bool:
    """Return whether a field holds what it is to hold. One without a text needs no clearing."""
    return now == wanted or (now is None and wanted == CLEARED)


def has_arrived(sent: Values, before: Values, live: Values) -> Arrived:
    """Say whether a write has arrived whose answer did not, by what the page shows now.

    Webflow may have ignored some of its fields, so one that is as it was sent is enough, as long as the others are as
    before. One that is neither may be somebody else's.
    """
    fields = [(live.get(field), before.get(field), value) for field, value in sent.items()]
    if all(now == was for now, was, _ in fields):
        return "no"
    return "yes" if all(is_so(now, wanted) or now == was for now, was, wanted in fields) else "unclear"


def answered(update: Update, sent: Values, before: Values, now: Values) -> tuple[FieldOutcome, ...]:
    """Compare what a page shows after an update with what was sent and with what it showed before."""

    def of(change: Change) -> Outcome:
        if is_so(now.get(change.field), change.after):
            return "changed" if change.field in sent else "already-so"
        if change.field not in sent:
            return "stale"
        return "ignored" if now.get(change.field) == before.get(change.field) else "normalised"

    return tuple(outcome(update, change, of(change), now) for change in update.changes)


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


def _stale(update: Update, live: Values) -> Iterable[FieldOutcome]:
    for change in update.changes:
        now = live.get(change.field)
        if is_so(now, change.after):
            yield outcome(update, change, "already-so", live)
        else:
            yield outcome(update, change, "stale", live, _OTHER_FIELD if now == change.before else None)


def counts_of(outcomes: Iterable[FieldOutcome]) -> Mapping[Outcome, int]:
    """Return how many fields had each outcome, those with none included."""
    counts: dict[Outcome, int] = dict.fromkeys(OUTCOMES, 0)
    for one in outcomes:
        counts[one.outcome] += 1
    return counts
