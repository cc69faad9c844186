"""What a client needs to know before it sends anything: where to, and with which token."""

import ipaddress
import os
import re
from urllib.parse import urlsplit

from attrs import field, frozen

from webflow_pages.errors import ConfigurationError

BASE_URL = "https://api.webflow.com/v2"
TIMEOUT = 30.0
"""Seconds to wait for a connection, and between two parts of an answer."""

_LONGEST = 86_400 * 365
"""Seconds. Sockets take no timeout much longer than that."""

_HOST = re.compile(r"[a-z0-9._:%-]+")


@frozen
class Configuration:
    """Where requests go and what authorizes them. The token is in no repr."""

    base_url: str
    token: str = field(repr=False)


def configure(token: str | None, base_url: str | None) -> Configuration:
    """Take what is given, and the rest from ``WEBFLOW_TOKEN`` and ``WEBFLOW_BASE_URL``.

    Raises:
        ConfigurationError: There is no token, it is malformed, or the base URL is one that a token must not go to.
    """
    token = token if token is not None else os.environ.get("WEBFLOW_TOKEN", "")
    base_url = base_url if base_url is not None else os.environ.get("WEBFLOW_BASE_URL", "") or BASE_URL
    return Configuration(check_base_url(base_url), _check_token(token))


def _check_token(token: object) -> str:
    if not isinstance(token, str):
        raise ConfigurationError(f"The token has to be str, and is {type(token).__name__}")
    if not token:
        raise ConfigurationError("There is no token: set WEBFLOW_TOKEN, or pass token=…")
    if not token.isascii() or not token.isprintable() or " " in token:
        raise ConfigurationError("The token is malformed: it has characters that a header cannot carry (not shown)")
    return token


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
    return base_url.rstrip("/")


def check_timeout(timeout: object) -> float | None:
    """Return a timeout in seconds, or None for the default.

    Raises:
        ConfigurationError: It is no number of seconds above 0.
    """
    if timeout is None:
        return None
    if not isinstance(timeout, int | float) or isinstance(timeout, bool) or not 0 < timeout < _LONGEST:
        raise ConfigurationError(f"timeout has to be a number of seconds above 0, and is {timeout!r}")
    return timeout


def is_loopback(host: str) -> bool:
    """Return whether a host name or address means this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
