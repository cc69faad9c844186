"""Coverage is what exchanges have shown. A plan proves nothing."""

import json
from typing import Any

import pytest
from attrs import evolve

from webflow_contract.check.coverage import BEHAVIOUR, Coverage, Unproven, measure
from webflow_contract.check.judges import is_page
from webflow_contract.check.probes import Exchange, Probe
from webflow_contract.contract import effective
from webflow_contract.contract.operations import operations
from webflow_contract.exchange import Request, Response
from webflow_contract.rules import RULES

CONTRACT = effective.load()
OPERATIONS = operations(CONTRACT)
READ, UPDATE = "get-page-metadata", "update-page-metadata"


def exchange(body: Any, status: int = 200, operation: str = READ) -> Exchange:
    probe = Probe("probe", operation, "a test", 200, "/")
    return Exchange(probe, Request("GET", "/v2/"), Response(status, {}, json.dumps(body).encode()), body)


def of_200(coverage: Coverage, operation: str = READ) -> set[str]:
    return {place for place, seen in coverage.properties[operation]["200"].items() if seen}


def test_no_exchange_proves_nothing() -> None:
    coverage = measure(CONTRACT, OPERATIONS, [])

    assert coverage.statuses.keys() == coverage.properties.keys() == OPERATIONS.keys()
    for operation in OPERATIONS:
        assert set(coverage.statuses[operation].values()) == {False}
        for seen in (*coverage.properties[operation].values(), *coverage.headers[operation].values()):
            assert set(seen.values()) == {False}
        assert not any(coverage.requests[operation].values())
        assert set(coverage.behaviour[operation].values()) == {False}
    documented = {(name, status) for name, operation in OPERATIONS.items() for status in operation.responses}
    unproven = [one for one in coverage.unproven() if one.aspect == "status"]
    assert {(one.operation, one.status) for one in unproven} == documented
    assert {one.aspect for one in coverage.unproven()} == {"status", "request", "behaviour"}


def test_an_exchange_proves_its_status_and_the_properties_that_came() -> None:
    coverage = measure(CONTRACT, OPERATIONS, [exchange({"id": "1", "seo": {"title": "a"}, "unknown": 1})])

    assert [status for status, seen in coverage.statuses[READ].items() if seen] == ["200"]
    assert of_200(coverage) == {"/id", "/seo", "/seo/title"}
    assert not any(coverage.statuses["update-page-metadata"].values())
    unproven = set(coverage.unproven())
    assert Unproven(READ, "property", "200", "/seo/description", None, "Not seen in this run.") in unproven
    assert Unproven(READ, "header", "200", None, "Retry-After", "Not seen in this run.") in unproven


def test_properties_of_an_error_are_no_properties_of_a_page() -> None:
    coverage = measure(CONTRACT, OPERATIONS, [exchange({"id": "1", "code": "conflict"}, status=404)])
    assert [status for status, seen in coverage.statuses[READ].items() if seen] == ["404"]
    assert of_200(coverage) == set()
    assert [place for place, seen in coverage.properties[READ]["404"].items() if seen] == ["/code"]


def test_a_status_counts_for_its_range_and_only_where_it_has_none_of_its_own() -> None:
    for status, seen in (("418", "4XX"), ("503", "5XX"), ("404", "404")):
        coverage = measure(CONTRACT, OPERATIONS, [exchange({}, int(status), "list-sites")])
        assert [name for name, was in coverage.statuses["list-sites"].items() if was] == [seen]


def test_an_undocumented_status_proves_nothing() -> None:
    coverage = measure(CONTRACT, OPERATIONS, [exchange({"id": "1"}, 302)])
    assert not any(coverage.statuses[READ].values())


def test_items_of_lists_count_whatever_their_index() -> None:
    body = {"pages": [{}, {"title": "a"}]}
    coverage = measure(CONTRACT, OPERATIONS, [exchange(body, operation="list-pages")])
    assert of_200(coverage, "list-pages") == {"/pages", "/pages/*/title"}


def test_values_that_the_contract_lists_count_one_by_one() -> None:
    coverage = measure(CONTRACT, OPERATIONS, [exchange({"code": "conflict"}, 404), exchange({"code": "new"}, 404)])
    values = coverage.values[READ]["404"]["/code"]
    assert [value for value, seen in values.items() if seen] == ["conflict"]
    (unseen,) = [one for one in coverage.unproven() if one.aspect == "values"]
    assert (unseen.status, unseen.pointer) == ("404", "/code")
    assert (unseen.name or "").split(", ") == [value for value in values if value != "conflict"]


def test_headers_count_whatever_their_spelling() -> None:
    one = exchange({})
    coverage = measure(CONTRACT, OPERATIONS, [evolve(one, response=Response(200, {"RETRY-after": "1"}, b"{}"))])
    assert [name for name, seen in coverage.headers[READ]["200"].items() if seen] == ["Retry-After"]


@pytest.mark.parametrize(("status", "proven"), [(200, True), (400, False)])
def test_parts_of_a_request_count_where_it_succeeds(status: int, proven: bool) -> None:
    probe = Probe("", UPDATE, "", 200, "/", "PUT", body={"seo": {"title": "a"}, "no": 1})
    sent = Exchange(probe, Request("PUT", "/", (("localeId", "1"), ("no", "1"))), Response(status), {})
    seen = measure(CONTRACT, OPERATIONS, [sent]).requests[UPDATE]
    expected = {"query localeId", "body /seo", "body /seo/title"} if proven else set()
    assert {part for part, was in seen.items() if was} == expected
    assert {"body /slug", "body /openGraph/titleCopied"} <= seen.keys()


def test_a_rule_about_behaviour_counts_where_the_answer_could_be_held_to_it() -> None:
    judged = Probe("", READ, "", 200, "/", judges=(is_page("1", None),))
    refused = Probe("", READ, "", 401, "/", if_accepted="authentication-ignored")
    for probe, status, expected in (
        (judged, 200, "response-identity-changed"),
        (refused, 401, "authentication-ignored"),
        (judged, 404, None),
        (refused, 200, None),
    ):
        coverage = measure(CONTRACT, OPERATIONS, [Exchange(probe, Request("GET", "/"), Response(status), {})])
        assert [rule for rule, was in coverage.behaviour[READ].items() if was] == ([expected] if expected else [])


def test_the_rules_about_behaviour_are_rules() -> None:
    assert {rule for rules in BEHAVIOUR.values() for rule in rules} <= RULES.keys()
    assert BEHAVIOUR.keys() == OPERATIONS.keys()


def test_what_nothing_provokes_says_so() -> None:
    reasons = {(u.operation, u.status, u.pointer): u.reason for u in measure(CONTRACT, OPERATIONS, []).unproven()}
    assert reasons[READ, "429", None] == "Exercised only when asked for."
    assert reasons[READ, "500", None] == "Nothing that a client sends provokes it."
    assert reasons[READ, "404", None] == "Not seen in this run."
    assert reasons[UPDATE, None, "/slug"] == "A slug is the page's address: it is not written."
