"""The service that the suite asks: a sandbox in its own process, or with ``--live`` one that is somebody's."""

from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from webflow_contract.pytest_plugin import LIVE

if TYPE_CHECKING:
    from webflow_contract.sandbox import Sandbox
    from webflow_contract.suite.cases import Cases
    from webflow_contract.suite.properties import ForAll
    from webflow_contract.suite.run import Run
    from webflow_contract.suite.service import Service
    from webflow_contract.suite.values import Values

RUN = pytest.StashKey["Run"]()

_LIBRARIES = ("hypothesis", "schemathesis", "httpx", "jsonschema_rs", "yaml")


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makemodule() -> None:
    """Say which extra is missing, before a module fails for it."""
    for library in _LIBRARIES:
        if find_spec(library) is None:
            raise pytest.Collector.CollectError(f"{library} is not installed: pip install 'webflow-pages[suite]'")


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark of the properties known."""
    config.addinivalue_line("markers", "webflow_requests(each, once, needs): what a property costs on a live service.")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a session whose page is not as it was, whatever its tests came to."""
    run = session.config.stash.get(RUN, None)
    if run is None or not run.problems:
        return
    session.exitstatus = pytest.ExitCode.TESTS_FAILED
    reporter = session.config.pluginmanager.getplugin("terminalreporter")
    if isinstance(reporter, pytest.TerminalReporter):
        reporter.ensure_newline()
        for line in run.problems:
            reporter.write_line(line, red=True, bold=True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what was sent, and what became of the page."""
    run = config.stash.get(RUN, None)
    if run is not None:
        terminalreporter.write_line(run.summary())


@pytest.fixture(scope="session")
def run(request: pytest.FixtureRequest, webflow_suite_sandbox: "Sandbox") -> "Iterator[Run]":
    """Open the service, and put its page back at the end. With ``--live``, the sandbox is not asked."""
    from webflow_contract.suite.embedded import in_sandbox
    from webflow_contract.suite.live import on_service

    given = request.config.stash.get(LIVE, None)
    asked = in_sandbox(webflow_suite_sandbox) if given is None else on_service(given, request.session.items)
    with asked as run:
        request.config.stash[RUN] = run
        yield run


@pytest.fixture
def service(request: pytest.FixtureRequest, run: "Run") -> "Service":
    """Return the service that is asked. What it takes more for is skipped where that was not given."""
    from webflow_contract.suite.costs import unmet

    reason = unmet(request.node, run.service)
    if reason is not None:
        pytest.skip(reason)
    return run.service


@pytest.fixture
def for_all(run: "Run") -> "ForAll":
    """Return the decorator that proves a property of that service."""
    return run.for_all


@pytest.fixture
def values(run: "Run") -> "Values":
    """Return what may be sent to its page."""
    return run.values


@pytest.fixture
def cases(run: "Run") -> "Cases":
    """Return what schemathesis makes of the contract."""
    return run.cases
