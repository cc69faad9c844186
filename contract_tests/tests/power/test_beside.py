"""schemathesis stands beside the check, on the same services, and needs to be there only if it is asked for."""

import importlib.util
import json
import subprocess
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest

from webflow_contract.commands.app import run as command
from webflow_contract.contract import effective
from webflow_contract.contract.closed import close
from webflow_contract.documents import Document
from webflow_contract.drifts import DRIFTS
from webflow_contract.errors import ContractToolError
from webflow_contract.power import beside as besides
from webflow_contract.power import measure as measuring
from webflow_contract.power import peer
from webflow_contract.power.beside import Run, Side, beside, spread
from webflow_contract.power.measure import Power
from webflow_contract.power.mutants import Mutant

IDS = {"pages": ["5eed0000000000000000d003"], "sites": ["5eed0000000000000000a001"], "locales": ["b002", "b003"]}


def mutant(operator: str, target: str) -> Mutant:
    return Mutant(operator, target, lambda handler: handler)


def names(mutants: Sequence[Mutant]) -> list[str]:
    return [one.name for one in mutants]


def test_a_sample_is_spread_over_the_operators_and_their_targets() -> None:
    every = [mutant(operator, target) for operator in "abcd" for target in "xyz"]
    assert names(spread(every, 4)) == ["a: x", "b: y", "c: z", "d: x"]
    assert names(spread(every, 2)) == ["a: x", "c: z"]
    assert len(set(names(spread(every, 9)))) == 9
    assert names(spread(every, 100)) == names(spread(every, 12))
    assert spread([], 3) == []


def test_without_it_one_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(measuring, "measure", lambda *_, **__: pytest.fail("it was measured"))
    assert command(["power", "--beside-schemathesis", "1"]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "pip install 'schemathesis" in told


def test_what_it_is_given_is_well_formed() -> None:
    configuration = tomllib.loads(peer._configuration(IDS))
    assert configuration["dictionaries"]["locales"] == {"values": ["b002", "b003"]}
    assert configuration["parameters"]["path.page_id"]["dictionary"] == "pages"


def test_closed_to_answers_leaves_requests_open() -> None:
    contract = effective.load()
    closed = peer.closed_to_answers(contract)
    schemas, open_ones, twins = (one["components"]["schemas"] for one in (closed, contract, close(contract)))
    for name in ("PageUpdate", "Seo", "OpenGraph"):
        assert schemas[name] == open_ones[name] != twins[name]
    assert schemas["Page"] == twins["Page"] != open_ones["Page"]


class Fake:
    """Stands in for schemathesis: writes one page, and fails where the page is not called Pricing."""

    def __init__(self) -> None:
        self.runs = 0

    def __call__(self, contract: Document, base_url: str, token: str, ids: Mapping[str, Sequence[str]]) -> peer.Ran:
        self.runs += 1
        url, headers = f"{base_url}/pages/{ids['pages'][0]}", {"Authorization": f"Bearer {token}"}
        page = httpx.get(url, headers=headers).json()
        httpx.put(url, headers=headers, json={"title": "Left behind"})
        failures = {("Usual", "GET /sites")} | ({("Missing", "GET /pages")} if "title" not in page else set())
        return peer.Ran(frozenset(failures), 3.0)


def test_both_run_against_the_same_and_only_what_is_new_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    fake, drifts = Fake(), {name: DRIFTS[name] for name in ("title-removed", "update-ignored")}
    monkeypatch.setattr(peer, "run", fake)
    monkeypatch.setattr(besides, "DRIFTS", drifts)
    check, open_one, closed = beside(effective.load(), 1)

    assert fake.runs == 2 * (1 + 1 + 2)
    assert check.name == "the check"
    assert [run.found for run in check.drifts] == [True, True]
    assert all(run.left_as_it_was for run in check.runs)
    for side in (open_one, closed):
        assert side.name.startswith("schemathesis 4.")
        assert [run.found for run in side.drifts] == [True, False]
        assert [run.left_as_it_was for run in side.drifts] == [False, True]
        assert {(run.requests, run.writes, run.seconds) for run in side.runs} == {(2, 1, 3.0)}


@pytest.mark.parametrize("report", ["", "no JSON"])
def test_a_run_without_a_report_is_told(report: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, cwd: Path, **__: object) -> subprocess.CompletedProcess[str]:
        if report:
            (cwd / "report.json").write_text(report, encoding="utf-8")
        return subprocess.CompletedProcess([], 2, "", "Error\nNo such option")

    monkeypatch.setattr(subprocess, "run", fail)
    with pytest.raises(ContractToolError, match="No such option"):
        peer.run(effective.load(), "http://127.0.0.1:9/v2", "token", IDS)


def test_a_run_without_an_end_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(*_: object, **__: object) -> subprocess.CompletedProcess[str]:
        raise subprocess.TimeoutExpired("schemathesis", 1)

    monkeypatch.setattr(subprocess, "run", hang)
    with pytest.raises(ContractToolError, match="not come to an end"):
        peer.run(effective.load(), "http://127.0.0.1:9/v2", "token", IDS)


def test_it_is_really_run(monkeypatch: pytest.MonkeyPatch) -> None:
    # Little of it: what is proved is that its command, its configuration and its report are as they are taken to be.
    fast = peer._CONFIGURATION.replace("[generation]", "[generation]\nmax-examples = 1") + "[phases]\nenabled = false\n"
    monkeypatch.setattr(peer, "_CONFIGURATION", fast.replace("enabled = false", "fuzzing.enabled = false"))
    with besides._Served(besides.service(), DRIFTS["not-found-becomes-html"].wrap) as served:
        ran = peer.run(effective.load(), served.base_url, served.sandbox.token, IDS)
        assert served.run(found=True, seconds=ran.seconds).requests > 10
    assert any("MimeType" in kind or "ContentType" in kind for kind, _ in ran.failures)
    assert ran.seconds > 0


def test_the_command_shows_and_writes_both(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def sides(*_: Any, **__: Any) -> Sequence[Side]:
        run, other = Run(True, 40, 15, 0.05, True), Run(False, 1400, 241, 14.0, False)
        return [Side("the check", [run, run], [run]), Side("schemathesis 4", [run, other], [other])]

    monkeypatch.setattr(measuring, "measure", lambda *_, **__: Power(False, {}, ()))
    monkeypatch.setattr(besides, "beside", sides)
    assert command(["power", "--beside-schemathesis", "2", "--json", str(tmp_path / "power.json")]) == 0

    shown = capsys.readouterr().out
    assert "2 of 2" in shown
    assert "1 of 3 runs" in shown
    written = json.loads((tmp_path / "power.json").read_text(encoding="utf-8"))["beside_schemathesis"]
    assert written["schemathesis 4"] == {
        "mutants_caught": 1,
        "mutants": 2,
        "drifts_caught": 0,
        "drifts": 1,
        "requests": 1400,
        "writes": 241,
        "seconds": 14.0,
        "left_as_it_was": 1,
    }
