"""``lint``: all rules over all entries."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from webflow_pages.metadata.entries import Entry
from webflow_pages.metadata.fields import FIELDS, Field, Values
from webflow_pages.metadata.finding import Finding
from webflow_pages.metadata.lint.bindings import bindings
from webflow_pages.metadata.lint.cards import cards
from webflow_pages.metadata.lint.context import Context, Found
from webflow_pages.metadata.lint.duplicates import duplicates
from webflow_pages.metadata.lint.ignoring import ignoring
from webflow_pages.metadata.lint.languages import languages
from webflow_pages.metadata.lint.lengths import lengths
from webflow_pages.metadata.lint.missing import missing
from webflow_pages.metadata.lint.settings import LintSettings
from webflow_pages.metadata.lint.slugs import slugs
from webflow_pages.metadata.lint.texts import texts
from webflow_pages.metadata.tags import plain_tag

Check = Callable[[Entry, Context], Iterator[Found]]

_CHECKS: Final[tuple[Check, ...]] = (missing, lengths, cards, slugs, bindings, languages, texts)
"""What looks at one entry at a time."""

_OWN: Final = ("PM4", "PM5")
"""How codes begin of what is about a locale and not about a text alone."""

_Key = tuple[str | None, str | None, Field, str]
"""What a finding is of: a page's id and path, a field and a rule."""

_PLACES: Final = {field: place for place, field in enumerate(FIELDS)}


def lint(
    entries: Iterable[Entry],
    settings: LintSettings,
    *,
    primary: str,
    complete: bool = False,
    before: Mapping[tuple[str, str], Values] | None = None,
    today: date | None = None,
) -> list[Finding]:
    """Return what is the matter with texts, by page in the order given, locale, field and code.

    What is the matter with a text is told once where a page has it in secondary locales as in the primary one.

    Args:
        entries: Pages in locales.
        settings: How to lint.
        primary: The tag of the primary locale, in any spelling.
        complete: Whether the entries have all fields that the pages have, as those of a site do. Those of files may
            leave fields out that are to be left alone; then what is absent is not missing.
        before: What the fields hold now, by page's id and locale's tag, as ``SiteState.values``. With it, a slug that
            stays as it is is not one that Webflow will ignore.
        today: The day until which something is ignored; else the present one.
    """
    every = list(entries)
    context = Context(settings, _as_spelled(primary, every), complete, before)
    context.learn(every)
    found = [(entry, one) for entry in every for check in _CHECKS for one in check(entry, context)]
    found += duplicates(every, context)
    told = {_key(entry, one) for entry, one in found if entry.locale == context.primary}
    found = [(entry, one) for entry, one in found if not _is_told(entry, one, context, told)]
    findings = (_finding(entry, one, settings) for entry, one in _sorted(found, every))
    counted = (finding for finding in findings if finding is not None)
    return list(ignoring(counted, settings, today or date.today()))


def _as_spelled(tag: str, entries: Iterable[Entry]) -> str:
    """Return a locale's tag as the entries spell it."""
    tags = {entry.locale for entry in entries}
    return tag if tag in tags else next((one for one in sorted(tags) if plain_tag(one) == plain_tag(tag)), tag)


def _key(entry: Entry, found: Found) -> _Key:
    return entry.page_id, entry.path, found.field, found.code


def _is_told(entry: Entry, found: Found, context: Context, told: Container[_Key]) -> bool:
    """Return whether a finding of a text is told in the primary locale, which has the same one: inherited or copied."""
    value = entry.values.get(found.field)
    if not value or found.code.startswith(_OWN):
        return False
    primary = context.primary_of(entry)
    return primary is not None and primary.values.get(found.field) == value and _key(primary, found) in told


def _finding(entry: Entry, found: Found, settings: LintSettings) -> Finding | None:
    level = settings.level_of(found.code)
    if level is None:
        return None
    place = entry.place_of(found.field)
    return Finding(
        found.code, level, found.message, entry.name, entry.locale, found.field, place, page_id=entry.page_id
    )


def _sorted(found: list[tuple[Entry, Found]], entries: Iterable[Entry]) -> list[tuple[Entry, Found]]:
    """Sort by the page's place, the locale's, the field's and the code. Pages with one path keep apart."""
    pages: dict[str, int] = {}
    ids: dict[str | None, int] = {}
    locales: dict[str, int] = {}
    for entry in entries:
        pages.setdefault(entry.name, len(pages))
        ids.setdefault(entry.page_id, len(ids))
        locales.setdefault(entry.locale, len(locales))

    def place(one: tuple[Entry, Found]) -> tuple[int, int, int, int, str]:
        entry, (code, field, _) = one
        return pages[entry.name], ids[entry.page_id], locales[entry.locale], _PLACES[field], code

    return sorted(found, key=place)
