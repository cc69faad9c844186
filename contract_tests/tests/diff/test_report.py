"""What a difference is for programs, and the words that it is told in."""

import io
import json
from typing import Any

import pytest
from rich.console import Console

from webflow_contract.diff.change import Difference
from webflow_contract.documents import Document
from webflow_contract.reports.differences.as_json import as_json
from webflow_contract.reports.differences.brief import sides
from webflow_contract.reports.differences.terminal import show

from .conftest import SCHEMA, VALIDATOR, answer, between, document, parameter, request, revisions

REVISIONS = list(revisions().values())
EVERYTHING = between(REVISIONS[0], REVISIONS[-1])
TEXT = {"type": "string"}


def report(difference: Difference = EVERYTHING) -> Any:
    return json.loads(as_json(difference))


def test_it_keeps_to_the_schema() -> None:
    for old in REVISIONS:
        VALIDATOR.validate(report(between(old, REVISIONS[-1])))


def test_the_schema_asks_for_what_is_written_and_no_more() -> None:
    content = report()
    assert list(content) == SCHEMA["required"] == list(SCHEMA["properties"])
    for name in content:
        assert not VALIDATOR.is_valid({other: value for other, value in content.items() if other != name})
    assert not VALIDATOR.is_valid({**content, "unknown": 1})


@pytest.mark.parametrize("items", ["changes", "notes"])
def test_the_schema_asks_for_each_part_of_what_is_listed(items: str) -> None:
    content = report()
    (first, *_) = content[items]
    for name in first:
        content[items] = [{other: value for other, value in first.items() if other != name}]
        assert not VALIDATOR.is_valid(content), name
    content[items] = [{**first, "unknown": 1}]
    assert not VALIDATOR.is_valid(content)
    content[items] = [first]
    assert VALIDATOR.is_valid(content)


def test_either_every_change_has_a_standing_or_none() -> None:
    content = report()
    first, second, *_ = content["changes"]
    judged = {"standing": "claimed", "deviation": None}
    for changes, valid in (
        ([first | judged, second | judged], True),
        ([first, second], True),
        ([first | judged, second], False),
        ([first | {"standing": "claimed"}], False),
        ([first | judged | {"standing": "other"}], False),
    ):
        assert VALIDATOR.is_valid({**content, "changes": changes}) == valid


def test_pointers_are_pointers() -> None:
    content = report()
    for pointer, valid in (("", True), ("/a", True), (None, True), ("a", False), (1, False)):
        content["changes"][0]["old_pointer"] = pointer
        assert VALIDATOR.is_valid(content) == valid


def test_the_same_difference_is_the_same_text() -> None:
    assert as_json(EVERYTHING) == as_json(between(REVISIONS[0], REVISIONS[-1]))


def test_the_worst_comes_first() -> None:
    levels = [change["level"] for change in report()["changes"]]
    assert levels == sorted(levels, key=["breaking", "warning", "information"].index)
    assert report()["worst"] == "breaking"


def printed(difference: Difference) -> list[str]:
    console = Console(file=io.StringIO(), width=300, highlight=False)
    show(difference, console)
    assert isinstance(console.file, io.StringIO)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


def test_what_is_the_same_in_many_answers_is_told_once() -> None:
    lines = printed(between(REVISIONS[11], REVISIONS[12]))
    assert "  update-page-metadata 400 401 404 429 500, /details/*" in lines
    assert lines[-1] == "5 warning, 5 information; prose differs in 10 places"
    assert len([line for line in lines if "response-property-type-generalized" in line]) == 1


def test_a_level_that_is_not_the_usual_one_is_told() -> None:
    (line,) = (line for line in printed(between(REVISIONS[4], REVISIONS[5])) if line.startswith("warning"))
    assert line.endswith(" (usually breaking)")


def test_what_nobody_notices_is_a_line() -> None:
    lines = printed(between(REVISIONS[7], REVISIONS[8]))
    assert (
        "information response-media-type-added  update-page-metadata 400 401 404 500: nothing → application/json: "
        "object, with code, message, externalReference, details"
    ) in lines


def test_prose_is_told_apart_with_what_is_around() -> None:
    long = "This is what was said of the operation all along, and at some length, too. "
    old, new = document({"description": f"{long}Old. {long}"}), document({"description": f"{long}New. {long}"})
    lines = printed(between(old, new))
    assert "  update-page-metadata, operation: description" in lines
    for sign, word in (("-", "Old"), ("+", "New")):
        (line,) = (line for line in lines if line.startswith(f"    {sign} …"))
        assert f"and at some length, too. {word}. This is what was said" in line
        assert line.endswith("…")
    assert lines[-1] == "no difference for callers of this package; prose differs in 1 place"


def test_an_empty_text_is_seen() -> None:
    lines = printed(between(document({}), document({"example": ""})))
    assert '    + ""' in lines


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (parameter(TEXT), document({}), "optional, string → nothing"),
        (document({}), parameter({"type": "integer"}, required=True), "nothing → required, integer"),
        (request({"type": "object"}), request({"properties": {"a": {**TEXT, "format": "date"}}}), "string (date)"),
        (answer({"type": "object"}), answer({"properties": {"a": {**TEXT, "nullable": True}}}), "string or null"),
        (answer({"type": "object"}), answer({"properties": {"a": {"items": TEXT}}}), "of string"),
        (answer({"type": "object"}), answer({"properties": {"a": {}}}), "nothing → anything"),
        (answer({"type": "object"}), answer({"properties": {"a": {"enum": ["b", "c"]}}}), "nothing → one of b, c"),
        (answer({"type": "object"}), answer({"properties": {"a": {"const": 1}}}), "nothing → only 1"),
        (
            answer({"type": "object"}),
            answer({"properties": {"a": {"anyOf": [TEXT, {"type": "integer"}], "readOnly": True}}}),
            "nothing → string or integer, read-only",
        ),
        (answer(TEXT), answer({**TEXT, "maxLength": 5}), "nothing → 5"),
        (answer(TEXT), answer({**TEXT, "default": ""}), 'nothing → ""'),
        (answer({"type": "boolean"}), answer({"type": "boolean", "default": False}), "nothing → false"),
        (answer(TEXT), answer({"enum": ["a", "b"]}), "nothing → a, b"),
        (answer(TEXT), answer({"type": "number"}), "string → number"),
        (answer(TEXT), answer({**TEXT, "deprecated": True}), ""),
        (answer({"type": "object"}), answer({"type": "object", "additionalProperties": TEXT}), "true → string"),
        (document({"responses": {}}), answer(TEXT), "nothing → application/json: string"),
        (document({"responses": {}}), document({"responses": {"204": {}}}), "nothing → no body"),
        (answer({"default": {"a": 1}, **TEXT}), answer(TEXT), '{"a": 1} → nothing'),
    ],
)
def test_what_was_and_what_is_in_a_few_words(old: Document, new: Document, told: str) -> None:
    (change,) = between(old, new).changes
    assert sides(change).endswith(told)


def test_what_is_long_is_cut() -> None:
    (change,) = between(answer(TEXT), answer({"enum": [f"value-{index}" for index in range(100)]})).changes
    assert len(sides(change)) < 200
    assert sides(change).endswith("…")
