"""The report as one HTML file that loads nothing. Its parts are in the folder ``page``."""

import html
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from importlib import resources
from string import Template

from webflow_contract.check.coverage import Unproven
from webflow_contract.check.findings import Finding
from webflow_contract.check.questions.evidence import Evidence
from webflow_contract.check.report import Report
from webflow_contract.pointers import pointer
from webflow_contract.reports.wording import (
    Group,
    callers,
    counts,
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
from webflow_contract.rules import LEVELS, RULES
from webflow_pages._version import __version__

_PARTS = ("properties", "headers", "request", "behaviour")
_OUTCOMES = ("refuted", "confirmed", "unknown")


def as_html(report: Report) -> str:
    """Write a report as HTML. The same report gives the same text."""
    style, script = _part("report.css"), _part("report.js")
    operations = sorted({finding.operation for finding in report.findings})
    return Template(_part("report.html")).substitute(
        policy=_text(_policy(style, script)),
        style=style,
        script=script,
        version=_text(__version__),
        kind=report.verdict,
        verdict=_text(verdict(report)),
        subject=_text(subject(report)),
        notices=_joined(_notices(report)),
        numbers=_joined(_numbers(report)),
        counts=_text(counts(report)),
        levels=_joined(_choice(level) for level in LEVELS),
        operations="".join(_element("option", _text(name), value=name) for name in operations),
        findings=_joined(_group(group) for group in grouped(report.findings)),
        baseline=_baseline(report),
        matrix=_joined(_matrix(report)),
        properties=_joined(_operations(report)),
        evidence=_evidence(report),
        unproven=_unproven(report.unproven),
        register=_register(report),
    )


def _part(name: str) -> str:
    return (resources.files("webflow_contract.reports") / "page" / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Allow this style and this script, and nothing else."""
    hashes = (b64encode(sha256(text.encode()).digest()).decode() for text in (style, script))
    allowed = "; ".join(f"{what}-src 'sha256-{one}'" for what, one in zip(("style", "script"), hashes, strict=True))
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _notices(report: Report) -> Iterator[str]:
    if report.restored is False:
        advice = "The page is not as it was: put it back with 'webflow-contract restore'."
        yield _element("p", _text(advice), class_="notice lost")
    for finding in report.unconfirmed:
        once = f"Seen once, not counted: {finding.operation} {where(finding)}, and then {finding.documented}"
        yield _element("p", _text(once), class_="quiet")
    if report.not_judged is not None:
        yield _element("p", _text(f"Not judged: {report.not_judged}"), class_="notice")


def _numbers(report: Report) -> Iterator[str]:
    numbers = {"requests": report.requests, "of them writes": report.writes}
    numbers |= {level: sum(finding.level == level for finding in report.findings) for level in LEVELS}
    numbers |= {"unproven": len(report.unproven)}
    for name, number in numbers.items():
        style = name if name in LEVELS and number else ""
        yield _element("div", _element("dt", name), _element("dd", str(number), class_=style))
    restored = {True: "as it was", False: "not as it was", None: "not written"}[report.restored]
    style = "breaking" if report.restored is False else ""
    yield _element("div", _element("dt", "the page"), _element("dd", restored, class_=style))


def _choice(level: str) -> str:
    box = f'<input type="checkbox" name="level" value="{level}" checked>'
    return _element("label", box, _element("span", level, class_=level))


def _group(group: Group) -> str:
    head = _element(
        "h3",
        _element("span", group.level, class_=f"level {group.level}"),
        _element("code", _text(group.operation)),
        _element("small", str(len(group.findings))),
    )
    return _element("section", head, *map(_finding, group.findings), class_="group")


def _finding(finding: Finding) -> str:
    rule = RULES[finding.rule]
    often = [_element("small", " intermittent")] if finding.intermittent else []
    summary = _element("summary", _element("code", _text(where(finding))), _text(finding.rule), *often)
    sides = _element("dl", _side("documented", expected(finding)), _side("observed", finding.observed), class_="sides")
    body = _element(
        "div",
        _element("p", _text(f"{rule.meaning} {rule.advice}")),
        sides,
        *([_element("p", "Callers: ", _text(callers(finding)))] if callers(finding) else []),
        *([_element("p", "Comes: ", recurrence(finding))] if recurrence(finding) else []),
        _element("pre", _element("code", _text(finding.reproduce))),
        _element("small", "id ", _element("code", finding.id)),
    )
    shown = {"open": ""} if finding.level == "breaking" else {}
    names = {"data-level": finding.level, "data-operation": finding.operation}
    return _element("details", summary, body, class_="finding", id=finding.id, **names, **shown)


def _side(name: str, value: str) -> str:
    return _element("div", _element("dt", name), _element("dd", _element("code", _text(value))))


def _matrix(report: Report) -> Iterator[str]:
    columns = statuses(report.coverage)
    heads = (_element("th", _text(name), scope="col") for name in ("operation", *columns, *_PARTS))
    yield _element("thead", _element("tr", *heads))
    found = Counter(_answer(report, finding) for finding in report.findings)
    for operation, seen in report.coverage.statuses.items():
        cells = (_cell(seen.get(status), found[operation, status]) for status in columns)
        head = _element("th", _element("code", _text(operation)), scope="row")
        more = (_element("td", count) for count in parts(report.coverage, operation).values())
        yield _element("tr", head, *cells, *more)


def _answer(report: Report, finding: Finding) -> tuple[str, str]:
    """Return the cell that a finding is counted in: its status, or the range that the contract has for it."""
    status = str(finding.status)
    known = report.coverage.statuses.get(finding.operation, {})
    return finding.operation, status if status in known else f"{status[0]}XX"


def _cell(seen: bool | None, findings: int) -> str:
    if seen is None:
        return _element("td", "")
    badge = _element("b", str(findings), _element("span", " findings", class_="hidden"), class_="count")
    return _element("td", _mark(seen), f" {badge}" if findings else "")


def _mark(seen: bool) -> str:
    sign, style, word = ("✓", "seen", "seen") if seen else ("?", "unseen", "not seen")
    return _element("span", sign, class_=style, **{"aria-hidden": "true"}) + _element("span", word, class_="hidden")


def _operations(report: Report) -> Iterator[str]:
    """Yield for each operation, folded, every single thing that the contract says and whether it was seen."""
    for operation, statuses_ in report.coverage.statuses.items():
        count = _element("small", ", ".join(f"{n} {name}" for name, n in parts(report.coverage, operation).items()))
        summary = _element("summary", _element("code", _text(operation)), " ", count)
        lists = [_answers(report, operation, status) for status, seen in statuses_.items() if seen]
        lists.append(_list("request", report.coverage.requests.get(operation, {})))
        lists.append(_list("behaviour", report.coverage.behaviour.get(operation, {})))
        yield _element("details", summary, *lists, class_="properties")


def _answers(report: Report, operation: str, status: str) -> str:
    coverage = report.coverage
    differing = {
        _of_any_item(finding)
        for finding in report.findings
        if _answer(report, finding) == (operation, status) and finding.place is not None
    }
    values = coverage.values.get(operation, {}).get(status, {})
    items = (
        _property(place, seen, place in differing, values.get(place, {}))
        for place, seen in coverage.properties.get(operation, {}).get(status, {}).items()
    )
    headers = (_property(name, seen) for name, seen in coverage.headers.get(operation, {}).get(status, {}).items())
    return _element("h3", status) + _element("ul", *items, *headers)


def _list(name: str, seen: Mapping[str, bool]) -> str:
    return _element("h3", name) + _element("ul", *(_property(one, was) for one, was in seen.items())) if seen else ""


def _of_any_item(finding: Finding) -> str | None:
    """Return the place of a finding as coverage has it: any index is a star."""
    if finding.place is None:
        return None
    return pointer("*" if isinstance(part, int) else part for part in finding.place)


def _property(name: str, seen: bool, differs: bool = False, values: Mapping[str, bool] | None = None) -> str:
    code = _element("code", _text(name), class_="differs" if differs else "")
    came = [value for value, was in (values or {}).items() if was]
    of = f" {len(came)} of {len(values)} values: {', '.join(came)}" if values else ""
    return _element("li", _mark(seen), " ", code, " differs" if differs else "", _text(of))


def _evidence(report: Report) -> str:
    if not report.evidence:
        return ""
    ordered = sorted(report.evidence, key=lambda one: _OUTCOMES.index(one.outcome))
    rows = (
        (_element("code", _text(one.question)), one.outcome, _element("code", _text(one.assumed)), _text(said(one)))
        for one in ordered
    )
    head = _element("h2", "Assumptions of the sandbox", id="evidence")
    many = _element("p", _text(known(report)), class_="quiet")
    table = _element("details", _element("summary", "One by one"), _table(("question", "is", "sandbox", ""), rows))
    refuted = (_element("p", _text(f"{one.question}: {said(one)}"), class_="notice") for one in _refuted(report))
    return _element("section", head, many, *refuted, table, **{"aria-labelledby": "evidence"})


def _refuted(report: Report) -> list[Evidence]:
    return [one for one in report.evidence if one.outcome == "refuted"]


def _baseline(report: Report) -> str:
    entries = standing(report)
    if not entries:
        return ""
    rows = (
        (_element("code", entry.id), _element("code", _text(entry.finding.summary)), _text(state), _text(terms(entry)))
        for state, entry in entries
    )
    table = _table(("id", "finding", "state", "terms"), rows)
    return _element("section", _element("h2", "Baseline", id="baseline"), table, **{"aria-labelledby": "baseline"})


def _unproven(unproven: tuple[Unproven, ...]) -> str:
    if not unproven:
        return _element("p", "Everything that the contract says was seen.")
    return _table(("operation", "status", "", "not seen", "why"), map(_row, unproven))


def _row(one: Unproven) -> tuple[str, ...]:
    missing = _element("code", _text(what(one)))
    return _element("code", _text(one.operation)), _text(one.status or ""), one.aspect, missing, _text(one.reason)


def _register(report: Report) -> str:
    if not report.register:
        return ""
    rows = (
        (_element("code", _text(claim.name)), claim.confidence, *map(_text, (claim.what, claim.date, claim.source)))
        for claim in report.register
    )
    head = _element("h2", "Deviations of the contract", id="register")
    said = f"What the contract says beside Webflow's documents: {trusted(report)}"
    many = _element("p", _text(said), class_="quiet")
    table = _table(("deviation", "is", "what", "date", "source"), rows)
    listed = _element("details", _element("summary", "One by one"), table)
    return _element("section", head, many, listed, **{"aria-labelledby": "register"})


def _table(names: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Write a table whose rows a phone shows as paragraphs."""
    head = _element("thead", _element("tr", *(_element("th", name, scope="col") for name in names)))
    body = (
        _element("tr", _element("th", first, scope="row"), *(_element("td", cell) for cell in cells))
        for first, *cells in rows
    )
    return _element("table", head, _element("tbody", *body), class_="list")


def _joined(elements: Iterable[str]) -> str:
    return "\n".join(elements)


def _element(tag: str, *inside: str, **attributes: str) -> str:
    """Write an element. What is inside is HTML already; an attribute is any text. ``class_`` is ``class``."""
    written = (f' {name.rstrip("_")}="{_text(value)}"' for name, value in attributes.items() if value or name == "open")
    return f"<{tag}{''.join(written)}>{''.join(inside)}</{tag}>"


def _text(text: str) -> str:
    return html.escape(visible(text))
