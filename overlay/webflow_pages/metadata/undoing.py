"""Undoing a run: a plan like any other, made from what the run has kept. Nothing here does I/O."""

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import define, field

from webflow_pages.metadata.applying.journal import Record
from webflow_pages.metadata.applying.outcomes import WRITTEN
from webflow_pages.metadata.applying.run import ROLLBACK_OF, Run
from webflow_pages.metadata.fields import CLEARED, FIELDS, Field, Value, Values
from webflow_pages.metadata.plan.making import in_order, now
from webflow_pages.metadata.plan.model import Change, Loss, Plan, Quota, Refusal, Update
from webflow_pages.metadata.state import SiteLocale, SiteState

_CHANGED_SINCE: Final = "somebody has changed it since the run: look at it, and put it back by hand if that is meant"
_NO_TEXT: Final = "there was no text before, and nothing is known to take one away again"
_EMPTY: Final = "the text was empty before, and nobody knows whether Webflow takes an empty one"
_OWN: Final = (
    "this locale showed the primary one's text before and may have inherited it: it gets the text back, as its own, "
    "and nothing is known to make it inherit again"
)
_NO_PAGE: Final = "the page is no longer there"
_NO_LOCALE: Final = "the locale is no longer there"


def rollback_plan(run: Run, state: SiteState, *, made: str | None = None) -> Plan:
    """Plan what brings back what a run has changed, as far as nobody has changed it since.

    What was allowed to go there is allowed to go back. What the run may have written without an answer counts as
    written where the page shows it.

    Args:
        run: The run.
        state: The site as it is now, in all locales that the run has written.
        made: When it is made, in ISO 8601 and UTC; now, if it is None.
    """
    undoing = _Undoing(run, state)
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


def written_locales(run: Run) -> tuple[str, ...]:
    """Return the locales, as ``read_state`` takes them, that a run has written or may have."""
    wrote = {locale for (_, locale), record in run.records.items() if record.wrote}
    ids = {update.locale: update.locale_id for update in run.plan.updates if update.locale in wrote}
    return tuple(dict.fromkeys("primary" if id_ is None else id_ for id_ in ids.values())) or ("primary",)


def _quota(state: SiteState) -> Quota:
    known = state.quota
    return Quota() if known is None else Quota(known.limit, known.remaining, known.resets_in)


@define
class _Undoing:
    """What becomes part of the plan, page by page and locale by locale."""

    run: Run
    state: SiteState
    updates: list[Update] = field(factory=list)
    refusals: list[Refusal] = field(factory=list)
    losses: list[Loss] = field(factory=list)

    def add(self, done: Update, record: Record) -> None:
        """Undo what was written into one page in one locale."""
        locales: Mapping[str, SiteLocale] = {locale.tag: locale for locale in self.state.locales}
        page, locale = self.state.pages.get(done.page_id), locales.get(done.locale)
        live = self.state.values.get((done.page_id, done.locale))
        if page is None or locale is None or live is None or locale.id != done.locale_id:
            self._lose(done, None, _NO_LOCALE if page is not None and locale is None else _NO_PAGE)
            return
        changes = tuple(self._changes(done, record, live))
        if not changes:
            return
        self.updates.append(Update(page.id, page.path, locale.tag, locale.id, page.kind, page.position, changes, live))
        if locale.id is not None and self._inherited(done, record, changes):
            self._lose(done, None, _OWN)

    def _changes(self, done: Update, record: Record, live: Values) -> Iterator[Change]:
        """Yield what brings back the fields that were written. What cannot be brought back is noted."""
        for name in FIELDS:
            if name not in record.sent or not _was_written(record, name):
                continue
            before, now = record.before.get(name), live.get(name)
            if now == before:
                continue  # it is back already, or never came
            if before is None:
                self._lose(done, name, _NO_TEXT)
            elif now != _left(record, name):
                self._refuse(done, Change(name, now, before))
            elif before == CLEARED and "clearing" not in self.run.plan.allowed:
                self._lose(done, name, _EMPTY)
            else:
                yield Change(name, now, before)

    def _inherited(self, done: Update, record: Record, changes: tuple[Change, ...]) -> bool:
        """Return whether a locale may have had no text of its own before: it showed that of the primary one."""
        key = (done.page_id, self.state.locales[0].tag)
        primary: Values = self.state.values.get(key, {})
        written = self.run.records.get(key)
        if written is not None and written.wrote:
            primary = {**primary, **{name: written.before[name] for name in written.sent if name in written.before}}
        return any(record.before.get(change.field) == primary.get(change.field) for change in changes)

    def _refuse(self, done: Update, change: Change) -> None:
        refusal = Refusal(done.page_id, done.path, done.locale, change, "changed-since", _CHANGED_SINCE)
        self.refusals.append(refusal)

    def _lose(self, done: Update, name: Field | None, why: str) -> None:
        self.losses.append(Loss(done.page_id, done.path, done.locale, name, why))


def _was_written(record: Record, name: Field) -> bool:
    """Return whether a field was changed, or may have been."""
    if record.told is None:
        return record.unknown
    told = record.told.get(name)
    return told is not None and told.outcome in WRITTEN


def _left(record: Record, name: Field) -> Value | None:
    """Return what the run left in a field: what the answer showed, or else what was sent."""
    told = record.told.get(name) if record.told is not None else None
    return record.sent[name] if told is None else told.now
