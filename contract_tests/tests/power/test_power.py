"""The check finds what it has to, and says why it does not find the rest."""

import json
from pathlib import Path

import pytest
from attrs import evolve

from webflow_contract.check.report import Report
from webflow_contract.commands.app import run as command
from webflow_contract.contract import effective
from webflow_contract.power import aiming, trials
from webflow_contract.power import measure as measuring
from webflow_contract.power.measure import Outcome, Power, measure
from webflow_contract.power.mutants import Mutant
from webflow_contract.power.survivors import REASONS, UNEXPLAINED, reason
from webflow_contract.power.trials import Bench, Trial


def outcome(*, breaks: bool, findings: int) -> Outcome:
    trial = Trial(breaks, True, "drift" if findings else "clean", findings, 0)
    return Outcome(Mutant("a", "x", lambda handler: handler), trial)


def test_every_drift_is_found_and_nothing_else_where_there_is_none(power: Power) -> None:
    assert all(power.drifts.values())
    assert not power.false_alarm


def test_the_sample_keeps_near_the_floor(power: Power) -> None:
    # Of a sample, not of all: 'webflow-contract power' holds the floor itself.
    assert power.share(breaks=True) >= measuring.FLOOR_BREAKING - 0.03
    assert power.share(breaks=False) >= measuring.FLOOR_CONFORMING - 0.03


def test_every_survivor_has_a_reason(power: Power) -> None:
    assert [outcome.mutant.name for outcome in power.survivors if outcome.why == UNEXPLAINED] == []


def test_the_check_bears_every_answer(power: Power) -> None:
    assert [outcome.mutant.name for outcome in power.outcomes if outcome.trial.verdict == "failed"] == []


def test_what_is_wrong_of_an_answer_shows_wherever_the_check_asks_for_one(power: Power) -> None:
    looks = [one for one in power.outcomes if _is_of_an_answer(one.mutant)]
    assert len(looks) > 100
    assert [one.mutant.name for one in looks if not one.trial.shown] == []


def _is_of_an_answer(mutant: Mutant) -> bool:
    operation, _, rest = mutant.target.partition(" ")
    return operation in (aiming.GET, aiming.UPDATE, aiming.LIST, aiming.SITE, aiming.SITES) and rest[:3].isdecimal()


def test_every_reason_is_needed(every: list[Mutant]) -> None:
    assert [reason.pattern for reason in REASONS if not any(map(reason.matches, every))] == []


def test_nothing_is_said_of_a_mutant_that_nobody_knows() -> None:
    mutant = Mutant("unheard of", "x", lambda handler: handler)
    green = outcome(breaks=False, findings=0).trial
    assert reason(mutant, green) == UNEXPLAINED
    assert "inconclusive" in reason(mutant, evolve(green, verdict="inconclusive"))
    assert "come again" in reason(mutant, evolve(green, unconfirmed=1))


def test_below_the_floor_is_told() -> None:
    good = Power(False, {"d": True}, (outcome(breaks=True, findings=1), outcome(breaks=False, findings=2)))
    assert not good.is_below_floor
    assert evolve(good, false_alarm=True).is_below_floor
    assert evolve(good, drifts={"d": False}).is_below_floor
    assert evolve(good, outcomes=(outcome(breaks=True, findings=0),)).is_below_floor
    assert evolve(good, outcomes=(outcome(breaks=False, findings=0),)).is_below_floor
    assert good.by_operator() == {"a": (2, 2)}


def test_what_is_green_though_it_breaks_the_contract_is_below_the_floor_by_itself() -> None:
    found = tuple(outcome(breaks=True, findings=1) for _ in range(150))
    missed = outcome(breaks=True, findings=0)
    not_judged = evolve(missed, trial=evolve(missed.trial, verdict="inconclusive"))
    assert not Power(False, {}, (*found, not_judged)).is_below_floor
    assert Power(False, {}, (*found, missed)).is_below_floor
    assert Power(False, {}, (*found, missed)).green(breaks=True) == 1


def test_several_processes_come_to_the_same(every: list[Mutant]) -> None:
    contract, apart = effective.load(), len(every) // 7
    one, several = measure(contract, every=apart), measure(contract, every=apart, jobs=2)
    assert [outcome.mutant.name for outcome in several.outcomes] == [outcome.mutant.name for outcome in one.outcomes]
    assert [outcome.trial for outcome in several.outcomes] == [outcome.trial for outcome in one.outcomes]


def test_a_check_that_fails_has_found_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(effective.load())

    def fail(*_: object, **__: object) -> Report:
        raise TypeError("unhashable")

    monkeypatch.setattr(trials, "run", fail)
    failed = Outcome(Mutant("a", "x", lambda handler: handler), bench.try_out(lambda handler: handler))
    assert failed.trial.verdict == "failed"
    assert not failed.caught
    assert failed.why == UNEXPLAINED


def test_the_command_shows_and_writes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = command(["power", "--every", "700", "--jobs", "1", "--json", str(tmp_path / "power.json")])
    shown = capsys.readouterr().out
    written = json.loads((tmp_path / "power.json").read_text(encoding="utf-8"))

    assert code in (0, 1)
    if written["breaking"] < measuring.FLOOR_BREAKING or written["conforming"] < measuring.FLOOR_CONFORMING:
        assert code == 1
    assert "18 of 18 drifts" in shown
    assert f"{written['caught']} of {written['mutants']} mutants" in shown
    assert len(written["survivors"]) == written["mutants"] - written["caught"]
    assert all(survivor["why"] for survivor in written["survivors"])
    assert written["beside_schemathesis"] == {}


def test_a_file_that_cannot_be_written_is_told_before_anything_is_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measuring, "measure", lambda *_, **__: pytest.fail("it was measured"))
    assert command(["power", "--json", str(tmp_path / "no/power.json")]) == 2
    assert "cannot be written" in capsys.readouterr().err
