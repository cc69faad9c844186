"""JSON: every kind of report keeps to the schema that ships, which says what is always there and no more."""

import json
from importlib import resources
from pathlib import Path

import jsonschema_rs
from hypothesis import given

from webflow_contract.check.report import Report
from webflow_contract.reports.as_json import as_json
from webflow_contract.reports.reading import read

from .conftest import ACCEPTED, DRIFT, KINDS, TRUSTED, finding, reports

SCHEMA = json.loads((resources.files("webflow_contract.reports") / "report.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema_rs.validator_for(SCHEMA)


def test_every_kind_keeps_to_the_schema(report: Report) -> None:
    VALIDATOR.validate(_without_halves(json.loads(as_json(report))))


def test_the_schema_knows_and_asks_for_what_is_written() -> None:
    content = json.loads(as_json(DRIFT))
    assert {*SCHEMA["required"], "register"} == set(SCHEMA["properties"]) == set(content)
    for items, written in (
        ("findings", DRIFT),
        ("accepted", ACCEPTED),
        ("expired", ACCEPTED),
        ("gone", ACCEPTED),
        ("unproven", DRIFT),
        ("register", TRUSTED),
    ):
        content = json.loads(as_json(written))
        (first, *_) = content[items]
        for name in first:
            content[items] = [{other: value for other, value in first.items() if other != name}]
            assert not VALIDATOR.is_valid(content), name
        content[items] = [{**first, "unknown": 1}]
        assert not VALIDATOR.is_valid(content)
        content[items] = [first]
        assert VALIDATOR.is_valid(content)


def test_every_verdict_of_the_schema_is_one_that_is_written() -> None:
    written = {json.loads(as_json(report))["verdict"] for report in KINDS.values()}
    assert written == set(SCHEMA["properties"]["verdict"]["enum"])


def test_what_the_contract_says_on_trust_is_told() -> None:
    told = json.loads(as_json(TRUSTED))["register"]
    assert [(one["name"], one["confidence"]) for one in told] == [
        ("enum-grows", "inferred"),
        ("slug-null", "reported"),
        ("title-null", "reported"),
    ]
    assert list(told[0]) == ["name", "confidence", "what", "date", "source"]


def test_a_report_that_knew_no_register_is_a_report(tmp_path: Path) -> None:
    content = json.loads(as_json(DRIFT))
    del content["register"]
    (tmp_path / "old.json").write_text(json.dumps(content), encoding="utf-8")
    assert len(read(tmp_path / "old.json").findings) == len(DRIFT.findings)


def test_what_is_proven_is_not_in_the_register() -> None:
    content = json.loads(as_json(TRUSTED))
    for name, value, valid in (("confidence", "recorded", False), ("date", "May", False), ("date", "2026", True)):
        content["register"] = [{**content["register"][0], name: value}]
        assert VALIDATOR.is_valid(content) is valid
        content = json.loads(as_json(TRUSTED))


def test_a_pointer_begins_with_a_slash() -> None:
    content = json.loads(as_json(DRIFT))
    for pointer, valid in (("", True), ("/", True), ("/a\nb", True), (None, True), ("slug", False), (1, False)):
        content["findings"][0]["pointer"] = pointer
        assert VALIDATOR.is_valid(content) is valid


@given(reports())
def test_it_is_valid_whatever_the_texts_are(report: Report) -> None:
    content = json.loads(as_json(report).encode())
    VALIDATOR.validate(_without_halves(content))
    written = [(one["id"], one["documented"], one["observed"], one["reproduce"]) for one in content["findings"]]
    assert written == [(one.id, one.documented, one.observed, one.reproduce) for one in report.findings]
    assert [one["pointer"] for one in content["findings"]] == [one.pointer for one in report.findings]


def _without_halves(content: object) -> object:
    """Replace half characters, which JSON can hold and the validator's strings cannot."""
    text = json.dumps(content, ensure_ascii=False)
    return json.loads(text.encode(errors="replace"))


def test_a_place_is_written_as_a_pointer() -> None:
    assert finding(place=("a/b", 0, "c~d")).pointer == "/a~1b/0/c~0d"


def test_half_a_character_of_a_report_is_read_again(tmp_path: Path) -> None:
    # The validator takes none, and a service may answer with one.
    content = json.loads(as_json(DRIFT))
    content["findings"][0]["observed"] = 'string "\ud800"'
    path = tmp_path / "report.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    assert read(path).findings[0].observed == 'string "\ud800"'
