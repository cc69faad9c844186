"""Without ``--live``, the suite asks a sandbox in its own process."""

import pytest

from .conftest import Run

FEW = """
from hypothesis import settings
settings.register_profile("few", max_examples=8)
"""
SMALL_SITE = """
import pytest
from webflow_contract.sandbox import Clock, Sandbox
from webflow_contract.sandbox.seed import read

@pytest.fixture(scope="session")
def webflow_suite_sandbox(tmp_path_factory):
    file = tmp_path_factory.mktemp("seed") / "site.yaml"
    file.write_text(
        "sites: [{displayName: Small, pages: [{title: Home, kind: home}, {title: Us, slug: us, seo: {title: We}}]}]"
    )
    return Sandbox(read(file), rate_limit=60, clock=Clock(running=False))
"""


def test_the_sandbox_keeps_to_the_contract(run: Run, pytester: pytest.Pytester) -> None:
    pytester.makeconftest(FEW)
    done = run("webflow_contract.suite", "--hypothesis-profile", "few")
    done.assert_outcomes(passed=23)
    done.stdout.fnmatch_lines(["webflow-contract: the embedded sandbox: * requests, * of them writes"])
    done.stdout.no_fnmatch_line("*at most*")


def test_fifty_examples_unless_somebody_has_said_how_many(run: Run, pytester: pytest.Pytester) -> None:
    pytester.makeconftest(FEW)
    malformed = ("webflow_contract.suite.test_refusals", "-k", "malformed")
    # Five requests look at site and page.
    run(*malformed).stdout.fnmatch_lines(["webflow-contract: the embedded sandbox: 55 requests, *"])
    few = run(*malformed, "--hypothesis-profile", "few")
    few.stdout.fnmatch_lines(["webflow-contract: the embedded sandbox: 13 requests, *"])


def test_a_sandbox_of_ones_own_is_asked(run: Run, pytester: pytest.Pytester) -> None:
    """One without secondary locales and a second token, and with a quota, which its own clock waits for."""
    pytester.makeconftest(FEW + SMALL_SITE)
    done = run("webflow_contract.suite", "--hypothesis-profile", "few", "-rs")
    done.assert_outcomes(passed=20, skipped=3)
    done.stdout.fnmatch_lines(["*there is no second token*", "*no secondary locale may be written*"])


@pytest.mark.parametrize("library", ["hypothesis", "schemathesis"])
def test_a_missing_library_names_the_extra(run: Run, pytester: pytest.Pytester, library: str) -> None:
    """In a process of its own: here, hypothesis has made its changes to pytest already."""
    pytester.makeconftest(f"import sys\nsys.modules[{library!r}] = None\n")
    plugins = ("-p", "no:hypothesispytest", "-p", "no:schemathesis")
    done = pytester.runpytest_subprocess("--pyargs", "webflow_contract.suite", *plugins)
    assert done.ret == pytest.ExitCode.INTERRUPTED
    lines = [line for line in done.outlines if "is not installed" in line]
    assert lines == [f"{library} is not installed: pip install 'webflow-pages[suite]'"]
    done.stdout.no_fnmatch_line("*Traceback*")
