"""A service behind a URL, as a handler."""

from urllib.parse import urlencode, urlsplit

import httpx

from webflow_contract.check.sending import NotJudgedError
from webflow_contract.exchange import Handler, Request, Response

_TIMEOUT = 30.0


def over_http(base_url: str, client: httpx.Client) -> Handler:
    """Return a handler that sends requests to the host of a base URL. Redirects are not followed."""
    parts = urlsplit(base_url)
    origin = f"{parts.scheme}://{parts.netloc}"

    def answer(request: Request) -> Response:
        query = f"?{urlencode(request.query)}" if request.query else ""
        sent = httpx.Request(
            request.method,
            origin + request.path + query,
            headers=dict(request.headers),
            content=request.content,
            extensions={"timeout": httpx.Timeout(_TIMEOUT).as_dict()},
        )
        try:
            response = client.send(sent, auth=None, follow_redirects=False)
        except httpx.HTTPError as error:
            raise NotJudgedError(f"{origin} does not answer ({type(error).__name__}): check the address.") from error
        return Response(response.status_code, dict(response.headers), response.content)

    return answer
