"""Sending one request. The only module that knows httpx, so that its successor can take its place."""

import contextlib
import os
import ssl
import threading
from collections.abc import Awaitable, Callable, Mapping
from functools import lru_cache
from typing import Any, TypeVar
from urllib.request import getproxies

import httpx
from attrs import field, frozen

from webflow_pages._version import __version__
from webflow_pages.calls.call import Answer, Call
from webflow_pages.configuration import Configuration, Token
from webflow_pages.errors import ConfigurationError, TransportError, TransportTimeoutError, one_line
from webflow_pages.results import Headers
from webflow_pages.sending.forking import forget_when_forked
from webflow_pages.sending.hiding import Hiding

# A page that is read is often updated next, and to take a URL apart costs a sixth of a call. URLs do not change.
_url = lru_cache(maxsize=256)(httpx.URL)

C = TypeVar("C")

_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.LocalProtocolError,
    httpx.UnsupportedProtocol,
)
"""What httpx raises before a byte of the request has gone out to the service."""


@frozen
class Prepared:
    """What every request of a client has in common, made once. ``for_body`` are the headers of one with a body."""

    base_url: str
    headers: httpx.Headers = field(repr=False)
    for_body: httpx.Headers = field(repr=False)
    extensions: dict[str, Any]
    hiding: Hiding = field(repr=False)

    @classmethod
    def of(cls, configuration: Configuration, timeout: float | None, headers: Mapping[str, str]) -> "Prepared":
        """Prepare requests to ``configuration``. ``timeout`` is in seconds; None leaves it to the client that sends.

        Raises:
            ConfigurationError: httpx cannot send to the base URL.
        """
        try:
            httpx.URL(configuration.base_url).host  # noqa: B018  (reading it decodes it)
        except (httpx.InvalidURL, ValueError) as error:
            shown = one_line(str(error))
            raise ConfigurationError(f"The base URL is malformed: {shown}") from _bare(error)
        own = _headers(configuration.token, headers)
        for_body = own.copy()
        for_body["Content-Type"] = "application/json"
        extensions = {} if timeout is None else {"timeout": httpx.Timeout(timeout).as_dict()}
        return cls(configuration.base_url, own, for_body, extensions, Hiding(configuration.token.value))

    def request(self, call: Call[Any]) -> httpx.Request:
        """Turn a call into a complete request. Merging one with a client would cost as much as all else."""
        url, headers = _url(call.address(self.base_url)), self._headers(call)
        return httpx.Request(call.method, url, headers=headers, content=call.content, extensions=self.extensions)

    def request_of(self, client: httpx.Client | httpx.AsyncClient, call: Call[Any]) -> httpx.Request:
        """Turn a call into a request with the headers, cookies and parameters that a client has just now."""
        url, headers = _url(call.address(self.base_url)), self._headers(call)
        if not client.headers.get("User-Agent", "python-httpx/").startswith("python-httpx/"):  # it says who it is
            headers = headers.copy()
            headers["User-Agent"] = client.headers["User-Agent"]
        # Parameters of the client replace those of a URL, and join those beside it.
        return client.build_request(
            call.method,
            url,
            params=url.params,
            headers=headers,
            content=call.content,
            extensions=dict(self.extensions),
        )

    def answer(self, response: httpx.Response, content: bytes) -> Answer:
        """Return an answer as a value, without the token should it have been sent back."""
        within, pairs = self.hiding.within, response.headers.raw
        values = b"\n".join([value for _, value in pairs])
        if within(values) != values:
            pairs = [(name, within(value)) for name, value in pairs]
        headers = Headers((name.decode("latin-1"), value.decode("latin-1")) for name, value in pairs)
        return Answer(response.status_code, headers, within(content))

    def _headers(self, call: Call[Any]) -> httpx.Headers:
        return self.headers if call.content is None else self.for_body


def _headers(token: Token, more: Mapping[str, str]) -> httpx.Headers:
    own = {
        "Accept": "application/json",
        "Accept-Encoding": "gzip, deflate",
        "User-Agent": f"webflow-pages/{__version__}",
    }
    headers = httpx.Headers(own)
    headers.update(more)
    headers["Authorization"] = f"Bearer {token.value}"
    return headers


@frozen
class Connections:
    """What sends a request over connections that it keeps, and what closes them."""

    send: Callable[[httpx.Request], httpx.Response]
    close: Callable[[], None]


@frozen
class AsyncConnections:
    """``Connections`` without blocking."""

    send: Callable[[httpx.Request], Awaitable[httpx.Response]]
    close: Callable[[], Awaitable[None]]


class Pool:
    """The connections, opened when they are first needed; or a client that was handed in, which is not closed here."""

    def __init__(self, base_url: str, client: httpx.Client | None) -> None:
        self.client = client
        self._base_url = base_url
        self.forget()
        forget_when_forked(self)

    def forget(self) -> None:
        """Start without connections. Those that there were are left alone."""
        self._lock = threading.Lock()
        self._connections = None if self.client is None else _of_client(self.client)

    def ready(self) -> Connections:
        """Return what sends.

        Raises:
            ConfigurationError: The surroundings, such as a malformed proxy variable, keep httpx from sending.
        """
        connections = self._connections
        if connections is None:
            with self._lock:
                connections = self._connections = self._connections or _made(_connect, self._base_url)
        return connections

    def close(self) -> None:
        """Close the connections, unless they belong to a client that was handed in."""
        if self.client is not None:
            return
        with self._lock:
            connections, self._connections = self._connections, None
        if connections is not None:
            connections.close()


class AsyncPool:
    """``Pool`` without blocking. In another event loop it opens connections anew."""

    def __init__(self, base_url: str, client: httpx.AsyncClient | None) -> None:
        self.client = client
        self._base_url = base_url
        self.forget()
        forget_when_forked(self)

    def forget(self) -> None:
        """Start without connections. Those that there were are left alone."""
        self._loop: object = None
        self._connections = None if self.client is None else _of_async_client(self.client)

    def ready(self) -> AsyncConnections:
        """Return what sends.

        Raises:
            ConfigurationError: The surroundings, such as a malformed proxy variable, keep httpx from sending.
        """
        # Here and not above: it is needed by async clients only, and takes as long to load as all else here.
        import asyncio

        loop = asyncio.get_running_loop()
        if self._connections is None or (self._loop is not loop and self.client is None):
            self._loop, self._connections = loop, _made(_connect_async, self._base_url)
        return self._connections

    async def close(self) -> None:
        """Close the connections, unless they belong to a client that was handed in."""
        if self.client is None and self._connections is not None:
            connections, self._connections = self._connections, None
            await connections.close()


def _connect(context: ssl.SSLContext, is_https: bool) -> Connections:
    if is_https and getproxies():
        return _of_client(httpx.Client(verify=context))
    # A client of httpx would look for cookies, redirects and hooks, which costs a fifth of a call, and there are none.
    transport = httpx.HTTPTransport(verify=context)
    return Connections(transport.handle_request, transport.close)


def _connect_async(context: ssl.SSLContext, is_https: bool) -> AsyncConnections:
    if is_https and getproxies():
        return _of_async_client(httpx.AsyncClient(verify=context))
    transport = httpx.AsyncHTTPTransport(verify=context)
    return AsyncConnections(transport.handle_async_request, transport.aclose)


def _of_client(client: httpx.Client) -> Connections:
    def send(request: httpx.Request) -> httpx.Response:
        return client.send(request, auth=None, follow_redirects=False, stream=True)

    return Connections(send, client.close)


def _of_async_client(client: httpx.AsyncClient) -> AsyncConnections:
    def send(request: httpx.Request) -> Awaitable[httpx.Response]:
        return client.send(request, auth=None, follow_redirects=False, stream=True)

    return AsyncConnections(send, client.aclose)


def exchange(pool: Pool, prepared: Prepared, call: Call[Any]) -> Answer | TransportError:
    """Send a call once and return its answer, whatever it is, or why there is none. No redirect is followed.

    Raises:
        ConfigurationError: The surroundings keep httpx from sending.
    """
    connections = pool.ready()
    request = prepared.request(call) if pool.client is None else prepared.request_of(pool.client, call)
    try:
        response = connections.send(request)
        with contextlib.closing(response):
            return prepared.answer(response, _content(response))
    except httpx.HTTPStatusError as error:  # of a hook that the caller's client has: the answer is there all the same
        return prepared.answer(error.response, b"")
    except _FAILURES as error:
        return _no_answer(prepared, request, error)
    except RuntimeError as error:
        _check_open(pool.client, error)
        raise


async def exchange_async(pool: AsyncPool, prepared: Prepared, call: Call[Any]) -> Answer | TransportError:
    """Do what ``exchange`` does, without blocking."""
    connections = pool.ready()
    request = prepared.request(call) if pool.client is None else prepared.request_of(pool.client, call)
    try:
        response = await connections.send(request)
        async with contextlib.aclosing(response):
            return prepared.answer(response, await _content_async(response))
    except httpx.HTTPStatusError as error:
        return prepared.answer(error.response, b"")
    except _FAILURES as error:
        return _no_answer(prepared, request, error)
    except RuntimeError as error:
        _check_open(pool.client, error)
        raise


_FAILURES = (httpx.RequestError, httpx.InvalidURL, UnicodeError, OSError)
"""What stands for no answer. A Location that is no URL raises the second or third: httpx reads it, and does not follow
it. The last one is for transports of the caller's own."""


def _check_open(client: httpx.Client | httpx.AsyncClient | None, error: RuntimeError) -> None:
    if client is not None and client.is_closed:
        raise ConfigurationError("Hand in an http_client that is open: this one is closed") from _bare(error)


def _no_answer(prepared: Prepared, request: httpx.Request, error: Exception) -> TransportError:
    """Tell in our own words why no answer came."""
    what, said = (prepared.hiding.within_text(text) for text in (f"{request.method} {request.url}", str(error)))
    sent = not isinstance(error, _NOT_SENT)
    if isinstance(error, httpx.TimeoutException):
        failure: TransportError = TransportTimeoutError(
            f"Try again, or raise timeout: no answer in time to {what}", sent=sent
        )
    else:
        reason = one_line(f"{type(error).__name__}: {said}")
        failure = TransportError(f"Check the network and the base URL: no answer to {what} ({reason})", sent=sent)
    if said != str(error) or isinstance(error, UnicodeError):
        # An answer that cannot be read is quoted, with what it repeats.
        error = UnicodeError(said) if isinstance(error, UnicodeError) else type(error)(said)
    failure.__cause__ = _bare(error)
    return failure


def _bare(error: Exception) -> Exception:
    """Return an error of httpx without its traceback.

    A traceback may show what frames hold: the headers that were sent, or objects half made, whose repr fails.
    """
    error.__traceback__ = error.__cause__ = error.__context__ = None
    return error


def _made(connect: Callable[[ssl.SSLContext, bool], C], base_url: str) -> C:
    # http is for this machine only, and no proxy of the environment may see the token.
    is_https = base_url.startswith("https:")
    try:
        return connect(_certificates() if is_https else _no_certificates(), is_https)
    except (ImportError, ValueError, OSError) as error:
        reason = one_line(f"{type(error).__name__}: {error}")
        raise ConfigurationError(f"Look at the variables for proxies and certificates: {reason}") from _bare(error)


def _certificates() -> ssl.SSLContext:
    """Return httpx' own SSL context. Loading certificates costs more than all else: it is done once a process."""
    return _context(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))


@lru_cache(maxsize=4)
def _context(_file: str | None, _folder: str | None) -> ssl.SSLContext:
    return httpx.create_ssl_context()


def _no_certificates() -> ssl.SSLContext:
    """Return an SSL context that trusts nobody, for a client that never uses it."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


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
