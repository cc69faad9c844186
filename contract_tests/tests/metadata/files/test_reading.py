"""What files ask for, and each way in which they can be wrong: told with its place, and all of it at once."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_pages.metadata.entries import Wanted
from webflow_pages.metadata.errors import FileError, MetadataError, Place
from webflow_pages.metadata.fields import MIRROR
from webflow_pages.metadata.files import nodes
from webflow_pages.metadata.files.reading import read_wanted

from .sites import OTHER_SITE, PRICING, SITE, first, told

HEAD = f"site: {SITE}\npage: {PRICING}\npath: /pricing\nlocales:\n  en-US:\n"


def read(folder: Path, **files: str) -> Wanted:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_bytes(text.encode())
    return read_wanted(folder)


def wrong(folder: Path, **files: str) -> list[str]:
    """Return what is wrong, a line each, without the folder."""
    with pytest.raises(MetadataError) as caught:
        read(folder, **files)
    return [line.replace(f"{folder}{os.sep}", "") for line in (str(caught.value), *caught.value.listing)]


def test_texts_are_as_they_are_written(tmp_path: Path) -> None:
    text = f"""{HEAD}    title: 2024
    slug: yes
    seo:
      title: "null"
      description: ''
    open_graph:
      title: mirror
      description: {{text: mirror}}
  no: {{title: 1e3, slug: {{text: 0x1F}}}}
  fr-FR: {{}}
"""
    wanted = read(tmp_path, pricing=text)

    assert wanted.site_id == SITE
    assert told(wanted.entries) == {
        (PRICING, "en-US"): {
            "title": "2024",
            "slug": "yes",
            "seo.title": "null",
            "seo.description": "",
            "open_graph.title": MIRROR,
            "open_graph.description": "mirror",
        },
        (PRICING, "no"): {"title": "1e3", "slug": "0x1F"},
        (PRICING, "fr-FR"): {},
    }


@pytest.mark.parametrize("comment", ["# 1", "#", "## note", "#\t1"])
def test_a_comment_behind_a_text_has_a_space(tmp_path: Path, comment: str) -> None:
    text = f'{HEAD}    title: No {comment}\n    slug: "a" #1\n'

    assert first(read(tmp_path, pricing=text).entries).values == {"title": "No", "slug": "a"}


def test_places_are_told_for_each_field(tmp_path: Path) -> None:
    entry = first(read(tmp_path, pricing=f"{HEAD}    title: A\n    seo:\n      title:   B\n").entries)
    file = str(tmp_path / "pricing.yaml")

    assert entry.place == Place(file, 5, 3)
    assert entry.place_of("title") == Place(file, 6, 12)
    assert entry.place_of("seo.title") == Place(file, 8, 16)
    assert entry.place_of("slug") == entry.place


def test_a_page_is_named_by_its_path_or_its_id_and_a_kind(tmp_path: Path) -> None:
    body = "locales: {en-US: {title: A}}\n"
    wanted = read(tmp_path, a=f"path: /a/team/\nkind: template\n{body}", b=f"page: {PRICING.upper()}\n{body}")

    assert [(one.path, one.page_id, one.kind) for one in wanted.entries] == [
        ("/a/team", None, "template"),
        (None, PRICING, "page"),
    ]


def test_folders_are_read_in_the_order_of_their_names_and_hidden_ones_are_not(tmp_path: Path) -> None:
    for name in ("b/x.yml", "a.yaml", ".git/x.yaml", "b/.x.yaml", "b/README.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"path: /{path.stem}\nlocales: {{en-US: {{}}}}\n", encoding="utf-8")

    assert [one.path for one in read_wanted(tmp_path).entries] == ["/a", "/x"]
    assert [one.path for one in read_wanted(tmp_path / "a.yaml").entries] == ["/a"]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_editors_write_marks_and_line_ends(tmp_path: Path, mark: str, end: str) -> None:
    text = mark + f"{HEAD}    title: |-\n      Two\n      lines\n".replace("\n", end)

    assert first(read(tmp_path, pricing=text).entries).values == {"title": "Two\nlines"}


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("title:\n", "pricing.yaml:6:5: title has no value: leave the line out to leave it as it is, or write"),
        ("title: ~\n", "6:5: title has no value"),
        ("slug: {text: }\n", "6:5: slug has no value"),
        ("title: null\n", "6:5: title has no value"),
        ("title: {a: b}\n", "6:5: title is one text, with nothing under it"),
        ("title: mirror\n", "6:12: title cannot mirror"),
        ("titel: A\n", "6:5: unknown field 'titel': did you mean title?"),
        ("metaDescription: A\n", "did you mean seo.description (description: under seo:)?"),
        ("meta_title: A\n", "did you mean seo.title"),
        ("openGraph: {title: A}\n", "did you mean open_graph"),
        ("seo.title: A\n", "6:5: 'seo.title' is on two levels in a file: write 'seo:', and below it, further in, 't"),
        ("seo:\n      metaDescription: A\n", "7:7: unknown field 'seo.metaDescription': did you mean seo.description"),
        ("xyz: A\n", "unknown field 'xyz': there are title, slug,"),
        ("seo: A\n", "6:5: seo holds 'title:' and 'description:'"),
        ("title: A\n    title: B\n", "7:5: 'title' is there twice, first in line 6"),
        ("title: [A]\n", "6:12: a list"),
        ("title: &a A\n", "6:12: an anchor"),
        ("title: *a\n", "6:12: an alias"),
        ("title: !!str A\n", "6:12: a tag"),
        (f"title: {'{a: ' * 500}\n", "nested deeper than 8 levels"),
        (f"title: {'[' * 100_000}\n", "a list"),
        ("title: a: b\n", "6:13: not valid YAML: a colon in a text without quotes"),
        ("title: \"\n", "not valid YAML"),
        ("title: @a\n", "6:12: not valid YAML"),
        ("title: No #1 in France\n", "6:15: '#1' begins a comment, and is no part of the text: put a space after '#'"),
        ("title:\n      text: No\n        one ##1\n", "8:13: '##1' begins a comment"),
        ("title: #1 in France\n", "6:5: title has no value, but a comment: put a text that begins with '#' in quotes"),
        ("slug: a\n    title\uff1aA\n", "7:10: a full-width colon (U+FF1A) is behind title: write ':' and a space"),
        ("title\uff1aA\n", "6:5: a full-width colon (U+FF1A) is behind title"),
        ("title:\u00a0A\n    slug: a\n", "6:11: a no-break space (U+00A0) is behind 'title:': put an ordinary space"),
        ("seo:\n      title:\u00a0A\n", "7:7: a no-break space (U+00A0) is behind 'title:'"),
        ("slug: a\n\u00a0   title: A\n    slug: a\n", "7:1: a no-break space (U+00A0) is in front of title"),
        ("slug: a\n    title\u3000: A\n", "unknown field 'title\\u3000', with a full-width space (U+3000) in it"),
        ("slug: a\n    title\u00a0:A\n", "7:10: a no-break space (U+00A0) is behind title: remove it"),
        ("slug: a\n    title:A\n", "7:11: there is no space behind 'title:'"),
        ("slug: a\n<<<<<<< HEAD\n    title: A\n", "7:1: a merge conflict that nobody has resolved: keep one"),
        ("title: A\n>>>>>>> b\n", "7:1: a merge conflict"),
        ("title: A # c\u2028    slug: a\n", "6:17: the character U+2028 ends a line, and few programs show it: remove"),
        ("title: A # c\x85    slug: a\n", "6:17: the character U+0085 ends a line"),
        ("title: A # c\r    slug: a\n", "6:17: a line ends in CR alone, which few programs see: save it with"),
        ("title: {{wf x }}\n", "6:13: a name has to be a text: put a text that begins with '{' in quotes"),
        ("title: a\x07b\n", '6:13: not valid YAML: the character U+0007: write it as an escape in double quotes'),
        ('title: "\\ud800"\n', "6:"),
        ("title: A\n---\ntitle: B\n", "7:1: a second document"),
        ("\ttitle: A\n", "not valid YAML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, body: str, says: str) -> None:
    assert says in wrong(tmp_path, pricing=f"{HEAD}    {body}")[0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "the file is empty"),
        ("# nothing\n", "the file is empty"),
        ("hello", "pricing.yaml:1:1: 'hello' is no name with a value"),
        ("- a\n", "1:1: a list"),
        ("path: /a\n", "asks for nothing"),
        ("path: /a\nlocales:\n", "there is no locale under locales"),
        ("path: /a\nlocales: {}\n", "there is no locale under locales"),
        ("path: /a\nlocales: {fr: }\n", "2:11: the locale 'fr' has no fields"),
        ("path: /a\nlocales: {fr-FR: {}, FR_fr: {}}\n", "2:22: the locale 'FR_fr' is there already, in line 2"),
        ("locales: {fr: {}}\n", "it names no page"),
        ("path: a\nlocales: {fr: {}}\n", "1:7: path: 'a' is no path"),
        ("page: ../x\nlocales: {fr: {}}\n", "1:7: page: '../x' is no id"),
        ("path: /a\nkind: tempalte\nlocales: {fr: {}}\n", "did you mean template?"),
        ("path: /a\nlocale: {fr: {}}\n", "'locale': did you mean locales?"),
        ("path: /a\ntitle: A\nlocales: {fr: {}}\n", "2:1: 'title' is out of place: it goes under 'locales:'"),
        ("path:\nlocales: {fr: {}}\n", "1:1: path has no text"),
        ("path: /a #b\nlocales: {fr: {}}\n", "1:10: '#b' begins a comment"),
        ("path\uff1a/a\n", "1:5: a full-width colon (U+FF1A) is behind path"),
        ("path:/a\n", "1:1: 'path:/a' is no name with a value"),
        ("l\u00f6cales\u00a0: {fr: {}}\npath: /a", "with a no-break space (U+00A0) in it: did you mean locales?"),
        ("path: /a\nlocales: {fr: {}}\n\n? [x]\n: y\n", "a list"),
    ],
)
def test_what_is_wrong_with_a_whole_file(tmp_path: Path, text: str, says: str) -> None:
    assert any(says in line for line in wrong(tmp_path, pricing=text))


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    told = wrong(tmp_path, a=f"{HEAD}    titel: A\n    slug:\n", b="path: /b\nlocales: [", c=f"{HEAD}    title: A\n")

    assert [line.split(": ")[0] for line in told] == ["a.yaml:6:5", "a.yaml:7:5", "b.yaml:2:10"]
    assert told[0].endswith("(and 2 more mistakes)")


def test_twenty_mistakes_are_told_and_the_others_counted(tmp_path: Path) -> None:
    told = wrong(tmp_path, **{f"f{number:02d}": "path: x" for number in range(30)})

    assert len(told) == 21
    assert told[-1] == "and 40 more"


def test_a_page_and_locale_is_in_one_file(tmp_path: Path) -> None:
    other = HEAD.replace("en-US", "en_us").replace(f"page: {PRICING}\n", "")
    told = wrong(tmp_path, a=f"{HEAD}    title: A\n", b=f"{HEAD}    title: A\n", c=f"{other}    title: A\n")

    where = tmp_path / "a.yaml"
    assert told[0].startswith(
        f"b.yaml:5:3: page /pricing in en-US is there twice, first in {where}:5:3".replace(f"{tmp_path}{os.sep}", "")
    )
    assert told[1].startswith("c.yaml:4:3: page /pricing in en_us is there twice")


def test_two_pages_can_have_one_path_and_one_page_two_files(tmp_path: Path) -> None:
    branch = HEAD.replace(PRICING, PRICING[:-1] + "9")
    french = HEAD.replace("en-US", "fr-FR")

    assert (
        len(read(tmp_path, a=f"{HEAD}    slug: a\n", b=f"{branch}    slug: a\n", c=f"{french}    slug: a\n").entries)
        == 3
    )


def test_a_folder_is_of_one_site(tmp_path: Path) -> None:
    other = HEAD.replace(SITE, OTHER_SITE).replace("en-US", "fr")

    assert wrong(tmp_path, a=f"{HEAD}    slug: a\n", b=f"{other}    slug: a\n")[0].startswith(
        f"b.yaml:1:1: site {OTHER_SITE}, and a.yaml"
    )


def test_a_text_of_other_bytes_is_told_where_it_begins(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(f"{HEAD}    title: Übér\n".encode("latin-1"))

    assert wrong(tmp_path)[0] == "a.yaml:6:12: it is not UTF-8: save it as such"


def test_what_is_no_file_of_a_page_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "out").symlink_to(tmp_path / "elsewhere")
    (folder / "a.yaml").symlink_to(tmp_path / "nothing.yaml")
    os.mkfifo(folder / "b.yaml")
    with (folder / "c.yaml").open("wb") as file:
        file.truncate(2**24)

    told = wrong(folder)

    assert [line.split(": ")[0] for line in told] == ["out", "a.yaml", "b.yaml", "c.yaml"]
    assert "links are not followed" in told[0]
    assert "no ordinary file" in told[2]
    assert "too large" in told[3]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("nothing", "there is no such folder: fill it with 'webflow-pages pull"),
        ("nothing.csv", "there is no such file"),
        ("empty", "no .yaml file is in it"),
        ("notes.txt", "neither a folder nor a .csv or .yaml file"),
    ],
)
def test_where_there_is_nothing_to_read(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").touch()

    with pytest.raises(FileError, match=says):
        read_wanted(tmp_path / name)


@given(st.one_of(st.binary(max_size=40), st.text("ab:{}[]\n -?|>\"'#&*!~\t,", max_size=40).map(str.encode)))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(content)

    with pytest.raises(MetadataError):
        read_wanted(path)


def test_it_works_without_libyaml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import yaml

    monkeypatch.setattr(nodes, "_loader", lambda: yaml.SafeLoader)

    assert first(read(tmp_path, a=f"{HEAD}    title: 2024 # c\n").entries).values == {"title": "2024"}
    assert "half a character" in wrong(tmp_path, a=f'{HEAD}    title: "\\ud800"\n')[0]
    assert "not valid YAML" in wrong(tmp_path, a=f'{HEAD}    title: "\\UFFFFFFFF"\n')[0]
