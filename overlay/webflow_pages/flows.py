"""What each method of the client does, as steps that yield calls and receive answers. Nothing here does I/O.

A client drives a flow: it sends each call that comes out and puts the answer back in. So the sync and the async client
share every rule.
"""

import contextlib
import sys
from collections.abc import Generator
from typing import Any, TypeVar

from attrs import Factory, define, frozen

from webflow_api.models.page import Page
from webflow_api.models.page_list import PageList
from webflow_api.models.page_update import PageUpdate
from webflow_api.models.site import Site
from webflow_pages import calls
from webflow_pages.calls import Answer, Call
from webflow_pages.errors import InvalidArgumentError, LocaleMismatchError, UnexpectedResponseError
from webflow_pages.locales import SiteLocales, check_locale
from webflow_pages.unset import Unset

T = TypeVar("T")
Flow = Generator[Call[Any], Answer, T]

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

    def locales_of(self, site_id: str | None) -> SiteLocales | None:
        """Return the locales of a site as far as they are known. The site may be unknown, too."""
        if self.locales is not None and (site_id is None or site_id == (self.site_id or site_id)):
            return self.locales
        return None if site_id is None else self.of_site.get(site_id)


@frozen
class Place:
    """A locale of a site: the ``localeId`` to send, None for the primary one, and the site's locales if known."""

    locale_id: str | None
    locales: SiteLocales | None

    @classmethod
    def of(cls, wanted: str | None, locales: SiteLocales | None) -> "Place":
        """Find the locale that is wanted.

        Raises:
            LocaleError: The site has no such locale.
        """
        return cls(None if locales is None else locales.id_to_send(wanted), locales)

    def answers(self, page: Page) -> bool:
        """Return whether a page is in this locale. Unknown locale parameters have been ignored without a word."""
        came = page.locale_id if isinstance(page.locale_id, str) else None
        if self.locale_id is not None:
            return came == self.locale_id
        primary = None if self.locales is None else self.locales.primary_id
        return came is None or primary in (None, came)


@frozen
class Portion:
    """Some pages of a listing, and the offset at which they end."""

    pages: list[Page]
    end: int
    is_last: bool


START = Portion([], 0, is_last=False)
"""What the first portion follows."""


def get_page(known: Known, page_id: str, locale: object) -> Flow[Page]:
    """Read a page in a locale."""
    place = yield from _place_of_page(known, page_id, locale)
    page, answer = yield from _ask(calls.get_page_call(page_id, place.locale_id))
    _learn_site(known, page_id, page)
    if not place.answers(page):
        raise _mismatch(page, place, answer)
    return page


def update_page(known: Known, page_id: str, locale: object, body: PageUpdate) -> Flow[Page]:
    """Update a page in a locale."""
    place = yield from _place_of_page(known, page_id, locale)
    page, answer = yield from _ask(calls.update_page_call(page_id, place.locale_id, body))
    _learn_site(known, page_id, page)
    if not place.answers(page):
        raise _mismatch(page, place, answer, "; the update may have gone to the wrong place")
    return page


def place_of_site(known: Known, site_id: str, wanted: str | None) -> Flow[Place]:
    """Find a locale of a site. The primary one needs nothing to be read."""
    if wanted is None:
        return Place(None, known.locales_of(site_id))
    return Place.of(wanted, (yield from _locales_of_site(known, site_id)))


def list_portion(known: Known, site_id: str, place: Place, after: Portion) -> Flow[Portion]:
    """Read the portion of a site's pages that follows another one."""
    call = calls.list_pages_call(site_id, place.locale_id, limit=LIMIT, offset=after.end)
    listed, answer = yield from _ask(call)
    pages = [] if isinstance(listed.pages, Unset) else listed.pages
    if pages and after.pages and pages[0].id == after.pages[0].id:
        raise answer.error(UnexpectedResponseError, f"Report this: offset {after.end} gives the pages before it again.")
    for page in pages:
        _learn_site(known, page.id, page)
        if not place.answers(page):
            raise _mismatch(page, place, answer)
    return Portion(pages, after.end + len(pages), _is_last(listed, len(pages), after.end + len(pages)))


def _is_last(listed: PageList, length: int, end: int) -> bool:
    total = None if isinstance(listed.pagination, Unset) else listed.pagination.total
    if isinstance(total, int) and total >= end:
        return length == 0 or total == end
    # It is missing, or less than what came already: go by the length.
    return length < LIMIT


def get_site(known: Known, site_id: str) -> Flow[Site]:
    """Read a site, and keep its locales."""
    site, _ = yield from _ask(calls.get_site_call(site_id))
    _keep_locales(known, site_id, site)
    return site


def list_sites(known: Known) -> Flow[list[Site]]:
    """Read the sites that the token reaches, and keep their locales."""
    listed, _ = yield from _ask(calls.list_sites_call())
    sites = [] if isinstance(listed.sites, Unset) else listed.sites
    for site in sites:
        _keep_locales(known, site.id, site)
    return sites


def _ask(call: Call[T]) -> Flow[tuple[T, Answer]]:
    answer = yield call
    return call.read(answer), answer


def _place_of_page(known: Known, page_id: str, locale: object) -> Flow[Place]:
    """Find a locale of the site that a page is on. The primary one needs nothing to be read."""
    calls.check_id("page_id", page_id)
    wanted = check_locale(locale)
    site_id = known.site_of_page.get(page_id, known.site_id)
    locales = known.locales_of(site_id)
    if wanted is None or locales is not None:
        return Place.of(wanted, locales)
    if site_id is None:
        site_id = yield from _site_of_page(known, page_id)
    return Place.of(wanted, (yield from _locales_of_site(known, site_id)))


def _site_of_page(known: Known, page_id: str) -> Flow[str]:
    page, answer = yield from _ask(calls.get_page_call(page_id, None))
    _learn_site(known, page_id, page)
    if page_id not in known.site_of_page:
        raise answer.error(
            UnexpectedResponseError, "Pass site_id=… to the client: the answer does not say which site the page is on."
        )
    return known.site_of_page[page_id]


def _locales_of_site(known: Known, site_id: str) -> Flow[SiteLocales]:
    """Return a site's locales, read once and kept."""
    locales = known.locales_of(site_id)
    if locales is not None:
        return locales
    site, answer = yield from _ask(calls.get_site_call(site_id))
    try:
        known.of_site[site_id] = SiteLocales.of_site(site)
    except InvalidArgumentError as error:
        raise answer.error(
            UnexpectedResponseError, f"Pass locales=… to the client: the site's cannot be used ({error})."
        ) from error
    return known.of_site[site_id]


def _keep_locales(known: Known, site_id: object, site: Site) -> None:
    # A site whose locales cannot be used is still a site: only a call that needs them has to fail.
    with contextlib.suppress(InvalidArgumentError):
        if isinstance(site_id, str):
            known.of_site[site_id] = SiteLocales.of_site(site)


def _learn_site(known: Known, page_id: object, page: Page) -> None:
    if isinstance(page_id, str) and isinstance(page.site_id, str):
        # One string for the pages of a site, however many answers it came in.
        known.site_of_page[page_id] = sys.intern(page.site_id)


def _mismatch(page: Page, place: Place, answer: Answer, consequence: str = "") -> Exception:
    came = f"locale {page.locale_id}" if isinstance(page.locale_id, str) else "no locale"
    return answer.error(
        LocaleMismatchError,
        f"Look at page {page.id}: asked for locale {place.locale_id or 'primary'}, got {came}{consequence}.",
    )
