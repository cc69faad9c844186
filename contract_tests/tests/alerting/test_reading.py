"""What an alert takes from a report, and when it says of a finding that it was looked for."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve

from webflow_contract.alerting.checked import Checked
from webflow_contract.alerting.reading import read
from webflow_contract.check.baseline import AcceptedFinding, Entry
from webflow_contract.check.coverage import Coverage
from webflow_contract.check.findings import Finding
from webflow_contract.check.report import Report
from webflow_contract.check.reported import Reported
from webflow_contract.errors import DocumentError
from webflow_contract.reports.as_json import as_json

from .conftest import CURL

TODAY = date(2027, 5, 1)
Read = Callable[[Report], Checked]


def finding(*place: str) -> Finding:
    return Finding(
        "response-property-type-changed", "get-page-metadata", 200, place, "string", "number 1", "number", CURL
    )


def entry(found: Finding) -> Entry:
    told = Reported(
        found.id, found.rule, found.operation, found.status, found.pointer, found.documented, found.observed
    )
    return Entry(told, "Known.", "web team", TODAY, TODAY)


ONE, TWO, THREE = finding("one"), finding("two"), finding("three")
REPORT = Report(
    subject="the sandbox",
    contract="1.0.0",
    requests=3,
    writes=0,
    restored=None,
    findings=(ONE,),
    unproven=(),
    coverage=Coverage({"get-page-metadata": {"200": True}}, {}),
    not_judged="The quota is used up.",
    unconfirmed=(TWO,),
    accepted=(AcceptedFinding(THREE, entry(THREE)),),
)


@pytest.fixture
def reread(tmp_path: Path) -> Read:
    def reread(report: Report) -> Checked:
        path = tmp_path / "report.json"
        path.write_text(as_json(report), encoding="utf-8")
        return read(path)

    return reread


def test_a_report_is_read_for_what_counts_and_what_was_seen(reread: Read) -> None:
    found = reread(REPORT)
    assert (found.subject, found.not_judged, found.restored) == ("the sandbox", "The quota is used up.", None)
    assert (found.unconfirmed, found.accepted) == (frozenset([TWO.id]), frozenset([THREE.id]))
    (seen,) = found.findings.values()
    assert (seen.finding, seen.level, seen.reproduce) == (entry(ONE).finding, "breaking", CURL)


def test_what_did_not_come_was_not_looked_for(reread: Read) -> None:
    operation, header = (
        ONE.operation,
        Finding(
            "response-header-type-changed", ONE.operation, 200, None, "Retry-After, an integer", "Retry-After: x", "x"
        ),
    )
    for came in (True, False):
        coverage = Coverage(
            {operation: {"200": True}},
            {operation: {"200": {"/one": came, "/two": not came}}},
            headers={operation: {"200": {"Retry-After": came, "X-Other": not came}}},
        )
        run = reread(evolve(REPORT, findings=(), accepted=(), not_judged=None, coverage=coverage))
        looked = [run.looked_for(entry(found).finding) for found in (ONE, TWO, header)]
        assert looked == [came, not came, came]


def test_of_one_drift_at_several_places_the_worse_level_counts(reread: Read) -> None:
    first, second = (evolve(ONE, place=("pages", index), inferred=index == 0) for index in (0, 1))
    assert (first.id, first.level, second.level) == (second.id, "warning", "breaking")
    for findings in ((first, second), (second, first)):
        (seen,) = reread(evolve(REPORT, findings=findings)).findings.values()
        assert seen.level == "breaking"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (None, "there is no such report: the check did not get as far"),
        ("", "not valid JSON"),
        ("{}", "is no report that 'webflow-contract check --json' wrote: ''"),
        (json.dumps({**json.loads(as_json(REPORT)), "schema": 2}), "'/schema'"),
    ],
)
def test_what_is_no_report_is_refused(tmp_path: Path, text: str | None, problem: str) -> None:
    path = tmp_path / "report.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError) as refused:
        read(path)
    assert str(refused.value).startswith(f"{path}:")
    assert problem in str(refused.value)
