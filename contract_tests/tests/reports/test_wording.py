"""What every report has in common: the words, the order, and that the same content gives the same bytes."""

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from webflow_contract.check.findings import Finding
from webflow_contract.check.report import Report
from webflow_contract.reports.forms import FORMS
from webflow_contract.reports.wording import counts, grouped, visible, where
from webflow_contract.rules import LEVELS

from .conftest import CLEAN, DRIFT, KINDS, finding, texts

_WRITTEN: dict[tuple[str, int], str] = {}


def written(form: str, report: Report) -> str:
    """Write one of the reports, which stay until the end, once."""
    key = form, id(report)
    if key not in _WRITTEN:
        _WRITTEN[key] = FORMS[form](report)
    return _WRITTEN[key]


@pytest.mark.parametrize("form", FORMS)
def test_the_same_report_gives_the_same_bytes(form: str, report: Report) -> None:
    # Made anew, so that nothing of the first writing is kept in it.
    again = evolve(report, findings=tuple(evolve(one) for one in report.findings))
    assert written(form, report) == FORMS[form](again)


@pytest.mark.parametrize("form", FORMS)
def test_another_report_gives_other_bytes(form: str) -> None:
    kinds = {kind: report for kind, report in KINDS.items() if kind != "many"}
    assert len({FORMS[form](report) for report in kinds.values()}) == len(kinds)


@pytest.mark.parametrize("form", FORMS)
def test_a_report_is_utf_8_and_ends_with_a_line_feed(form: str, report: Report) -> None:
    text = written(form, report)
    assert text.encode().decode() == text
    assert text.endswith("\n")
    assert "\r" not in text


def test_findings_are_grouped_by_level_then_operation() -> None:
    groups = grouped(DRIFT.findings)
    assert [(group.level, group.operation, len(group.findings)) for group in groups] == [
        ("breaking", "get-page-metadata", 1),
        ("breaking", "list-pages", 1),
        ("warning", "get-page-metadata", 2),
        ("information", "list-pages", 1),
    ]
    assert groups[2].findings == (DRIFT.findings[2], DRIFT.findings[3])


@given(st.permutations(DRIFT.findings))
def test_grouping_loses_nothing_and_keeps_levels_in_order(findings: list[Finding]) -> None:
    groups = grouped(findings)
    assert sorted(one.id for group in groups for one in group.findings) == sorted(one.id for one in findings)
    order = [LEVELS.index(group.level) for group in groups]
    assert order == sorted(order)


def test_findings_are_counted_by_level() -> None:
    assert counts(DRIFT) == "2 breaking, 2 warning, 1 information"
    assert counts(CLEAN) == "no finding"


def test_a_finding_says_where_it_is() -> None:
    assert where(finding()) == "200 /slug"
    assert where(finding(place=())) == "200 (the whole body)"
    assert where(finding(place=None)) == "200"
    assert where(finding(status=None, place=None)) == "(any answer)"


@given(texts())
def test_what_is_visible_is_printable_and_what_was_printable_stays(text: str) -> None:
    assert visible(text).isprintable()
    assert visible(visible(text)) == visible(text)
    plain = "".join(character for character in text if character.isprintable())
    assert visible(plain) == plain
