"""Titles, descriptions and Open Graph texts that are absent, cleared or blank."""

from collections.abc import Iterator, Mapping
from typing import Final
from unicodedata import category

from webflow_pages.metadata.entries import Entry
from webflow_pages.metadata.fields import CLEARED, Field
from webflow_pages.metadata.lint.context import Context, Found

_CODES: Final[Mapping[Field, tuple[str, str, str]]] = {
    "title": ("PM101", "PM103", "title"),
    "seo.title": ("PM102", "PM103", "SEO title"),
    "seo.description": ("PM201", "PM202", "SEO description"),
    "open_graph.title": ("PM301", "PM304", "Open Graph title"),
    "open_graph.description": ("PM301", "PM304", "Open Graph description"),
}
"""The rules for what is missing and for what is blank, and the noun."""

_UNSEEN: Final = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Cs"})


def missing(entry: Entry, context: Context) -> Iterator[Found]:
    """Yield the fields that have nothing in them."""
    for field, (absent, blank, noun) in _CODES.items():
        value = entry.values.get(field)
        if value is None:
            if context.complete and not _inherits_nothing(entry, field, context):
                yield Found(absent, field, f"there is no {noun}{_or_mirror(field)}")
        elif value == CLEARED:
            yield Found(absent, field, f"the {noun} is cleared{_or_mirror(field)}")
        elif isinstance(value, str) and is_blank(value):
            yield Found(blank, field, f"the {noun} is blank: nobody sees what is in it")


def is_blank(text: str) -> bool:
    """Return whether a text has nothing in it that people see."""
    return not text[:1].isalnum() and (not text.strip() or all(category(character) in _UNSEEN for character in text))


def _inherits_nothing(entry: Entry, field: Field, context: Context) -> bool:
    """Return whether the primary locale has nothing either, where it is told and is to be mended."""
    primary = context.in_primary(entry)
    return primary is not None and not primary.get(field)


def _or_mirror(field: Field) -> str:
    return ": mirror the SEO text, or write one" if field.startswith("open_graph.") else ": write one"
