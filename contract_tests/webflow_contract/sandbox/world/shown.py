"""What each locale of a page holds, inherits and shows."""

from webflow_contract.assumptions import Assumptions
from webflow_contract.sandbox.seed.model import MIRRORED, Layer, Locale, Site
from webflow_contract.sandbox.world.pages import Pages, Staged

_INHERITED_AS_NULL = ("seo.title", "seo.description")


def shown(staged: Staged, site: Site, locale: Locale, assumptions: Assumptions) -> Layer:
    """Return the metadata that a locale shows."""
    if locale == site.primary:
        return staged.primary
    below = staged.primary
    if assumptions.read_without_override == "null_texts":
        below = _without_texts(below)
    return staged.overrides.get(locale.id, Layer()).over(below)


def last_updated(staged: Staged, locale: Locale, assumptions: Assumptions) -> str:
    """Return when a page was last written to."""
    if assumptions.last_updated_of_locales == "shared":
        return staged.last_updated
    return staged.last_updated_in.get(locale.id, staged.page.last_updated)


def published_path(staged: Staged, site: Site, locale: Locale, pages: Pages, assumptions: Assumptions) -> str:
    """Return the path at which a locale of a page is published."""
    segments: list[str] = []
    step: Staged | None = staged
    while step is not None:
        slug = _slug_in_path(step, site, locale, assumptions)
        segments[:0] = [] if slug is None else [slug]
        step = pages.folder_of(step)
    return "/" + "/".join([*_subdirectory(locale, assumptions), *segments])


def _slug_in_path(staged: Staged, site: Site, locale: Locale, assumptions: Assumptions) -> str | None:
    if assumptions.published_path_after_slug_write == "unchanged":
        staged = Staged.from_page(staged.page)
    return shown(staged, site, locale, assumptions).texts["slug"]


def _subdirectory(locale: Locale, assumptions: Assumptions) -> list[str]:
    hidden = assumptions.published_path_of_disabled_locale == "without_subdirectory"
    if not locale.subdirectory or (hidden and not locale.enabled):
        return []
    return [locale.subdirectory]


def _without_texts(layer: Layer) -> Layer:
    nulls = {name: None for name in _INHERITED_AS_NULL if name in layer.texts}
    # Null is only known beside a true flag.
    return Layer(texts={**layer.texts, **nulls}, open_graph=dict.fromkeys(layer.open_graph, MIRRORED))
