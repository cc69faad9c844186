"""Markdown: what a renderer makes of it is what was meant, whatever the texts are, and a CI job can take it."""

import re
from html.parser import HTMLParser

import pytest
from attrs import evolve
from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from webflow_contract.check.report import Report
from webflow_contract.reports.as_markdown import LARGEST, as_markdown
from webflow_contract.reports.wording import visible

from .conftest import ACCEPTED, CLEAN, CURL, DRIFT, HOSTILE, KINDS, MANY, TRUSTED, finding, reports, shows

RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
OURS = {
    *("h2", "h3", "p", "br", "blockquote", "strong", "code", "pre"),
    *("table", "thead", "tbody", "tr", "th", "td", "details", "summary"),
}


class Rendered(HTMLParser):
    """What a reader sees: the elements, the text, and the text of each piece of code that is not in a fence."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str | None]] = set()
        self.open: list[str] = []
        self.text = ""
        self.code: list[str] = []
        self.rows: list[int] = []
        self.feed(RENDERER.render(as_markdown(report)))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(attrs)
        if tag != "br":
            self.open.append(tag)
        if tag == "code" and "pre" not in self.open:
            assert self.open.count("code") == 1
            self.code.append("")
        if tag == "tr":
            self.rows.append(0)
        if tag in ("td", "th"):
            self.rows[-1] += 1

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if "code" in self.open and "pre" not in self.open:
            self.code[-1] += data


def fences(report: Report) -> list[Token]:
    return [token for token in RENDERER.parse(as_markdown(report)) if token.type == "fence"]


def check_harmless(report: Report) -> Rendered:
    """Hold what is rendered against what was meant: our elements, our attributes, every text where it belongs."""
    rendered = Rendered(report)
    assert rendered.open == []
    assert rendered.tags <= OURS
    assert rendered.attributes <= {("open", None), ("class", "language-sh")}
    matrix = 5 + len({status for of in report.coverage.statuses.values() for status in of})
    assert set(rendered.rows) <= {2, 3, 4, 5, matrix}
    # In the order of the groups, whatever that is.
    assert sorted(token.content for token in fences(report)) == sorted(
        f"{visible(one.reproduce)}\n" for one in report.findings
    )
    for one in report.findings:
        for text in (one.documented, one.observed):
            assert any(shows(code, text) for code in rendered.code)
    return rendered


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "many"])
def test_every_kind_is_harmless_and_small_enough(kind: str) -> None:
    check_harmless(KINDS[kind])
    assert len(as_markdown(KINDS[kind]).encode()) <= LARGEST


@given(reports())
def test_it_is_harmless_whatever_the_texts_are(report: Report) -> None:
    rendered = check_harmless(report)
    reasons = [one.reason for one in report.unproven]
    for text in (report.subject, report.not_judged or "", *reasons, *(one.source for one in report.register)):
        assert shows(rendered.text, text)


def test_the_verdict_comes_first() -> None:
    firsts = {kind: as_markdown(report).splitlines()[0] for kind, report in KINDS.items() if kind != "many"}
    assert firsts["clean"] == "## ✅ clean: nothing seen differs from the contract"
    assert firsts["drift"] == "## ❌ drift: the service differs from the contract"
    assert firsts["not judged"].startswith("## ⚠️ inconclusive")
    assert firsts["not restored"].startswith("## ❌ not restored")


def test_findings_stand_in_a_table_and_in_detail() -> None:
    lines = as_markdown(DRIFT).splitlines()
    row = (
        "| breaking | <code>get-page-metadata</code> | <code>200 /slug</code> "
        "| response-property-type-changed | <code>number 1</code> |"
    )
    assert lines.count(row) == 1
    assert lines.count("| <code>string</code> | <code>number 1</code> |") == 2
    assert lines.count(CURL) == len(DRIFT.findings)
    levels = [line.split()[1] for line in lines if re.match(r"\| (breaking|warning|information) ", line)]
    assert levels == ["breaking", "breaking", "warning", "warning", "information"]
    assert [line for line in lines if line.startswith("<details")] == ["<details open>"] * 2 + ["<details>"] * 4


def test_what_is_long_is_short_in_the_table_only() -> None:
    report = evolve(CLEAN, findings=(finding(text="x" * 61),))
    assert f"<code>{'x' * 60}…</code>" in as_markdown(report)
    assert f"<code>{'x' * 61}</code>" in as_markdown(report)


def test_coverage_and_what_is_unproven_are_there() -> None:
    lines = as_markdown(CLEAN).splitlines()
    assert "| operation | 200 | 404 | 4XX | 500 | properties | headers | request | behaviour |" in lines
    assert "| <code>get-page-metadata</code> | ✓ |  | ✓ | ? | 3/3 | 1/2 | - | 0/1 |" in lines
    assert "| <code>list-pages</code> | ✓ | ✓ |  |  | 1/2 | - | 1/2 | - |" in lines
    assert "| <code>get-page-metadata</code> | 500 | status | <code>answered</code> | Nothing provokes it. |" in lines
    assert any(line.startswith("<summary>4 unproven") for line in lines)


def test_what_the_run_says_of_assumptions_is_there() -> None:
    lines = as_markdown(CLEAN).splitlines()
    assert "1 confirmed, 0 refuted, 1 unknown" in lines
    assert "| <code>empty&#95;body</code> | unknown | <code>accepted</code> | It was not asked. |" in lines
    text = Rendered(KINDS["now and then"]).text
    assert "0 confirmed, 1 refuted, 0 unknown" in text
    assert text.count("Comes: intermittent") == 1


def test_what_the_contract_says_on_trust_is_there_on_demand() -> None:
    lines = as_markdown(TRUSTED).splitlines()
    assert "<summary>Deviations of the contract: 1 only inferred, 2 only reported</summary>" in lines
    assert "| reported | <code>slug-null</code> | A slug is null. | 2026-02 | Probes: A slug is null. |" in lines
    assert "Deviations" not in as_markdown(CLEAN)


def test_why_it_was_not_judged_is_there() -> None:
    assert "> Not judged: There is no token: set WEBFLOW&#95;TOKEN." in as_markdown(KINDS["not judged"]).splitlines()


def test_the_baseline_is_there_if_it_matters() -> None:
    text = Rendered(ACCEPTED).text
    for part in ("accepted", "expired: it counts again", "gone: delete it", "until 2026-11-30, shop team: Known since"):
        assert part in text
    assert "Baseline" not in as_markdown(CLEAN)


def test_what_has_no_room_is_left_out_and_counted() -> None:
    written = as_markdown(MANY)
    assert LARGEST - 2_000 < len(written.encode()) <= LARGEST < 2**20
    shown = written.count("\n```sh\n")
    assert f"**Left out for want of room: {2000 - shown} of 2000 findings.**" in written.splitlines()
    assert 0 < shown < len(MANY.findings)
    assert "### Coverage" in written
    rows = re.findall(r"^\| (breaking|warning|information) ", written, re.MULTILINE)
    assert len(rows) == shown
    assert rows == sorted(rows, key=["breaking", "warning", "information"].index)  # the worst first


def test_nothing_is_said_to_be_left_out_if_nothing_is() -> None:
    assert "Left out" not in as_markdown(DRIFT)


def test_one_finding_too_large_for_the_summary_is_left_out() -> None:
    written = as_markdown(evolve(CLEAN, findings=(finding(text="x" * LARGEST),)))
    assert "Left out for want of room: 1 of 1 findings" in written
    assert len(written.encode()) < LARGEST


def test_a_fence_is_longer_than_any_run_in_it() -> None:
    (token,) = fences(evolve(CLEAN, findings=(finding(reproduce=f"curl {HOSTILE} ``````` x"),)))
    assert token.markup == "`" * 8
