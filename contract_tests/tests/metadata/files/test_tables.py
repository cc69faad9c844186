"""CSV there and back: what spreadsheets make of it is read, and what cannot be meant is refused with its line."""

import codecs
import csv
import os
from contextlib import suppress
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from webflow_pages.metadata.entries import Entry
from webflow_pages.metadata.errors import MetadataError, Place, WriteError
from webflow_pages.metadata.fields import MIRROR
from webflow_pages.metadata.files.reading import read_wanted
from webflow_pages.metadata.files.writing import write_files
from webflow_pages.metadata.state import SiteState

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


_OLD = {"en-US": "Title", "fr-FR": "Mine", "de-DE": "Alt"}


def test_rows_of_locales_that_were_not_read_stay(table: Path) -> None:
    write_files(site({1: "/a", 2: "/b"}, fr_FR={"title": "Mine"}, de_DE={"title": "Alt"}), table)
    result = write_files(site({1: "/moved"}, {"title": "New"}, de_DE={"title": "Neu"}), table)

    assert told(read_wanted(table).entries) == {
        (id_of(1), "en-US"): {"title": "New"},
        (id_of(1), "de-DE"): {"title": "Neu"},
        (id_of(1), "fr-FR"): {"title": "Mine"},
        **{(id_of(2), tag): {"title": title} for tag, title in _OLD.items()},
    }
    assert [one.path for one in read_wanted(table).entries] == ["/moved"] * 3 + ["/b"] * 3
    assert result.written == (str(table),)


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


def test_its_folder_is_made(tmp_path: Path) -> None:
    write_files(site({1: "/a"}), tmp_path / "a" / "b" / "pages.csv")

    assert len(read_wanted(tmp_path / "a" / "b" / "pages.csv").entries) == 1


def test_a_file_in_the_way_of_its_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a").touch()

    with pytest.raises(WriteError, match="cannot be made"):
        write_files(site({1: "/a"}), tmp_path / "a" / "pages.csv")


def test_a_site_without_pages_is_a_table_that_asks_for_nothing(table: Path) -> None:
    write_files(site({}), table)

    assert read_wanted(table).entries == ()


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b""], ids=repr)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_table_keeps_the_form_that_it_has(table: Path, mark: bytes, separator: str, end: str) -> None:
    encoding = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}.get(mark, "utf-8")
    announced = f"sep={separator}{end}" if separator in ";|" else ""
    lines = f"path{separator}locale{separator}title{end}/a{separator}en-US{separator}Alt{end}"
    table.write_bytes(mark + f"{announced}{lines}".encode(encoding))
    held = {"title": "Ü \r\n\n\r ,;\t|", "slug": "a\rb"}
    write_files(site({1: "/a"}, held), table)
    content = table.read_bytes()
    text = content.removeprefix(mark).decode(encoding)

    assert content.startswith(mark)
    assert text.startswith(f"{announced}{HEAD.replace(',', separator)}{end}/a{separator}")
    assert told(read_wanted(table).entries) == {(id_of(1), "en-US"): held}
    assert write_files(site({1: "/a"}, held), table).unchanged == 1


def test_lines_are_counted_below_the_one_for_excel(table: Path) -> None:
    assert wrong(table, '"sep=;"\r\npath;locale;title\r\n/a;fr;"A\r\nB"\r\nb;fr;B\r\n')[0].startswith(
        "pages.csv:5: path"
    )
    assert wrong(table, "SEP=;\npath;locale;titel\n")[0].startswith("pages.csv:2: unknown column")
    assert wrong(table, "sep=;\n")[0].startswith("pages.csv:2: it has no columns")


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        (
            "(clear)",
            "2: open_graph.title: '(clear)' is nearly a word of this format: did you mean (cleared)? That text",
        ),
        ("(Mirrored)", "did you mean (mirror)? That text is '(Mirrored)"),
        ("[mirror]", "did you mean (mirror)?"),
        ("\uff08mirror\uff09", "did you mean (mirror)?"),
        ("( miror )", "did you mean (mirror)?"),
        ("mirror", "did you mean (mirror)? That text is 'mirror"),
        (" Mirror ", "did you mean (mirror)? That text is 'Mirror"),
    ],
)
def test_what_is_nearly_a_word_of_the_format_is_told(table: Path, cell: str, says: str) -> None:
    assert says in wrong(table, f"path,locale,open_graph.title\n/a,fr,{cell}\n")[0]


@pytest.mark.parametrize(
    "text", ["mirror", "Mirror", "(clear)", "(mirrored)", "(new)", "(a) mirror", "Clear", "'(clear)"]
)
def test_such_a_text_is_a_text_all_the_same(table: Path, text: str) -> None:
    held = {"title": text, "open_graph.title": text}
    write_files(site({1: "/a"}, held), table)

    assert first(read_wanted(table).entries).values == held
    table.write_text(f"path,locale,title\n/a,fr,'{text}\n/b,fr,mirror\n", encoding="utf-8")
    assert read_wanted(table).entries[1].values == {"title": "mirror"}


def test_a_text_in_a_column_without_a_name_is_no_note_that_gets_lost(table: Path) -> None:
    told = wrong(table, "path,locale,title,\n/a,fr,A,\n/b,fr,B,look at this\n")

    assert told == [
        "pages.csv:3: 'look at this' is in column 4, which has no name: name it in the first line, or empty it"
    ]


def test_an_unresolved_merge_is_told(table: Path) -> None:
    told = wrong(table, "path,locale,title\n<<<<<<< HEAD\n/a,fr,A\n=======\n/a,fr,B\n>>>>>>> b\n")

    assert told[0].startswith("pages.csv:2: a merge conflict that nobody has resolved")


@pytest.mark.parametrize("state", [site({1: "/a", 2: "/a"}), site({1: "/a", 2: "/a"}, fr_FR={"title": "Neu"})])
def test_a_row_that_may_be_of_two_pages_is_an_error(table: Path, state: SiteState) -> None:
    text = "path,locale,title\n/a,fr-FR,Mine\n"
    table.write_text(text, encoding="utf-8")

    with pytest.raises(MetadataError, match=f"csv:2: 2 pages have the path /a: fill in page with one of {id_of(1)}, "):
        write_files(state, table)
    assert table.read_text(encoding="utf-8") == text


def test_rows_of_pages_that_are_gone_stay_until_they_are_pruned(table: Path) -> None:
    write_files(site({1: "/a", 2: "/b", 3: "/c"}, fr_FR={"title": "Mine"}), table)
    lines = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join([*lines, f"/d,,en-US,page,D,,,,,,{SITE}"]), encoding="utf-8")
    state = site({1: "/a"}, fr_FR={"title": "Mine"})

    kept = write_files(state, table)
    gone = {str(one.path) for one in read_wanted(table).entries}
    pruned = write_files(state, table, prune=lambda page_id: "it is there" if page_id == id_of(2) else None)

    assert (kept.gone, kept.removed, gone) == (("/b", "/c", "/d"), (), {"/a", "/b", "/c", "/d"})
    assert (pruned.gone, pruned.removed) == (("/b", "/d"), ("/c",))
    assert [name for name, _ in pruned.kept] == ["/b", "/d"]
    assert [str(one.path) for one in read_wanted(table).entries] == ["/a", "/a", "/b", "/b", "/d"]


def test_a_page_that_was_made_while_the_site_was_read_keeps_its_row(table: Path) -> None:
    state = site({1: "/a"}, fr_FR={"title": "Mine"})
    write_files(state, table)
    write_files(evolve(state, values={key: {"title": "B"} for key in state.values if key[1] == "en-US"}), table)

    assert told(read_wanted(table).entries)[id_of(1), "fr-FR"] == {"title": "Mine"}


@pytest.mark.parametrize("where", ["title", "path"])
def test_half_a_character_is_told_with_what_has_it(table: Path, where: str) -> None:
    state = site({1: "/a"}, {"title": "\ud800"}) if where == "title" else site({1: "/\ud800"})

    with pytest.raises(MetadataError, match=f"{where} of .* in en-US has half a character"):
        write_files(state, table)


def test_memory_and_time_go_with_the_rows(table: Path) -> None:
    with table.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["path", "locale", "title"])
        rows.writerows([f"/page-{number}", "fr-FR", f"Page {number}"] for number in range(3000))

    entries = read_wanted(table).entries

    assert len(entries) == 3000
    assert len({id(one.locale) for one in entries}) == 1
    assert first(entries).places is entries[-1].places
