"""Bindings: malformed ones, templates without one, and pages that are no templates with one."""

import json
import re
from collections.abc import Iterator
from typing import Final

from webflow_pages.metadata.entries import Entry
from webflow_pages.metadata.fields import BINDING, FIELDS, Field
from webflow_pages.metadata.lint.context import Context, Found, quoted
from webflow_pages.metadata.lint.missing import is_blank

_BOUND: Final[tuple[Field, ...]] = tuple(field for field in FIELDS if "." in field)
"""The texts that templates bind. A template's own title is a name for those who build the site."""

_LONGEST: Final = 10_000
"""Characters of a binding beyond which it is not looked at: they are about 50 long (reported)."""

_START: Final = re.compile(r"\{\{wf\s*")
_END: Final = re.compile(r"\s*\}\}")


def bindings(entry: Entry, context: Context) -> Iterator[Found]:
    """Yield the fields whose binding is malformed, missing or without use."""
    for field, text in entry.values.items():
        if not isinstance(text, str):
            continue
        if BINDING in text:
            wrong = _wrong(text)
            if wrong is not None:
                yield Found("PM602", field, wrong)
            if entry.kind != "template" and (context.complete or entry.page_id is not None):
                yield Found("PM603", field, "a binding on a page that is no template: nothing fills it in")
        elif entry.kind == "template" and field in _BOUND and not is_blank(text):
            yield Found("PM601", field, f"{quoted(text)} stands on every page of this template: bind it to a field")


def _wrong(text: str) -> str | None:
    """Return what is wrong with the bindings in a text; None if they are well-formed."""
    place = 0
    while (found := _START.search(text, place)) is not None:
        try:
            value, place = json.JSONDecoder().raw_decode(text[: found.end() + _LONGEST], found.end())
        except (ValueError, RecursionError):
            return f"the binding that begins with {quoted(text[found.start() :])} has no JSON in it"
        end = _END.match(text, place)
        if end is None:
            return f"the binding that begins with {quoted(text[found.start() :])} has no end: }}}} is missing"
        if not isinstance(value, dict):
            return f"the binding that begins with {quoted(text[found.start() :])} has no JSON object in it"
        place = end.end()
    return None
