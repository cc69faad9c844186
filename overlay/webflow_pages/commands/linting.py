"""``lint``: what is the matter with the texts in files."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from webflow_pages.commands.outcomes import FAILED
from webflow_pages.commands.styling import styled
from webflow_pages.commands.writing import say, tell, tell_json, visible
from webflow_pages.metadata.lint.as_text import lines, summary
from webflow_pages.metadata.lint.counts import counts_of

if TYPE_CHECKING:
    from webflow_pages.metadata.entries import Entry
    from webflow_pages.metadata.finding import Finding
    from webflow_pages.metadata.settings import Settings

Form = Literal["text", "json", "sarif", "github"]


def lint(source: Path, settings: "Settings", form: Form = "text") -> int:
    """Tell the findings of files and return the exit code: 1 if one that counts is an error or a warning.

    Raises:
        FileError: The files cannot be read.
    """
    from webflow_pages.metadata.files.reading import read_wanted
    from webflow_pages.metadata.lint import lint as lint_entries
    from webflow_pages.metadata.lint import useless_ignores
    from webflow_pages.metadata.lint.primary import unknown_primary

    entries = read_wanted(source).entries
    primary = settings.lint.primary or likely_primary(entries)
    findings = lint_entries(entries, settings.lint, primary=primary, complete=False)
    findings += useless_ignores(findings, settings.lint)
    findings += unknown_primary(entries, settings.lint)
    _tell(_from_repository(findings) if form in {"sarif", "github"} else findings, form)
    say(f"{summary(findings)} in {_texts(entries)}")
    return FAILED if counts_of(findings).failing else 0


def likely_primary(entries: "Sequence[Entry]") -> str:
    """Return the locale that files most likely have as the primary one: the first of the first page with several.

    Files that were pulled have the primary locale first.
    """
    first: dict[str, str] = {}
    for entry in entries:
        if first.setdefault(entry.name, entry.locale) != entry.locale:
            return first[entry.name]
    return entries[0].locale if entries else ""


def _from_repository(findings: "Sequence[Finding]") -> "Sequence[Finding]":
    """Return findings with their files as GitHub calls them: in a job, from the root of the repository."""
    workspace = os.environ.get("GITHUB_WORKSPACE")
    if not workspace:
        return findings
    from webflow_pages.metadata.lint.repository import from_root, root_of

    folder = Path.cwd()
    return list(from_root(findings, root_of(Path(workspace), folder), folder))


def _tell(findings: "Sequence[Finding]", form: Form) -> None:
    if form == "json":
        from webflow_pages.metadata.lint.as_json import as_json

        tell_json(as_json(findings))
    elif form == "sarif":
        from webflow_pages.metadata.lint.as_sarif import as_sarif

        tell_json(as_sarif(findings))
    elif form == "github":
        from webflow_pages.metadata.lint.as_github import as_github

        tell("".join(f"{visible(line)}\n" for line in as_github(findings).split("\n") if line))
    else:
        tell(styled(lines(findings), sys.stdout))


def _texts(entries: "Sequence[Entry]") -> str:
    from webflow_pages.metadata.wording import counted

    pages = counted(len({entry.name for entry in entries}), "page")
    return f"{pages}, {counted(len({entry.locale for entry in entries}), 'locale')}"
