"""Coverage is what exchanges have shown. A plan proves nothing."""

import json
from typing import Any

from webflow_contract.check.coverage import Unproven, measure
from webflow_contract.check.probes import Exchange, Probe
from webflow_contract.contract import effective
from webflow_contract.contract.operations import operations
from webflow_contract.exchange import Request, Response

CONTRACT = effective.load()
OPERATIONS = operations(CONTRACT)
READ = "get-page-metadata"


def exchange(body: Any, status: int = 200, operation: str = READ) -> Exchange:
    probe = Probe("probe", operation, "a test", 200, "/")
    return Exchange(probe, Request("GET", "/v2/"), Response(status, {}, json.dumps(body).encode()), body)


def test_no_exchange_proves_nothing() -> None:
    coverage = measure(CONTRACT, OPERATIONS, [])

    assert coverage.statuses.keys() == coverage.properties.keys() == OPERATIONS.keys()
    for operation in OPERATIONS:
        assert set(coverage.statuses[operation].values()) == {False}
        assert set(coverage.properties[operation].values()) == {False}
    documented = {(name, status) for name, operation in OPERATIONS.items() for status in operation.responses}
    assert {(unproven.operation, unproven.status) for unproven in coverage.unproven()} == documented


def test_an_exchange_proves_its_status_and_the_properties_that_came() -> None:
    coverage = measure(CONTRACT, OPERATIONS, [exchange({"id": "1", "seo": {"title": "a"}, "unknown": 1})])

    assert [status for status, seen in coverage.statuses[READ].items() if seen] == ["200"]
    assert {place for place, seen in coverage.properties[READ].items() if seen} == {"/id", "/seo", "/seo/title"}
    assert not any(coverage.statuses["update-page-metadata"].values())
    assert Unproven(READ, "200", "/seo/description", "Not seen in this run.") in set(coverage.unproven())


def test_properties_of_an_error_are_no_properties_of_a_page() -> None:
    coverage = measure(CONTRACT, OPERATIONS, [exchange({"id": "1"}, status=404)])
    assert [status for status, seen in coverage.statuses[READ].items() if seen] == ["404"]
    assert not any(coverage.properties[READ].values())


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
    seen = {place for place, was in coverage.properties["list-pages"].items() if was}
    assert seen == {"/pages", "/pages/*/title"}


def test_what_nothing_provokes_says_so() -> None:
    reasons = {(u.operation, u.status): u.reason for u in measure(CONTRACT, OPERATIONS, []).unproven() if not u.pointer}
    assert reasons[READ, "429"] == "Exercised only when asked for."
    assert reasons[READ, "500"] == "Nothing that a client sends provokes it."
    assert reasons[READ, "404"] == "Not seen in this run."
