"""Get a document to compare: from a file or from an https address.

It may be a whole API of several megabytes, and need not be valid. No token goes along.
"""

from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import httpx

from webflow_contract import documents
from webflow_contract.diff.meaning.nodes import Source
from webflow_contract.errors import DocumentError
from webflow_pages.configuration import is_loopback

_LARGEST: Final = 64 * 1024 * 1024
_REDIRECTS: Final = 5
_TIMEOUT: Final = 30.0


def read(place: str) -> Source:
    """Read the document at a path or an https address; http is for this machine only.

    Raises:
        DocumentError: It cannot be had, or is neither JSON nor YAML with an object at the top.
    """
    text = _fetched(place) if "://" in place else documents.text_of(Path(place))
    return Source(documents.parse_foreign(text, place), place)


def _fetched(url: str) -> str:
    try:
        with httpx.Client(timeout=_TIMEOUT) as client:
            for _ in range(_REDIRECTS + 1):
                _check(url)
                with client.stream("GET", url) as response:
                    if response.next_request is None:
                        return _text(url, response)
                    url = str(response.next_request.url)
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        raise DocumentError(f"{_shown(url)}: cannot be read: {error or type(error).__name__}") from error
    raise DocumentError(f"{_shown(url)}: cannot be read: more than {_REDIRECTS} redirects")


def _check(url: str) -> None:
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise DocumentError(f"{_shown(url)}: is no address: {error}") from error
    if parts.username or parts.password:
        raise DocumentError(f"{_shown(url)}: an address with a name or a password in it is not asked")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        raise DocumentError(f"{_shown(url)}: has to be an https address, or a path")


def _shown(url: str) -> str:
    """Return an address without what may be a secret in it."""
    return url.partition("?")[0].rpartition("@")[2]


def _text(url: str, response: httpx.Response) -> str:
    if response.status_code != 200:
        raise DocumentError(f"{_shown(url)}: cannot be read: the answer is {response.status_code}")
    content = bytearray()
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > _LARGEST:
            raise DocumentError(f"{_shown(url)}: is larger than {_LARGEST // 1024**2} MiB")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DocumentError(f"{_shown(url)}: is not UTF-8 at byte {error.start}") from error
