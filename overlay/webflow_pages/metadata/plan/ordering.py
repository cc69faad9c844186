"""In which order updates are applied, so that none stands in another one's way."""

from collections.abc import Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from webflow_pages.metadata.plan.model import Update
from webflow_pages.metadata.state import SiteState


def in_order(state: SiteState, updates: Iterable[Update]) -> list[Update]:
    """Return updates in the order in which they are applied.

    Secondary locales come before the primary one: as long as a locale inherits, it shows the primary's text, and after
    that has changed it would no longer be as planned. Within a locale, updates are in the order of the listing; but a
    page that takes another one's slug comes after that one has left it.
    """
    rank = {locale.tag: (locale.primary, number) for number, locale in enumerate(state.locales)}
    ordered = sorted(updates, key=lambda update: (rank[update.locale], update.position))
    for tag in {update.locale for update in ordered}:
        places = [place for place, update in enumerate(ordered) if update.locale == tag and "slug" in update.after]
        moving = [ordered[place] for place in places]
        for place, update in zip(places, _one_after_the_other(moving), strict=True):
            ordered[place] = update
    return ordered


def entangled(updates: Iterable[Update]) -> set[tuple[str, str]]:
    """Return the pages and locales whose slugs no order can change, as each waits for the other: they swap slugs."""
    by_locale: dict[str, list[Update]] = {}
    for update in updates:
        if "slug" in update.after:
            by_locale.setdefault(update.locale, []).append(update)
    return {(page, tag) for tag, moving in by_locale.items() for page in _in_circles(_waiting(moving))}


def _one_after_the_other(moving: Sequence[Update]) -> list[Update]:
    """Return updates of slugs in one locale, each after those that leave the slug which it takes."""
    waiting = _waiting(moving)
    stuck = _in_circles(waiting)  # none in a plan that was made, as they are refused
    graph = {page: [before for before in those if before not in stuck] for page, those in waiting.items()}
    order = {page: number for number, page in enumerate(TopologicalSorter(graph).static_order())}
    return sorted(moving, key=lambda update: order[update.page_id])


def _waiting(moving: Sequence[Update]) -> dict[str, list[str]]:
    """Return for each page those that have to be updated before: they have the slug now that it is to have."""
    leaving = {(_parent(update), update.before.get("slug")): update.page_id for update in moving}
    waiting: dict[str, list[str]] = {}
    for update in moving:
        before = leaving.get((_parent(update), update.after["slug"]))
        waiting[update.page_id] = [] if before in (None, update.page_id) else [str(before)]
    return waiting


def _in_circles(waiting: Mapping[str, list[str]]) -> set[str]:
    found: set[str] = set()
    while True:
        graph = {page: those for page, those in waiting.items() if page not in found}
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            found.update(error.args[1])
        else:
            return found


def _parent(update: Update) -> str | None:
    return None if update.path is None else update.path.rpartition("/")[0]
