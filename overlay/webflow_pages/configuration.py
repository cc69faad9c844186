"""What a client needs to know before it sends anything: where to, with which token, and how patiently."""

import ipaddress
import os
import re
from collections.abc import Mapping
from typing import NoReturn
from urllib.parse import urlsplit

from attrs import frozen

from webflow_pages.errors import ConfigurationError, one_line

BASE_URL = "https://api.webflow.com/v2"
TIMEOUT = 30.0
"""Seconds to wait for a connection, and between two parts of an answer."""

_LONGEST = 86_400 * 365
"""Seconds. Sockets take no timeout much longer than that."""

_MOST_RETRIES = 10

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_OWN_HEADERS = frozenset({"authorization", "content-length", "content-type", "host", "transfer-encoding"})

_HOST = re.compile(r"[a-z0-9._:%-]+")


class Token:
    """A token that no repr, traceback or pickle shows."""

    __slots__ = ("_value",)

    def __init__(self, value: object) -> None:
        self._value = value

    def __repr__(self) -> str:
        return "Token(…)"

    def __reduce__(self) -> NoReturn:
        raise ConfigurationError("A token is not pickled: set WEBFLOW_TOKEN in the other process")

    @property
    def value(self) -> str:
        """The token itself."""
        return str(self._value)

    def check(self) -> None:
        """Check that a header can carry it.

        Raises:
            ConfigurationError: There is none, or it is malformed. The text does not show it.
        """
        if not isinstance(self._value, str):
            raise ConfigurationError(f"The token has to be str, and is {type(self._value).__name__}")
        if not self._value:
            raise ConfigurationError("There is no token: set WEBFLOW_TOKEN, or pass token=…")
        if not self._value.isascii() or not self._value.isprintable() or " " in self._value:
            raise ConfigurationError("The token is malformed: it has characters that a header cannot carry (not shown)")


@frozen
class Configuration:
    """Where requests go and what authorizes them."""

    base_url: str
    token: Token


def configure(token: Token, base_url: str | None) -> Configuration:
    """Take what is given, and the rest from ``WEBFLOW_TOKEN`` and ``WEBFLOW_BASE_URL``.

    Raises:
        ConfigurationError: There is no token, it is malformed, or the base URL is one that a token must not go to.
    """
    base_url = base_url if base_url is not None else os.environ.get("WEBFLOW_BASE_URL", "") or BASE_URL
    base_url = check_base_url(base_url)
    token.check()
    return Configuration(base_url, token)


def hide(token: str | None) -> Token:
    """Return a token that no repr shows: the one given, or ``WEBFLOW_TOKEN``."""
    return Token(os.environ.get("WEBFLOW_TOKEN", "") if token is None else token)


def check_base_url(base_url: object) -> str:
    """Return a base URL without its final slash.

    Raises:
        ConfigurationError: It is no URL, or one that a token must not go to: only https and loopback are fine.
    """
    if not isinstance(base_url, str):
        raise ConfigurationError(f"The base URL has to be str, and is {type(base_url).__name__}")
    if not all("!" <= character <= "~" for character in base_url):
        raise ConfigurationError("The base URL has characters that no URL has, such as white space: leave them out")
    try:
        parts = urlsplit(base_url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ConfigurationError(f"The base URL has to look like {BASE_URL}, and is malformed: {error}") from error
    if not host or not _HOST.fullmatch(host) or any(mark in base_url for mark in "@?#"):
        raise ConfigurationError(f"The base URL has to look like {BASE_URL}: no user, no query, no fragment")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        raise ConfigurationError(
            f"The base URL has to be https, or http to this machine: {base_url} would show the token"
        )
    return f"{parts.scheme}{base_url[len(parts.scheme) :]}".rstrip("/")


def check_seconds(name: str, seconds: float | None, *, zero: bool = False) -> float | None:
    """Return a time in seconds, or None for the default. ``name`` is whose; ``zero`` says whether 0 will do.

    Raises:
        ConfigurationError: It is no number of seconds, or too small a one.
    """
    if seconds is None:
        return None
    is_number = isinstance(seconds, int | float) and not isinstance(seconds, bool)
    if is_number and (0 < seconds < _LONGEST or (zero and seconds == 0)):
        return seconds
    wanted = "0 or more" if zero else "above 0"
    raise ConfigurationError(f"{name} has to be a number of seconds, {wanted}, and is {one_line(repr(seconds), 80)}")


def check_retries(max_retries: object) -> int:
    """Return a number of retries.

    Raises:
        ConfigurationError: It is no whole number from 0 to 10.
    """
    if not isinstance(max_retries, int) or isinstance(max_retries, bool) or not 0 <= max_retries <= _MOST_RETRIES:
        shown = one_line(repr(max_retries), 80)
        raise ConfigurationError(f"max_retries has to be a whole number from 0 to {_MOST_RETRIES}, and is {shown}")
    return max_retries


def check_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return headers that every request is to have beside the client's own.

    Raises:
        ConfigurationError: A name or a value is malformed, or the client sets that header itself.
    """
    if not isinstance(headers, Mapping):
        raise ConfigurationError(f"headers has to be a mapping of names to texts, and is {type(headers).__name__}")
    for name, value in headers.items():
        if not isinstance(name, str) or not _HEADER_NAME.fullmatch(name):
            raise ConfigurationError(f"headers: {one_line(repr(name), 80)} is no name of a header")
        if name.lower() in _OWN_HEADERS:
            raise ConfigurationError(f"headers: the client sets {name} itself: leave it out")
        if not isinstance(value, str) or not value.isascii() or not value.isprintable() or value != value.strip():
            raise ConfigurationError(f"headers: the value of {name} is none that a header can carry (not shown)")
    # In one case, or a header that is given again would be sent twice.
    return {name.lower(): value for name, value in headers.items()}


def is_loopback(host: str) -> bool:
    """Return whether a host name or address means this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
