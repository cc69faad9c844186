"""The page for people: what it may load and run, and what a browser shows of a sandbox."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path

import httpx
import pytest
from attrs import define, field

from webflow_contract.carriers.server import running
from webflow_contract.exchange import Response
from webflow_contract.sandbox import Sandbox
from webflow_contract.sandbox.control import served

Ask = Callable[..., Response]
Make = Callable[..., Sandbox]

FILES = {
    "index.html": ("/", "text/html; charset=utf-8"),
    "page.css": ("/_sandbox/page.css", "text/css; charset=utf-8"),
    "page.js": ("/_sandbox/page.js", "text/javascript; charset=utf-8"),
}
VOID = {"meta", "link", "input", "img", "br", "hr"}

HOSTILE_TITLE = '<script>document.title="pwned"</script>'
HOSTILE_SEO_TITLE = "<img src=x onerror=\"document.title='pwned'\">"
HOSTILE_PATH = "/<svg/onload=document.title='pwned'>"


@define(eq=False)
class Element:
    """An element of a page, with all the text in it and the elements that it is in."""

    tag: str
    attributes: dict[str, str | None]
    inside: tuple["Element", ...] = field(repr=False)
    text: str = field(default="", repr=False)

    @property
    def id(self) -> str | None:
        return self.attributes.get("id")


@define
class Page:
    """The elements of a page."""

    elements: list[Element] = field(factory=list)

    def ids(self) -> list[str]:
        return [element.id for element in self.elements if element.id is not None]

    def tagged(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    def by_id(self, name: str) -> Element:
        (element,) = [element for element in self.elements if element.id == name]
        return element

    def texts(self, tag: str, within: Element) -> list[str]:
        return [element.text for element in self.tagged(tag) if within in element.inside]

    def row(self, table: str, containing: str) -> list[str]:
        """Return the texts of the cells of the only row of a table that contains a text."""
        rows = [row for row in self.tagged("tr") if self.by_id(table) in row.inside and containing in row.text]
        assert len(rows) == 1, [row.text for row in rows]
        return self.texts("td", rows[0])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs), tuple(self._open))
        self.page.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data


def _read(html: str) -> Page:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page


def _source(name: str) -> str:
    return resources.files("webflow_contract.sandbox.control").joinpath("page", name).read_text(encoding="utf-8")


# What is served


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("name", FILES)
def test_a_file_is_served_as_what_it_is(sandbox: Sandbox, ask: Ask, name: str, method: str) -> None:
    path, content_type = FILES[name]
    answer = ask(served(sandbox), method, path, base="", token=None)

    assert answer.status == 200
    assert answer.headers["content-type"] == content_type
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.content.decode() == _source(name)
    assert sandbox.requests() == ()


def test_the_head_of_a_file_is_that_of_the_whole(sandbox: Sandbox) -> None:
    with running(served(sandbox)) as base_url, httpx.Client(base_url=base_url.removesuffix("/v2")) as client:
        for path, _ in FILES.values():
            head, whole = client.head(path), client.get(path)
            assert (head.status_code, head.content) == (200, b"")
            assert {**head.headers, "date": ""} == {**whole.headers, "date": ""}
            assert int(head.headers["content-length"]) == len(whole.content) > 0


@pytest.mark.parametrize("name", FILES)
def test_a_file_may_load_and_run_only_what_comes_from_here(sandbox: Sandbox, ask: Ask, name: str) -> None:
    policy = ask(served(sandbox), "GET", FILES[name][0], base="", token=None).headers["content-security-policy"]
    directives = {words[0]: words[1:] for words in (part.split() for part in policy.split(";"))}

    assert directives["default-src"] == ["'none'"]
    assert [directives[name] for name in ("script-src", "style-src", "connect-src")] == [["'self'"]] * 3
    assert [directives[name] for name in ("base-uri", "form-action", "frame-ancestors")] == [["'none'"]] * 3
    assert {source for sources in directives.values() for source in sources} <= {"'self'", "'none'", "data:"}


@pytest.mark.parametrize("path", ["/index.html", "/_sandbox/index.html", "/_sandbox/page/page.js", "/_sandbox/api.py"])
def test_no_other_file_is_served(sandbox: Sandbox, ask: Ask, path: str) -> None:
    assert ask(served(sandbox), "GET", path, base="").status == 404


@pytest.mark.parametrize("path", [path for path, _ in FILES.values()])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_a_file_is_only_read(sandbox: Sandbox, ask: Ask, path: str, method: str) -> None:
    assert ask(served(sandbox), method, path, base="").status == 404


# What is written in it


@pytest.mark.parametrize("name", FILES)
def test_no_file_refers_to_another_host(name: str) -> None:
    source = _source(name)

    assert re.findall(r"\w+://\S*|//[^\s/]\S*", source) == []
    assert re.findall(r"@import|url\(|\bimport\b|WebSocket|EventSource|sendBeacon|XMLHttpRequest", source) == []


def test_everything_that_the_page_loads_or_links_to_is_served(sandbox: Sandbox, ask: Ask) -> None:
    index = _read(_source("index.html"))
    named = [one.attributes.get("src") or one.attributes.get("href") for one in index.elements]
    targets = [target for target in named if target is not None]

    assert targets.count("data:,") == 1
    targets.remove("data:,")
    assert {ask(served(sandbox), "GET", target, base="", token=None).status for target in targets} == {200}
    assert not any({"srcset", "action", "formaction", "data", "poster"} & set(one.attributes) for one in index.elements)


def test_the_page_has_no_code_or_style_in_line() -> None:
    index = _read(_source("index.html"))

    assert [script.attributes["src"] for script in index.tagged("script")] == ["/_sandbox/page.js"]
    assert index.tagged("style") == []
    assert [name for one in index.elements for name in one.attributes if name == "style" or name.startswith("on")] == []


@pytest.mark.parametrize(
    "name",
    [
        "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval", "Function(", "setHTML", "srcdoc",
        "createContextualFragment", "DOMParser", "setAttribute", "javascript:",
    ],
)  # fmt: skip
def test_the_script_never_takes_a_text_for_anything_else(name: str) -> None:
    assert name not in _source("page.js")


def test_every_element_that_the_script_asks_for_is_there_once() -> None:
    source, ids = _source("page.js"), _read(_source("index.html")).ids()
    asked = re.findall(r'byId\("([^"]+)"\)', source)

    assert len(asked) == source.count("byId(") > 5
    assert set(asked) <= set(ids)
    assert len(set(ids)) == len(ids)
    assert source.count("getElementById") == 1
    assert "querySelector" not in source


# What a browser shows


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-component-update",
    "--disable-background-networking", "--disable-sync", "--virtual-time-budget=4000", "--dump-dom",
]  # fmt: skip


def _prepare(make: Make, ask: Ask) -> Sandbox:
    """Return a sandbox that was asked for a few things, by friend and foe."""
    sandbox = make(rate_limit=20)
    sandbox.switches.on("conflict", operation="list-sites", times=3)
    sandbox.switches.on("slow", operation="get-page-metadata", skip=1, every=2, times=1, seconds=2.5)
    sandbox.switches.on("cut", operation="update-page-metadata-bulk")
    sandbox.assume(etag="absent")
    ask(sandbox, "PUT", f"/pages/{sandbox.page_id}", {"title": "Prix"}, localeId=sandbox.locale_ids["fr-FR"])
    body = {"title": HOSTILE_TITLE, "seo": {"title": HOSTILE_SEO_TITLE}}
    ask(sandbox, "PUT", f"/pages/{sandbox.page_ids['/about']}", body)
    ask(sandbox, "GET", "/sites")
    ask(sandbox, "GET", HOSTILE_PATH, q=HOSTILE_TITLE)
    ask(sandbox, "GET", f"/pages/{sandbox.page_id}", token=sandbox.tokens["without-sites-read"])
    ask(sandbox, "GET", f"/pages/{sandbox.page_id}", token="nonsense")
    ask(sandbox, "PATCH", "/pages", {"pages": []}, base="/beta")
    return sandbox


def _shown(sandbox: Sandbox, profile: Path) -> Page:
    """Read the page of a sandbox as a browser has it after a few seconds."""
    if CHROMIUM is None:
        pytest.skip("there is no chromium or chromium-browser on the PATH")
    with running(served(sandbox)) as base_url:
        command = [CHROMIUM, *FLAGS, f"--user-data-dir={profile}", base_url.removesuffix("v2")]
        done = subprocess.run(command, capture_output=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return _read(done.stdout.decode())


@pytest.fixture(scope="module")
def page(make: Make, ask: Ask, tmp_path_factory: pytest.TempPathFactory) -> Page:
    return _shown(_prepare(make, ask), tmp_path_factory.mktemp("chromium"))


def test_the_page_says_that_it_serves_and_what_time_it_is(page: Page) -> None:
    assert page.by_id("status").text == "Serving"
    assert page.by_id("clock").text == "2026-10-09T12:00:00.279Z (standing still)"


def test_the_page_names_the_sites(page: Page) -> None:
    assert page.texts("option", page.by_id("site")) == ["Lantern & Loom", "One Tongue", "Somebody Else"]
    assert page.by_id("facts").text.startswith("basic plan, essential localization, published 2026-02-23")
    assert page.by_id("facts").text.endswith(", 2 staged pages")


def test_the_page_shows_what_is_on(page: Page) -> None:
    chips = [chip for chip in page.tagged("li") if page.by_id("active") in chip.inside]

    assert [(chip.text, chip.attributes["class"]) for chip in chips] == [
        ("conflict (list-sites, acted 1 of 3×)", "on"),  # noqa: RUF001
        ("slow (2.5 s, get-page-metadata, after 1, 1 in 2, acted 1 of 1×)", "over"),  # noqa: RUF001
        ("cut (update-page-metadata-bulk, acted 1×)", "on"),  # noqa: RUF001
        ("etag = absent", "on"),
    ]


def test_the_page_shows_the_quota_of_each_token(page: Page) -> None:
    assert page.texts("li", page.by_id("tokens")) == [
        "full 4 / 20",
        "without-pages-write 0 / 20",
        "without-sites-read 1 / 20",
    ]


def test_the_page_shows_titles_by_locale(page: Page) -> None:
    head = ["Page", "en-US (primary)", "fr-FR", "de-DE (disabled)", "pt-BR"]
    assert page.texts("th", page.by_id("pages")) == head

    name, english, french, german, brazilian = page.row("pages", "Preise")
    assert name.endswith("d003staged")
    assert english.startswith("Pricingslugpricing")
    assert french.startswith("PrixSEO titleTarifs | Lantern & Loom")
    assert french.endswith("/fr/pricing")
    assert german.startswith("PreiseSEO titlePreise | Lantern & Loom")
    assert brazilian == "Pricinginherits everything else/pt/pricing"


def test_the_page_shows_what_is_mirrored_and_what_is_absent(page: Page) -> None:
    _, english, *_ = page.row("pages", "/pt/imprint")

    assert english == "Imprintslugimprint" + (
        "SEO titleImprintSEO textabsentOG titlemirrors the SEO titleOG textmirrors the SEO text/imprint"
    )


def test_the_page_shows_what_a_locale_lacks_as_null(make: Make, tmp_path: Path) -> None:
    page = _shown(make(read_without_override="null_texts"), tmp_path)

    *_, brazilian = page.row("pages", "/pt/pricing")
    mirrored = "OG titlemirrors the SEO titleOG textmirrors the SEO text"
    assert brazilian == f"PricingSEO titlenullSEO textnull{mirrored}inherits the rest/pt/pricing"
    assert page.texts("li", page.by_id("active")) == ["read_without_override = null_texts"]


def test_the_page_shows_the_last_requests_first(page: Page) -> None:
    body = [row for row in page.tagged("tr") if page.by_id("requests") in row.inside][1:]
    rows = [page.texts("td", row) for row in body]

    assert [(number, time, status, token) for number, time, _, status, token in rows] == [
        ("7", "12:00:00", "none", "full"),
        ("6", "12:00:00", "401", "unknown"),
        ("5", "12:00:00", "200", "without-sites-read"),
        ("4", "12:00:00", "404", "full"),
        ("3", "12:00:00", "409", "full"),
        ("2", "12:00:00", "200", "full"),
        ("1", "12:00:00", "200", "full"),
    ]
    cells = [[cell for cell in page.tagged("td") if row in cell.inside] for row in body]
    assert [row[3].attributes["class"] for row in cells] == [*["refused"] * 2, "ok", *["refused"] * 2, *["ok"] * 2]
    assert rows[0][2] == 'PATCH /beta/pagescut{"pages": []}'
    assert rows[4][2] == "GET /v2/sitesconflict"
    assert rows[6][2].startswith("PUT /v2/pages/5eed0000000000000000d003?localeId=5eed0000000000000000b002{")


def test_texts_of_strangers_stay_texts(page: Page) -> None:
    _, english, *_ = page.row("pages", "/pt/about")
    assert english.startswith(f"{HOSTILE_TITLE}slugaboutSEO title{HOSTILE_SEO_TITLE}")
    assert f"/v2{HOSTILE_PATH}?q={HOSTILE_TITLE}" in page.row("requests", "onload")[2]
    about = page.row("requests", "PUT /v2/pages/5eed0000000000000000d002")[2]
    assert json.loads(about[about.index("{") :]) == {"title": HOSTILE_TITLE, "seo": {"title": HOSTILE_SEO_TITLE}}

    assert [title.text for title in page.tagged("title")] == ["Webflow sandbox"]
    assert [script.attributes["src"] for script in page.tagged("script")] == ["/_sandbox/page.js"]
    assert page.tagged("img") + page.tagged("svg") + page.tagged("iframe") == []
    assert [name for one in page.elements for name in one.attributes if name.startswith("on")] == []
