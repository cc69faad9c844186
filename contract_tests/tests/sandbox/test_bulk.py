"""The beta's bulk update."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from webflow_contract.exchange import Response
from webflow_contract.sandbox import Clock, Sandbox

Ask = Callable[..., Response]
Make = Callable[..., Sandbox]


@pytest.fixture
def bulk(sandbox: Sandbox, ask: Ask) -> Callable[..., Response]:
    def bulk(*entries: Any, **options: Any) -> Response:
        return ask(sandbox, "PATCH", "/pages", {"pages": list(entries)}, base="/beta", **options)

    return bulk


Bulk = Callable[..., Response]


def state(ask: Ask, sandbox: Sandbox) -> list[bytes]:
    locales = [sandbox.locale_ids[tag] for tag in sandbox.locale_ids]
    return [ask(sandbox, "GET", f"/sites/{sandbox.site_id}/pages", localeId=locale).content for locale in locales]


def test_each_entry_does_what_an_update_of_its_own_does(sandbox: Sandbox, ask: Ask, bulk: Bulk, make: Make) -> None:
    french = sandbox.locale_ids["fr-FR"]
    entries = [
        {"id": sandbox.page_id, "title": "New", "seo": {"description": "New"}},
        {"id": sandbox.page_id, "localeId": french, "title": "Nouveau", "openGraph": {"titleCopied": True}},
        {"id": sandbox.page_ids["/contact"], "slug": "write-to-us"},
        {"id": sandbox.page_ids["/"], "slug": "ignored", "title": "Start"},
    ]
    one_by_one = make()
    for entry in entries:
        query = {"localeId": entry["localeId"]} if "localeId" in entry else {}
        assert ask(one_by_one, "PUT", f"/pages/{entry['id']}", entry, **query).status == 200

    answer = bulk(*entries)

    assert answer.status == 200
    assert state(ask, sandbox) == state(ask, one_by_one)
    pages = answer.json()["pages"]
    assert [page["id"] for page in pages] == [entry["id"] for entry in entries]
    for entry, page in zip(entries, pages, strict=True):
        query = {"localeId": entry["localeId"]} if "localeId" in entry else {}
        assert page == ask(sandbox, "GET", f"/pages/{entry['id']}", **query).json()


def test_pages_are_answered_as_they_are_in_the_end(sandbox: Sandbox, bulk: Bulk) -> None:
    portuguese = sandbox.locale_ids["pt-BR"]

    pages = bulk(
        {"id": sandbox.page_id, "localeId": portuguese, "title": "Preços"},
        {"id": sandbox.page_id, "seo": {"title": "Last"}},
    ).json()["pages"]

    assert [(page["title"], page["seo"]["title"]) for page in pages] == [("Preços", "Last"), ("Pricing", "Last")]


def test_one_hundred_entries_are_one_request(sandbox: Sandbox, bulk: Bulk, ask: Ask) -> None:
    ids = [sandbox.page_id, *(sandbox.page_ids[path] for path in ("/", "/about", "/contact", "/imprint"))]
    locales = [{}, *({"localeId": sandbox.locale_ids[tag]} for tag in ("fr-FR", "de-DE", "pt-BR"))]
    entries = [{"id": page, "title": "New", **locale} for page in ids for locale in locales]

    assert len(bulk(*entries).json()["pages"]) == 20
    assert bulk(*([entries[0]] * 100)).json()["message"] == (
        'Validation Error: ["Value (pages) should not contain duplicates"]'
    )


DUPLICATE = [{"title": "A"}, {"title": "B"}]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"pages": []}, 'Validation Error: ["Value (pages) should contain 1 to 100 items"]'),
        ({"pages": [{}] * 101}, 'Validation Error: ["Value (pages) should contain 1 to 100 items"]'),
        ({}, 'Validation Error: ["Value (pages)\'s type should be array"]'),
        ({"pages": {}}, 'Validation Error: ["Value (pages)\'s type should be array"]'),
        ({"pages": [1]}, 'Validation Error: ["Value (pages[0])\'s type should be object"]'),
        ({"pages": [{"title": "A"}]}, 'Validation Error: ["Value (pages[0].id)\'s type should be string"]'),
        ({"pages": [{"id": None}]}, 'Validation Error: ["Value (pages[0].id)\'s type should be string"]'),
        ({"pages": [{"id": "x"}]}, "Validation Error: Provided ID is invalid"),
        (
            {"pages": [{"id": "0" * 24, "localeId": 1, "seo": {"title": None}}]},
            'Validation Error: ["Value (pages[0].localeId)\'s type should be string",'
            '"Value (pages[0].seo.title)\'s type should be string"]',
        ),
        ([], "Bad Request: Request is malformed"),
        ("x", "Bad Request: Request is malformed"),
    ],
)
def test_a_malformed_request_is_refused(sandbox: Sandbox, ask: Ask, body: Any, message: str) -> None:
    answer = ask(sandbox, "PATCH", "/pages", content=json.dumps(body).encode(), base="/beta")
    assert (answer.status, answer.json()["message"]) == (400, message)


def test_the_same_page_and_locale_twice_is_refused_and_nothing_written(sandbox: Sandbox, ask: Ask, bulk: Bulk) -> None:
    before, french = state(ask, sandbox), {"id": sandbox.page_id, "localeId": sandbox.locale_ids["fr-FR"]}

    for twice in ({"id": sandbox.page_id}, french):
        assert bulk(*({**twice, **change} for change in DUPLICATE)).status == 400
    assert state(ask, sandbox) == before
    assert bulk({**french, "title": "A"}, {"id": sandbox.page_id, "title": "B"}).status == 200


def test_the_primary_locale_is_left_out_and_not_named(sandbox: Sandbox, bulk: Bulk) -> None:
    answer = bulk({"id": sandbox.page_id, "localeId": sandbox.locale_ids["en-US"], "title": "A"})
    assert (answer.status, answer.json()["code"]) == (400, "bad_request")
    assert answer.json()["message"].endswith("The provided locale must be a secondary locale.")


@pytest.mark.parametrize(
    "bad", [{"id": "0123456789abcdef01234567"}, {"slug": "about"}, {"localeId": "0123456789abcdef01234567"}]
)
@pytest.mark.parametrize("at", [0, 1, 2])
def test_one_refused_entry_refuses_all(sandbox: Sandbox, ask: Ask, bulk: Bulk, bad: Any, at: int) -> None:
    before = state(ask, sandbox)
    entries: list[Any] = [{"id": sandbox.page_id, "title": "A"}, {"id": sandbox.page_ids["/imprint"], "title": "B"}]
    entries.insert(at, {"id": sandbox.page_ids["/contact"], "title": "C", **bad})

    assert bulk(*entries).status in (400, 404)
    assert state(ask, sandbox) == before


def test_a_slug_that_a_refused_request_would_have_taken_is_free(sandbox: Sandbox, ask: Ask, bulk: Bulk) -> None:
    bulk({"id": sandbox.page_id, "slug": "free"}, {"id": sandbox.page_ids["/contact"], "slug": "about"})

    assert ask(sandbox, "PUT", f"/pages/{sandbox.page_ids['/contact']}", {"slug": "free"}).status == 200


def test_a_site_keeps_its_date_when_all_is_refused(ask: Ask, make: Make) -> None:
    sandbox = make(site_after_page_write="updates_date")
    before = ask(sandbox, "GET", f"/sites/{sandbox.site_id}").content
    entries = [{"id": sandbox.page_id, "title": "A"}, {"id": sandbox.page_ids["/contact"], "slug": "about"}]

    assert ask(sandbox, "PATCH", "/pages", {"pages": entries}, base="/beta").status == 400
    assert ask(sandbox, "GET", f"/sites/{sandbox.site_id}").content == before


def test_it_is_counted_and_needs_a_token_with_the_scope(clock: Clock, ask: Ask) -> None:
    sandbox = Sandbox(clock=clock)
    entry = {"id": sandbox.page_id, "title": "A"}

    def status(token: str | None) -> tuple[int, str]:
        answer = ask(sandbox, "PATCH", "/pages", {"pages": [entry]}, base="/beta", token=token)
        return answer.status, answer.headers["x-ratelimit-remaining"]

    assert [status(token) for token in (sandbox.token, sandbox.tokens["without-pages-write"], None)] == [
        (200, "59"),
        (403, "59"),
        (401, "59"),
    ]


@pytest.mark.parametrize(("method", "base"), [("PATCH", "/v2"), ("PUT", "/beta"), ("POST", "/beta"), ("GET", "/beta")])
def test_it_is_there_alone(sandbox: Sandbox, ask: Ask, method: str, base: str) -> None:
    assert ask(sandbox, method, "/pages", {"pages": [{"id": sandbox.page_id}]}, base=base).status == 404


def test_pages_of_a_site_that_the_token_does_not_reach_are_not_there(sandbox: Sandbox, bulk: Bulk) -> None:
    assert bulk({"id": sandbox.page_ids_of("somebody-else")["/"], "title": "A"}).status == 404


def test_an_empty_locale_id_means_the_primary_locale(sandbox: Sandbox, ask: Ask, bulk: Bulk) -> None:
    (page,) = bulk({"id": sandbox.page_id, "localeId": "", "title": "New"}).json()["pages"]

    assert page == ask(sandbox, "GET", f"/pages/{sandbox.page_id}").json()
    assert page["title"] == "New"


def test_an_empty_locale_id_and_none_are_the_same_locale_twice(sandbox: Sandbox, bulk: Bulk) -> None:
    answer = bulk({"id": sandbox.page_id, "title": "A"}, {"id": sandbox.page_id, "localeId": "", "title": "B"})

    assert answer.json()["message"] == 'Validation Error: ["Value (pages) should not contain duplicates"]'


@pytest.mark.parametrize("malformed", ["fr-FR", "x", " ", "5EED0000000000000000B002", "5eed0000000000000000b00"])
def test_a_malformed_locale_id_is_invalid(sandbox: Sandbox, ask: Ask, bulk: Bulk, malformed: str) -> None:
    before = state(ask, sandbox)

    answer = bulk({"id": sandbox.page_id, "title": "A"}, {"id": sandbox.page_id, "localeId": malformed, "title": "B"})

    assert (answer.status, answer.json()["message"]) == (400, "Validation Error: Provided ID is invalid")
    assert state(ask, sandbox) == before


def test_an_id_is_the_same_in_upper_case_where_that_is_accepted(ask: Ask, make: Make) -> None:
    sandbox = make(upper_case_id="accepted")
    french = sandbox.locale_ids["fr-FR"]
    entry = {"id": sandbox.page_id.upper(), "localeId": french.upper(), "title": "New"}

    def answer(*entries: Any) -> Response:
        return ask(sandbox, "PATCH", "/pages", {"pages": entries}, base="/beta")

    assert answer(entry).json()["pages"][0]["localeId"] == french
    assert answer(entry, {**entry, "id": sandbox.page_id}).status == 400


def test_an_unknown_number_of_thousands_of_digits_is_ignored(sandbox: Sandbox, ask: Ask) -> None:
    content = f'{{"pages":[{{"id":"{sandbox.page_id}","title":"New","x":{"9" * 5000}}}]}}'.encode()

    assert ask(sandbox, "PATCH", "/pages", content=content, base="/beta").status == 200
