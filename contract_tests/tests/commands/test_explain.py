"""``webflow-contract explain``: what a rule means, or all of them."""

import pytest

from webflow_contract.commands.app import run as run_here
from webflow_contract.following.loosening import LOOSENING
from webflow_contract.rules import LEVELS, RULES
from webflow_contract.rules.changes import CHANGES

from .conftest import Run

Printed = pytest.CaptureFixture[str]
PROPOSE = "webflow-contract propose ID --report FILE"


@pytest.mark.parametrize("name", RULES)
def test_a_rule_is_explained(capsys: Printed, name: str) -> None:
    rule = RULES[name]
    assert run_here(["explain", name]) == 0
    output = capsys.readouterr()
    lines = output.out.splitlines()
    assert (lines[0], output.err) == (name, "")
    assert f"  means       {rule.meaning}" in lines
    assert f"  level       {rule.level}" in lines
    assert f"  observed    {rule.observed}" in lines
    assert f"  advice      {rule.advice}" in lines
    assert ("oasdiff" in output.out) is rule.oasdiff
    assert (f"  propose     {PROPOSE}" in lines) is (name in LOOSENING)
    assert "webflow-contract baseline add ID" in output.out
    assert max(map(len, lines)) <= 125


def test_every_rule_has_an_example_and_an_advice() -> None:
    for rule in RULES.values():
        assert rule.documented != rule.observed
        assert rule.advice.endswith(".")
        assert ("propose it" in rule.advice.lower()) is (rule.id in LOOSENING)


def test_without_a_rule_all_are_listed_the_worst_first(capsys: Printed) -> None:
    assert run_here(["explain"]) == 0
    rows = [line.split(maxsplit=2) for line in capsys.readouterr().out.splitlines()]
    assert {name: level for level, name, _ in rows} == {name: rule.level for name, rule in RULES.items()}
    levels = [LEVELS.index(RULES[name].level) for _, name, _ in rows]
    assert levels == sorted(levels)


def test_an_unknown_rule_names_the_nearest(run: Run) -> None:
    done = run("explain", "response-property-type-change")
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean 'response-property-type-changed'?" in done.stderr


@pytest.mark.parametrize("name", ["", "xyz"])
def test_a_rule_like_no_other_lists_them_all(capsys: Printed, name: str) -> None:
    assert run_here(["explain", name]) == 2
    output = capsys.readouterr()
    assert (output.out, len(output.err.splitlines())) == ("", 1)
    assert all(rule in output.err for rule in RULES)


@pytest.mark.parametrize(
    ("name", "proposing"),
    [
        ("new-optional-request-parameter", PROPOSE),
        ("response-success-status-removed", f"no OpenAPI Overlay can say it; of a change of documents: {PROPOSE}"),
        ("api-operation-id-removed", "no patch can say it: edit spec/openapi.yaml by hand"),
        ("response-property-any-of-added", "no patch can say it: edit spec/openapi.yaml by hand"),
    ],
)
def test_a_rule_of_documents_says_whether_a_patch_can_say_it(capsys: Printed, name: str, proposing: str) -> None:
    assert name in CHANGES
    assert run_here(["explain", name]) == 0
    assert f"  propose     {proposing}" in capsys.readouterr().out.splitlines()
