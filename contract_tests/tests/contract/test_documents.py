"""YAML, read strictly and written repeatably."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webflow_contract.documents import dump, line_of, parse, read
from webflow_contract.errors import DocumentError


@pytest.mark.parametrize(
    ("text", "place", "key"),
    [
        ("a: 1\nb: 2\na: 3\n", "3:1", "a"),
        ("a:\n  b: 1\n  b: 1\n", "3:3", "b"),
        ("a: [{b: 1, b: 2}]\n", "1:12", "b"),
        ("a: 1\n'a': 2\n", "2:1", "a"),
        ('{"a": 1, "a": 1}', "1:10", "a"),
    ],
)
def test_a_key_given_twice_is_refused_at_its_place(text: str, place: str, key: str) -> None:
    with pytest.raises(DocumentError, match=rf"^d\.yaml:{place}: not valid YAML: the key '{key}' is there twice$"):
        parse(text, "d.yaml")


def test_a_key_may_be_in_several_objects() -> None:
    assert parse("a: {x: 1}\nb: {x: 2}\n", "d.yaml") == {"a": {"x": 1}, "b": {"x": 2}}


@pytest.mark.parametrize("key", ["200", "1.5", "yes", "null", "~", "[a]", "{a: b}", "? [a]\n"])
def test_a_key_that_is_no_text_is_refused_at_its_place(key: str) -> None:
    with pytest.raises(DocumentError, match=r"^d\.yaml:2:[1-3]: not valid YAML: a key has to be a text: quote it$"):
        parse(f"b: 1\n{key}: 1\n", "d.yaml")


@pytest.mark.parametrize("text", ["a: &x [*x]\n", "a: &x {b: [*x]}\n", "&x a: {b: &y {c: *y}}\n"])
def test_a_value_that_contains_itself_is_refused(text: str) -> None:
    with pytest.raises(DocumentError, match=r"^d\.yaml:1:\d+: not valid YAML: found unconstructable recursive node$"):
        parse(text, "d.yaml")


def test_a_value_may_be_used_twice_and_be_extended() -> None:
    text = "a: &a {x: 1}\nb: *a\nc: {<<: *a, y: 2}\n"
    assert parse(text, "d.yaml") == {"a": {"x": 1}, "b": {"x": 1}, "c": {"x": 1, "y": 2}}


@pytest.mark.parametrize("date", ["2026-02-23", "2026-02-23T15:53:18.252Z", "2026-02-23 15:53:18"])
def test_a_date_stays_the_text_that_it_is(date: str) -> None:
    assert parse(f"read: {date}\n", "d.yaml") == {"read": date}


def test_other_values_keep_their_types() -> None:
    assert parse("a: [1, 1.5, true, null, text, '1']\n", "d.yaml") == {"a": [1, 1.5, True, None, "text", "1"]}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: [1\n", "2:1"),
        ("a: b: c\n", "1:5"),
        ("\ta: 1\n", "1:1"),
        ("a: *nowhere\n", "1:4"),
        ("a: !!python/x 1\n", "1:4"),
    ],
)
def test_broken_yaml_is_refused_at_its_place(text: str, place: str) -> None:
    with pytest.raises(DocumentError, match=rf"^d\.yaml:{place}: not valid YAML: ") as caught:
        parse(text, "d.yaml")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["a: \x00\n", "a: 1\n---\nb: 1\n", "? [a, b]\n: 1\n", "? {a: b}\n: 1\n", "<<: 1\n"])
def test_yaml_that_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(DocumentError, match=r"^d\.yaml.*: not valid YAML: ") as caught:
        parse(text, "d.yaml")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("depth", [100, 5_000, 100_000])
@pytest.mark.parametrize("closed", [True, False])
def test_nesting_too_deep_to_be_read_is_refused(depth: int, closed: bool) -> None:
    text = "{a: " + "[" * depth + ("]" * depth + "}" if closed else "")
    # libyaml reads ahead, and has a limit of its own in its newer versions.
    words = r"nested deeper than 100 levels|exceeded maximum nesting depth"
    with pytest.raises(DocumentError, match=rf"^d\.yaml:1:\d+: not valid YAML: ({words})$"):
        parse(text, "d.yaml")


def test_nesting_that_can_be_read_is_read() -> None:
    assert parse("{a: " + "[" * 99 + "]" * 99 + "}", "d.yaml")


@pytest.mark.parametrize(
    ("text", "kind"),
    [("", "NoneType"), ("- a\n", "list"), ("text\n", "str"), ("7\n", "int"), ("# only this\n", "NoneType")],
)
def test_the_top_level_is_an_object(text: str, kind: str) -> None:
    with pytest.raises(DocumentError, match=rf"^d\.yaml: has to be an object at the top level, and is {kind}$"):
        parse(text, "d.yaml")


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    path.write_text("title: Über\n", encoding="utf-8")
    assert read(path) == {"title": "Über"}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    with pytest.raises(DocumentError) as caught:
        read(path)
    assert str(caught.value) == f"{path}: cannot be read: No such file or directory"


def test_a_folder_is_no_document(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"cannot be read: Is a directory$"):
        read(tmp_path)


def test_a_file_that_is_not_utf_8_is_named_with_the_place(tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    path.write_bytes(b"title: \xdcber\n")
    with pytest.raises(DocumentError) as caught:
        read(path)
    assert str(caught.value) == f"{path}: is not UTF-8 at byte 7"


def test_an_error_in_a_file_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    path.write_text("a: 1\na: 2\n", encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        read(path)
    assert str(caught.value) == f"{path}:2:1: not valid YAML: the key 'a' is there twice"


def test_keys_are_written_in_the_order_of_the_document() -> None:
    assert dump({"b": {"d": 1, "c": [1, {"z": 1, "y": 2}]}, "a": "x"}) == (
        "b:\n  d: 1\n  c:\n    - 1\n    - z: 1\n      y: 2\na: x\n"
    )


def test_a_part_that_is_there_twice_is_written_twice() -> None:
    shared = {"x": [1]}
    assert dump({"a": shared, "b": shared}) == "a:\n  x:\n    - 1\nb:\n  x:\n    - 1\n"


def test_text_is_written_as_it_is() -> None:
    assert dump({"a": "Über 日本"}) == "a: Über 日本\n"


LOOKS_OTHERWISE = [
    "2026-02-23",
    "yes",
    "null",
    "200",
    "1e3",
    "~",
    "",
    " a ",
    "a: b",
    "#",
    "0o7",
    "=",
    "<<",
    "a  b " * 40,
]
TEXTS = st.text(max_size=8) | st.sampled_from(LOOKS_OTHERWISE)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=6
)
DOCUMENTS = st.dictionaries(TEXTS, VALUES, max_size=3)


@pytest.mark.parametrize("text", ["\x85", "a\u2028b", "a\u2029b", "\ufeff", "\r", "\n\n", "\x00", "\x7f", "\U0001f600"])
def test_a_text_with_an_unusual_character_is_read_back(text: str) -> None:
    assert parse(dump({text: text}), "d.yaml") == {text: text}


@given(DOCUMENTS)
@settings(deadline=None)
def test_what_is_written_is_read_back(document: dict[str, Any]) -> None:
    assert parse(dump(document), "d.yaml") == document


@given(DOCUMENTS)
@settings(deadline=None)
def test_the_same_document_gives_the_same_text(document: dict[str, Any]) -> None:
    again = json.loads(json.dumps(document))
    assert dump(again) == dump(document) == dump(parse(dump(document), "d.yaml"))


def test_json_is_read_as_json() -> None:
    text = '{"emoji": "\\ud83d\\ude00", "nel": "a\x85b", "number": 6e1, "control": "\x7f"}'
    assert parse(text, "d.json") == {"emoji": "\U0001f600", "nel": "a\x85b", "number": 60.0, "control": "\x7f"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": 1,\n"b" 2}', r"d\.json:2:5: not valid JSON: "),
        ('{"a": 1, "a": 2}', r"d\.json: not valid JSON: the key 'a' is there twice"),
        ('{"a": ' + "9" * 5000 + "}", r"d\.json: not valid JSON: "),
        ('{"a": ' + "[" * 100_000 + "]" * 100_000 + "}", r"d\.json: not valid JSON: "),
        ("[]", r"d\.json: has to be an object"),
        ("a: 1", r"d\.json:1:1: not valid JSON: "),
    ],
    ids=["colon", "twice", "digits", "depth", "list", "YAML"],
)
def test_what_is_no_json_is_refused(text: str, words: str) -> None:
    with pytest.raises(DocumentError, match=words):
        parse(text, "d.json")


@pytest.mark.parametrize(
    "text",
    ["a: !!int abc", "a: !!timestamp 2001-01-01", "a: !!binary aGk=", "a: !!set {a, b}", "? !!str [a]\n: 1", "a: !x y"],
)
def test_tags_are_refused(text: str) -> None:
    with pytest.raises(
        DocumentError, match=r"^d\.yaml:1:\d+: not valid YAML: a tag such as .* is more than JSON can say$"
    ):
        parse(text, "d.yaml")


def test_a_number_of_thousands_of_digits_is_refused() -> None:
    with pytest.raises(DocumentError, match=r"^d\.yaml: not valid YAML: "):
        parse("a: " + "9" * 5000, "d.yaml")


def test_aliases_are_put_in_and_a_bomb_of_them_is_not() -> None:
    assert parse("a: &x [1, 2]\nb: *x\n", "d.yaml") == {"a": [1, 2], "b": [1, 2]}
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    with pytest.raises(DocumentError, match=r"^d\.yaml:\d:\d+: not valid YAML: aliases make it too large$"):
        parse("\n".join(levels), "d.yaml")


def test_a_line_is_told_where_there_is_one() -> None:
    assert line_of('{"a": "\\ud83d\\ude00"}', ("a",)) is None
    assert line_of("a:\n  - b\n  - c: 1\n", ("a", 1, "c")) == 3
    assert line_of("a: 1\n", ("b", 7)) == 1
