"""What every report says in the same words and in the same order."""

import json
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from itertools import groupby

from attrs import frozen

from webflow_contract.check.baseline import Entry
from webflow_contract.check.coverage import Coverage, Unproven
from webflow_contract.check.findings import Finding
from webflow_contract.check.questions.evidence import Evidence
from webflow_contract.check.report import Report, Verdict
from webflow_contract.contract.register import UNPROVEN
from webflow_contract.rules import LEVELS, Level

_FEW = 3
"""Values that are named; of more, the number is."""

_VERDICTS: Mapping[Verdict, str] = {
    "clean": "clean: nothing seen differs from the contract",
    "drift": "drift: the service differs from the contract",
    "inconclusive": "inconclusive: not everything could be judged",
    "not-restored": "not restored: the page is not as it was",
}


@frozen
class Group:
    """The findings of one level about one operation."""

    level: Level
    operation: str
    findings: tuple[Finding, ...]


def grouped(findings: Iterable[Finding]) -> list[Group]:
    """Group findings by level, then by operation; within a group they keep their order."""
    ordered = sorted(findings, key=_group)
    return [Group(level, operation, tuple(members)) for (_, level, operation), members in groupby(ordered, _group)]


def _group(finding: Finding) -> tuple[int, Level, str]:
    return LEVELS.index(finding.level), finding.level, finding.operation


def subject(report: Report) -> str:
    """Say what was held against what."""
    return f"Contract {report.contract} against {report.subject}"


def verdict(report: Report) -> str:
    """Say what the check came to."""
    beyond = " beyond the baseline" if report.verdict == "clean" and report.accepted else ""
    return _VERDICTS[report.verdict] + beyond


def counts(report: Report) -> str:
    """Say how many findings there are of each level, and how many the baseline accepts."""
    numbers = [(level, sum(finding.level == level for finding in report.findings)) for level in LEVELS]
    found = ", ".join(f"{number} {level}" for level, number in numbers if number) or "no finding"
    return f"{found}, {len(report.accepted)} accepted" if report.accepted else found


def effort(report: Report) -> str:
    """Say what the check sent, and what became of the page."""
    restored = {True: "the page is as it was", False: "THE PAGE IS NOT AS IT WAS", None: "nothing was written"}
    return f"{report.requests} requests, {report.writes} of them writes; {restored[report.restored]}"


def where(finding: Finding) -> str:
    """Say where in an operation's answers a finding is: the status and the place in the body."""
    place = None if finding.pointer is None else finding.pointer or "(the whole body)"
    status = None if finding.status is None else str(finding.status)
    return " ".join(part for part in (status, place) if part is not None) or "(any answer)"


def callers(finding: Finding) -> str:
    """Return what this package's clients made of the answer, or nothing where that was not tried."""
    tried = finding.callers
    return "" if tried is None else f"the generated client {tried.generated}, webflow_pages {tried.overlay}"


def expected(finding: Finding) -> str:
    """Say what was expected, and whether that is only our reading of what is known."""
    return f"{finding.documented} (inferred)" if finding.inferred else finding.documented


def recurrence(finding: Finding) -> str:
    """Say whether a finding comes every time, where it does not or nobody knows."""
    return {True: "intermittent", False: "", None: "seen once, and not asked for again"}[finding.intermittent]


def statuses(coverage: Coverage) -> list[str]:
    """Return every status that the contract names, for the columns of a table."""
    return sorted({status for seen in coverage.statuses.values() for status in seen})


def seen_of(seen: Mapping[str, bool]) -> str:
    """Say how many of the things that could be seen were."""
    return f"{sum(seen.values())}/{len(seen)}"


def parts(coverage: Coverage, operation: str) -> dict[str, str]:
    """Say how much was seen of what an operation has beside statuses. Of a status that was not seen, nothing counts."""
    seen = {status for status, was in coverage.statuses[operation].items() if was}
    counted = {
        "properties": _of_all(coverage.properties.get(operation, {}), seen),
        "headers": _of_all(coverage.headers.get(operation, {}), seen),
        "request": coverage.requests.get(operation, {}),
        "behaviour": coverage.behaviour.get(operation, {}),
    }
    return {name: seen_of(those) if those else "-" for name, those in counted.items()}


def _of_all(by_status: Mapping[str, Mapping[str, bool]], statuses: Container[str]) -> dict[str, bool]:
    return {
        f"{status} {name}": was
        for status, seen in by_status.items()
        if status in statuses
        for name, was in seen.items()
    }


def what(unproven: Unproven) -> str:
    """Say what stayed unproven of an operation: a status, or what goes with it."""
    place = unproven.pointer or ""
    if unproven.aspect == "values":
        values = (unproven.name or "").split(", ")
        shown = ", ".join(values[:_FEW]) + (f" … ({len(values)} values)" if len(values) > _FEW else "")
        return f"{place} = {shown}"
    return place or unproven.name or "answered"


def known(report: Report) -> str:
    """Say how many of the sandbox' assumptions the run has confirmed and refuted."""
    numbers = Counter(one.outcome for one in report.evidence)
    return ", ".join(f"{numbers[outcome]} {outcome}" for outcome in ("confirmed", "refuted", "unknown"))


def said(evidence: Evidence) -> str:
    """Say what is known of an assumption."""
    if evidence.outcome == "unknown":
        return evidence.reason
    return "" if evidence.outcome == "confirmed" else f"the service: {evidence.observed}"


def trusted(report: Report) -> str:
    """Say how many deviations of the contract nobody has proven, by how well they are known."""
    numbers = Counter(claim.confidence for claim in report.register)
    return ", ".join(f"{numbers[confidence]} only {confidence}" for confidence in UNPROVEN if numbers[confidence])


def standing(report: Report) -> list[tuple[str, Entry]]:
    """Return the entries of the baseline that accept something, or do so no longer, each with what is true of it."""
    return [
        *(("accepted", accepted.entry) for accepted in report.accepted),
        *(("expired: it counts again", entry) for entry in report.expired),
        *(("gone: delete it from the baseline", entry) for entry in report.gone),
    ]


def terms(entry: Entry) -> str:
    """Say how long an entry of the baseline holds, whose it is, and why."""
    return f"until {entry.expires}, {entry.owner}: {entry.reason}"


def visible(text: str) -> str:
    """Escape what a reader would obey or hide, as JSON does: a command that sends it still sends the same."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else _escape(character) for character in text)


def _escape(character: str) -> str:
    return f"\\u{ord(character):04x}" if ord(character) < 0x10000 else json.dumps(character)[1:-1]
