"""What a failing test says of its findings: the words of the report, one finding after the other."""

from collections.abc import Iterable, Iterator

from webflow_contract.check.findings import Finding
from webflow_contract.reports.wording import callers, visible, where


def told(findings: Iterable[Finding]) -> str:
    """Return the text of a failure."""
    return "\n\n".join("\n".join(_lines(finding)) for finding in findings)


def _lines(finding: Finding) -> Iterator[str]:
    yield visible(f"{finding.level}  {finding.rule}  {finding.operation} {where(finding)}")
    yield visible(f"  documented  {finding.documented}")
    yield visible(f"  observed    {finding.observed}")
    if callers(finding):
        yield f"  callers     {callers(finding)}"
    yield visible(f"  reproduce   {finding.reproduce}")
    yield f"  id          {finding.id}"
