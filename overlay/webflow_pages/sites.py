"""``webflow.sites``: sites and their locales."""

from webflow_pages.calls import flows
from webflow_pages.calls.flows import Known
from webflow_pages.results import Site, SiteList
from webflow_pages.runner import AsyncRunner, Runner


class Sites:
    """Read sites. Reached as ``webflow.sites``."""

    def __init__(self, run: Runner, known: Known) -> None:
        self._run = run
        self._known = known

    def get(self, site_id: str) -> Site:
        """Return a site, its locales included. The client keeps the locales.

        Raises:
            InvalidArgumentError: The id cannot be one.
            ResponseError: Webflow refuses; its subclass says why.
            TransportError: No answer came.
        """
        return self._run(flows.get_site(self._known, site_id))

    def list(self) -> SiteList:
        """Return every site that the token gives access to, with the ``response`` that they came in.

        Webflow has no pagination here (reported 2026-09-25).

        Raises:
            ResponseError, TransportError: As ``get``.
        """
        return self._run(flows.list_sites(self._known))


class AsyncSites:
    """Read sites. Reached as ``webflow.sites`` of an ``AsyncWebflow``."""

    def __init__(self, run: AsyncRunner, known: Known) -> None:
        self._run = run
        self._known = known

    async def get(self, site_id: str) -> Site:
        """Return a site, its locales included. Arguments and errors are those of ``Sites.get``."""
        return await self._run(flows.get_site(self._known, site_id))

    async def list(self) -> SiteList:
        """Return every site that the token gives access to. Errors are those of ``Sites.list``."""
        return await self._run(flows.list_sites(self._known))
