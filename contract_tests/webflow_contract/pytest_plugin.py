"""Fixtures for tests of whatever talks to Webflow: a sandbox, a client to it, and its address.

pytest loads this by itself where the package is installed. Nothing but pytest is imported until a fixture is used.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from webflow_contract.sandbox import Sandbox
    from webflow_pages import AsyncWebflow, Webflow

MARKER = "webflow_sandbox"


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line(
        "markers",
        f"{MARKER}(seed=None, rate_limit='off', **assumptions): what the fixture webflow_sandbox starts with: "
        "a seed's file, requests a minute, and other answers to open questions.",
    )


@pytest.fixture
def webflow_sandbox(request: pytest.FixtureRequest) -> "Sandbox":
    """Make a fresh sandbox: ``switches.on("slow")`` switches a fault on, ``requests()`` tells what it was asked.

    Its clock stands still: ``clock.advance(60)`` opens the next quota window, and the client ``webflow`` never waits.
    """
    with _extra():
        from webflow_contract.sandbox import Assumptions, Clock, Sandbox
        from webflow_contract.sandbox.seed import read
    options = _options(request)
    seed, rate_limit = options.pop("seed", None), options.pop("rate_limit", "off")
    return Sandbox(
        None if seed is None else read(request.path.parent / seed),
        rate_limit=rate_limit,
        assumptions=Assumptions().flipped(**options),
        clock=Clock(running=False),
    )


@pytest.fixture
def webflow(webflow_sandbox: "Sandbox") -> "Iterator[Webflow]":
    """Make a client to that sandbox, without a socket. It waits by the sandbox' clock, and so never for real."""
    with _extra():
        import httpx

        from webflow_contract.carriers.transport import SandboxTransport
        from webflow_pages import Webflow

    transport = SandboxTransport(webflow_sandbox, sleep=webflow_sandbox.clock.sleep)
    with httpx.Client(transport=transport) as client:
        yield Webflow(
            webflow_sandbox.token, base_url="http://127.0.0.1/v2", http_client=client, clock=webflow_sandbox.clock
        )


@pytest.fixture
def async_webflow(webflow_sandbox: "Sandbox") -> "AsyncWebflow":
    """Make an async client to that sandbox, as ``webflow`` is: there is nothing to close."""
    with _extra():
        import httpx

        from webflow_contract.carriers.transport import SandboxTransport
        from webflow_pages import AsyncWebflow

    transport = SandboxTransport(webflow_sandbox, sleep_async=webflow_sandbox.clock.sleep_async)
    client = httpx.AsyncClient(transport=transport)
    return AsyncWebflow(
        webflow_sandbox.token, base_url="http://127.0.0.1/v2", http_client=client, clock=webflow_sandbox.clock
    )


@pytest.fixture
def webflow_base_url(webflow_sandbox: "Sandbox") -> Iterator[str]:
    """Serve that sandbox on a port of this machine, its control beside it, and return the address."""
    with _extra():
        from webflow_contract.carriers.server import running
        from webflow_contract.sandbox.control import served

    with running(served(webflow_sandbox)) as base_url:
        yield base_url


def _options(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Return what the markers say, that of the test itself over those of its class and module."""
    options: dict[str, Any] = {}
    for marker in reversed(list(request.node.iter_markers(MARKER))):
        if marker.args:
            raise pytest.UsageError(f"the marker {MARKER} takes names: seed={marker.args[0]!r}, say")
        options |= marker.kwargs
    return options


@contextmanager
def _extra() -> Iterator[None]:
    """Say which extra is missing where a library is."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise pytest.UsageError(f"{error.name} is not installed: pip install 'webflow-pages[contract]'") from None
