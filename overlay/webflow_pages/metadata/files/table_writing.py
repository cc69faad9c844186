"""One table for a spreadsheet, as it is written: as the one that is there, or as spreadsheets need it."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from attrs import define, field

from webflow_pages.errors import LocaleError
from webflow_pages.metadata.entries import Entry
from webflow_pages.metadata.errors import FileError, Place, WriteError
from webflow_pages.metadata.fields import FIELDS, Values
from webflow_pages.metadata.files.cells import cell_of, guarded
from webflow_pages.metadata.files.characters import has_half_character
from webflow_pages.metadata.files.columns import COLUMNS
from webflow_pages.metadata.files.forms import Form
from webflow_pages.metadata.files.pruning import Confirm, Pruned, pruned
from webflow_pages.metadata.files.pulled import Pulled, Replaced, replaced_texts
from webflow_pages.metadata.files.tables import read_with_form
from webflow_pages.metadata.mistakes import Mistakes
from webflow_pages.metadata.resolving import Locales, Pages
from webflow_pages.metadata.state import SitePage, SiteState
from webflow_pages.metadata.storing import write_whole

_LONGEST: Final = 131_072
"""Characters of a cell that Python's reader of CSV takes."""


@define
class _There:
    """What is in a table already, and is not in the site as it was read.

    Args:
        name: What errors call it.
        form: How it is written.
        kept: The rows of locales that were not read, by the page's id.
        gone: The rows of pages that the site did not have when it was read.
        replaced: The texts that are no longer in the table.
    """

    name: str
    form: Form = field(factory=Form)
    kept: dict[str, list[Entry]] = field(factory=lambda: defaultdict(list))
    gone: list[Entry] = field(factory=list)
    replaced: list[Replaced] = field(factory=list)


def write_table(state: SiteState, path: Path, *, prune: Confirm | None = None) -> Pulled:
    """Write what a site holds into one table.

    A table that is there is overwritten, but for the rows of locales that were not read, and of pages that the site
    did not have. Its folder is made if it is not there.

    Args:
        state: The site.
        path: The table.
        prune: Remove the rows of pages that the site no longer has, as ``write_files`` does.

    Raises:
        MetadataError: What is there is malformed, or of another site. It is not touched.
        WriteError: It cannot be written.
    """
    there = _there(state, path)
    out = Pruned()
    if prune is not None:
        out = pruned({(entry.name, entry.page_id): None for entry in there.gone}, prune)
    staying = [entry for entry in there.gone if (entry.name, entry.page_id) not in out.removed]
    content = there.form.encoded("".join(_rows(state, there, staying)))
    is_new = not path.exists() or path.read_bytes() != content
    if is_new:
        _make_folder(path)
        write_whole(path, content)
    return Pulled(
        pages=len(state.pages),
        written=(str(path),) if is_new else (),
        unchanged=0 if is_new else 1,
        gone=tuple(dict.fromkeys(entry.name for entry in staying)),
        removed=tuple(name for name, _ in out.removed),
        kept=tuple(out.kept),
        replaced=tuple(there.replaced),
    )


def order(page: SitePage) -> tuple[bool, str, str]:
    """Return what pages are sorted by: their paths, and those without one last."""
    return page.path is None, page.path or "", page.id


class _Lines(list[str]):
    """Takes the lines of a table as they are written, and ends them as that table has it.

    The writer of CSV puts a text in quotes only if it has characters that end its own lines.
    """

    def __init__(self, end: str) -> None:
        super().__init__()
        self._end = end

    def write(self, line: str) -> None:
        self.append(line.removesuffix("\r\n") + self._end)


def _rows(state: SiteState, there: _There, gone: Sequence[Entry]) -> list[str]:
    """Return the lines of a table.

    Raises:
        FileError: A text is one that no table can hold.
    """
    mistakes = Mistakes()
    lines = _Lines(there.form.line_end)
    rows = csv.writer(lines, delimiter=there.form.separator, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for page in sorted(state.pages.values(), key=order):
        for entry in (*_entries(state, page), *there.kept.get(page.id, ())):
            _check(entry, there.name, mistakes)
            rows.writerow(_row(entry, state.site_id))
    rows.writerows(_row(entry, state.site_id) for entry in gone)
    mistakes.stop()
    return lines


def _entries(state: SiteState, page: SitePage) -> Iterator[Entry]:
    for locale in state.locales:
        values = state.values.get((page.id, locale.tag))
        if values is not None:
            yield _entry(page, locale.tag, values)


def _entry(page: SitePage, tag: str, values: Values) -> Entry:
    return Entry(page.path, page.id, tag, values, page.kind)


def _row(entry: Entry, site_id: str) -> list[str]:
    identity = (entry.path or "", entry.page_id or "", entry.locale, entry.kind)
    return [*map(guarded, identity), *(cell_of(entry.values.get(field)) for field in FIELDS), guarded(site_id)]


def _check(entry: Entry, name: str, mistakes: Mistakes) -> None:
    identity = {"the path": entry.path, "the id": entry.page_id, "the tag": entry.locale}
    for what, value in (*identity.items(), *entry.values.items()):
        if not isinstance(value, str):
            continue
        problem = None
        if len(value) >= _LONGEST:
            problem = f"{len(value):,} characters"
        elif "\0" in value:
            problem = "a NUL"
        elif has_half_character(value):
            problem = "half a character"
        if problem is not None:
            where = f"{what} of {entry.name} in {entry.locale}"
            mistakes.add(f"{where} has {problem}, which no table can hold: correct it in Webflow", Place(name))


def _there(state: SiteState, path: Path) -> _There:
    """Return what is in a table already.

    Raises:
        MetadataError: It is malformed, or of another site, or nobody can say which page a row is about.
    """
    there = _There(str(path))
    if not path.exists():
        return there
    found, there.form = read_with_form(path)
    if found.site_id not in (None, state.site_id):
        text = f"it is of site {found.site_id}, and this is site {state.site_id}: name another file"
        raise FileError(text, Place(str(path)))
    mistakes, pages, locales = Mistakes(), Pages(state), Locales(state.locales)
    for entry in found.entries:
        ids = [entry.page_id] if entry.page_id is not None else pages.at(entry.path or "")
        page = state.pages.get(ids[0]) if len(ids) == 1 else None
        if len(ids) > 1:
            text = f"{len(ids)} pages have the path {entry.path}: fill in page with one of {', '.join(ids)}"
            mistakes.add(text, entry.place)
        elif page is None:
            there.gone.append(entry)
        else:
            _sort(entry, page, state, locales, there)
    mistakes.stop()
    return there


def _sort(entry: Entry, page: SitePage, state: SiteState, locales: Locales, there: _There) -> None:
    """Keep a row whose locale was not read, and note what is no longer in one whose locale was."""
    try:
        tag = locales.find(entry.locale).tag
    except LocaleError:
        tag = None
    values = state.values.get((page.id, tag)) if tag is not None else None
    if tag is None or values is None:
        there.kept[page.id].append(_entry(page, entry.locale, entry.values))
    else:
        there.replaced += replaced_texts(there.name, page.path or page.id, tag, entry.values, values)


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(f"it cannot be made: {error.strerror}", Place(str(path.parent))) from error
