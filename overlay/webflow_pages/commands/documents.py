"""The JSON documents that ``--json`` prints. ``output.schema.json`` beside this file is their JSON Schema."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from webflow_pages.commands.changes import Change

if TYPE_CHECKING:
    from webflow_pages import Locale, Page
    from webflow_pages.commands.doctor import Check

Document = dict[str, Any]

SCHEMA: Final = 1
"""The version of all documents. A new key does not change it."""


def page_document(page: "Page") -> Document:
    """Return what ``get`` prints: the page as the API has it."""
    return {"schema": SCHEMA, "page": page.to_dict()}


def pages_document(pages: "Iterable[Page]") -> Document:
    """Return what ``list`` prints."""
    return {"schema": SCHEMA, "pages": [page.to_dict() for page in pages]}


def update_document(page: "Page") -> Document:
    """Return what ``update`` prints: the page after it, and the fields that are not as they were sent."""
    return {"schema": SCHEMA, "page": page.to_dict(), "not_applied": list(page.not_applied), "dry_run": False}


def changes_document(changes: Iterable[Change]) -> Document:
    """Return what ``update --dry-run`` prints."""
    listed = [{"field": change.field, "before": _value(change.before), "after": change.after} for change in changes]
    return {"schema": SCHEMA, "dry_run": True, "changes": listed}


def locales_document(locales: "Iterable[tuple[Locale, bool]]") -> Document:
    """Return what ``locales`` prints. What the API leaves out is null."""
    return {"schema": SCHEMA, "locales": [_locale(locale, primary) for locale, primary in locales]}


def checks_document(checks: "Sequence[Check]") -> Document:
    """Return what ``doctor`` prints."""
    listed = [
        {"name": check.name, "state": check.state, "says": check.says, "advice": check.advice} for check in checks
    ]
    return {"schema": SCHEMA, "ok": all(check.state != "problem" for check in checks), "checks": listed}


def _locale(locale: "Locale", primary: bool) -> Document:
    return {
        "id": _value(locale.id),
        "tag": _value(locale.tag),
        "displayName": _value(locale.display_name),
        "subdirectory": _value(locale.subdirectory),
        "enabled": _value(locale.enabled),
        "primary": primary,
    }


def _value(value: object) -> object:
    from webflow_pages import UNSET

    return None if value is UNSET else value
