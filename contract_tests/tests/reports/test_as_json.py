"""JSON: every kind of report keeps to the schema that ships, which says what is always there and no more."""

import json
from importlib import resources

import jsonschema_rs
from hypothesis import given

from webflow_contract.check.report import Report
from webflow_contract.reports.as_json import as_json

from .conftest import ACCEPTED, DRIFT, KINDS, finding, reports

SCHEMA = json.loads((resources.files("webflow_contract.reports") / "report.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema_rs.validator_for(SCHEMA)


def test_every_kind_keeps_to_the_schema(report: Report) -> None:
    VALIDATOR.validate(_without_halves(json.loads(as_json(report))))


def test_the_schema_knows_and_asks_for_what_is_written() -> None:
    content = json.loads(as_json(DRIFT))
    assert set(SCHEMA["required"]) == set(SCHEMA["properties"]) == set(content)
    for items, written in (
        ("findings", DRIFT),
        ("accepted", ACCEPTED),
        ("expired", ACCEPTED),
        ("gone", ACCEPTED),
        ("unproven", DRIFT),
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
