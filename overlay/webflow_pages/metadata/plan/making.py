"""Making a plan: what files ask for, against what the site has. Nothing here does I/O, but for telling the time."""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from attrs import evolve

from webflow_pages.metadata.entries import Entry
from webflow_pages.metadata.fields import CLEARED, FIELDS, Field, Value, Values
from webflow_pages.metadata.plan.guard import PERCENT
from webflow_pages.metadata.plan.losing import losses
from webflow_pages.metadata.plan.model import FILES, Change, Permission, Plan, Quota, Refusal, Update
from webflow_pages.metadata.plan.ordering import entangled, in_order
from webflow_pages.metadata.plan.permitting import refusal_of, swapped
from webflow_pages.metadata.state import SiteState

if TYPE_CHECKING:
    from webflow_pages.metadata.finding import Finding
    from webflow_pages.metadata.settings import LintSettings

Replaced = Mapping[tuple[str, Field], Container[Value]]
"""What fields held in the primary locale before earlier runs changed it, by page's id and field."""

_NOTHING: Final[Replaced] = {}


def make_plan(
    state: SiteState,
    entries: Iterable[Entry],
    *,
    made: str | None = None,
    allow: Collection[Permission] = (),
    guard: float = PERCENT,
    lint: "LintSettings | None" = None,
    replaced: Replaced = _NOTHING,
) -> Plan:
    """Plan what it takes for a site to hold what entries ask for.

    Args:
        state: The site as it is now.
        entries: What is asked for, with pages and locales as the state has them (``resolve``).
        made: When it is made, in ISO 8601 and UTC; now, if it is None.
        allow: What may be touched beyond the ordinary.
        guard: How many percent of the site's pages times locales may change at the most (``check_guard``).
        lint: How to lint the texts as they would be; not at all if it is None.
        replaced: What the primary locale held before earlier runs, by page's id and field: a secondary locale that
            inherits is not to get such a text as its own, only because its line in a file was left as it was.
    """
    updates: list[Update] = []
    refusals: list[Refusal] = []
    permitted = frozenset(allow)
    for entry in entries:
        update, refused = _planned(state, entry, permitted, replaced)
        refusals += refused
        if update.changes:
            updates.append(update)
    updates, refused = _without_swaps(updates)
    refusals += refused
    updates = in_order(state, updates)
    return Plan(
        site_id=state.site_id,
        primary=state.locales[0].tag,
        made=now() if made is None else made,
        origin=FILES,
        guard=guard,
        page_locales=len(state.pages) * len(state.locales),
        allowed=tuple(sorted(allow)),
        updates=tuple(_with_heirs(state, updates)),
        refusals=tuple(refusals),
        losses=tuple(losses(state, updates)),
        findings=() if lint is None else tuple(_findings(state, updates, lint)),
        quota=_quota(state),
    )


def now() -> str:
    """Return the present time in ISO 8601 and UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _without_swaps(updates: Iterable[Update]) -> tuple[list[Update], list[Refusal]]:
    """Take out the slugs that pages swap, which no order of updates brings about."""
    kept: list[Update] = []
    refusals: list[Refusal] = []
    updates = list(updates)
    swapping = entangled(updates)
    for update in updates:
        if (update.page_id, update.locale) in swapping:
            refusals += [swapped(update, change) for change in update.changes if change.field == "slug"]
            update = evolve(update, changes=tuple(one for one in update.changes if one.field != "slug"))
        if update.changes:
            kept.append(update)
    return kept, refusals


def _planned(
    state: SiteState, entry: Entry, allow: frozenset[Permission], replaced: Replaced
) -> tuple[Update, list[Refusal]]:
    """Return the changes that an entry makes, and those that it may not make."""
    page = state.pages[entry.page_id or ""]
    locale = next(one for one in state.locales if one.tag == entry.locale)
    before = state.values.get((page.id, locale.tag), {})
    primary = state.values.get((page.id, state.locales[0].tag), {})
    changes: list[Change] = []
    refusals: list[Refusal] = []
    for change in _changes(before, entry.values):
        leftover = (
            not locale.primary
            and change.before == primary.get(change.field)
            and change.after in replaced.get((page.id, change.field), ())
        )
        refused = refusal_of(page, locale, change, allow, leftover=leftover)
        if refused is None:
            changes.append(change)
        else:
            refusals.append(evolve(refused, place=entry.place_of(change.field)))
    update = Update(page.id, page.path, locale.tag, locale.id, page.kind, page.position, tuple(changes), before)
    return update, refusals


def _changes(before: Values, wanted: Values) -> Iterator[Change]:
    for field in FIELDS:
        if field in wanted and not _same(before.get(field), wanted[field]):
            yield Change(field, before.get(field), wanted[field])


def _same(before: Value | None, after: Value) -> bool:
    """Return whether nothing is to do. A field without a text needs no clearing."""
    return before == after or (before is None and after == CLEARED)


def _with_heirs(state: SiteState, updates: list[Update]) -> Iterator[Update]:
    """Yield updates whose changes in the primary locale name the locales in which they may show as well."""
    own = {(update.page_id, update.locale, change.field) for update in updates for change in update.changes}
    for update in updates:
        if update.locale_id is None and len(state.locales) > 1:
            heirs = (evolve(change, shows_in=_heirs(state, update, change, own)) for change in update.changes)
            yield evolve(update, changes=tuple(heirs))
        else:
            yield update


def _heirs(state: SiteState, update: Update, change: Change, own: Container[tuple[str, str, str]]) -> tuple[str, ...]:
    return tuple(
        locale.tag
        for locale in state.locales[1:]
        if (update.page_id, locale.tag, change.field) not in own
        and state.values.get((update.page_id, locale.tag), {}).get(change.field) == change.before
    )


def _findings(state: SiteState, updates: list[Update], settings: "LintSettings") -> "Iterator[Finding]":
    """Yield what lint says of the texts that would be written, with all of the site to compare them with."""
    from webflow_pages.metadata.lint import lint

    after = {(update.page_id, update.locale): {**update.before, **update.after} for update in updates}
    written = {(update.page_id, update.locale, change.field) for update in updates for change in update.changes}
    entries = (
        evolve(entry, values=after.get((entry.page_id or "", entry.locale), entry.values)) for entry in state.entries()
    )
    for finding in lint(entries, settings, primary=state.locales[0].tag, complete=True, before=state.values):
        if (finding.page_id, finding.locale, finding.field) in written:
            yield finding


def _quota(state: SiteState) -> Quota:
    known = state.quota
    return Quota() if known is None else Quota(known.limit, known.remaining, known.resets_in)
