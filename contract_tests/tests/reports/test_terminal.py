"""The terminal: findings at a glance, one line each, and the details below."""

import io

from attrs import evolve
from hypothesis import given
from rich.console import Console

from webflow_contract.check.report import Report
from webflow_contract.reports.terminal import show

from .conftest import ACCEPTED, CLEAN, CURL, DRIFT, KINDS, TRUSTED, finding, reports, shows


def shown(report: Report) -> str:
    output = io.StringIO()
    show(report, Console(file=output, width=80, highlight=False))
    return output.getvalue()


def test_findings_are_listed_by_level_and_operation_before_they_are_told() -> None:
    first, added, media, body, second = (one.id for one in DRIFT.findings)
    assert [line.rstrip() for line in shown(DRIFT).splitlines()[4:21]] == [
        "",
        "breaking",
        "  get-page-metadata",
        f"    {first}  response-property-type-changed  200 /slug",
        "  list-pages",
        f"    {second}  response-property-type-changed  200 /pages/0/slug",
        "",
        "warning",
        "  get-page-metadata",
        f"    {media}  response-media-type-removed  200",
        f"    {body}  response-body-type-changed  404 (the whole body)",
        "",
        "information",
        "  list-pages",
        f"    {added}  response-optional-property-added  200 /pages/0/new",
        "",
        "breaking  response-property-type-changed  get-page-metadata 200 /slug",
    ]


def test_details_come_in_the_order_of_the_list() -> None:
    lines = shown(DRIFT).splitlines()
    listed = [line.split()[0] for line in lines if line.startswith("    ")]
    told = [line.split()[1] for line in lines if line.startswith("  id ")]
    assert listed == told
    assert lines.count(f"  reproduce   {CURL}") == len(DRIFT.findings)


def test_one_finding_is_not_listed_and_then_told() -> None:
    one = finding()
    assert shown(evolve(CLEAN, findings=(one,))).count(one.id) == 1


def test_a_clean_run_has_no_list() -> None:
    assert shown(CLEAN).splitlines() == [
        "Contract 1.0.0 against the sandbox",
        "  3 requests, 1 of them writes; the page is as it was",
        "  get-page-metadata  200 4XX 500?  3/3 properties  1/2 headers  - request    0/1 behaviour",
        "  list-pages         200 404       1/2 properties  - headers    1/2 request  - behaviour",
        "",
        "assumptions of the sandbox: 1 confirmed, 0 refuted, 1 unknown",
        "",
        "clean: nothing seen differs from the contract (no finding, 4 unproven)",
    ]


def test_what_comes_now_and_then_and_what_does_not_hold_is_told() -> None:
    lines = shown(KINDS["now and then"]).splitlines()
    assert [line for line in lines if "intermittent" in line and line.startswith("  comes")] == [
        "  comes       intermittent"
    ]
    assert len([line for line in lines if line.startswith("    ") and line.endswith("/slug  intermittent")]) == 1
    assert any(line.startswith("  unknown_page: the sandbox not_found, the service: ") for line in lines)
    assert any(line.startswith("seen once, not counted: get-page-metadata 503") for line in lines)


def test_what_is_only_inferred_says_so_and_breaks_nobody() -> None:
    one = evolve(finding("response-list-disagrees", "list-pages"), inferred=True)
    lines = shown(evolve(CLEAN, findings=(one,))).splitlines()
    assert "  documented  string (inferred)" in lines
    assert any(line.startswith("warning  response-list-disagrees") for line in lines)


def test_the_baseline_is_told() -> None:
    text = shown(ACCEPTED)
    for state in ("accepted  ", "expired: it counts again  ", "gone: delete it from the baseline  "):
        assert state in text


def test_how_much_of_the_contract_is_on_trust_is_one_line() -> None:
    line = "deviations of the contract: 1 only inferred, 2 only reported ('webflow-contract unproven' lists them)"
    assert [one for one in shown(TRUSTED).splitlines() if one not in shown(CLEAN).splitlines()] == [line]
    assert "deviations" not in shown(evolve(TRUSTED, requests=0))


@given(reports())
def test_whatever_the_texts_are_every_line_is_one_line(report: Report) -> None:
    text = shown(report)
    assert all(line.isprintable() for line in text.split("\n"))
    for one in report.findings:
        for part in (one.documented, one.observed, one.reproduce):
            assert any(shows(line, part) for line in text.split("\n"))
