"""Slugs: how they are written, and which ones Webflow ignores."""

import re
from collections.abc import Iterator
from typing import Final

from webflow_pages.metadata.entries import Entry
from webflow_pages.metadata.lint.context import Context, Found, is_bound, quoted

_SLUG: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?")
"""A guess: nobody documents what Webflow accepts."""


def slugs(entry: Entry, context: Context) -> Iterator[Found]:
    """Yield a slug that is malformed, and one that Webflow will ignore."""
    slug = entry.values.get("slug")
    if not isinstance(slug, str):
        return
    if not slug:
        yield Found("PM401", "slug", "the slug is empty: leave it out, or write one")
    elif not is_bound(slug) and _SLUG.fullmatch(slug) is None:
        yield Found(
            "PM401", "slug", f"{quoted(slug)} is not of lower-case letters a to z, digits, hyphens, underscores"
        )
    reason = _ignored(entry, slug, context)
    if reason is not None:
        yield Found("PM403", "slug", reason)


def _ignored(entry: Entry, slug: str, context: Context) -> str | None:
    """Return why Webflow will ignore a slug; None if it is not known to."""
    if context.before is not None and entry.page_id is not None:
        before = context.before.get((entry.page_id, entry.locale))
        if before is not None and before.get("slug") == slug:
            return None
    if entry.kind == "home" or entry.path == "/":
        return "Webflow ignores a slug of the home page"
    if entry.kind == "template":
        return "Webflow ignores a slug of a template" if slug != last_part(entry.path) else None
    primary = context.in_primary(entry)
    if primary is not None and slug != primary.get("slug", last_part(entry.path)):
        return "Webflow ignores a slug in a secondary locale without an Advanced or Enterprise localization plan"
    return None


def last_part(path: str | None) -> str | None:
    """Return the end of a path; None where there is none."""
    return path.rstrip("/").rpartition("/")[2] or None if path is not None else None
