"""``webflow-contract diff``: its exit codes, what it writes, and what it says when it cannot."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from webflow_contract.commands.app import run
from webflow_contract.documents import Document, dump

from .conftest import VALIDATOR, answer, document, parameter, revisions

Printed = pytest.CaptureFixture[str]

TEXT = {"type": "string"}
PAIRS: dict[str, tuple[Document, Document]] = {
    "breaking": (parameter(TEXT), document({})),
    "warning": (answer({"properties": {"a": TEXT}}), answer({"type": "object"})),
    "information": (document({}), parameter(TEXT)),
    "prose": (document({"description": "first wording"}), document({"description": "second wording"})),
    "nothing": (document({}), document({})),
}
FAILS = {
    "breaking": {"breaking"},
    "warning": {"breaking", "warning"},
    "information": {"breaking", "warning", "information"},
    "none": set[str](),
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run in a folder with each pair of documents, the earlier as JSON and the later as YAML."""
    monkeypatch.chdir(tmp_path)
    for name, (old, new) in PAIRS.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(old), encoding="utf-8")
        (tmp_path / f"{name}.yaml").write_text(dump(new), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("limit", FAILS)
def test_it_fails_from_the_level_on_that_was_named(name: str, limit: str) -> None:
    assert run(["diff", f"{name}.json", f"{name}.yaml", "--fail-on", limit]) == (name in FAILS[limit])


@pytest.mark.parametrize("name", PAIRS)
def test_it_fails_on_what_is_breaking_unless_told(name: str) -> None:
    assert run(["diff", f"{name}.json", f"{name}.yaml"]) == (name == "breaking")


@pytest.mark.parametrize("name", PAIRS)
def test_the_report_keeps_to_its_schema(name: str, folder: Path) -> None:
    run(["diff", f"{name}.json", f"{name}.yaml", "--json", "report.json"])
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    VALIDATOR.validate(report)
    assert (report["old"], report["new"]) == (f"{name}.json", f"{name}.yaml")
    assert report["worst"] == (name if name in FAILS["information"] else None)
    assert bool(report["notes"]) == (name == "prose")


def test_it_prints_what_an_owner_of_the_api_has_to_know(capsys: Printed) -> None:
    assert run(["diff", "breaking.json", "breaking.yaml"]) == 1
    first, compared, _, _, head, where, meaning, sides, place, _, summary = capsys.readouterr().out.splitlines()
    assert first == "breaking.json → breaking.yaml"
    assert compared == "  compared: update-page-metadata"
    assert head.startswith("breaking request-parameter-removed ")
    assert where == "  update-page-metadata, parameter query localeId"
    assert meaning.startswith("  A parameter is sent that is no longer known; ")
    assert sides == "  optional, string → nothing"
    assert place == "  was at /paths/~1pages~1{page_id}/put/parameters/0"
    assert summary == "1 breaking"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ([], "name two documents: webflow-contract diff OLD NEW"),
        (["nothing.json"], "name two documents: webflow-contract diff OLD NEW"),
        (["none.json", "nothing.yaml"], "none.json: cannot be read: No such file or directory"),
        (["nothing.json", "."], ".: cannot be read: Is a directory"),
        (["nothing.json", "broken.json"], "broken.json:1:2: not valid JSON: "),
        (["nothing.json", "broken.yaml"], "broken.yaml:2:1: not valid YAML: "),
        (["nothing.json", "list.yaml"], "list.yaml: has to be an object at the top level, and is list"),
        (["nothing.json", "latin.yaml"], "latin.yaml: is not UTF-8 at byte 0"),
        (["nothing.json", "swagger.yaml"], "swagger.yaml: is no OpenAPI 3 document"),
        (["other.yaml", "other.yaml"], "other.yaml and other.yaml: neither has an operation of this package (GET "),
        (["nothing.json", "http://example.com/a"], "http://example.com/a: has to be an https address, or a path"),
        (["nothing.json", "nothing.yaml", "--json", "none/report.json"], "none/report.json: the report cannot be"),
        (["nothing.json", "nothing.yaml", "--json", "."], ".: the report cannot be written: it is a folder"),
        (["nothing.json", "nothing.yaml", "--fail-on", "bad"], "Invalid value"),
        (["nothing.json", "nothing.yaml", "--root", "."], "--root says where the contract is, which goes with"),
        (["nothing.json", "nothing.yaml", "nothing.yaml"], "Unused Tokens"),
        (
            ["nothing.json", "nothing.yaml", "--against-vendor", "nothing.yaml"],
            "--against-vendor takes the place of OLD and NEW: leave them out",
        ),
        (["--against-vendor", "nothing.yaml"], "spec: there is no such folder: run it in a checkout"),
        (["--against-vendor", "none.yaml", "--root", "none"], "none.yaml: cannot be read: No such file or directory"),
    ],
)
def test_what_cannot_be_done_is_usage(arguments: list[str], problem: str, folder: Path, capsys: Printed) -> None:
    for name, content in {
        "broken.json": b"{",
        "broken.yaml": b"a: [\n",
        "list.yaml": b"- a\n",
        "latin.yaml": b"\xe9\xe9",
        "swagger.yaml": b"swagger: '2.0'\n",
        "other.yaml": b"openapi: 3.1.0\npaths: {/other: {get: {}}}\n",
    }.items():
        (folder / name).write_bytes(content)
    assert run(["diff", *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    (line,) = printed.err.splitlines()
    assert line.startswith("webflow-contract: ")
    assert problem in line


def test_a_report_is_replaced_as_a_whole(folder: Path) -> None:
    report = folder / "report.json"
    report.write_text("old" * 10_000, encoding="utf-8")
    run(["diff", "nothing.json", "nothing.yaml", "--json", "report.json"])
    assert json.loads(report.read_text(encoding="utf-8"))["changes"] == []


def test_the_revisions_of_the_vendor_as_files(folder: Path, capsys: Printed) -> None:
    for number, one in enumerate(revisions().values()):
        (folder / f"{number}.yaml").write_text(dump(one), encoding="utf-8")
    codes = [run(["diff", f"{number}.yaml", f"{number + 1}.yaml"]) for number in range(13)]
    assert codes == [int(number == 10) for number in range(13)]
    assert capsys.readouterr().err == ""


def test_a_process_of_its_own(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "webflow_contract", "diff", "warning.json", "warning.yaml", "--fail-on", "warning"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert "warning response-optional-property-removed" in done.stdout


def test_the_report_is_the_same_in_every_process(folder: Path) -> None:
    names = [f"name{index}" for index in range(8)]
    new = document(
        {
            "security": [{name: ["b", "a"]} for name in names],
            "description": "words",
            "parameters": [{"name": name, "in": "query", "description": "words"} for name in names],
            "responses": {
                "200": {"headers": {name: {} for name in names}, "x-presence": dict.fromkeys(names, "always")}
            },
        }
    )
    old = document(
        {
            "security": [{f"other{name}": []} for name in names],
            "parameters": [{"name": name, "in": "query"} for name in names],
            "responses": {"200": {"headers": {name: {} for name in names}}},
        }
    )
    (folder / "old.json").write_text(json.dumps(old), encoding="utf-8")
    (folder / "new.json").write_text(json.dumps(new), encoding="utf-8")
    told = set[str]()
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "webflow_contract", "diff", "old.json", "new.json", "--json", "report.json"]
        subprocess.run(command, cwd=folder, env={**os.environ, "PYTHONHASHSEED": seed}, check=False, timeout=60)
        told.add((folder / "report.json").read_text(encoding="utf-8"))
    assert len(told) == 1


def test_what_a_terminal_would_obey_is_shown(folder: Path, capsys: Printed) -> None:
    new = document({"description": "\x1b[31mred\u202e", "tags": ["\x1b[31m"]})
    (folder / "new.json").write_text(json.dumps(new), encoding="utf-8")
    assert run(["diff", "nothing.json", "new.json"]) == 0
    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    assert "\\u001b[31mred\\u202e" in printed


def test_half_a_character_is_written_and_printed(folder: Path, capsys: Printed) -> None:
    (folder / "new.json").write_text(json.dumps(document({"tags": ["\ud800"]})), encoding="utf-8")
    assert run(["diff", "nothing.json", "new.json", "--json", "report.json"]) == 0
    assert "\\ud800" in capsys.readouterr().out
    report: Any = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert report["changes"][0]["after"] == "\ud800"
