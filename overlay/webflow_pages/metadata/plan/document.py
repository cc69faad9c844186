"""A plan as a JSON document and back. ``plan.schema.json`` beside this file is its JSON Schema.

The document carries its own id, a hash of all the rest: a plan that was changed after it was made is refused, so that
what was approved is what is applied. That holds for mistakes, and not for somebody who makes the hash anew.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, cast

from webflow_pages.metadata.errors import FileError, Place
from webflow_pages.metadata.fields import MIRROR, Field, Value, Values
from webflow_pages.metadata.finding import Finding
from webflow_pages.metadata.plan.cost import cost_of
from webflow_pages.metadata.plan.model import Change, Loss, Plan, Quota, Refusal, Update
from webflow_pages.metadata.storing import read_text, write_whole

Document = dict[str, Any]

SCHEMA: Final = 1
"""The version of the document. A new key does not change it."""

_NOT_HASHED: Final = ("schema", "id", "requests")

_MIRROR: Final = {"mirror": True}


def to_document(plan: Plan) -> Document:
    """Return a plan as a JSON document: texts are texts, what is absent is null, and a mirrored text is an object."""
    document, cost = _without_id(plan), cost_of(plan)
    requests = {"reads": cost.reads, "writes": cost.writes, "seconds": cost.seconds}
    return {"schema": SCHEMA, "id": _id(document), "requests": requests, **document}


def plan_id(plan: Plan) -> str:
    """Return a plan's id: 64 hexadecimal digits, the same for the same plan."""
    return _id(_without_id(plan))


def from_document(document: object) -> Plan:
    """Return the plan of a JSON document.

    Raises:
        FileError: It is none, it is of another version, or it was changed after it was made.
    """
    if not isinstance(document, dict) or "updates" not in document:
        raise FileError("this is no plan: make one with 'webflow-pages plan -o plan.json'")
    if document.get("schema") != SCHEMA:
        raise FileError(
            f"this plan is of version {document.get('schema')!r}, and this program knows {SCHEMA}: make it anew"
        )
    try:
        if document.get("id") == _id({key: value for key, value in document.items() if key not in _NOT_HASHED}):
            return _plan(document)
    except (KeyError, TypeError, ValueError, AttributeError):
        pass
    raise FileError("this plan was changed after it was made: make it anew, so that it can be looked at")


def write_plan(plan: Plan, path: Path) -> None:
    """Write a plan to a file, whole or not at all.

    Raises:
        FileError: It cannot be written.
    """
    document = to_document(plan)
    text = json.dumps(document, ensure_ascii=False, indent=2)
    if not _is_unicode(text):  # a text of the site has half a character, which JSON can write as an escape
        text = json.dumps(document, indent=2)
    write_whole(path, f"{text}\n")


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def read_plan(path: Path) -> Plan:
    """Read a plan from a file.

    Raises:
        FileError: It cannot be read, it is no plan, or it was changed after it was made.
    """
    try:
        document = json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise FileError(f"this is no JSON: {error.msg}", Place(str(path), error.lineno, error.colno)) from error
    except (RecursionError, ValueError) as error:  # a number with more digits than Python reads
        raise FileError(
            "this is no plan: it is nested too deeply, or has an endless number", Place(str(path))
        ) from error
    try:
        return from_document(document)
    except FileError as error:
        raise FileError(str(error), Place(str(path))) from None


def value_to_json(value: Value | None) -> object:
    """Return what a field holds as JSON."""
    return dict(_MIRROR) if value is MIRROR else value


def value_from_json(value: object) -> Value | None:
    """Return what a field holds, from JSON.

    Raises:
        ValueError: It is nothing that a field can hold.
    """
    if value is None or isinstance(value, str):
        return value
    if value == _MIRROR:
        return MIRROR
    raise ValueError(value)


def values_to_json(values: Values) -> dict[str, object]:
    """Return what fields hold as JSON."""
    return {field: value_to_json(value) for field, value in values.items()}


def values_from_json(values: Mapping[str, object]) -> dict[Field, Value]:
    """Return what fields hold, from JSON. One that is null is absent.

    Raises:
        ValueError: One is nothing that a field can hold.
    """
    found = {field: value_from_json(value) for field, value in values.items()}
    return {cast("Field", field): value for field, value in found.items() if value is not None}


def _id(document: Document) -> str:
    text = json.dumps(document, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _without_id(plan: Plan) -> Document:
    return {
        "site": plan.site_id,
        "primary": plan.primary,
        "made": plan.made,
        "origin": plan.origin,
        "pageLocales": plan.page_locales,
        "guard": plan.guard,
        "allowed": list(plan.allowed),
        "quota": {
            "limit": plan.quota.limit,
            "remaining": plan.quota.remaining,
            "resetsIn": plan.quota.resets_in,
        },
        "updates": [_update_to_json(update) for update in plan.updates],
        "refusals": [_refusal_to_json(refusal) for refusal in plan.refusals],
        "losses": [_loss_to_json(loss) for loss in plan.losses],
        "findings": [_finding_to_json(finding) for finding in plan.findings],
    }


def _plan(document: Document) -> Plan:
    quota = document["quota"]
    return Plan(
        site_id=document["site"],
        primary=document["primary"],
        made=document["made"],
        origin=document["origin"],
        page_locales=document["pageLocales"],
        guard=document["guard"],
        allowed=tuple(document["allowed"]),
        updates=tuple(map(_update, document["updates"])),
        refusals=tuple(map(_refusal, document["refusals"])),
        losses=tuple(map(_loss, document["losses"])),
        findings=tuple(map(_finding, document["findings"])),
        quota=Quota(quota["limit"], quota["remaining"], quota["resetsIn"]),
    )


def _update_to_json(update: Update) -> Document:
    return {
        "page": update.page_id,
        "path": update.path,
        "locale": update.locale,
        "localeId": update.locale_id,
        "kind": update.kind,
        "position": update.position,
        "changes": [_change_to_json(change) for change in update.changes],
        "before": values_to_json(update.before),
    }


def _update(given: Document) -> Update:
    return Update(
        given["page"],
        given["path"],
        given["locale"],
        given["localeId"],
        given["kind"],
        given["position"],
        tuple(map(_change, given["changes"])),
        values_from_json(given["before"]),
    )


def _change_to_json(change: Change) -> Document:
    return {
        "field": change.field,
        "before": value_to_json(change.before),
        "after": value_to_json(change.after),
        "showsIn": list(change.shows_in),
    }


def _change(given: Document) -> Change:
    after = value_from_json(given["after"])
    if after is None:
        raise ValueError(given)
    return Change(given["field"], value_from_json(given["before"]), after, tuple(given["showsIn"]))


def _refusal_to_json(refusal: Refusal) -> Document:
    return {
        "page": refusal.page_id,
        "path": refusal.path,
        "locale": refusal.locale,
        "change": _change_to_json(refusal.change),
        "reason": refusal.reason,
        "advice": refusal.advice,
        "place": _place_to_json(refusal.place),
    }


def _refusal(given: Document) -> Refusal:
    return Refusal(
        given["page"],
        given["path"],
        given["locale"],
        _change(given["change"]),
        given["reason"],
        given["advice"],
        _place(given["place"]),
    )


def _loss_to_json(loss: Loss) -> Document:
    return {"page": loss.page_id, "path": loss.path, "locale": loss.locale, "field": loss.field, "why": loss.why}


def _loss(given: Document) -> Loss:
    return Loss(given["page"], given["path"], given["locale"], given["field"], given["why"])


def _finding_to_json(finding: Finding) -> Document:
    return {
        "code": finding.code,
        "level": finding.level,
        "message": finding.message,
        "page": finding.page,
        "pageId": finding.page_id,
        "locale": finding.locale,
        "field": finding.field,
        "place": _place_to_json(finding.place),
        "ignored": finding.ignored,
    }


def _finding(given: Document) -> Finding:
    return Finding(
        given["code"],
        given["level"],
        given["message"],
        given["page"],
        given["locale"],
        given["field"],
        _place(given["place"]),
        given["ignored"],
        page_id=given["pageId"],
    )


def _place_to_json(place: Place | None) -> Document | None:
    return None if place is None else {"file": place.file, "line": place.line, "column": place.column}


def _place(given: Document | None) -> Place | None:
    return None if given is None else Place(given["file"], given["line"], given["column"])
