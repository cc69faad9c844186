"""A patch changes the lines that it is about: every other byte, and every comment, stays where it is."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from webflow_contract import documents
from webflow_contract.contract.locations import Location
from webflow_contract.following.edits import Edit, apply
from webflow_contract.following.errors import FollowingError
from webflow_contract.following.patching import exactly, patch
from webflow_contract.following.writing import written

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "spec" / "openapi.yaml").read_text(encoding="utf-8")
DOCUMENTED = documents.parse(TEXT, "openapi.yaml")
ABOUT = re.compile(r"#c\d+\b")


def edited(text: str, *edits: Edit) -> str:
    document = documents.parse(text, "contract.yaml")
    apply(document, edits)
    return written(text, edits, document)


def sprinkled(text: str) -> str:
    """Put a comment on a line of its own before every line, and one behind what stands on it, where YAML takes them."""
    lines, folded = [], -1
    for number, line in enumerate(text.splitlines()):
        indent = len(line) - len(line.lstrip())
        folded = folded if indent > folded >= 0 else -1
        opens = re.search(r">-?$", line)
        if folded < 0:
            lines.append(f"{' ' * indent}#c{2 * number}")
        if folded >= 0 or opens or not line.strip() or line.lstrip().startswith("#"):
            lines.append(line)
        else:
            lines.append(f"{line}  #c{2 * number + 1}")
        if opens:
            folded = indent
    return "".join(f"{line}\n" for line in lines)


SPRINKLED = sprinkled(TEXT)
LINES = SPRINKLED.splitlines(keepends=True)


def test_comments_are_everywhere_and_say_nothing() -> None:
    assert documents.parse(SPRINKLED, "contract.yaml") == DOCUMENTED
    assert len(ABOUT.findall(SPRINKLED)) > 1000


def begins(node: yaml.Node | None, location: Location = ()) -> Iterator[tuple[Location, int]]:
    """Yield every place of a document with the line, from 0 on, at which it begins."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*location, key.value), key.start_mark.line
            yield from begins(value, (*location, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield (*location, index), value.start_mark.line
            yield from begins(value, (*location, index))


def at(document: Any, location: Location) -> Any:
    for part in location:
        document = document[part]
    return document


BEGINS = {(): 0, **dict(begins(yaml.compose(SPRINKLED, yaml.SafeLoader)))}
PLACES = list(BEGINS)[1:]
BLOCKS = [one for one in PLACES if "[" not in LINES[BEGINS[one[:-1]]]]


def own_lines(location: Location) -> tuple[int, int]:
    """Return the first line of an entry and the one after its last, by indentation, comments at its end left out."""
    first = BEGINS[location]
    indent = len(LINES[first]) - len(LINES[first].lstrip())
    end = first + 1
    for number in range(first + 1, len(LINES)):
        bare = LINES[number].strip()
        if bare.startswith("#") or not bare:
            continue
        if len(LINES[number]) - len(LINES[number].lstrip()) <= indent:
            break
        end = number + 1
    return first, end


def siblings(location: Location) -> int:
    return len(at(DOCUMENTED, location[:-1]))


@given(st.sampled_from(BLOCKS))
@settings(max_examples=40, deadline=None)
def test_what_goes_takes_its_own_lines_and_no_comment_around_it(location: Location) -> None:
    first, end = own_lines(location)
    left = [*LINES[:first], *LINES[end:]]
    result = edited(SPRINKLED, Edit("remove", location)).splitlines(keepends=True)
    is_behind_a_dash = LINES[first].lstrip().startswith("- ") and isinstance(location[-1], str)
    if siblings(location) == 1 or is_behind_a_dash:  # the line of what held it, or the dash, changes
        kept, found = (ABOUT.findall("".join(lines)) for lines in (left, result))
        assert [one for one in found if one in kept] == kept
    else:
        assert result == left


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=200),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from([(), *BLOCKS]), VALUES, st.text(min_size=1, max_size=9))
@settings(max_examples=40, deadline=None)
def test_what_comes_stands_behind_the_last_line_and_every_other_stays(location: Location, value: Any, key: str) -> None:
    holder = at(DOCUMENTED, location)
    if isinstance(holder, list):
        edit = Edit("append", location, value)
    elif isinstance(holder, dict) and key not in holder:
        edit = Edit("set", (*location, key), value)
    else:
        return
    try:
        result = edited(SPRINKLED, edit)
    except FollowingError:
        assert not f"{key}{value}".isprintable()
        return
    assert ABOUT.findall(result) == ABOUT.findall(SPRINKLED)
    if "[" not in LINES[own_lines(location)[0]] and holder:
        _, end = own_lines(location) if location else (0, len(LINES))
        lines = result.splitlines(keepends=True)
        assert lines[:end] == LINES[:end]
        assert lines[len(lines) - len(LINES) + end :] == LINES[end:]


@given(st.sampled_from(PLACES), VALUES)
@settings(max_examples=40, deadline=None)
def test_what_becomes_another_value_keeps_the_comments_around_it(location: Location, value: Any) -> None:
    if isinstance(location[-1], int):
        return
    try:
        result = edited(SPRINKLED, Edit("set", location, value))
    except FollowingError:
        assert not f"{value}".isprintable()
        return
    first, end = own_lines(location)
    kept = ABOUT.findall("".join([*LINES[: first + 1], *LINES[end:]]))
    assert [one for one in ABOUT.findall(result) if one in kept] == kept


@given(st.lists(st.sampled_from(PLACES), min_size=2, max_size=4, unique=True))
@settings(max_examples=25, deadline=None)
def test_several_edits_are_one_after_the_other(locations: list[Location]) -> None:
    # The last first, so that the others are still where they were.
    edits = [Edit("remove", one) for one in sorted(locations, key=PLACES.index, reverse=True)]
    document = deepcopy(DOCUMENTED)
    apply(document, edits)
    assert documents.parse(written(SPRINKLED, edits, document), "contract.yaml") == document


CASES: dict[str, tuple[str, Edit, str]] = {
    "a comment before the next": (
        "a:\n  b: 1\n  # about c\n  c: 2\n",
        Edit("remove", ("a", "b")),
        "a:\n  # about c\n  c: 2\n",
    ),
    "a comment of a section after the last": (
        "a:\n  b: 1\n  c: 2\n# section\nd: 3\n",
        Edit("remove", ("a", "c")),
        "a:\n  b: 1\n# section\nd: 3\n",
    ),
    "before a section": (
        "a:\n  b: 1\n\n# section\nd: 3\n",
        Edit("set", ("a", "c"), {"type": "string"}),
        "a:\n  b: 1\n  c:\n    type: string\n\n# section\nd: 3\n",
    ),
    "the last of a list": (
        "a:\n  - x\n  - y # last\n  # below\nb: 1\n",
        Edit("discard", ("a",), "y"),
        "a:\n  - x\n  # below\nb: 1\n",
    ),
    "the only one of a list": ("a:\n  - x\nb: 1 # b\n", Edit("discard", ("a",), "x"), "b: 1 # b\n"),
    "a list with spaces": ("a: [ 'id' ] # ids\n", Edit("append", ("a",), "b"), "a: [ 'id', b ] # ids\n"),
    "the first on a line": ("a: [ x, y ]\n", Edit("discard", ("a",), "x"), "a: [ y ]\n"),
    "the last on a line": ("a: [ x, y ]\n", Edit("discard", ("a",), "y"), "a: [ x ]\n"),
    "true is not 1": ("a: [1, true]\n", Edit("discard", ("a",), True), "a: [1]\n"),
    "over lines": (
        "a: [\n  x, # one\n  y # other\n]\n",
        Edit("discard", ("a",), "x"),
        "a: [\n  # one\n  y # other\n]\n",
    ),
    "an object on a line": ("a: {b: 1, c: 2}\n", Edit("remove", ("a", "b")), "a: {c: 2}\n"),
    "into an object on a line": ("a: {b: 1}\n", Edit("set", ("a", "c"), "null"), 'a: {b: 1, c: "null"}\n'),
    "into an empty object": ("a: {}\n", Edit("set", ("a", "c"), {"d": 1}), "a: {c: {d: 1}}\n"),
    "into an empty list": ("a: [] # none\n", Edit("append", ("a",), 1), "a: [1] # none\n"),
    "the only one of an object": (
        "a: # a\n  b: 1\n  # b\nc: 2\n",
        Edit("remove", ("a", "b")),
        "a: {} # a\n  # b\nc: 2\n",
    ),
    "the only one behind a dash": (
        "a:\n  - b: 1 # b\n  - c\n",
        Edit("remove", ("a", 0, "b")),
        "a:\n  - {} # b\n  - c\n",
    ),
    "the first behind a dash": ("a:\n  - b: 1\n    c: 2\n", Edit("remove", ("a", 0, "b")), "a:\n  - c: 2\n"),
    "the first behind a dash, and a comment": (
        "a:\n  - b: 1\n    # c\n    c: 2\n",
        Edit("remove", ("a", 0, "b")),
        "a:\n  -\n    # c\n    c: 2\n",
    ),
    "an item behind a dash of its own": (
        "a:\n  - 1\n  -\n    # b\n    b: 1\n  # c\n  - c\n",
        Edit("remove", ("a", 1)),
        "a:\n  - 1\n  # c\n  - c\n",
    ),
    "a folded text": ("a:\n  b: >-\n    x\n    y\n\n  c: 1\n", Edit("remove", ("a", "b")), "a:\n\n  c: 1\n"),
    "after a folded text": (
        "a:\n  b: |\n    x\n# c\nd: 1\n",
        Edit("set", ("a", "e"), 1),
        "a:\n  b: |\n    x\n  e: 1\n# c\nd: 1\n",
    ),
    "nothing as a value": ("a: # a\nb: 1\n", Edit("set", ("a",), ["x"]), "a: [x] # a\nb: 1\n"),
    "a list as a value": ("a: # a\n  - x # x\n# b\nb: 1\n", Edit("set", ("a",), "y"), "a: y # a\n# b\nb: 1\n"),
    "no end of the last line": ("a: 1", Edit("set", ("b",), 2), "a: 1\nb: 2\n"),
    "lines of Windows": ("a:\r\n  b: 1\r\nc: 2\r\n", Edit("set", ("a", "d"), 3), "a:\r\n  b: 1\r\n  d: 3\r\nc: 2\r\n"),
    "a key that has to be quoted": ('a:\n  "200": 1\n', Edit("set", ("a", "409"), 2), 'a:\n  "200": 1\n  "409": 2\n'),
}


@pytest.mark.parametrize(("before", "edit", "after"), CASES.values(), ids=CASES)
def test_an_edit_is_written_as_a_person_would(before: str, edit: Edit, after: str) -> None:
    assert edited(before, edit) == after


def test_what_is_long_or_spelled_oddly_elsewhere_stays() -> None:
    odd = f"a: {'x ' * 100}y\nb: [ 'id',  \"k\" ]\nc:   1.0\nd: ~\n"
    assert edited(odd, Edit("set", ("e",), 1)) == f"{odd}e: 1\n"


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("a: &x\n  b: 1\nc: *x\n", Edit("set", ("a", "d"), 1)),
        ("a:\n  - - 1\n    - 2\n", Edit("remove", ("a", 0, 0))),
        ("a: 1\n", Edit("remove", ("a",))),
        ("a: |+\n  x\n\n", Edit("set", ("b",), 1)),
        ("? a\n: 1\n", Edit("set", ("a",), 2)),
        ("a: [x]\n", Edit("append", ("a",), "\ud800")),
    ],
)
def test_what_cannot_be_written_without_loss_is_refused(text: str, edit: Edit) -> None:
    with pytest.raises(FollowingError, match="might lose something"):
        edited(text, edit)


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_git_applies_the_patch_whatever_ends_a_line(tmp_path: Path, line_break: str) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not here to apply the patch")
    text = TEXT.replace("\n", line_break).replace("In ISO 8601", "in\x85ISO\u2028 8601")
    (tmp_path / "openapi.yaml").write_bytes(text.encode())
    assert exactly(tmp_path / "openapi.yaml") == text
    after = edited(text, Edit("set", ("components", "schemas", "Page", "properties", "kind"), {"type": "string"}))
    (tmp_path / "a.patch").write_bytes(patch("openapi.yaml", text, after).encode())
    subprocess.run(["git", "apply", "a.patch"], cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "openapi.yaml").read_bytes().decode() == after
