"""Lint as a whole: order, levels, what is ignored, and that no text breaks it."""

from datetime import date
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webflow_pages.metadata.entries import Entry
from webflow_pages.metadata.errors import Place
from webflow_pages.metadata.fields import FIELDS, MIRROR, MIRRORING, Field, Value
from webflow_pages.metadata.finding import Finding
from webflow_pages.metadata.lint import Ignore, LintSettings, lint, useless_ignores
from webflow_pages.metadata.lint.primary import unknown_primary
from webflow_pages.metadata.settings import parse_settings

TODAY = date(2026, 11, 26)

TEXTS = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            "Lamps",
            "Lamps for your home",
            "{{wf",
            '{{wf {"path":"name"} }}',
            "ランプ",
            "Lampen…",
            "lorem ipsum",
            "a,",
        ]
    ),
    st.text(st.characters(), max_size=40),
    st.text('{w f}"[]<>&;%…., \u200d\ufe0f\ud800\u0644\u0627\u0940\u094dक😀', max_size=20),
)


def values() -> st.SearchStrategy[dict[Field, Value]]:
    return st.fixed_dictionaries(
        {}, optional={field: st.one_of(TEXTS, st.just(MIRROR)) if field in MIRRORING else TEXTS for field in FIELDS}
    )


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    """Draw pages in locales, each once."""
    keys = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["/", "/a", "/a/b", "/c", None]), st.sampled_from(["en", "de-DE", "ja", "x-y", ""])
            ),
            unique=True,
            max_size=8,
        )
    )
    kinds = st.sampled_from(["page", "home", "template"])
    return [Entry(path, f"id of {path}", locale, draw(values()), draw(kinds)) for path, locale in keys]


def found(pages: list[Entry], **options: Any) -> list[Finding]:
    return lint(pages, LintSettings(), primary="en", today=TODAY, **options)


@settings(max_examples=50)
@given(entries(), st.booleans(), st.randoms())
def test_no_text_breaks_it_and_order_changes_nothing(pages: list[Entry], complete: bool, random: Any) -> None:
    findings = found(pages, complete=complete)
    shuffled = random.sample(pages, len(pages))
    assert set(found(shuffled, complete=complete)) == set(findings)
    assert len(set(findings)) == len(findings)
    keys = [(finding.code, finding.page, finding.locale, finding.field) for finding in findings]
    assert len(set(keys)) == len(keys), "one finding of a rule for each field"
    assert all("\n" not in finding.message and len(finding.message) < 400 for finding in findings)


@settings(max_examples=30)
@given(entries())
def test_what_is_absent_is_all_that_completeness_changes(pages: list[Entry]) -> None:
    partial, complete = found(pages), found(pages, complete=True)
    assert set(partial) <= set(complete)
    absent = {(page.name, page.locale, field) for page in pages for field in FIELDS if field not in page.values}
    more = [one for one in complete if one not in set(partial) and one.code != "PM603"]
    assert all((one.page, one.locale, one.field) in absent for one in more)


@settings(max_examples=30)
@given(entries(), st.data())
def test_ignoring_is_exact(pages: list[Entry], data: st.DataObject) -> None:
    findings = found(pages, complete=True)
    if not findings:
        return
    one = data.draw(st.sampled_from(findings))
    ignore = Ignore(one.code, "so", page=one.page, locale=one.locale.upper(), field=one.field)
    ignoring = LintSettings(ignores=(ignore,))
    after = lint(pages, ignoring, primary="en", complete=True, today=TODAY)
    assert [finding.message for finding in after] == [finding.message for finding in findings]
    assert [finding for finding in after if finding.ignored] == [
        finding
        for finding in after
        if finding.code == one.code
        and finding.page == one.page
        and finding.locale == one.locale
        and finding.field == one.field
    ]
    assert useless_ignores(after, ignoring, TODAY) == []


def test_findings_come_by_page_locale_field_and_code() -> None:
    pages = [
        Entry("/b", None, "en", {"seo.title": "TBD …", "title": "TBD"}),
        Entry("/b", None, "de", {"title": "TBD!"}),
        Entry("/a", None, "de", {"title": "TODO"}),
        Entry("/a", None, "en", {"title": "Untitled"}),
    ]
    told = [(one.page, one.locale, one.field, one.code) for one in found(pages)]
    assert told == [
        ("/b", "en", "title", "PM701"),
        ("/b", "en", "seo.title", "PM701"),
        ("/b", "en", "seo.title", "PM702"),
        ("/b", "de", "title", "PM701"),
        ("/a", "en", "title", "PM701"),
        ("/a", "de", "title", "PM701"),
    ]


def test_a_finding_stands_where_its_field_does() -> None:
    page, field = Place("a.yaml", 1, 1), Place("a.yaml", 4, 12)
    (first, second) = found([Entry("/a", None, "en", {"title": "", "slug": "A"}, place=page, places={"slug": field})])
    assert (first.place, second.place) == (page, field)


def test_the_primary_locale_may_be_spelled_otherwise() -> None:
    pages = [Entry("/a", None, locale, {"title": "All about lamps"}) for locale in ("en-US", "de")]
    for primary in ("en-US", "en_us", "EN-us"):
        assert [one.code for one in lint(pages, LintSettings(), primary=primary)] == ["PM501"]


def test_levels() -> None:
    page = Entry("/a", None, "en", {"title": "TBD", "slug": "A"})
    changed = LintSettings(levels={"PM701": "error", "PM401": "off"})
    assert [(one.code, one.level) for one in lint([page], changed, primary="en")] == [("PM701", "error")]


@pytest.mark.parametrize(
    ("page", "ignored"),
    [
        ("/legal/*", {"/legal/a", "/legal/a/b"}),
        ("/legal/a", {"/legal/a"}),
        ("*", {"/legal/a", "/legal/a/b", "/legal", "/x[1]"}),
        ("/x[1]", {"/x[1]"}),
        ("/LEGAL/a", set()),
        ("/legal/?", {"/legal/a"}),
        ("id of /legal", {"/legal"}),
        ("id of /legal*", {"/legal", "/legal/a", "/legal/a/b"}),
        (None, {"/legal/a", "/legal/a/b", "/legal", "/x[1]"}),
    ],
)
def test_pages_are_ignored_by_pattern(page: str | None, ignored: set[str]) -> None:
    paths = ("/legal/a", "/legal/a/b", "/legal", "/x[1]")
    pages = [Entry(path, f"id of {path}", "en", {"title": "TBD"}) for path in paths]
    chosen = LintSettings(ignores=(Ignore("PM701", "drafts", page=page),))
    findings = lint(pages, chosen, primary="en")
    assert {one.page for one in findings if one.ignored == "drafts"} == ignored


def test_the_first_of_several_reasons_is_told() -> None:
    page = Entry("/a", "1", "en", {"title": "TBD"})
    ignores = [Ignore("PM701", "any"), Ignore("PM701", "all", page="/*"), Ignore("PM701", "one", page="/a")]
    for order in (ignores, ignores[::-1], ignores[1:] + ignores[:1]):
        several = LintSettings(ignores=tuple(order))
        (found,) = lint([page], several, primary="en")
        assert found.ignored == order[0].reason
        assert useless_ignores([found], several, TODAY) == []


def test_the_primary_locale_of_the_settings_is_one_that_files_have() -> None:
    pages = [Entry("/a", None, locale, {"title": "Lamps"}) for locale in ("en-US", "de-DE")]
    place = Place("x.toml", 2, 1)
    (told,) = unknown_primary(pages, LintSettings(primary="xx-YY", primary_place=place))
    assert (told.code, told.level, told.locale, told.place) == ("PM903", "note", "xx-YY", place)
    assert told.message.endswith("the files have en-US, de-DE")
    for primary in ("en-US", "EN_us", "de-DE", None):
        assert unknown_primary(pages, LintSettings(primary=primary)) == []
    assert unknown_primary([], LintSettings(primary="xx-YY")) == []
    assert unknown_primary(pages, LintSettings(primary="xx-YY", levels={"PM903": "off"})) == []


def test_an_ignore_has_its_day() -> None:
    page = Entry("/a", None, "en", {"title": "TBD"})
    until = LintSettings(ignores=(Ignore("PM701", "soon", until=TODAY, place=Place("x.toml", 3)),))
    (kept,) = lint([page], until, primary="en", today=TODAY)
    assert kept.ignored == "soon"
    assert useless_ignores([kept], until, TODAY) == []
    tomorrow = date(2026, 11, 27)
    (counts,) = lint([page], until, primary="en", today=tomorrow)
    assert counts.ignored is None
    (told,) = useless_ignores([counts], until, tomorrow)
    assert (told.code, told.level, told.place) == ("PM902", "note", Place("x.toml", 3))


def test_an_ignore_of_nothing_is_told() -> None:
    of_nothing = LintSettings(ignores=(Ignore("PM701", "?", page="/gone"), Ignore("PM702", "?")))
    assert [one.code for one in useless_ignores([], of_nothing, TODAY)] == ["PM901", "PM901"]
    off = LintSettings(ignores=of_nothing.ignores, levels={"PM901": "off"})
    assert useless_ignores([], off, TODAY) == []


def pages_of(count: int, distinct: int) -> list[Entry]:
    return [
        Entry(
            f"/p{number}",
            f"{number}",
            locale,
            {"title": f"Lamp {number % distinct}", "slug": "same", "seo.title": "Same"},
        )
        for number in range(count)
        for locale in ("en", "de")
    ]


def test_time_grows_in_a_straight_line() -> None:
    def seconds(pages: list[Entry]) -> float:
        begun = process_time()
        lint(pages, LintSettings(), primary="en", complete=True)
        return process_time() - begun

    small, large = pages_of(400, 1), pages_of(3200, 1)
    seconds(small)
    assert seconds(large) < 8 * 3 * min(seconds(small) for _ in range(3))


def test_thousands_of_ignores_take_no_time() -> None:
    table = '[[lint.ignore]]\nrule = "PM701"\npage = "/p{}"\nreason = "x"\n'
    text = "".join(map(table.format, range(4_000)))
    pages = [Entry(f"/p{number}", f"{number}", "en", {"title": "TBD"}) for number in range(4_000)]
    begun = process_time()
    read = parse_settings(text, "x.toml").lint
    findings = lint(pages, read, primary="en")
    assert useless_ignores(findings, read) == []
    assert process_time() - begun < 2  # 0.3 s
    assert {one.ignored for one in findings if one.code == "PM701"} == {"x"}
    assert str(read.ignores[-1].place) == "x.toml:15997:1"


def test_hostile_texts_take_no_time() -> None:
    hostile = [
        "{{wf " * 5_000,
        "<" * 50_000,
        "&" + "a" * 50_000,
        "[your " * 10_000,
        " " * 50_000 + "x",
        "." * 50_000,
        "\u0410" * 50_000 + "a",
        "<title>" * 7_000,
        "#" * 50_000,
    ]
    begun = process_time()
    for text in hostile:
        found([Entry("/a", "1", "en", {"title": text, "seo.description": text})])
    assert process_time() - begun < 4
