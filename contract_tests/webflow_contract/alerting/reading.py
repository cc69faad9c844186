"""Read the report of a run for what an alert is decided on."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from webflow_contract import documents
from webflow_contract.alerting.checked import Checked
from webflow_contract.alerting.seen import seen
from webflow_contract.alerting.state import Seen
from webflow_contract.check.coverage import Coverage
from webflow_contract.errors import DocumentError
from webflow_contract.reports.validating import mistake
from webflow_contract.rules import LEVELS


def read(path: Path) -> Checked:
    """Read what ``check --json`` wrote.

    Raises:
        DocumentError: There is no such file, or it is no report.
    """
    if not path.exists():
        raise DocumentError(
            f"{path}: there is no such report: the check did not get as far as writing it, or wrote another"
        )
    content = documents.parse(documents.text_of(path), f"{path}")
    problem = mistake(content, "webflow_contract.reports", "report.schema.json")
    if problem is not None:
        raise DocumentError(f"{path}: is no report that 'webflow-contract check --json' wrote: {problem}")
    return Checked(
        subject=content["subject"],
        findings=_worst(map(seen, content["findings"])),
        accepted=_ids(content["accepted"]),
        unconfirmed=_ids(content["unconfirmed"]),
        not_judged=content["not_judged"],
        restored=content["restored"],
        coverage=Coverage(**content["coverage"]),
    )


def _ids(findings: Iterable[dict[str, Any]]) -> frozenset[str]:
    return frozenset(finding["id"] for finding in findings)


def _worst(findings: Iterable[Seen]) -> dict[str, Seen]:
    """Return findings by id. Of two with the same id, which is one drift at several places, the worse one counts."""
    found: dict[str, Seen] = {}
    for one in sorted(findings, key=lambda one: LEVELS.index(one.level)):
        found.setdefault(one.id, one)
    return found
