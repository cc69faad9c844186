"""The report as Markdown, for the summary of a CI job. Whatever a service answers stays text."""

from bisect import bisect_right
from collections.abc import Iterator

from webflow_contract.check.findings import Finding
from webflow_contract.check.questions.evidence import Evidence
from webflow_contract.check.report import Report, Verdict
from webflow_contract.reports.markdown import code, fenced, plain, table
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
    yield f"{plain(subject(report))}<br>"
    yield f"{effort(report)}<br>"
    yield f"{counts(report)}, {len(report.unproven)} unproven"
    yield ""
    for finding in report.unconfirmed:
        yield f"Seen once, not counted: {code(finding.operation)} {code(where(finding))}"
        yield ""
    if report.not_judged is not None:
        yield f"> Not judged: {plain(report.not_judged)}"
        yield ""


def _list(groups: list[Group]) -> Iterator[str]:
    yield "### Findings"
    yield ""
    rows = (_row(finding) for group in groups for finding in group.findings)
    yield from table(("level", "operation", "where", "rule", "observed"), rows)


def _row(finding: Finding) -> tuple[str, ...]:
    short = finding.observed if len(finding.observed) <= _SHORT else f"{finding.observed[:_SHORT]}…"
    return finding.level, code(finding.operation), code(where(finding)), finding.rule, code(short)


def _group(group: Group) -> Iterator[str]:
    yield "<details open>" if group.level == "breaking" else "<details>"
    yield f"<summary>{group.level}: {code(group.operation)} ({len(group.findings)})</summary>"
    yield ""
    for finding in group.findings:
        yield from _details(finding)
    yield "</details>"
    yield ""


def _details(finding: Finding) -> Iterator[str]:
    yield f"**{finding.rule}** {code(where(finding))} {plain(RULES[finding.rule].meaning)}"
    yield ""
    yield from table(("documented", "observed"), [(code(expected(finding)), code(finding.observed))])
    if callers(finding):
        yield f"Callers: {plain(callers(finding))}"
        yield ""
    if recurrence(finding):
        yield f"Comes: {recurrence(finding)}"
        yield ""
    yield from fenced(finding.reproduce)
    yield f"id {code(finding.id)}"
    yield ""


def _baseline(report: Report) -> Iterator[str]:
    entries = standing(report)
    if not entries:
        return
    yield "### Baseline"
    yield ""
    rows = (
        (plain(state), code(entry.id), code(entry.finding.summary), plain(terms(entry))) for state, entry in entries
    )
    yield from table(("state", "id", "finding", "terms"), rows)


def _coverage(report: Report) -> Iterator[str]:
    columns = statuses(report.coverage)
    yield "### Coverage"
    yield ""
    rows = []
    for operation, seen in report.coverage.statuses.items():
        cells = ("" if status not in seen else "✓" if seen[status] else "?" for status in columns)
        rows.append((code(operation), *cells, *parts(report.coverage, operation).values()))
    yield from table(("operation", *map(plain, columns), *_PARTS), rows)


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
        yield from table(("refuted", "sandbox", "service"), map(_answers, refuted))
    yield "<details>"
    yield f"<summary>{len(report.evidence) - len(refuted)} others</summary>"
    yield ""
    rows = ((code(one.question), one.outcome, code(one.assumed), plain(said(one))) for one in report.evidence)
    yield from table(("question", "is", "sandbox", ""), rows)
    yield "</details>"
    yield ""


def _answers(evidence: Evidence) -> tuple[str, ...]:
    return code(evidence.question), code(evidence.assumed), code(evidence.observed or "")


def _unproven(report: Report) -> Iterator[str]:
    if not report.unproven:
        return
    yield "<details>"
    yield f"<summary>{len(report.unproven)} unproven: the contract says it, and this run has not shown it</summary>"
    yield ""
    rows = (
        (code(one.operation), plain(one.status or ""), one.aspect, code(what(one)), plain(one.reason))
        for one in report.unproven
    )
    yield from table(("operation", "status", "", "not seen", "why"), rows)
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
        (claim.confidence, code(claim.name), plain(claim.what), plain(claim.date), plain(claim.source))
        for claim in report.register
    )
    yield from table(("confidence", "deviation", "what", "date", "source"), rows)
    yield "</details>"
    yield ""
