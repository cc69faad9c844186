"""What a run has looked for, rule by rule: what has to have come, and what makes no finding last for ever."""

from collections.abc import Callable
from typing import Any

import pytest
from attrs import fields

from webflow_contract.check.coverage import BEHAVIOUR, Coverage, measure
from webflow_contract.check.looking import looked_for
from webflow_contract.check.probes import Exchange, Probe
from webflow_contract.check.report import Report
from webflow_contract.check.reported import Reported
from webflow_contract.contract import effective
from webflow_contract.contract.operations import operations
from webflow_contract.drifts import DRIFTS, drifting
from webflow_contract.exchange import Request, Response
from webflow_contract.rules import RULES
from webflow_contract.sandbox import Sandbox

CONTRACT = effective.load()
OPERATIONS = operations(CONTRACT)
READ, LIST, UPDATE = "get-page-metadata", "list-pages", "update-page-metadata"
ERROR = {"code": "resource_not_found", "message": "No."}


def answer(operation: str, status: int, body: Any, headers: dict[str, str]) -> Exchange:
    return Exchange(Probe("", operation, "", status, "/"), Request("GET", "/"), Response(status, headers), body)


def run(body: Any, status: int = 200, operation: str = READ, **headers: str) -> Coverage:
    """Return the coverage of a run with one answer, in which every rule about behaviour was held to."""
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    measured = measure(CONTRACT, OPERATIONS, [answer(operation, status, body, told)])
    behaviour = {name: dict.fromkeys(rules, True) for name, rules in BEHAVIOUR.items()}
    return Coverage(measured.statuses, measured.properties, measured.values, measured.headers, behaviour=behaviour)


def listed(*pages: dict[str, Any], **more: Any) -> Coverage:
    return run({"pages": list(pages), **more}, operation=LIST)


def finding(rule: str, pointer: str | None, status: int = 200, operation: str = READ, **sides: str) -> Reported:
    documented, observed = sides.get("documented", RULES[rule].documented), sides.get("observed", RULES[rule].observed)
    return Reported("0" * 12, rule, operation, status, pointer, documented, observed)


def of_list(rule: str, pointer: str, **sides: str) -> Reported:
    return finding(rule, pointer, operation=LIST, **sides)


PAGE = {"id": "1", "slug": "a", "seo": {"title": "a"}}
WITHOUT_SLUG = {"id": "1"}

TYPE, NULL = "response-property-type-changed", "response-property-became-nullable"
REQUIRED, OPTIONAL = "response-required-property-removed", "response-optional-property-removed"
ADDED, IDENTITY = "response-optional-property-added", "response-identity-changed"
DISAGREES, PAGINATION = "response-list-disagrees", "response-pagination-wrong"
ECHO, UNTOUCHED = "update-not-echoed", "update-changes-untouched"
HEADER_GONE, HEADER_TYPE = "optional-response-header-removed", "response-header-type-changed"
QUOTA, SERVER_ERROR = "quota-contradictory", "response-server-error-intermittent"
SUCCESS_GONE = "response-success-status-removed"


@pytest.mark.parametrize(
    ("found", "looked", "not_looked"),
    [
        # What a value is shows where the property came: with that status, of that operation.
        *((finding(rule, "/slug"), run(PAGE), run(WITHOUT_SLUG)) for rule in (TYPE, NULL)),
        (finding("response-property-enum-value-added", "/slug"), run(PAGE), run(WITHOUT_SLUG)),
        (finding("response-property-pattern-changed", "/id"), run(PAGE), run({"slug": "a"})),
        (finding(TYPE, "/slug"), run(PAGE), run(PAGE, operation=UPDATE)),
        (finding(TYPE, "/code", 404), run(ERROR, 404), run(ERROR, 400)),
        (finding("error-code-changed", "/code", 404), run(ERROR, 404), run({"message": "No."}, 404)),
        (finding(NULL, "/seo"), run({"seo": None}), run({"id": "1"})),
        (of_list(TYPE, "/pages/7/slug"), listed(PAGE), listed(WITHOUT_SLUG)),
        (of_list(TYPE, "/pages/7/slug"), listed({}, PAGE), listed()),
        (finding("response-body-type-changed", ""), run(None), run(ERROR, 404)),
        # What is absent shows where the object around it came.
        *((finding(rule, "/slug"), run(WITHOUT_SLUG), run(None)) for rule in (REQUIRED, OPTIONAL)),
        (finding(REQUIRED, "/seo/title"), run({"seo": {"description": "a"}}), run({"id": "1", "seo": None})),
        (finding(OPTIONAL, "/seo/title"), run(PAGE), run(WITHOUT_SLUG)),
        (of_list(OPTIONAL, "/pages/0/slug"), listed(WITHOUT_SLUG), listed()),
        # What is in no contract is in no coverage, and neither is it once it is away.
        (finding(ADDED, "/new"), run(PAGE), run(None)),
        (finding(ADDED, "/seo/new"), run(PAGE), run(WITHOUT_SLUG)),
        (finding(ADDED, "/slug"), run(WITHOUT_SLUG), run(None)),  # somebody proposed it since
        (of_list(ADDED, "/pages/0/7"), listed(PAGE), listed()),
        (finding(TYPE, "/a~1b/7/c"), run(PAGE), run(None)),
        (finding(OPTIONAL, "/new"), run(PAGE), run(None)),  # a history knows it
        # Behaviour: what was compared has to have come.
        (finding(IDENTITY, "/siteId"), run({"siteId": "1"}), run(PAGE)),
        (finding(IDENTITY, "/localeId", observed="null"), run(PAGE), run(None)),
        (finding(ECHO, "/slug", operation=UPDATE), run(PAGE, operation=UPDATE), run(WITHOUT_SLUG, operation=UPDATE)),
        (
            finding(ECHO, "/slug", operation=UPDATE, observed="absent"),
            run(WITHOUT_SLUG, operation=UPDATE),
            run(None, operation=UPDATE),
        ),
        *(
            (finding(rule, "/seo/title"), run(PAGE), run(WITHOUT_SLUG))
            for rule in ("update-not-persisted", "update-crosses-locales", "refused-update-applied")
        ),
        *(
            (finding(rule, "/slug", operation=UPDATE), run(PAGE, operation=UPDATE), run({}, operation=UPDATE))
            for rule in (UNTOUCHED, "update-not-idempotent")
        ),
        (
            finding("update-not-dated", "/lastUpdated", operation=UPDATE),
            run({"lastUpdated": "a"}, operation=UPDATE),
            run(PAGE, operation=UPDATE),
        ),
        # Lists.
        (of_list(DISAGREES, "/pages/0/slug"), listed(PAGE), listed(WITHOUT_SLUG)),
        (of_list(DISAGREES, "/pages/0/slug", observed="absent"), listed(WITHOUT_SLUG), listed()),
        (of_list(DISAGREES, "/pages/0/slug", documented="absent"), listed(WITHOUT_SLUG), listed()),
        (of_list(DISAGREES, "/pages", observed="no such record"), listed(), run({}, operation=LIST)),
        (of_list(UNTOUCHED, "/pages/3/slug"), listed(PAGE), listed()),
        (of_list(PAGINATION, "/pages"), listed(), run({"pagination": {"total": 1}}, operation=LIST)),
        (of_list(PAGINATION, "/pagination/total"), listed(pagination={"total": 1}), listed(pagination={})),
        # A header's value shows where the header came, and its absence where the status did.
        (finding(HEADER_TYPE, None), run(PAGE, Retry_After="1"), run(PAGE)),
        (finding(HEADER_GONE, None), run(None), run(ERROR, 404)),
        (
            finding(QUOTA, None),
            run(PAGE, X_RateLimit_Limit="60", X_RateLimit_Remaining="59"),
            run(PAGE, X_RateLimit_Remaining="59"),
        ),
        # Statuses.
        (finding("response-media-type-removed", None), run(None), run(ERROR, 404)),
        (finding(SUCCESS_GONE, None, 404), run(None), run(ERROR, 404)),
        (finding("response-success-status-added", None, 201), run(None), Coverage({READ: {"200": False}})),
        (finding(SERVER_ERROR, None, 500), run(None), run(ERROR, 404)),
        (finding(SERVER_ERROR, None, 500, documented="an answer"), run(ERROR, 404), Coverage({READ: {"200": False}})),
    ],
)
def test_what_would_show_a_finding_has_to_have_come(found: Reported, looked: Coverage, not_looked: Coverage) -> None:
    assert looked_for(looked, found)
    assert not looked_for(not_looked, found)


@pytest.mark.parametrize("rule", [IDENTITY, "update-not-persisted"])
def test_a_rule_about_behaviour_has_to_have_been_held_to(rule: str) -> None:
    seen = run(PAGE)
    unheld = Coverage(seen.statuses, seen.properties, behaviour={READ: {rule: False}})
    assert looked_for(seen, finding(rule, "/slug"))
    assert not looked_for(unheld, finding(rule, "/slug"))


def test_an_object_that_the_contract_does_not_describe_came_with_its_holder() -> None:
    for came in (True, False):
        coverage = Coverage({READ: {"200": True}}, {READ: {"200": {"/id": True, "/any": came}}})
        assert looked_for(coverage, finding(TYPE, "/any/0/thing")) is came
    assert looked_for(Coverage({READ: {"200": True}}), finding(TYPE, "/any/0/thing"))


@pytest.mark.parametrize("pointer", ["slug", "/", "//", "/~", "/~2/*/0"])
def test_whatever_a_baseline_calls_a_pointer_is_asked_for(pointer: str) -> None:
    assert looked_for(run(PAGE), finding(TYPE, pointer))


@pytest.mark.parametrize("name", DRIFTS)
def test_a_clean_run_has_looked_for_every_drift_there_was(
    name: str, world: Sandbox, check: Callable[..., Report]
) -> None:
    findings = check(drifting(world, [name])).findings
    coverage = check().coverage
    told = [Reported(**{one.name: getattr(found, one.name) for one in fields(Reported)}) for found in findings]
    assert told
    assert [one.summary for one in told if not looked_for(coverage, one)] == []
