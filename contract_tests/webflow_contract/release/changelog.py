"""The changelog, as Keep a Changelog has it: what it says of a version, and what it should say of the contract."""

import json
import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from attrs import frozen

from webflow_contract.diff.change import Change
from webflow_contract.pointers import pointer
from webflow_contract.release.steps import step_of
from webflow_contract.reports.differences.wording import alike

_GROUPS: Final = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")
_HEADING: Final = re.compile(r"^## \[(?P<name>[^\]]+)\](?: - (?P<date>.*?))?\s*$", re.MULTILINE)
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_ENTRY: Final = re.compile(r"^- .*(?:\n(?:  |\t).*)*", re.MULTILINE)


@frozen
class Section:
    """What the changelog says of one version. ``date`` is what stands behind its name, None where nothing does."""

    name: str
    date: str | None
    text: str

    @property
    def has_day(self) -> bool:
        """Whether its date is a day, as YYYY-MM-DD, and nothing else."""
        try:
            return self.date is not None and date.fromisoformat(self.date).isoformat() == self.date
        except ValueError:
            return False

    @property
    def entries(self) -> list[str]:
        """Its entries, without comments."""
        return _ENTRY.findall(_COMMENT.sub("", self.text))

    def names(self, change: Change) -> bool:
        """Return whether an entry names what a change is about, as code."""
        word = re.compile(rf"(?<![\w-]){re.escape(subject(change))}(?![\w-])")
        return any(word.search(code) for entry in self.entries for code in re.findall("`([^`]+)`", entry))


def sections(text: str) -> list[Section]:
    """Return the sections of a changelog, the latest first."""
    found = list(_HEADING.finditer(text))
    ends = [*(one.start() for one in found[1:]), len(text)]
    return [Section(one["name"], one["date"], text[one.end() : end]) for one, end in zip(found, ends, strict=True)]


def subject(change: Change) -> str:
    """Return the word that an entry about a change has to have: a property, parameter, header, value or status."""
    if change.rule.endswith(("-enum-value-added", "-enum-value-removed")):
        return _word(change.after if change.after is not None else change.before)
    if change.rule.startswith("api-security-scope"):
        return _word(change.after or change.before)
    if change.place:
        named = [part for part in change.place if part != "*" and not part.isdecimal()]
        if named:
            return named[-1]
    if change.name:
        return change.name.rpartition(" ")[2]
    return change.status or change.operation


def _word(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def draft(changes: Sequence[Change], gone: Sequence[str] = ()) -> str:
    """Return the entries that tell of changes of the contract, to be put into better words.

    ``gone`` are the names that the generated client has no longer, or with another type.
    """
    entries: dict[str, list[str]] = {}
    if gone:
        entries["Removed"] = [f"**Breaking:** `{name}` of the generated client, or its type." for name in gone]
    for group in alike(changes):
        entries.setdefault(_group(group[0]), []).append(_entry(group))
    return "\n".join(
        f"### {name}\n\n" + "".join(f"- {entry}\n" for entry in entries[name]) for name in _GROUPS if name in entries
    )


def _group(change: Change) -> str:
    if change.rule.endswith("deprecated"):
        return "Deprecated"
    if "removed" in change.rule and step_of(change) == "breaking":
        return "Removed"
    return "Added" if step_of(change) == "addition" else "Changed"


def _entry(group: Sequence[Change]) -> str:
    one = group[0]
    names = ", ".join(dict.fromkeys(f"`{subject(change)}`" for change in group))
    places = ", ".join(dict.fromkeys(f"`{pointer(change.place)}`" for change in group if change.place))
    operations = ", ".join(dict.fromkeys(change.operation for change in group))
    where = f"{operations} ({places})" if places else operations
    mark = "**Breaking:** " if step_of(one) == "breaking" else ""
    return f"{mark}{names} in {where}: {one.rule}."
