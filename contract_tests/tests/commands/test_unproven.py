"""``webflow-contract unproven``: what the contract says on report or by inference alone."""

import json

import pytest

from webflow_contract.contract import effective
from webflow_contract.contract.register import Claim, unproven

from .conftest import Run

CLAIMS = unproven(effective.load())


def test_each_is_a_row_with_what_is_claimed_and_who_says_so_the_worst_known_first(here: Run) -> None:
    done = here("unproven")
    assert (done.returncode, done.stderr) == (0, "")
    head, *lines = done.stdout.splitlines()
    assert head.split() == ["confidence", "name", "date"]
    assert [line.split() for line in lines[::3]] == [[one.confidence, one.name, one.date] for one in CLAIMS]
    assert lines[1::3] == [f"  what    {one.what}" for one in CLAIMS]
    assert lines[2::3] == [f"  source  {one.source}" for one in CLAIMS]


def test_its_columns_stand_below_each_other(here: Run) -> None:
    head, *lines = here("unproven").stdout.splitlines()
    for line, claim in zip(lines[::3], CLAIMS, strict=True):
        assert line.index(claim.name) == head.index("name")
        assert line.rindex(claim.date) == head.index("date")


def test_json_is_data_with_the_places(here: Run) -> None:
    done = here("unproven", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)["unproven"]
    assert [Claim(**{**one, "places": tuple(one["places"])}) for one in told] == CLAIMS


def test_no_checkout_is_needed(run: Run) -> None:
    assert run("unproven").stdout.count("\n") == 1 + 3 * len(CLAIMS)


def test_a_broken_register_is_one_line(here: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effective, "load", lambda: {"x-deviations": "none"})
    done = here("unproven")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert "'/x-deviations' has to be a list" in done.stderr
