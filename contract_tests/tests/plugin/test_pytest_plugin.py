"""The fixtures as somebody's own tests use them, in a pytest of its own."""

import subprocess
import sys

import pytest

pytest_plugins = ["pytester"]


@pytest.fixture
def run(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makeini("[pytest]\naddopts = --strict-markers -p no:schemathesis\n")
    return pytester


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
    run.runpytest_subprocess().assert_outcomes(passed=2)


def test_faults_are_switched_on_and_nothing_is_waited_for(run: pytest.Pytester) -> None:
    run.makepyfile(
        """
        import pytest
        from webflow_pages import InternalServerError, TransportError

        def test_faults(webflow, webflow_sandbox):
            webflow_sandbox.switches.on("internal-error", times=1)
            with pytest.raises(InternalServerError):
                webflow.pages.get(webflow_sandbox.page_id)
            webflow_sandbox.clock.stop()
            webflow_sandbox.switches.on("stalled")
            with pytest.raises(TransportError):
                webflow.pages.get(webflow_sandbox.page_id)
        """
    )
    run.runpytest_subprocess().assert_outcomes(passed=1)


def test_a_marker_says_what_it_starts_with(run: pytest.Pytester) -> None:
    seed = "sites:\n- displayName: Mine\n  pages:\n  - title: Mine\n    kind: home\n"
    (run.path / "mine.yaml").write_text(seed, encoding="utf-8")
    run.makepyfile(
        """
        import httpx
        import pytest
        from webflow_pages import BadRequestError, TooManyRequestsError

        @pytest.mark.webflow_sandbox(seed="mine.yaml", rate_limit=2, empty_title="stored")
        def test_marked(webflow, webflow_sandbox):
            assert webflow.pages.update(webflow_sandbox.page_id, title="").title == ""
            webflow.pages.get(webflow_sandbox.page_id)
            with pytest.raises(TooManyRequestsError):
                webflow.pages.get(webflow_sandbox.page_id)

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
    run.runpytest_subprocess().assert_outcomes(passed=3)


def test_an_assumption_that_is_none_is_told(run: pytest.Pytester) -> None:
    run.makepyfile(
        """
        import pytest

        @pytest.mark.webflow_sandbox(empty_titel="stored")
        def test_marked(webflow_sandbox):
            pass
        """
    )
    result = run.runpytest_subprocess()
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
    listed = run.runpytest_subprocess("--fixtures")
    listed.stdout.fnmatch_lines(["webflow_sandbox --*", "webflow --*", "webflow_base_url --*"])
    run.runpytest_subprocess("--markers").stdout.fnmatch_lines(["@pytest.mark.webflow_sandbox(*"])
