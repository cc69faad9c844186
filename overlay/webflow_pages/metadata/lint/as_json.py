"""Findings as a JSON document. ``output.schema.json`` of the commands has its schema."""

from collections.abc import Iterable
from typing import Any, Final

from webflow_pages.metadata.errors import Place
from webflow_pages.metadata.finding import Finding
from webflow_pages.metadata.lint.counts import counts_of
from webflow_pages.metadata.lint.rules import RULES

SCHEMA: Final = 1
"""The version of the document. A new key does not change it."""


def as_json(findings: Iterable[Finding]) -> dict[str, Any]:
    """Return findings as a document, those that are ignored with the reason."""
    every = list(findings)
    counts = counts_of(every)
    return {
        "schema": SCHEMA,
        "findings": [_finding(finding) for finding in every],
        "counts": {
            "error": counts.error,
            "warning": counts.warning,
            "note": counts.note,
            "ignored": counts.ignored,
        },
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": RULES[finding.code].name,
        "level": finding.level,
        "message": finding.message,
        "page": finding.page or None,
        "pageId": finding.page_id,
        "locale": finding.locale or None,
        "field": finding.field,
        "place": _place(finding.place),
        "ignored": finding.ignored,
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    return None if place is None else {"file": place.file, "line": place.line, "column": place.column}
