"""Fixtures for tests of whatever talks to Webflow, and the options of the suite ``webflow_contract.suite``.

pytest loads this by itself where the package is installed. Nothing but pytest is imported until a fixture or an option
is used.
"""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

if TYPE_CHECKING:
    from webflow_contract.sandbox import Sandbox
    from webflow_contract.suite.given import Given
    from webflow_pages import AsyncWebflow, Webflow

MARKER = "webflow_sandbox"

LIVE = pytest.StashKey["Given"]()
"""Where a session keeps the service that ``--live`` has named."""

_OPTIONS: dict[str, dict[str, Any]] = {
    "live": {
        "action": "store_true",
        "help": "run webflow_contract.suite against the service that WEBFLOW_BASE_URL, WEBFLOW_TOKEN, WEBFLOW_SITE_ID "
        "and WEBFLOW_PAGE_ID name, and not against a sandbox",
    },
    "live-budget": {
        "type": int,
        "default": 100,
        "metavar": "N",
        "help": "the most requests that may be sent to it (100)",
    },
    "live-locale": {"metavar": "TAG", "help": "a secondary locale that may be written, too"},
    "live-journal": {
        "type": Path,
        "default": Path("webflow-contract.journal.json"),
        "metavar": "FILE",
        "help": "where the page is kept until it is put back (webflow-contract.journal.json)",
    },
}


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(parser: pytest.Parser) -> Generator[None, Any, Any]:
    """Add the options, after every plugin and conftest has added its own.

    Each is there under a long name; the short one is left to whoever has it already.
    """
    result = yield
    group = parser.getgroup("webflow-contract", "the contract check as properties (webflow_contract.suite)")
    for name, attributes in _OPTIONS.items():
        names = [f"--webflow-{name}", *([f"--{name}"] if _is_free(parser, f"--{name}") else [])]
        group.addoption(*names, dest=_destination(name), **attributes)
    return result


def _is_free(parser: pytest.Parser, option: str) -> bool:
    try:
        return option in parser.parse_known_and_unknown_args([option])[1]
    except pytest.UsageError:  # it is there, and takes a value
        return False


def _destination(name: str) -> str:
    return f"webflow_{name.replace('-', '_')}"


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known, and look at what the options name."""
    config.addinivalue_line(
        "markers",
        f"{MARKER}(seed=None, rate_limit='off', **assumptions): what the fixture webflow_sandbox starts with: "
        "a seed's file, requests a minute, and other answers to open questions.",
    )
    if config.getoption(_destination("live"), default=False):
        config.stash[LIVE] = _given(config)


def _given(config: pytest.Config) -> "Given":
    """Return the service that ``--live`` names, before anything is asked of it."""
    with _extra("suite"):
        from webflow_contract.errors import ContractToolError
        from webflow_contract.suite.given import given
    if config.getoption("dist", default="no") != "no":
        raise pytest.UsageError("--live writes one page, and so runs in one process: add -n 0")
    budget, locale, journal = (
        cast("Any", config.getoption(_destination(f"live-{name}"))) for name in ("budget", "locale", "journal")
    )
    try:
        return given(budget, locale, config.invocation_params.dir / journal)
    except ContractToolError as error:
        raise pytest.UsageError(str(error)) from None


def pytest_report_header(config: pytest.Config) -> str | None:
    """Say what is going to be asked, and how often."""
    live = config.stash.get(LIVE, None)
    if live is None:
        return None
    subject = live.subject
    return f"webflow-contract: live: {subject.base_url}, page {subject.page_id}, at most {live.budget} requests"


@pytest.fixture(scope="session")
def webflow_suite_sandbox() -> "Sandbox":
    """Make the sandbox that ``webflow_contract.suite`` asks. Override it to have one of your own asked."""
    with _extra("suite"):
        from webflow_contract.sandbox import Clock, Sandbox
    return Sandbox(rate_limit="off", clock=Clock(running=False))


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
def _extra(name: str = "contract") -> Iterator[None]:
    """Say which extra is missing where a library is."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise pytest.UsageError(f"{error.name} is not installed: pip install 'webflow-pages[{name}]'") from None
