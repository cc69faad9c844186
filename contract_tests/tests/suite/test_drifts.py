"""Each known drift makes the suite fail: in the sandbox and on a service, by properties and by generated requests."""

from collections.abc import Iterable

import pytest

from webflow_contract.drifts import DRIFTS, drifting
from webflow_contract.sandbox import Sandbox

from .conftest import Run, State

EACH_DRIFT = """
import pytest
from hypothesis import Phase, settings
from webflow_contract.sandbox import Clock, Sandbox

settings.register_profile("one", max_examples=10, phases=[Phase.generate], derandomize=True, database=None)

@pytest.fixture(scope="session", params=PARAMS)
def webflow_suite_sandbox(request):
    sandbox = Sandbox(rate_limit="off", clock=Clock(running=False))
    sandbox.switches.on(request.param)
    return sandbox
"""

PROPERTIES = [f"webflow_contract.suite.test_{name}" for name in ("reads", "refusals", "updates")]


class Finds:
    """Remembers which drifts were found, and looks no further for those."""

    def __init__(self) -> None:
        self.drifts: set[str] = set()

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if drift_of(item) in self.drifts:
            pytest.skip("found already")

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> object:
        report = yield
        if report.failed:
            assert report.when == "call", report.longreprtext
            self.drifts.add(drift_of(item))
        return report


def drift_of(item: pytest.Item) -> str:
    name: str = item.callspec.params["webflow_suite_sandbox"]  # type: ignore[attr-defined]
    return name


def found(run: Run, pytester: pytest.Pytester, drifts: Iterable[str], *modules: str) -> set[str]:
    """Return which drifts make a test of some modules fail."""
    pytester.makeconftest(EACH_DRIFT.replace("PARAMS", repr(list(drifts))))
    finds = Finds()
    run(*modules, "--hypothesis-profile", "one", "-q", "--tb=no", plugins=(finds,))
    return finds.drifts


def test_the_properties_find_each_drift(run: Run, pytester: pytest.Pytester) -> None:
    assert found(run, pytester, DRIFTS, *PROPERTIES) == set(DRIFTS)


def test_the_generated_requests_find_what_answers_show_by_themselves(run: Run, pytester: pytest.Pytester) -> None:
    shown = {
        "slug-becomes-number",
        "error-details-removed",
        "update-answers-201",
        "locale-ignored",
        "validation-ignored",
    }
    # The ids are those that there are, and what becomes of an update is not looked at.
    hidden = {"not-found-becomes-html", "update-wipes-seo"}
    assert found(run, pytester, sorted(shown | hidden), "webflow_contract.suite.test_operations") == shown


@pytest.mark.parametrize("name", ["update-ignored", "update-wipes-seo", "locale-ignored", "validation-ignored"])
def test_a_service_that_has_drifted_fails_and_its_page_is_put_back(
    live: Run, sandbox: Sandbox, state: State, name: str
) -> None:
    before = state()
    done = live(*PROPERTIES, "--live-locale", "fr-FR", "-l", "--full-trace", handler=drifting(sandbox, [name]))
    assert done.ret == pytest.ExitCode.TESTS_FAILED
    outcomes = done.parseoutcomes()
    assert (outcomes["failed"] >= 1, outcomes.get("errors", 0)) == (True, 0)
    assert len(sandbox.requests()) <= 100
    assert state() == before


def test_a_failure_shows_the_finding_and_how_to_see_it_again(live: Run, sandbox: Sandbox) -> None:
    ignored = drifting(sandbox, ["update-ignored"])
    done = live("webflow_contract.suite.test_updates", "-l", handler=ignored)
    lines = [line.strip() for line in done.outlines]
    start = lines.index("breaking  update-not-echoed  update-page-metadata 200 /title")
    words = [line.partition(" ")[0] for line in lines[start + 1 : start + 6]]
    assert words == ["documented", "observed", "callers", "reproduce", "id"]
    command = lines[start + 4]
    assert command.startswith('reproduce   curl -i -X PUT -H "Authorization: Bearer $WEBFLOW_TOKEN"')
    assert command.endswith(f'/v2/pages/{sandbox.page_id}"')
    done.stdout.no_fnmatch_line("*Traceback*")
    done.stdout.no_fnmatch_line("*.py:*: Failed*")
