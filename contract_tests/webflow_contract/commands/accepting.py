"""``webflow-contract baseline add``."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from webflow_contract.commands.talking import tell
from webflow_contract.errors import ContractToolError


def add(
    finding: Annotated[str, Parameter(name="ID")],
    /,
    *,
    report: Path,
    reason: str,
    owner: str,
    expires: str,
    baseline: Path | None = None,
) -> int:
    """Accept a finding: until it expires, it does not count for 'check --baseline'. An earlier entry is renewed.

    Exit codes: 0 accepted, 2 usage, no such finding, or a file that cannot be read or written.

    Parameters
    ----------
    finding
        The finding's id.
    report
        The JSON report that has it.
    reason
        Why it is accepted.
    owner
        Who looks after it.
    expires
        The last day on which it is accepted, such as 2027-05-31, at most a year ahead. Days are in UTC.
    baseline
        The file to write it to (webflow-contract.baseline.yaml).
    """
    from webflow_contract.check import baseline as baselines
    from webflow_contract.reports.reading import read

    path = baseline or baselines.DEFAULT
    if path.absolute() == report.absolute():
        raise ContractToolError(f"{path}: --report and --baseline name the same file")
    known = baselines.read(path) if path.exists() else baselines.Baseline()
    entry = baselines.Entry(read(report).finding(finding), reason, owner, datetime.now(UTC).date(), _expires(expires))
    baselines.write(path, known.with_entry(entry))
    done = "renewed " if finding in known.entries else "accepted"
    tell(f"{done}  {entry.finding.summary} until {entry.expires} in {path}")
    return 0


def _expires(given: str) -> date:
    from webflow_contract.check.baseline import BaselineError, day

    try:
        return day(given)
    except BaselineError as error:
        raise ContractToolError(f"--expires: {error}") from error
