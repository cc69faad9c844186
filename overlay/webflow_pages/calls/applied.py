"""Which fields of an update did not take: Webflow ignores some and answers 200 (documented for slugs)."""

from collections.abc import Iterator

from webflow_api.models.page_update import PageUpdate
from webflow_pages.results import Page
from webflow_pages.unset import UNSET, Unset

_TEXTS = ("title", "description")
_OPEN_GRAPH = (*_TEXTS, "title_copied", "description_copied")


def not_applied(body: PageUpdate, page: Page) -> tuple[str, ...]:
    """Return the fields whose value in the answer is not what was sent, such as ``slug`` or ``seo.title``."""
    return tuple(_differing(body, page))


def _differing(body: PageUpdate, page: Page) -> Iterator[str]:
    for name in ("title", "slug"):
        if getattr(body, name) not in (UNSET, getattr(page, name)):
            yield name
    for part, names in (("seo", _TEXTS), ("open_graph", _OPEN_GRAPH)):
        sent, came = getattr(body, part), getattr(page, part)
        if isinstance(sent, Unset):
            continue
        for name in names:
            if getattr(sent, name) not in (UNSET, getattr(came, name, None)):
                yield f"{part}.{name}"
