"""``Webflow`` and ``AsyncWebflow``: the clients."""

from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from webflow_api.models.locales import Locales
from webflow_pages.calls import check_id
from webflow_pages.configuration import check_timeout, configure
from webflow_pages.errors import ConfigurationError
from webflow_pages.flows import Flow, Known
from webflow_pages.locales import SiteLocales
from webflow_pages.pages import AsyncPages, Pages
from webflow_pages.sites import AsyncSites, Sites
from webflow_pages.transport import AsyncTransport, Transport

T = TypeVar("T")


class Webflow:
    """Webflow's page metadata.

    Use it with ``with``, or call ``close()`` when done; a program that ends may leave that out.

    Args:
        token: A site token or an OAuth access token; else ``WEBFLOW_TOKEN``. It is sent to https or to this machine
            only, and is in no repr.
        base_url: Where the API is; else ``WEBFLOW_BASE_URL``, else Webflow.
        site_id: The site that all pages are on. Saves a read on the first call for a page in a locale.
        locales: The site's locales, for a token that may not read them: a model, or the API's JSON object.
        timeout: Seconds to wait for a connection and between parts of an answer; else 30, or what ``http_client`` has.
        http_client: A prepared httpx client to send with, such as one with a proxy. It stays yours to close.

    Raises:
        ConfigurationError: There is no token, or the token, the base URL, ``timeout`` or ``http_client`` is malformed.
        InvalidArgumentError: ``site_id`` cannot be an id, or ``locales`` are no locales.
    """

    def __init__(
        self,
        token: str | None = None,
        *,
        base_url: str | None = None,
        site_id: str | None = None,
        locales: Locales | Mapping[str, Any] | None = None,
        timeout: float | None = None,
        http_client: httpx.Client | None = None,
    ) -> None:
        self._configuration = configure(token, base_url)
        if not _is_client(http_client, closed_by="close"):
            raise ConfigurationError(f"http_client has to be an httpx.Client, and is {type(http_client).__name__}")
        self._transport = Transport(self._configuration, check_timeout(timeout), http_client)
        known = _known(site_id, locales)
        self.pages = Pages(self._run, known)
        self.sites = Sites(self._run, known)

    def __repr__(self) -> str:
        return f"Webflow(base_url={self._configuration.base_url!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections. A client that was handed in stays open. The next call would open new ones."""
        self._transport.close()

    def _run(self, flow: Flow[T]) -> T:
        try:
            call = next(flow)
            while True:
                call = flow.send(self._transport.send(call))
        except StopIteration as stop:
            result: T = stop.value
            return result


class AsyncWebflow:
    """Webflow's page metadata, without blocking: ``Webflow`` with the same methods, awaited.

    Use it with ``async with``, or await ``close()`` when done. It belongs to one event loop, whose tasks may share it.

    Args:
        token: As for ``Webflow``, like all that follows.
        base_url: Where the API is.
        site_id: The site that all pages are on.
        locales: The site's locales.
        timeout: Seconds to wait for a connection and between parts of an answer.
        http_client: A prepared ``httpx.AsyncClient`` to send with. It stays yours to close.

    Raises:
        ConfigurationError: There is no token, or the token, the base URL, ``timeout`` or ``http_client`` is malformed.
        InvalidArgumentError: ``site_id`` cannot be an id, or ``locales`` are no locales.
    """

    def __init__(
        self,
        token: str | None = None,
        *,
        base_url: str | None = None,
        site_id: str | None = None,
        locales: Locales | Mapping[str, Any] | None = None,
        timeout: float | None = None,
        http_client: httpx.AsyncClient | None = None,
    ) -> None:
        self._configuration = configure(token, base_url)
        if not _is_client(http_client, closed_by="aclose"):
            kind = type(http_client).__name__
            raise ConfigurationError(f"http_client has to be an httpx.AsyncClient, and is {kind}")
        self._transport = AsyncTransport(self._configuration, check_timeout(timeout), http_client)
        known = _known(site_id, locales)
        self.pages = AsyncPages(self._run, known)
        self.sites = AsyncSites(self._run, known)

    def __repr__(self) -> str:
        return f"AsyncWebflow(base_url={self._configuration.base_url!r})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections. A client that was handed in stays open. The next call would open new ones."""
        await self._transport.close()

    async def _run(self, flow: Flow[T]) -> T:
        try:
            call = next(flow)
            while True:
                call = flow.send(await self._transport.send(call))
        except StopIteration as stop:
            result: T = stop.value
            return result


def _known(site_id: str | None, locales: Locales | Mapping[str, Any] | None) -> Known:
    return Known(
        site_id=None if site_id is None else check_id("site_id", site_id),
        locales=None if locales is None else SiteLocales.of_locales(locales),
    )


def _is_client(http_client: object, *, closed_by: str) -> bool:
    """Return whether this is a client of the kind that is closed so, or none at all."""
    return http_client is None or (hasattr(http_client, "build_request") and hasattr(http_client, closed_by))
