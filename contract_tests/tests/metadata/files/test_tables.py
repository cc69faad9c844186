"""CSV there and back: what spreadsheets make of it is read, and what cannot be meant is refused with its line."""

import csv
import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_pages.metadata.entries import Entry
from webflow_pages.metadata.errors import MetadataError, Place
from webflow_pages.metadata.fields import MIRROR
from webflow_pages.metadata.files.reading import read_wanted
from webflow_pages.metadata.files.writing import write_files

from .sites import OTHER_SITE, PRICING, SITE, first, id_of, site, told

HEAD = "path,page,locale,kind,title,slug,seo.title,seo.description,open_graph.title,open_graph.description,site"


def wrong(path: Path, text: str | bytes) -> list[str]:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(MetadataError) as caught:
        read_wanted(path)
    return [line.removeprefix(f"{path.parent}{os.sep}") for line in (str(caught.value), *caught.value.listing)]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "pages.csv"


def test_a_table_is_what_spreadsheets_take(table: Path) -> None:
    values = {
        "title": "=1+1",
        "slug": "",
        "seo.title": "Zwei\nZeilen",
        "open_graph.title": MIRROR,
        "open_graph.description": "(mirror)",
    }
    write_files(site({3: "/pricing"}, values, kinds={3: "template"}), table)

    assert (
        table.read_bytes()
        == (
            f"\ufeff{HEAD}\r\n"
            f"/pricing,{PRICING},en-US,template,'=1+1,(cleared),\"Zwei\nZeilen\",,(mirror),'(mirror),{SITE}\r\n"
        ).encode()
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_spreadsheets_save_it_in_many_ways(table: Path, encoding: str, separator: str, end: str) -> None:
    lines = ["path|locale|title|slug|", '/a|fr-FR|"Übér, ""A""; B\tC"|(Cleared)|', "||||", "/b|de-DE||b|", ""]
    table.write_bytes(end.join(lines).replace("|", separator).encode(encoding))
    wanted = read_wanted(table)

    assert [(one.path, one.locale, dict(one.values)) for one in wanted.entries] == [
        ("/a", "fr-FR", {"title": 'Übér, "A"; B\tC', "slug": ""}),
        ("/b", "de-DE", {"slug": "b"}),
    ]
    assert [str(one.place) for one in wanted.entries] == [f"{table}:2", f"{table}:4"]


def test_a_row_stands_where_it_begins(table: Path) -> None:
    table.write_text('path,locale,title\n/a,fr,"a\nb\nc"\n/b,fr,B\n', encoding="utf-8")
    entries = read_wanted(table).entries

    assert [one.place_of("title") for one in entries] == [Place(str(table), 2), Place(str(table), 5)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "pages.csv:1: it has no columns"),
        ("path,locale,title\n", "pages.csv: it has no rows"),
        ("path,locale,openGraph.title\n", "1: unknown column 'openGraph.title': did you mean open_graph.title?"),
        ("path,locale,seo.metaDescription\n", "did you mean seo.description?"),
        ("path,Locale,title\n", "did you mean locale?"),
        ("path,locale,colour\n", "unknown column 'colour': there are path,"),
        ("path,locale,title,title\n", "1: the column title is there twice"),
        ("locale,title\n", "1: there is no column that names the page"),
        ("path,title\n", "1: there is no column locale"),
        ("path,locale\n", "1: there is no column of a field"),
        ("path,locale,title\n/a,fr,A\n\n/a,FR,B\n", "4: page /a in FR is there twice, first in pages.csv:2"),
        ("path,locale,title\n/a,fr\n", "2: the row has 2 cells, and there are 3 columns"),
        ("path,locale,title\n/a,fr,A,B\n", "2: the row has 4 cells"),
        ("path,locale,title\na,fr,A\n", "2: path: 'a' is no path"),
        ("page,locale,title\n5.00E+23,fr,A\n", "2: page: '5.00E+23' is no id"),
        ("path,locale,title\n/a,,A\n", "2: locale is empty"),
        ("path,locale,title\n,fr,A\n", "2: the row names no page"),
        ("path,locale,kind,title\n/a,fr,pgae,A\n", "2: kind: 'pgae' is no kind of page: did you mean page?"),
        ("path,locale,title\n/a,fr,(mirror)\n", "2: title cannot mirror"),
        ("path,locale,title\n/a,fr,A\0\n", "2: a NUL, which is no text: remove it"),
        ("path,locale,title\n/a,fr,B\n/b,fr,\"A\n", "3: a quote that is opened here is never closed"),
        ("path,locale,title\n/a,fr,\"A\"B\n", "2: not valid CSV"),
        (f"path,locale,title\n/a,fr,{'x' * 131_073}\n", "2: a cell is longer than 131,072 characters"),
        (f"path,locale,title,site\n/a,fr,A,{SITE}\n/b,fr,A,{OTHER_SITE}\n", f"3: site {OTHER_SITE}, and line 2"),
        ("path,locale,title\n/a,fr,Ü\n".encode("latin-1"), "2:7: it is not UTF-8: save it as 'CSV UTF-8'"),
        ("path,locale,title\n/a,fr,A\n".encode("utf-16-le"), "1: a NUL, which is no text: save it as 'CSV UTF-8'"),
        ("path,locale,title\n/a,fr,A\n".encode("utf-16")[:-1], "not UTF-8"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(table: Path, text: str | bytes, says: str) -> None:
    assert says in wrong(table, text)[0].replace(f"{table.parent}{os.sep}", "")


def test_all_mistakes_are_told_at_once(table: Path) -> None:
    told = wrong(table, "path,locale,kind,title\na,,x,A\n/b,fr,page,A\n/c,fr\n")

    assert [line.split(": ")[0] for line in told] == ["pages.csv:2"] * 3 + ["pages.csv:4"]


def test_what_is_no_ordinary_file_is_refused(table: Path) -> None:
    os.mkfifo(table)

    with pytest.raises(MetadataError, match="no ordinary file"):
        read_wanted(table)


@given(st.one_of(st.binary(max_size=40), st.text("path,locale\"\n\r;\t/()'=", max_size=40).map(str.encode)))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(b"path,locale,title\n" + content)

    entries: tuple[Entry, ...] = ()
    with suppress(MetadataError):
        entries = read_wanted(path).entries
    assert all(one.path is not None and one.path.startswith("/") and one.locale for one in entries)


def test_rows_of_locales_that_were_not_read_stay(table: Path) -> None:
    write_files(site({1: "/a", 2: "/b"}, fr_FR={"title": "Mine"}, de_DE={"title": "Alt"}), table)
    result = write_files(site({1: "/moved"}, {"title": "New"}, de_DE={"title": "Neu"}), table)

    assert told(read_wanted(table).entries) == {
        (id_of(1), "en-US"): {"title": "New"},
        (id_of(1), "de-DE"): {"title": "Neu"},
        (id_of(1), "fr-FR"): {"title": "Mine"},
    }
    assert {one.path for one in read_wanted(table).entries} == {"/moved"}
    assert (result.written, result.removed) == ((str(table),), ("/b",))


@pytest.mark.parametrize("text", ["path,locale,titel\n", f"path,locale,title,site\n/a,fr,A,{OTHER_SITE}\n"])
def test_a_table_that_cannot_be_used_is_not_overwritten(table: Path, text: str) -> None:
    table.write_text(text, encoding="utf-8")

    with pytest.raises(MetadataError):
        write_files(site({1: "/a"}), table)
    assert table.read_text(encoding="utf-8") == text


def test_a_table_that_says_the_same_is_not_touched(table: Path) -> None:
    write_files(site({1: "/a"}), table)
    os.utime(table, (1, 1))

    assert write_files(site({1: "/a"}), table).unchanged == 1
    assert table.stat().st_mtime == 1


def test_its_folder_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(MetadataError, match="cannot be written"):
        write_files(site({1: "/a"}), tmp_path / "nowhere" / "pages.csv")


def test_memory_and_time_go_with_the_rows(table: Path) -> None:
    with table.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["path", "locale", "title"])
        rows.writerows([f"/page-{number}", "fr-FR", f"Page {number}"] for number in range(3000))

    entries = read_wanted(table).entries

    assert len(entries) == 3000
    assert len({id(one.locale) for one in entries}) == 1
    assert first(entries).places is entries[-1].places
