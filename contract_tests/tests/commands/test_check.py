"""``webflow-contract check``: what it prints, writes and exits with."""

import json
from pathlib import Path
from typing import Any

import pytest

from webflow_contract.carriers.server import running
from webflow_contract.drifts import drifting
from webflow_contract.sandbox import Sandbox

from .conftest import Run, Serve

Arguments = tuple[str, ...]


@pytest.fixture
def service(sandbox: Sandbox, base_url: str) -> Arguments:
    return ("check", "--base-url", base_url, "--site", sandbox.site_id, "--page", sandbox.page_id)


@pytest.fixture
def drifted(sandbox: Sandbox, port: Serve, request: pytest.FixtureRequest) -> Arguments:
    url = port(drifting(sandbox, [request.param]))
    return ("check", "--base-url", url, "--site", sandbox.site_id, "--page", sandbox.page_id)


def test_the_embedded_sandbox_is_clean_whatever_the_environment_says(here: Run) -> None:
    done = here("check", WEBFLOW_BASE_URL="http://127.0.0.1:1/v2", WEBFLOW_TOKEN="not the sandbox's")
    assert (done.returncode, done.stderr) == (0, "")
    assert "against the embedded sandbox" in done.stdout
    assert "clean" in done.stdout.splitlines()[-1]


def test_a_served_sandbox_is_clean_and_as_it_was(
    run: Run, sandbox: Sandbox, service: Arguments, tmp_path: Path
) -> None:
    environment = {"WEBFLOW_TOKEN": sandbox.token, "WEBFLOW_TOKEN_WITHOUT_WRITE": sandbox.tokens["without-pages-write"]}
    done = run(*service, "--locale", "fr_FR", "--json", "report.json", **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((tmp_path / "report.json").read_text())
    assert (report["verdict"], report["restored"], report["findings"]) == ("clean", True, [])
    assert 0 < report["writes"] < report["requests"] <= 40
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


@pytest.mark.parametrize(
    ("drifted", "rule", "pointer"),
    [
        ("slug-becomes-number", "response-property-type-changed", "/slug"),
        ("title-removed", "response-optional-property-removed", "/title"),
        ("seo-becomes-null", "response-property-became-nullable", "/seo"),
        ("page-gains-field", "response-optional-property-added", "/noIndex"),
        ("update-answers-201", "response-success-status-added", None),
        ("update-ignored", "update-not-echoed", "/title"),
        ("authentication-ignored", "authentication-ignored", None),
    ],
    indirect=["drifted"],
)
def test_a_drifted_service_is_found(
    here: Run, sandbox: Sandbox, drifted: Arguments, rule: str, pointer: str | None, tmp_path: Path
) -> None:
    done = here(*drifted, "--json", "report.json", WEBFLOW_TOKEN=sandbox.token)
    assert done.returncode == 1, done.stderr
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["verdict"] == "drift"
    assert (rule, pointer) in {(finding["rule"], finding["pointer"]) for finding in report["findings"]}
    assert rule in done.stdout
    assert "curl " in done.stdout
    assert sandbox.token not in done.stdout + done.stderr + (tmp_path / "report.json").read_text()


def test_the_curl_command_of_a_finding_shows_the_drift_again(here: Run, sandbox: Sandbox, tmp_path: Path) -> None:
    with running(drifting(sandbox, ["slug-becomes-number"])) as url:
        arguments = ("check", "--base-url", url, "--site", sandbox.site_id, "--page", sandbox.page_id)
        here(*arguments, "--json", "report.json", WEBFLOW_TOKEN=sandbox.token)
        (command,) = {
            finding["reproduce"]
            for finding in json.loads((tmp_path / "report.json").read_text())["findings"]
            if finding["operation"] == "get-page-metadata"
        }
    assert command == f'curl -i -H "Authorization: Bearer $WEBFLOW_TOKEN" "{url}/pages/{sandbox.page_id}"'


def test_without_a_token_nothing_is_judged_and_the_report_is_written(
    here: Run, service: Arguments, tmp_path: Path
) -> None:
    done = here(*service, "--json", "report.json")
    assert done.returncode == 3
    assert "set WEBFLOW_TOKEN" in done.stdout
    report = json.loads((tmp_path / "report.json").read_text())
    assert (report["verdict"], report["requests"], report["restored"]) == ("inconclusive", 0, None)


@pytest.mark.parametrize("token", ["wrong-token", "revoked"])
def test_a_refused_token_judges_nothing(here: Run, service: Arguments, token: str) -> None:
    done = here(*service, WEBFLOW_TOKEN=token)
    assert (done.returncode, token in done.stdout + done.stderr) == (3, False)


def test_an_unreachable_service_judges_nothing(here: Run) -> None:
    done = here("check", "--base-url", "http://127.0.0.1:1/v2", "--site", "s", "--page", "p", WEBFLOW_TOKEN="token")
    assert done.returncode == 3
    assert "http://127.0.0.1:1 does not answer" in done.stdout


def test_a_page_that_is_gone_judges_nothing(here: Run, sandbox: Sandbox, service: Arguments) -> None:
    done = here(*service[:-1], "0" * 24, WEBFLOW_TOKEN=sandbox.token)
    assert done.returncode == 3
    assert "The page is gone (404)" in done.stdout


def test_an_open_journal_stops_the_check_before_it_writes(
    here: Run, sandbox: Sandbox, service: Arguments, tmp_path: Path
) -> None:
    (tmp_path / "webflow-contract.journal.json").write_text("{}")
    done = here(*service, "--json", "report.json", WEBFLOW_TOKEN=sandbox.token)
    assert done.returncode == 3
    assert "webflow-contract restore" in done.stdout
    assert json.loads((tmp_path / "report.json").read_text())["writes"] == 0
    assert (tmp_path / "webflow-contract.journal.json").read_text() == "{}"


USAGE: dict[str, tuple[Arguments, str]] = {
    "an unknown option": (("check", "--nope"), "--nope"),
    "no page": (("check", "--base-url", "http://127.0.0.1:1/v2", "--site", "s"), "--page"),
    "a page without a service": (("check", "--page", "p"), "--base-url"),
    "a journal without a service": (("check", "--journal", "j"), "--base-url"),
    "http elsewhere": (("check", "--base-url", "http://example.com/v2", "--site", "s", "--page", "p"), "https"),
    "no URL": (("check", "--base-url", "nonsense", "--site", "s", "--page", "p"), "base URL"),
    "a path for an id": (("check", "--base-url", "http://127.0.0.1:1/v2", "--site", "s", "--page", "../x"), "--page"),
    "a report in no folder": (("check", "--json", "no/such/report.json"), "no/such/report.json"),
    "a report in the place of a folder": (("check", "--json", "."), "folder"),
}


@pytest.mark.parametrize(("arguments", "said"), USAGE.values(), ids=USAGE)
def test_wrong_usage_is_one_line_on_stderr(here: Run, arguments: Arguments, said: str) -> None:
    done = here(*arguments, WEBFLOW_TOKEN="token")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("webflow-contract: ")
    assert said in done.stderr


@pytest.mark.parametrize("name", ["WEBFLOW_TOKEN", "WEBFLOW_TOKEN_WITHOUT_WRITE"])
def test_a_malformed_token_is_named_and_not_shown(here: Run, service: Arguments, name: str) -> None:
    environment: dict[str, Any] = {"WEBFLOW_TOKEN": "token", name: "geheim\nX-Evil: yes"}
    done = here(*service, **environment)
    assert done.returncode == 2
    assert name in done.stderr
    assert "geheim" not in done.stderr + done.stdout


@pytest.mark.parametrize("locale", ["!!", "not a tag", ""])
def test_a_malformed_locale_is_refused_before_anything_is_sent(here: Run, service: Arguments, locale: str) -> None:
    done = here(*service, "--locale", locale, WEBFLOW_TOKEN="token")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert "BCP 47" in done.stderr
