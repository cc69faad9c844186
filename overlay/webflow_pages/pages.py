"""``webflow.pages``: the metadata of pages."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

from webflow_api.models.open_graph import OpenGraph
from webflow_api.models.page import Page
from webflow_api.models.page_update import PageUpdate
from webflow_api.models.seo import Seo
from webflow_pages import flows
from webflow_pages.body import page_update
from webflow_pages.calls import check_id
from webflow_pages.flows import Flow, Known
from webflow_pages.locales import check_locale
from webflow_pages.unset import UNSET, Unset


class Pages:
    """Read and update the metadata of pages. Reached as ``webflow.pages``."""

    def __init__(self, run: Callable[[Flow[Any]], Any], known: Known) -> None:
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
        page: Page = self._run(flows.get_page(self._known, page_id, locale))
        return page

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
        secondary locales (documented 2026-05-12): the page returned tells the slug that holds.

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
            TransportError: No answer came; whether the page was changed is not known.
        """
        body: PageUpdate = page_update(title=title, slug=slug, seo=seo, open_graph=open_graph)
        page: Page = self._run(flows.update_page(self._known, page_id, locale, body))
        return page

    def list(self, site_id: str, *, locale: str | None = None) -> Iterator[Page]:
        """Return an iterator over all pages of a site. Portions of a hundred are read as they are needed.

        Args:
            site_id: The site's id, 24 hexadecimal digits.
            locale: As for ``get``.

        Raises:
            InvalidArgumentError: The site's id cannot be one, or the locale is none. Nothing was sent.
            LocaleError, LocaleMismatchError, ResponseError, TransportError: As ``get``, while iterating.
        """
        return self._listed(check_id("site_id", site_id), check_locale(locale))

    def _listed(self, site_id: str, locale: str | None) -> Iterator[Page]:
        place = self._run(flows.place_of_site(self._known, site_id, locale))
        portion = flows.START
        while not portion.is_last:
            portion = self._run(flows.list_portion(self._known, site_id, place, portion))
            yield from portion.pages


class AsyncPages:
    """Read and update the metadata of pages. Reached as ``webflow.pages`` of an ``AsyncWebflow``."""

    def __init__(self, run: Callable[[Flow[Any]], Awaitable[Any]], known: Known) -> None:
        self._run = run
        self._known = known

    async def get(self, page_id: str, *, locale: str | None = None) -> Page:
        """Return a page's metadata. Arguments and errors are those of ``Pages.get``."""
        page: Page = await self._run(flows.get_page(self._known, page_id, locale))
        return page

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
        body: PageUpdate = page_update(title=title, slug=slug, seo=seo, open_graph=open_graph)
        page: Page = await self._run(flows.update_page(self._known, page_id, locale, body))
        return page

    def list(self, site_id: str, *, locale: str | None = None) -> AsyncIterator[Page]:
        """Return an async iterator over all pages of a site. Arguments and errors are those of ``Pages.list``."""
        return self._listed(check_id("site_id", site_id), check_locale(locale))

    async def _listed(self, site_id: str, locale: str | None) -> AsyncIterator[Page]:
        place = await self._run(flows.place_of_site(self._known, site_id, locale))
        portion = flows.START
        while not portion.is_last:
            portion = await self._run(flows.list_portion(self._known, site_id, place, portion))
            for page in portion.pages:
                yield page
