"""What is to be done about an update by what its page shows, and what an answer says of it. Nothing here does I/O."""

from collections.abc import Container, Iterable, Iterator
from typing import Final, Literal

from attrs import frozen

from webflow_pages.metadata.applying.outcomes import FieldOutcome, Outcome, is_so, outcome
from webflow_pages.metadata.fields import FIELDS, Field, Value, Values
from webflow_pages.metadata.plan.model import Change, Update

Arrived = Literal["yes", "no", "unclear"]

_OTHER_FIELD: Final = "another field of this page is no longer as the plan saw it"
_NOT_ASKED: Final = "Webflow changed it though it was not asked for"


@frozen
class Judgement:
    """What is to be done about an update, by what the page shows now.

    Args:
        send: What is to be sent; empty where nothing is.
        outcomes: What is settled already: all fields where nothing is to be sent, else those that are already so.
    """

    send: Values
    outcomes: tuple[FieldOutcome, ...]

    @property
    def stale(self) -> bool:
        """Whether somebody has changed a field since the plan was made."""
        return any(one.outcome == "stale" for one in self.outcomes)


def judge(update: Update, live: Values, ours: Container[Field] = ()) -> Judgement:
    """Say what is to be done about an update. One field that somebody has changed keeps back the whole page.

    Fields that the update does not change may be anything.

    Args:
        update: The update.
        live: What the page shows now.
        ours: Fields that an earlier request for the same update has changed.
    """
    changed = [change for change in update.changes if not is_so(live.get(change.field), change.after)]
    if any(live.get(change.field) != change.before for change in changed):
        return Judgement({}, tuple(_stale(update, live, ours)))
    settled = tuple(_so(update, one, live, ours) for one in update.changes if one not in changed)
    return Judgement({change.field: change.after for change in changed}, settled)


def _stale(update: Update, live: Values, ours: Container[Field]) -> Iterable[FieldOutcome]:
    for change in update.changes:
        now = live.get(change.field)
        if is_so(now, change.after):
            yield _so(update, change, live, ours)
        else:
            yield outcome(update, change, "stale", live, _OTHER_FIELD if now == change.before else None)


def _so(update: Update, change: Change, live: Values, ours: Container[Field]) -> FieldOutcome:
    return outcome(update, change, "changed" if change.field in ours else "already-so", live)


def has_arrived(sent: Values, before: Values, live: Values) -> Arrived:
    """Say whether a write has arrived whose answer did not, by what the page shows now.

    An update takes effect as a whole, but for a slug, which may be ignored (documented). So it has where all of it is
    as it was sent, or only the slug is still as before; and not where anything else is. A field that is neither may be
    somebody else's.
    """
    left = left_of(sent, live)
    if any(live.get(field) != before.get(field) for field in left):
        return "unclear"
    return "no" if left and (left.keys() != {"slug"} or sent.keys() == {"slug"}) else "yes"


def left_of(sent: Values, live: Values) -> dict[Field, Value]:
    """Return what of a write a page does not show."""
    return {field: value for field, value in sent.items() if not is_so(live.get(field), value)}


def brought(sent: Values, live: Values) -> dict[Field, Value]:
    """Return what of a write without an answer has arrived."""
    return {field: value for field, value in sent.items() if is_so(live.get(field), value)}


def answered(update: Update, sent: Values, before: Values, now: Values) -> tuple[FieldOutcome, ...]:
    """Compare what a page shows after an update with what was sent and with what it showed before."""
    return tuple(outcome(update, change, _became(change, sent, before, now), now) for change in update.changes)


def _became(change: Change, sent: Values, before: Values, now: Values) -> Outcome:
    if is_so(now.get(change.field), change.after):
        return "changed" if change.field in sent else "already-so"
    if change.field not in sent:
        return "stale"
    return "ignored" if now.get(change.field) == before.get(change.field) else "normalised"


def answered_at_once(update: Update, sent: Values, before: Values, now: Values) -> tuple[FieldOutcome, ...]:
    """Return ``answered``, and each field that was not sent and is another one than just before: "also-changed".

    An Open Graph text that mirrors goes on mirroring whatever it shows, and no text is as good as an empty one: neither
    is a change. Anything else, nobody knows a reason for.
    """
    beside = {one.field: one for one in _also_changed(update, sent, before, now)}
    planned = [beside.pop(one.field, one) for one in answered(update, sent, before, now)]
    return (*planned, *beside.values())


def _also_changed(update: Update, sent: Values, before: Values, now: Values) -> Iterator[FieldOutcome]:
    for field in FIELDS:
        was, has = before.get(field), now.get(field)
        if field not in sent and (was or None) != (has or None):
            yield also_changed(update, field, was, has)


def also_changed(update: Update, field: Field, before: Value | None, now: Value | None) -> FieldOutcome:
    """Return what became of a field that Webflow changed though it was not sent."""
    where = (update.page_id, update.path, update.locale)
    return FieldOutcome(*where, field, "also-changed", before, update.after.get(field), now, _NOT_ASKED)
