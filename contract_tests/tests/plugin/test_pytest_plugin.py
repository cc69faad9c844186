"""The fixtures as somebody's own tests use them, in a pytest of its own."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

# What would be imported anew by every pytest in this process, if it were not there before.
import webflow_contract.carriers.server
import webflow_contract.carriers.transport  # noqa: F401


@pytest.fixture
def run(pytester: pytest.Pytester) -> Iterator[pytest.Pytester]:
    """Get what runs pytest, in this process too, and leave hypothesis as it was."""
    pytester.makeini("[pytest]\naddopts = --strict-markers -p no:schemathesis\n")
    before = settings.get_current_profile_name()
    yield pytester
    settings.load_profile(before)


def test_a_test_gets_a_sandbox_and_a_client_to_it(run: pytest.Pytester) -> None:
    run.makepyfile(
        """
        def test_update(webflow, webflow_sandbox):
            page = webflow.pages.update(webflow_sandbox.page_id, locale="fr_fr", title="Nos tarifs")
            assert (page.title, page.published_path) == ("Nos tarifs", "/fr/pricing")
            assert [entry.operation for entry in webflow_sandbox.requests()][-1] == "update-page-metadata"

        def test_every_test_starts_anew(webflow, webflow_sandbox):
            assert webflow.pages.get(webflow_sandbox.page_id, locale="fr-FR").title == "Tarifs"
        """
    )
    run.runpytest_inprocess().assert_outcomes(passed=2)


def test_an_async_client_waits_for_nothing_either(run: pytest.Pytester) -> None:
    run.makepyfile(
        """
        import asyncio

        def test_slow(async_webflow, webflow_sandbox):
            webflow_sandbox.switches.on("slow", seconds=4, times=1)
            page = asyncio.run(async_webflow.pages.get(webflow_sandbox.page_id))
            assert (page.title, webflow_sandbox.clock.seconds()) == ("Pricing", 4)
        """
    )
    run.runpytest_subprocess("-W", "error::ResourceWarning").assert_outcomes(passed=1)


def test_faults_are_switched_on_and_nothing_is_waited_for(run: pytest.Pytester) -> None:
    run.makepyfile(
        """
        import pytest
        from webflow_pages import InternalServerError, TransportError

        def test_faults(webflow, webflow_sandbox):
            webflow_sandbox.switches.on("internal-error", times=1)
            with pytest.raises(InternalServerError):
                webflow.with_options(max_retries=0).pages.get(webflow_sandbox.page_id)
            webflow_sandbox.switches.on("internal-error", times=1)
            webflow.pages.get(webflow_sandbox.page_id)
            assert [entry.status for entry in webflow_sandbox.requests()] == [500, 500, 200]
            assert 0 < webflow_sandbox.clock.seconds() < 65
            webflow_sandbox.clock.advance(100 - webflow_sandbox.clock.seconds())
            webflow_sandbox.switches.on("slow", seconds=4, times=1)
            webflow.pages.get(webflow_sandbox.page_id)
            assert webflow_sandbox.clock.seconds() == 104
            webflow_sandbox.switches.on("stalled")
            with pytest.raises(TransportError):
                webflow.pages.get(webflow_sandbox.page_id)
            assert webflow_sandbox.clock.seconds() > 104
        """
    )
    run.runpytest_inprocess().assert_outcomes(passed=1)


def test_the_marker_of_a_test_goes_over_that_of_its_module(run: pytest.Pytester) -> None:
    seed = "sites:\n- displayName: Mine\n  pages:\n  - title: Mine\n    kind: home\n"
    (run.path / "mine.yaml").write_text(seed, encoding="utf-8")
    run.makepyfile(
        """
        import pytest

        pytestmark = pytest.mark.webflow_sandbox(seed="mine.yaml", rate_limit=2)

        @pytest.mark.webflow_sandbox(rate_limit=3)
        class TestMine:
            @pytest.mark.webflow_sandbox(empty_body="bad_request")
            def test_marked(self, webflow_sandbox, webflow):
                assert webflow_sandbox.assumptions.empty_body == "bad_request"
                assert webflow.pages.get(webflow_sandbox.page_id).title == "Mine"
                with webflow_sandbox.looking() as world:
                    assert world.rate_limit == 3
        """
    )
    run.runpytest_inprocess().assert_outcomes(passed=1)


def test_a_marker_without_names_is_refused(run: pytest.Pytester) -> None:
    run.makepyfile(
        """
        import pytest

        @pytest.mark.webflow_sandbox("mine.yaml")
        def test_marked(webflow_sandbox):
            pass
        """
    )
    result = run.runpytest_inprocess()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*the marker webflow_sandbox takes names: seed='mine.yaml', say*"])


@pytest.mark.parametrize(
    ("fixture", "library"), [("webflow_sandbox", "yaml"), ("webflow", "anyio"), ("webflow_base_url", "uvicorn")]
)
def test_a_missing_library_names_the_extra(run: pytest.Pytester, fixture: str, library: str) -> None:
    run.makeconftest(f"import sys\nsys.modules[{library!r}] = None\n")
    run.makepyfile(f"def test_it({fixture}): pass")
    result = run.runpytest_subprocess("-p", "no:anyio")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*is not installed: pip install 'webflow-pages[[]contract]'*"])


def test_a_marker_says_what_it_starts_with(run: pytest.Pytester) -> None:
    seed = "sites:\n- displayName: Mine\n  pages:\n  - title: Mine\n    kind: home\n"
    (run.path / "mine.yaml").write_text(seed, encoding="utf-8")
    run.makepyfile(
        """
        import httpx
        import pytest
        from webflow_pages import BadRequestError, QuotaError

        @pytest.mark.webflow_sandbox(seed="mine.yaml", rate_limit=2, empty_title="stored")
        def test_marked(webflow, webflow_sandbox):
            assert webflow.pages.update(webflow_sandbox.page_id, title="").title == ""
            webflow.pages.get(webflow_sandbox.page_id)
            with pytest.raises(QuotaError):
                webflow.with_options(max_wait=0).pages.get(webflow_sandbox.page_id)
            webflow.pages.get(webflow_sandbox.page_id)
            assert 60 <= webflow_sandbox.clock.seconds() < 61

        def test_unmarked(webflow, webflow_sandbox):
            with pytest.raises(BadRequestError):
                webflow.pages.update(webflow_sandbox.page_id, title="")
            for _ in range(100):
                webflow.pages.get(webflow_sandbox.page_id)

        @pytest.mark.webflow_sandbox(rate_limit=7)
        def test_on_a_port(webflow_base_url, webflow_sandbox):
            headers = {"Authorization": f"Bearer {webflow_sandbox.token}"}
            page = httpx.get(f"{webflow_base_url}/pages/{webflow_sandbox.page_id}", headers=headers)
            assert (page.json()["title"], page.headers["x-ratelimit-limit"]) == ("Pricing", "7")
            control = webflow_base_url.removesuffix("/v2") + "/_sandbox/requests"
            assert len(httpx.get(control).json()["requests"]) == 1
        """
    )
    run.runpytest_inprocess().assert_outcomes(passed=3)


def test_an_assumption_that_is_none_is_told(run: pytest.Pytester) -> None:
    run.makepyfile(
        """
        import pytest

        @pytest.mark.webflow_sandbox(empty_titel="stored")
        def test_marked(webflow_sandbox):
            pass
        """
    )
    result = run.runpytest_inprocess()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*there is no assumption 'empty_titel': did you mean 'empty_title'?"])


def test_the_plugin_alone_imports_nothing_but_pytest() -> None:
    code = (
        "import sys, pytest; before = set(sys.modules); import webflow_contract.pytest_plugin; "
        "print(sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['webflow_contract', 'webflow_contract.pytest_plugin']"


def test_the_fixtures_are_listed_for_people(run: pytest.Pytester) -> None:
    listed = run.runpytest_inprocess("--fixtures")
    listed.stdout.fnmatch_lines(["webflow_sandbox --*", "webflow --*", "async_webflow --*", "webflow_base_url --*"])
    listed.stdout.fnmatch_lines(["webflow_suite_sandbox [[]session scope] --*"])
    run.runpytest_inprocess("--markers").stdout.fnmatch_lines(["@pytest.mark.webflow_sandbox(*"])
