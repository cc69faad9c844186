"""The report for people: the verdict, the findings at a glance and one by one, and what stayed unproven."""

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from webflow_contract.check.findings import Finding
from webflow_contract.check.report import Report
from webflow_contract.reports.wording import (
    Group,
    callers,
    counts,
    effort,
    grouped,
    standing,
    subject,
    terms,
    verdict,
    visible,
    where,
)

_STYLES = {"breaking": "bold red", "warning": "yellow", "information": "cyan"}
_VERDICTS = {"clean": "green", "drift": "bold red", "inconclusive": "yellow", "not-restored": "bold red"}


def show(report: Report, console: Console) -> None:
    """Print a report. Long lines are left to the terminal, so that commands can be copied."""
    for line in _lines(report):
        console.print(line, soft_wrap=True)


def _lines(report: Report) -> Iterator[Text]:
    yield Text(visible(subject(report)))
    yield Text(f"  {effort(report)}")
    if report.requests:
        yield from _coverage(report)
    groups = grouped(report.findings)
    if len(report.findings) > 1:
        yield from _list(groups)
    for group in groups:
        for finding in group.findings:
            yield Text()
            yield from _finding(finding)
    yield from _baseline(report)
    yield Text()
    if report.not_judged is not None:
        yield Text(visible(report.not_judged), style="yellow")
    style = _VERDICTS[report.verdict]
    yield Text(f"{verdict(report)} ({counts(report)}, {len(report.unproven)} unproven)", style=style)


def _coverage(report: Report) -> Iterator[Text]:
    width = max(len(operation) for operation in report.coverage.statuses)
    for operation, statuses in report.coverage.statuses.items():
        properties = report.coverage.properties[operation]
        line = Text(f"  {operation:{width}}  {sum(properties.values()):2}/{len(properties):2} properties  ")
        for status, seen in statuses.items():
            line.append(status, style="green" if seen else "dim")
            line.append(" " if seen else "? ", style="" if seen else "dim")
        line.rstrip()
        yield line


def _list(groups: list[Group]) -> Iterator[Text]:
    """Print one line for each finding, under its level and operation."""
    level = None
    for group in groups:
        if group.level != level:
            level = group.level
            yield Text()
            yield Text(level, style=_STYLES[level])
        yield Text(visible(f"  {group.operation}"))
        for finding in group.findings:
            line = Text(f"    {finding.id}  ", style="dim")
            line.append(f"{finding.rule}  {visible(where(finding))}", style="not dim")
            yield line


def _baseline(report: Report) -> Iterator[Text]:
    """Print one line for each entry of the baseline that accepts something, or does so no longer."""
    entries = standing(report)
    if entries:
        yield Text()
    for state, entry in entries:
        yield Text(visible(f"{state}  {entry.id}  {entry.finding.summary}  {terms(entry)}"), style="dim")


def _finding(finding: Finding) -> Iterator[Text]:
    head = Text(finding.level, style=_STYLES[finding.level])
    head.append(f"  {finding.rule}", style="bold")
    head.append(visible(f"  {finding.operation} {where(finding)}"))
    yield head
    yield Text(visible(f"  documented  {finding.documented}"))
    yield Text(visible(f"  observed    {finding.observed}"))
    if callers(finding):
        yield Text(f"  callers     {callers(finding)}")
    yield Text(visible(f"  reproduce   {finding.reproduce}"))
    yield Text(f"  id          {finding.id}", style="dim")
