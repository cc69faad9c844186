"""What a baseline does to a report: it sets findings apart, for a while, and hides nothing."""

import io
import json
from datetime import date, timedelta
from importlib import resources
from typing import Any

import jsonschema_rs
import pytest
from attrs import evolve
from rich.console import Console

from webflow_contract.check.baseline import Baseline, Entry
from webflow_contract.check.coverage import Coverage
from webflow_contract.check.findings import Finding
from webflow_contract.check.report import Report
from webflow_contract.check.reported import Reported
from webflow_contract.reports.as_json import as_json
from webflow_contract.reports.terminal import show

TODAY = date(2026, 11, 25)
YESTERDAY, TOMORROW = TODAY - timedelta(1), TODAY + timedelta(1)


def finding(name: str) -> Finding:
    return Finding(
        "response-property-type-changed", "get-page-metadata", 200, (name,), "string", "number 1", "number", "curl"
    )


def entry(found: Finding, expires: date = TOMORROW) -> Entry:
    told = Reported(
        found.id, found.rule, found.operation, found.status, found.pointer, found.documented, found.observed
    )
    return Entry(told, "The shop reads none.", "web team", YESTERDAY, expires)


def baseline(*entries: Entry) -> Baseline:
    return Baseline({one.id: one for one in entries})


ONE, TWO, THREE = finding("one"), finding("two"), finding("three")
REPORT = Report(
    subject="the sandbox",
    contract="1.0.0",
    requests=3,
    writes=0,
    restored=None,
    findings=(ONE, TWO),
    unproven=(),
    coverage=Coverage({"get-page-metadata": {"200": True}}, {"get-page-metadata": {"200": {"/id": True}}}),
    not_judged=None,
)


def test_only_what_is_not_accepted_counts() -> None:
    left = REPORT.beyond(baseline(entry(ONE)), TODAY)
    assert (left.findings, [one.finding for one in left.accepted]) == ((TWO,), [ONE])
    assert (left.verdict, left.exit_code) == ("drift", 1)

    nothing = REPORT.beyond(baseline(entry(ONE), entry(TWO)), TODAY)
    assert (nothing.findings, nothing.verdict, nothing.exit_code) == ((), "clean", 0)


def test_an_empty_baseline_changes_nothing() -> None:
    assert REPORT.beyond(Baseline(), TODAY) == REPORT


@pytest.mark.parametrize(("expires", "counts"), [(YESTERDAY, True), (TODAY, False), (TOMORROW, False)])
def test_an_entry_holds_up_to_and_including_its_last_day(expires: date, counts: bool) -> None:
    left = REPORT.beyond(baseline(entry(ONE, expires)), TODAY)
    assert (ONE in left.findings) is counts
    assert [one.id for one in left.expired] == [ONE.id] * counts
    assert left.gone == ()


def test_what_no_longer_occurs_is_gone_and_does_not_count() -> None:
    for expires in (TOMORROW, YESTERDAY):
        left = REPORT.beyond(baseline(entry(ONE), entry(TWO), entry(THREE, expires)), TODAY)
        assert [one.id for one in left.gone] == [THREE.id]
        assert (left.expired, left.verdict, left.exit_code) == ((), "clean", 0)


def test_of_a_run_that_was_not_judged_nothing_is_gone() -> None:
    left = evolve(REPORT, findings=(ONE,), not_judged="The page is gone.").beyond(
        baseline(entry(ONE), entry(THREE)), TODAY
    )
    assert (left.gone, left.verdict, left.exit_code) == ((), "inconclusive", 3)


AUTHORIZATION = Finding(
    "authorization-ignored", "update-page-metadata", 200, None, "403: pages:write is asked for", "200", "200 to update"
)
REFUSAL = Finding(
    "response-non-success-status-removed", "get-site", 403, None, "404: an unknown site is not found", "403", "403"
)
ADDED = Finding("response-success-status-added", "update-page-metadata", 201, None, "200, 400", "201", "201")


@pytest.mark.parametrize(
    ("found", "statuses", "gone"),
    [
        (ONE, {"get-page-metadata": {"200": True}}, True),
        (ONE, {"get-page-metadata": {"200": False, "404": True}}, False),
        (ONE, {"get-site": {"200": True}}, False),
        (ONE, {"get-page-metadata": {"2XX": True}}, True),
        (ONE, {"get-page-metadata": {"4XX": True, "default": False}}, False),
        (AUTHORIZATION, {"update-page-metadata": {"200": True, "403": True}}, True),
        (AUTHORIZATION, {"update-page-metadata": {"200": True, "403": False}}, False),
        (REFUSAL, {"get-site": {"403": False, "404": True}}, True),
        (REFUSAL, {"get-site": {"403": True, "404": False}}, False),
        (ADDED, {"update-page-metadata": {"200": True, "400": False}}, True),
        (ADDED, {"update-page-metadata": {"200": False, "400": False}}, False),
    ],
)
def test_only_what_was_looked_for_is_gone(found: Finding, statuses: dict[str, dict[str, bool]], gone: bool) -> None:
    run = evolve(REPORT, findings=(), coverage=Coverage(statuses))
    assert [one.id for one in run.beyond(baseline(entry(found)), TODAY).gone] == [found.id] * gone


@pytest.mark.parametrize("came", [True, False])
def test_what_is_about_a_property_is_gone_only_where_that_came(came: bool) -> None:
    coverage = Coverage({ONE.operation: {"200": True}}, {ONE.operation: {"200": {"/id": True, "/one": came}}})
    run = evolve(REPORT, findings=(), coverage=coverage)
    assert [one.id for one in run.beyond(baseline(entry(ONE)), TODAY).gone] == [ONE.id] * came


@pytest.mark.parametrize("looked", [True, False])
def test_behaviour_is_gone_only_where_answers_were_held_to_it(looked: bool) -> None:
    rule, operation = "update-crosses-locales", "get-page-metadata"
    found = Finding(rule, operation, 200, ("title",), "a", "b", "altered")
    coverage = Coverage({operation: {"200": True}}, behaviour={operation: {rule: looked}})
    run = evolve(REPORT, findings=(), coverage=coverage)
    assert [one.id for one in run.beyond(baseline(entry(found)), TODAY).gone] == [found.id] * looked


def test_what_was_seen_once_and_does_not_count_is_not_gone() -> None:
    run = evolve(REPORT, findings=(), unconfirmed=(ONE,))
    assert run.beyond(baseline(entry(ONE)), TODAY).gone == ()


def test_a_page_that_is_not_put_back_is_not_accepted() -> None:
    left = evolve(REPORT, restored=False).beyond(baseline(entry(ONE), entry(TWO)), TODAY)
    assert (left.verdict, left.exit_code) == ("not-restored", 4)


# Reports

LEFT = REPORT.beyond(baseline(entry(ONE), entry(TWO, YESTERDAY), entry(THREE)), TODAY)


def content(report: Report) -> dict[str, Any]:
    written: dict[str, Any] = json.loads(as_json(report))
    return written


def test_json_tells_what_is_accepted_what_has_expired_and_what_is_gone() -> None:
    schema = (resources.files("webflow_contract.reports") / "report.schema.json").read_text(encoding="utf-8")
    written, validator = content(LEFT), jsonschema_rs.validator_for(json.loads(schema))
    validator.validate(written)
    (accepted,), (expired,), (gone,) = written["accepted"], written["expired"], written["gone"]
    assert (expired["id"], expired["expires"]) == (TWO.id, "2026-11-24")
    plain = content(REPORT)["findings"][0]
    acceptance = {
        "reason": "The shop reads none.",
        "owner": "web team",
        "accepted": "2026-11-24",
        "expires": "2026-11-26",
    }
    assert accepted == plain | acceptance
    assert gone == {
        name: value
        for name, value in plain.items()
        if name not in ("level", "reproduce", "intermittent", "inferred", "callers")
    } | acceptance | {
        "id": THREE.id,
        "pointer": "/three",
    }
    for broken in ({**accepted, "more": 1}, {**accepted, "level": "bad"}, {**accepted, "owner": 1}, gone):
        assert not validator.is_valid({**written, "accepted": [broken]})
    for name in ("expired", "gone"):
        assert not validator.is_valid({**written, name: [accepted]})
        assert not validator.is_valid({key: value for key, value in written.items() if key != name})


def shown(report: Report) -> str:
    output = io.StringIO()
    show(report, Console(file=output, width=80, highlight=False))
    return output.getvalue()


def test_people_see_what_is_accepted_expired_and_gone() -> None:
    lines = shown(LEFT).splitlines()
    about = "response-property-type-changed get-page-metadata 200"
    assert f"accepted  {ONE.id}  {about} /one  until 2026-11-26, web team: The shop reads none." in lines
    assert (
        f"expired: it counts again  {TWO.id}  {about} /two  until 2026-11-24, web team: The shop reads none." in lines
    )
    assert any(line.startswith(f"gone: delete it from the baseline  {THREE.id}  {about} /three") for line in lines)
    assert lines[-1].startswith("drift: ")
    assert "1 breaking, 1 accepted, 0 unproven" in lines[-1]


def test_clean_beyond_a_baseline_is_not_called_plainly_clean() -> None:
    clean = REPORT.beyond(baseline(entry(ONE), entry(TWO)), TODAY)
    assert "differs from the contract beyond the baseline (no finding, 2 accepted, " in shown(clean).splitlines()[-1]
    assert "baseline" not in shown(evolve(REPORT, findings=()))


def test_a_run_without_any_coverage_can_be_shown() -> None:
    assert shown(evolve(REPORT, coverage=Coverage({}))).startswith("Contract 1.0.0 against the sandbox")


def test_what_a_baseline_says_cannot_move_the_terminal() -> None:
    sly = evolve(entry(ONE), reason="\x1b[2J\n[red]", owner="\u202e")
    assert "\\u202e: \\u001b[2J\\u000a[red]" in shown(REPORT.beyond(baseline(sly), TODAY))
