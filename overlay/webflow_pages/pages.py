"""``webflow.pages``: the metadata of pages."""

import builtins
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypedDict

from webflow_api.models.open_graph import OpenGraph
from webflow_api.models.seo import Seo
from webflow_pages.calls import flows
from webflow_pages.calls.body import page_update, page_updates
from webflow_pages.calls.flows import Known, Listing, start_at
from webflow_pages.calls.locales import check_locale
from webflow_pages.calls.operations import check_id, check_offset
from webflow_pages.listing import AsyncPageIterator, PageIterator
from webflow_pages.results import LocalesUpdate, Page
from webflow_pages.runner import AsyncRunner, Runner
from webflow_pages.unset import UNSET, Unset

if TYPE_CHECKING:
    from webflow_pages.bulk import BulkUpdate


class PageChanges(TypedDict, total=False):
    """What to change of a page in one locale: the arguments of ``update``."""

    title: str
    slug: str
    seo: Seo
    open_graph: OpenGraph


class Pages:
    """Read and update the metadata of pages. Reached as ``webflow.pages``."""

    def __init__(self, run: Runner, known: Known) -> None:
        self._run = run
        self._known = known

    def get(self, page_id: str, *, locale: str | None = None) -> Page:
        """Return a page's metadata.

        Args:
            page_id: The page's id, 24 hexadecimal digits.
            locale: A BCP 47 tag in any spelling (``fr-FR``, ``fr_fr``), a locale's id, or ``"primary"``. Without it,
                the primary locale.

        Raises:
            LocaleError: The site has no such locale.
            LocaleMismatchError: The answer is for another locale.
            ResponseError: Webflow refuses; its subclass says why.
            TransportError: No answer came.
        """
        return self._run(flows.get_page(self._known, page_id, locale))

    def update(
        self,
        page_id: str,
        *,
        locale: str | None = None,
        title: str | Unset = UNSET,
        slug: str | Unset = UNSET,
        seo: Seo | Unset = UNSET,
        open_graph: OpenGraph | Unset = UNSET,
    ) -> Page:
        """Change a page's metadata and return all of it. What is left out is not sent and stays as it is (inferred).

        The change is staged: it goes public when the page or the site is published (documented). Webflow ignores a
        slug for the home page, templates, utility pages and, without an Advanced or Enterprise localization plan,
        secondary locales (documented 2026-05-12). ``not_applied`` of the page returned names what did not take.

        Args:
            page_id: The page's id, 24 hexadecimal digits.
            locale: As for ``get``.
            title: The page's title.
            slug: The last part of the page's path.
            seo: What search engines show.
            open_graph: What social networks show. Send ``title_copied`` along with ``title``, and
                ``description_copied`` along with ``description``.

        Raises:
            InvalidArgumentError: A value cannot be sent, such as None. Nothing was sent.
            LocaleError: The site has no such locale. The update was not sent.
            LocaleMismatchError: The answer is for another locale; a write may have gone to the wrong place.
            ResponseError: Webflow refuses; its subclass says why.
            TransportError: No answer came; ``sent`` says whether the page may have been changed.
        """
        body = page_update(title=title, slug=slug, seo=seo, open_graph=open_graph)
        return self._run(flows.update_page(self._known, page_id, locale, body))

    def update_locales(self, page_id: str, changes: Mapping[str, PageChanges]) -> LocalesUpdate:
        """Change a page's metadata in several locales, one after the other, and tell for each what became of it.

        Everything is checked before the first update is sent. One that fails does not keep back the others, unless they
        would fail as well (no answer, 401, 403, 429) or an answer was for another locale; the rest is not sent then.

        Args:
            page_id: The page's id, 24 hexadecimal digits.
            changes: What to change, by locale; each is given as for ``get``, and what to change as for ``update``.

        Raises:
            InvalidArgumentError: A value cannot be sent, or a locale is there twice. Nothing was sent.
            LocaleError: The site has no such locale. No update was sent.
            ResponseError, TransportError: The site's locales could not be read. No update was sent.
        """
        check_id("page_id", page_id)
        return self._run(flows.update_locales(self._known, page_id, page_updates(changes)))

    def update_bulk(self, updates: "Sequence[BulkUpdate]") -> "builtins.list[Page]":
        """Change up to a hundred pages of one site, or the same in several locales, with one request. This is a beta.

        It is ``PATCH /beta/pages``, documented by the vendor's published file of 2026-05-26, no part of the contract,
        and was never run. What becomes of the other updates where one is refused is unknown. What is left out stays as
        it is, and ``not_applied`` of each page returned names what did not take.

        Args:
            updates: What to change, 1 to 100 entries, each for another page or locale.

        Raises:
            InvalidArgumentError: An entry cannot be sent, or is there twice. Nothing was sent.
            ConfigurationError: The base URL does not end in ``/v2``, so that nobody knows where the beta is.
            LocaleError: The site has no such locale. No update was sent.
            LocaleMismatchError: The answer is for another locale; a write may have gone to the wrong place.
            UnexpectedResponseError: The answer is not about the pages of the request.
            ResponseError: Webflow refuses; its subclass says why. Some updates may have been carried out.
            TransportError: No answer came; ``sent`` says whether pages may have been changed.
        """
        from webflow_pages.calls.bulk import update_bulk

        return self._run(update_bulk(self._known, updates))

    def list(self, site_id: str, *, locale: str | None = None, offset: int = 0) -> PageIterator:
        """Return an iterator over all pages of a site. Portions of a hundred are read as they are needed.

        Args:
            site_id: The site's id, 24 hexadecimal digits.
            locale: As for ``get``.
            offset: How many pages to leave out at the start.

        Raises:
            InvalidArgumentError: The site's id cannot be one, the locale is none, or the offset is no number from 0 on.
                Nothing was sent.
            LocaleError, LocaleMismatchError, ResponseError, TransportError: As ``get``, while iterating.
        """
        return PageIterator(self._run, _listing(self._known, site_id, locale, offset))


class AsyncPages:
    """Read and update the metadata of pages. Reached as ``webflow.pages`` of an ``AsyncWebflow``."""

    def __init__(self, run: AsyncRunner, known: Known) -> None:
        self._run = run
        self._known = known

    async def get(self, page_id: str, *, locale: str | None = None) -> Page:
        """Return a page's metadata. Arguments and errors are those of ``Pages.get``."""
        return await self._run(flows.get_page(self._known, page_id, locale))

    async def update(
        self,
        page_id: str,
        *,
        locale: str | None = None,
        title: str | Unset = UNSET,
        slug: str | Unset = UNSET,
        seo: Seo | Unset = UNSET,
        open_graph: OpenGraph | Unset = UNSET,
    ) -> Page:
        """Change a page's metadata and return all of it. Arguments and errors are those of ``Pages.update``."""
        body = page_update(title=title, slug=slug, seo=seo, open_graph=open_graph)
        return await self._run(flows.update_page(self._known, page_id, locale, body))

    async def update_locales(self, page_id: str, changes: Mapping[str, PageChanges]) -> LocalesUpdate:
        """Change a page's metadata in several locales. Arguments and errors are those of ``Pages.update_locales``."""
        check_id("page_id", page_id)
        return await self._run(flows.update_locales(self._known, page_id, page_updates(changes)))

    async def update_bulk(self, updates: "Sequence[BulkUpdate]") -> "builtins.list[Page]":
        """Change many pages with one request, as ``Pages.update_bulk`` does. This is a beta."""
        from webflow_pages.calls.bulk import update_bulk

        return await self._run(update_bulk(self._known, updates))

    def list(self, site_id: str, *, locale: str | None = None, offset: int = 0) -> AsyncPageIterator:
        """Return an async iterator over all pages of a site. Arguments and errors are those of ``Pages.list``."""
        return AsyncPageIterator(self._run, _listing(self._known, site_id, locale, offset))


def _listing(known: Known, site_id: str, locale: str | None, offset: int) -> Listing:
    start = start_at(check_offset(offset))
    return Listing(known, check_id("site_id", site_id), check_locale(locale), portion=start)
