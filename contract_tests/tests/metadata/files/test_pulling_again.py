"""Pulling into files that people have worked on: what changed changes, and all else stays."""

import os
import re
from pathlib import Path

import pytest
from attrs import define, evolve, field
from hypothesis import given
from hypothesis import strategies as st

from webflow_pages.metadata.errors import FileError, MetadataError, WriteError
from webflow_pages.metadata.fields import MIRROR, Field, Value
from webflow_pages.metadata.files.merging import merged
from webflow_pages.metadata.files.reading import read_wanted
from webflow_pages.metadata.files.rendering import Tree, in_braces, page_tree
from webflow_pages.metadata.files.scalars import spelled, written
from webflow_pages.metadata.files.writing import write_files
from webflow_pages.metadata.state import SiteState

from .sites import OTHER_SITE, PRICING, SITE, first, held, id_of, site, snapshot, told

PAGE = site({3: "/pricing"}).pages[PRICING]

THEIRS = f"""\
# Prices. Ask Mona first.
path: /pricing/   # as people link to it
page: {PRICING}
site: "{SITE}"

locales:
    fr_fr:  # by Luc
        # not "Prix"
        title:   'Tarifs'  # short
        open_graph: {{description: mirror, title: Lampes}}

        seo:
            description: >-  # folded
              Le prix
              de chaque lampe

            title: "Tarifs"
    en-US:
        title: Pricing
    it-IT:
        title: Prezzi
"""

FOLDED = """>-  # folded
              Le prix
              de chaque lampe
"""

FRENCH = {
    "title": "Tarifs",
    "seo.title": "Tarifs",
    "seo.description": "Le prix de chaque lampe",
    "open_graph.title": "Lampes",
    "open_graph.description": MIRROR,
}


def pulled(folder: Path, theirs: str, french: dict[Field, Value], **more: Value) -> str:
    (folder / "mine.yaml").write_bytes(theirs.encode())
    write_files(site({3: "/pricing"}, {"title": "Pricing"}, fr_FR=french, **more), folder)
    (file,) = folder.iterdir()
    return file.read_bytes().decode()


def test_a_file_that_says_the_same_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(THEIRS, encoding="utf-8")
    os.utime(path, (1, 1))
    result = write_files(site({3: "/pricing"}, {"title": "Pricing"}, fr_FR=FRENCH), tmp_path)

    assert (result.written, result.unchanged) == ((), 1)
    assert (path.stat().st_mtime, path.read_text(encoding="utf-8")) == (1, THEIRS)


@pytest.mark.parametrize(
    ("changed", "before", "after"),
    [
        ({"title": "Prix"}, "'Tarifs'  # short", "'Prix'  # short"),
        ({"title": "L'or"}, "'Tarifs'  # short", "'L''or'  # short"),
        ({"seo.title": 'A "B"'}, 'title: "Tarifs"', 'title: "A \\"B\\""'),
        ({"open_graph.title": "A, b"}, "title: Lampes}", 'title: "A, b"}'),
        ({"open_graph.title": MIRROR}, "title: Lampes}", "title: mirror}"),
        ({"open_graph.description": "mirror"}, "description: mirror,", "description: {text: mirror},"),
        ({"seo.description": "Neu"}, FOLDED, "Neu  # folded\n"),
        ({"slug": "prix"}, "# short\n", "# short\n        slug: prix\n"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_only_the_value_that_differs_changes(
    tmp_path: Path, end: str, changed: dict[Field, Value], before: str, after: str
) -> None:
    assert before in THEIRS
    text = pulled(tmp_path, THEIRS.replace("\n", end), FRENCH | changed)

    assert text == THEIRS.replace(before, after).replace("\n", end)


@pytest.mark.parametrize(
    ("gone", "before", "after"),
    [
        ("title", "        title:   'Tarifs'  # short\n", "        # short\n"),
        ("open_graph.title", ", title: Lampes}", "}"),
        ("open_graph.description", "description: mirror, ", ""),
        ("seo.title", '            title: "Tarifs"\n', ""),
    ],
)
def test_what_the_site_no_longer_has_is_taken_out(tmp_path: Path, gone: str, before: str, after: str) -> None:
    assert before in THEIRS

    assert pulled(tmp_path, THEIRS, {f: v for f, v in FRENCH.items() if f != gone}) == THEIRS.replace(before, after)


def test_a_locale_without_any_value_is_empty(tmp_path: Path) -> None:
    text = pulled(tmp_path, THEIRS, {})

    assert '    fr_fr: {}  # by Luc\n        # not "Prix"\n        # short\n        # folded\n    en-US:\n' in text
    assert pulled(tmp_path, text, {"title": "Prix"}) == text.replace(
        "fr_fr: {}  # by Luc\n", "fr_fr:  # by Luc\n        title: Prix\n"
    )


def test_new_locales_come_where_the_site_has_them_and_others_stay(tmp_path: Path) -> None:
    text = pulled(tmp_path, THEIRS, FRENCH, de_DE={"title": "Preise"})

    assert text == THEIRS.replace("    en-US:\n", "    de-DE:\n        title: Preise\n    en-US:\n")


def test_what_identifies_the_page_is_added_and_corrected(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("path: /pricing # c\nlocales: {en-US: {title: A}}", encoding="utf-8")
    state = site({3: "/pricing"}, {"title": "B"}, kinds={3: "template"})
    result = write_files(state, tmp_path)

    assert result.written == (str(tmp_path / "mine.yaml"),)
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == (
        f"site: {SITE}\npage: {PRICING}\npath: /pricing # c\nkind: template\nlocales: {{en-US: {{title: B}}}}"
    )


def test_a_mark_of_byte_order_stays(tmp_path: Path) -> None:
    assert pulled(tmp_path, "\ufeff" + THEIRS, FRENCH | {"title": "A"}).startswith("\ufeff# Prices")


def test_locales_of_one_page_in_two_files_stay_where_they_are(tmp_path: Path) -> None:
    for tag in ("en-US", "fr-FR"):
        text = f"page: {PRICING}\nlocales:\n  {tag}: {{title: {tag}}}\n"
        (tmp_path / f"{tag}.yaml").write_text(text, encoding="utf-8")

    write_files(site({3: "/pricing"}, {"title": "A"}, fr_FR={"title": "B"}, de_DE={"title": "C"}), tmp_path)

    assert [told([one]) for one in read_wanted(tmp_path).entries] == [
        {(PRICING, "en-US"): {"title": "A"}},
        {(PRICING, "de-DE"): {"title": "C"}},
        {(PRICING, "fr-FR"): {"title": "B"}},
    ]


def test_a_page_that_moves_takes_its_file_along_with_its_comments(tmp_path: Path) -> None:
    write_files(site({1: "/a/b", 2: "/x"}), tmp_path)
    file = tmp_path / "a" / "b.yaml"
    file.write_text("# mine\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    result = write_files(site({1: "/c/b", 2: "/x"}), tmp_path)

    assert result.moved == ((str(file), str(tmp_path / "c" / "b.yaml")),)
    assert (result.written, result.unchanged) == ((), 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c", "x.yaml"]
    assert (tmp_path / "c" / "b.yaml").read_text(encoding="utf-8").startswith(f"# mine\nsite: {SITE}\n")


def test_pages_that_swap_paths_swap_files(tmp_path: Path) -> None:
    write_files(site({1: "/a", 2: "/b", 3: "/c"}), tmp_path)
    result = write_files(site({1: "/b", 2: "/c", 3: "/a"}), tmp_path)

    assert len(result.moved) == 3
    assert [(one.path, one.page_id) for one in read_wanted(tmp_path).entries] == [
        ("/a", id_of(3)),
        ("/b", id_of(1)),
        ("/c", id_of(2)),
    ]
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["a.yaml", "b.yaml", "c.yaml"]


def test_a_file_that_somebody_put_elsewhere_stays_there(tmp_path: Path) -> None:
    write_files(site({1: "/a"}), tmp_path)
    (tmp_path / "a.yaml").rename(tmp_path / "landing.yaml")
    result = write_files(site({1: "/b"}), tmp_path)

    assert (result.written, result.moved) == ((str(tmp_path / "landing.yaml"),), ())
    assert first(read_wanted(tmp_path).entries).path == "/b"


def test_files_of_pages_that_are_gone_are_kept_until_they_are_pruned(tmp_path: Path) -> None:
    write_files(site({1: "/a", 2: "/old/b"}), tmp_path)
    gone = (str(tmp_path / "old" / "b.yaml"),)

    kept = write_files(site({1: "/a"}), tmp_path)
    pruned = write_files(site({1: "/a"}), tmp_path, prune=lambda page_id: None)

    assert (kept.gone, kept.removed, pruned.gone, pruned.removed) == (gone, (), (), gone)
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]


def test_a_page_is_asked_for_once_before_its_files_are_pruned(tmp_path: Path) -> None:
    for name, page in {"a": 1, "b": 1, "c": 2}.items():
        text = f"page: {id_of(page)}\nlocales: {{fr-{name}: {{}}}}"
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    asked: list[str] = []

    def confirm(page_id: str) -> str | None:
        asked.append(page_id)
        return "it is there" if page_id == id_of(1) else None

    result = write_files(site({3: "/x"}), tmp_path, prune=confirm)

    assert asked == [id_of(1), id_of(2)]
    assert result.kept == tuple((str(tmp_path / f"{name}.yaml"), "it is there") for name in "ab")
    assert (result.gone, result.removed) == (tuple(name for name, _ in result.kept), (str(tmp_path / "c.yaml"),))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yaml", "b.yaml", "x.yaml"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("path: [", "z.yaml:1:7: a list"),
        (f"site: {OTHER_SITE}\npath: /a\nlocales: {{fr: {{}}}}", f"z.yaml:1:1: site {OTHER_SITE}, and "),
        ("path: /two\nlocales: {fr: {}}", "z.yaml:1:1: 2 pages have the path /two"),
    ],
)
def test_a_file_that_cannot_be_used_stops_the_pull_before_anything_is_written(
    tmp_path: Path, text: str, says: str
) -> None:
    state = site({1: "/a", 2: "/two", 3: "/two"})
    write_files(site({1: "/a"}, {"title": "Old"}), tmp_path)
    (tmp_path / "z.yaml").write_text(text, encoding="utf-8")
    before = snapshot(tmp_path)

    with pytest.raises(MetadataError, match=re.escape(says)):
        write_files(state, tmp_path, prune=lambda page_id: None)
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("fails_at", [1, 2, 3])
def test_a_full_disk_leaves_all_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int) -> None:
    write_files(site({1: "/a", 2: "/b"}), tmp_path)
    before = snapshot(tmp_path)
    written: list[Path] = []
    really = Path.write_bytes

    def write_bytes(path: Path, content: bytes) -> int:
        written.append(path)
        really(path, content[: len(content) // 2])
        if len(written) == fails_at:
            raise OSError(28, "No space left on device")
        return really(path, content)

    monkeypatch.setattr(Path, "write_bytes", write_bytes)
    with pytest.raises(WriteError, match="it cannot be written: No space left on device"):
        write_files(site({1: "/a", 2: "/b", 3: "/new/folder/c"}, {"title": "New"}), tmp_path)

    assert snapshot(tmp_path) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yaml", "b.yaml"]


def test_a_file_in_the_way_of_a_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a").touch()

    with pytest.raises(WriteError, match=re.escape(str(tmp_path / "a"))):
        write_files(site({1: "/a/b", 2: "/c"}), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_what_is_no_folder_is_refused_and_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FileError, match="it is a file: name a folder"):
        write_files(site({1: "/a"}), tmp_path / "file")

    folder, outside = tmp_path / "pages", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (folder / "a").symlink_to(outside)
    with pytest.raises(FileError, match="links are not followed"):
        write_files(site({1: "/a/b"}), folder)
    assert list(outside.iterdir()) == []


def test_permissions_stay(tmp_path: Path) -> None:
    write_files(site({1: "/a"}), tmp_path)
    (tmp_path / "a.yaml").chmod(0o640)
    write_files(site({1: "/a"}, {"title": "New"}), tmp_path)

    assert (tmp_path / "a.yaml").stat().st_mode & 0o777 == 0o640


def test_a_page_that_was_made_in_between_has_no_values_yet(tmp_path: Path) -> None:
    state = site({1: "/a"}, fr_FR={"title": "A"})
    late: SiteState = evolve(state, values={key: one for key, one in state.values.items() if key[1] == "en-US"})
    write_files(state, tmp_path)

    assert write_files(late, tmp_path).unchanged == 1


_WORDS = ["lamps", "two words", "a: b", "x # y", "it's", '"q"', "mirror", "50 %", "- x", "", "\u00dcber"]


@define
class Writing:
    """Writes a file as people write them, with numbered comments."""

    draw: st.DrawFn
    step: str
    lines: list[str] = field(factory=list)
    comments: int = 0

    def comment(self) -> str:
        self.comments += 1
        return f"# c{self.comments}."

    def put(self, line: str) -> None:
        if self.draw(st.integers(0, 4)) == 0:
            self.lines.append(f"{line[: len(line) - len(line.lstrip())]}{self.comment()}")
        self.lines.append(f"{line}{self.perhaps_comment()}")

    def perhaps_comment(self) -> str:
        return f"  {self.comment()}" if self.draw(st.integers(0, 3)) == 0 else ""

    def put_text(self, start: str, indent: str, text: str) -> None:
        form = "{}" if text == "mirror" else self.draw(st.sampled_from(["bare", "'", '"', "|", "{}", ":"]))
        if form == "{}":
            self.put(f"{start} {{ text: {spelled(text, in_braces=True)} }}")
        elif form == ":":
            self.put(start)
            self.put(f"{indent}{self.step}text: {spelled(text)}")
        elif form == "|" and text:
            self.lines.append(f"{start} |-{self.perhaps_comment()}")
            self.lines += [f"{indent}{self.step}{text}", *[""] * self.draw(st.integers(0, 2))]
        else:
            self.put(f"{start} {spelled(text, like=form)}")

    def put_tree(self, tree: Tree, indent: str = "") -> None:
        for name in self.draw(st.permutations(list(tree))):
            under, start = tree[name], f"{indent}{spelled(name)}:"
            if isinstance(under, dict) and under and indent and self.draw(st.integers(0, 3)) == 0:
                self.put_in_braces(start, under, indent + self.step)
            elif isinstance(under, dict):
                self.put(start if under else f"{start} {{}}")
                self.put_tree(under, indent + self.step)
                if under and self.draw(st.integers(0, 4)) == 0:
                    self.lines.append(f"{indent}{self.step}{self.comment()}")
            elif isinstance(under, str) and indent:
                self.put_text(start, indent, under)
            else:
                self.put(f"{start} {written(under)}")

    def put_in_braces(self, start: str, tree: Tree, indent: str) -> None:
        """Write a group in braces, over several lines where that has room for comments."""
        start = f"{start} {{"
        names = self.draw(st.permutations(list(tree)))
        for name in names:
            comma = "," if name != names[-1] else ""
            start += f"{in_braces({name: tree[name]})}{comma}"
            if self.draw(st.booleans()):
                self.lines.append(f"{start}{self.perhaps_comment()}")
                start = indent
            else:
                start += " "
        self.put(f"{start}}}")


@st.composite
def files(draw: st.DrawFn) -> tuple[str, dict[str, dict[Field, Value]]]:
    """Draw a file and what it says."""
    says = draw(st.dictionaries(st.sampled_from(["en-US", "fr-FR"]), held(st.sampled_from(_WORDS)), min_size=1))
    writing = Writing(draw, " " * draw(st.sampled_from([1, 2, 4])))
    writing.put_tree(page_tree(SITE, PAGE, says))
    # Each line ends as its bit says: an editor may have ended some otherwise than the rest.
    bits = draw(st.one_of(st.sampled_from([0, -1]), st.integers(0, 2 ** len(writing.lines) - 1)))
    ended = [line + ("\r\n" if bits >> number & 1 else "\n") for number, line in enumerate(writing.lines)]
    text = "".join(ended)
    return text if draw(st.booleans()) else text.rstrip("\r\n"), says


@given(files(), st.dictionaries(st.sampled_from(["en-US", "fr-FR"]), held(st.sampled_from(_WORDS)), min_size=1))
def test_whatever_people_wrote_is_brought_up_to_date(
    tmp_path_factory: pytest.TempPathFactory,
    theirs: tuple[str, dict[str, dict[Field, Value]]],
    now: dict[str, dict[Field, Value]],
) -> None:
    text, says = theirs
    tree = page_tree(SITE, PAGE, now)
    after = merged(text, tree, "a.yaml")
    path = tmp_path_factory.getbasetemp() / "merged.yaml"
    path.write_bytes(after.encode())

    assert {one.locale: dict(one.values) for one in read_wanted(path).entries} == says | now
    assert merged(after, tree, "a.yaml") == after
    assert re.findall(r"# c\d+\.", after) == re.findall(r"# c\d+\.", text)
    if says | now == says:
        assert after == text


def test_a_file_that_cannot_be_edited_is_left_alone(tmp_path: Path) -> None:
    text = f"path: /pricing\npage: {PRICING}\nsite: {SITE}\nlocales:\n  ? en-US\n  : title: Old\n"
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(FileError, match="cannot be edited: move it away, pull, and put its comments back"):
        write_files(site({3: "/pricing"}, {"slug": "new"}), tmp_path)
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == text


def test_a_path_of_half_a_character_is_no_name_and_no_text(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="its path has half a character, which no file can hold: correct it in Webflow"):
        write_files(site({1: "/\ud800"}), tmp_path)
    (tmp_path / "a.yaml").write_text(f"page: {id_of(1)}\nlocales: {{en-US: {{}}}}", encoding="utf-8")
    with pytest.raises(FileError, match="its path has half a character"):
        write_files(site({1: "/\ud800"}), tmp_path)


def test_a_folder_of_another_site_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "z.yaml").write_text(f"path: /a\nsite: {OTHER_SITE}\nlocales: {{fr: {{}}}}", encoding="utf-8")

    with pytest.raises(FileError, match=f"z.yaml:2:1: it is of site {OTHER_SITE}, and this is site {SITE}"):
        write_files(site({1: "/a"}), tmp_path)
    assert len(list(tmp_path.iterdir())) == 1
