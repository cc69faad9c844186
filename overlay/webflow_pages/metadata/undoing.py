"""Undoing a run: a plan like any other, made from what the run has kept. Nothing here does I/O."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from attrs import define, field

from webflow_pages.metadata.applying.history import ROLLBACK_OF
from webflow_pages.metadata.applying.log import Log, Record
from webflow_pages.metadata.applying.outcomes import WRITTEN
from webflow_pages.metadata.applying.run import Run
from webflow_pages.metadata.fields import CLEARED, FIELDS, Field, Value, Values
from webflow_pages.metadata.plan.making import now
from webflow_pages.metadata.plan.model import Change, Loss, Plan, Quota, Refusal, Update
from webflow_pages.metadata.plan.ordering import in_order
from webflow_pages.metadata.state import SiteLocale, SiteState

_CHANGED_SINCE: Final = "somebody has changed it since the run: look at it, and put it back by hand if that is meant"
_UNANSWERED: Final = (
    "no answer came to the run's update, and this is neither what was there before nor what was sent: look at it, and "
    "put it back by hand if that is meant"
)
_BESIDE: Final = (
    "the run did not ask for it, but the answer to its update did not come, so that nobody knows who has changed it: "
    "look at it, and put it back by hand if that is meant"
)
_NO_TEXT: Final = "there was no text before, and nothing is known to take one away again"
_EMPTY: Final = "the text was empty before, and nobody knows whether Webflow takes an empty one"
_OWN: Final = (
    "this locale showed the primary one's text before and may have inherited it: it gets the text back, as its own, "
    "and nothing is known to make it inherit again"
)
_NO_PAGE: Final = "the page is no longer there"
_NO_LOCALE: Final = "the locale is no longer there"


def rollback_plan(run: Run, state: SiteState, *, made: str | None = None, rollbacks: Sequence[Log] = ()) -> Plan:
    """Plan what brings back what a run has changed, as far as nobody has changed it since.

    That is whatever it has changed, asked for or not. What was allowed to go there is
    allowed to go back. What the run may have written without an answer counts as written where the page shows it.

    Args:
        run: The run.
        state: The site as it is now, in all locales.
        made: When it is made, in ISO 8601 and UTC; now, if it is None.
        rollbacks: What earlier attempts to undo the run have done, so that nobody else is taken for having done it.
    """
    undoing = _Undoing(run, state, rollbacks)
    for update in run.plan.updates:
        record = run.records.get((update.page_id, update.locale))
        if record is not None and record.wrote:
            undoing.add(update, record)
    return Plan(
        site_id=run.plan.site_id,
        primary=run.plan.primary,
        made=now() if made is None else made,
        origin=f"{ROLLBACK_OF}{run.id}",
        page_locales=len(state.pages) * len(state.locales),
        allowed=run.plan.allowed,
        updates=tuple(in_order(state, undoing.updates)),
        refusals=tuple(undoing.refusals),
        losses=tuple(undoing.losses),
        quota=_quota(state),
    )


def _quota(state: SiteState) -> Quota:
    known = state.quota
    return Quota() if known is None else Quota(known.limit, known.remaining, known.resets_in)


@define
class _Undoing:
    """What becomes part of the plan, page by page and locale by locale."""

    run: Run
    state: SiteState
    rollbacks: Sequence[Log]
    updates: list[Update] = field(factory=list)
    refusals: list[Refusal] = field(factory=list)
    losses: list[Loss] = field(factory=list)

    def add(self, done: Update, record: Record) -> None:
        """Undo what was written into one page in one locale."""
        locales: Mapping[str, SiteLocale] = {locale.tag: locale for locale in self.state.locales}
        page, locale = self.state.pages.get(done.page_id), locales.get(done.locale)
        live = self.state.values.get((done.page_id, done.locale))
        if page is not None and (locale is None or locale.id != done.locale_id):
            self._lose(done, None, _NO_LOCALE)
            return
        if page is None or locale is None or live is None:
            self._lose(done, None, _NO_PAGE)
            return
        changes = tuple(self._changes(done, record, live))
        if not changes:
            return
        self.updates.append(Update(page.id, page.path, locale.tag, locale.id, page.kind, page.position, changes, live))
        if locale.id is not None and self._inherited(done, record, changes):
            self._lose(done, None, _OWN)

    def _changes(self, done: Update, record: Record, live: Values) -> Iterator[Change]:
        """Yield what brings back the fields that were changed. What cannot be brought back is noted."""
        changed = _changed(record)
        for name in FIELDS:
            before, now = record.before.get(name), live.get(name)
            if _alike(now, before):
                continue  # it is back already, or never was anything else
            if name not in changed:
                beside = _came_beside(record, name, live) and not self._shows_primary(done, name, before, now)
                if before is not None and beside:
                    self._refuse(done, Change(name, now, before), _BESIDE)
            elif record.unknown and self._shows_primary(done, name, before, now):
                continue  # it never came, and the primary locale's text shows: it comes back along with that
            elif before is None:
                self._lose(done, name, _NO_TEXT)
            elif not self._is_ours(done, name, changed[name], now):
                self._refuse(done, Change(name, now, before), _UNANSWERED if record.unknown else _CHANGED_SINCE)
            elif before == CLEARED and "clearing" not in self.run.plan.allowed:
                self._lose(done, name, _EMPTY)
            else:
                yield Change(name, now, before)

    def _is_ours(self, done: Update, name: Field, left: Value | None, now: Value | None) -> bool:
        """Return whether a field shows what the run has left there, or what the run or its undoing made of that."""
        if now == left or self._shows_primary(done, name, left, now):
            return True
        records = (log.records.get((done.page_id, done.locale), Record()) for log in self.rollbacks)
        told = ((record.told or {}).get(name) for record in records)
        return any(one is not None and one.now == now for one in told)

    def _shows_primary(self, done: Update, name: Field, held: Value | None, now: Value | None) -> bool:
        """Return whether a locale that held the primary one's text shows what the run wrote into that afterwards."""
        written = self._primary(done)
        if done.locale_id is None or written is None:
            return False
        changed = _changed(written)
        return name in changed and (held, now) == (written.before.get(name), changed[name])

    def _primary(self, done: Update) -> Record | None:
        record = self.run.records.get((done.page_id, self.run.plan.primary))
        return record if record is not None and record.wrote else None

    def _inherited(self, done: Update, record: Record, changes: tuple[Change, ...]) -> bool:
        """Return whether a locale may have had no text of its own before: it showed that of the primary one."""
        primary = dict(self.state.values.get((done.page_id, self.state.locales[0].tag), {}))
        written = self._primary(done)
        if written is not None:
            primary |= {name: written.before[name] for name in _changed(written) if name in written.before}
        return any(record.before.get(change.field) == primary.get(change.field) for change in changes)

    def _refuse(self, done: Update, change: Change, why: str) -> None:
        self.refusals.append(Refusal(done.page_id, done.path, done.locale, change, "changed-since", why))

    def _lose(self, done: Update, name: Field | None, why: str) -> None:
        self.losses.append(Loss(done.page_id, done.path, done.locale, name, why))


def _changed(record: Record) -> dict[Field, Value | None]:
    """Return what a run has left in the fields that it has changed, or may have."""
    if record.told is None:
        return dict(record.sent) if record.unknown else {}
    return {name: told.now for name, told in record.told.items() if told.outcome in WRITTEN}


def _came_beside(record: Record, name: Field, live: Values) -> bool:
    """Return whether a field that the run did not ask for may have changed by the update, whose answer did not come."""
    if record.told is None:
        return any(live.get(one) == value != record.before.get(one) for one, value in record.sent.items())
    told = name in record.told or record.left is None
    return not told and not _alike((record.left or {}).get(name), record.before.get(name))


def _alike(one: Value | None, other: Value | None) -> bool:
    """Return whether two fields hold the same. No text and an empty one are told apart by nobody who looks."""
    return one == other or {one, other} <= {None, CLEARED}
