"""The report for code scanning: SARIF 2.1.0. A finding is about a line of the effective contract."""

from functools import cache
from importlib import resources
from typing import Any

from webflow_contract.check.baseline import AcceptedFinding
from webflow_contract.check.findings import Finding
from webflow_contract.check.report import Report
from webflow_contract.contract import effective
from webflow_contract.contract.operations import operations
from webflow_contract.documents import line_of
from webflow_contract.reports.as_json import dump
from webflow_contract.reports.wording import callers, expected, said, terms, visible, where
from webflow_contract.rules import RULES, Level, Rule
from webflow_pages._version import __version__

_FILE = "generated/webflow_api/openapi.yaml"
_LEVELS: dict[Level, str] = {"breaking": "error", "warning": "warning", "information": "note"}
_INDEXES = {rule: index for index, rule in enumerate(RULES)}


def as_sarif(report: Report) -> str:
    """Write a report as SARIF. The same report gives the same text."""
    driver = {"name": "webflow-contract", "version": __version__, "rules": [_rule(rule) for rule in RULES.values()]}
    run = {
        "tool": {"driver": driver},
        "invocations": [_invocation(report)],
        "results": [*map(_result, report.findings), *map(_suppressed, report.accepted)],
    }
    return dump({"version": "2.1.0", "runs": [run]})


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": _message(rule.meaning)},
        "help": {"text": _message(rule.advice)},
        "defaultConfiguration": {"level": _LEVELS[rule.level]},
        "properties": {"oasdiff": rule.oasdiff},
    }


def _invocation(report: Report) -> dict[str, Any]:
    problems = [] if report.not_judged is None else [report.not_judged]
    if report.restored is False:
        problems.append("The page is not as it was.")
    notifications = [_notification("error", problem) for problem in problems]
    notifications += [_notification("note", _once(finding)) for finding in report.unconfirmed]
    refuted = (one for one in report.evidence if one.outcome == "refuted")
    notifications += [_notification("note", f"assumption {one.question}: {said(one)}") for one in refuted]
    return {
        "executionSuccessful": not problems,
        "exitCode": report.exit_code,
        "toolExecutionNotifications": notifications,
    }


def _once(finding: Finding) -> str:
    return f"Seen once, not counted: {finding.operation} {where(finding)}, and then {finding.documented}"


def _notification(level: str, text: str) -> dict[str, Any]:
    return {"level": level, "message": {"text": _message(text)}}


def _result(finding: Finding) -> dict[str, Any]:
    text = f"{finding.operation} {where(finding)}: documented {expected(finding)}, observed {finding.observed}"
    return {
        "ruleId": finding.rule,
        "ruleIndex": _INDEXES[finding.rule],
        "level": _LEVELS[finding.level],
        "message": {"text": _message(text)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _FILE, "uriBaseId": "SRCROOT"},
                    "region": {"startLine": _lines().get(finding.operation, 1)},
                },
                "logicalLocations": _logical(finding),
            }
        ],
        "partialFingerprints": {"webflowContract/v1": finding.id},
        "properties": {
            "status": finding.status,
            "documented": visible(finding.documented),
            "observed": visible(finding.observed),
            "reproduce": visible(finding.reproduce),
            "callers": callers(finding),
            "intermittent": finding.intermittent,
            "inferred": finding.inferred,
        },
    }


def _suppressed(accepted: AcceptedFinding) -> dict[str, Any]:
    """Return the result of a finding that the baseline accepts."""
    justification = visible(terms(accepted.entry))
    suppression = {"kind": "external", "status": "accepted", "justification": justification}
    return {**_result(accepted.finding), "suppressions": [suppression]}


def _logical(finding: Finding) -> list[dict[str, Any]]:
    operation = {"fullyQualifiedName": visible(finding.operation), "kind": "function"}
    if finding.pointer is None:
        return [operation]
    return [operation, {"fullyQualifiedName": visible(finding.pointer), "kind": "member"}]


@cache
def _lines() -> dict[str, int]:
    """Return the lines of the effective contract at which its operations begin."""
    text = resources.files("webflow_api").joinpath("openapi.yaml").read_text(encoding="utf-8")
    return {
        operation.id: line_of(text, ("paths", operation.template, operation.method.lower())) or 1
        for operation in operations(effective.load()).values()
    }


def _message(text: str) -> str:
    """Write a message so that nothing in it is a placeholder or a link (3.11.5 and 3.11.6 of SARIF)."""
    return visible(text).replace("{", "{{").replace("}", "}}").replace("](", "] (")
