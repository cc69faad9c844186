"""The report as Markdown, for the summary of a CI job.

Whatever a service answers stays text: every character that Markdown or HTML could take for its own is an entity, and a
fence is longer than any run of backticks in it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from webflow_contract.check.findings import Finding
from webflow_contract.check.questions.evidence import Evidence
from webflow_contract.check.report import Report, Verdict
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
    statuses,
    subject,
    terms,
    trusted,
    verdict,
    visible,
    what,
    where,
)
from webflow_contract.rules import RULES

LARGEST = 1_000_000
"""Bytes. GitHub takes 1 MiB for a step, and a step may have more to say."""

_SHORT = 60
_PARTS = ("properties", "headers", "request", "behaviour")
_SIGNS: dict[Verdict, str] = {"clean": "✅", "drift": "❌", "inconclusive": "⚠️", "not-restored": "❌"}


def as_markdown(report: Report) -> str:
    """Write a report as Markdown. The same report gives the same text."""
    whole = _written(report, len(report.findings))
    if len(whole.encode()) <= LARGEST:
        return whole
    fitting = bisect_right(
        range(len(report.findings)), LARGEST, key=lambda number: len(_written(report, number).encode())
    )
    return _written(report, max(fitting - 1, 0))


def _written(report: Report, number: int) -> str:
    """Write a report with its first findings only."""
    return "\n".join(_lines(report, number))


def _lines(report: Report, number: int) -> Iterator[str]:
    yield from _head(report)
    groups = _first(grouped(report.findings), number)
    if report.findings:
        yield from _list(groups)
    if number < len(report.findings):
        total = len(report.findings)
        yield f"**Left out for want of room: {total - number} of {total} findings.**"
        yield ""
    for group in groups:
        yield from _group(group)
    yield from _baseline(report)
    yield from _coverage(report)
    yield from _evidence(report)
    yield from _unproven(report)
    yield from _register(report)


def _first(groups: list[Group], number: int) -> list[Group]:
    """Return the groups of the first findings."""
    return grouped([finding for group in groups for finding in group.findings][:number])


def _head(report: Report) -> Iterator[str]:
    yield f"## {_SIGNS[report.verdict]} {verdict(report)}"
    yield ""
    yield f"{_text(subject(report))}<br>"
    yield f"{effort(report)}<br>"
    yield f"{counts(report)}, {len(report.unproven)} unproven"
    yield ""
    for finding in report.unconfirmed:
        yield f"Seen once, not counted: {_code(finding.operation)} {_code(where(finding))}"
        yield ""
    if report.not_judged is not None:
        yield f"> Not judged: {_text(report.not_judged)}"
        yield ""


def _list(groups: list[Group]) -> Iterator[str]:
    yield "### Findings"
    yield ""
    rows = (_row(finding) for group in groups for finding in group.findings)
    yield from _table(("level", "operation", "where", "rule", "observed"), rows)


def _row(finding: Finding) -> tuple[str, ...]:
    short = finding.observed if len(finding.observed) <= _SHORT else f"{finding.observed[:_SHORT]}…"
    return finding.level, _code(finding.operation), _code(where(finding)), finding.rule, _code(short)


def _group(group: Group) -> Iterator[str]:
    yield "<details open>" if group.level == "breaking" else "<details>"
    yield f"<summary>{group.level}: {_code(group.operation)} ({len(group.findings)})</summary>"
    yield ""
    for finding in group.findings:
        yield from _details(finding)
    yield "</details>"
    yield ""


def _details(finding: Finding) -> Iterator[str]:
    yield f"**{finding.rule}** {_code(where(finding))} {_text(RULES[finding.rule].meaning)}"
    yield ""
    yield from _table(("documented", "observed"), [(_code(expected(finding)), _code(finding.observed))])
    if callers(finding):
        yield f"Callers: {_text(callers(finding))}"
        yield ""
    if recurrence(finding):
        yield f"Comes: {recurrence(finding)}"
        yield ""
    yield from _fenced(finding.reproduce)
    yield f"id {_code(finding.id)}"
    yield ""


def _baseline(report: Report) -> Iterator[str]:
    entries = standing(report)
    if not entries:
        return
    yield "### Baseline"
    yield ""
    rows = (
        (_text(state), _code(entry.id), _code(entry.finding.summary), _text(terms(entry))) for state, entry in entries
    )
    yield from _table(("state", "id", "finding", "terms"), rows)


def _coverage(report: Report) -> Iterator[str]:
    columns = statuses(report.coverage)
    yield "### Coverage"
    yield ""
    rows = []
    for operation, seen in report.coverage.statuses.items():
        cells = ("" if status not in seen else "✓" if seen[status] else "?" for status in columns)
        rows.append((_code(operation), *cells, *parts(report.coverage, operation).values()))
    yield from _table(("operation", *map(_text, columns), *_PARTS), rows)


def _evidence(report: Report) -> Iterator[str]:
    """Write what the run says of the sandbox' assumptions: those that do not hold at once, the others on demand."""
    if not report.evidence:
        return
    refuted = [one for one in report.evidence if one.outcome == "refuted"]
    yield "### Assumptions of the sandbox"
    yield ""
    yield f"{known(report)}"
    yield ""
    if refuted:
        yield from _table(("refuted", "sandbox", "service"), map(_answers, refuted))
    yield "<details>"
    yield f"<summary>{len(report.evidence) - len(refuted)} others</summary>"
    yield ""
    rows = ((_code(one.question), one.outcome, _code(one.assumed), _text(said(one))) for one in report.evidence)
    yield from _table(("question", "is", "sandbox", ""), rows)
    yield "</details>"
    yield ""


def _answers(evidence: Evidence) -> tuple[str, ...]:
    return _code(evidence.question), _code(evidence.assumed), _code(evidence.observed or "")


def _unproven(report: Report) -> Iterator[str]:
    if not report.unproven:
        return
    yield "<details>"
    yield f"<summary>{len(report.unproven)} unproven: the contract says it, and this run has not shown it</summary>"
    yield ""
    rows = (
        (_code(one.operation), _text(one.status or ""), one.aspect, _code(what(one)), _text(one.reason))
        for one in report.unproven
    )
    yield from _table(("operation", "status", "", "not seen", "why"), rows)
    yield "</details>"
    yield ""


def _register(report: Report) -> Iterator[str]:
    """Write what the contract says on report or by inference alone."""
    if not report.register:
        return
    yield "<details>"
    yield f"<summary>Deviations of the contract: {trusted(report)}</summary>"
    yield ""
    rows = (
        (claim.confidence, _code(claim.name), _text(claim.what), _text(claim.date), _text(claim.source))
        for claim in report.register
    )
    yield from _table(("confidence", "deviation", "what", "date", "source"), rows)
    yield "</details>"
    yield ""


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for cells in (head, ("---",) * len(head), *rows):
        yield f"| {' | '.join(cells)} |"
    yield ""


def _fenced(command: str) -> Iterator[str]:
    text = visible(command)
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    yield f"{fence}sh"
    yield text
    yield fence
    yield ""


def _code(text: str) -> str:
    return f"<code>{_text(text)}</code>"


def _text(text: str) -> str:
    """Write a text so that it is nothing but text, in a paragraph as in a cell.

    Signs that only mean something at the start of a line are left alone, and so is a colon before a space.
    """
    return re.sub(r"[#$&*<>@\[\\\]_`|~]|(?<=[wW])\.|:(?=\S)", lambda found: f"&#{ord(found.group())};", visible(text))
