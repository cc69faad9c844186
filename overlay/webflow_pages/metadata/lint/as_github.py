"""Findings as commands of GitHub Actions, which shows them beside the lines of the files."""

from collections.abc import Iterable, Iterator
from typing import Final

from webflow_pages.metadata.finding import Finding, Level
from webflow_pages.metadata.lint.rules import RULES
from webflow_pages.printable import printable

_COMMANDS: Final[dict[Level, str]] = {"error": "error", "warning": "warning", "note": "notice"}


def as_github(findings: Iterable[Finding]) -> str:
    """Return a command for each finding that counts. GitHub shows ten of each level for a step (documented)."""
    return "".join(f"{command}\n" for command in _commands(findings))


def _commands(findings: Iterable[Finding]) -> Iterator[str]:
    for finding in findings:
        if finding.ignored is None:
            properties = ",".join(f"{name}={_property(value)}" for name, value in _properties(finding))
            yield f"::{_COMMANDS[finding.level]} {properties}::{_message(_text(finding))}"


def _properties(finding: Finding) -> Iterator[tuple[str, str]]:
    place = finding.place
    if place is not None:
        yield "file", place.file.replace("\\", "/")
        if place.line is not None:
            yield "line", str(place.line)
        if place.column is not None:
            yield "col", str(place.column)
    yield "title", f"{finding.code} {RULES[finding.code].name}"


def _text(finding: Finding) -> str:
    where = " ".join(part for part in (finding.page, finding.locale, finding.field) if part)
    return f"{where}: {finding.message}" if where else finding.message


def _message(text: str) -> str:
    return printable(text).replace("%", "%25")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
