"""The locales of a site in one list. A site without localization has one or none."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from webflow_pages import Locale, Site


def locales_of(site: "Site") -> "list[tuple[Locale, bool]]":
    """Return a site's locales, the primary one first, each with whether it is that one."""
    from webflow_pages import Locale, Locales

    if not isinstance(site.locales, Locales):
        return []
    primary = [(site.locales.primary, True)] if isinstance(site.locales.primary, Locale) else []
    return primary + [(locale, False) for locale in site.locales.secondary or ()]
