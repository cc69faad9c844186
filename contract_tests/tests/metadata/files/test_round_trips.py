"""What is written is what is read, whatever the texts are, in both forms."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from webflow_pages.metadata.errors import FileError
from webflow_pages.metadata.fields import MIRROR, Value
from webflow_pages.metadata.files.cells import cell_of, guarded, unguarded, value_of
from webflow_pages.metadata.files.page_files import read_page_file
from webflow_pages.metadata.files.reading import read_wanted
from webflow_pages.metadata.files.rendering import in_braces, lines_of, page_tree
from webflow_pages.metadata.files.scalars import spelled
from webflow_pages.metadata.files.writing import write_files
from webflow_pages.metadata.mistakes import Mistakes
from webflow_pages.metadata.resolving import resolve

from .sites import BINDING, PRICING, SITE, held, site, texts, told

PAGE = site({3: "/pricing"}).pages[PRICING]


def read(text: str) -> dict[str, dict[Any, Any]]:
    mistakes = Mistakes()
    found = read_page_file(text, "pricing.yaml", mistakes)
    mistakes.stop()
    assert found is not None
    return {entry.locale: dict(entry.values) for entry in found.entries}


@given(st.dictionaries(st.sampled_from(["en-US", "no", "fr-FR"]), held(texts), min_size=1))
def test_a_page_is_read_as_it_was_written(locales: dict[str, Any]) -> None:
    tree = page_tree(SITE, PAGE, locales)

    assert read("\n".join(lines_of(tree))) == locales
    assert read("\r\n".join(lines_of(tree))) == locales
    assert read(f"{{{in_braces(tree)}}}") == locales


@given(texts)
def test_a_text_is_one_line_that_every_reader_takes_for_that_text(text: str) -> None:
    written = spelled(text)

    assert len(f"{written}".splitlines()) <= 1
    assert yaml.safe_load(f"title: {written}") == {"title": text}
    assert yaml.safe_load(f"{{title: {spelled(text, in_braces=True)}, other: 1}}")["title"] == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Pricing | Lantern & Loom", "Pricing | Lantern & Loom"),
        ("What a lamp costs: a lot", '"What a lamp costs: a lot"'),
        (BINDING, f"'{BINDING}'"),
        ("2024", '"2024"'),
        ("NO", '"NO"'),
        ("", '""'),
        ("Nos prix\u00a0!", "Nos prix\u00a0!"),
        ("a\u202eb", '"a\\u202Eb"'),
        ("it's", "it's"),
        ("x" * 3000, "x" * 3000),
    ],
)
def test_people_like_to_review_it(text: str, written: str) -> None:
    assert spelled(text) == written


@settings(max_examples=1000)
@given(texts)
@example("'")
@example("''=1")
@example(" ( Mirror ) ")
@example("'Tis")
def test_a_cell_is_read_as_it_was_written(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert value_of(cell_of(text)) == text
    assert not cell_of(text).startswith(tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"))


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("", None),
        ("  ", None),
        ("(cleared)", ""),
        (" (Mirror) ", MIRROR),
        ("'(mirror)", "(mirror)"),
        ("-5 %", "-5 %"),
        ("'-5 %", "-5 %"),
        ("''-5 %", "'-5 %"),
        ("'Tis", "'Tis"),
        ("'", "'"),
        ("(Clara)", "(Clara)"),
        ("(merry)", "(merry)"),
        ("(mirror) and more", "(mirror) and more"),
    ],
)
def test_cells_as_people_write_them(cell: str, value: Value | None) -> None:
    assert value_of(cell) == value


@pytest.mark.parametrize("name", ["pages", "pages.csv"])
@settings(max_examples=25)
@given(data=st.data())
def test_a_pulled_site_asks_for_what_it_holds(tmp_path_factory: Any, name: str, data: st.DataObject) -> None:
    drawn = held(texts.filter(lambda text: "\0" not in text))
    state = site(
        {1: "/", 3: "/pricing", 4: None}, data.draw(drawn), fr_FR=data.draw(drawn), kinds={1: "home", 4: "template"}
    )
    target: Path = tmp_path_factory.mktemp("pulled") / name

    write_files(state, target)
    entries = resolve(read_wanted(target), state)

    assert told(entries) == told(state.entries())
    assert {(one.path, one.kind) for one in entries} == {("/", "home"), ("/pricing", "page"), (None, "template")}
    assert write_files(state, target).written == ()


@pytest.mark.parametrize(
    ("name", "text"), [("pages", "\ud800"), ("pages.csv", "\ud800"), ("pages.csv", "\0"), ("pages.csv", "x" * 131_072)]
)
def test_what_no_file_can_hold_stops_the_pull(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(FileError, match="correct it in Webflow"):
        write_files(site({3: "/pricing"}, {"title": text}), tmp_path / name)

    assert list(tmp_path.iterdir()) == []
