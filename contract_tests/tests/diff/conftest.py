"""Documents to compare: the revisions of the vendor's operation, and one of everything for changes of one thing."""

import copy
import json
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema_rs

from webflow_contract.contract import effective
from webflow_contract.diff.change import Change, Difference
from webflow_contract.diff.compare import compare
from webflow_contract.diff.meaning.nodes import Source
from webflow_contract.documents import Document, parse_foreign

SCHEMA = json.loads(
    resources.files("webflow_contract.reports.differences").joinpath("difference.schema.json").read_text("utf-8")
)
VALIDATOR = jsonschema_rs.validator_for(SCHEMA)
HISTORY = Path(__file__).parent / "history"
CONTRACT = effective.load()


def between(old: Document, new: Document) -> Difference:
    """Compare two documents, called old and new."""
    return compare(Source(old, "old"), Source(new, "new"), CONTRACT)


def told(change: Change) -> tuple[str, str, str]:
    """Return the rule, the level, and what it is about: a status, a name, a pointer."""
    about = [change.status, change.name, change.pointer or None]
    return change.rule, change.level, " ".join(word for word in about if word)


def document(operation: Document, path: str = "/pages/{page_id}", method: str = "put", **more: Any) -> Document:
    """Return a document with one operation."""
    return {"openapi": "3.1.0", "paths": {path: {method: operation}}, **more}


def request(schema: Any, **more: Any) -> Document:
    """Return a document whose update takes a body."""
    return document({"requestBody": {"content": {"application/json": {"schema": schema}}}}, **more)


def answer(schema: Any, status: str = "200", **more: Any) -> Document:
    """Return a document whose update answers with a body."""
    content = {"application/json": {"schema": schema}}
    return document({"responses": {status: {"description": "words", "content": content}}}, **more)


def parameter(schema: Any, where: str = "query", **more: Any) -> Document:
    """Return a document whose update has a parameter."""
    return document({"parameters": [{"name": "localeId", "in": where, "schema": schema, **more}]})


def revisions() -> dict[str, Document]:
    """Return the known revisions of the vendor's operation, by their dates."""
    now = _plain("first.yaml")
    found = {"2024-03-14": now}
    for revision in _plain("revisions.yaml")["revisions"]:
        now = copy.deepcopy(now)
        for pointer, value in revision["set"].items():
            _set(now["paths"]["/pages/{page_id}"]["put"], pointer, value)
        found[revision["date"]] = now
    return found


def _plain(name: str) -> Any:
    """Read a file without what it shares by anchors."""
    return json.loads(json.dumps(parse_foreign((HISTORY / name).read_text(encoding="utf-8"), name)))


def _set(holder: Any, pointer: str, value: Any) -> None:
    *way, last = [part.replace("~1", "/") for part in pointer.split("/")[1:]]
    for part in way:
        holder = holder[int(part) if isinstance(holder, list) else part]
    holder[last] = copy.deepcopy(value)
