"""A drift changes what it says on the wire, and nothing else, whatever stands behind it."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import permutations
from typing import Any

import httpx
import pytest

from webflow_contract.carriers.server import running
from webflow_contract.check.over_http import over_http
from webflow_contract.drifts import DRIFTS, drifting
from webflow_contract.errors import ContractToolError
from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.sandbox import Clock, Sandbox

every_drift = pytest.mark.parametrize("name", DRIFTS)


def new() -> Sandbox:
    moment = datetime(2026, 10, 9, 12, tzinfo=UTC)
    return Sandbox(rate_limit="off", clock=Clock(moment, running=False))


WORLD = new()
FRENCH = WORLD.locale_ids["fr-FR"]
PAGE, PAGES = f"/v2/pages/{WORLD.page_id}", f"/v2/sites/{WORLD.site_id}/pages"


def request(method: str, path: str, body: Any = None, *, token: str = WORLD.token, locale: str = "") -> Request:
    query = (("localeId", locale),) if locale else ()
    content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    if content:
        headers["content-length"] = str(len(content))
    return Request(method, path, query, headers, content)


REQUESTS = {
    "page": request("GET", PAGE),
    "french page": request("GET", PAGE, locale=FRENCH),
    "pages": request("GET", PAGES),
    "site": request("GET", f"/v2/sites/{WORLD.site_id}"),
    "sites": request("GET", "/v2/sites"),
    "malformed page": request("GET", "/v2/pages/malformed"),
    "unknown page": request("GET", "/v2/pages/ffffffffffffffffffffffff"),
    "wrong token": request("GET", PAGE, token="wrong"),
    "update": request("PUT", PAGE, {"title": "New"}),
    "empty update": request("PUT", PAGE, {}),
    "french update": request("PUT", PAGE, {"title": "Nouveau"}, locale=FRENCH),
    "update with a number": request("PUT", PAGE, {"title": 1}),
    "update, malformed JSON": request("PUT", PAGE, b'{"title": '),
    "update of malformed page": request("PUT", "/v2/pages/malformed", {"title": 1}),
    "update, wrong token": request("PUT", PAGE, {"title": "New"}, token="wrong"),
    "update of unknown page": request("PUT", "/v2/pages/ffffffffffffffffffffffff", {"title": "New"}),
    "page afterwards": request("GET", PAGE),
}
ANSWERS_WITH_PAGES = {"page", "french page", "pages", "update", "empty update", "french update", "page afterwards"}
ERRORS = {
    name for name in REQUESTS if name.startswith(("malformed", "unknown", "wrong", "update w", "update,", "update o"))
}
TOUCHED = {
    "slug-becomes-number": ANSWERS_WITH_PAGES,
    "title-removed": ANSWERS_WITH_PAGES,
    "description-renamed": ANSWERS_WITH_PAGES,
    "page-gains-field": ANSWERS_WITH_PAGES,
    "seo-becomes-null": ANSWERS_WITH_PAGES,
    "timestamp-without-milliseconds": ANSWERS_WITH_PAGES,
    "id-in-upper-case": ANSWERS_WITH_PAGES,
    "error-code-unknown": ERRORS,
    "error-details-removed": ERRORS,
    "not-found-becomes-html": {"unknown page", "update of unknown page"},
    "update-answers-201": {"update", "empty update", "french update"},
    "content-type-text": set(REQUESTS),
    "retry-after-removed": set(REQUESTS),
    "update-ignored": {"update", "french update", "empty update", "update with a number", "page afterwards"},
    "update-wipes-seo": {"update", "empty update", "french update", "page afterwards"},
    "locale-ignored": {"french page", "french update", "page afterwards"},
    "validation-ignored": {"update with a number"},
    "authentication-ignored": {"wrong token", "update, wrong token"},
}


def told(handler: Handler) -> dict[str, Response]:
    return {name: handler(one) for name, one in REQUESTS.items()}


def changed(before: dict[str, Response], after: dict[str, Response]) -> dict[str, tuple[Response, Response]]:
    return {name: (before[name], after[name]) for name in before if before[name] != after[name]}


def test_the_table_has_every_drift() -> None:
    assert list(TOUCHED) == list(DRIFTS)


@every_drift
def test_a_drift_changes_the_answers_that_it_is_about_and_no_others(name: str) -> None:
    differences = changed(told(new()), told(drifting(new(), [name])))
    assert differences.keys() == TOUCHED[name]


PARTS = {
    "slug-becomes-number": {"body"},
    "title-removed": {"body"},
    "description-renamed": {"body"},
    "page-gains-field": {"body"},
    "seo-becomes-null": {"body"},
    "timestamp-without-milliseconds": {"body"},
    "id-in-upper-case": {"body"},
    "error-code-unknown": {"body"},
    "error-details-removed": {"body"},
    "not-found-becomes-html": {"body", "content-type"},
    "update-answers-201": {"status"},
    "content-type-text": {"content-type"},
    "retry-after-removed": {"retry-after"},
    "update-ignored": {"body", "status", "etag"},
    "update-wipes-seo": {"body", "etag"},
    "locale-ignored": {"body", "etag"},
    "validation-ignored": {"body", "status", "etag"},
    "authentication-ignored": {"body", "status", "etag"},
}


def parts(was: Response, now: Response) -> set[str]:
    names = {name for name in was.headers.keys() | now.headers.keys() if was.headers.get(name) != now.headers.get(name)}
    changes = {"status": was.status != now.status, "body": was.content != now.content}
    return names | {name for name, is_changed in changes.items() if is_changed}


@every_drift
def test_a_drift_changes_only_the_parts_of_an_answer_that_it_is_about(name: str) -> None:
    differences = changed(told(new()), told(drifting(new(), [name])))
    assert set().union(*(parts(was, now) for was, now in differences.values())) == PARTS[name]


def test_a_drift_of_errors_changes_one_property() -> None:
    before = told(new())
    for name, change in (("error-code-unknown", {"code": "request_refused"}), ("error-details-removed", {})):
        after = told(drifting(new(), [name]))
        for one in ERRORS:
            was = {**before[one].json(), **change}
            if not change:
                del was["details"]
            assert after[one].json() == was


def test_not_found_is_a_page_for_browsers() -> None:
    answer = drifting(new(), ["not-found-becomes-html"])(REQUESTS["unknown page"])
    assert (answer.status, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert answer.content.startswith(b"<!doctype html>")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("slug-becomes-number", {"slug"}),
        ("title-removed", {"title"}),
        ("description-renamed", {"seo"}),
        ("page-gains-field", {"noIndex"}),
        ("seo-becomes-null", {"seo"}),
        ("timestamp-without-milliseconds", {"lastUpdated"}),
        ("id-in-upper-case", {"id"}),
    ],
)
def test_a_drift_of_pages_changes_one_property_alone_and_in_lists(name: str, expected: set[str]) -> None:
    before, after = told(new()), told(drifting(new(), [name]))
    for one in ANSWERS_WITH_PAGES:
        was, now = before[one], after[one]
        assert (was.status, was.headers) == (now.status, now.headers)
        pairs = zip(_pages(was), _pages(now), strict=True)
        differences = {key for old, new_ in pairs for key in old.keys() | new_.keys() if old.get(key) != new_.get(key)}
        assert differences == expected


def _pages(response: Response) -> list[dict[str, Any]]:
    body = response.json()
    found: list[dict[str, Any]] = body.get("pages", [body])
    return found


def test_values_are_what_the_drifts_say() -> None:
    def page(*names: str) -> Any:
        return drifting(new(), names)(REQUESTS["page"]).json()

    was = page()
    assert page("slug-becomes-number")["slug"] == 4711
    assert page("description-renamed")["seo"] == {
        "title": was["seo"]["title"],
        "metaDescription": was["seo"]["description"],
    }
    assert page("timestamp-without-milliseconds")["lastUpdated"] == was["lastUpdated"][:19] + "Z"
    assert page("seo-becomes-null")["seo"] is None
    assert page("page-gains-field") == {**was, "noIndex": False}


def test_a_home_page_keeps_its_slug_of_null() -> None:
    home = request("GET", f"/v2/pages/{WORLD.page_ids['/']}")
    assert drifting(new(), ["slug-becomes-number"])(home).json()["slug"] is None


def test_behaviour_drifts_do_what_they_say() -> None:
    def title_after(name: str, one: str, locale: str = "") -> Any:
        handler = drifting(new(), [name])
        assert handler(REQUESTS[one]).status == 200
        return handler(request("GET", PAGE, locale=locale)).json()["title"]

    assert title_after("update-ignored", "update") == "Pricing"
    assert title_after("update-wipes-seo", "update") == "New"
    assert title_after("locale-ignored", "french update") == "Nouveau"
    assert title_after("validation-ignored", "update with a number") == "Pricing"


@pytest.mark.parametrize(
    ("sent", "seo"),
    [
        ({"title": "New"}, {"title": "", "description": ""}),
        ({"seo": {}}, {"title": "", "description": ""}),
        ({"seo": {"title": "kept"}}, {"title": "kept", "description": ""}),
        ({"seo": {"title": "kept", "description": "too"}}, {"title": "kept", "description": "too"}),
    ],
)
def test_wiping_clears_what_is_left_out_and_keeps_what_is_sent(sent: Any, seo: Any) -> None:
    handler = drifting(new(), ["update-wipes-seo"])
    assert handler(request("PUT", PAGE, sent)).json()["seo"] == seo
    assert handler(REQUESTS["page"]).json()["seo"] == seo


def test_wiping_leaves_refusals_alone() -> None:
    handler = drifting(new(), ["update-wipes-seo"])
    for body in ({"seo": 1}, {"seo": None}, {"title": 1}):
        assert handler(request("PUT", PAGE, body)).status == 400
    assert handler(REQUESTS["page"]).json()["seo"]["title"] == "Pricing | Lantern & Loom"


@pytest.mark.parametrize("value", [4711, None, True, [], {}])
@pytest.mark.parametrize(
    "sent", ["title", "slug", "seo.title", "seo.description", "openGraph.title", "openGraph.description"]
)
def test_of_validation_only_that_of_types_is_ignored(sent: str, value: Any) -> None:
    holder, _, name = sent.rpartition(".")
    body = {holder: {name: value}} if holder else {name: value}
    handler = drifting(new(), ["validation-ignored"])
    assert new()(request("PUT", PAGE, body)).status == 400
    assert handler(request("PUT", PAGE, body)).status == 200
    was, now = new()(REQUESTS["page"]).json(), handler(REQUESTS["page"]).json()
    assert {name for name in was if was[name] != now[name]} == {"lastUpdated"}
    assert handler(request("PUT", PAGE, {**body, "seo": 1, "openGraph": {"titleCopied": "no"}})).status == 200
    for refused in (
        request("PUT", "/v2/pages/malformed", body),
        request("PUT", PAGE, body, locale="malformed"),
        request("PUT", PAGE, [body]),
        request("PUT", PAGE, b"{"),
    ):
        assert handler(refused).status == 400
    assert handler(request("PUT", PAGE, {**body, "title": "New"})).json()["title"] == "New"


def test_types_are_ignored_in_an_update_of_many_pages_too() -> None:
    many = request("PATCH", "/beta/pages", {"pages": [{"id": WORLD.page_id, "title": 1}]})
    refused, answered = new()(many).status, drifting(new(), ["validation-ignored"])(many).status
    assert (refused, answered) == (400, 200)


def test_authentication_needs_one_valid_token_before_it_is_ignored() -> None:
    handler = drifting(new(), ["authentication-ignored"])
    assert handler(REQUESTS["wrong token"]).status == 401
    assert handler(REQUESTS["page"]).status == 200
    assert handler(REQUESTS["wrong token"]).status == 200


def test_drifts_combine() -> None:
    handler = drifting(new(), ["slug-becomes-number", "page-gains-field", "retry-after-removed", "update-answers-201"])
    answer = handler(REQUESTS["update"])
    body = answer.json()
    assert (answer.status, body["slug"], body["noIndex"], body["title"]) == (201, 4711, False, "New")
    assert "retry-after" not in answer.headers
    assert "x-ratelimit-limit" in answer.headers


@pytest.mark.parametrize(
    ("names", "media_type"),
    [
        (("not-found-becomes-html", "content-type-text"), "text/plain; charset=utf-8"),
        (("content-type-text", "not-found-becomes-html"), "text/html; charset=utf-8"),
    ],
)
def test_the_later_drift_acts_on_what_the_earlier_one_let_through(names: tuple[str, ...], media_type: str) -> None:
    answer = drifting(new(), names)(REQUESTS["unknown page"])
    assert answer.headers["content-type"] == media_type
    assert answer.content.startswith(b"<!doctype html>")


def test_any_two_drifts_go_together_in_any_order() -> None:
    for names in permutations(DRIFTS, 2):
        untouched = REQUESTS.keys() - TOUCHED[names[0]] - TOUCHED[names[1]]
        differences = changed(told(new()), told(drifting(new(), names)))
        assert differences
        assert not differences.keys() & untouched


@every_drift
@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b"null", b"\xff", b"[" * 100_000])
@pytest.mark.parametrize("status", [200, 400, 404, 500])
def test_what_is_no_such_body_passes_through(name: str, content: bytes, status: int) -> None:
    upstream = drifting(lambda request: Response(status, {}, content), [name])
    for one in ("page", "pages", "site"):
        answer = upstream(REQUESTS[one])
        assert answer.status == status
        assert answer.content == content or (name, status) == ("not-found-becomes-html", 404)


@every_drift
@pytest.mark.parametrize(
    "content",
    [
        b"{}",
        b'{"pages":null}',
        b'{"pages":5}',
        b'{"pages":[1,null,[]]}',
        b'{"id":1,"seo":"description","lastUpdated":null}',
        b'{"seo":["description"]}',
        b'{"title":"\\ud800"}',
    ],
)
@pytest.mark.parametrize("status", [200, 400])
def test_no_drift_fails_on_a_page_unlike_any_other(name: str, content: bytes, status: int) -> None:
    upstream = drifting(lambda request: Response(status, {}, content), [name])
    for one in ("page", "pages", "update", "update with a number"):
        assert isinstance(json.loads(upstream(REQUESTS[one]).content), dict)


def test_without_names_the_handler_is_left_alone() -> None:
    world = new()
    assert drifting(world, []) is world


def test_an_unknown_name_says_which_was_meant_in_one_line() -> None:
    with pytest.raises(ContractToolError) as caught:
        drifting(new(), ["page-gains-field", "slug-become-number"])
    assert str(caught.value) == "there is no drift 'slug-become-number': did you mean 'slug-becomes-number'?"


def test_a_name_like_no_other_lists_them_all() -> None:
    with pytest.raises(ContractToolError, match=r"There are: slug-becomes-number, .*authentication-ignored$"):
        drifting(new(), ["xyz"])


def test_names_and_what_they_do_are_for_people() -> None:
    for name, drift in DRIFTS.items():
        assert name == drift.name == name.lower()
        assert " " not in name
        assert drift.what


@pytest.fixture(scope="module")
def upstream() -> Iterator[Callable[[], Handler]]:
    """Reach a sandbox over a socket; each call starts it anew."""
    world = new()
    with running(world) as base_url, httpx.Client() as client:

        def reach() -> Handler:
            world.reset()
            return over_http(base_url, client)

        yield reach


@every_drift
def test_a_drift_does_the_same_over_a_socket(name: str, upstream: Callable[[], Handler]) -> None:
    near, far = told(drifting(new(), [name])), told(drifting(upstream(), [name]))
    for one in REQUESTS:
        assert (far[one].status, far[one].content) == (near[one].status, near[one].content)
        stated = far[one].headers.get("content-length")
        assert stated is None or int(stated) == len(far[one].content)
        assert near[one].headers.items() <= far[one].headers.items()
