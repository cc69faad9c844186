"""A service behind a URL, as a handler."""

from urllib.parse import urlencode, urlsplit

import httpx

from webflow_contract.check.sending import NoAnswerError
from webflow_contract.exchange import Handler, Request, Response

_TIMEOUT = 30.0


def over_http(base_url: str, client: httpx.Client) -> Handler:
    """Return a handler that sends requests to the host of a base URL. Redirects are not followed."""
    parts = urlsplit(base_url)
    origin = f"{parts.scheme}://{parts.netloc}"

    def answer(request: Request) -> Response:
        query = f"?{urlencode(request.query)}" if request.query else ""
        url = origin + request.path + query
        headers, timeout = dict(request.headers), httpx.Timeout(_TIMEOUT).as_dict()
        try:
            sent = httpx.Request(
                request.method, url, headers=headers, content=request.content, extensions={"timeout": timeout}
            )
            response = client.send(sent, auth=None, follow_redirects=False)
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:  # the last for a host that is no name
            raise NoAnswerError(f"{origin} does not answer ({type(error).__name__}): check the address.") from error
        return Response(response.status_code, dict(response.headers), response.content)

    return answer
