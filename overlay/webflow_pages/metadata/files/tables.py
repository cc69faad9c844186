"""One table for a spreadsheet, as it is read: CSV, a row for each page and locale."""

import codecs
import csv
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Final, TextIO, TypeVar

from webflow_pages.metadata.entries import Entry, Wanted
from webflow_pages.metadata.errors import FileError, Place
from webflow_pages.metadata.fields import FIELDS, MIRROR, MIRRORING, Field, Value
from webflow_pages.metadata.files.cells import unguarded, value_of
from webflow_pages.metadata.files.folders import Seen
from webflow_pages.metadata.files.identities import IdentityError, id_of, kind_of, path_of
from webflow_pages.metadata.mistakes import Mistakes
from webflow_pages.metadata.files.spelling import nearest, nearest_field, shown

T = TypeVar("T", bound=str)

COLUMNS: Final = ("path", "page", "locale", "kind", *FIELDS, "site")
_FIELDS: Final[Mapping[str, Field]] = {field: field for field in FIELDS}

_SEPARATORS: Final = ",;\t"
"""Spreadsheets write semicolons where the comma is for decimals, and tabs as "Unicode text"."""

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def is_table(path: Path) -> bool:
    """Return whether a file is a table, by its name."""
    return path.name.lower().endswith(".csv")


def read_table(path: Path) -> Wanted:
    """Return what a table asks for.

    Commas, semicolons and tabs separate; UTF-8 is read with and without its mark, and UTF-16 with it.

    Raises:
        MetadataError: It has mistakes, or cannot be read. All are told, up to one that makes the rest unreadable.
    """
    mistakes = Mistakes()
    table = _Table(str(path), mistakes)
    try:
        with _opened(path) as stream:
            table.read(stream)
    except FileError as error:
        mistakes.add_error(error)
    except UnicodeDecodeError as error:
        mistakes.add("it is not UTF-8: save it as 'CSV UTF-8'", _first_malformed(path, error.encoding))
    mistakes.stop()
    return Wanted(table.site_id, tuple(table.entries))


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    place = Place(str(path))
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise FileError("it is no ordinary file: name one that is", place)
        with path.open("rb") as file:
            start = file.read(4)
        encoding = next((name for mark, name in _MARKS if start.startswith(mark)), "utf-8")
        with path.open(encoding=encoding, newline="") as stream:
            yield stream
    except OSError as error:
        raise FileError(f"it cannot be read: {error.strerror}", place) from error


def _first_malformed(path: Path, encoding: str) -> Place:
    """Return where the first bytes are that are no text. The reader has read on from there."""
    line = 1
    try:
        with path.open(encoding=encoding, errors="surrogateescape", newline="\n") as stream:
            for line, text in enumerate(stream, 1):
                malformed = next((at for at, one in enumerate(text, 1) if "\udc80" <= one <= "\udcff"), None)
                if malformed is not None:
                    return Place(str(path), line, malformed)
    except (OSError, UnicodeDecodeError):
        return Place(str(path), line)
    return Place(str(path))


class _Table:
    """Reads a table row by row, and notes all that is wrong with it."""

    def __init__(self, name: str, mistakes: Mistakes) -> None:
        self.site_id: str | None = None
        self.entries: list[Entry] = []
        self._name = name
        self._mistakes = mistakes
        self._seen = Seen(mistakes)
        self._known: dict[str, str] = {}
        self._site_place: Place | None = None
        self._columns: dict[str, int] = {}
        self._fields: list[tuple[Field, int]] = []
        self._width = 0

    def read(self, stream: TextIO) -> None:
        """Read all rows.

        Raises:
            FileError: The rest cannot be read.
        """
        lines = self._lines(stream)
        header = next(lines, "")
        if not header.strip():
            raise FileError("it has no columns: its first line names them", Place(self._name, 1))
        rows = csv.reader(chain([header], lines), delimiter=_separator(header), strict=True)
        begins = 1
        try:
            for row in rows:
                line, begins = begins, rows.line_num + 1
                if line == 1:
                    if not self._has_columns(row):
                        return
                else:
                    self._read_row(row, line)
        except csv.Error as error:
            raise FileError(_malformed(str(error)), Place(self._name, begins)) from error
        if not self.entries and not self._mistakes:
            raise FileError("it has no rows: write what is wanted into it, or remove it", Place(self._name))

    def _lines(self, stream: TextIO) -> Iterator[str]:
        for number, line in enumerate(stream, 1):
            if "\0" in line:
                advice = "save it as 'CSV UTF-8'" if number == 1 else "remove it"
                raise FileError(f"a NUL, which is no text: {advice}", Place(self._name, number))
            yield line

    def _has_columns(self, header: Sequence[str]) -> bool:
        """Find the columns, and return whether they are fine: if not, all rows would be wrong as well."""
        place = Place(self._name, 1)
        self._width = len(header)
        for index, cell in enumerate(header):
            column = cell.strip()
            if column in self._columns:
                self._mistakes.add(f"the column {column} is there twice: remove one", place)
            elif column in COLUMNS:
                self._columns[column] = index
            elif column:
                self._mistakes.add(_unknown_column(column), place)
        self._fields = [(field, self._columns[field]) for field in FIELDS if field in self._columns]
        if "path" not in self._columns and "page" not in self._columns:
            self._mistakes.add("there is no column that names the page: add path, or page for its id", place)
        if "locale" not in self._columns:
            self._mistakes.add("there is no column locale: add it, with a tag such as en-US in each row", place)
        if not self._fields:
            self._mistakes.add(f"there is no column of a field: add one of {', '.join(FIELDS)}", place)
        return not self._mistakes

    def _read_row(self, row: list[str], line: int) -> None:
        place = Place(self._name, line)
        if len(row) != self._width and not self._fits(row, place):
            return
        if not any(row) or not any(cell.strip() for cell in row):
            return
        before = len(self._mistakes)
        page_id, path = self._identity(row, "page", id_of, place), self._identity(row, "path", path_of, place)
        kind = self._identity(row, "kind", kind_of, place) or "page"
        locale = self._cell(row, "locale")
        if not locale:
            self._mistakes.add("locale is empty: write a tag such as en-US", place)
        if page_id is None and path is None and len(self._mistakes) == before:
            self._mistakes.add("the row names no page: fill in path, or page with its id", place)
        self._read_site(row, place)
        values = self._values(row, place)
        if len(self._mistakes) == before:
            entry = Entry(path, page_id, locale, values, kind, place, _NO_PLACES)
            self.entries.append(entry)
            self._seen.add(entry)

    def _fits(self, row: list[str], place: Place) -> bool:
        """Return whether a row has as many cells as there are columns, but for empty ones at its end."""
        if len(row) > self._width and not any(cell.strip() for cell in row[self._width :]):
            return True
        if row:
            advice = "put a text with a separator in it in quotes"
            self._mistakes.add(f"the row has {len(row)} cells, and there are {self._width} columns: {advice}", place)
        return False

    def _values(self, row: list[str], place: Place) -> dict[Field, Value]:
        values: dict[Field, Value] = {}
        for field, index in self._fields:
            cell = row[index]
            if cell and (value := value_of(cell)) is not None:
                values[field] = value
                if value is MIRROR and field not in MIRRORING:
                    can = " and ".join(MIRRORING)
                    self._mistakes.add(f"{field} cannot mirror (only {can} can): write a text", place)
        return values

    def _read_site(self, row: list[str], place: Place) -> None:
        site_id = self._identity(row, "site", id_of, place)
        if site_id is None or site_id == self.site_id:
            return
        if self.site_id is None:
            self.site_id, self._site_place = site_id, place
        else:
            other = f"line {self._site_place.line if self._site_place else '?'} is of site {self.site_id}"
            self._mistakes.add(f"site {site_id}, and {other}: keep each site in a file of its own", place)

    def _identity(self, row: list[str], column: str, read: Callable[[str], T], place: Place) -> T | None:
        cell = self._cell(row, column)
        if not cell:
            return None
        try:
            return read(cell)
        except IdentityError as error:
            self._mistakes.add(f"{column}: {error}", place)
            return None

    def _cell(self, row: list[str], column: str) -> str:
        """Return a cell that many rows may share, once for all of them."""
        index = self._columns.get(column)
        cell = row[index].strip() if index is not None else ""
        known = self._known.get(cell)
        if known is None:
            known = self._known[cell] = unguarded(cell)
        return known


_NO_PLACES: Final[Mapping[Field, Place]] = {}
"""Fields of a row stand where the row does: a line is all that a spreadsheet shows."""


def _separator(header: str) -> str:
    """Return what separates the columns: with which most of them are known."""

    def known(separator: str) -> int:
        return sum(cell.strip().strip('"') in COLUMNS for cell in header.split(separator))

    return max(_SEPARATORS, key=known)


def _unknown_column(column: str) -> str:
    meant = column.lower() if column.lower() in COLUMNS else nearest_field(column) or nearest(column, COLUMNS)
    advice = f"did you mean {meant}?" if meant else f"there are {', '.join(COLUMNS)}"
    return f"unknown column {shown(column)}: {advice}"


def _malformed(problem: str) -> str:
    if "field limit" in problem:
        return "a cell is longer than 131,072 characters, which is more than a table takes: shorten it"
    if "unexpected end" in problem:
        return "a quote that is opened here is never closed: close it, or double a quote that belongs to the text"
    return f"not valid CSV: {problem}: put a text with quotes in quotes, and double those within"
