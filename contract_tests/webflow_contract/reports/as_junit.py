"""The report for what shows the results of tests: JUnit's XML.

A status that was seen is a passed test, a finding a failed one, and what stayed unproven or is accepted a skipped one.
That the check could not go on, or that the page could not be put back, is an error.
"""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from webflow_contract.check.baseline import AcceptedFinding
from webflow_contract.check.coverage import Unproven
from webflow_contract.check.findings import Finding
from webflow_contract.check.questions.evidence import Evidence
from webflow_contract.check.report import Report
from webflow_contract.reports.wording import (
    callers,
    expected,
    grouped,
    recurrence,
    said,
    subject,
    terms,
    visible,
    what,
    where,
)
from webflow_contract.rules import RULES

_NAME = "webflow-contract check"
_ASSUMPTIONS = "assumptions of the sandbox"


def as_junit(report: Report) -> str:
    """Write a report as JUnit's XML. The same report gives the same text."""
    cases = list(_cases(report))
    numbers = {"tests": str(len(cases))}
    for total, outcome in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        numbers[total] = str(sum(case.find(outcome) is not None for case in cases))
    suites = ET.Element("testsuites", {"name": _NAME, **numbers})
    suite = ET.SubElement(suites, "testsuite", {"name": visible(subject(report)), **numbers})
    suite.extend(cases)
    ET.indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(suites, encoding="unicode")}\n'


def _cases(report: Report) -> Iterator[ET.Element]:
    yield from _run(report)
    for operation, statuses in report.coverage.statuses.items():
        for status, seen in statuses.items():
            if seen:
                yield _case(operation, f"{status} is answered")
    for group in grouped(report.findings):
        yield from map(_failed, group.findings)
    yield from map(_accepted, report.accepted)
    yield from map(_unproven, report.unproven)
    yield from map(_unconfirmed, report.unconfirmed)
    yield from map(_assumed, report.evidence)


def _run(report: Report) -> Iterator[ET.Element]:
    """Yield what is true of the run as a whole."""
    judged = _case(_NAME, "every probe is judged")
    if report.not_judged is not None:
        ET.SubElement(judged, "error", {"message": visible(report.not_judged), "type": "not-judged"})
    yield judged
    restored = _case(_NAME, "the page is as it was")
    if report.restored is None:
        ET.SubElement(restored, "skipped", {"message": "Nothing was written."})
    elif not report.restored:
        ET.SubElement(restored, "error", {"message": "The page is not as it was.", "type": "not-restored"})
    yield restored


def _failed(finding: Finding) -> ET.Element:
    case = _about(finding)
    message = f"{finding.level}: documented {expected(finding)}, observed {finding.observed}"
    failure = ET.SubElement(case, "failure", {"message": visible(message), "type": finding.rule})
    lines = (
        RULES[finding.rule].meaning,
        f"documented  {expected(finding)}",
        f"observed    {finding.observed}",
        *([f"callers     {callers(finding)}"] if callers(finding) else []),
        *([f"comes       {recurrence(finding)}"] if recurrence(finding) else []),
        f"reproduce   {finding.reproduce}",
        f"id          {finding.id}",
    )
    failure.text = "\n".join(map(visible, lines))
    return case


def _accepted(accepted: AcceptedFinding) -> ET.Element:
    case = _about(accepted.finding)
    ET.SubElement(case, "skipped", {"message": visible(f"accepted {terms(accepted.entry)}")})
    return case


def _about(finding: Finding) -> ET.Element:
    return _case(finding.operation, f"{finding.rule} {where(finding)} [{finding.id}]")


def _unproven(unproven: Unproven) -> ET.Element:
    status = "" if unproven.status is None else f"{unproven.status} "
    case = _case(unproven.operation, f"{status}{unproven.aspect} {what(unproven)}")
    ET.SubElement(case, "skipped", {"message": visible(unproven.reason)})
    return case


def _unconfirmed(finding: Finding) -> ET.Element:
    case = _about(finding)
    ET.SubElement(case, "skipped", {"message": visible(f"Seen once, and then {finding.documented}")})
    return case


def _assumed(evidence: Evidence) -> ET.Element:
    """Return an assumption of the sandbox: passed where the service does the same. To differ is no failure of it."""
    case = _case(_ASSUMPTIONS, f"{evidence.question} is {evidence.assumed}")
    if evidence.outcome != "confirmed":
        ET.SubElement(case, "skipped", {"message": visible(f"{evidence.outcome}: {said(evidence)}")})
    return case


def _case(operation: str, name: str) -> ET.Element:
    return ET.Element("testcase", {"classname": visible(operation), "name": visible(name)})
