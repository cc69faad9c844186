"""The README tells what is not proven, and nothing else, as the register has it."""

import re
from pathlib import Path

from webflow_contract.contract import effective
from webflow_contract.contract.register import unproven

README = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
HEADING = "### What is not proven"


def section() -> str:
    found = re.search(rf"^{re.escape(HEADING)}\n(.*?)(?=^#|\Z)", README, re.MULTILINE | re.DOTALL)
    assert found is not None, f"README.md has no heading '{HEADING}'"
    return found.group(1)


def rows() -> list[list[str]]:
    """Return the cells of the table, without its head."""
    lines = [line for line in section().splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def test_the_table_is_what_the_register_has_the_worst_known_first() -> None:
    told = [(confidence, name.strip("`"), date) for confidence, name, _, date in rows()]
    assert told == [(claim.confidence, claim.name, claim.date) for claim in unproven(effective.load())]


def test_each_says_in_a_few_words_what_is_claimed() -> None:
    for _, name, what, _ in rows():
        assert 2 <= len(what.split()) <= 15, name


def test_the_command_that_lists_them_is_named() -> None:
    assert "`webflow-contract unproven`" in section()
