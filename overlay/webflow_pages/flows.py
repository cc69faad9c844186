"""What each method of the client does, as steps that yield calls and receive what was read. Nothing here does I/O.

A client drives a flow: it sends each call that comes out and puts the value that was read back in. So the sync and the
async client share every rule.
"""

from collections.abc import Generator
from typing import Any, TypeVar

from attrs import Factory, define
from webflow_api.models.page import Page
from webflow_api.models.page_list import PageList
from webflow_api.models.page_update import PageUpdate
from webflow_api.models.site import Site
from webflow_api.models.site_list import SiteList

from webflow_pages import calls
from webflow_pages.errors import LocaleMismatchError, UnexpectedResponseError
from webflow_pages.locales import SiteLocales, check_locale
from webflow_pages.unset import Unset

T = TypeVar("T")
Flow = Generator[calls.Call[Any], Any, T]

LIMIT = 100
"""Records to ask for at once. Webflow gives no more (reported 2026-09-25: it clamps a larger limit)."""


@define
class Known:
    """What a client has learned and keeps: the locales of sites, and which site a page is on.

    ``site_id`` is the one site that the caller named, if so; ``locales`` those that the caller handed in.
    """

    site_id: str | None = None
    locales: SiteLocales | None = None
    of_site: dict[str, SiteLocales] = Factory(dict)
    site_of_page: dict[str, str] = Factory(dict)


def get_page(known: Known, page_id: str, locale: object) -> Flow[Page]:
    """Read a page in a locale."""
    wanted = check_locale(locale)
    locales = yield from _locales_of_page(known, page_id, wanted)
    locale_id = None if locales is None else locales.id_to_send(wanted)
    page: Page = yield calls.get_page_call(page_id, locale_id)
    return _checked(known, page, locale_id, locales)


def update_page(known: Known, page_id: str, locale: object, body: PageUpdate) -> Flow[Page]:
    """Update a page in a locale."""
    wanted = check_locale(locale)
    locales = yield from _locales_of_page(known, page_id, wanted)
    locale_id = None if locales is None else locales.id_to_send(wanted)
    page: Page = yield calls.update_page_call(page_id, locale_id, body)
    return _checked(known, page, locale_id, locales)


def locales_of_site(known: Known, site_id: str) -> Flow[SiteLocales]:
    """Return a site's locales, read once and kept."""
    if known.locales is not None and site_id == (known.site_id or site_id):
        return known.locales
    if site_id not in known.of_site:
        site: Site = yield calls.get_site_call(site_id)
        known.of_site[site_id] = SiteLocales.of_site(site)
    return known.of_site[site_id]


def list_portion(
    known: Known, site_id: str, locale_id: str | None, locales: SiteLocales | None, offset: int
) -> Flow[tuple[list[Page], int | None]]:
    """Read one portion of a site's pages, and the offset of the next one, or None after the last."""
    portion: PageList = yield calls.list_pages_call(site_id, locale_id, limit=LIMIT, offset=offset)
    pages = [] if isinstance(portion.pages, Unset) else portion.pages
    for page in pages:
        _checked(known, page, locale_id, locales)
    end = offset + len(pages)
    if isinstance(portion.pagination, Unset):
        more = len(pages) == LIMIT
    else:
        more = bool(pages) and end < portion.pagination.total
    return pages, end if more else None


def get_site(known: Known, site_id: str) -> Flow[Site]:
    """Read a site, and keep its locales."""
    site: Site = yield calls.get_site_call(site_id)
    known.of_site[site_id] = SiteLocales.of_site(site)
    return site


def list_sites(known: Known) -> Flow[list[Site]]:
    """Read the sites that the token reaches, and keep their locales."""
    listed: SiteList = yield calls.list_sites_call()
    sites = [] if isinstance(listed.sites, Unset) else listed.sites
    for site in sites:
        known.of_site[site.id] = SiteLocales.of_site(site)
    return sites


def _locales_of_page(known: Known, page_id: str, wanted: str | None) -> Flow[SiteLocales | None]:
    """Return the locales of a page's site. The primary locale needs none, so that nothing is read for it."""
    site_id = known.site_id or known.site_of_page.get(page_id)
    if wanted is None:
        return known.locales or known.of_site.get(site_id or "")
    if known.locales is not None:
        return known.locales
    if site_id is None:
        page: Page = yield calls.get_page_call(page_id, None)
        site_id = _learn_site(known, page)
    return (yield from locales_of_site(known, site_id))


def _learn_site(known: Known, page: Page) -> str:
    if not isinstance(page.site_id, str):
        raise UnexpectedResponseError(
            "Pass site_id=… to the client: the answer does not say which site the page is on.", status=200
        )
    known.site_of_page[page.id] = page.site_id
    return page.site_id


def _checked(known: Known, page: Page, sent: str | None, locales: SiteLocales | None) -> Page:
    """Return a page whose locale is the one asked for. Unknown locale parameters have been ignored without a word."""
    if isinstance(page.site_id, str):
        known.site_of_page[page.id] = page.site_id
    came = page.locale_id if isinstance(page.locale_id, str) else None
    primary = None if locales is None else locales.primary_id
    fine = came == sent if sent is not None else came is None or primary in (None, came)
    if fine:
        return page
    raise LocaleMismatchError(
        f"Look at page {page.id}: asked for locale {sent or 'primary'}, got {came or 'primary'}; "
        "a write may have gone to the wrong place.",
        status=200,
    )
