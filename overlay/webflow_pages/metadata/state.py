"""A site as it is now: its locales, its pages, and what each holds in each locale."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from webflow_pages.calls.locales import SiteLocales, check_locale
from webflow_pages.metadata.entries import Entry, Kind
from webflow_pages.metadata.errors import MetadataError
from webflow_pages.metadata.fields import Values, values_of
from webflow_pages.results import Page, Quota

if TYPE_CHECKING:
    from webflow_pages.client import Webflow
    from webflow_pages.results import Site

NO_TAG = "primary"
"""What the locale of a site without localization is called that tells no tag."""

PORTION = 100
"""Pages that one read returns at the most (reported 2026-09-25)."""


@frozen
class SitePage:
    """A page of the site, whatever the locale.

    Args:
        id: Its id.
        path: Its path in the primary locale; None where it has none.
        kind: What it is.
        public: Whether it is, or may be, published: it is neither a draft nor archived.
        position: Where in the listing it stands, from 0.
    """

    id: str
    path: str | None
    kind: Kind
    public: bool
    position: int


@frozen
class SiteLocale:
    """A locale of the site. ``id`` is None for the primary one, whose id is never sent."""

    tag: str
    id: str | None

    @property
    def primary(self) -> bool:
        """Whether it is the primary locale."""
        return self.id is None


@frozen
class SiteState:
    """A site as it was when it was read.

    Args:
        site_id: The site's id.
        locales: The locales that were read; the primary one first, if it is among them.
        pages: The pages by id, in the order of the listing.
        values: What the fields hold, by page's id and locale's tag.
        quota: Where the token stood after the last read.
        requests: How many reads it took.
    """

    site_id: str
    locales: Sequence[SiteLocale]
    pages: Mapping[str, SitePage]
    values: Mapping[tuple[str, str], Values]
    quota: Quota | None = None
    requests: int = 0

    def entries(self) -> Iterator[Entry]:
        """Yield every page in every locale, page by page."""
        for page in self.pages.values():
            for locale in self.locales:
                values = self.values.get((page.id, locale.tag))
                if values is not None:
                    yield Entry(page.path, page.id, locale.tag, values, page.kind)

    def without_inherited(self) -> "SiteState":
        """Return the site without the texts of secondary locales that are just those of the primary one.

        They are most likely inherited. Nobody can tell them from texts of the locale's own that say the same.
        """
        primary = self.locales[0].tag
        own = {
            (page, tag): values if tag == primary else _other(values, self.values.get((page, primary), {}))
            for (page, tag), values in self.values.items()
        }
        return evolve(self, values=own)


def _other(values: Values, primary: Values) -> Values:
    return {field: value for field, value in values.items() if value != primary.get(field)}


_TRIES = 3
"""How often a listing is begun until it is steady."""


def read_state(webflow: "Webflow", site_id: str, locales: Sequence[str] = ()) -> SiteState:
    """Read a site: one request for its locales, and for each locale one for every hundred pages.

    The primary locale is always read, as it tells the pages' paths.

    Args:
        webflow: The client to read with.
        site_id: The site's id.
        locales: The locales to read beside the primary one, as ``pages.get`` takes them; all, if there are none.

    Raises:
        LocaleError: The site has no such locale.
        ResponseError, TransportError: As ``pages.list``.
        MetadataError: Two locales of the site have the same tag, or pages come and go while they are read.
    """
    site = webflow.sites.get(site_id)
    chosen = _chosen(site, locales)
    pages: dict[str, SitePage] = {}
    values: dict[tuple[str, str], Values] = {}
    quota, requests = site.response.quota, 1
    for locale in chosen:
        listing, portions = _listed(webflow, site_id, locale)
        requests += portions
        quota = listing.quota or quota
        for page, held in listing.found:
            if locale.primary:
                pages[page.id] = page
            if page.id in pages:  # else it was made since the primary locale was read
                values[page.id, locale.tag] = held
    return SiteState(site_id, chosen, pages, values, quota, requests)


@frozen
class _Listing:
    """All pages in a locale with what they hold, and where the token stood after that."""

    found: list[tuple[SitePage, Values]]
    quota: Quota | None


def _listed(webflow: "Webflow", site_id: str, locale: SiteLocale) -> tuple[_Listing, int]:
    """List all pages in a locale, anew where pages come or go meanwhile. Return the reads that it took as well."""
    reads = 0
    for _ in range(_TRIES):
        listing = webflow.pages.list(site_id, locale=locale.id)
        found: list[tuple[SitePage, Values]] = [
            (_site_page(page, position), values_of(page)) for position, page in enumerate(listing)
        ]
        reads += listing.portions
        if listing.is_steady:
            quota = None if listing.response is None else listing.response.quota
            return _Listing(found, quota), reads
    raise MetadataError("pages come and go while the site is read: try again when nobody works on it")


def _chosen(site: "Site", wanted: Sequence[str]) -> list[SiteLocale]:
    """Return the locales to read, the primary one first."""
    known = SiteLocales.of_site(site)
    tags = {known.id_to_send(check_locale(locale)) for locale in wanted}
    secondary = [
        SiteLocale(locale.tag if isinstance(locale.tag, str) else str(locale.id), locale.id)
        for locale in known.secondary
        if isinstance(locale.id, str) and (not wanted or locale.id in tags)
    ]
    tag = known.primary.tag if known.primary is not None else None
    every = [SiteLocale(tag if isinstance(tag, str) else NO_TAG, None), *secondary]
    twice = [tag for tag, count in Counter(locale.tag for locale in every).items() if count > 1]
    if twice:
        raise MetadataError(f"the site has several locales {twice[0]!r}: give them different tags in Webflow")
    return every


def path_of(page: Page) -> str | None:
    """Return a page's path without a final slash; None where it has none."""
    return (page.published_path.rstrip("/") or "/") if isinstance(page.published_path, str) else None


def _site_page(page: Page, position: int) -> SitePage:
    public = page.draft is not True and page.archived is not True
    return SitePage(page.id, path_of(page), kind_of(page), public, position)


def kind_of(page: Page) -> Kind:
    """Return what a page is. The home page has no slug (reported), and a template a collection (documented)."""
    if isinstance(page.collection_id, str):
        return "template"
    return "home" if page.slug is None else "page"
