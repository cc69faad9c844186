"""The report for programs. Its JSON Schema is ``report.schema.json`` beside this module."""

import json
from typing import Any

from attrs import asdict

from webflow_contract.check.baseline import AcceptedFinding, flat
from webflow_contract.check.findings import Finding
from webflow_contract.check.report import Report
from webflow_contract.contract.register import Claim

SCHEMA = 1


def as_json(report: Report) -> str:
    """Write a report as JSON. The same report gives the same text."""
    content = {
        "schema": SCHEMA,
        "subject": report.subject,
        "verdict": report.verdict,
        "not_judged": report.not_judged,
        "requests": report.requests,
        "writes": report.writes,
        "restored": report.restored,
        "findings": [_finding(finding) for finding in report.findings],
        "accepted": [_accepted(accepted) for accepted in report.accepted],
        "expired": [flat(entry) for entry in report.expired],
        "gone": [flat(entry) for entry in report.gone],
        "unconfirmed": [_finding(finding) for finding in report.unconfirmed],
        "evidence": [asdict(evidence) for evidence in report.evidence],
        "unproven": [asdict(unproven) for unproven in report.unproven],
        "coverage": asdict(report.coverage),
        "register": [_claim(claim) for claim in report.register],
    }
    return dump(content)


def dump(content: dict[str, Any]) -> str:
    """Write a value as JSON that any encoder takes."""
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    return text.encode(errors="backslashreplace").decode()  # half a character, which only an escape can say


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "rule": finding.rule,
        "level": finding.level,
        "operation": finding.operation,
        "status": finding.status,
        "pointer": finding.pointer,
        "documented": finding.documented,
        "observed": finding.observed,
        "reproduce": finding.reproduce,
        "intermittent": finding.intermittent,
        "inferred": finding.inferred,
        "callers": None
        if finding.callers is None
        else {"generated": finding.callers.generated, "overlay": finding.callers.overlay},
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {name: getattr(claim, name) for name in ("name", "confidence", "what", "date", "source")}


def _accepted(accepted: AcceptedFinding) -> dict[str, Any]:
    entry = flat(accepted.entry)
    return _finding(accepted.finding) | {name: entry[name] for name in ("reason", "owner", "accepted", "expires")}
