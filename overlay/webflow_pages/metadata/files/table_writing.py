"""One table for a spreadsheet, as it is written: UTF-8 with its mark, which spreadsheets need, and RFC 4180."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from webflow_pages.errors import LocaleError
from webflow_pages.metadata.entries import Entry, Wanted
from webflow_pages.metadata.errors import FileError, Place, UnknownPageError
from webflow_pages.metadata.fields import FIELDS
from webflow_pages.metadata.files.cells import cell_of, guarded
from webflow_pages.metadata.mistakes import Mistakes
from webflow_pages.metadata.files.pulled import Pulled
from webflow_pages.metadata.files.tables import COLUMNS, read_table
from webflow_pages.metadata.resolving import Locales, Pages
from webflow_pages.metadata.state import SitePage, SiteState
from webflow_pages.metadata.storing import write_whole

_MARK: Final = "\ufeff"

_LONGEST: Final = 131_072
"""Characters of a cell that Python's reader of CSV takes."""


def write_table(state: SiteState, path: Path) -> Pulled:
    """Write what a site holds into one table.

    A table that is there is overwritten, but for the rows of locales that were not read.

    Raises:
        MetadataError: What is there is malformed, or of another site. It is not touched.
        WriteError: It cannot be written.
    """
    kept, gone = _kept(state, path)
    text = _MARK + table_text(state, kept, str(path))
    pulled = Pulled(pages=len(state.pages), removed=tuple(gone))
    if path.exists() and path.read_bytes() == text.encode():
        return Pulled(pages=len(state.pages), unchanged=1)
    write_whole(path, text)
    return Pulled(pages=pulled.pages, removed=pulled.removed, written=(str(path),))


def table_text(state: SiteState, kept: "dict[str, list[Entry]]", name: str) -> str:
    """Return a table of what a site holds, and of what is kept, by the page's id.

    Raises:
        FileError: A text is one that no table can hold.
    """
    mistakes = Mistakes()
    stream = io.StringIO(newline="")
    rows = csv.writer(stream)
    rows.writerow(COLUMNS)
    for page in sorted(state.pages.values(), key=order):
        for entry in _entries(state, page, kept.get(page.id, [])):
            _check(entry, name, mistakes)
            rows.writerow(_row(entry, page, state.site_id))
    mistakes.stop()
    return stream.getvalue()


def order(page: SitePage) -> tuple[bool, str, str]:
    """Return what pages are sorted by: their paths, and those without one last."""
    return page.path is None, page.path or "", page.id


def _entries(state: SiteState, page: SitePage, kept: list[Entry]) -> Iterator[Entry]:
    for locale in state.locales:
        values = state.values.get((page.id, locale.tag))
        if values is not None:
            yield Entry(page.path, page.id, locale.tag, values, page.kind)
    yield from kept


def _row(entry: Entry, page: SitePage, site_id: str) -> list[str]:
    identity = (page.path or "", page.id, entry.locale, page.kind)
    return [*map(guarded, identity), *(cell_of(entry.values.get(field)) for field in FIELDS), guarded(site_id)]


def _check(entry: Entry, name: str, mistakes: Mistakes) -> None:
    for field, value in entry.values.items():
        if not isinstance(value, str):
            continue
        problem = None
        if len(value) >= _LONGEST:
            problem = f"{len(value):,} characters"
        elif "\0" in value:
            problem = "a NUL"
        elif not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
            problem = "half a character"
        if problem is not None:
            where = f"{field} of {entry.name} in {entry.locale}"
            mistakes.add(f"{where} has {problem}, which no table can hold: correct it in Webflow", Place(name))


def _kept(state: SiteState, path: Path) -> tuple[dict[str, list[Entry]], list[str]]:
    """Return the rows of locales that were not read, by the page's id, and what is no page of the site any more."""
    kept, gone = defaultdict[str, list[Entry]](list), dict[str, None]()
    if not path.exists():
        return kept, []
    found: Wanted = read_table(path)
    if found.site_id not in (None, state.site_id):
        text = f"it is of site {found.site_id}, and this is site {state.site_id}: name another file"
        raise FileError(text, Place(str(path)))
    pages, locales = Pages(state), Locales(state.locales)
    for entry in found.entries:
        try:
            page = pages.find(entry.page_id, entry.path)
        except UnknownPageError:
            gone[entry.name] = None
            continue
        try:
            locales.find(entry.locale)
        except LocaleError:
            kept[page.id].append(entry)
    return kept, list(gone)
