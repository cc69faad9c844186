"""The check finds what it has to, and says why it does not find the rest."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from attrs import evolve

from webflow_contract.check.run import run
from webflow_contract.check.subject import Credentials, Subject
from webflow_contract.commands.app import run as command
from webflow_contract.contract import effective
from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.power import measure as measuring
from webflow_contract.power.catalogue import mutants
from webflow_contract.power.measure import Outcome, Power, measure
from webflow_contract.power.mutants import Mutant, Recording, parents, record, walk
from webflow_contract.power.operators import behaviour
from webflow_contract.power.survivors import REASONS, UNEXPLAINED
from webflow_contract.sandbox import Clock, Sandbox

UNASKED = {
    "update not applied: /slug",
    "update refused: /slug",
    "update not applied: /openGraph/titleCopied",
    "update not applied: /openGraph/descriptionCopied",
    "no token needed: list-pages",
    "no token needed: get-site",
    "no token needed: list-sites",
}
"""Mutants that the check asks nothing of, so that nothing comes otherwise. A check that asked more would need fewer."""

EVERY = 11
"""The suite tries one mutant of so many: 'webflow-contract power' tries them all."""


def checked(handler: Handler, sandbox: Sandbox) -> list[tuple[Request, Response]]:
    log: list[tuple[Request, Response]] = []
    subject = Subject("http://127.0.0.1/v2", sandbox.site_id, sandbox.page_id, "fr-FR")
    credentials = Credentials(sandbox.token, sandbox.tokens["without-pages-write"])
    run(
        record(handler, log), subject, credentials, effective.load(), label="a test", journal=None, sleep=lambda _: None
    )
    return log


def sandbox() -> Sandbox:
    return Sandbox(rate_limit="off", clock=Clock(datetime(2026, 1, 1, tzinfo=UTC), running=False))


@pytest.fixture(scope="module")
def recording() -> Recording:
    fresh = sandbox()
    return Recording(checked(fresh, fresh))


@pytest.fixture(scope="module")
def every(recording: Recording) -> list[Mutant]:
    return list(mutants(recording))


@pytest.fixture(scope="module")
def power() -> Power:
    return measure(effective.load(), every=EVERY)


def test_there_are_many_mutants_and_each_has_a_name_of_its_own(every: list[Mutant]) -> None:
    assert len(every) > 2500
    assert [name for name, count in Counter(mutant.name for mutant in every).items() if count > 1] == []


def test_every_drift_is_found_and_nothing_else_where_there_is_none(power: Power) -> None:
    assert all(power.drifts.values())
    assert not power.false_alarm


def test_the_sample_keeps_near_the_floor(power: Power) -> None:
    # Of a sample, not of all: 'webflow-contract power' holds the floor itself.
    assert power.share(breaks=True) >= measuring.FLOOR_BREAKING - 0.03
    assert power.share(breaks=False) >= measuring.FLOOR_CONFORMING - 0.03


def test_every_survivor_has_a_reason(power: Power) -> None:
    assert [outcome.mutant.name for outcome in power.survivors if outcome.why == UNEXPLAINED] == []
    assert all(outcome.why for outcome in power.survivors)


def test_every_mutant_of_behaviour_is_found_or_explained(recording: Recording, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "mutants", behaviour.mutants)
    found = measure(effective.load())
    assert len(found.outcomes) > 80
    assert [outcome.mutant.name for outcome in found.survivors if outcome.why == UNEXPLAINED] == []
    assert len(found.survivors) <= 11


def test_every_reason_is_needed(every: list[Mutant]) -> None:
    assert [reason.pattern for reason in REASONS if not any(map(reason.matches, every))] == []


@pytest.mark.parametrize("offset", range(5))
def test_a_mutant_changes_something(every: list[Mutant], offset: int) -> None:
    unchanged: list[str] = []
    for mutant in every[offset * 37 :: 185]:
        fresh, other = sandbox(), sandbox()
        if mutant.name not in UNASKED and checked(mutant.wrap(fresh), fresh) == checked(other, other):
            unchanged.append(mutant.name)
    assert unchanged == []


def test_every_mutant_of_behaviour_changes_something(recording: Recording) -> None:
    unchanged: set[str] = set()
    for mutant in behaviour.mutants(recording):
        fresh, other = sandbox(), sandbox()
        if checked(mutant.wrap(fresh), fresh) == checked(other, other):
            unchanged.add(mutant.name)
    assert unchanged == UNASKED


def test_places_are_walked_and_found_again() -> None:
    body = {"a": [{"b": 1}, {"b": 2}], "c": None}
    assert dict(walk(body, ())) == {
        (): body,
        ("a",): body["a"],
        ("a", "*"): {"b": 2},
        ("a", "*", "b"): 2,
        ("c",): None,
    }
    assert [holder[key] for holder, key in parents(body, ("a", "*", "b"))] == [1, 2]
    assert list(parents(body, ("c", "d"))) == []


def outcome(operator: str, *, breaks: bool, findings: int) -> Outcome:
    mutant = Mutant(operator, "x", lambda handler: handler)
    return Outcome(mutant, breaks, "drift" if findings else "clean", findings)


def test_below_the_floor_is_told() -> None:
    good = Power(False, {"d": True}, (outcome("a", breaks=True, findings=1), outcome("a", breaks=False, findings=2)))
    assert not good.is_below_floor
    assert evolve(good, false_alarm=True).is_below_floor
    assert evolve(good, drifts={"d": False}).is_below_floor
    assert evolve(good, outcomes=(outcome("a", breaks=True, findings=0),)).is_below_floor
    assert evolve(good, outcomes=(outcome("a", breaks=False, findings=0),)).is_below_floor
    assert good.by_operator() == {"a": (2, 2)}


def test_the_command_shows_and_writes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = command(["power", "--every", "150", "--json", str(tmp_path / "power.json")])
    shown = capsys.readouterr().out
    written = json.loads((tmp_path / "power.json").read_text(encoding="utf-8"))

    assert code in (0, 1)
    assert (code == 1) == (written["breaking"] < 0.99 or written["conforming"] < 0.95)
    assert "18 of 18 drifts" in shown
    assert f"{written['caught']} of {written['mutants']} mutants" in shown
    assert len(written["survivors"]) == written["mutants"] - written["caught"]
    assert all(survivor["why"] for survivor in written["survivors"])


def test_a_file_that_cannot_be_written_is_told_before_anything_is_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measuring, "measure", lambda *_, **__: pytest.fail("it was measured"))
    assert command(["power", "--json", str(tmp_path / "no/power.json")]) == 2
    assert "cannot be written" in capsys.readouterr().err
