"""Editing a file in its text: line ends of all kinds, and comments, which stay with what they are about."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from webflow_pages.metadata.errors import FileError
from webflow_pages.metadata.fields import MIRROR, Field, Value
from webflow_pages.metadata.files import merging
from webflow_pages.metadata.files.differences import Differences, Edit
from webflow_pages.metadata.files.merging import merged
from webflow_pages.metadata.files.nodes import Group
from webflow_pages.metadata.files.reading import read_wanted
from webflow_pages.metadata.files.rendering import Tree, page_tree
from webflow_pages.metadata.files.writing import write_files

from .sites import PRICING, SITE, site, told

PAGE = site({3: "/pricing"}).pages[PRICING]
HEAD = f"site: {SITE}\npage: {PRICING}\npath: /pricing\n"


def after(body: str, **locales: dict[Field, Value]) -> str:
    """Return what becomes of what follows the head of a file."""
    tree = page_tree(SITE, PAGE, {tag.replace("_", "-"): values for tag, values in locales.items()})
    text = merged(HEAD + body, tree, "a.yaml")
    assert text.startswith(HEAD)
    return text.removeprefix(HEAD)


def test_one_line_that_ends_otherwise_takes_nothing_along(tmp_path: Path) -> None:
    """One CRLF among LFs: all that follows was one line once, and went with it."""
    text = f"{HEAD}locales:\n  en-US:\n    title: A\r\n    slug: a # keep\n  # by Luc\n  fr-FR:\n    title: B\n"
    (tmp_path / "a.yaml").write_bytes(text.encode())
    write_files(site({3: "/pricing"}, {"slug": "a"}), tmp_path)

    assert (tmp_path / "a.yaml").read_bytes().decode() == text.replace("    title: A\r\n", "")
    write_files(site({3: "/pricing"}, {"slug": "b", "seo.title": "C"}), tmp_path)
    assert (tmp_path / "a.yaml").read_bytes().decode() == text.replace("    title: A\r\n", "").replace(
        "slug: a # keep\n", "slug: b # keep\n    seo:\n      title: C\n"
    )
    assert told(read_wanted(tmp_path).entries)[PRICING, "fr-FR"] == {"title": "B"}


@pytest.mark.parametrize(("text", "end"), [("a\n" * 3 + "b\r\n", "\n"), ("a\r\n" * 3 + "b\n", "\r\n")])
def test_new_lines_end_as_most_do(text: str, end: str) -> None:
    comments = re.sub("^", "# ", text, flags=re.MULTILINE).removesuffix("# ")
    body = f"{comments}locales: {{}}\n" if end == "\n" else f"{comments * 3}locales: {{}}\r\n"

    assert f"locales:{end}  en-US:{end}    title: A{end}" in after(body, en_US={"title": "A"})


@pytest.mark.parametrize("character", ["\r", "\x85", "\u2028", "\u2029"])
def test_what_ends_a_line_for_yaml_alone_stops_the_pull(tmp_path: Path, character: str) -> None:
    text = f"{HEAD}locales:\n  en-US: {{title: A}} # c{character}  fr-FR: {{title: B}}\n"
    (tmp_path / "a.yaml").write_bytes(text.encode())

    with pytest.raises(FileError, match=r"a\.yaml:5:"):
        write_files(site({3: "/pricing"}), tmp_path)
    assert (tmp_path / "a.yaml").read_bytes() == text.encode()


FRENCH = """\
locales:
  fr-FR:
    title: A  # legal OK 2026
    # about seo
    seo:  # s
      # t
      title: B # u
      description: |-  # v
        C

      # w
    slug: d
"""


@pytest.mark.parametrize(
    ("french", "becomes"),
    [
        ({"seo.title": "B", "seo.description": "C", "slug": "d"}, ("title: A  # legal", "# legal")),
        (
            {"title": "A", "slug": "d"},
            (
                FRENCH[FRENCH.index("    seo:") : FRENCH.index("    slug")],
                "    # s\n    # t\n    # u\n    # v\n    # w\n",
            ),
        ),
        (
            {},
            (
                FRENCH[FRENCH.index("  fr") :],
                "  fr-FR: {}\n    # legal OK 2026\n    # about seo\n    # s\n    # t\n    # u\n    # v\n    # w\n",
            ),
        ),
    ],
)
def test_comments_of_what_is_taken_out_stay(french: dict[Field, Value], becomes: tuple[str, str]) -> None:
    assert becomes[0] in FRENCH
    assert after(FRENCH, fr_FR=french) == FRENCH.replace(*becomes)


IN_BRACES = """\
locales:
  fr-FR: {
    title: A, # 1
    slug: b, # 2
    seo: { title: C, # 3
      description: D } # 4
    } # 5
"""


@pytest.mark.parametrize(
    "french",
    [
        {},
        {"title": "A"},
        {"slug": "b"},
        {"seo.title": "C"},
        {"seo.description": "D"},
        {"title": "A", "seo.description": "D"},
        {"open_graph.title": "new"},
    ],
)
def test_comments_within_braces_stay(french: dict[Field, Value]) -> None:
    text = after(IN_BRACES, fr_FR=french)

    assert re.findall(r"# \d", text) == re.findall(r"# \d", IN_BRACES)
    assert after(text, fr_FR=french) == text


@pytest.mark.parametrize(
    ("body", "new", "becomes"),
    [
        ("  en-US:\n    title: A\n    # short!\n", "fr_FR", "  en-US:\n    title: A\n    # short!\n  fr-FR: {}\n"),
        ("  en-US:\n    title: A\n\n    # short!\n  it: {}\n", "fr_FR", "\n    # short!\n  fr-FR: {}\n  it: {}\n"),
        ("  en-US:\n    title: A\n  # Italian\n  it: {}\n", "fr_FR", "A\n  fr-FR: {}\n  # Italian\n  it: {}\n"),
        ("  en-US:\n    title: A\n# end\n", "fr_FR", "A\n  fr-FR: {}\n# end\n"),
        ("  en-US:\n    title: A\n    # short!\n", "slug", "    # short!\n    slug: b\n"),
        (
            "  en-US:\n    title: A\n    # c\n    seo: {title: C}\n",
            "slug",
            "A\n    slug: b\n    # c\n    seo: {title: C}\n",
        ),
        ("  en-US:\n    title: |-\n      A\n    # x\n", "slug", "      A\n    # x\n    slug: b\n"),
        ("  en-US: # E\n    # text\n    slug: b\n", "title", "  en-US: # E\n    title: A\n    # text\n    slug: b\n"),
    ],
)
def test_comments_stay_with_what_they_are_about(body: str, new: str, becomes: str) -> None:
    english: dict[Field, Value] = {"title": "A"} if new == "fr_FR" else {"title": "A", "slug": "b"}
    if "seo" in body:
        english["seo.title"] = "C"
    locales: dict[str, dict[Field, Value]] = {"en_US": english}
    if new == "fr_FR":
        locales["fr_FR"] = {}

    assert after(f"locales:\n{body}", **locales).endswith(becomes)


def test_a_comment_at_the_head_stays_there() -> None:
    body = f"# Prices. Ask Mona.\npage: {PRICING}\nlocales: {{}}\n"

    assert merged(body, page_tree(SITE, PAGE, {}), "a.yaml").startswith(f"# Prices. Ask Mona.\nsite: {SITE}\npage: ")


@pytest.mark.parametrize(
    ("line", "value", "becomes"),
    [
        ('title: "A" #1', MIRROR, "title: mirror # 1"),
        ("title: |- #1\n        A", "B", "title: B #1".replace("#1", "# 1")),
        ("title:  # 1\n        # 2\n        text: A # 3", MIRROR, "title: mirror  # 1\n      # 2\n      # 3"),
        ("title: {text: A} #1", "B", "title: {text: B} #1"),
    ],
)
def test_a_comment_without_a_space_does_not_become_part_of_a_text(line: str, value: Value, becomes: str) -> None:
    body = f"locales:\n  fr-FR:\n    open_graph:\n      {line}\n"
    text = after(body, fr_FR={"open_graph.title": value})

    assert text == body.replace(line, becomes)
    assert after(text, fr_FR={"open_graph.title": value}) == text


@pytest.mark.parametrize(
    ("body", "becomes"),
    [
        ("locales:\n  en-US:\n    title: A", "locales:\n  en-US:\n    title: A\n    slug: b\n  fr-FR: {}"),
        (
            "locales:\n  en-US:\n    title: A\n    # c",
            "locales:\n  en-US:\n    title: A\n    # c\n    slug: b\n  fr-FR: {}",
        ),
        ("locales:\n  en-US:\n    slug: b", "locales:\n  en-US:\n    title: A\n    slug: b\n  fr-FR: {}"),
        ("locales: {en-US: {slug: b}}", "locales: {en-US: {title: A, slug: b}, fr-FR: {}}"),
    ],
)
def test_a_file_without_a_last_line_end_goes_on_without(body: str, becomes: str) -> None:
    assert after(body, en_US={"title": "A", "slug": "b"}, fr_FR={}) == becomes


def test_edits_that_touch_each_other_come_one_after_the_other() -> None:
    body = "locales: {en-US: {title: A, slug: b, seo: {title: C, description: D}}}\n"

    assert after(body, en_US={"title": "A"}) == "locales: {en-US: {title: A}}\n"
    assert after(body, en_US={"slug": "b"}) == "locales: {en-US: {slug: b}}\n"
    assert after(body, en_US={}) == "locales: {en-US: {}}\n"


@pytest.mark.parametrize("lost", ["# by Luc", "  it-IT: {title: B}"])
def test_whatever_edits_there_are_nothing_is_lost(monkeypatch: pytest.MonkeyPatch, lost: str) -> None:
    class Careless(Differences):
        def edits(self, group: Group, tree: Tree, *, keeps: bool = False) -> Iterator[Edit]:
            at = self._text.find(lost)
            if at >= 0:
                yield Edit(at, at + len(lost), "")

    monkeypatch.setattr(merging, "Differences", Careless)
    with pytest.raises(FileError, match="cannot be edited"):
        after("locales:\n  en-US: {}\n# by Luc\n  it-IT: {title: B}\n", en_US={})
