"""Texts that several pages share in a locale, and slugs that collide. Linear in the number of entries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from webflow_pages.metadata.entries import Entry
from webflow_pages.metadata.fields import Field
from webflow_pages.metadata.lint.context import Context, Found, is_bound, quoted
from webflow_pages.metadata.lint.missing import is_blank
from webflow_pages.metadata.lint.slugs import last_part

_CODES: Final[dict[Field, str]] = {"title": "PM106", "seo.title": "PM107", "seo.description": "PM205"}

_NAMED: Final = 3
"""Other pages that a message names."""


def duplicates(entries: Iterable[Entry], context: Context) -> Iterator[tuple[Entry, Found]]:
    """Yield the pages that have a text or a slug which another page of the locale has."""
    texts: dict[tuple[str, Field, str], list[Entry]] = defaultdict(list)
    slugs: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        for field in _CODES:
            text = entry.values.get(field)
            if isinstance(text, str) and text and not is_bound(text) and not is_blank(text):
                texts[entry.locale, field, _plain(text)].append(entry)
        place = _slug_and_parent(entry, context)
        if place is not None:
            slugs[(entry.locale, *place)].append(entry)
    for (_, field, _text), group in texts.items():
        for entry, others in _with_others(group):
            yield entry, Found(_CODES[field], field, f"{quoted(str(entry.values[field]))} is also that of {others}")
    for (_, slug, parent), group in slugs.items():
        for entry, others in _with_others(group):
            yield entry, Found("PM402", "slug", f"{quoted(slug)} is also the slug of {others}, below {parent or '/'}")


def _with_others(group: Sequence[Entry]) -> Iterator[tuple[Entry, str]]:
    """Yield each entry with the names of the other pages; none if it is one page alone."""
    if len(group) == 1:
        return
    names = sorted({entry.name for entry in group})
    if len(names) == 1:
        return
    first = names[: _NAMED + 1]
    for entry in group:
        others = [name for name in first if name != entry.name][:_NAMED]
        rest = len(names) - 1 - len(others)
        yield entry, ", ".join(others) + (f" and {rest} more" if rest else "")


def _slug_and_parent(entry: Entry, context: Context) -> tuple[str, str] | None:
    """Return a page's slug and its parent's path; None where one of them is not known."""
    if entry.path is None or entry.path == "/" or entry.kind != "page":
        return None
    slug = entry.values.get("slug")
    if slug is None and entry.locale == context.primary:
        slug = last_part(entry.path)
    return (slug, entry.path.rstrip("/").rpartition("/")[0]) if isinstance(slug, str) and slug else None


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
