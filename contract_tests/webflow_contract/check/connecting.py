"""The service to talk to: its address, its tokens and the connection."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from webflow_contract.errors import ContractToolError

if TYPE_CHECKING:
    from webflow_contract.exchange import Handler


def base_url(given: str) -> str:
    """Return a base URL that a token may go to.

    Raises:
        ContractToolError: It is none.
    """
    from webflow_pages.configuration import check_base_url
    from webflow_pages.errors import ConfigurationError

    try:
        return check_base_url(given)
    except ConfigurationError as error:
        raise ContractToolError(str(error)) from error


def token(name: str) -> str:
    """Return the token that a variable holds, or nothing.

    Raises:
        ContractToolError: No header can carry it.
    """
    from webflow_pages.configuration import Token
    from webflow_pages.errors import ConfigurationError

    token = Token(os.environ.get(name, ""))
    try:
        if token.value:
            token.check()
    except ConfigurationError as error:
        raise ContractToolError(f"{name}: {error}") from error
    return token.value


@contextmanager
def service(base_url: str) -> "Generator[Handler, None, None]":
    """Connect to the service.

    Raises:
        ContractToolError: The surroundings, such as a malformed proxy variable, keep httpx from it.
    """
    import httpx

    from webflow_contract.check.over_http import over_http

    # http is for this machine only: no proxy of the environment may see the token on its way.
    try:
        client = httpx.Client(trust_env=not base_url.startswith("http:"))
    except (ImportError, ValueError, OSError) as error:
        raise ContractToolError(
            f"the surroundings keep httpx from connecting ({type(error).__name__}: {' '.join(str(error).split())}): "
            "look at the variables for proxies and certificates"
        ) from error
    with client:
        yield over_http(base_url, client)
