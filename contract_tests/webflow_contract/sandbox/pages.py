"""The pages as they stand now: what each locale holds, inherits and shows.

Writes are staged (documented): what was published is still the seed.
"""

from collections.abc import Iterable, Mapping, Sequence

from attrs import evolve, field, frozen

from webflow_contract.sandbox.assumptions import Assumptions
from webflow_contract.sandbox.model import Layer, Locale, OpenGraphText, Page, Site
from webflow_contract.sandbox.updates import SlugRule, written
from webflow_contract.sandbox.validation import Update

_INHERITED_AS_NULL = ("seo.title", "seo.description")


@frozen
class Staged:
    """A page with what was written since it was published."""

    page: Page
    primary: Layer
    overrides: Mapping[str, Layer]
    last_updated: str
    last_updated_in: Mapping[str, str] = field(factory=dict[str, str])

    @classmethod
    def from_page(cls, page: Page) -> "Staged":
        """Return a page that nothing was written to."""
        return cls(page, page.metadata, page.overrides, page.last_updated)


class Pages:
    """All pages of all sites."""

    def __init__(self, pages: Iterable[Page], assumptions: Assumptions) -> None:
        self._assumptions = assumptions
        self._pages = {page.id: Staged.from_page(page) for page in pages}
        self._of_site: dict[str, list[str]] = {}
        self._listed: dict[str, list[str]] = {}
        for staged in self._pages.values():
            self._of_site.setdefault(staged.page.site_id, []).append(staged.page.id)
            if staged.page.kind != "folder":
                self._listed.setdefault(staged.page.site_id, []).append(staged.page.id)

    def find(self, page_id: str) -> Staged | None:
        """Return a page or folder."""
        return self._pages.get(page_id)

    def listed(self, site_id: str) -> Sequence[str]:
        """Return the ids of the pages that a listing shows. Folders are not listed (reported)."""
        return self._listed.get(site_id, [])

    def shown(self, staged: Staged, site: Site, locale: Locale) -> Layer:
        """Return the metadata that a locale shows."""
        if locale == site.primary:
            return staged.primary
        below = staged.primary
        if self._assumptions.read_without_override == "null_texts":
            below = _without_texts(below)
        return staged.overrides.get(locale.id, Layer()).over(below)

    def last_updated(self, staged: Staged, locale: Locale) -> str:
        """Return when a page was last written to."""
        if self._assumptions.last_updated_of_locales == "shared":
            return staged.last_updated
        return staged.last_updated_in.get(locale.id, staged.page.last_updated)

    def published_path(self, staged: Staged, site: Site, locale: Locale) -> str:
        """Return the path at which a locale of a page is published."""
        segments = [*self._subdirectory(locale), *self._path_segments(staged, site, locale)]
        return "/" + "/".join(segments)

    def update(self, staged: Staged, site: Site, locale: Locale, update: Update, at: str) -> Staged:
        """Write an update into one locale of a page and return the page."""
        before = self.shown(staged, site, locale)
        change = written(update, before, self._slug_rule(staged, site, locale), self._assumptions)
        after = self._with_layer(staged, site, locale, change)
        changed = self.shown(after, site, locale) != before
        if changed or self._assumptions.write_without_change == "updates_date":
            dates = {**after.last_updated_in, locale.id: at}
            after = evolve(after, last_updated=at, last_updated_in=dates)
        self._pages[staged.page.id] = after
        return after

    def _with_layer(self, staged: Staged, site: Site, locale: Locale, change: Layer) -> Staged:
        if locale == site.primary:
            return evolve(staged, primary=change.over(staged.primary))
        below = staged.overrides.get(locale.id, Layer())
        if locale.id not in staged.overrides and self._assumptions.first_override == "whole_page":
            below = staged.primary
        return evolve(staged, overrides={**staged.overrides, locale.id: change.over(below)})

    def _slug_rule(self, staged: Staged, site: Site, locale: Locale) -> SlugRule:
        # Documented for home, template and utility pages, and for secondary locales by plan.
        has_own = staged.page.kind in ("static", "folder")
        by_plan = locale == site.primary or site.localization_plan != "essential"
        return SlugRule(writable=has_own and by_plan, taken=lambda slug: self._taken(slug, staged, site, locale))

    def _taken(self, slug: str, staged: Staged, site: Site, locale: Locale) -> bool:
        others = (self._pages[page_id] for page_id in self._of_site[site.id] if page_id != staged.page.id)
        return any(
            other.page.parent_id == staged.page.parent_id and self.shown(other, site, locale).texts["slug"] == slug
            for other in others
        )

    def _subdirectory(self, locale: Locale) -> list[str]:
        hidden = self._assumptions.published_path_of_disabled_locale == "without_subdirectory"
        if not locale.subdirectory or (hidden and not locale.enabled):
            return []
        return [locale.subdirectory]

    def _path_segments(self, staged: Staged, site: Site, locale: Locale) -> list[str]:
        if self._assumptions.published_path_after_slug_write == "unchanged":
            staged = Staged.from_page(staged.page)
        slug = self.shown(staged, site, locale).texts["slug"]
        own = [] if slug is None else [slug]
        if staged.page.parent_id is None:
            return own
        return self._path_segments(self._pages[staged.page.parent_id], site, locale) + own


def _without_texts(layer: Layer) -> Layer:
    nulls = {name: None for name in _INHERITED_AS_NULL if name in layer.texts}
    open_graph = {name: OpenGraphText(text=None, copied=text.copied) for name, text in layer.open_graph.items()}
    return Layer(texts={**layer.texts, **nulls}, open_graph=open_graph)
