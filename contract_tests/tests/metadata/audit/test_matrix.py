"""The audit's matrix: each mark, by page, locale and field; and how it is shown."""

from collections.abc import Mapping

import pytest

from webflow_pages.metadata.audit.as_html import as_html
from webflow_pages.metadata.audit.as_json import as_json
from webflow_pages.metadata.audit.as_text import as_text
from webflow_pages.metadata.audit.matrix import AUDITED, Cell, Mark, Matrix, Row, matrix_of
from webflow_pages.metadata.fields import MIRROR, Field, Value, Values
from webflow_pages.metadata.lint import Ignore, LintSettings
from webflow_pages.metadata.state import SiteLocale, SitePage, SiteState

FULL: Mapping[Field, Value] = {
    "title": "Lamps",
    "seo.title": "Lamps for every room",
    "seo.description": "We make lamps by hand in our own shop.",
    "open_graph.title": "Lamps to share",
    "open_graph.description": "Lamps that we make by hand.",
}

WIDE = "A lamp for every room of the house, and a room of the house for every lamp that we make by hand"


def own(page: str) -> dict[Field, Value]:
    """Return texts that no other page has."""
    return {field: f"{text} {page}" for field, text in FULL.items()}


def audited(
    values: Mapping[tuple[str, str], Values],
    paths: Mapping[str, str | None] | None = None,
    settings: LintSettings | None = None,
) -> Matrix:
    """Return the matrix of pages by id and locale. The first locale is the primary one."""
    tags = list(dict.fromkeys(tag for _, tag in values))
    ids = list(dict.fromkeys(page for page, _ in values))
    given = paths or {}
    pages = {one: SitePage(one, given.get(one, f"/{one}"), "page", True, at) for at, one in enumerate(ids)}
    locales = [SiteLocale(tag, None if tag == tags[0] else f"id of {tag}") for tag in tags]
    return matrix_of(SiteState("site", locales, pages, values), settings or LintSettings())


def row(matrix: Matrix, page: str) -> Row:
    (found,) = [one for one in matrix.rows if one.page_id == page]
    return found


def cell(matrix: Matrix, page: str, locale: str = "en") -> Cell:
    (found,) = [one for one in row(matrix, page).cells if one.locale == locale]
    return found


def test_a_page_that_has_all_has_no_marks() -> None:
    matrix = audited({("a", "en"): FULL})
    assert matrix.rows == (Row("a", "/a", "page", (Cell("en", {}),)),)
    assert (matrix.locales, matrix.total()) == (("en",), {})


@pytest.mark.parametrize("field", AUDITED)
@pytest.mark.parametrize("value", [None, "", " \n"], ids=["absent", "cleared", "blank"])
def test_missing(field: Field, value: str | None) -> None:
    rest: dict[Field, Value] = {name: text for name, text in FULL.items() if name != field}
    values = rest if value is None else {**rest, field: value}
    assert cell(audited({("a", "en"): values}), "a").marks == {field: ("missing",)}


def test_missing_is_told_in_each_locale() -> None:
    rest: Values = {name: text for name, text in own("b").items() if name != "seo.description"}
    matrix = audited({("a", "en"): FULL, ("a", "fr"): rest, ("b", "en"): own("b"), ("b", "fr"): {}})
    assert cell(matrix, "a", "fr").marks == {"seo.description": ("missing",)}
    assert cell(matrix, "b", "fr").marks == dict.fromkeys(AUDITED, ("missing",))
    assert matrix.counts == {"en": {}, "fr": {"missing": 1 + len(AUDITED)}}


def test_a_slug_is_not_looked_at() -> None:
    assert cell(audited({("a", "en"): {**FULL, "slug": "Über uns"}}), "a").marks == {}


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("seo.title", WIDE),
        ("seo.description", WIDE * 2),
        ("open_graph.title", WIDE),
        ("open_graph.description", WIDE * 3),
    ],
)
def test_wide(field: Field, text: str) -> None:
    assert cell(audited({("a", "en"): {**FULL, field: text}}), "a").marks == {field: ("wide",)}


@pytest.mark.parametrize("field", ["title", "seo.title", "seo.description"])
def test_duplicate(field: Field) -> None:
    matrix = audited({("a", "en"): {**own("a"), field: "Same"}, ("b", "en"): {**own("b"), field: "same"}})
    assert [cell(matrix, page).marks for page in ("a", "b")] == [{field: ("duplicate",)}] * 2
    assert matrix.counts["en"] == {"duplicate": 2}


def test_inherited() -> None:
    matrix = audited({("a", "en"): FULL, ("a", "fr"): {**own("fr"), "title": FULL["title"]}})
    assert cell(matrix, "a", "en").marks == {}
    assert cell(matrix, "a", "fr").marks == {"title": ("inherited",)}


def test_mirrored_in_the_primary_locale_and_inherited_from_it() -> None:
    mirroring: dict[Field, Value] = {**FULL, "open_graph.title": MIRROR}
    other: dict[Field, Value] = {**own("fr"), "open_graph.title": MIRROR}
    matrix = audited({("a", "en"): mirroring, ("a", "fr"): other, ("a", "de"): own("de")})
    assert cell(matrix, "a", "en").marks == {"open_graph.title": ("mirrored",)}
    assert cell(matrix, "a", "fr").marks == {"open_graph.title": ("mirrored",)}
    assert cell(matrix, "a", "de").marks == {}


def test_a_locale_that_shows_the_primary_text_is_not_told_twice() -> None:
    wide: dict[Field, Value] = {**FULL, "seo.title": WIDE}
    matrix = audited({("a", "en"): wide, ("a", "fr"): {**own("fr"), "seo.title": WIDE}})
    assert cell(matrix, "a", "en").marks == {"seo.title": ("wide",)}
    assert cell(matrix, "a", "fr").marks == {"seo.title": ("inherited",)}


def test_a_duplicate_of_an_inherited_text_is_told_of_both() -> None:
    taken: dict[Field, Value] = {**own("b fr"), "seo.title": own("a")["seo.title"]}
    matrix = audited(
        {
            ("a", "en"): own("a"),
            ("a", "fr"): {**own("a fr"), "seo.title": own("a")["seo.title"]},
            ("b", "en"): own("b"),
            ("b", "fr"): taken,
        }
    )
    assert cell(matrix, "a", "en").marks == cell(matrix, "b", "en").marks == {}
    assert cell(matrix, "a", "fr").marks == {"seo.title": ("duplicate", "inherited")}
    assert cell(matrix, "b", "fr").marks == {"seo.title": ("duplicate",)}


def test_a_page_and_its_branch_are_two() -> None:
    branch: dict[Field, Value] = {**own("a"), "seo.title": WIDE}
    paths = {"a": "/lamps", "branch": "/lamps", "c": "/c"}
    matrix = audited({("a", "en"): own("a"), ("branch", "en"): branch, ("c", "en"): own("c")}, paths)
    assert cell(matrix, "a").marks == {}
    assert cell(matrix, "branch").marks == {"seo.title": ("wide",)}
    assert [one.label for one in matrix.rows] == ["/c", "/lamps (a)", "/lamps (branch)"]
    assert [one["name"] for one in as_json(matrix)["pages"]] == ["/c", "/lamps", "/lamps"]
    assert [line.split("  ")[0] for line in as_text(matrix).splitlines()[1:4]] == [
        "/c",
        "/lamps (a)",
        "/lamps (branch)",
    ]
    assert "<td>/lamps (branch)</td>" in as_html(matrix)


def test_pages_without_a_path_go_by_id() -> None:
    matrix = audited({("b", "en"): own("b"), ("a", "en"): own("a")}, {"a": None, "b": None})
    assert [(one.name, one.label) for one in matrix.rows] == [("a", "a"), ("b", "b")]


@pytest.mark.parametrize(
    ("settings", "marks"),
    [
        (LintSettings(), ("wide",)),
        (LintSettings(ignores=(Ignore("PM104", "so"),)), ()),
        (LintSettings(ignores=(Ignore("PM104", "so", page="/a"),)), ()),
        (LintSettings(ignores=(Ignore("PM104", "so", page="a"),)), ()),
        (LintSettings(ignores=(Ignore("PM104", "so", page="/b"),)), ("wide",)),
        (LintSettings(ignores=(Ignore("PM203", "so"),)), ("wide",)),
        (LintSettings(levels={"PM104": "off"}), ()),
    ],
)
def test_what_lint_ignores_does_not_count(settings: LintSettings, marks: tuple[Mark, ...]) -> None:
    matrix = audited({("a", "en"): {**FULL, "seo.title": WIDE}}, settings=settings)
    assert cell(matrix, "a").marks.get("seo.title", ()) == marks
    assert matrix.total()["wide"] == len(marks)


def test_sums_are_by_locale_and_in_all() -> None:
    matrix = audited({("a", "en"): FULL, ("a", "fr"): FULL, ("b", "en"): {}, ("b", "fr"): {}})
    assert matrix.counts == {"en": {"missing": 5}, "fr": {"missing": 5, "inherited": 5}}
    assert matrix.total() == {"missing": 10, "inherited": 5}
    assert as_json(matrix)["counts"]["en"] == {"missing": 5, "wide": 0, "duplicate": 0, "inherited": 0, "mirrored": 0}


def test_the_legend_is_for_several_locales() -> None:
    one, two = audited({("a", "en"): FULL}), audited({("a", "en"): FULL, ("a", "fr"): FULL})
    for shown in (as_text, as_html):
        assert "not told again" in shown(two)
        assert "not told again" not in shown(one)
    assert as_text(one).splitlines()[-1] == "1 page in 1 locale: 0 missing, 0 wide, 0 duplicate."


def test_texts_of_a_site_are_shown_as_texts() -> None:
    matrix = audited({("a", "en"): FULL}, {"a": "/<b>\x1b[31m"})
    assert "/&lt;b&gt;\\u001b[31m" in as_html(matrix)
    assert "/<b>\\u001b[31m" in as_text(matrix)
