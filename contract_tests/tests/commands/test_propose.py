"""``webflow-contract propose``: what it prints can be pasted, and what it cannot print it explains."""

import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from webflow_contract.carriers.server import running
from webflow_contract.commands.app import run as run_here
from webflow_contract.drifts import drifting
from webflow_contract.sandbox import Sandbox

from .conftest import Run

ROOT = Path(__file__).parents[3]
DRIFTS = ["slug-becomes-number", "update-ignored"]
Printed = pytest.CaptureFixture[str]


@pytest.fixture
def ids(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Check a sandbox that has drifted, and return the id of a finding of each rule."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WEBFLOW_TOKEN", sandbox.token)
    with running(drifting(sandbox, DRIFTS)) as url:
        check = ["check", "--base-url", url, "--site", sandbox.site_id, "--page", sandbox.page_id]
        assert run_here([*check, "--json", "report.json"]) == 1
    findings = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["findings"]
    return {finding["rule"]: finding["id"] for finding in findings}


def test_what_is_printed_is_pasted_and_the_contract_is_valid(here: Run, ids: dict[str, str], tmp_path: Path) -> None:
    shutil.copytree(ROOT / "spec", tmp_path / "spec")
    before = here("validate").stdout
    done = here("propose", ids["response-property-type-changed"], "--report", "report.json", "--seen", "2026-11-25")
    assert done.returncode == 0, done.stderr
    with (tmp_path / "spec" / "observed.yaml").open("a", encoding="utf-8") as observed:
        observed.write(f"\n{done.stdout}")
    after = here("validate")
    assert after.returncode == 0, after.stderr
    count = int(before.split()[-5])
    assert f"{count} deviations" in before
    assert f"{count + 1} deviations" in after.stdout
    assert "make generate" in done.stderr
    assert "date: '2026-11-25'" in done.stdout


def test_without_a_day_it_is_today_s_and_says_so(ids: dict[str, str], capsys: Printed) -> None:
    capsys.readouterr()
    command = ["propose", ids["response-property-type-changed"], "--report", "report.json"]
    assert run_here(command) == 0
    today = datetime.now(UTC).date()
    output = capsys.readouterr()
    assert f"date: '{today}'" in output.out
    assert "The date is today's" in output.err
    assert run_here([*command, "--seen", str(today)]) == 0
    assert "The date is today's" not in capsys.readouterr().err


def test_what_was_seen_on_this_machine_is_said_to_prove_nothing(ids: dict[str, str], capsys: Printed) -> None:
    capsys.readouterr()
    assert run_here(["propose", ids["response-property-type-changed"], "--report", "report.json"]) == 0
    output = capsys.readouterr()
    assert "source: webflow-contract check against http://127.0.0.1:" in " ".join(output.out.split())
    assert "confidence: inferred" in output.out
    assert "says nothing of Webflow" in output.err


def test_behaviour_cannot_be_proposed(ids: dict[str, str], capsys: Printed) -> None:
    capsys.readouterr()
    assert run_here(["propose", ids["update-not-echoed"], "--report", "report.json"]) == 2
    output = capsys.readouterr()
    assert (output.out, len(output.err.splitlines())) == ("", 1)
    assert "no OpenAPI Overlay can say what update-not-echoed is about" in output.err
    assert "webflow-contract baseline add" in output.err


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        ("yesterday", "--seen: 'yesterday' is no day"),
        (str(datetime.now(UTC).date() + timedelta(2)), "has not come yet"),
    ],
)
def test_a_day_on_which_nothing_can_have_been_seen_is_refused(
    ids: dict[str, str], capsys: Printed, seen: str, said: str
) -> None:
    capsys.readouterr()
    command = ["propose", ids["response-property-type-changed"], "--report", "report.json", "--seen", seen]
    assert run_here(command) == 2
    output = capsys.readouterr()
    assert (output.out, said in output.err) == ("", True)


def test_an_unknown_id_names_near_ones(ids: dict[str, str], capsys: Printed) -> None:
    wanted = ids["response-property-type-changed"]
    capsys.readouterr()
    assert run_here(["propose", wanted[:5], "--report", "report.json"]) == 2
    assert f"did you mean {wanted} (response-property-type-changed" in capsys.readouterr().err


def test_a_lost_report_is_one_line(capsys: Printed) -> None:
    assert run_here(["propose", "90a31a99c15a", "--report", "lost.json"]) == 2
    assert "lost.json: cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_a_patch_of_what_is_observed_applies(
    ids: dict[str, str], tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], line_break: str
) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not here to apply the patch")
    observed = shutil.copytree(ROOT / "spec", tmp_path / "spec") / "observed.yaml"
    before = observed.read_bytes().replace(b"\n", line_break.encode())
    observed.write_bytes(before)
    capsysbinary.readouterr()
    wanted = ids["response-property-type-changed"]
    assert run_here(["propose", wanted, "--report", "report.json", "--patch"]) == 0
    (tmp_path / "a.patch").write_bytes(capsysbinary.readouterr().out)
    subprocess.run(["git", "apply", "a.patch"], cwd=tmp_path, check=True, capture_output=True)
    after = observed.read_bytes()
    assert after.startswith(before)
    assert after.count(b"\r\n") == (after.count(b"\n") if line_break == "\r\n" else 0)
    assert run_here(["validate", "--root", str(tmp_path)]) == 0


def with_more_at_the_end(text: str) -> str:
    return f"{text}x-more: true\n"


def indented_otherwise(text: str) -> str:
    head, opens, actions = text.partition("\nactions:\n")
    return head + opens + "".join(f"  {line}" for line in actions.splitlines(keepends=True))


@pytest.mark.parametrize("written", [with_more_at_the_end, indented_otherwise])
def test_what_a_patch_of_what_is_observed_would_break_is_told(
    ids: dict[str, str], tmp_path: Path, capsys: Printed, written: Callable[[str], str]
) -> None:
    observed = shutil.copytree(ROOT / "spec", tmp_path / "spec") / "observed.yaml"
    observed.write_text(written(observed.read_text(encoding="utf-8")), encoding="utf-8")
    capsys.readouterr()
    command = ["propose", ids["response-property-type-changed"], "--report", "report.json", "--patch"]
    assert run_here(command) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert "leave out --patch, and paste what is printed then" in output.err
