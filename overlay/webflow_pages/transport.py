"""Sending. The only module that knows httpx, so that its successor can take its place."""

from typing import Any

import httpx
from attrs import frozen

from webflow_pages._version import __version__
from webflow_pages.calls import Answer, Call
from webflow_pages.configuration import TIMEOUT, Configuration
from webflow_pages.errors import TransportError


@frozen
class Prepared:
    """What every request of a client has in common, made once."""

    base_url: str
    headers: httpx.Headers
    timeout: dict[str, Any] | None

    @classmethod
    def of(cls, configuration: Configuration, timeout: float | None) -> "Prepared":
        """Prepare requests to ``configuration``. ``timeout`` is in seconds; None leaves it to the client that sends."""
        headers = httpx.Headers(
            {
                "Authorization": f"Bearer {configuration.token}",
                "Accept": "application/json",
                "User-Agent": f"webflow-pages/{__version__}",
            }
        )
        return cls(configuration.base_url, headers, None if timeout is None else httpx.Timeout(timeout).as_dict())

    def request(self, call: Call[Any], client: httpx.Client) -> httpx.Request:
        """Turn a call into a request, with the headers, cookies and parameters of the client that will send it."""
        headers = self.headers.copy()
        if call.content is not None:
            headers["Content-Type"] = "application/json"
        extensions = {} if self.timeout is None else {"timeout": self.timeout}
        url = self.base_url + call.path
        return client.build_request(call.method, url, headers=headers, content=call.content, extensions=extensions)


class Transport:
    """Sends calls, one after the other or from several threads.

    A client that was handed in is used as it is, and is not closed here; without one, one is made when it is first
    needed. No redirect is followed: it would take the token along.
    """

    def __init__(self, configuration: Configuration, timeout: float | None, client: httpx.Client | None) -> None:
        self._own = client is None
        self._client = client
        self._prepared = Prepared.of(configuration, TIMEOUT if timeout is None and self._own else timeout)

    def send(self, call: Call[Any]) -> Answer:
        """Send a call and return its answer, whatever it is.

        Raises:
            TransportError: No answer came.
        """
        client = self._client
        if client is None:
            client = self._client = httpx.Client()
        request = self._prepared.request(call, client)
        try:
            response = client.send(request, auth=None, follow_redirects=False)
        except httpx.TimeoutException as error:
            raise TransportError(
                f"No answer in time to {call.method} {request.url}: try again, or raise timeout"
            ) from error
        except httpx.HTTPError as error:
            reason = f": {error}" if str(error) else ""
            raise TransportError(
                f"No answer to {call.method} {request.url} ({type(error).__name__}{reason})"
            ) from error
        return Answer(response.status_code, response.headers, response.content)

    def close(self) -> None:
        """Close the connections, unless they belong to a client that was handed in."""
        if self._own and self._client is not None:
            self._client.close()
            self._client = None
