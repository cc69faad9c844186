"""The register of assumptions and the rules hold each other to their word."""

import ast
import re
from pathlib import Path

import pytest

import webflow_contract.sandbox
from webflow_contract.sandbox import register

FOLDER = Path(webflow_contract.sandbox.__file__).parent
NAMES = {assumption.name for assumption in register()}
OWN = {"flipped"}


def sources() -> list[Path]:
    return [path for path in sorted(FOLDER.rglob("*.py")) if path.name != "assumptions.py"]


def attributes() -> set[str]:
    """Return every name that any module reads from something called assumptions."""
    return {
        node.attr
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and _is_assumptions(node.value)
    }


def _is_assumptions(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return name.strip("_") == "assumptions"


def test_the_rules_read_every_assumption_and_nothing_else() -> None:
    assert attributes() - OWN == NAMES


def compared() -> dict[str, set[str]]:
    """Return the values that the rules compare each assumption with."""
    found: dict[str, set[str]] = {}
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare) and isinstance(node.left, ast.Attribute):
                values = {one.value for one in node.comparators if isinstance(one, ast.Constant)}
                if _is_assumptions(node.left.value):
                    found.setdefault(node.left.attr, set()).update(map(str, values))
    return found


def test_the_rules_ask_for_no_answer_that_is_not_in_the_register() -> None:
    alternatives = {assumption.name: set(assumption.alternatives) for assumption in register()}
    assert len(compared()) > 20
    for name, values in compared().items():
        assert values <= alternatives[name], name


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(FOLDER)))
def test_no_rule_guesses_on_its_own(path: Path) -> None:
    """What is only inferred or unknown stands in the register, and nowhere else."""
    assert re.findall(r"\b(?:inferred|unknown|assumed|guess\w*)\)", path.read_text(encoding="utf-8")) == []


def test_the_questions_of_the_facts_are_in_the_register() -> None:
    """Each of them was looked for and not found: what a real site does is to be measured."""
    questions = {
        "a PUT with the primary's id, an unknown, a cmsLocaleId, an empty one": {
            "put_with_primary_locale_id",
            "put_with_unknown_locale_id",
            "put_with_cms_locale_id",
            "empty_locale_id",
        },
        "an empty text and an empty body": {"empty_body", "empty_string_clears", "empty_title"},
        "a text and its flag": {"text_without_copied_flag", "text_with_copied_flag", "unmirrored_without_text"},
        "a duplicate or malformed slug": {"duplicate_slug", "malformed_slug", "unseen_messages"},
        "a secondary locale without an override": {"read_without_override", "first_override"},
        "an unknown page, and one of another site": {"unknown_page", "page_of_another_site"},
        "headers of a 429": {"headers_on_429"},
    }
    for question, names in questions.items():
        assert names <= NAMES, question
