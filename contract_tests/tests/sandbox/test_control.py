"""The control below /_sandbox: what it lists, what it moves, what it refuses."""

import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from webflow_contract import routes
from webflow_contract.carriers.server import running
from webflow_contract.drifts import DRIFTS
from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.faults import FAULTS
from webflow_contract.sandbox import Clock, Sandbox, register
from webflow_contract.sandbox.control import served
from webflow_contract.sandbox.seed import seed_of

Ask = Callable[..., Response]
Make = Callable[..., Sandbox]

START = "2026-10-09T12:00:00.279Z"
NINES = "9999-12-31T23:59:59.279Z"
LAST = (datetime(9999, 12, 31, 23, 59, 59) - datetime(2026, 10, 9, 12)).total_seconds()
END = "9999-12-31T23:59:59.999Z"
METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "BREW"]


def _index(handler: Handler) -> list[tuple[str, str]]:
    """Return method and path, below the control's own, of everything that the control lists."""
    rows = [row.split() for row in handler(Request("GET", "/_sandbox")).json()]
    return [(method, path.removeprefix("/_sandbox")) for method, path in rows]


LISTED = _index(served(Sandbox()))
PATHS = sorted({path for _, path in LISTED})


@pytest.fixture
def handler(sandbox: Sandbox) -> Handler:
    return served(sandbox)


@pytest.fixture
def control(handler: Handler, ask: Ask) -> Ask:
    """Ask the control, without a token."""

    def control(method: str, path: str = "", body: object = None, **options: Any) -> Response:
        return ask(handler, method, path, body, token=None, base="/_sandbox", **options)

    return control


def _limited(limit: int, clock: Clock) -> tuple[Sandbox, Handler]:
    sandbox = Sandbox(rate_limit=limit, clock=clock)
    return sandbox, served(sandbox)


def _assert_refused(answer: Response, status: int, *words: str) -> None:
    assert answer.status == status
    assert set(answer.json()) == {"message"}
    assert ("allow" in answer.headers) is (status == 405)
    for word in words:
        assert word in answer.json()["message"]


def _kind(value: object) -> str:
    """Return what a refusal calls the type of a JSON value."""
    kinds = {
        type(None): "null",
        bool: "true or false",
        int: "a number",
        float: "a number with a fraction",
        str: "a text",
        list: "a list",
        dict: "an object",
    }
    return kinds[type(value)]


def _assert_of_another_type(answer: Response, name: str, wrong: object) -> None:
    """Assert a refusal that says no more of a value than its type."""
    _assert_refused(answer, 400)
    assert answer.json()["message"] == f"{name} cannot be {_kind(wrong)}"


# The index


@pytest.mark.parametrize(("method", "path"), LISTED)
def test_what_is_listed_is_there(control: Ask, method: str, path: str) -> None:
    control("PUT", "/snapshots/NAME")
    control("POST", "/faults", {"name": "cut"})

    needs_a_body = (method, path) == ("POST", "/faults")
    assert control(method, path.replace("/faults/NAME", "/faults/cut")).status == (400 if needs_a_body else 200)


@pytest.mark.parametrize("path", PATHS)
def test_what_is_not_listed_is_not_and_the_refusal_names_what_is(control: Ask, path: str) -> None:
    allowed = {method for method, listed in LISTED if listed == path}

    for method in set(METHODS) - allowed:
        answer = control(method, path.replace("NAME", "name"))
        _assert_refused(answer, 405)
        assert set(re.findall("[A-Z]{3,}", answer.json()["message"])) == allowed | {method}
        assert sorted(answer.headers["allow"].split(", ")) == sorted(allowed)


def test_the_index_says_what_each_row_does(control: Ask) -> None:
    assert all(isinstance(what, str) and what for what in control("GET").json().values())


def test_the_index_may_end_in_a_slash(control: Ask) -> None:
    assert control("GET", "/").json() == control("GET").json()
    _assert_refused(control("GET", "//"), 404, "there is no /_sandbox//")


@pytest.mark.parametrize(("method", "path"), [(method, path) for method, path in LISTED if path])
def test_nothing_else_that_is_listed_may_end_in_a_slash(control: Ask, method: str, path: str) -> None:
    control("PUT", "/snapshots/NAME")
    control("POST", "/faults", {"name": "cut"})
    before = control("GET", "/state").json()

    path = f"{path.replace('/faults/NAME', '/faults/cut')}/"
    _assert_refused(control(method, path), 404, f"there is no /_sandbox{path}")
    assert control("GET", "/state").json() == before
    assert control("GET", "/snapshots").json() == {"snapshots": ["NAME"]}


@pytest.mark.parametrize(
    "path", ["/nothing", "/state/x", "/page", "/page.js/x", "/faults/a/b", "/snapshots/a/b", "/snapshots/a/restore/b"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_path_that_there_is_not_is_404(control: Ask, method: str, path: str) -> None:
    _assert_refused(control(method, path), 404, f"there is no /_sandbox{path}", "GET /_sandbox lists")


def test_a_path_that_only_begins_alike_is_the_services(handler: Handler, ask: Ask) -> None:
    assert ask(handler, "GET", "", base="/_sandboxes").json()["code"] == "resource_not_found"


# Beside the service


def test_the_service_answers_as_without_control(handler: Handler, make: Make, ask: Ask) -> None:
    alone = make()
    for method, path, body in (("GET", "/sites", None), ("PUT", f"/pages/{alone.page_id}", {"title": "New"})):
        assert ask(handler, method, path, body) == ask(alone, method, path, body)


def test_the_control_is_in_no_log_and_consumes_no_quota(clock: Clock, ask: Ask) -> None:
    sandbox, handler = _limited(3, clock)
    for method, path in LISTED:
        if (method, path) not in {("POST", "/reset"), ("DELETE", "/requests")}:
            ask(handler, method, path, base="/_sandbox")

    assert sandbox.requests() == ()
    assert ask(handler, "GET", "/sites").headers["x-ratelimit-remaining"] == "2"


def test_no_fault_keeps_the_control_from_answering(control: Ask) -> None:
    for name in ("cut", "internal-error", "empty-body"):
        control("POST", "/faults", {"name": name})

    assert [one["name"] for one in control("GET", "/state").json()["active"]] == ["cut", "internal-error", "empty-body"]


def test_the_control_needs_no_token_and_minds_none(handler: Handler, ask: Ask) -> None:
    for token in (None, "nonsense", "sandbox-token-full"):
        assert ask(handler, "GET", "/clock", base="/_sandbox", token=token).status == 200


def test_answers_are_not_kept_by_caches(control: Ask) -> None:
    headers = {"content-type": "application/json; charset=utf-8", "cache-control": "no-store"}

    assert control("GET", "/state").headers == headers
    assert control("GET", "/nothing").headers == headers
    assert control("BREW", "/reset").headers == headers | {"allow": "POST"}


# What is refused everywhere


@pytest.mark.parametrize("content", [b"{", b"nope", b" ", b"\xff", b'{"siteId":"\xe9"}', b"[" * 90_000])
def test_a_body_that_is_no_json_is_refused(control: Ask, content: bytes) -> None:
    _assert_refused(control("POST", "/publish", content=content), 400, "the body is no JSON")


@pytest.mark.parametrize("content", [b"[]", b"null", b"1", b'"siteId"', b"true", b"NaN"])
def test_a_body_that_is_no_object_is_refused(control: Ask, content: bytes) -> None:
    _assert_refused(control("POST", "/publish", content=content), 400, "has to be a JSON object")


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://localhost.evil.example",
        "http://127.0.0.1.evil.example:8080",
        "https://localhost@evil.example",
        "null",
        "",
    ],
)
def test_a_page_of_another_host_is_kept_out(control: Ask, origin: str) -> None:
    _assert_refused(control("GET", "/state", headers={"origin": origin}), 403, "pages of other hosts")
    _assert_refused(control("POST", "/faults", {"name": "cut"}, headers={"Origin": origin}), 403)
    _assert_refused(control("GET", "/nothing", headers={"origin": origin}), 403)

    assert control("GET", "/faults").json()["active"] == []


@pytest.mark.parametrize("origin", ["http://[::1", "//[", "http://evil℀.example"])
def test_an_origin_that_is_no_address_is_kept_out(control: Ask, origin: str) -> None:
    _assert_refused(control("POST", "/faults", {"name": "cut"}, headers={"origin": origin}), 403, "other hosts")
    _assert_refused(control("GET", "/state", headers={"origin": origin}), 403, "other hosts")

    assert control("GET", "/faults").json()["active"] == []


@pytest.mark.parametrize(
    "origin", ["http://localhost:8080", "http://127.0.0.1:1", "http://[::1]:8080", "HTTP://LOCALHOST"]
)
def test_a_page_of_this_machine_is_let_in(control: Ask, origin: str) -> None:
    assert control("POST", "/faults", {"name": "cut"}, headers={"origin": origin}).status == 200


# State


def test_the_state_at_the_start(control: Ask, sandbox: Sandbox) -> None:
    state = control("GET", "/state").json()

    assert state["clock"] == {"now": START, "running": False}
    assert [token["name"] for token in state["tokens"]] == list(sandbox.tokens)
    assert [site["id"] for site in state["sites"]] == list(sandbox.site_ids.values())
    assert [site["staged"] for site in state["sites"]] == [0, 0, 0]
    assert (state["active"], state["flipped"], state["requests"]) == ([], {}, [])


def test_the_state_tells_a_sites_plans_and_locales(control: Ask, sandbox: Sandbox) -> None:
    site = control("GET", "/state").json()["sites"][0]

    assert site["displayName"] == "Lantern & Loom"
    assert (site["plan"], site["localizationPlan"]) == ("basic", "essential")
    assert site["lastPublished"] == "2026-02-23T16:04:41.810Z"
    assert {locale["tag"]: locale["id"] for locale in site["locales"]} == sandbox.locale_ids
    assert [(locale["primary"], locale["enabled"]) for locale in site["locales"]] == [
        (True, True),
        (False, True),
        (False, False),
        (False, True),
    ]


def test_the_state_tells_what_each_token_has_used(clock: Clock, ask: Ask) -> None:
    sandbox, handler = _limited(2, clock)
    for token in (sandbox.token, sandbox.token, sandbox.token, sandbox.tokens["without-sites-read"]):
        ask(handler, "GET", f"/pages/{sandbox.page_id}", token=token)

    tokens = handler(Request("GET", "/_sandbox/state")).json()["tokens"]
    assert [(token["name"], token["used"], token["limit"]) for token in tokens] == [
        ("full", 3, 2),
        ("without-pages-write", 0, 2),
        ("without-sites-read", 1, 2),
    ]
    assert tokens[2]["scopes"] == ["pages:read", "pages:write"]


def test_the_state_counts_staged_pages(control: Ask, handler: Handler, ask: Ask, sandbox: Sandbox) -> None:
    for path in ("/about", "/pricing"):
        ask(handler, "PUT", f"/pages/{sandbox.page_ids[path]}", {"title": "New"})

    assert [site["staged"] for site in control("GET", "/state").json()["sites"]] == [2, 0, 0]


def test_the_state_has_the_latest_requests(control: Ask, handler: Handler, ask: Ask) -> None:
    for _ in range(60):
        ask(handler, "GET", "/sites")

    assert [entry["number"] for entry in control("GET", "/state").json()["requests"]] == list(range(11, 61))


# Pages


def test_pages_are_those_of_the_first_site_unless_told(control: Ask, sandbox: Sandbox) -> None:
    first = control("GET", "/pages").json()

    assert [page["id"] for page in first["pages"]] == list(sandbox.page_ids.values())
    assert first["total"] == 9
    assert control("GET", "/pages", site=sandbox.site_id).json() == first
    other = control("GET", "/pages", site=sandbox.site_ids["one-tongue"]).json()
    assert other["total"] == 1
    assert control("GET", "/pages", site="one-tongue").json() == other


def test_pages_are_taken_from_an_offset_up_to_a_limit(control: Ask) -> None:
    ids = [page["id"] for page in control("GET", "/pages").json()["pages"]]

    def taken(**query: str) -> tuple[int, list[str]]:
        answer = control("GET", "/pages", **query).json()
        return answer["total"], [page["id"] for page in answer["pages"]]

    assert taken(offset="2", limit="3") == (9, ids[2:5])
    assert taken(offset="8") == (9, ids[8:])
    assert taken(offset="99") == (9, [])
    assert taken(limit="0") == (9, [])


def test_no_more_than_500_pages_are_told_at_once(make: Make, ask: Ask) -> None:
    pages = [{"title": f"Page {number}", "slug": f"page-{number}"} for number in range(502)]
    handler = served(make(given=seed_of({"sites": [{"displayName": "Large", "pages": pages}]})))

    def taken(**query: str) -> tuple[int, list[str]]:
        answer = ask(handler, "GET", "/pages", base="/_sandbox", **query).json()
        return answer["total"], [page["locales"]["en-US"]["texts"]["title"]["value"] for page in answer["pages"]]

    titles = [page["title"] for page in pages]
    assert taken() == (502, titles[:100])
    assert taken(limit="499") == (502, titles[:499])
    assert [taken(limit=limit) for limit in ("500", "501", "9" * 18)] == [(502, titles[:500])] * 3
    assert taken(limit="501", offset="1") == (502, titles[1:501])
    assert taken(limit="501", offset="500") == (502, titles[500:])


def test_a_number_of_the_query_has_up_to_18_digits(control: Ask, handler: Handler, ask: Ask) -> None:
    ask(handler, "GET", "/sites")
    most, whole = "9" * 18, control("GET", "/pages").json()

    assert control("GET", "/pages", limit=most).json() == whole
    assert control("GET", "/pages", offset=most, limit=most).json() == {"total": 9, "pages": []}
    assert control("GET", "/pages", offset=f"{8:018}").json()["pages"] == whole["pages"][8:]
    assert control("GET", "/requests", after=most).json() == {"requests": []}


@pytest.mark.parametrize("path", ["/pages offset", "/pages limit", "/requests after"])
@pytest.mark.parametrize("value", ["-1", "", "x", "1.5", "²", "٣", " 1", "1" * 19, f"{0:019}"])
def test_what_is_no_number_is_refused(control: Ask, path: str, value: str) -> None:
    path, name = path.split()
    refusal = f"{name} has to be a number of at most 18 digits, and is {value!r}"

    _assert_refused(control("GET", path, **{name: value}), 400, refusal)


def test_a_number_of_thousands_of_digits_is_refused_in_few_words(control: Ask) -> None:
    answer = control("GET", "/pages", offset="7" * 5000)

    _assert_refused(answer, 400, "offset has to be a number of at most 18 digits, and is '777")
    assert len(answer.json()["message"]) < 120


@pytest.mark.parametrize(
    ("containing", "paths"),
    [
        ("pricing", ["/pricing"]),
        ("à PROPOS", ["/about"]),
        ("größen", ["/pricing"]),
        ("/company", ["/company", "/company/press"]),
        ("The weavers", ["/about"]),
        ("5eed0000000000000000d009", ["/imprint"]),
        ("/fr/company", ["/company", "/company/press"]),
        ("/DE/imprint", ["/imprint"]),
        ("/pt/about", ["/about"]),
        ("nowhere", []),
    ],
)
def test_pages_that_contain_a_text(control: Ask, sandbox: Sandbox, containing: str, paths: list[str]) -> None:
    answer = control("GET", "/pages", containing=containing).json()

    assert [page["id"] for page in answer["pages"]] == [sandbox.page_ids[path] for path in paths]
    assert answer["total"] == len(paths)


def test_pages_of_an_unknown_site_are_refused(control: Ask, sandbox: Sandbox) -> None:
    known = [*sandbox.site_ids, *sandbox.site_ids.values()]
    _assert_refused(control("GET", "/pages", site="x"), 404, "there is no site 'x'", *known)


def test_a_page_has_every_locale_and_says_where_its_texts_are_from(control: Ask) -> None:
    locales = control("GET", "/pages", containing="/about").json()["pages"][0]["locales"]

    assert list(locales) == ["en-US", "fr-FR", "de-DE", "pt-BR"]
    assert locales["fr-FR"]["publishedPath"] == "/fr/about"
    french = locales["fr-FR"]["texts"]
    assert french["title"] == {"value": "À propos", "from": "own", "mirrored": False}
    assert french["openGraph.title"] == {"value": "The weavers", "from": "inherited", "mirrored": False}
    assert french["openGraph.description"] == {
        "value": "Who weaves the lamps, and where.",
        "from": "inherited",
        "mirrored": True,
    }


def test_a_text_that_was_never_set_is_absent(control: Ask) -> None:
    page = control("GET", "/pages", containing="/imprint").json()["pages"][0]

    absent = {"value": None, "from": "absent", "mirrored": False}
    assert page["locales"]["en-US"]["texts"]["seo.description"] == absent


def test_a_text_that_a_locale_lacks_and_the_primary_one_has_is_from_neither(control: Ask) -> None:
    def brazilian(path: str) -> dict[str, Any]:
        return control("GET", "/pages", containing=path).json()["pages"][0]["locales"]["pt-BR"]["texts"]

    names = ["seo.title", "seo.description", "openGraph.title", "openGraph.description"]
    assert [brazilian("/pricing")[name]["from"] for name in names] == ["inherited"] * 4
    control("PATCH", "/assumptions", {"read_without_override": "null_texts"})

    pricing, imprint = brazilian("/pricing"), brazilian("/imprint")
    seo, open_graph = ({"value": None, "from": "neither", "mirrored": mirrored} for mirrored in (False, True))
    assert [pricing[name] for name in names] == [seo, seo, open_graph, open_graph]
    assert pricing["title"] == {"value": "Pricing", "from": "inherited", "mirrored": False}
    assert [imprint[name]["from"] for name in ("slug", "seo.title", "seo.description")] == [
        "inherited",
        "neither",
        "absent",
    ]


def test_what_a_locale_says_itself_is_never_from_neither(control: Ask) -> None:
    control("PATCH", "/assumptions", {"read_without_override": "null_texts"})

    locales = control("GET", "/pages", containing="/pricing").json()["pages"][0]["locales"]
    own = {text["from"] for text in locales["en-US"]["texts"].values()}
    assert own == {"own"}
    assert [name for name, text in locales["de-DE"]["texts"].items() if text["from"] != "own"] == ["slug"]


def test_a_page_that_was_written_to_is_staged(control: Ask, handler: Handler, ask: Ask, sandbox: Sandbox) -> None:
    def page() -> dict[str, Any]:
        return control("GET", "/pages", containing=sandbox.page_id).json()["pages"][0]

    assert (page()["staged"], page()["lastUpdated"]) == (False, "2026-02-20T08:12:09.641Z")
    german = sandbox.locale_ids["de-DE"]
    ask(handler, "PUT", f"/pages/{sandbox.page_id}", {"title": "Was es kostet"}, localeId=german)

    assert (page()["staged"], page()["lastUpdated"]) == (True, START)
    assert page()["locales"]["de-DE"]["texts"]["title"]["value"] == "Was es kostet"


def test_half_of_a_surrogate_pair_is_told(control: Ask, handler: Handler, ask: Ask, sandbox: Sandbox) -> None:
    ask(handler, "PUT", f"/pages/{sandbox.page_id}", {"title": "\ud83d"})

    assert control("GET", "/requests").json()["requests"][0]["body"] == '{"title": "\\ud83d"}'
    page = control("GET", "/pages", containing=sandbox.page_id).json()["pages"][0]
    assert page["locales"]["en-US"]["texts"]["title"]["value"] == "\ud83d"


# Assumptions


def test_assumptions_are_the_register_with_the_values_taken(control: Ask) -> None:
    listed = control("GET", "/assumptions").json()

    assert listed == [
        {
            "name": one.name,
            "default": one.default,
            "alternatives": list(one.alternatives),
            "confidence": one.confidence,
            "reason": one.reason,
            "value": one.default,
        }
        for one in register()
    ]


def test_a_flipped_assumption_shows_in_the_next_answer(
    control: Ask, handler: Handler, ask: Ask, sandbox: Sandbox
) -> None:
    assert ask(handler, "PUT", f"/pages/{sandbox.page_id}", {}).status == 200
    flipped = control("PATCH", "/assumptions", {"empty_body": "bad_request"})

    assert {one["name"]: one["value"] for one in flipped.json()}["empty_body"] == "bad_request"
    assert flipped.json() == control("GET", "/assumptions").json()
    assert control("GET", "/state").json()["flipped"] == {"empty_body": "bad_request"}
    assert ask(handler, "PUT", f"/pages/{sandbox.page_id}", {}).status == 400


def test_an_assumption_that_is_flipped_back_is_no_longer_told_apart(control: Ask) -> None:
    for value in ("absent", "present"):
        control("PATCH", "/assumptions", {"etag": value})

    assert control("GET", "/state").json()["flipped"] == {}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"etag": "absent", "emtpy_body": "accepted"}, ["no assumption 'emtpy_body'", "'empty_body'"]),
        ({"etag": "absent", "?": "x"}, ["no assumption '?'", *(one.name for one in register())]),
        ({"etag": "absent", "empty_body": "maybe"}, ["empty_body is 'maybe'", "accepted, bad_request"]),
        ({"etag": "absent", "empty_body": ""}, ["empty_body is ''", "accepted, bad_request"]),
        ({"etag": "absent", "self": "x"}, ["no assumption 'self'", *(one.name for one in register())]),
    ],
)
def test_what_is_no_assumption_or_no_answer_to_it_changes_nothing(control: Ask, body: object, words: list[str]) -> None:
    _assert_refused(control("PATCH", "/assumptions", body), 400, *words)

    assert control("GET", "/state").json()["flipped"] == {}


@pytest.mark.parametrize("name", ["empty_body", "self", "nonsense"])
@pytest.mark.parametrize("wrong", [None, True, 0, 1.5, ["accepted"], {"accepted": "accepted"}])
def test_an_answer_of_another_type_is_refused_before_anything_else(control: Ask, name: str, wrong: object) -> None:
    answer = control("PATCH", "/assumptions", {"etag": "absent", "unknown": "x", "site": "x", name: wrong})

    _assert_of_another_type(answer, name, wrong)
    assert control("GET", "/state").json()["flipped"] == {}


def test_a_value_that_is_nested_as_deep_as_can_be_read_is_refused(control: Ask) -> None:
    refusals: list[str] = []
    for depth in range(1, 1000):
        answer = control("PATCH", "/assumptions", content=b'{"empty_body":' + b"[" * depth + b"]" * depth + b"}")
        _assert_refused(answer, 400)
        refusals.append(answer.json()["message"])

    read = refusals.count("empty_body cannot be a list")
    assert read > 100
    assert refusals[read:] == ["the body is no JSON"] * (len(refusals) - read)


# Faults


def test_faults_and_drifts_are_listed_in_this_order(control: Ask) -> None:
    faults = control("GET", "/faults").json()

    assert faults["active"] == []
    assert [(one["name"], one["kind"]) for one in faults["known"]] == [
        *((name, "fault") for name in FAULTS),
        *((name, "drift") for name in DRIFTS),
    ]
    assert all(one["what"] for one in faults["known"])


def test_a_fault_is_switched_on_with_all_its_options(
    control: Ask, handler: Handler, ask: Ask, sandbox: Sandbox
) -> None:
    asked = {"name": "slow", "operation": "list-sites", "skip": 1, "every": 2, "times": 2, "seconds": 2.5}
    switch = control("POST", "/faults", asked).json()

    assert switch == asked | {"id": switch["id"]}
    assert control("GET", "/faults").json()["active"] == [switch | {"acted": 0}]
    assert ask(handler, "GET", f"/pages/{sandbox.page_id}").delivery.delay == 0
    late = [ask(handler, "GET", "/sites").delivery.delay for _ in range(7)]
    assert late == [0, 2.5, 0, 2.5, 0, 0, 0]
    assert control("GET", "/faults").json()["active"] == [switch | {"acted": 2}]


def test_a_fault_needs_nothing_but_its_name(control: Ask) -> None:
    switch = control("POST", "/faults", {"name": "cut"}).json()
    nothing = {"operation": None, "skip": 0, "every": 1, "times": None, "seconds": None}

    assert switch == {"id": switch["id"], "name": "cut"} | nothing
    again = control("POST", "/faults", {"name": "cut"} | nothing).json()
    assert again == switch | {"id": again["id"]}
    assert again["id"] != switch["id"]


def test_faults_and_drifts_act_on_the_next_request(control: Ask, handler: Handler, ask: Ask, sandbox: Sandbox) -> None:
    control("POST", "/faults", {"name": "conflict", "operation": "list-sites", "times": 1})
    control("POST", "/faults", {"name": "update-answers-201"})

    assert ask(handler, "GET", "/sites").status == 409
    assert ask(handler, "GET", "/sites").status == 200
    assert ask(handler, "PUT", f"/pages/{sandbox.page_id}", {"title": "New"}).status == 201
    assert [entry["switches"] for entry in control("GET", "/requests").json()["requests"]] == [
        ["conflict", "update-answers-201"],
        ["update-answers-201"],
        ["update-answers-201"],
    ]


def test_what_is_on_says_how_often_it_has_acted(control: Ask, handler: Handler, ask: Ask) -> None:
    def acted(answer: Response) -> list[tuple[str, int]]:
        return [(switch["name"], switch["acted"]) for switch in answer.json()["active"]]

    options = [{}, {"operation": "list-sites", "times": 1}, {"skip": 2}, {"operation": "update-page-metadata"}]
    switches = [control("POST", "/faults", {"name": "conflict"} | option).json() for option in options]
    assert all("acted" not in switch for switch in switches)
    control("POST", "/faults", {"name": "update-answers-201"})
    for _ in range(3):
        ask(handler, "GET", "/sites")

    # Each conflict answers instead of the service, so that of two that could act the later one does.
    now = [("conflict", 1), ("conflict", 1), ("conflict", 1), ("conflict", 0), ("update-answers-201", 3)]
    assert [entry["switches"] for entry in control("GET", "/requests").json()["requests"]] == [
        ["conflict", "update-answers-201"]
    ] * 3
    assert acted(control("GET", "/state")) == acted(control("GET", "/faults")) == now
    assert acted(control("DELETE", f"/faults/{switches[0]['id']}")) == now[1:]
    assert acted(control("DELETE", "/faults/conflict")) == now[-1:]


def test_what_answers_instead_of_the_service_hides_all_that_is_behind_it_but_deliveries(
    control: Ask, handler: Handler, ask: Ask, sandbox: Sandbox
) -> None:
    def acted() -> list[int]:
        return [switch["acted"] for switch in control("GET", "/faults").json()["active"]]

    def update() -> tuple[int, float, str, list[str]]:
        answer = ask(handler, "PUT", f"/pages/{sandbox.page_id}", {"title": "New"})
        switches = control("GET", "/requests").json()["requests"][-1]["switches"]
        return answer.status, answer.delivery.delay, answer.delivery.ends, switches

    names = ["slow", "update-answers-201", "internal-error", "cut-body", "conflict", "wrong-charset"]
    for name in names:
        times = 2 if name == "slow" else 1
        control("POST", "/faults", {"name": name, "operation": "update-page-metadata", "times": times})

    assert update() == (409, 2.0, "within_body", ["slow", "cut-body", "conflict", "wrong-charset"])
    assert acted() == [1, 0, 0, 1, 1, 1]
    assert update() == (500, 2.0, "whole", ["slow", "internal-error"])
    assert acted() == [2, 0, 1, 1, 1, 1]
    assert _title(handler, ask, sandbox) == "Pricing"
    assert update() == (201, 0, "whole", ["update-answers-201"])
    assert _title(handler, ask, sandbox) == "New"


@pytest.mark.parametrize(
    ("names", "arrives"),
    [
        (["slow", "slow"], (4.0, "whole", "cut")),
        (["stalled-body", "slow"], (2.0, "within_body", "stalled")),
        (["slow", "stalled-after-applying", "cut-body"], (2.0, "before_head", "stalled")),
        (["stalled-body", "cut", "slow"], (2.0, "before_head", "cut")),
    ],
)
def test_deliveries_add_up(
    control: Ask, handler: Handler, ask: Ask, names: list[str], arrives: tuple[float, str, str]
) -> None:
    for name in names:
        control("POST", "/faults", {"name": name})

    delivery = ask(handler, "GET", "/sites").delivery
    assert (delivery.delay, delivery.ends, delivery.then) == arrives
    assert control("GET", "/requests").json()["requests"][0]["switches"] == names


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("validation-details", 400),
        ("insufficient-permissions", 403),
        ("invalid-auth-version", 403),
        ("not-enterprise-plan-site", 403),
        ("conflict", 409),
        ("too-many-requests", 429),
    ],
)
def test_a_refusal_that_was_switched_on_costs_quota_and_says_what_is_left(
    clock: Clock, ask: Ask, name: str, status: int
) -> None:
    sandbox, handler = _limited(3, clock)
    before = ask(handler, "GET", "/pages", base="/_sandbox").json()
    ask(handler, "POST", "/faults", {"name": name}, base="/_sandbox")

    for used in (1, 2, 3):
        answer = ask(handler, "PUT", f"/pages/{sandbox.page_id}", {"title": "New"})
        assert answer.status == status
        assert answer.headers["x-ratelimit-limit"] == "3"
        assert answer.headers["x-ratelimit-remaining"] == ("0" if status == 429 else str(3 - used))
        assert answer.headers["retry-after"] == "60"
        assert ask(handler, "GET", "/state", base="/_sandbox").json()["tokens"][0]["used"] == used
    assert ask(handler, "PUT", f"/pages/{sandbox.page_id}", {"title": "New"}).status == 429
    assert ask(handler, "GET", "/pages", base="/_sandbox").json() == before


@pytest.mark.parametrize(
    "name", ["cut", "stalled", "token-revoked", "too-many-requests-without-retry-after", "internal-error"]
)
def test_what_answers_without_asking_the_service_costs_no_quota(clock: Clock, ask: Ask, name: str) -> None:
    _, handler = _limited(3, clock)
    ask(handler, "POST", "/faults", {"name": name}, base="/_sandbox")

    assert {"x-ratelimit-remaining", "retry-after"}.isdisjoint(ask(handler, "GET", "/sites").headers)
    assert ask(handler, "GET", "/state", base="/_sandbox").json()["tokens"][0]["used"] == 0


def test_no_more_than_100_are_on_at_once(control: Ask) -> None:
    assert {control("POST", "/faults", {"name": "slow"}).status for _ in range(100)} == {200}

    for name in ("slow", "update-answers-201"):
        _assert_refused(control("POST", "/faults", {"name": name}), 400, "100 are on already", "switch some off")
    assert _active(control("GET", "/faults")) == ["slow"] * 100
    control("DELETE", "/faults/1")
    assert control("POST", "/faults", {"name": "cut"}).status == 200
    assert _active(control("GET", "/faults")) == [*["slow"] * 99, "cut"]


def _active(answer: Response) -> list[str]:
    assert answer.status == 200
    return [switch["name"] for switch in answer.json()["active"]]


def test_faults_are_switched_off_by_id_by_name_or_all(control: Ask, handler: Handler, ask: Ask) -> None:
    names = ["cut", "slow", "cut", "slow", "stalled"]
    ids = [control("POST", "/faults", {"name": name}).json()["id"] for name in names]

    assert _active(control("DELETE", f"/faults/{ids[3]}")) == ["cut", "slow", "cut", "stalled"]
    assert _active(control("DELETE", "/faults/cut")) == ["slow", "stalled"]
    assert _active(control("DELETE", "/faults")) == []
    assert ask(handler, "GET", "/sites").delivery.ends == "whole"
    assert _active(control("DELETE", "/faults")) == []


@pytest.mark.parametrize(
    "name", ["cut", "99", "-1", "01", "1.0", "²", "None", "nonsense", "%2Fslow", "%73low%20", "%20", "9" * 5000]
)
def test_what_is_not_on_cannot_be_switched_off(control: Ask, name: str) -> None:
    switch = control("POST", "/faults", {"name": "slow"}).json()
    assert switch["id"] == 1

    _assert_refused(control("DELETE", f"/faults/{name}"), 404, "is not on")
    assert _active(control("GET", "/faults")) == ["slow"]


def test_a_name_in_the_path_is_decoded(control: Ask) -> None:
    control("POST", "/faults", {"name": "slow"})

    assert _active(control("DELETE", "/faults/%73low")) == []


WRONG_OPTIONS = [
    *(
        (name, wrong)
        for name in ("skip", "every", "times")
        for wrong in (True, False, "x", "1", 1.0, 1.5, 1e999, [], {})
    ),
    *((name, None) for name in ("skip", "every")),
    *(("seconds", wrong) for wrong in (True, "1", [1], {"1": 1})),
    *(("operation", wrong) for wrong in (1, False, ["list-pages"], {})),
    *(("name", wrong) for wrong in (None, True, 1, 0.5, ["slow"], {"slow": "slow"})),
]


@pytest.mark.parametrize(("name", "wrong"), WRONG_OPTIONS)
def test_an_option_of_another_type_is_refused(control: Ask, name: str, wrong: object) -> None:
    answer = control("POST", "/faults", {"name": "slow"} | {name: wrong})

    _assert_of_another_type(answer, name, wrong)
    assert control("GET", "/faults").json()["active"] == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('{"name":"slow","skip":-1}', ["skip has to be a whole number of 0 or more, and is -1"]),
        ('{"name":"slow","every":0}', ["every has to be a whole number of 1 or more, and is 0"]),
        ('{"name":"slow","times":0}', ["times has to be a whole number of 1 or more, and is 0"]),
        ('{"name":"slow","times":NaN}', ["times cannot be a number with a fraction"]),
        ('{"name":"slow","seconds":-0.1}', ["seconds has to be 0 to 600, and is -0.1"]),
        ('{"name":"slow","seconds":601}', ["seconds has to be 0 to 600, and is 601"]),
        ('{"name":"slow","seconds":NaN}', ["seconds has to be 0 to 600"]),
        ('{"name":"slow","seconds":1e999}', ["seconds has to be 0 to 600"]),
        ('{"name":"cut","seconds":1}', ["seconds goes with 'slow', and not with 'cut'"]),
        ('{"name":"slow","id":7}', ["no field 'id'", "name, operation, skip, every, times, seconds"]),
        ('{"name":"slow","":7}', ["no field ''"]),
        ("{}", ["name is missing", "GET /_sandbox/faults"]),
        ('{"seconds":1}', ["name is missing"]),
        ('{"name":"conflit"}', ["no fault or drift 'conflit'", "'conflict'"]),
        ('{"name":"?"}', ["no fault or drift '?'", *FAULTS, *DRIFTS]),
        ('{"name":"slow","operation":"list-page"}', ["no operation 'list-page'", "'list-pages'"]),
        ('{"name":"slow","operation":"?"}', ["no operation '?'", *routes.OPERATIONS]),
    ],
)
def test_what_cannot_be_switched_on_is_refused(control: Ask, body: str, words: list[str]) -> None:
    _assert_refused(control("POST", "/faults", content=body.encode()), 400, *words)

    assert control("GET", "/faults").json()["active"] == []


# Requests


def test_a_request_is_told_with_all_that_was_asked(control: Ask, handler: Handler, ask: Ask, sandbox: Sandbox) -> None:
    path, body = f"/pages/{sandbox.page_id}", {"title": "Größe"}
    ask(handler, "PUT", path, body, pairs=(("a", "1"), ("a", "2")), token=sandbox.tokens["without-pages-write"])

    assert control("GET", "/requests").json()["requests"] == [
        {
            "number": 1,
            "at": START,
            "method": "PUT",
            "path": f"/v2{path}",
            "query": [["a", "1"], ["a", "2"]],
            "operation": "update-page-metadata",
            "token": "without-pages-write",
            "body": json.dumps(body),
            "status": 403,
            "switches": [],
        }
    ]


def test_a_request_without_a_valid_token_says_which_kind(control: Ask, handler: Handler, ask: Ask) -> None:
    for token in (None, "nonsense"):
        ask(handler, "GET", "/sites", token=token)

    assert [entry["token"] for entry in control("GET", "/requests").json()["requests"]] == ["none", "unknown"]


@pytest.mark.parametrize(
    ("name", "status"),
    [
        *((name, None) for name in ("cut", "cut-after-applying", "stalled", "stalled-after-applying")),
        *((name, 200) for name in ("cut-body", "stalled-body", "slow", "empty-body")),
    ],
)
def test_a_request_whose_answer_ends_before_its_head_has_no_status(
    control: Ask, handler: Handler, ask: Ask, name: str, status: int | None
) -> None:
    control("POST", "/faults", {"name": name, "times": 1})
    for _ in range(2):
        ask(handler, "GET", "/sites")

    entries = control("GET", "/requests").json()["requests"]
    assert [(entry["status"], entry["switches"]) for entry in entries] == [(status, [name]), (200, [])]
    assert control("GET", "/state").json()["requests"] == entries


def test_requests_after_a_number(control: Ask, handler: Handler, ask: Ask) -> None:
    for _ in range(3):
        ask(handler, "GET", "/sites")

    def numbers(after: str) -> list[int]:
        return [entry["number"] for entry in control("GET", "/requests", after=after).json()["requests"]]

    assert [numbers(after) for after in ("0", "1", "3", "99")] == [[1, 2, 3], [2, 3], [], []]


def test_requests_that_are_forgotten_are_gone_and_numbers_go_on(control: Ask, handler: Handler, ask: Ask) -> None:
    ask(handler, "GET", "/sites")
    assert control("DELETE", "/requests").json() == {"requests": []}
    ask(handler, "GET", "/sites")

    assert [entry["number"] for entry in control("GET", "/requests").json()["requests"]] == [2]


@pytest.mark.parametrize("after", ["0", "1", "-1", "x", "9" * 5000])
def test_all_requests_are_forgotten_whatever_the_query(control: Ask, handler: Handler, ask: Ask, after: str) -> None:
    for _ in range(3):
        ask(handler, "GET", "/sites")

    answer = control("DELETE", "/requests", after=after)
    assert (answer.status, answer.json()) == (200, {"requests": []})
    assert control("GET", "/requests").json() == {"requests": []}


def _texts(value: object) -> list[str]:
    """Return every text within a JSON value, names included."""
    if isinstance(value, dict):
        return [text for pair in value.items() for part in pair for text in _texts(part)]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [str(value)]


SECRET = st.text(min_size=4, max_size=24).map("secret-{}".format)


@settings(max_examples=100, deadline=None)
@given(secret=SECRET, scheme=st.sampled_from(["Bearer ", "bearer  ", "Basic ", ""]), other=SECRET)
def test_no_header_is_ever_told(make: Make, secret: str, scheme: str, other: str) -> None:
    sandbox = make()
    handler = served(sandbox)
    for value in (f"{scheme}{secret}", f"Bearer {sandbox.token}"):
        for method, path in (("GET", "/v2/sites"), ("PUT", f"/v2/pages/{sandbox.page_id}"), ("GET", "/nowhere")):
            handler(Request(method, path, headers={"authorization": value, "cookie": other}, content=b"{"))

    for path in ("/_sandbox/requests", "/_sandbox/state"):
        told = handler(Request("GET", path, headers={"authorization": f"{scheme}{secret}"})).json()
        assert len(told["requests"]) == 6
        texts, secrets = _texts(told), (secret, other, *sandbox.tokens.values())
        assert [text for text in texts if any(one in text for one in secrets)] == []


# The clock


def test_the_clock_tells_the_date(control: Ask) -> None:
    assert control("GET", "/clock").json() == {"now": START, "running": False}


def test_an_advanced_clock_opens_a_new_window_of_quota(clock: Clock, ask: Ask) -> None:
    _, handler = _limited(1, clock)
    assert [ask(handler, "GET", "/sites").status for _ in range(2)] == [200, 429]

    answer = ask(handler, "PATCH", "/clock", {"advance": 60}, base="/_sandbox")

    assert answer.json() == {"now": "2026-10-09T12:01:00.279Z", "running": False}
    assert ask(handler, "GET", "/sites").status == 200


@pytest.mark.parametrize(
    ("advance", "now"),
    [(0, START), (0.5, "2026-10-09T12:00:00.779Z"), (86400, "2026-10-10T12:00:00.279Z"), (LAST, NINES)],
)
def test_the_clock_moves_by_any_number_of_seconds(control: Ask, advance: float, now: str) -> None:
    assert control("PATCH", "/clock", {"advance": advance}).json()["now"] == now


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('{"advance":-1,"running":true}', ["time goes forward", "-1"]),
        ('{"advance":NaN,"running":true}', ["time goes forward", "nan"]),
        ('{"advance":1e999,"running":true}', ["time goes forward", "inf"]),
        ('{"advance":1e300,"running":true}', ["past the year 9999"]),
        (f'{{"advance":{10**400},"running":true}}', ["past the year 9999"]),
        (f'{{"advance":{LAST + 1},"running":true}}', ["past the year 9999"]),
        ('{"advance":true,"running":true}', ["advance cannot be true or false"]),
        ('{"advance":"60","running":true}', ["advance cannot be a text"]),
        ('{"advance":null,"running":true}', ["advance cannot be null"]),
        ('{"advance":60,"running":1}', ["running cannot be a number"]),
        ('{"advance":60,"running":null}', ["running cannot be null"]),
        ('{"advance":60,"now":"2027-01-01"}', ["no field 'now'", "advance, running"]),
    ],
)
def test_a_move_that_is_none_moves_nothing(control: Ask, body: str, words: list[str]) -> None:
    _assert_refused(control("PATCH", "/clock", content=body.encode()), 400, *words)

    assert control("GET", "/clock").json() == {"now": START, "running": False}


def test_the_clock_is_started_and_stopped(control: Ask, clock: Clock) -> None:
    assert control("PATCH", "/clock", {"running": True}).json()["running"] is True
    assert clock.running
    assert control("PATCH", "/clock", {"advance": 5, "running": False}).json()["running"] is False

    assert not clock.running
    assert 5 <= clock.seconds() < 60
    assert control("PATCH", "/clock", {}).json() == control("GET", "/clock").json()


def test_a_running_clock_stays_at_the_calendars_end(
    control: Ask, handler: Handler, ask: Ask, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.monotonic", lambda: 0.0)
    assert control("PATCH", "/clock", {"advance": LAST, "running": True}).json()["now"] == NINES
    for passed in (1.0, 1e6, 1e12):
        monkeypatch.setattr("time.monotonic", lambda passed=passed: passed)
        assert control("GET", "/clock").json() == {"now": END, "running": True}
        assert control("GET", "/state").json()["clock"]["now"] == END
        _assert_refused(control("PATCH", "/clock", {"advance": 1, "running": False}), 400, "past the year 9999")

    assert ask(handler, "PUT", f"/pages/{sandbox.page_id}", {"title": "Late"}).json()["lastUpdated"] == END
    assert control("GET", "/requests").json()["requests"][0]["at"] == END
    assert control("POST", "/publish").json()["at"] == END
    assert control("PATCH", "/clock", {"advance": 0, "running": False}).json() == {"now": END, "running": False}
    _assert_refused(control("PATCH", "/clock", {"advance": 0.001}), 400, "past the year 9999")


def test_a_clock_that_stands_is_moved_to_the_calendars_end_and_no_further(control: Ask) -> None:
    assert control("PATCH", "/clock", {"advance": LAST + 0.5}).json()["now"] == "9999-12-31T23:59:59.779Z"

    _assert_refused(control("PATCH", "/clock", {"advance": 0.5}), 400, "0.5 seconds lead past the year 9999")
    assert control("GET", "/clock").json() == {"now": "9999-12-31T23:59:59.779Z", "running": False}


# Publishing


def test_a_staged_slug_is_published(control: Ask, handler: Handler, ask: Ask, sandbox: Sandbox) -> None:
    def path() -> str:
        return ask(handler, "GET", f"/pages/{sandbox.page_id}").json()["publishedPath"]

    ask(handler, "PUT", f"/pages/{sandbox.page_id}", {"slug": "prices"})
    assert path() == "/pricing"

    assert control("POST", "/publish").json() == {"siteId": sandbox.site_id, "at": START}
    assert path() == "/prices"
    assert control("GET", "/state").json()["sites"][0]["staged"] == 0


def test_publishing_moves_the_dates_of_one_site(control: Ask, handler: Handler, ask: Ask, sandbox: Sandbox) -> None:
    other = sandbox.site_ids["one-tongue"]
    assert control("POST", "/publish", {"siteId": other}).json() == {"siteId": other, "at": START}

    for site_id, moved in ((other, True), (sandbox.site_id, False)):
        pages = ask(handler, "GET", f"/sites/{site_id}/pages").json()["pages"]
        assert pages
        assert {page["lastUpdated"] == START for page in pages} == {moved}
        assert (ask(handler, "GET", f"/sites/{site_id}").json()["lastPublished"] == START) is moved
    assert [site["lastPublished"] == START for site in control("GET", "/state").json()["sites"]] == [False, True, False]


@pytest.mark.parametrize("name", ["lantern-loom", "one-tongue"])
def test_a_site_is_published_by_its_short_name_and_told_by_its_id(control: Ask, sandbox: Sandbox, name: str) -> None:
    site_id = sandbox.site_ids[name]

    assert control("POST", "/publish", {"siteId": name}).json() == {"siteId": site_id, "at": START}
    published = [site["id"] for site in control("GET", "/state").json()["sites"] if site["lastPublished"] == START]
    assert published == [site_id]


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"siteId": "x"}, 404, ["there is no site 'x'", "5eed0000000000000000a001", "lantern-loom", "one-tongue"]),
        ({"siteId": "lantern-lom"}, 404, ["there is no site 'lantern-lom'", "did you mean 'lantern-loom'?"]),
        ({"siteId": "Lantern & Loom"}, 404, ["there is no site 'Lantern & Loom'"]),
        ({"siteId": ""}, 404, ["there is no site ''"]),
        ({"siteId": None}, 400, ["siteId cannot be null"]),
        ({"siteId": 1}, 400, ["siteId cannot be a number"]),
        ({"siteId": 1.5}, 400, ["siteId cannot be a number with a fraction"]),
        ({"site": "lantern-loom"}, 400, ["no field 'site'", "siteId"]),
    ],
)
def test_what_is_no_site_is_not_published(control: Ask, body: object, status: int, words: list[str]) -> None:
    before = control("GET", "/state").json()

    _assert_refused(control("POST", "/publish", body), status, *words)
    assert control("GET", "/state").json() == before


# Resetting


def test_a_reset_makes_everything_but_the_clock_what_it_was(clock: Clock, ask: Ask) -> None:
    sandbox, handler = _limited(5, clock)

    def control(method: str, path: str, body: object = None) -> Any:
        return ask(handler, method, path, body, token=None, base="/_sandbox").json()

    state, pages = control("GET", "/state"), control("GET", "/pages")
    ask(handler, "PUT", f"/pages/{sandbox.page_id}", {"title": "New", "slug": "new"})
    control("POST", "/publish")
    control("PATCH", "/assumptions", {"etag": "absent"})
    control("POST", "/faults", {"name": "cut"})
    moved = control("PATCH", "/clock", {"advance": 7})
    assert control("GET", "/state") != state | {"clock": moved}

    assert control("POST", "/reset") == state | {"clock": moved}
    assert control("GET", "/pages") == pages


def test_a_reset_starts_the_numbers_of_requests_anew(control: Ask, handler: Handler, ask: Ask) -> None:
    for _ in range(3):
        ask(handler, "GET", "/sites")
    control("DELETE", "/requests")
    assert control("POST", "/reset").json()["requests"] == []
    for _ in range(2):
        ask(handler, "GET", "/sites")

    assert [entry["number"] for entry in control("GET", "/requests", after="0").json()["requests"]] == [1, 2]


def test_a_reset_goes_back_to_the_switches_that_were_remembered(
    control: Ask, handler: Handler, ask: Ask, sandbox: Sandbox
) -> None:
    def statuses() -> list[int]:
        sites = [ask(handler, "GET", "/sites").status for _ in range(3)]
        return [*sites, ask(handler, "PUT", f"/pages/{sandbox.page_id}", {}).status]

    control("POST", "/faults", {"name": "conflict", "operation": "list-sites", "skip": 1, "times": 1})
    control("POST", "/faults", {"name": "update-answers-201"})
    sandbox.switches.remember()
    remembered = control("GET", "/faults").json()["active"]
    control("POST", "/faults", {"name": "cut", "operation": "get-site"})

    for _ in range(2):
        assert statuses() == [200, 409, 200, 201]
        assert [switch["acted"] for switch in control("GET", "/faults").json()["active"][:2]] == [1, 4]
        control("DELETE", "/faults/conflict")
        assert control("POST", "/reset").json()["active"] == remembered
        assert control("GET", "/faults").json()["active"] == remembered
    control("DELETE", "/faults")
    control("POST", "/faults", {"name": "cut"})
    assert control("POST", "/reset").json()["active"] == remembered
    assert control("POST", "/faults", {"name": "slow"}).json()["id"] not in {switch["id"] for switch in remembered}


# Snapshots


def _title(handler: Handler, ask: Ask, sandbox: Sandbox) -> str:
    return ask(handler, "GET", f"/pages/{sandbox.page_id}").json()["title"]


def test_a_snapshot_brings_back_what_was(control: Ask, handler: Handler, ask: Ask, sandbox: Sandbox) -> None:
    before = control("GET", "/pages").json()
    assert control("PUT", "/snapshots/before").json() == {"snapshots": ["before"]}

    for title in ("Once", "Twice"):
        ask(handler, "PUT", f"/pages/{sandbox.page_id}", {"title": title})
        control("POST", "/publish")
        assert _title(handler, ask, sandbox) == title
        assert control("POST", "/snapshots/before/restore").json() == {"snapshots": ["before"]}
        assert control("GET", "/pages").json() == before
    assert _title(handler, ask, sandbox) == "Pricing"
    assert control("GET", "/state").json()["sites"][0]["lastPublished"] == "2026-02-23T16:04:41.810Z"


def test_a_restored_snapshot_leaves_everything_else(control: Ask, handler: Handler, ask: Ask) -> None:
    control("PUT", "/snapshots/before")
    ask(handler, "GET", "/sites")
    control("POST", "/faults", {"name": "slow"})
    control("PATCH", "/assumptions", {"etag": "absent"})
    control("PATCH", "/clock", {"advance": 7})
    state = control("GET", "/state").json()

    control("POST", "/snapshots/before/restore")
    assert control("GET", "/state").json() == state


def test_a_snapshot_takes_the_place_of_one_of_its_name(
    control: Ask, handler: Handler, ask: Ask, sandbox: Sandbox
) -> None:
    control("PUT", "/snapshots/it")
    ask(handler, "PUT", f"/pages/{sandbox.page_id}", {"title": "Later"})
    assert control("PUT", "/snapshots/it").json() == {"snapshots": ["it"]}
    control("POST", "/reset")

    control("POST", "/snapshots/it/restore")
    assert _title(handler, ask, sandbox) == "Later"


ODD_NAMES = ["a b", "é", "a/b", "/", "..", "{}", "%", "%2F", "a?b#c", "restore", "12", "'\"", "\u202e", "\ufffd", "名"]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_snapshot_may_have_any_name(control: Ask, handler: Handler, ask: Ask, sandbox: Sandbox, name: str) -> None:
    path = f"/snapshots/{quote(name, safe='')}"
    assert control("PUT", path).json() == {"snapshots": [name]}
    ask(handler, "PUT", f"/pages/{sandbox.page_id}", {"title": "New"})

    assert control("POST", f"{path}/restore").status == 200
    assert _title(handler, ask, sandbox) == "Pricing"
    assert control("DELETE", path).json() == {"snapshots": []}
    _assert_refused(control("DELETE", path), 404, repr(name))


def test_a_snapshot_that_was_dropped_leaves_the_others(control: Ask) -> None:
    for name in ("one", "two"):
        control("PUT", f"/snapshots/{name}")

    assert control("DELETE", "/snapshots/one").json() == {"snapshots": ["two"]}
    assert control("GET", "/snapshots").json() == {"snapshots": ["two"]}
    _assert_refused(control("POST", "/snapshots/one/restore"), 404, "there is no snapshot 'one'")


@pytest.mark.parametrize(("method", "path"), [("POST", "/snapshots/never/restore"), ("DELETE", "/snapshots/never")])
def test_a_snapshot_that_was_never_taken_is_404(control: Ask, method: str, path: str) -> None:
    _assert_refused(control(method, path), 404, "there is no snapshot 'never'", "PUT /_sandbox/snapshots/NAME")


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "/snapshots/"), ("DELETE", "/snapshots/"), ("POST", "/snapshots//restore")]
)
def test_a_snapshot_has_a_name(control: Ask, method: str, path: str) -> None:
    control("PUT", "/snapshots/one")

    _assert_refused(control(method, path), 404, f"there is no /_sandbox{path}")
    assert control("GET", "/snapshots").json() == {"snapshots": ["one"]}


# Whatever is asked


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)),
    max_leaves=5,
)
NAMES = [
    "name", "operation", "skip", "every", "times", "seconds", "advance", "running", "siteId", "empty_body", "etag",
    "self",
]  # fmt: skip
VALUE = st.one_of(
    JSON,
    st.floats(0, 1e6),
    st.integers(0, 3),
    st.sampled_from(["slow", "cut", "accepted", "absent", "list-pages", Sandbox().site_id]),
)
CONTENT = st.one_of(
    st.just(b""),
    st.dictionaries(st.sampled_from(NAMES), VALUE, max_size=3).map(json.dumps).map(str.encode),
    JSON.map(json.dumps).map(str.encode),
    st.binary(max_size=12),
)
SEGMENT = st.one_of(
    st.sampled_from(["state", "faults", "snapshots", "restore", "slow", "1", "..", "%2e%2e", "%FF", "%", "{}", ""]),
    st.text(st.characters(exclude_categories=()), max_size=5),
)
ORIGIN = st.one_of(
    st.sampled_from(["http://localhost:1", "null", "http://[::1"]),
    st.text(max_size=12),
    st.text(max_size=8).map("http://{}".format),
)
ANYTHING = st.builds(
    Request,
    method=st.one_of(st.sampled_from(METHODS), st.text(max_size=4)),
    path=st.one_of(
        st.sampled_from(PATHS).map("/_sandbox{}".format),
        st.lists(SEGMENT, max_size=4).map(lambda segments: "/".join(["/_sandbox", *segments])),
    ),
    query=st.lists(
        st.tuples(
            st.sampled_from(["site", "offset", "limit", "containing", "after"]) | st.text(max_size=3),
            st.integers().map(str) | st.text(st.characters(exclude_categories=()), max_size=5),
        ),
        max_size=3,
    ).map(tuple),
    headers=st.fixed_dictionaries({}, optional={"origin": ORIGIN}),
    content=CONTENT,
)


@settings(max_examples=200, deadline=None)
@given(requests=st.lists(ANYTHING, min_size=1, max_size=4))
@example([Request("PUT", "/_sandbox/snapshots/\ud800"), Request("GET", "/_sandbox/snapshots")])
@example([Request("GET", "/_sandbox/\ud800")])
@example([Request("POST", "/_sandbox/faults", content=b'{"name":"\\udc80"}')])
@example([Request("POST", "/_sandbox/faults", content=b'{"name":"slow","skip":' + b"9" * 4000 + b"}")])
@example([Request("PATCH", "/_sandbox/clock", content=b'{"advance":' + b"9" * 5000 + b"}")])
@example([Request("GET", "/_sandbox/pages", query=(("containing", "\ud800"),))])
@example([Request("GET", "/_sandbox/pages", query=(("offset", "9" * 5000),))])
@example([Request("PATCH", "/_sandbox/assumptions", content=b'{"self":"x"}')])
@example([Request("DELETE", "/_sandbox/faults/" + "9" * 5000)])
@example([Request("GET", "/_sandbox/state", headers={"origin": "//["})])
def test_whatever_the_control_is_asked_it_answers_json(make: Make, requests: list[Request]) -> None:
    handler = served(make())
    for request in requests:
        answer = handler(request)
        assert answer.status in {200, 400, 403, 404, 405}
        assert answer.headers["content-type"] == "application/json; charset=utf-8"
        assert ("allow" in answer.headers) is (answer.status == 405)
        if answer.status != 200:
            assert isinstance(answer.json()["message"], str)
            assert answer.json()["message"]


# On a port


def test_the_control_is_beside_the_service_on_a_port(sandbox: Sandbox) -> None:
    bearer = {"Authorization": f"Bearer {sandbox.token}"}
    with running(served(sandbox)) as base_url, httpx.Client(base_url=base_url.removesuffix("/v2")) as client:
        assert client.get("/_sandbox").json()["GET /_sandbox/state"]
        name = quote("before/é 1", safe="")
        assert client.put(f"/_sandbox/snapshots/{name}").json() == {"snapshots": ["before/é 1"]}

        page = f"/v2/pages/{sandbox.page_id}"
        assert client.put(page, json={"title": "New"}, headers=bearer).json()["title"] == "New"
        assert client.post("/_sandbox/faults", json={"name": "conflict", "times": 1}).status_code == 200
        assert [client.get(page, headers=bearer).status_code for _ in range(2)] == [409, 200]
        assert client.post(f"/_sandbox/snapshots/{name}/restore").status_code == 200
        assert client.get(page, headers=bearer).json()["title"] == "Pricing"

        entries = client.get("/_sandbox/requests", params={"after": 1}).json()["requests"]
        assert [(entry["path"], entry["status"]) for entry in entries] == [(page, 409), (page, 200), (page, 200)]
        refused = client.post("/_sandbox/reset", headers={"Origin": "https://evil.example"})
        assert (refused.status_code, list(refused.json())) == (403, ["message"])
        refused = client.patch("/_sandbox/snapshots/x")
        assert (refused.status_code, refused.headers["allow"]) == (405, "PUT, DELETE")
        assert client.get("/").headers["content-type"] == "text/html; charset=utf-8"
