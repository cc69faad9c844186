"""Findings for code scanning: SARIF 2.1.0."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, Final
from urllib.parse import quote

from webflow_pages._version import __version__
from webflow_pages.metadata.errors import Place
from webflow_pages.metadata.finding import Finding
from webflow_pages.metadata.lint.rule import Rule
from webflow_pages.metadata.lint.rules import RULES
from webflow_pages.printable import printable

_INDEXES: Final = {code: index for index, code in enumerate(RULES)}

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_sarif(findings: Iterable[Finding]) -> dict[str, Any]:
    """Return findings as a SARIF document, those that are ignored as suppressed. The same findings give the same."""
    driver = {"name": "webflow-pages lint", "version": __version__, "rules": [_rule(rule) for rule in RULES.values()]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding) for finding in findings],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": _message(rule.summary)},
        "fullDescription": {"text": _message(rule.meaning)},
        "help": {"text": _message(rule.advice)},
        "defaultConfiguration": {"level": rule.level},
    }


def _result(finding: Finding) -> dict[str, Any]:
    where = " ".join(part for part in (finding.page, finding.locale, finding.field) if part)
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": _INDEXES[finding.code],
        "level": finding.level,
        "message": {"text": _message(f"{where}: {finding.message}" if where else finding.message)},
        "locations": [_location(finding, where)],
        "partialFingerprints": {"webflowPages/v1": _fingerprint(finding)},
    }
    if finding.ignored is not None:
        justification = printable(finding.ignored)
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": justification}]
    return result


def _location(finding: Finding, where: str) -> dict[str, Any]:
    logical = [{"fullyQualifiedName": printable(where), "kind": "member"}] if where else []
    location: dict[str, Any] = {"logicalLocations": logical} if logical else {}
    if finding.place is not None:
        location["physicalLocation"] = _physical(finding.place)
    return location


def _physical(place: Place) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _artifact(place.file)}
    if place.line is not None:
        region = {"startLine": place.line}
        physical["region"] = region if place.column is None else {**region, "startColumn": place.column}
    return physical


def _artifact(file: str) -> dict[str, str]:
    """Return a file as a URI: one within the project by its path from there."""
    if re.match(r"[A-Za-z]:[\\/]", file):
        return {"uri": "file:///" + _uri(PureWindowsPath(file).as_posix(), "/:")}
    if PurePosixPath(file).is_absolute():
        return {"uri": "file:///" + _uri(file.lstrip("/"))}
    return {"uri": _uri(file.replace("\\", "/")), "uriBaseId": "SRCROOT"}


def _uri(path: str, safe: str = "/") -> str:
    return quote(path, safe, errors="replace")


def _fingerprint(finding: Finding) -> str:
    """Return what stays the same while lines move, texts are rewritten and, where its id is known, a page moves."""
    parts = (finding.code, finding.page_id or finding.page, finding.locale, finding.field or "")
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _message(text: str) -> str:
    """Write a message so that nothing in it is a placeholder or a link (3.11.5 and 3.11.6 of SARIF)."""
    return printable(text).replace("{", "{{").replace("}", "}}").replace("](", "] (")
