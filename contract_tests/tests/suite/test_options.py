"""The options: what they need, what they refuse, and that they are in nobody's way."""

import os
import subprocess
import sys

import pytest

NAMED = {
    "WEBFLOW_BASE_URL": "http://127.0.0.1:9/v2",
    "WEBFLOW_TOKEN": "a-token-that-nobody-has",
    "WEBFLOW_SITE_ID": "5eed0000000000000000a001",
    "WEBFLOW_PAGE_ID": "5eed0000000000000000d003",
}


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """Return a pytest that finds one test, with a service named that is not there."""
    pytester.makeini("[pytest]\naddopts = -p no:schemathesis\n")
    pytester.makepyfile("def test_nothing(): pass")
    for name, value in NAMED.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("WEBFLOW_TOKEN_WITHOUT_WRITE", raising=False)
    return pytester


def refused(run: pytest.Pytester, *arguments: str) -> str:
    """Return the line with which pytest refuses to start."""
    result = run.runpytest_inprocess(*arguments)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    (line,) = [line for line in result.errlines if line.startswith("ERROR: ")]
    assert "Traceback" not in result.stderr.str()
    return line


def test_without_live_nothing_is_asked_for(run: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMED:
        monkeypatch.delenv(name)
    run.runpytest_inprocess().assert_outcomes(passed=1)


def test_variables_that_are_missing_are_named(run: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WEBFLOW_TOKEN")
    monkeypatch.setenv("WEBFLOW_PAGE_ID", "")
    line = refused(run, "--live")
    assert "--live needs WEBFLOW_TOKEN, WEBFLOW_PAGE_ID: 'webflow-contract sandbox' prints all four" in line


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("WEBFLOW_BASE_URL", "http://api.webflow.example/v2", "https"),
        ("WEBFLOW_PAGE_ID", "../sites", "WEBFLOW_PAGE_ID has to be an id"),
        ("WEBFLOW_SITE_ID", "a b", "WEBFLOW_SITE_ID has to be an id"),
        ("WEBFLOW_TOKEN", "a secret\nof two lines", "WEBFLOW_TOKEN: The token is malformed"),
        (
            "WEBFLOW_TOKEN_WITHOUT_WRITE",
            "a secret\nof two lines",
            "WEBFLOW_TOKEN_WITHOUT_WRITE: The token is malformed",
        ),
    ],
)
def test_a_variable_that_is_malformed_is_told(
    run: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    monkeypatch.setenv(name, value)
    line = refused(run, "--live")
    assert told in line
    assert "secret" not in line


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--live-budget", "0"), "--live-budget is a number of requests, 1 or more: 0"),
        (("--live-locale", "not a tag"), "--live-locale: "),
        (("-n", "2"), "--live writes one page, and so runs in one process: add -n 0"),
        (("-n", "1"), "--live writes one page, and so runs in one process: add -n 0"),
    ],
)
def test_an_option_that_cannot_be_is_told(run: pytest.Pytester, arguments: tuple[str, ...], told: str) -> None:
    assert told in refused(run, "--live", *arguments)


def test_a_page_that_was_not_put_back_stops_the_session(run: pytest.Pytester) -> None:
    (run.path / "mine.json").write_text("{}", encoding="utf-8")
    assert "mine.json: an earlier check did not put its page back" in refused(
        run, "--live", "--live-journal", "mine.json"
    )


def test_the_header_says_what_is_asked_and_never_the_token(run: pytest.Pytester) -> None:
    result = run.runpytest_inprocess("--live", "-n", "0")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["webflow-contract: live: http://127.0.0.1:9/v2, page 5eed*d003, at most 100 requests"])
    result.stdout.no_fnmatch_line(f"*{NAMED['WEBFLOW_TOKEN']}*")


TAKEN = {
    "a flag": "parser.addoption('--live', action='store_true')",
    "an option with a value": "parser.addoption('--live', dest='theirs')",
    "one of a group": "parser.getgroup('theirs').addoption('--live', action='store_true', dest='theirs')",
}


@pytest.mark.parametrize("adding", TAKEN.values(), ids=TAKEN)
@pytest.mark.parametrize("where", ["conftest", "plugin"])
def test_an_option_that_somebody_else_has_stays_theirs(
    run: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, adding: str, where: str
) -> None:
    run.makepyfile(**{where: f"def pytest_addoption(parser):\n    {adding}\n"})
    run.syspathinsert()
    also = ("-p", "plugin") if where == "plugin" else ()
    theirs = "--live=x" if "store_true" not in adding else "--live"
    result = run.runpytest_inprocess(*also, theirs)
    result.assert_outcomes(passed=1)
    result.stdout.no_fnmatch_line("webflow-contract: live*")

    ours = run.runpytest_inprocess(*also, "--webflow-live", "--live-budget", "7")
    ours.assert_outcomes(passed=1)
    ours.stdout.fnmatch_lines(["webflow-contract: live: *, at most 7 requests"])


def test_the_options_are_listed(run: pytest.Pytester) -> None:
    listed = run.runpytest_inprocess("--help")
    listed.stdout.fnmatch_lines(["*--webflow-live, --live*", "*--live-budget*", "*--live-locale*", "*--live-journal*"])


def test_a_session_without_the_suite_loads_nothing_of_it(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_nothing():
            libraries = ("webflow_", "hypothesis", "schemathesis", "httpx")
            ours = [name for name in sys.modules if name.startswith(libraries)]
            assert sorted(ours) == ["webflow_contract", "webflow_contract.pytest_plugin"]
        """
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "webflow_contract.pytest_plugin", "--live-budget", "3"],
        cwd=pytester.path,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "1 passed" in done.stdout, done.stdout
