"""Metadata as code: the pages and locales of a site as files, linted, planned, applied, undone and audited.

>>> state = read_state(webflow, site_id)
>>> plan = make_plan(state, resolve(read_wanted(Path("pages")), state))
>>> print(as_text(plan))

Importing this package loads next to nothing; each name loads what it needs when it is first used. Nothing is written
but by ``write_files`` (files) and ``apply`` (the site).
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from webflow_pages.metadata.applying.applied import Applied
    from webflow_pages.metadata.applying.applying import apply
    from webflow_pages.metadata.applying.run import Run, begin, read_run
    from webflow_pages.metadata.audit.matrix import Matrix, matrix_of
    from webflow_pages.metadata.entries import Entry, Wanted
    from webflow_pages.metadata.errors import (
        FileError,
        GuardError,
        MetadataError,
        Place,
        StaleError,
        UnknownPageError,
        WriteError,
    )
    from webflow_pages.metadata.fields import CLEARED, FIELDS, MIRROR, Field, Value, Values
    from webflow_pages.metadata.files.reading import read_wanted
    from webflow_pages.metadata.files.writing import write_files
    from webflow_pages.metadata.finding import Finding
    from webflow_pages.metadata.lint.rules import RULES
    from webflow_pages.metadata.lint.settings import LintSettings
    from webflow_pages.metadata.plan.as_html import as_html
    from webflow_pages.metadata.plan.as_markdown import as_markdown
    from webflow_pages.metadata.plan.as_text import as_text
    from webflow_pages.metadata.plan.document import read_plan, write_plan
    from webflow_pages.metadata.plan.guard import check_guard
    from webflow_pages.metadata.plan.making import make_plan
    from webflow_pages.metadata.plan.model import Change, Loss, Permission, Plan, Refusal, Update
    from webflow_pages.metadata.resolving import resolve
    from webflow_pages.metadata.settings import Settings, read_settings
    from webflow_pages.metadata.state import SiteState, read_state
    from webflow_pages.metadata.undoing import rollback_plan

_HOMES = {
    "applying.applied": ("Applied",),
    "applying.applying": ("apply",),
    "applying.run": ("Run", "begin", "read_run"),
    "audit.matrix": ("Matrix", "matrix_of"),
    "entries": ("Entry", "Wanted"),
    "errors": ("FileError", "GuardError", "MetadataError", "Place", "StaleError", "UnknownPageError", "WriteError"),
    "fields": ("CLEARED", "FIELDS", "MIRROR", "Field", "Value", "Values"),
    "files.reading": ("read_wanted",),
    "files.writing": ("write_files",),
    "finding": ("Finding",),
    "lint.rules": ("RULES",),
    "lint.settings": ("LintSettings",),
    "plan.as_html": ("as_html",),
    "plan.as_markdown": ("as_markdown",),
    "plan.as_text": ("as_text",),
    "plan.document": ("read_plan", "write_plan"),
    "plan.guard": ("check_guard",),
    "plan.making": ("make_plan",),
    "plan.model": ("Change", "Loss", "Permission", "Plan", "Refusal", "Update"),
    "resolving": ("resolve",),
    "settings": ("Settings", "read_settings"),
    "state": ("SiteState", "read_state"),
    "undoing": ("rollback_plan",),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "CLEARED",
    "FIELDS",
    "MIRROR",
    "RULES",
    "Applied",
    "Change",
    "Entry",
    "Field",
    "FileError",
    "Finding",
    "GuardError",
    "LintSettings",
    "Loss",
    "Matrix",
    "MetadataError",
    "Permission",
    "Place",
    "Plan",
    "Refusal",
    "Run",
    "Settings",
    "SiteState",
    "StaleError",
    "UnknownPageError",
    "Update",
    "Value",
    "Values",
    "Wanted",
    "WriteError",
    "apply",
    "as_html",
    "as_markdown",
    "as_text",
    "begin",
    "check_guard",
    "make_plan",
    "matrix_of",
    "read_plan",
    "read_run",
    "read_settings",
    "read_state",
    "read_wanted",
    "resolve",
    "rollback_plan",
    "write_files",
    "write_plan",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"webflow_pages.metadata.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
