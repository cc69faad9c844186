"""``webflow-contract alert`` as people run it: its exit codes, its files, and what it leaves alone."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from webflow_contract.alerting import keeping
from webflow_contract.alerting.state import Known, State
from webflow_contract.check.coverage import Coverage
from webflow_contract.check.findings import Finding
from webflow_contract.check.report import Report
from webflow_contract.commands.app import run
from webflow_contract.reports.as_json import as_json

from .conftest import CURL, OPERATION, SUBJECT, seen


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def finding(place: str) -> Finding:
    return Finding("response-property-type-changed", OPERATION, 200, (place,), "string", "number 4711", "number", CURL)


FIRST, SECOND = finding("slug"), finding("title")
ONE, TWO = FIRST.id, SECOND.id
CLEAN = Report(
    subject=SUBJECT,
    contract="1.0.0",
    requests=1,
    writes=0,
    restored=None,
    findings=(),
    unproven=(),
    coverage=Coverage({OPERATION: {"200": True}}, {}),
    not_judged=None,
)


def report(*findings: Finding, **changes: Any) -> None:
    Path("drift.json").write_text(as_json(evolve(CLEAN, findings=findings, **changes)), encoding="utf-8")


def alert(*more: str, state: str = "state.json") -> int:
    return run(["alert", "--report", "drift.json", "--state", state, *more])


def days_ago(number: float) -> datetime:
    return datetime.now(UTC).replace(microsecond=0) - timedelta(number)


def missing_for(days: float, updated: float = 0.5) -> None:
    known = Known(seen(ONE), days_ago(9), days_ago(days + 1), days_ago(9), missing_since=days_ago(days))
    Path("state.json").write_text(keeping.as_json(State(SUBJECT, days_ago(updated), {ONE: known})), encoding="utf-8")


def test_new_drift_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    report(FIRST)
    assert (alert(), alert()) == (1, 0)
    out, err = capsys.readouterr()
    assert err == ""
    assert out.count(f"new   {ONE}  breaking  response-property-type-changed") == 1
    assert "  documented string -> observed number 4711\n  curl -i -H" in out
    assert "1 known and still there" in out
    report(FIRST, SECOND)
    assert alert() == 1
    report()
    assert alert() == 0


@pytest.mark.parametrize(("days", "is_gone"), [(1.9, False), (2.1, True)])
def test_gone_is_told_after_two_days_by_the_clock(
    days: float, is_gone: bool, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    missing_for(days)
    report()
    assert alert() == 0
    assert (f"gone  {ONE}" in capsys.readouterr().out) is is_gone
    report(FIRST)
    assert alert() == int(is_gone)


def test_a_state_from_the_future_tells_nothing_wrongly(capsys: pytest.CaptureFixture[str]) -> None:
    missing_for(-5, updated=-6)
    report()
    assert (alert(), alert()) == (0, 0)
    assert "gone  " not in capsys.readouterr().out
    report(FIRST, SECOND)
    assert alert() == 1
    assert f"new   {ONE}" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"not_judged": "There is no token: set WEBFLOW_TOKEN."}, 3),
        ({"restored": False}, 4),
    ],
)
def test_a_run_that_was_not_whole_keeps_its_exit_code(
    changes: dict[str, Any], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    missing_for(9)
    report(**changes)
    assert alert() == code
    assert "gone  " not in capsys.readouterr().out
    report(SECOND, **changes)
    assert alert() == (4 if code == 4 else 1)
    assert f"new   {TWO}" in capsys.readouterr().out
    assert alert() == code


def test_it_is_written_for_programs_and_as_markdown(folder: Path) -> None:
    report(FIRST)
    assert alert("--json", "alert.json", "--markdown", "alert.md") == 1
    assert [one["id"] for one in json.loads((folder / "alert.json").read_text(encoding="utf-8"))["new"]] == [ONE]
    assert (folder / "alert.md").read_text(encoding="utf-8").startswith("## ❌ 1 new finding\n")
    assert sorted(path.name for path in folder.iterdir()) == ["alert.json", "alert.md", "drift.json", "state.json"]


@pytest.mark.parametrize("text", ["", "{}", '{"schema": 2}', json.dumps({"schema": 1, "runs": 3, "always": {}})])
def test_what_is_no_state_is_left_alone(text: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "state.json").write_text(text, encoding="utf-8")
    report(FIRST)
    assert alert() == 2
    assert (folder / "state.json").read_text(encoding="utf-8") == text
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("webflow-contract: state.json: is no state")


def test_a_report_of_another_subject_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report(FIRST)
    assert alert() == 1
    before = (folder / "state.json").read_bytes()
    report(SECOND, subject="http://127.0.0.1/v2")
    assert alert() == 2
    assert "keep a state for each" in capsys.readouterr().err
    assert (folder / "state.json").read_bytes() == before


def test_a_first_run_that_was_not_judged_does_not_hold_to_its_address() -> None:
    report(not_judged="There is no token: set WEBFLOW_TOKEN.")
    assert alert() == 3
    for code in (1, 0):
        report(FIRST, subject="https://service.example/v2")
        assert alert() == code


def test_no_report_is_an_error_and_no_silence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert alert() == 2
    assert "drift.json: there is no such report" in capsys.readouterr().err
    assert not (folder / "state.json").exists()


@pytest.mark.parametrize(
    ("more", "state", "problem"),
    [
        ((), "drift.json", "--report and --state name the same file"),
        (("--json", "state.json"), "state.json", "--state and --json name the same file"),
        (("--markdown", "nowhere/a.md"), "state.json", "there is no folder"),
        ((), "nowhere/state.json", "the state cannot be written: there is no folder"),
        ((), ".", "it is a folder"),
    ],
)
def test_files_that_cannot_be_written_are_told_before_anything_else(
    more: tuple[str, ...], state: str, problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    report(FIRST)
    assert alert(*more, state=state) == 2
    out, err = capsys.readouterr()
    assert (out, problem in err) == ("", True)


def test_what_could_not_be_told_is_told_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    report(FIRST)
    Path("full").symlink_to("/dev/full")
    assert alert("--markdown", "full") == 2
    assert not (folder / "state.json").exists()
    assert alert() == 1
    known = keeping.read(folder / "state.json")
    assert known is not None
    assert list(known.known) == [ONE]
