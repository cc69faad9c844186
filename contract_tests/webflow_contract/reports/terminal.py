"""The report for people: the verdict, the findings at a glance and one by one, and what stayed unproven."""

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.text import Text

from webflow_contract.check.findings import Finding
from webflow_contract.check.report import Report
from webflow_contract.reports.styles import STYLES
from webflow_contract.reports.wording import (
    Group,
    callers,
    counts,
    effort,
    expected,
    grouped,
    known,
    parts,
    recurrence,
    said,
    standing,
    subject,
    terms,
    trusted,
    verdict,
    visible,
    where,
)

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
    yield from _evidence(report)
    yield from _register(report)
    yield from _unconfirmed(report)
    yield Text()
    if report.not_judged is not None:
        yield Text(visible(report.not_judged), style="yellow")
    style = _VERDICTS[report.verdict]
    yield Text(f"{verdict(report)} ({counts(report)}, {len(report.unproven)} unproven)", style=style)


def _coverage(report: Report) -> Iterator[Text]:
    """Print one line for each operation: which statuses were seen, and how much of the rest."""
    rows = []
    for operation, seen in report.coverage.statuses.items():
        marks = [f"{status}{'' if was else '?'}" for status, was in seen.items()]
        rows.append((operation, " ".join(marks), *(f"{value} {name}" for name, value in _parts(report, operation))))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield Text("  " + "  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip())


def _parts(report: Report, operation: str) -> Iterable[tuple[str, str]]:
    return parts(report.coverage, operation).items()


def _evidence(report: Report) -> Iterator[Text]:
    """Print what the run says of the sandbox' assumptions, and each that does not hold."""
    if not report.evidence or not report.requests:
        return
    yield Text()
    yield Text(f"assumptions of the sandbox: {known(report)}")
    for one in report.evidence:
        if one.outcome == "refuted":
            yield Text(visible(f"  {one.question}: the sandbox {one.assumed}, {said(one)}"), style="yellow")


def _register(report: Report) -> Iterator[Text]:
    """Print how much of the contract nobody has proven, and what lists it."""
    if report.register and report.requests:
        yield Text()
        yield Text(f"deviations of the contract: {trusted(report)} ('webflow-contract unproven' lists them)")


def _unconfirmed(report: Report) -> Iterator[Text]:
    for finding in report.unconfirmed:
        line = f"seen once, not counted: {finding.operation} {where(finding)}, and then {finding.documented}"
        yield Text(visible(line), style="dim")


def _list(groups: list[Group]) -> Iterator[Text]:
    """Print one line for each finding, under its level and operation."""
    level = None
    for group in groups:
        if group.level != level:
            level = group.level
            yield Text()
            yield Text(level, style=STYLES[level])
        yield Text(visible(f"  {group.operation}"))
        for finding in group.findings:
            line = Text(f"    {finding.id}  ", style="dim")
            line.append(f"{finding.rule}  {visible(where(finding))}", style="not dim")
            line.append(f"  {recurrence(finding)}" if finding.intermittent else "")
            yield line


def _baseline(report: Report) -> Iterator[Text]:
    """Print one line for each entry of the baseline that accepts something, or does so no longer."""
    entries = standing(report)
    if entries:
        yield Text()
    for state, entry in entries:
        yield Text(visible(f"{state}  {entry.id}  {entry.finding.summary}  {terms(entry)}"), style="dim")


def _finding(finding: Finding) -> Iterator[Text]:
    head = Text(finding.level, style=STYLES[finding.level])
    head.append(f"  {finding.rule}", style="bold")
    head.append(visible(f"  {finding.operation} {where(finding)}"))
    yield head
    yield Text(visible(f"  documented  {expected(finding)}"))
    yield Text(visible(f"  observed    {finding.observed}"))
    if callers(finding):
        yield Text(f"  callers     {callers(finding)}")
    if recurrence(finding):
        yield Text(f"  comes       {recurrence(finding)}")
    yield Text(visible(f"  reproduce   {finding.reproduce}"))
    yield Text(f"  id          {finding.id}", style="dim")
