"""The changelog: read as Keep a Changelog has it, and a draft of what it should say."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from webflow_contract.contract import effective
from webflow_contract.diff.change import Change
from webflow_contract.diff.compare import compare
from webflow_contract.diff.meaning.nodes import Source
from webflow_contract.release.changelog import Section, draft, sections, subject

from .conftest import Edit

CONTRACT = effective.load()
ROOT = Path(__file__).parents[3]


def changes(edit: Edit) -> list[Change]:
    after: dict[str, Any] = deepcopy(CONTRACT)
    edit(after)
    return list(compare(Source(CONTRACT, "1"), Source(after, "2"), CONTRACT).changes)


def test_sections_have_name_date_and_entries() -> None:
    unreleased = "# Changelog\n\nWords.\n\n## [Unreleased]\n\n"
    text = f"{unreleased}## [1.1.0] - 2026-12-01\n\n### Added\n\n- One.\n\n## [1.0.0] - 2026-11-01\n- Two.\n"
    found = sections(text)
    assert [(one.name, one.date, bool(one.entries)) for one in found] == [
        ("Unreleased", None, False),
        ("1.1.0", "2026-12-01", True),
        ("1.0.0", "2026-11-01", True),
    ]
    assert "One." in found[1].text
    assert "Two." not in found[1].text


def test_our_own_has_sections() -> None:
    found = sections((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert found[0].name == "Unreleased"
    assert all(one.has_day for one in found[1:])


def test_a_word_is_named_only_as_a_whole() -> None:
    (change, *_) = changes(lambda d: d["components"]["schemas"]["Page"]["properties"].update(index={"type": "string"}))
    assert subject(change) == "index"
    assert not Section("1", None, "- `noindex` is new.\n").names(change)
    assert not Section("1", None, "- `no-index` is new.\n").names(change)
    assert Section("1", None, "- Pages have `index`.\n").names(change)
    assert Section("1", None, "- Pages have\n  `Page.index`.\n").names(change)


@pytest.mark.parametrize(
    "text",
    [
        "- An index of the README; `pages` have more.\n",  # prose
        "- `pages` index `sites`.\n",  # between two of them
        "- A fix.\n<!-- `index` -->\n",
        "`index` is new.\n\n- A fix.\n",  # no entry
    ],
)
def test_prose_does_not_name_it(text: str) -> None:
    (change, *_) = changes(lambda d: d["components"]["schemas"]["Page"]["properties"].update(index={"type": "string"}))
    assert not Section("1", None, text).names(change)


@pytest.mark.parametrize("date", ["2026-13-45", "2026-11-27 yanked", "tomorrow", "20261127", ""])
def test_a_day_is_a_day(date: str) -> None:
    (section,) = sections(f"## [1.0.0] - {date}\n\n- A fix.\n")
    assert not section.has_day


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda d: d["components"]["schemas"]["Page"]["properties"].pop("canBranch"), "canBranch"),
        (lambda d: d["components"]["schemas"]["ErrorCode"]["x-extensible-enum"].append("page_locked"), "page_locked"),
        (lambda d: d["paths"]["/pages/{page_id}"]["put"]["parameters"].pop(), "localeId"),
        (lambda d: d["paths"]["/pages/{page_id}"]["put"]["responses"].pop("404"), "404"),
        (lambda d: d["paths"]["/pages/{page_id}"]["put"]["security"][0]["bearer"].append("sites:read"), "sites:read"),
        (lambda d: d["paths"]["/sites"]["get"].update(deprecated=True), "list-sites"),
        (
            lambda d: d["components"]["responses"]["Page"]["headers"].pop("Retry-After"),
            "Retry-After",
        ),
    ],
)
def test_each_change_has_a_word_that_an_entry_names(edit: Edit, expected: str) -> None:
    assert {subject(change) for change in changes(edit)} == {expected}


def test_a_draft_groups_what_is_alike_and_marks_what_breaks() -> None:
    def edit(document: dict[str, Any]) -> None:
        document["components"]["schemas"]["Page"]["properties"].pop("canBranch")
        document["components"]["schemas"]["Page"]["properties"].update(noindex={"type": "boolean"})
        document["paths"]["/sites"]["get"]["deprecated"] = True

    lines = draft(changes(edit)).splitlines()
    assert [line for line in lines if line.startswith("###")] == ["### Added", "### Deprecated", "### Removed"]
    (added,) = [line for line in lines if "noindex" in line]
    assert added.startswith("- `noindex` in ")
    assert "get-page-metadata, update-page-metadata, list-pages" in added
    assert any(line.startswith("- **Breaking:** `canBranch`") for line in lines)
    assert Section("1", None, "\n".join(lines)).entries


def test_a_draft_is_an_entry_that_is_not_silent() -> None:
    def edit(document: dict[str, Any]) -> None:
        document["components"]["schemas"]["Page"]["properties"].pop("canBranch")
        document["paths"]["/pages/{page_id}"]["put"]["responses"].pop("404")

    found = changes(edit)
    assert all(Section("1", None, draft(found)).names(change) for change in found)
