"""What each method of the client does, as steps that yield calls and receive answers. Nothing here does I/O.

A client drives a flow: it sends each call that comes out and puts the answer back in. So the sync and the async client
share every rule.
"""

import sys
from collections.abc import Generator, Mapping, Sequence
from typing import Any, TypeVar

from attrs import Factory, define, frozen

from webflow_api.models.page_update import PageUpdate
from webflow_pages.calls import operations
from webflow_pages.calls.applied import not_applied
from webflow_pages.calls.call import Answer, Call
from webflow_pages.calls.locales import SiteLocales, check_locale
from webflow_pages.calls.operations import check_id
from webflow_pages.errors import (
    ForbiddenError,
    InvalidArgumentError,
    LocaleError,
    LocaleMismatchError,
    RateLimitError,
    TransportError,
    UnauthorizedError,
    UnexpectedResponseError,
    WebflowError,
)
from webflow_pages.results import LocalesUpdate, LocaleUpdate, Page, Response, Site, SiteList

_PAGES_KEPT = 10_000
"""Pages whose site is remembered. The site of one that is forgotten costs a read, if it is needed again."""

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
    """Some pages of a listing, the offset at which they end, the answer that they came in, and how many it tells of."""

    pages: list[Page]
    end: int
    is_last: bool
    response: Response | None = None
    total: int | None = None


def start_at(offset: int) -> Portion:
    """Return what the portion follows that begins at an offset."""
    return Portion([], offset, is_last=False)


START = start_at(0)
"""What the first portion follows."""


def get_page(known: Known, page_id: str, locale: object) -> Flow[Page]:
    """Read a page in a locale."""
    place = yield from _place_of_page(known, page_id, locale)
    page, answer = yield from _ask(operations.get_page_call(page_id, place.locale_id))
    _check_page(page, page_id, answer)
    _learn_site(known, page_id, page)
    if not place.answers(page):
        raise _mismatch(page, place, answer)
    return page


def update_page(known: Known, page_id: str, locale: object, body: PageUpdate) -> Flow[Page]:
    """Update a page in a locale."""
    place = yield from _place_of_page(known, page_id, locale)
    return (yield from _update(known, page_id, place, body))


def update_locales(known: Known, page_id: str, bodies: Mapping[str, PageUpdate]) -> Flow[LocalesUpdate]:
    """Update a page in several locales, one after the other, and tell what became of each.

    All locales are found before the first update is sent.
    """
    places: dict[str, Place] = {}
    for locale in bodies:
        places[locale] = yield from _place_of_page(known, page_id, locale)
    _check_distinct(places)
    done = {locale: LocaleUpdate(locale) for locale in bodies}
    for locale, place in places.items():
        try:
            done[locale] = LocaleUpdate(locale, (yield from _update(known, page_id, place, bodies[locale])))
        except WebflowError as error:
            done[locale] = LocaleUpdate(locale, error=error)
            if isinstance(error, _HITS_ALL):
                break
    return LocalesUpdate(done)


_HITS_ALL = (UnauthorizedError, ForbiddenError, RateLimitError, TransportError, LocaleMismatchError)
"""What stops an update of several locales: the next one would fail as well, or write to the wrong place again."""


def _check_distinct(places: Mapping[str, Place]) -> None:
    seen: dict[str | None, str] = {}
    for locale, place in places.items():
        other = seen.setdefault(place.locale_id, locale)
        if other != locale:
            raise InvalidArgumentError(f"{other!r} and {locale!r} are the same locale: give it once")


def _update(known: Known, page_id: str, place: Place, body: PageUpdate) -> Flow[Page]:
    try:
        page, answer = yield from _ask(operations.update_page_call(page_id, place.locale_id, body))
    except UnexpectedResponseError as error:
        error.put_first(f"Look at page {page_id}: what became of the update is not known.")
        raise
    _check_page(page, page_id, answer, "; the update may have gone to the wrong place")
    _learn_site(known, page_id, page)
    if not place.answers(page):
        raise _mismatch(page, place, answer, "; the update may have gone to the wrong place")
    page.not_applied = not_applied(body, page)
    return page


def place_of_site(known: Known, site_id: str, wanted: str | None) -> Flow[Place]:
    """Find a locale of a site. The primary one needs nothing to be read."""
    if wanted is None:
        return Place(None, known.locales_of(site_id))
    return (yield from _place_on_site(known, site_id, wanted))


@define
class Listing:
    """A walk over the pages of a site in a locale: how far it has come. An error leaves it where it was.

    ``portions`` counts those that were read, and ``totals`` are how many pages they said there are.
    """

    known: Known
    site_id: str
    wanted: str | None
    place: Place | None = None
    portion: Portion = START
    passed: int = 0
    portions: int = 0
    totals: set[int | None] = Factory(set)

    @property
    def needs_more(self) -> bool:
        """Whether another portion has to be read before there is a page, or the end."""
        return self.passed == len(self.portion.pages) and not self.portion.is_last

    def read_on(self) -> Flow[None]:
        """Read the next portion."""
        if self.place is None:
            self.place = yield from place_of_site(self.known, self.site_id, self.wanted)
        self.portion = yield from list_portion(self.known, self.site_id, self.place, self.portion)
        self.passed = 0
        self.portions += 1
        self.totals.add(self.portion.total)

    def next_page(self) -> Page | None:
        """Return the next page of the portion; None at the end."""
        if self.passed == len(self.portion.pages):
            return None
        self.passed += 1
        return self.portion.pages[self.passed - 1]


def list_portion(known: Known, site_id: str, place: Place, after: Portion) -> Flow[Portion]:
    """Read the portion of a site's pages that follows another one."""
    call = operations.list_pages_call(site_id, place.locale_id, limit=LIMIT, offset=after.end)
    listed, answer = yield from _ask(call)
    pages = listed.pages
    if pages and after.pages and pages[0].id == after.pages[0].id:
        raise answer.error(UnexpectedResponseError, f"Report this: offset {after.end} gives the pages before it again.")
    for page in pages:
        _learn_site(known, page.id, page)
        if not place.answers(page):
            raise _mismatch(page, place, answer)
    end = after.end + len(pages)
    if not pages and listed.total is not None and listed.total > end:
        raise answer.error(UnexpectedResponseError, f"Report this: offset {end} of {listed.total} pages gives none.")
    return Portion(pages, end, _is_last(listed.total, len(pages), end), listed.response, listed.total)


def _is_last(total: int | None, length: int, end: int) -> bool:
    if total is not None and total >= end:
        return total == end
    # It is missing, or less than what came already: go by the length.
    return length < LIMIT


def get_site(known: Known, site_id: str) -> Flow[Site]:
    """Read a site, and keep its locales."""
    site, _ = yield from _ask(operations.get_site_call(site_id))
    known.of_site[site_id] = SiteLocales.of_site(site)
    return site


def list_sites(known: Known) -> Flow[SiteList]:
    """Read the sites that the token reaches, and keep their locales."""
    sites, _ = yield from _ask(operations.list_sites_call())
    for site in sites:
        known.of_site[site.id] = SiteLocales.of_site(site)
    return sites


def _ask(call: Call[T]) -> Flow[tuple[T, Answer]]:
    answer = yield call
    return call.read(answer), answer


def place_of_pages(known: Known, page_ids: Sequence[str], wanted: Sequence[str | None]) -> Flow[list[Place]]:
    """Find the locales of pages that are all on one site. If only the primary one is wanted, nothing is read."""
    site_id = next((known.site_of_page[page] for page in page_ids if page in known.site_of_page), known.site_id)
    locales = known.locales_of(site_id)
    if locales is None and any(locale is not None for locale in wanted):
        if site_id is None:
            site_id = yield from _site_of_page(known, page_ids[0])
        locales = yield from _locales_of_site(known, site_id)
    places: list[Place] = []
    for locale in wanted:
        if locale is None or site_id is None:
            places.append(Place.of(locale, locales))
        else:
            places.append((yield from _place_on_site(known, site_id, locale)))
    return places


def _place_of_page(known: Known, page_id: str, locale: object) -> Flow[Place]:
    """Find a locale of the site that a page is on. The primary one needs nothing to be read."""
    check_id("page_id", page_id)
    wanted = check_locale(locale)
    site_id = known.site_of_page.get(page_id, known.site_id)
    locales = known.locales_of(site_id)
    if wanted is None or (locales is not None and site_id is None):
        return Place.of(wanted, locales)
    if site_id is None:
        site_id = yield from _site_of_page(known, page_id)
    return (yield from _place_on_site(known, site_id, wanted))


def _place_on_site(known: Known, site_id: str, wanted: str) -> Flow[Place]:
    """Find a locale of a site. One that is missing from what is known may be new: the site is read once more."""
    was_kept = site_id in known.of_site
    locales = yield from _locales_of_site(known, site_id)
    try:
        return Place.of(wanted, locales)
    except LocaleError:
        if not was_kept or locales is known.locales:
            raise
    del known.of_site[site_id]
    return Place.of(wanted, (yield from _locales_of_site(known, site_id)))


def _site_of_page(known: Known, page_id: str) -> Flow[str]:
    page, answer = yield from _ask(operations.get_page_call(page_id, None))
    _check_page(page, page_id, answer)
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
    try:
        site, _ = yield from _ask(operations.get_site_call(site_id))
    except UnexpectedResponseError as error:
        error.put_first("Pass locales=… to the client: the site's cannot be read.")
        raise
    known.of_site[site_id] = SiteLocales.of_site(site)
    return known.of_site[site_id]


def _learn_site(known: Known, page_id: str, page: Page) -> None:
    if isinstance(page.site_id, str):
        if len(known.site_of_page) >= _PAGES_KEPT:
            known.site_of_page = {}
        # One string for the pages of a site, however many answers it came in.
        known.site_of_page[page_id] = sys.intern(page.site_id)


def _check_page(page: Page, page_id: str, answer: Answer, consequence: str = "") -> None:
    if page.id.lower() != page_id.lower():
        advice = f"Look at page {page_id}: the answer is about page {page.id}{consequence}."
        raise answer.error(UnexpectedResponseError, advice, pointer="/id")


def _mismatch(page: Page, place: Place, answer: Answer, consequence: str = "") -> Exception:
    came = f"locale {page.locale_id}" if isinstance(page.locale_id, str) else "no locale"
    return answer.error(
        LocaleMismatchError,
        f"Look at page {page.id}: asked for locale {place.locale_id or 'primary'}, got {came}{consequence}.",
    )
