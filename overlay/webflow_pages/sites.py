"""``webflow.sites``: sites and their locales."""

from collections.abc import Awaitable, Callable
from typing import Any

from webflow_api.models.site import Site
from webflow_pages import flows
from webflow_pages.flows import Flow, Known


class Sites:
    """Read sites. Reached as ``webflow.sites``."""

    def __init__(self, run: Callable[[Flow[Any]], Any], known: Known) -> None:
        self._run = run
        self._known = known

    def get(self, site_id: str) -> Site:
        """Return a site, its locales included. The client keeps the locales.

        Raises:
            InvalidArgumentError: The id cannot be one.
            ResponseError: Webflow refuses; its subclass says why.
            TransportError: No answer came.
        """
        site: Site = self._run(flows.get_site(self._known, site_id))
        return site

    def list(self) -> list[Site]:
        """Return every site that the token gives access to. Webflow has no pagination here (reported 2026-09-25).

        Raises:
            ResponseError, TransportError: As ``get``.
        """
        sites: list[Site] = self._run(flows.list_sites(self._known))
        return sites


class AsyncSites:
    """Read sites. Reached as ``webflow.sites`` of an ``AsyncWebflow``."""

    def __init__(self, run: Callable[[Flow[Any]], Awaitable[Any]], known: Known) -> None:
        self._run = run
        self._known = known

    async def get(self, site_id: str) -> Site:
        """Return a site, its locales included. Arguments and errors are those of ``Sites.get``."""
        site: Site = await self._run(flows.get_site(self._known, site_id))
        return site

    async def list(self) -> list[Site]:
        """Return every site that the token gives access to. Errors are those of ``Sites.list``."""
        sites: list[Site] = await self._run(flows.list_sites(self._known))
        return sites
