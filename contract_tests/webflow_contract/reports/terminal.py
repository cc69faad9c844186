"""The report for people: the verdict, the findings one below the other, and what stayed unproven."""

import json
from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from webflow_contract.check.findings import Finding
from webflow_contract.check.report import LEVELS, Report

_STYLES = {"breaking": "bold red", "warning": "yellow", "information": "cyan"}
_VERDICTS = {
    "clean": ("green", "clean: nothing seen differs from the contract"),
    "drift": ("bold red", "drift: the service differs from the contract"),
    "inconclusive": ("yellow", "inconclusive: not everything could be judged"),
    "not-restored": ("bold red", "not restored: the page is not as it was"),
}


def show(report: Report, console: Console) -> None:
    """Print a report. Long lines are left to the terminal, so that commands can be copied."""
    for line in _lines(report):
        console.print(line, soft_wrap=True)


def _lines(report: Report) -> Iterator[Text]:
    yield Text(_visible(f"Contract {report.contract} against {report.subject}"))
    yield Text(f"  {report.requests} requests, {report.writes} of them writes; {_restored(report.restored)}")
    if report.requests:
        yield from _coverage(report)
    for finding in report.findings:
        yield Text()
        yield from _finding(finding)
    yield Text()
    if report.not_judged is not None:
        yield Text(_visible(report.not_judged), style="yellow")
    style, verdict = _VERDICTS[report.verdict]
    yield Text(f"{verdict} ({_count(report)}, {len(report.unproven)} unproven)", style=style)


def _restored(restored: bool | None) -> str:
    return {True: "the page is as it was", False: "THE PAGE IS NOT AS IT WAS", None: "nothing was written"}[restored]


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


def _finding(finding: Finding) -> Iterator[Text]:
    place = "" if finding.pointer is None else f" {finding.pointer or '(the whole body)'}"
    head = Text(finding.level, style=_STYLES[finding.level])
    head.append(f"  {finding.rule}", style="bold")
    head.append(_visible(f"  {finding.operation} {finding.status}{place}"))
    yield head
    yield Text(_visible(f"  documented  {finding.documented}"))
    yield Text(_visible(f"  observed    {finding.observed}"))
    yield Text(_visible(f"  reproduce   {finding.reproduce}"))
    yield Text(f"  id          {finding.id}", style="dim")


def _visible(text: str) -> str:
    """Escape what a terminal would obey or hide, as JSON does: a command that sends it still sends the same."""
    return "".join(character if character.isprintable() else _escape(character) for character in text)


def _escape(character: str) -> str:
    return f"\\u{ord(character):04x}" if ord(character) < 0x10000 else json.dumps(character)[1:-1]


def _count(report: Report) -> str:
    counts = [(level, sum(finding.level == level for finding in report.findings)) for level in LEVELS]
    return ", ".join(f"{count} {level}" for level, count in counts if count) or "no finding"
