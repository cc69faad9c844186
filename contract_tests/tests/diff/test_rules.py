"""The rules about what documents say otherwise: their ids are oasdiff's wherever it has one."""

from importlib import resources

import pytest

from webflow_contract.rules import LEVELS, RULES
from webflow_contract.rules.changes import CHANGES

IDS = resources.files("webflow_contract.rules").joinpath("oasdiff-ids.txt").read_text(encoding="utf-8").splitlines()


def test_oasdiff_ids_are_listed_once_and_in_order() -> None:
    assert sorted(set(IDS)) == IDS
    assert len(IDS) > 500


@pytest.mark.parametrize("rules", [CHANGES, RULES], ids=["changes", "answers"])
def test_a_rule_is_marked_as_oasdiffs_exactly_if_oasdiff_has_it(rules: dict[str, object]) -> None:
    assert {id_ for id_, rule in rules.items() if getattr(rule, "oasdiff")} == set(IDS) & set(rules)  # noqa: B009


@pytest.mark.parametrize(
    "id_",
    [
        "request-parameter-removed",
        "request-property-became-required-with-default",
        "request-read-only-property-max-length-decreased",
        "response-header-became-optional",
        "response-mediatype-enum-value-removed",
        "response-property-list-of-types-widened",
        "response-required-write-only-property-removed",
        "api-security-scope-added",
    ],
)
def test_what_oasdiff_has(id_: str) -> None:
    assert CHANGES[id_].oasdiff


@pytest.mark.parametrize(
    "id_",
    [
        "api-server-changed",
        "request-parameter-serialization-changed",
        "response-body-enum-value-removed",
        "response-property-max-length-set",
        "response-header-pattern-changed",
    ],
)
def test_what_is_ours(id_: str) -> None:
    assert not CHANGES[id_].oasdiff


def test_every_rule_says_what_it_means() -> None:
    for id_, rule in CHANGES.items():
        assert rule.id == id_
        assert rule.level in LEVELS
        assert rule.meaning.endswith("."), id_
        assert rule.advice


def test_what_is_both_an_answer_and_a_document_has_one_meaning_of_breaking() -> None:
    shared = CHANGES.keys() & RULES.keys()
    assert len(shared) > 10
    assert {id_ for id_ in shared if RULES[id_].level == "breaking" and CHANGES[id_].level == "information"} == set()
