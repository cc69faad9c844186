"""The workflow at work: what each step runs is run, against a service of this machine."""

import subprocess
from pathlib import Path

import pytest
from attrs import evolve

from webflow_contract.check.coverage import Coverage
from webflow_contract.check.findings import Finding
from webflow_contract.check.report import Report
from webflow_contract.reports.as_json import as_json
from webflow_contract.sandbox import Sandbox
from webflow_contract.workflows import github

from .conftest import Machine
from .runner import Done, Runner

pytestmark = pytest.mark.checkout("builds a wheel of it")

SCAN = "Upload the findings to code scanning"
TELL, OPEN, KEEP = "Tell what is new", "Open an issue", "Keep what has been told"
VERDICT = "Fail for new drift, and where nothing could be judged or the page is not as it was"


def opened(issues: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(issues.glob("*.md"))]


def became(done: Done, *names: str) -> list[str]:
    return [done.outcomes[name] for name in names]


def test_an_issue_is_opened_in_the_first_night_of_a_drift_and_in_no_other(
    runner: Runner, service: Sandbox, drifts: list[str], issues: Path
) -> None:
    first = runner.run("live")
    assert (first.failed, opened(issues)) == (False, []), first.output
    drifts.append("slug-becomes-number")
    second = runner.run("live")
    assert (second.failed, second.code, second.outcomes[VERDICT]) == (True, 1, "failure"), second.output
    third = runner.run("live")
    assert (third.failed, third.outcomes[OPEN]) == (False, "skipped"), third.output

    (issue,) = opened(issues)
    repository, token, title, head, *_, run = issue.strip().splitlines()
    assert (repository, token) == ("shop/site", "github-token-of-the-job")
    assert title == "Webflow no longer keeps to its contract"
    assert head.startswith("## ❌ ")
    assert run == "https://github.com/shop/site/actions/runs/2"
    assert "<code>number 4711</code>" in issue
    assert second.output.count("new   ") == issue.count("### new: ") > 0
    assert "✅ clean" in first.summary
    assert "no new finding" in third.summary
    assert runner.scanned == ["webflow-contract-live"] * 3
    assert (len(runner.caches), runner.artifacts) == (3, {})


def test_what_is_installed_is_the_wheel_and_prints_the_workflow(machine: Machine) -> None:
    command = [machine.python / "webflow-contract", "workflow"]
    printed = subprocess.run(command, env=machine.environment, capture_output=True, text=True, check=True).stdout
    assert printed == github()
    where = [machine.python / "python", "-c", "import webflow_contract; print(webflow_contract.__file__)"]
    found = subprocess.run(where, env=machine.environment, capture_output=True, text=True, check=True).stdout
    assert Path(found).is_relative_to(machine.python.parent)


def test_no_token_is_in_anything_that_a_night_leaves(
    runner: Runner, service: Sandbox, drifts: list[str], issues: Path
) -> None:
    drifts.append("slug-becomes-number")
    done = runner.run("live")
    assert done.failed
    left = [path for path in (*runner.folder.rglob("*"), *issues.iterdir()) if path.is_file()]
    assert {"webflow-contract.report.json", "webflow-contract.sarif", "summary", "0.md"} <= {path.name for path in left}
    everything = "".join([done.output, *(path.read_text(encoding="utf-8") for path in left)])
    assert [name for name, secret in runner.secrets.items() if secret in everything] == []


def test_without_a_token_a_night_fails_and_says_so(runner: Runner, service: Sandbox, issues: Path) -> None:
    runner.secrets.clear()
    done = runner.run("live")
    assert (done.failed, done.code, opened(issues)) == (True, 3, [])
    assert "There is no token" in done.summary
    assert (done.outcomes[SCAN], runner.scanned) == ("skipped", [])


def test_without_its_variables_a_night_fails_and_says_so(runner: Runner) -> None:
    done = runner.run("live")
    assert (done.failed, done.code, runner.caches) == (True, 2, {})
    assert "--site has to be an id" in done.output


def test_a_pull_request_checks_the_sandbox_without_any_secret(runner: Runner) -> None:
    done = runner.run("sandbox", head="shop/site")
    assert not done.failed, done.output
    assert "✅ clean" in done.summary
    assert runner.scanned == ["webflow-contract-sandbox"]


# What a check may come to that takes long to bring about: it is played, and everything else is real

FINDING = Finding("response-property-type-changed", "get-page-metadata", 200, ("slug",), "string", "number 1", "number")
REPORT = Report(
    subject="https://api.webflow.com/v2",
    contract="1.0.0",
    requests=1,
    writes=1,
    restored=True,
    findings=(FINDING,),
    unproven=(),
    coverage=Coverage({"get-page-metadata": {"200": True}}, {}),
    not_judged=None,
)
CLEAN = evolve(REPORT, findings=())


def played(runner: Runner, code: int, report: Report | None, journal: str = "") -> None:
    """Let the check write a report, leave a journal and end with a code."""
    written = {"webflow-contract.sarif": "{}", "webflow-contract.journal.json": journal}
    if report is not None:
        written["webflow-contract.report.json"] = as_json(report)
    runner.play_check(code, {name: text for name, text in written.items() if text})


def test_what_no_issue_could_be_opened_for_is_told_in_the_next_night(runner: Runner, issues: Path) -> None:
    played(runner, 1, REPORT)
    (issues / "closed").touch()
    failed = runner.run("live")
    assert (became(failed, OPEN, KEEP), runner.caches) == (["failure", "skipped"], {})
    (issues / "closed").unlink()
    assert runner.run("live").failed
    assert len(opened(issues)) == 1
    assert not runner.run("live").failed


def test_a_page_that_is_not_as_it_was_fails_the_night_and_leaves_its_journal(runner: Runner, issues: Path) -> None:
    played(runner, 4, evolve(REPORT, restored=False), journal="the journal")
    for _ in range(2):
        done = runner.run("live")
        assert (done.failed, done.code) == (True, 4), done.output
        assert runner.artifacts.pop("webflow-contract-journal-1") == "the journal"
    assert len(opened(issues)) == 1  # what is new is told all the same, and once


def test_what_was_not_judged_is_told_and_closes_nothing_in_code_scanning(runner: Runner, issues: Path) -> None:
    played(runner, 1, evolve(REPORT, not_judged="The service is down."))
    done = runner.run("live")
    assert (done.code, became(done, OPEN, KEEP, SCAN)) == (1, ["success", "success", "skipped"])
    assert "The service is down." in opened(issues)[0]


@pytest.mark.parametrize("code", [2, 127, 143])
def test_a_check_without_a_report_fails_the_night_whatever_lies_about(runner: Runner, issues: Path, code: int) -> None:
    runner.files["webflow-contract.report.json"] = as_json(CLEAN)
    played(runner, code, None, journal="the journal")
    done = runner.run("live")
    assert (done.failed, done.code) == (True, code)
    assert became(done, TELL, OPEN, KEEP, VERDICT) == ["skipped"] * 4
    assert (list(runner.artifacts), opened(issues)) == (["webflow-contract-journal-1"], [])


def test_a_check_that_breaks_down_fails_the_night_whatever_lies_about(runner: Runner) -> None:
    runner.files["webflow-contract.report.json"] = as_json(CLEAN)
    played(runner, 3, None)
    done = runner.run("live")
    assert (done.failed, done.code, done.outcomes[TELL]) == (True, 2, "failure")
    assert "there is no such report" in done.output


def test_a_broken_state_fails_the_night_and_is_not_replaced(runner: Runner) -> None:
    played(runner, 0, CLEAN)
    assert not runner.run("live").failed
    runner.caches = dict.fromkeys(runner.caches, b"{}")
    done = runner.run("live")
    assert (done.failed, done.code, len(runner.caches)) == (True, 2, 1)
    assert "is no state" in done.output


def test_what_is_told_of_one_service_or_page_says_nothing_of_another(runner: Runner, issues: Path) -> None:
    first = {
        "WEBFLOW_BASE_URL": "https://one.example/v2?a,b" + "c" * 600,  # more than a key may be made of
        "WEBFLOW_SITE_ID": "site",
        "WEBFLOW_PAGE_ID": "page",
    }
    nights = [first, *(first | {name: "another"} for name in first), first]
    for variables, news in zip(nights, (1, 2, 3, 4, 4), strict=True):
        runner.variables = variables
        played(runner, 1, evolve(REPORT, subject=variables["WEBFLOW_BASE_URL"]))
        done = runner.run("live")
        assert (done.outcomes[TELL], len(opened(issues))) == ("success", news), done.output
    assert all("," not in key and len(key) <= 512 for key in runner.caches)


@pytest.mark.parametrize("accepts", [True, False])
def test_the_repository_s_baseline_is_taken_where_there_is_one(runner: Runner, accepts: bool) -> None:
    runner.files |= {"webflow-contract.baseline.yaml": "baseline: 1\naccepted: []\n"} if accepts else {}
    played(runner, 0, CLEAN)
    assert not runner.run("live").failed
    (arguments,) = runner.folder.rglob("arguments")
    assert ("--baseline webflow-contract.baseline.yaml" in arguments.read_text(encoding="utf-8")) is accepts


def test_a_clean_sandbox_is_no_failure_where_code_scanning_cannot_be_had(runner: Runner) -> None:
    runner.play_check(0, {})
    fork = runner.run("sandbox", head="stranger/site")
    assert (fork.failed, fork.outcomes[SCAN]) == (False, "skipped")
    without = runner.run("sandbox", head="shop/site")
    assert (without.failed, without.outcomes[SCAN]) == (False, "failure")
    runner.play_check(1, {})
    assert runner.run("sandbox", head="shop/site").failed
