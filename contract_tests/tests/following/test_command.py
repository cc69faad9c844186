"""``webflow-contract propose`` of changes: from a difference to a patch that applies, and what it says beside it."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from webflow_contract import documents
from webflow_contract.commands.app import run
from webflow_contract.documents import Document

from .vendor import DOCUMENTED, PAGE, ROOT, at, differences, in_vendors_style, mutated

Printed = pytest.CaptureFixture[str]
Report = Callable[[Document], dict[str, Any]]


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed) -> Report:
    """Work in a checkout's ``spec/``, and compare the contract there with a document into ``difference.json``."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "spec", "spec")

    def compared(vendor: Document) -> dict[str, Any]:
        Path("old.json").write_text(json.dumps(DOCUMENTED), encoding="utf-8")
        Path("new.json").write_text(json.dumps(vendor), encoding="utf-8")
        run(["diff", "old.json", "new.json", "--json", "difference.json", "--fail-on", "none"])
        capsys.readouterr()
        content: dict[str, Any] = json.loads(Path("difference.json").read_text(encoding="utf-8"))
        return content

    return compared


PROPOSE = ["propose", "all", "--report", "difference.json"]


def test_the_way_from_a_difference_to_a_patch_that_applies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "spec", "spec")
    vendor = in_vendors_style(mutated("property of a page", "refusal"), mutated("property of a page", "refusal"))
    Path("old.json").write_text(json.dumps(in_vendors_style(DOCUMENTED, DOCUMENTED)), encoding="utf-8")
    Path("new.json").write_text(json.dumps(vendor), encoding="utf-8")
    assert run(["diff", "old.json", "new.json", "--json", "difference.json"]) == 0
    capsys.readouterr()
    assert run(["propose", "all", "--report", "difference.json"]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("--- a/spec/openapi.yaml\n+++ b/spec/openapi.yaml\n")
    assert printed.err.count("taken ") == 2
    assert printed.err.count("known ") == 2  # the other operations that answer with a page
    Path("change.patch").write_text(printed.out, encoding="utf-8")
    if shutil.which("git") is None:
        pytest.skip("git is not here to apply the patch")
    subprocess.run(["git", "apply", "change.patch"], check=True, capture_output=True)
    assert differences(documents.read(Path("spec/openapi.yaml")), vendor) == []


def test_ids_that_are_not_there_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "spec", "spec")
    Path("old.json").write_text(json.dumps(DOCUMENTED), encoding="utf-8")
    Path("new.json").write_text(json.dumps(mutated("refusal")), encoding="utf-8")
    assert run(["diff", "old.json", "new.json", "--json", "difference.json"]) == 0
    assert run(["propose", "0123456789ab", "--report", "difference.json"]) == 2
    assert "has no change '0123456789ab': it has 1, such as" in capsys.readouterr().err
    assert run(["propose", "--report", "difference.json"]) == 2
    assert "name the id" in capsys.readouterr().err
    assert run(["propose", "all", "--report", "difference.json", "--root", "nowhere"]) == 2
    assert "nowhere/spec/openapi.yaml: cannot be read" in capsys.readouterr().err


def test_the_same_report_twice_changes_nothing_the_second_time(report: Report, capsys: Printed) -> None:
    report(mutated("parameter"))
    assert run(PROPOSE) == 0
    assert "taken " in capsys.readouterr().err
    report(DOCUMENTED)
    assert run(PROPOSE) == 0
    assert capsys.readouterr() == ("", "The report has no changes: the contract can stay as it is.\n")


def test_all_stands_alone(report: Report, capsys: Printed) -> None:
    (change,) = report(mutated("refusal"))["changes"]
    assert run(["propose", "all", change["id"], "--report", "difference.json"]) == 2
    assert "'all' stands alone" in capsys.readouterr().err


def test_the_ids_that_it_tells_are_those_of_the_report(report: Report, capsys: Printed) -> None:
    (change,) = report(mutated("parameter"))["changes"]
    assert run(["propose", change["id"], "--report", "difference.json"]) == 0
    assert f"taken    {change['id']} {change['rule']}\n" in capsys.readouterr().err


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_the_patch_has_the_ends_of_lines_that_the_checkout_has(
    report: Report, capsys: Printed, line_break: str
) -> None:
    report(mutated("refusal"))
    path = Path("spec/openapi.yaml")
    path.write_bytes(path.read_bytes().replace(b"\n", line_break.encode()))
    assert run(PROPOSE) == 0
    lines = capsys.readouterr().out.splitlines(keepends=True)[2:]
    assert any(line.startswith("+") for line in lines)
    assert {line.endswith("\r\n") for line in lines if not line.startswith("@@")} == {line_break == "\r\n"}


def test_a_deviation_that_the_patch_leaves_nothing_of_is_told(report: Report, capsys: Printed) -> None:
    vendor = mutated()
    at(vendor, *PAGE, "properties").pop("slug")
    report(vendor)
    assert run(PROPOSE) == 0
    told = [line for line in capsys.readouterr().err.splitlines() if line.startswith("in the way")]
    assert len(told) == 1
    assert told[0].startswith("in the way  home-page-slug-null: with the patch, spec/observed.yaml: action 1")
    assert told[0].endswith("matches nothing: correct the target, or delete the action")


def test_what_no_deviation_is_about_is_in_no_way(report: Report, capsys: Printed) -> None:
    report(mutated("refusal"))
    assert run(PROPOSE) == 0
    assert "in the way" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "changes", "told"),
    [
        ("property of a page", {"pointer": ""}, "the report does not say which property"),
        ("property of a page", {"after": "str"}, "the report does not say what the property is"),
        ("header", {"after": None}, "the report does not say what the header is"),
        ("refusal", {"operation": ["x"]}, "is no difference that 'webflow-contract diff --json' wrote"),
        ("refusal", {"operation": "x"}, "the contract has no operation 'x'"),
        ("refusal", {"rule": "no-rule"}, "there is no rule 'no-rule'"),
        ("refusal", {"status": "abc"}, "'abc' is no status"),
        ("refusal", {"after": "\ud800"}, "the report does not say what the answer is"),
    ],
)
def test_a_report_that_somebody_wrote_in_says_what_is_wrong(
    report: Report, capsys: Printed, name: str, changes: dict[str, Any], told: str
) -> None:
    content = report(mutated(name))
    content["changes"] = [{**content["changes"][0], **changes}]
    Path("difference.json").write_text(json.dumps(content), encoding="utf-8")
    assert run(PROPOSE) == 2
    printed = capsys.readouterr()
    assert (printed.out, told in printed.err) == ("", True)


def test_half_a_report_is_none(report: Report, capsys: Printed) -> None:
    Path("broken.json").write_text('{"changes": [{"id": 1}]}', encoding="utf-8")
    assert run(["propose", "all", "--report", "broken.json"]) == 2
    assert "is no difference that 'webflow-contract diff --json' wrote" in capsys.readouterr().err
