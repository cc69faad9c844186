"""SARIF: it keeps to the standard, and a viewer finds the line, the rule and what was accepted before."""

import json
import re
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from attrs import evolve
from hypothesis import given

from webflow_contract.check.report import Report
from webflow_contract.contract import effective
from webflow_contract.contract.operations import operations
from webflow_contract.reports.as_sarif import as_sarif
from webflow_contract.reports.wording import visible
from webflow_contract.rules import RULES
from webflow_pages._version import __version__

from .conftest import ACCEPTED, CLEAN, CURL, DRIFT, HOSTILE, KINDS, finding, reports

SCHEMA = json.loads((Path(__file__).parent / "sarif.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema_rs.validator_for(SCHEMA, validate_formats=True)


def read(report: Report) -> Any:
    """Return the one run of a report."""
    content = json.loads(as_sarif(report))
    VALIDATOR.validate(content)
    (run,) = content["runs"]
    return run


def test_the_schema_is_one_that_refuses() -> None:
    content = json.loads(as_sarif(DRIFT))
    assert not VALIDATOR.is_valid({**content, "version": "2.0.0"})
    content["runs"][0]["results"][0]["level"] = "breaking"
    assert not VALIDATOR.is_valid(content)


def test_every_kind_keeps_to_the_standard(report: Report) -> None:
    run = read(report)
    assert len(run["results"]) == len(report.findings) + len(report.accepted)


def test_the_driver_has_a_name_a_version_and_every_rule() -> None:
    driver = read(CLEAN)["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("webflow-contract", __version__)
    assert [rule["id"] for rule in driver["rules"]] == list(RULES)
    levels = {rule["id"]: rule["defaultConfiguration"]["level"] for rule in driver["rules"]}
    assert levels["response-property-type-changed"] == "error"
    assert levels["response-media-type-removed"] == "warning"
    assert levels["response-optional-property-added"] == "note"
    assert all(rule["help"]["text"] and rule["shortDescription"]["text"] for rule in driver["rules"])


def test_a_finding_is_a_result_of_its_rule_and_level() -> None:
    run = read(DRIFT)
    for one, result in zip(DRIFT.findings, run["results"], strict=True):
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == one.rule
        assert result["partialFingerprints"] == {"webflowContract/v1": one.id}
        assert (result["properties"]["status"], result["properties"]["reproduce"]) == (one.status, CURL)
    assert [result["level"] for result in run["results"]] == ["error", "note", "warning", "warning", "error"]
    text = run["results"][0]["message"]["text"]
    assert text == "get-page-metadata 200 /slug: documented string, observed number 1"


def test_a_result_names_operation_and_pointer() -> None:
    results = read(DRIFT)["results"]
    names = [
        [one["fullyQualifiedName"] for one in result["locations"][0]["logicalLocations"]] for result in results[:3]
    ]
    assert names == [["get-page-metadata", "/slug"], ["list-pages", "/pages/0/new"], ["get-page-metadata"]]


@pytest.mark.parametrize("operation", sorted(operations(effective.load())))
def test_a_result_is_at_the_line_of_its_operation(operation: str) -> None:
    run = read(evolve(DRIFT, findings=(finding(operation=operation),)))
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uriBaseId"] == "SRCROOT"
    assert place["artifactLocation"]["uri"] == "generated/webflow_api/openapi.yaml"
    lines = resources.files("webflow_api").joinpath("openapi.yaml").read_text(encoding="utf-8").splitlines()
    line = place["region"]["startLine"]
    method = operations(effective.load())[operation].method.lower()
    assert lines[line - 1].strip() == f"{method}:"
    assert lines[line].strip() == f"operationId: {operation}"


def test_what_is_not_in_the_contract_is_at_the_first_line() -> None:
    run = read(evolve(DRIFT, findings=(finding(operation="no-such-operation"),)))
    assert run["results"][0]["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}


@pytest.mark.parametrize(
    ("kind", "successful", "code", "said"),
    [
        ("clean", True, 0, []),
        ("drift", True, 1, []),
        ("not judged", False, 3, ["There is no token: set WEBFLOW_TOKEN."]),
        ("not restored", False, 4, ["The quota stays used up.", "The page is not as it was."]),
    ],
)
def test_the_invocation_says_whether_the_run_was_judged(
    kind: str, successful: bool, code: int, said: list[str]
) -> None:
    (invocation,) = read(KINDS[kind])["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (successful, code)
    assert [one["message"]["text"] for one in invocation["toolExecutionNotifications"]] == said


def test_an_accepted_finding_is_suppressed_with_the_terms() -> None:
    (result,) = read(ACCEPTED)["results"]
    assert result["partialFingerprints"] == {"webflowContract/v1": ACCEPTED.accepted[0].finding.id}
    (suppression,) = result["suppressions"]
    assert suppression["status"] == "accepted"
    assert suppression["justification"] == "until 2026-11-30, shop team: Known since May."
    assert all("suppressions" not in one for one in read(DRIFT)["results"])


def check_message(text: str) -> None:
    """Hold a message against 3.11.5 and 3.11.6 of SARIF: no placeholder, no link, nothing that a reader obeys."""
    assert text.isprintable()
    assert not re.search(r"[{}]", text.replace("{{", "").replace("}}", ""))
    assert "](" not in text


def test_a_hostile_text_is_neither_placeholder_nor_link() -> None:
    run = read(evolve(DRIFT, not_judged=HOSTILE, findings=(finding(text=HOSTILE),)))
    text = run["results"][0]["message"]["text"]
    check_message(text)
    assert "{{0}} {{{{" in text
    assert "[x] (javascript:alert(1))" in text
    check_message(run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"])


@given(reports())
def test_it_is_valid_whatever_the_texts_are(report: Report) -> None:
    as_sarif(report).encode()
    for one, result in zip(report.findings, read(report)["results"], strict=True):
        check_message(result["message"]["text"])
        assert result["properties"]["observed"] == visible(one.observed)
        assert result["properties"]["documented"] == visible(one.documented)
