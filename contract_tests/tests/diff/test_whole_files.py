"""The file of a whole API, of several megabytes: it is read soon, as JSON and as YAML, and compared in no time."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from webflow_contract.diff.meaning.nodes import Source
from webflow_contract.diff.reading import read
from webflow_contract.documents import parse_foreign
from webflow_contract.errors import DocumentError

from .conftest import between

MEGABYTE = 1_000_000
OPERATIONS = 400

PROPERTIES = "".join(
    f"                  field{index}:\n"
    f"                    type: string\n"
    f"                    format: objectid\n"
    f"                    description: What this field tells, at some length, so that the file is as long as theirs\n"
    f"                    example: 5eed0000000000000000d003\n"
    for index in range(20)
)
SCHEMA = f"""          application/json:
              schema:
                type: object
                properties:
{PROPERTIES}"""
OPERATION = f"""      requestBody:
        content:
{SCHEMA}      responses:
        200:
          description: words
          content:
  {SCHEMA.replace(chr(10), chr(10) + "  ").rstrip()}
        404: {{description: words}}
"""


def whole(path: str) -> str:
    """Return an API of hundreds of operations as YAML, statuses as numbers; one of them is at a path."""
    others = "".join(f"  /things{index}:\n    get:\n{OPERATION}" for index in range(OPERATIONS))
    return f"openapi: 3.1.0\npaths:\n{others}  {path}:\n    put:\n{OPERATION}"


@pytest.fixture(scope="module")
def text() -> str:
    return whole("/pages/{page_id}")


def seconds(place: Path) -> tuple[float, Source]:
    """Return how much of the processor's time reading takes, whatever else the machine does."""
    begin = time.process_time()
    source = read(str(place))
    return time.process_time() - begin, source


def test_it_is_read_and_compared_soon(text: str, tmp_path: Path) -> None:
    assert len(text) > 1.5 * MEGABYTE
    (tmp_path / "api.yaml").write_text(text, encoding="utf-8")
    took, as_yaml = seconds(tmp_path / "api.yaml")
    assert took < 10
    (tmp_path / "api.json").write_text(json.dumps(as_yaml.document), encoding="utf-8")
    took, as_json = seconds(tmp_path / "api.json")
    assert took < 5
    begin = time.process_time()
    difference = between(as_yaml.document, as_json.document)
    assert time.process_time() - begin < 5
    assert difference.compared == ("update-page-metadata",)
    assert (difference.changes, difference.notes) == ((), ())


@pytest.mark.parametrize(
    ("key", "read_as"),
    [("200", "200"), ("1.5", "1.5"), ("yes", "yes"), ("null", "null"), ("0x10", "0x10"), ("2026-02-23", "2026-02-23")],
)
def test_a_key_is_taken_as_it_is_written(key: str, read_as: str) -> None:
    assert parse_foreign(f"{key}: {key}x\n", "d.yaml") == {read_as: f"{key}x"}


@pytest.mark.parametrize("twice", ["a: 1\na: 2\n", "200: 1\n'200': 2\n", '{"a": 1, "a": 2}'])
def test_a_key_given_twice_is_an_error(twice: str) -> None:
    with pytest.raises(DocumentError, match=r"^d\.yaml.*: the key '(a|200)' is there twice$"):
        parse_foreign(twice, "d.yaml")


@pytest.mark.parametrize("text", ["? [a]\n: 1\n", "a: [1\n", "[1]", "{", "a: &x [*x]\n", "a: !!python/x 1\n", ""])
def test_what_is_no_document_is_an_error(text: str) -> None:
    with pytest.raises(DocumentError, match=r"^d\.yaml"):
        parse_foreign(text, "d.yaml")


@pytest.mark.parametrize("text", ['\ufeff{"a": 1}', "\ufeffa: 1\n", ' \n{"a": 1}', "# words\na: 1\n"])
def test_what_stands_before_it_does_not_matter(text: str) -> None:
    assert parse_foreign(text, "d.json") == {"a": 1}


def test_values_keep_their_types() -> None:
    values: dict[str, Any] = {"a": [1, 1.5, True, None, "text", "1"]}
    assert (
        parse_foreign("a: [1, 1.5, true, null, text, '1']\n", "d") == parse_foreign(json.dumps(values), "d") == values
    )
