"""``webflow-contract propose``."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from webflow_contract.commands.talking import say
from webflow_contract.errors import ContractToolError


def propose(finding: Annotated[str, Parameter(name="ID")], /, *, report: Path, seen: str | None = None) -> int:
    """Print the actions for spec/observed.yaml that would make a finding part of the contract.

    Exit codes: 0 printed, 2 usage, no such finding, or one that no OpenAPI Overlay can express.

    Parameters
    ----------
    finding
        The finding's id.
    report
        The JSON report that has it.
    seen
        The day of that run, such as 2027-05-31, for the evidence. Without it, today is taken, in UTC.
    """
    from webflow_contract.check import proposals
    from webflow_contract.contract import effective
    from webflow_contract.reports.reading import read

    day = _day(seen)
    record = read(report)
    told = record.finding(finding)
    proposal = proposals.propose(told, effective.load())
    sys.stdout.write(proposals.dump(proposals.actions(proposal, told, record.subject, day)))
    say("Paste this at the end of spec/observed.yaml, look it over, and run 'make generate' before proposing another.")
    if seen is None:
        say("The date is today's: if the check ran on another day, correct it.")
    if proposals.is_on_this_machine(record.subject):
        say("It was seen on this machine only, which says nothing of Webflow.")
    return 0


def _day(given: str | None) -> date:
    from webflow_contract.check.baseline import BaselineError, day

    today = datetime.now(UTC).date()
    try:
        seen = today if given is None else day(given)
    except BaselineError as error:
        raise ContractToolError(f"--seen: {error}") from error
    if seen > today:
        raise ContractToolError(f"--seen: {seen} has not come yet")
    return seen
