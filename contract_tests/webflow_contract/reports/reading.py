"""Read a JSON report again."""

from pathlib import Path
from typing import Any

from webflow_contract import documents
from webflow_contract.check.reported import Record, Reported
from webflow_contract.errors import DocumentError
from webflow_contract.reports.validating import mistake


def read(path: Path) -> Record:
    """Read what a run of the check reported, accepted findings included.

    Raises:
        DocumentError: There is no such file, or it is no report.
    """
    content = documents.parse(documents.text_of(path), f"{path}")
    problem = mistake(content, "webflow_contract.reports", "report.schema.json")
    if problem is not None:
        raise DocumentError(f"{path}: is no report that 'webflow-contract check --json' wrote: {problem}")
    return Record(str(path), content["subject"], tuple(map(_reported, [*content["findings"], *content["accepted"]])))


def _reported(told: dict[str, Any]) -> Reported:
    """Return a finding of the JSON report."""
    return Reported(
        id=told["id"],
        rule=told["rule"],
        operation=told["operation"],
        status=told["status"],
        pointer=told["pointer"],
        documented=told["documented"],
        observed=told["observed"],
    )
