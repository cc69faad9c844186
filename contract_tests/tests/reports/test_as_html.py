"""HTML: one file that loads nothing, says everything, and in which no text of a stranger is more than text."""

import json
import re
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from attrs import define, evolve, field
from hypothesis import given

from webflow_contract.check.coverage import Coverage
from webflow_contract.check.report import Report
from webflow_contract.reports.as_html import as_html
from webflow_contract.rules import RULES

from .conftest import ACCEPTED, CLEAN, DRIFT, HOSTILE, KINDS, TRUSTED, finding, reports, shows

VOID = {"meta", "input", "br"}
LOADING = {"src", "href", "srcset", "action", "formaction", "data", "poster", "background", "style", "ping"}


@define
class Element:
    """An element of a page: its attributes, and all the text in it."""

    tag: str
    attributes: dict[str, str | None]
    parts: list[str] = field(factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts)


@define(slots=False)
class Page(HTMLParser):
    """A page as a parser takes it. An element that is not closed, or closed in a wrong order, is an error."""

    elements: list[Element] = field(factory=list)
    opened: list[Element] = field(factory=list)

    def __attrs_pre_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        assert len(element.attributes) == len(attrs)
        self.elements.append(element)
        if tag not in VOID:
            self.opened.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self.opened:
            element.parts.append(data)

    def tagged(self, tag: str, class_: str = "") -> list[Element]:
        wanted = set(class_.split())
        return [
            one
            for one in self.elements
            if one.tag == tag and wanted <= set((one.attributes.get("class") or "").split())
        ]

    def one(self, tag: str, class_: str = "") -> Element:
        (element,) = self.tagged(tag, class_)
        return element


def parsed(text: str) -> Page:
    page = Page()
    page.feed(text)
    page.close()
    assert page.opened == []
    return page


def read(report: Report) -> Page:
    return parsed(as_html(report))


PLAIN = read(DRIFT)


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> tuple[Report, Page]:
    """Give a report of every kind, and its page."""
    return KINDS[request.param], read(KINDS[request.param])


def check_harmless(page: Page) -> None:
    """Hold a page against what a report may consist of."""
    assert {one.tag for one in page.elements} <= {one.tag for one in read(ACCEPTED).elements + PLAIN.elements}
    for one in page.elements:
        assert not LOADING & set(one.attributes)
        assert not [name for name in one.attributes if name.startswith("on") or "<" in name]
    assert page.one("script").text == PLAIN.one("script").text
    assert page.one("style").text == PLAIN.one("style").text
    ids = [one.attributes["id"] for one in page.elements if "id" in one.attributes]
    assert len(set(ids)) == len(ids)


def test_every_kind_is_well_formed_and_harmless(kind: tuple[Report, Page]) -> None:
    report, page = kind
    check_harmless(page)
    assert len(page.tagged("details", "finding")) == len(report.findings)


def test_the_policy_allows_its_own_style_and_script_and_nothing_else(kind: tuple[Report, Page]) -> None:
    _, page = kind
    (policy,) = [one.attributes["content"] for one in page.tagged("meta") if "http-equiv" in one.attributes]
    hashes = {tag: b64encode(sha256(page.one(tag).text.encode()).digest()).decode() for tag in ("style", "script")}
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hashes['style']}'; script-src 'sha256-{hashes['script']}'; "
        "base-uri 'none'; form-action 'none'"
    )


def test_nothing_in_it_could_be_loaded(kind: tuple[Report, Page]) -> None:
    _, page = kind
    code = page.one("style").text + page.one("script").text
    assert not re.search(r"url\(|@import|https?:|fetch|XMLHttpRequest|import\(|innerHTML|eval|document\.write", code)
    assert not {"link", "img", "iframe", "object", "embed", "base", "a", "svg"} & {one.tag for one in page.elements}


def check_says_everything(page: Page, report: Report) -> None:
    found = {one.attributes["id"]: one for one in page.tagged("details", "finding")}
    assert set(found) == {one.id for one in report.findings}
    for one in report.findings:
        element = found[one.id]
        assert (element.attributes["data-level"], element.attributes["data-operation"]) == (one.level, one.operation)
        told = (
            one.rule,
            RULES[one.rule].meaning,
            one.documented,
            one.observed,
            one.reproduce,
            one.pointer or "",
            one.id,
        )
        for text in told:
            assert shows(element.text, text)


def test_every_finding_is_there_with_everything_that_is_known(kind: tuple[Report, Page]) -> None:
    report, page = kind
    check_says_everything(page, report)


@given(reports())
def test_it_is_harmless_and_says_everything_whatever_the_texts_are(report: Report) -> None:
    page = read(report)
    check_harmless(page)
    check_says_everything(page, report)
    text = page.one("body").text
    reasons = [one.reason for one in report.unproven]
    for part in (report.subject, report.not_judged or "", *reasons, *(one.source for one in report.register)):
        assert shows(text, part)


def test_the_verdict_is_the_title_and_the_heading(kind: tuple[Report, Page]) -> None:
    report, page = kind
    assert page.one("title").text == page.one("h1").text
    assert report.verdict.replace("-", " ") in page.one("h1").text
    assert page.one("body").attributes["class"] == report.verdict


def test_the_numbers_are_there() -> None:
    page = read(KINDS["not restored"])
    numbers = page.one("dl", "numbers").text
    for number in ("requests", "writes", "breaking", "warning", "information", "unproven"):
        assert number in numbers
    assert [one.text for one in page.tagged("dd")[:7]] == ["3", "1", "2", "2", "1", "4", "not as it was"]


def test_why_it_was_not_judged_and_what_to_do_is_there() -> None:
    notices = [one.text for one in read(KINDS["not restored"]).tagged("p", "notice")]
    assert notices == [
        "The page is not as it was: put it back with 'webflow-contract restore'.",
        "Not judged: The quota stays used up.",
    ]
    assert read(CLEAN).tagged("p", "notice") == []


def test_the_matrix_has_every_operation_and_status() -> None:
    page = read(DRIFT)
    heads = [one.text for one in page.tagged("th")[:9]]
    counts = ["properties", "headers", "request", "behaviour"]
    assert heads == ["operation", "200", "404", "4XX", "500", *counts]
    # 404 is in the range of the first operation, and by itself in the second one.
    assert "get-page-metadata✓seen 2 findings✓seen 1 findings?not seen3/31/2-0/1" in page.one("table", "matrix").text
    assert "list-pages✓seen 2 findings✓seen1/2-1/2-" in page.one("table", "matrix").text


def test_properties_say_whether_they_were_seen_and_whether_they_differ() -> None:
    items = [one.text for one in read(DRIFT).tagged("li")]
    assert items == [
        *("✓seen /id", "✓seen /slug differs", "✓seen Retry-After", "?not seen X-RateLimit-Limit"),
        *("✓seen /code", "?not seen update-not-persisted"),
        *("?not seen /pages/*/slug differs", "✓seen /code 1 of 2 values: resource_not_found"),
        *("✓seen query limit", "?not seen query offset"),
    ]
    assert [one.text for one in read(CLEAN).tagged("li")][1] == "✓seen /slug"


def test_what_comes_now_and_then_and_what_does_not_hold_is_there() -> None:
    page = read(KINDS["now and then"])
    assert [one.text.count("intermittent") for one in page.tagged("summary") if "/slug" in one.text] == [1]
    assert "Seen once, not counted: get-page-metadata 503, and then string" in page.one("body").text
    assert page.one("p", "notice").text.startswith("unknown_page: the service: ")
    assert "Assumptions" not in read(evolve(CLEAN, evidence=())).one("body").text


def test_what_the_contract_says_on_trust_is_there_on_demand() -> None:
    page = read(TRUSTED)
    (section,) = [one for one in page.tagged("section") if one.attributes.get("aria-labelledby") == "register"]
    for part in ("1 only inferred, 2 only reported", "One by one", "slug-null", "A slug is null.", "Probes: A title"):
        assert part in section.text
    assert "Deviations" not in read(CLEAN).one("body").text


def test_what_is_unproven_and_the_baseline_are_there() -> None:
    text = read(ACCEPTED).one("body").text
    for part in ("Nothing provokes it.", "/pages/*/slug", "expired: it counts again", "until 2026-11-30, shop team"):
        assert part in text
    assert "Baseline" not in read(CLEAN).one("body").text
    assert "Everything that the contract says was seen." in read(evolve(CLEAN, unproven=())).one("body").text


def test_it_can_be_read_without_its_script() -> None:
    page = read(DRIFT)
    assert [one.tag for one in page.elements if "hidden" in one.attributes] == ["form"]
    assert len(page.tagged("section", "group")) == 4
    assert ["open" in one.attributes for one in page.tagged("details", "finding")] == [True, True, False, False, False]


def test_every_control_has_a_name_and_every_header_a_scope() -> None:
    page = read(ACCEPTED)
    labels = " ".join(one.text for one in page.tagged("label"))
    for name in ("breaking", "warning", "information", "Operation", "Text"):
        assert name in labels
    assert all(one.attributes.get("scope") in ("col", "row") for one in page.tagged("th"))
    assert page.one("html").attributes == {"lang": "en"}
    named = {one.attributes["id"] for one in page.elements if "id" in one.attributes}
    for one in page.elements:
        assert one.attributes.get("aria-labelledby", "findings") in named


def luminance(colour: str) -> float:
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("ground", ["paper", "card"])
@pytest.mark.parametrize("ink", ["ink", "quiet", "good", "bad", "warm", "blue"])
def test_every_colour_can_be_read_in_light_and_dark(ink: str, ground: str) -> None:
    style = PLAIN.one("style").text
    colours = {
        name: (light, dark) for name, light, dark in re.findall(r"--(\w+): light-dark\((#\w{6}), (#\w{6})\)", style)
    }
    for one, other in zip(colours[ink], colours[ground], strict=True):
        lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5


# What a browser makes of it

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--headless", "--window-size=500,900", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-component-update", "--disable-background-networking", "--disable-sync", "--virtual-time-budget=2000",
    "--dump-dom",
]  # fmt: skip
Browse = Callable[..., Page]


@pytest.fixture
def browse(tmp_path: Path) -> Browse:
    """Open a page in a browser and return what it is then, after a script of the test's own if there is one."""
    if CHROMIUM is None:
        pytest.skip("there is no chromium or chromium-browser on the PATH")

    def browse(report: Report, script: str = "", fragment: str = "") -> Page:
        text = as_html(report)
        if script:
            text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
            text = text.replace("</body>", f"<script>{script}</script></body>")
        path = tmp_path / "report.html"
        path.write_text(text, encoding="utf-8")
        command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", f"{path.as_uri()}{fragment}"]
        done = subprocess.run(command, capture_output=True, timeout=60, check=True)
        return parsed(done.stdout.decode())

    return browse


def test_its_script_runs_under_its_policy_and_no_other_does(browse: Browse) -> None:
    report = evolve(KINDS["hostile"], findings=(finding(place=(HOSTILE,), text=HOSTILE, reproduce=HOSTILE),))
    last = evolve(report, findings=(*report.findings, finding("response-media-type-removed")))
    page = browse(last, fragment=f"#{last.findings[1].id}")
    assert "hidden" not in page.one("form").attributes
    assert page.one("title").text == read(last).one("title").text
    assert ["open" in one.attributes for one in page.tagged("details", "finding")] == [True, True]
    assert len(page.tagged("script")) == 1
    assert page.tagged("img") == []


# Does one thing after the other, and notes which findings are shown and which of them are open, by their number.
DRIVER = """
const all = [...document.querySelectorAll(".finding")];
const log = document.body.appendChild(document.createElement("pre"));
const notes = {};
function set(id, value) {
  const one = document.getElementById(id);
  one.value = value;
  one.dispatchEvent(new Event("input", { bubbles: true }));
}
function note(name) {
  const numbers = (wanted) => all.flatMap((one, index) => (wanted(one) ? [index] : []));
  const groups = [...document.querySelectorAll(".group")].filter((one) => !one.hidden).length;
  notes[name] = {
    shown: numbers((one) => !one.hidden),
    open: numbers((one) => one.open),
    groups,
    status: document.getElementById("shown").textContent,
  };
}
note("at first");
document.querySelector("[value=breaking]").click();
note("no breaking");
document.querySelector("[value=breaking]").click();
set("operation", "list-pages");
note("one operation");
document.getElementById("open").click();
note("opened");
document.getElementById("open").click();
note("closed");
set("operation", "");
set("text", "TEXT/plain removed");
note("words");
set("text", "nothing has this");
note("nothing");
log.id = "log";
log.textContent = JSON.stringify(notes);
"""


def test_the_filter_shows_what_was_asked_for(browse: Browse) -> None:
    page = browse(DRIFT, DRIVER)
    (log,) = [one.text for one in page.tagged("pre") if one.attributes.get("id") == "log"]
    notes = json.loads(log)
    # breaking: 0 get-page-metadata, 1 list-pages; warning: 2 and 3 get-page-metadata; information: 4 list-pages
    assert {name: note["shown"] for name, note in notes.items()} == {
        "at first": [0, 1, 2, 3, 4],
        "no breaking": [2, 3, 4],
        "one operation": [1, 4],
        "opened": [1, 4],
        "closed": [1, 4],
        "words": [2],
        "nothing": [],
    }
    assert [note["groups"] for note in notes.values()] == [4, 2, 2, 2, 2, 1, 0]
    assert notes["at first"]["open"] == [0, 1]
    assert notes["opened"]["open"] == [0, 1, 4]
    assert notes["closed"]["open"] == [0]
    assert notes["at first"]["status"] == "2 breaking, 2 warning, 1 information"
    assert notes["words"]["status"] == "1 of 5 findings"


WIDTH = """
for (const one of document.querySelectorAll("details")) one.open = true;
const page = document.documentElement;
const log = document.createElement("pre");
log.id = "log";
log.textContent = JSON.stringify([page.clientWidth, page.scrollWidth]);
document.body.appendChild(log);
"""


WIDE = evolve(CLEAN, coverage=Coverage({"get-page-metadata": {str(status): True for status in range(400, 430)}}))


@pytest.mark.parametrize(
    "report", [CLEAN, DRIFT, KINDS["hostile"], WIDE, TRUSTED], ids=["clean", "drift", "hostile", "wide", "trusted"]
)
def test_on_a_phone_only_the_matrix_scrolls_sideways(browse: Browse, report: Report) -> None:
    page = browse(report, WIDTH)
    (log,) = [one.text for one in page.tagged("pre") if one.attributes.get("id") == "log"]
    shown, needed = json.loads(log)
    assert needed <= shown
