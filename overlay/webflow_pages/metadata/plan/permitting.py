"""What a change needs to be told for, and what Webflow would ignore."""

from collections.abc import Iterator
from typing import Final

from webflow_pages.metadata.fields import BINDING, CLEARED
from webflow_pages.metadata.plan.model import Change, Permission, Refusal, Update
from webflow_pages.metadata.state import SiteLocale, SitePage

_WHY: Final[dict[Permission, str]] = {
    "primary": "this is the primary locale",
    "slugs": "the page may be published, and links to its old path would break",
    "templates": "this is a template, whose texts stand for all items of a collection",
    "bindings": "the text has a binding ({{wf …}}), which would be lost",
    "clearing": "nobody knows whether Webflow clears a text that is sent empty",
    "overrides": "this is what the primary locale said before an earlier run, and the locale most likely inherits what "
    "it says now: pull again, or take the line out",
}
"""Why each permission has to be given."""

_IGNORED: Final = "Webflow ignores the slug of the home page and of templates (documented): take it out of the file"

_SWAPPED: Final = (
    "pages swap their slugs, and neither can have the other's as long as that has it: give one a third slug first, and "
    "apply that"
)
_EMPTY: Final = "a page has to have a slug: write one, or leave the line out"


def refusal_of(
    page: SitePage, locale: SiteLocale, change: Change, allow: frozenset[Permission], *, leftover: bool = False
) -> Refusal | None:
    """Return why a change is not to be made, or None where it may be.

    ``leftover`` says whether it would bring back what the primary locale said before an earlier run.
    """
    if change.field == "slug" and page.kind != "page":
        return Refusal(page.id, page.path, locale.tag, change, "slug-ignored", _IGNORED)
    if change.field == "slug" and change.after == CLEARED:
        return Refusal(page.id, page.path, locale.tag, change, "slug-empty", _EMPTY)
    needed: list[Permission] = [*_needed(page, locale, change)]
    if leftover:
        needed.append("overrides")
    missing = sorted(set(needed) - allow, key=needed.index)
    if not missing:
        return None
    options = " ".join(f"--allow {permission}" for permission in missing)
    advice = f"{'; '.join(_WHY[permission] for permission in missing)}: if it is meant, add {options}"
    return Refusal(page.id, page.path, locale.tag, change, missing[0], advice)


def swapped(update: Update, change: Change) -> Refusal:
    """Return that a slug is not to be changed, as no order of updates brings that about."""
    return Refusal(update.page_id, update.path, update.locale, change, "slug-swapped", _SWAPPED)


def _needed(page: SitePage, locale: SiteLocale, change: Change) -> Iterator[Permission]:
    """Yield the permissions that a change needs."""
    if page.kind == "template":
        yield "templates"
    if isinstance(change.before, str) and BINDING in change.before:
        yield "bindings"
    if change.field == "slug" and page.public:
        yield "slugs"
    if change.after == CLEARED:
        yield "clearing"
    if locale.primary:
        yield "primary"
