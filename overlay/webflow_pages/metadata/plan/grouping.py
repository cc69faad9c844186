"""The changes of a plan as people read them: page by page, each with its locales."""

from collections.abc import Iterable

from webflow_pages.metadata.plan.model import Loss, Plan, Update


def by_page(plan: Plan) -> list[tuple[str, list[Update]]]:
    """Return the pages that change, by path, each with its updates; the primary locale comes first."""
    found: dict[str, list[Update]] = {}
    for update in plan.updates:
        found.setdefault(update.page_id, []).append(update)
    pages = [(updates[0].name, _primary_first(updates)) for updates in found.values()]
    return sorted(pages, key=lambda page: page[0])


def by_reason(losses: Iterable[Loss]) -> list[tuple[str, list[Loss]]]:
    """Return why something could not be brought back, each reason with what it holds for."""
    found: dict[str, list[Loss]] = {}
    for loss in losses:
        found.setdefault(loss.why, []).append(loss)
    return list(found.items())


def fields_changed(plan: Plan) -> int:
    """Return how many fields would change."""
    return sum(len(update.changes) for update in plan.updates)


def _primary_first(updates: Iterable[Update]) -> list[Update]:
    return sorted(updates, key=lambda update: update.locale_id is not None)
