"""Sending. The only module that knows httpx, so that its successor can take its place."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, TypeVar

import httpx
from attrs import frozen

from webflow_pages._version import __version__
from webflow_pages.calls import Answer, Call
from webflow_pages.configuration import TIMEOUT, Configuration
from webflow_pages.errors import ConfigurationError, TransportError, one_line

# A page that is read is often updated next, and to take a URL apart costs a sixth of a call. URLs do not change.
_url = lru_cache(maxsize=256)(httpx.URL)

C = TypeVar("C", httpx.Client, httpx.AsyncClient)


@frozen
class Prepared:
    """What every request of a client has in common, made once. ``for_body`` are the headers of one with a body."""

    base_url: str
    headers: httpx.Headers
    for_body: httpx.Headers
    extensions: dict[str, Any]

    @classmethod
    def of(cls, configuration: Configuration, timeout: float | None) -> "Prepared":
        """Prepare requests to ``configuration``. ``timeout`` is in seconds; None leaves it to the client that sends.

        Raises:
            ConfigurationError: httpx cannot send to the base URL.
        """
        try:
            httpx.URL(configuration.base_url).host  # noqa: B018  (reading it decodes it)
        except (httpx.InvalidURL, ValueError) as error:
            raise ConfigurationError(f"The base URL is malformed: {one_line(str(error))}") from error
        headers = {
            "Accept": "application/json",
            "Accept-Encoding": "gzip, deflate",
            "Authorization": f"Bearer {configuration.token}",
            "User-Agent": f"webflow-pages/{__version__}",
        }
        for_body = {**headers, "Content-Type": "application/json"}
        extensions = {} if timeout is None else {"timeout": httpx.Timeout(timeout).as_dict()}
        return cls(configuration.base_url, httpx.Headers(headers), httpx.Headers(for_body), extensions)

    @property
    def trust_env(self) -> bool:
        """Whether proxies of the environment are used: http is for this machine only, and none may see the token."""
        return self.base_url.startswith("https:")

    def request(self, call: Call[Any]) -> httpx.Request:
        """Turn a call into a complete request. Merging one with a client would cost as much as all else."""
        url, headers = _url(self.base_url + call.path), self._headers(call)
        return httpx.Request(call.method, url, headers=headers, content=call.content, extensions=self.extensions)

    def request_of(self, client: httpx.Client | httpx.AsyncClient, call: Call[Any]) -> httpx.Request:
        """Turn a call into a request with the headers, cookies and parameters that a client has just now."""
        url, headers = _url(self.base_url + call.path), self._headers(call)
        # Parameters of the client replace those of a URL, and join those beside it.
        return client.build_request(
            call.method,
            url,
            params=url.params,
            headers=headers,
            content=call.content,
            extensions=dict(self.extensions),
        )

    def _headers(self, call: Call[Any]) -> httpx.Headers:
        return self.headers if call.content is None else self.for_body


class Transport:
    """Sends calls, one after the other or from several threads.

    A client that was handed in is used as it is, and is not closed here; without one, one is made when it is first
    needed. No redirect is followed: it would take the token along.
    """

    def __init__(self, configuration: Configuration, timeout: float | None, client: httpx.Client | None) -> None:
        self._own = client is None
        self._client = client
        self._lock = threading.Lock()
        self._prepared = Prepared.of(configuration, TIMEOUT if timeout is None and self._own else timeout)

    def send(self, call: Call[Any]) -> Answer:
        """Send a call and return its answer, whatever it is.

        Raises:
            ConfigurationError: The surroundings, such as a malformed proxy variable, keep httpx from sending.
            TransportError: No answer came.
        """
        client = self._ready()
        request = self._prepared.request(call) if self._own else self._prepared.request_of(client, call)
        with _telling(request):
            response = client.send(request, auth=None, follow_redirects=False, stream=True)
            with contextlib.closing(response):
                return Answer(response.status_code, response.headers, _content(response))

    def _ready(self) -> httpx.Client:
        with self._lock:
            if self._client is None:
                self._client = _made(lambda: httpx.Client(trust_env=self._prepared.trust_env))
            return self._client

    def close(self) -> None:
        """Close the connections, unless they belong to a client that was handed in."""
        if not self._own:
            return
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.close()


class AsyncTransport:
    """Sends calls as ``Transport`` does, without blocking. It belongs to one event loop."""

    def __init__(self, configuration: Configuration, timeout: float | None, client: httpx.AsyncClient | None) -> None:
        self._own = client is None
        self._client = client
        self._prepared = Prepared.of(configuration, TIMEOUT if timeout is None and self._own else timeout)

    async def send(self, call: Call[Any]) -> Answer:
        """Send a call and return its answer, whatever it is.

        Raises:
            ConfigurationError: The surroundings, such as a malformed proxy variable, keep httpx from sending.
            TransportError: No answer came.
        """
        client = self._ready()
        request = self._prepared.request(call) if self._own else self._prepared.request_of(client, call)
        with _telling(request):
            response = await client.send(request, auth=None, follow_redirects=False, stream=True)
            async with contextlib.aclosing(response):
                return Answer(response.status_code, response.headers, await _content_async(response))

    def _ready(self) -> httpx.AsyncClient:
        if self._client is None:
            self._client = _made(lambda: httpx.AsyncClient(trust_env=self._prepared.trust_env))
        return self._client

    async def close(self) -> None:
        """Close the connections, unless they belong to a client that was handed in."""
        if self._own and self._client is not None:
            client, self._client = self._client, None
            await client.aclose()


@contextlib.contextmanager
def _telling(request: httpx.Request) -> Iterator[None]:
    """Tell in our own words why no answer came."""
    try:
        yield
    except httpx.TimeoutException as error:
        raise TransportError(
            f"No answer in time to {request.method} {request.url}: try again, or raise timeout"
        ) from error
    # A Location that is no URL raises UnicodeError: httpx reads it though it does not follow it.
    except (httpx.HTTPError, UnicodeError) as error:
        reason = one_line(f"{type(error).__name__}: {error}")
        raise TransportError(
            f"No answer to {request.method} {request.url}: check the network and the base URL ({reason})"
        ) from error


def _made(make: Callable[[], C]) -> C:
    try:
        return make()
    except (ImportError, ValueError, OSError) as error:
        reason = one_line(f"{type(error).__name__}: {error}")
        raise ConfigurationError(f"Look at the variables for proxies and certificates: {reason}") from error


def _content(response: httpx.Response) -> bytes:
    """Return the body, or nothing where it is not encoded as it says: the status still tells something."""
    try:
        return response.read()
    except httpx.DecodingError:
        return b""


async def _content_async(response: httpx.Response) -> bytes:
    try:
        return await response.aread()
    except httpx.DecodingError:
        return b""
