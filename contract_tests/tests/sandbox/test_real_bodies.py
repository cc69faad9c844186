"""What the service really said comes out of the sandbox too, once it is in the same situation."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from webflow_contract.exchange import Response
from webflow_contract.sandbox import Clock, Sandbox
from webflow_contract.sandbox.seed import seed_of

Ask = Callable[..., Response]
Situation = Callable[[Sandbox, Ask], Response]
Json = dict[str, Any]

FIXTURES: dict[str, Json] = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in (Path(__file__).parents[1] / "overlay" / "fixtures").glob("*.json")
}

WITHOUT_COUNTERPART = {"400-details": "Details were only ever seen on CMS items: no refusal of a page has any."}
HEADERS_WITHOUT_COUNTERPART = {"x-response-time": "It tells what the service's own machines took."}

BEYOND_THE_RECORDED = {"shouldPublish"}
"""What others reported later than the recorded page."""

RENAMED = {"400-wrong-type": ("cmsLocaleId", "title")}
"""Fields of other endpoints that messages name, and the field that takes their place here."""

HOME = FIXTURES["page-home"]["body"]
FROM_HOME = ("id", "title", "createdOn", "lastUpdated", "archived", "draft", "canBranch", "seo")


def _compact(body: Json) -> str:
    """Return JSON as the service writes it, in which the order of keys shows."""
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False)


def _update(sandbox: Sandbox, ask: Ask, body: object, **options: Any) -> Response:
    return ask(sandbox, "PUT", f"/pages/{sandbox.page_id}", body, **options)


def _over_the_limit(sandbox: Sandbox, ask: Ask) -> Response:
    while (answer := ask(sandbox, "GET", "/sites")).headers["x-ratelimit-remaining"] != "0":
        assert answer.status == 200
    return ask(sandbox, "GET", "/sites")


def _failing(sandbox: Sandbox, ask: Ask) -> Response:
    sandbox.switches.on("internal-error")
    return ask(sandbox, "GET", "/sites")


PAGES: dict[str, Callable[[Sandbox, Ask], Json]] = {
    "page-home": lambda sandbox, ask: ask(sandbox, "GET", f"/pages/{HOME['id']}").json(),
    "list-home": lambda sandbox, ask: ask(sandbox, "GET", f"/sites/{HOME['siteId']}/pages").json()["pages"][0],
}

REFUSALS: dict[str, Situation] = {
    "400-limit": lambda sandbox, ask: ask(sandbox, "GET", f"/sites/{sandbox.site_id}/pages", limit="0"),
    "400-malformed-id": lambda sandbox, ask: ask(sandbox, "GET", "/pages/not-an-id"),
    "400-primary-locale": lambda sandbox, ask: _update(
        sandbox, ask, {"title": "Prices"}, localeId=sandbox.locale_ids["en-US"]
    ),
    "400-wrong-type": lambda sandbox, ask: _update(sandbox, ask, {"title": 1}),
    "401": lambda sandbox, ask: ask(sandbox, "GET", f"/pages/{sandbox.page_id}", token="wrong"),
    "403-missing-scope": lambda sandbox, ask: ask(sandbox, "GET", "/sites", token=sandbox.tokens["without-sites-read"]),
    "404-unknown": lambda sandbox, ask: ask(sandbox, "GET", f"/pages/{'f' * 24}"),
    "429": _over_the_limit,
    "500": _failing,
}


@pytest.fixture
def recorded_site(clock: Clock) -> Sandbox:
    """Make the recorded site without localization: its home page, and as many others as its listing counts."""
    home = {"kind": "home", **{name: HOME[name] for name in FROM_HOME}}
    total = FIXTURES["list-home"]["body"]["pagination"]["total"]
    others = [{"title": f"Page {number}", "slug": f"page-{number}"} for number in range(1, total)]
    site = {"id": HOME["siteId"], "displayName": "Naftiko", "pages": [home, *others]}
    return Sandbox(seed_of({"sites": [site]}), clock=clock)


@pytest.fixture
def of_the_plan(clock: Clock) -> Sandbox:
    return Sandbox(clock=clock)


def test_every_recorded_body_is_reproduced_or_has_no_counterpart() -> None:
    reproduced = {*PAGES, *REFUSALS}

    assert reproduced | set(WITHOUT_COUNTERPART) == set(FIXTURES)
    assert reproduced.isdisjoint(WITHOUT_COUNTERPART)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_every_recorded_value_and_one_property_more(recorded_site: Sandbox, ask: Ask, name: str) -> None:
    page = PAGES[name](recorded_site, ask)

    assert {key: value for key, value in page.items() if key not in BEYOND_THE_RECORDED} == HOME
    assert set(page) - set(HOME) == BEYOND_THE_RECORDED
    assert [_compact(page[part]) for part in ("seo", "openGraph")] == [
        _compact(HOME[part]) for part in ("seo", "openGraph")
    ]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_its_properties_in_the_recorded_order(recorded_site: Sandbox, ask: Ask, name: str) -> None:
    assert [key for key in PAGES[name](recorded_site, ask) if key in HOME] == list(HOME)


def test_a_listing_is_the_recorded_one_around_its_pages(recorded_site: Sandbox, ask: Ask) -> None:
    recorded = FIXTURES["list-home"]
    answer = ask(recorded_site, "GET", f"/sites/{HOME['siteId']}/pages")

    assert answer.status == recorded["status"]
    assert _compact({**answer.json(), "pages": []}) == _compact({**recorded["body"], "pages": []})
    assert len(answer.json()["pages"]) == recorded["body"]["pagination"]["total"]
    assert recorded["body"]["pages"] == [HOME]


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_is_the_recorded_one_to_the_byte(of_the_plan: Sandbox, ask: Ask, name: str) -> None:
    answer = REFUSALS[name](of_the_plan, ask)

    assert answer.status == FIXTURES[name]["status"]
    assert answer.content.decode() == _compact(FIXTURES[name]["body"]).replace(*RENAMED.get(name, ("", "")))


@pytest.mark.parametrize("name", [name for name in REFUSALS if FIXTURES[name]["headers"]])
def test_a_refusal_at_the_same_point_of_its_window_has_the_recorded_headers(
    of_the_plan: Sandbox, ask: Ask, clock: Clock, name: str
) -> None:
    recorded = FIXTURES[name]["headers"]
    before = int(recorded["x-ratelimit-limit"]) - int(recorded["x-ratelimit-remaining"]) - 1
    for _ in range(before):
        REFUSALS[name](of_the_plan, ask)
    clock.advance(60 - int(recorded["retry-after"]))

    answer = REFUSALS[name](of_the_plan, ask)

    expected = {key: value for key, value in recorded.items() if key not in HEADERS_WITHOUT_COUNTERPART}
    assert {key: answer.headers.get(key) for key in expected} == expected


def test_the_tag_is_the_recorded_one_at_any_point_of_the_window(of_the_plan: Sandbox, ask: Ask) -> None:
    answer = REFUSALS["400-malformed-id"](of_the_plan, ask)

    assert answer.headers["etag"] == FIXTURES["400-malformed-id"]["headers"]["etag"]
