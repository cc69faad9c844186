"""The primary locale that the settings name, and that no file has."""

from collections.abc import Iterable

from webflow_pages.metadata.entries import Entry
from webflow_pages.metadata.finding import Finding
from webflow_pages.metadata.lint.settings import LintSettings
from webflow_pages.metadata.tags import plain_tag

_NAMED = 5
"""Locales that the message names."""


def unknown_primary(entries: Iterable[Entry], settings: LintSettings) -> list[Finding]:
    """Return a finding if the settings name a primary locale that none of the entries is in. None is if there are none.

    Args:
        entries: All pages in locales.
        settings: What lint was told.
    """
    tags = list(dict.fromkeys(entry.locale for entry in entries))
    level = settings.level_of("PM903")
    if settings.primary is None or level is None or not tags:
        return []
    if plain_tag(settings.primary) in map(plain_tag, tags):
        return []
    has = ", ".join(tags[:_NAMED]) + (f" and {len(tags) - _NAMED} more" if len(tags) > _NAMED else "")
    message = f"no page is in this locale, so nothing is compared with the primary one: the files have {has}"
    return [Finding("PM903", level, message, "", settings.primary, None, settings.primary_place)]
