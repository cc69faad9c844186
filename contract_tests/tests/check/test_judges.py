"""Each judge by itself, on exchanges made by hand."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from webflow_contract.check import judges
from webflow_contract.check.probes import Exchange, Judge, Probe
from webflow_contract.exchange import Request, Response

PAGE = "5eed0000000000000000d003"
SITE = "5eed0000000000000000a001"
PRIMARY, FRENCH = "5eed0000000000000000b001", "5eed0000000000000000b002"

ANYTHING = [None, True, 0, 1.5, "", "text", [], [[]], {}, {"id": []}, {"id": {}, "localeId": [], "pages": 1}]


def exchange(body: Any, status: int = 200) -> Exchange:
    response = Response(status, {"content-type": "application/json"}, json.dumps(body).encode())
    probe = Probe("probe", "get-page-metadata", "a test", 200, "/")
    return Exchange(probe, Request("GET", "/v2/"), response, body)


def found(judge: Judge, body: Any, past: Mapping[str, Any] | None = None) -> list[tuple[str, str | None, str, str]]:
    before = {name: exchange(value) for name, value in (past or {}).items()}
    findings = judge(exchange(body), before)
    return [(finding.rule, finding.pointer, finding.documented, finding.observed) for finding in findings]


SITE_BODY = {"id": SITE, "locales": {"primary": {"id": PRIMARY}}}


@pytest.mark.parametrize("locale_id", [None, PRIMARY])
def test_the_primary_locale_is_null_or_the_primary_s_id(locale_id: str | None) -> None:
    assert found(judges.is_page(PAGE, None), {"id": PAGE, "localeId": locale_id}, {"site": SITE_BODY}) == []


@pytest.mark.parametrize("site", [None, [], {}, {"locales": None}, {"locales": {"primary": {"id": 1}}}])
def test_without_a_known_primary_only_null_is_the_primary(site: Any) -> None:
    judge = judges.is_page(PAGE, None)
    assert found(judge, {"id": PAGE, "localeId": None}, {"site": site}) == []
    assert [place for _, place, _, _ in found(judge, {"id": PAGE, "localeId": PRIMARY}, {"site": site})] == [
        "/localeId"
    ]


@pytest.mark.parametrize("locale_id", [None, PRIMARY, FRENCH.upper(), 5, ["x"], {"id": FRENCH}])
def test_a_secondary_locale_is_exactly_the_one_asked_for(locale_id: Any) -> None:
    ((rule, place, wanted, _),) = found(judges.is_page(PAGE, FRENCH), {"id": PAGE, "localeId": locale_id})
    assert (rule, place, wanted) == ("response-identity-changed", "/localeId", FRENCH)


def test_another_page_is_another_page() -> None:
    assert found(judges.is_page(PAGE, None), {"id": SITE, "localeId": None}) == [
        ("response-identity-changed", "/id", PAGE, f'string "{SITE}"')
    ]


def test_a_page_s_id_in_upper_case_is_the_same_page() -> None:
    assert found(judges.is_page(PAGE, None), {"id": PAGE.upper(), "localeId": None}) == []


def test_a_site_is_the_site_asked_for() -> None:
    assert found(judges.is_site(SITE), {"id": SITE}) == []
    assert found(judges.is_site(SITE), {"id": PAGE}) == [("response-identity-changed", "/id", SITE, f'string "{PAGE}"')]


def listing(*pages: Any, total: int | None = None, limit: int = 100, offset: int = 0) -> dict[str, Any]:
    total = len(pages) if total is None else total
    return {"pages": list(pages), "pagination": {"limit": limit, "offset": offset, "total": total}}


def test_a_list_says_of_the_page_what_a_read_says() -> None:
    judge, page = judges.lists_page(PAGE, "page"), {"id": PAGE, "seo": {"title": "a"}}
    other = {"id": SITE}
    assert found(judge, listing(other, page), {"page": page}) == []
    assert found(judge, listing(other, {"id": PAGE, "seo": {"title": "b"}}), {"page": page}) == [
        ("response-list-disagrees", "/pages/1/seo/title", 'string "a"', 'string "b"')
    ]
    assert found(judge, listing(other, {"id": PAGE}), {"page": page}) == [
        ("response-list-disagrees", "/pages/1/seo", 'object {"title": "a"}', "absent")
    ]
    assert found(judge, listing(other), {"page": page}) == [
        ("response-list-disagrees", "/pages", f"a record {PAGE}", "no such record")
    ]


def test_a_list_that_is_only_a_part_need_not_have_the_page() -> None:
    assert found(judges.lists_page(PAGE, "page"), listing({"id": SITE}, total=2), {"page": {"id": PAGE}}) == []


def test_a_list_is_compared_with_nothing_when_nothing_was_read() -> None:
    assert found(judges.lists_page(PAGE, "page"), listing({"id": SITE})) == []


def test_the_site_is_among_the_sites() -> None:
    judge = judges.lists_site(SITE)
    assert found(judge, {"sites": [SITE_BODY]}, {"site": SITE_BODY}) == []
    assert found(judge, {"sites": [{**SITE_BODY, "shortName": "new"}]}, {"site": SITE_BODY}) == [
        ("response-list-disagrees", "/sites/0/shortName", "absent", 'string "new"')
    ]


@pytest.mark.parametrize(
    ("records", "total", "limit", "offset"), [(0, 0, 9, 0), (1, 3, 1, 1), (2, 3, 9, 1), (0, 3, 9, 7)]
)
def test_a_page_of_a_list_that_is_right(records: int, total: int, limit: int, offset: int) -> None:
    body = listing(*[{}] * records, total=total, limit=limit, offset=offset)
    assert found(judges.paginates(limit, offset), body) == []


@pytest.mark.parametrize(
    ("change", "place", "wanted", "came"),
    [
        ({"records": 3}, "/pages", "2 records", "3 records"),
        ({"records": 1}, "/pages", "2 records", "1 records"),
        ({"limit": 100}, "/pagination/limit", "2", "number 100"),
        ({"offset": 0}, "/pagination/offset", "1", "number 0"),
        ({"total": 1}, "/pages", "0 records", "2 records"),
        ({"limit": "2"}, "/pagination/limit", "2", 'string "2"'),
    ],
)
def test_a_page_of_a_list_that_is_wrong(change: dict[str, Any], place: str, wanted: str, came: str) -> None:
    body = listing(*[{}] * change.pop("records", 2), **{"total": 9, "limit": 2, "offset": 1, **change})
    assert found(judges.paginates(2, 1), body) == [("response-pagination-wrong", place, wanted, came)]


BEFORE = {"id": PAGE, "title": "a", "seo": {"title": "b", "description": "c"}, "lastUpdated": "then"}


def test_an_update_that_does_what_it_should() -> None:
    judge = judges.echoes({"seo": {"title": "new"}}, "page")
    after = {**BEFORE, "seo": {"title": "new", "description": "c"}, "lastUpdated": "now"}
    assert found(judge, after, {"page": BEFORE}) == []


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (
            {"seo": {"title": "b", "description": "c"}},
            ("update-not-echoed", "/seo/title", 'string "new"', 'string "b"'),
        ),
        ({"seo": {"description": "c"}}, ("update-not-echoed", "/seo/title", 'string "new"', "absent")),
        ({"seo": {"title": "new"}}, ("update-changes-untouched", "/seo/description", 'string "c"', "absent")),
        ({"title": "x"}, ("update-changes-untouched", "/title", 'string "a"', 'string "x"')),
        ({"title": None}, ("update-changes-untouched", "/title", 'string "a"', "null")),
    ],
)
def test_an_update_that_does_something_else(after: dict[str, Any], expected: tuple[str, ...]) -> None:
    judge = judges.echoes({"seo": {"title": "new"}}, "page")
    seo = {"title": "new", "description": "c"}
    assert found(judge, {**BEFORE, "seo": seo, **after}, {"page": BEFORE}) == [expected]


@pytest.mark.parametrize(("before", "after"), [({}, {"more": [1]}), ({"more": [1]}, {}), ({"more": 1}, {"more": 1})])
def test_what_the_contract_does_not_know_comes_and_goes(before: dict[str, Any], after: dict[str, Any]) -> None:
    judge = judges.same_as("page", "update-not-persisted")
    assert found(judge, {**BEFORE, **after}, {"page": {**BEFORE, **before}}) == []


def test_an_echo_is_judged_even_if_nothing_was_read_before() -> None:
    judge = judges.echoes({"title": "new"}, "page")
    assert found(judge, {"title": "new", "x": 1}) == []
    assert [rule for rule, *_ in found(judge, {"title": "old"})] == ["update-not-echoed"]


def test_the_same_is_the_same_but_for_its_date() -> None:
    judge = judges.same_as("page", "update-not-idempotent")
    assert found(judge, {**BEFORE, "lastUpdated": "now"}, {"page": BEFORE}) == []
    assert found(judge, {**BEFORE, "title": "z"}, {"page": BEFORE}) == [
        ("update-not-idempotent", "/title", 'string "a"', 'string "z"')
    ]


def test_a_refusal_is_nothing_to_compare_with() -> None:
    past = {"page": exchange({"message": "no"}, status=500)}
    assert list(judges.same_as("page", "update-not-persisted")(exchange(BEFORE), past)) == []


@pytest.mark.parametrize("body", ANYTHING, ids=repr)
@pytest.mark.parametrize("before", ANYTHING, ids=repr)
def test_no_judge_raises_whatever_came_and_whatever_came_before(body: Any, before: Any) -> None:
    past = dict.fromkeys(("page", "site"), before)
    for judge in (
        judges.is_page(PAGE, None),
        judges.is_page(PAGE, FRENCH),
        judges.is_site(SITE),
        judges.lists_site(SITE),
        judges.lists_page(PAGE, "page"),
        judges.paginates(1, 1),
        judges.echoes({"title": "new", "seo": {"title": "new"}}, "page"),
        judges.same_as("page", "update-not-persisted"),
    ):
        for records in (body, {"pages": body, "sites": body, "pagination": body}, listing(body), {"sites": [body]}):
            found(judge, records, past)


@pytest.mark.parametrize("name", ["parentId", "collectionId", "createdOn", "isBranch", "branchId"])
def test_a_page_is_the_same_one_in_each_locale(name: str) -> None:
    judge = judges.is_same_page(SITE, "page")
    (one,) = list(judge(exchange({"siteId": SITE, name: "other"}), {"page": exchange({name: "one"})}))
    assert (one.rule, one.pointer, one.inferred) == ("response-identity-changed", f"/{name}", True)
    assert found(judge, {"siteId": SITE, name: "one"}, {"page": {name: "one"}}) == []
    assert [rule for rule, *_ in found(judge, {"siteId": PAGE}, {})] == ["response-identity-changed"]


@pytest.mark.parametrize(
    ("came", "kind"),
    [
        ("Q&amp;A é", "escaped"),
        ("Q&A", "cut"),
        ("Q&A e\u0301", "normalised"),
        ("Q&A ?", "other characters"),
        ("Q&A or not", "altered"),
        ("Untitled", "another text"),
        ("", "empty"),
        (None, "null"),
    ],
)
def test_what_has_become_of_a_text_has_an_id_of_its_own(came: Any, kind: str) -> None:
    judge = judges.echoes({"title": "Q&A é"}, "page")
    (one,) = list(judge(exchange({"title": came}), {}))
    assert one.kind == kind


@pytest.mark.parametrize(("records", "kind"), [(0, "no records"), (1, "fewer records"), (3, "more records")])
def test_how_a_portion_is_wrong_has_an_id_of_its_own(records: int, kind: str) -> None:
    body = {"pages": [{}] * records, "pagination": {"limit": 2, "offset": 1, "total": 9}}
    (one,) = list(judges.paginates(2, 1)(exchange(body), {}))
    assert one.kind == kind
