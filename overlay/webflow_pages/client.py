"""``Webflow`` and ``AsyncWebflow``: the clients."""

from collections.abc import Mapping
from types import TracebackType
from typing import Any, NoReturn, Self

import httpx

from webflow_api.models.locales import Locales
from webflow_pages.calls.flows import Known
from webflow_pages.calls.locales import SiteLocales
from webflow_pages.calls.operations import check_id
from webflow_pages.configuration import TIMEOUT, check_headers, check_retries, check_seconds, configure, hide
from webflow_pages.errors import ConfigurationError
from webflow_pages.pages import AsyncPages, Pages
from webflow_pages.runner import AsyncRunner, Runner
from webflow_pages.sending.clock import Clock
from webflow_pages.sending.retries import MAX_RETRIES
from webflow_pages.sending.sender import AsyncSender, Sender
from webflow_pages.sending.setup import Setup
from webflow_pages.sending.transport import AsyncPool, Pool
from webflow_pages.sending.watching import Hook
from webflow_pages.sites import AsyncSites, Sites


class Webflow:
    """Webflow's page metadata.

    Use it with ``with``, or call ``close()`` when done; a program that ends may leave that out. Threads may share it.

    Args:
        token: A site token or an OAuth access token; else ``WEBFLOW_TOKEN``. It is sent to https or to this machine
            only, and is in no repr.
        base_url: Where the API is; else ``WEBFLOW_BASE_URL``, else Webflow.
        site_id: The site that all pages are on. Saves a read on the first call for a page in a locale.
        locales: The site's locales, for a token that may not read them: a model, or the API's JSON object.
        timeout: Seconds to wait for a connection and between parts of an answer; else 30, or what ``http_client`` has.
        max_retries: How often a call is tried again that got no answer, a 429 or a 5xx.
        max_wait: Seconds that each request may wait for its turn within the token's quota, and each call between its
            attempts, the time that those take included; a longer wait raises at once. Without it, a request waits for
            its turn as long as that takes, and a call 75 seconds between its attempts.
        http_client: A prepared httpx client to send with, such as one with a proxy. It stays yours to close.
        clock: What to tell the time by and to wait with, for tests; else the machine's.

    Raises:
        ConfigurationError: There is no token, or another argument is malformed.
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
        max_retries: int = MAX_RETRIES,
        max_wait: float | None = None,
        http_client: httpx.Client | None = None,
        clock: Clock | None = None,
    ) -> None:
        secret = hide(token)
        del token  # so that no traceback that shows variables shows it
        configuration = configure(secret, base_url)
        if not _is_client(http_client, closed_by="close"):
            raise ConfigurationError(f"http_client has to be an httpx.Client, and is {type(http_client).__name__}")
        pool = Pool(configuration.base_url, http_client)
        setup = Setup.of(
            configuration,
            timeout=_timeout(timeout, is_own=http_client is None),
            max_retries=check_retries(max_retries),
            max_wait=check_seconds("max_wait", max_wait, zero=True),
            clock=clock,
        )
        self._use(Sender(setup, pool), _known(site_id, locales))

    def _use(self, sender: Sender, known: Known) -> None:
        self._sender = sender
        self._known = known
        runner = Runner(sender)
        self.pages: Pages = Pages(runner, known)
        self.sites: Sites = Sites(runner, known)

    def with_options(
        self,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        max_wait: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Self:
        """Return a client with other options that shares the connections, the pace, the hooks and what is known.

        What is left out stays as it is. Closing one of them closes the connections of both.

        Args:
            timeout: As for ``Webflow``.
            max_retries: As for ``Webflow``.
            max_wait: As for ``Webflow``.
            headers: Headers to send along with each request, beside those of this client.

        Raises:
            ConfigurationError: An option is malformed, or the client sets that header itself.
        """
        setup = _changed(self._sender.setup, timeout, max_retries, max_wait, headers)
        other = object.__new__(type(self))
        other._use(Sender(setup, self._sender.pool), self._known)
        return other

    def add_hook(self, hook: Hook) -> None:
        """Call ``hook`` with each ``Exchange`` from now on, in the call's thread. One that fails breaks no call."""
        self._sender.setup.watchers.add(hook)

    def remove_hook(self, hook: Hook) -> None:
        """Call ``hook`` no longer. One that was never added is fine."""
        self._sender.setup.watchers.remove(hook)

    def __repr__(self) -> str:
        return _shown(self)

    def __reduce__(self) -> NoReturn:
        raise ConfigurationError(_NOT_COPIED)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections. A client that was handed in stays open. The next call would open new ones."""
        self._sender.pool.close()


class AsyncWebflow:
    """Webflow's page metadata, without blocking: ``Webflow`` with the same methods, awaited.

    Use it with ``async with``, or await ``close()`` when done. It belongs to one asyncio event loop, whose tasks may
    share it.

    Args:
        token: As for ``Webflow``, like all that follows.
        base_url: Where the API is.
        site_id: The site that all pages are on.
        locales: The site's locales.
        timeout: Seconds to wait for a connection and between parts of an answer.
        max_retries: How often a call is tried again.
        max_wait: Seconds that a call may wait.
        http_client: A prepared ``httpx.AsyncClient`` to send with. It stays yours to close.
        clock: What to tell the time by and to wait with, for tests.

    Raises:
        ConfigurationError: There is no token, or another argument is malformed.
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
        max_retries: int = MAX_RETRIES,
        max_wait: float | None = None,
        http_client: httpx.AsyncClient | None = None,
        clock: Clock | None = None,
    ) -> None:
        secret = hide(token)
        del token  # as above
        configuration = configure(secret, base_url)
        if not _is_client(http_client, closed_by="aclose"):
            kind = type(http_client).__name__
            raise ConfigurationError(f"http_client has to be an httpx.AsyncClient, and is {kind}")
        pool = AsyncPool(configuration.base_url, http_client)
        setup = Setup.of(
            configuration,
            timeout=_timeout(timeout, is_own=http_client is None),
            max_retries=check_retries(max_retries),
            max_wait=check_seconds("max_wait", max_wait, zero=True),
            clock=clock,
        )
        self._use(AsyncSender(setup, pool), _known(site_id, locales))

    def _use(self, sender: AsyncSender, known: Known) -> None:
        self._sender = sender
        self._known = known
        runner = AsyncRunner(sender)
        self.pages: AsyncPages = AsyncPages(runner, known)
        self.sites: AsyncSites = AsyncSites(runner, known)

    def with_options(
        self,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        max_wait: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Self:
        """Return a client with other options that shares the rest, as ``Webflow.with_options`` does."""
        setup = _changed(self._sender.setup, timeout, max_retries, max_wait, headers)
        other = object.__new__(type(self))
        other._use(AsyncSender(setup, self._sender.pool), self._known)
        return other

    def add_hook(self, hook: Hook) -> None:
        """Call ``hook``, a plain function, with each ``Exchange`` from now on. One that fails breaks no call."""
        self._sender.setup.watchers.add(hook)

    def remove_hook(self, hook: Hook) -> None:
        """Call ``hook`` no longer. One that was never added is fine."""
        self._sender.setup.watchers.remove(hook)

    def __repr__(self) -> str:
        return _shown(self)

    def __reduce__(self) -> NoReturn:
        raise ConfigurationError(_NOT_COPIED)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections. A client that was handed in stays open. The next call would open new ones."""
        await self._sender.pool.close()


_NOT_COPIED = "Make a client where you need one: it holds a token and connections, and is neither copied nor pickled"


def _shown(client: "Webflow | AsyncWebflow") -> str:
    """Return a repr, of one that could not be set up as well: a traceback may show the variables of ``__init__``."""
    sender: Sender | AsyncSender | None = getattr(client, "_sender", None)
    where = "" if sender is None else f"base_url={sender.setup.configuration.base_url!r}"
    return f"{type(client).__name__}({where})"


def _changed(
    setup: Setup,
    timeout: float | None,
    max_retries: int | None,
    max_wait: float | None,
    headers: Mapping[str, str] | None,
) -> Setup:
    return setup.changed(
        timeout=check_seconds("timeout", timeout),
        max_retries=None if max_retries is None else check_retries(max_retries),
        max_wait=check_seconds("max_wait", max_wait, zero=True),
        headers=None if headers is None else check_headers(headers),
    )


def _timeout(timeout: float | None, *, is_own: bool) -> float | None:
    return TIMEOUT if timeout is None and is_own else check_seconds("timeout", timeout)


def _known(site_id: str | None, locales: Locales | Mapping[str, Any] | None) -> Known:
    return Known(
        site_id=None if site_id is None else check_id("site_id", site_id),
        locales=None if locales is None else SiteLocales.of_locales(locales),
    )


def _is_client(http_client: object, *, closed_by: str) -> bool:
    """Return whether this is a client of the kind that is closed so, or none at all."""
    return http_client is None or (hasattr(http_client, "build_request") and hasattr(http_client, closed_by))
