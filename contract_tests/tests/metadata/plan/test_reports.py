"""A plan as people see it: text, Markdown and HTML."""

import re
from html.parser import HTMLParser
from unicodedata import category

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from webflow_pages.metadata.entries import Entry
from webflow_pages.metadata.finding import Finding
from webflow_pages.metadata.plan.as_html import as_html
from webflow_pages.metadata.plan.as_markdown import as_markdown
from webflow_pages.metadata.plan.as_text import as_text
from webflow_pages.metadata.plan.cost import seconds_for
from webflow_pages.metadata.plan.making import make_plan
from webflow_pages.metadata.plan.model import PERMISSIONS, Plan, Quota
from webflow_pages.metadata.state import SitePage, SiteState

from .strategies import LOCALES, states, wishes
from .test_making import BINDING, MADE, state_of, wanted

HOSTILE = "<img src=x onerror=alert(1)>\x1b[2J\u202e| a `b` [c](http://d)"


class Elements(HTMLParser):
    """The elements of a document, and its text."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not any(name.startswith("on") or name in ("src", "href", "style") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.data())
def test_no_text_of_a_plan_leaves_its_place(data: st.DataObject) -> None:
    state = data.draw(states())
    plan = make_plan(state, data.draw(wishes(state)), made=MADE, allow=data.draw(st.sampled_from([(), PERMISSIONS])))
    assert not {category(character) for character in as_text(plan).replace("\n", "")} & {"Cc", "Cs", "Zl", "Zp"}
    assert Elements(as_html(plan)).tags <= {
        *(
            "html",
            "head",
            "meta",
            "title",
            "style",
            "body",
            "main",
            "footer",
            "h1",
            "h2",
            "h3",
            "p",
            "br",
            "div",
            "span",
        ),
        *("table", "tr", "th", "td", "code"),
    }
    rows = [line for line in as_markdown(plan).splitlines() if line.startswith("|")]
    assert {line.count("|") for line in rows} <= {5, 6, 7}


def test_text_shows_before_and_after_by_page_and_locale() -> None:
    state = state_of({"title": "Tarifs", "open_graph.title": "Lampes"}, primary={"title": "Pricing"})
    plan = make_plan(
        state,
        [wanted({"title": "Nos tarifs", "seo.title": "x" * 90}), wanted({"title": "Prices"}, "en-US")],
        made=MADE,
        allow=["primary"],
    )
    assert as_text(evolve(plan, quota=Quota(60, 2, 30))) == (
        "/pricing\n"
        "  en-US (primary)\n"
        "    title                   Pricing → Prices\n"
        "  fr-FR\n"
        "    title                   Tarifs → Nos tarifs\n"
        "    seo.title\n"
        "      - (none)\n"
        f"      + {'x' * 90}\n"
        "\n"
        "What a rollback could not bring back:\n"
        "  there is no text now, and nothing is known to take one away again:\n"
        "    /pricing fr-FR seo.title\n"
        "\n"
        "Would change 3 fields in 2 of 2 pages and locales (100.0 %).\n"
        "Applying takes 5 requests (3 reads, 2 writes), about 30 s at 60 a minute.\n"
    )


def test_without_changes_it_says_so() -> None:
    plan = make_plan(state_of({"title": "A"}), [wanted({"title": "A"})], made=MADE)
    assert as_text(plan) == "No changes: the site is as the files say.\n"
    assert "No changes" in as_markdown(plan)
    assert "No changes" in Elements(as_html(plan)).text


def test_what_is_refused_stands_with_its_reason_in_every_form() -> None:
    plan = make_plan(state_of({"title": BINDING}), [wanted({"title": HOSTILE})], made=MADE)
    assert "Nothing to apply." in as_text(plan)
    for shown in (as_text(plan), as_markdown(plan), Elements(as_html(plan)).text):
        assert "--allow bindings" in shown
        assert "\x1b" not in shown
        assert "\u202e" not in shown
    assert "<img" not in as_markdown(plan)


def test_html_shows_what_search_engines_and_networks_would() -> None:
    state = state_of({"title": "Page", "seo.title": "Search", "open_graph.title": "Card"}, primary={})
    plan = make_plan(state, [wanted({"seo.title": "Found"})], made=MADE)
    shown = Elements(as_html(plan)).text
    assert re.search(r"Now\s*/pricing\s*Search\s*no description\s*picture\s*Card\s*no description", shown)
    assert re.search(r"Would be\s*/pricing\s*Found", shown)


def test_findings_that_are_ignored_are_not_shown() -> None:
    plan = make_plan(state_of({"title": "A"}), [wanted({"title": "B"})], made=MADE)
    finding = Finding("PM101", "warning", "too short", "/pricing", "fr-FR", "title")
    plan = evolve(plan, findings=(finding, evolve(finding, code="PM999", ignored="a brand")))
    for shown in (as_text(plan), as_markdown(plan), as_html(plan)):
        assert "PM101" in shown
        assert "PM999" not in shown


def test_markdown_fits_into_a_job_summary() -> None:
    pages = {f"{at:024x}": SitePage(f"{at:024x}", f"/{at}", "page", True, at) for at in range(300)}
    state = SiteState("a" * 24, LOCALES[:1], pages, {(page, "en-US"): {"title": "é" * 2000} for page in pages})
    entries = [Entry(None, page, "en-US", {"title": "ü" * 2000}) for page in pages]
    shown = as_markdown(make_plan(state, entries, made=MADE, allow=["primary"]))
    assert 500_000 < len(shown.encode()) <= 1_000_000
    assert "The rest is left out" in shown


@pytest.mark.parametrize(
    ("requests", "quota", "seconds"),
    [
        (60, Quota(), 0),
        (61, Quota(), 60),
        (276, Quota(60, 60, 60), 240),
        (10, Quota(60, 10, 40), 0),
        (11, Quota(60, 10, 40), 40),
        (71, Quota(60, 10, 40), 100),
        (5, Quota(120, 0, 7), 7),
    ],
)
def test_the_time_is_what_the_quota_leaves(requests: int, quota: Quota, seconds: int) -> None:
    assert seconds_for(requests, quota) == seconds
    assert isinstance(Plan(site_id="a", primary="en", made="", origin="", page_locales=0).share, float)
