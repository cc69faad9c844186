"""One table for a spreadsheet, as it is read: CSV, a row for each page and locale."""

import csv
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Final, TextIO, TypeVar

from webflow_pages.metadata.entries import Entry, Wanted
from webflow_pages.metadata.errors import FileError, Place
from webflow_pages.metadata.fields import MIRROR, MIRRORING, Field, Value
from webflow_pages.metadata.files.cells import CellError, unguarded, value_of
from webflow_pages.metadata.files.columns import COLUMNS, Columns, columns_of
from webflow_pages.metadata.files.folders import Seen
from webflow_pages.metadata.files.forms import Form, announced, line_end_of, mark_of, separator_of
from webflow_pages.metadata.files.identities import IdentityError, id_of, kind_of, path_of
from webflow_pages.metadata.files.spelling import shown
from webflow_pages.metadata.mistakes import Mistakes

T = TypeVar("T", bound=str)


def is_table(path: Path) -> bool:
    """Return whether a file is a table, by its name."""
    return path.name.lower().endswith(".csv")


def read_table(path: Path) -> Wanted:
    """Return what a table asks for.

    Commas, semicolons and tabs separate; UTF-8 is read with and without its mark, and UTF-16 with it.

    Raises:
        MetadataError: It has mistakes, or cannot be read. All are told, up to one that makes the rest unreadable.
    """
    return read_with_form(path)[0]


def read_with_form(path: Path) -> tuple[Wanted, Form]:
    """Return what a table asks for, and how it is written.

    Raises:
        MetadataError: As ``read_table``.
    """
    mistakes = Mistakes()
    table = _Table(str(path), mistakes)
    try:
        with _opened(path) as (stream, mark):
            table.read(stream, mark)
    except FileError as error:
        mistakes.add_error(error)
    except UnicodeDecodeError as error:
        mistakes.add("it is not UTF-8: save it as 'CSV UTF-8'", _first_malformed(path, error.encoding))
    mistakes.stop()
    return Wanted(table.site_id, tuple(table.entries)), table.form


@contextmanager
def _opened(path: Path) -> Iterator[tuple[TextIO, bytes]]:
    """Open a table behind the mark that it begins with, and yield that as well."""
    place = Place(str(path))
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise FileError("it is no ordinary file: name one that is", place)
        with path.open("rb") as file:
            mark = mark_of(file.read(4))
        with path.open(encoding=Form(mark=mark).encoding, newline="") as stream:
            if mark:
                stream.read(1)
            yield stream, mark
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
        self.form = Form()
        self._name = name
        self._mistakes = mistakes
        self._seen = Seen(mistakes)
        self._known: dict[str, str] = {}
        self._site_place: Place | None = None
        self._columns = Columns({}, [], [], 0)
        self._above = 0

    def read(self, stream: TextIO, mark: bytes) -> None:
        """Read all rows.

        Raises:
            FileError: The rest cannot be read.
        """
        lines = self._lines(stream)
        header = next(lines, "")
        separator = announced(header)
        if separator is not None:
            header, self._above = next(lines, ""), 1
        if not header.strip():
            raise FileError("it has no columns: its first line names them", Place(self._name, self._above + 1))
        self.form = Form(
            mark=mark,
            separator=separator or separator_of(header, COLUMNS),
            line_end=line_end_of(header),
            announced=separator is not None,
        )
        self._read_rows(chain([header], lines))

    def _read_rows(self, lines: Iterator[str]) -> None:
        rows = csv.reader(lines, delimiter=self.form.separator, strict=True)
        begins = self._above + 1
        try:
            columns = columns_of(next(rows), Place(self._name, begins), self._mistakes)
            if columns is None:  # all rows would be wrong as well
                return
            self._columns = columns
            begins = self._above + rows.line_num + 1
            for row in rows:
                line, begins = begins, self._above + rows.line_num + 1
                self._read_row(row, line)
        except csv.Error as error:
            raise FileError(_malformed(str(error)), Place(self._name, begins)) from error

    def _lines(self, stream: TextIO) -> Iterator[str]:
        for number, line in enumerate(stream, 1):
            if "\0" in line:
                advice = "save it as 'CSV UTF-8'" if number == 1 else "remove it"
                raise FileError(f"a NUL, which is no text: {advice}", Place(self._name, number))
            yield line

    def _read_row(self, row: list[str], line: int) -> None:
        place = Place(self._name, line)
        if len(row) != self._columns.width and not self._fits(row, place):
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
        self._check_unnamed(row, place)
        values = self._values(row, place)
        if len(self._mistakes) == before:
            entry = Entry(path, page_id, locale, values, kind, place, _NO_PLACES)
            self.entries.append(entry)
            self._seen.add(entry)

    def _check_unnamed(self, row: list[str], place: Place) -> None:
        for index in self._columns.unnamed:
            cell = row[index].strip()
            if cell:
                text = (
                    f"{shown(cell)} is in column {index + 1}, which has no name: name it in the first line, or empty it"
                )
                self._mistakes.add(text, place)

    def _fits(self, row: list[str], place: Place) -> bool:
        """Return whether a row has as many cells as there are columns, but for empty ones at its end."""
        if len(row) > self._columns.width and not any(cell.strip() for cell in row[self._columns.width :]):
            return True
        if row and row[0].startswith(_CONFLICT):
            advice = "keep one of the two versions, and remove the lines of '<', '=' and '>'"
            self._mistakes.add(f"a merge conflict that nobody has resolved: {advice}", place)
        elif row:
            advice = "put a text with a separator in it in quotes"
            self._mistakes.add(
                f"the row has {len(row)} cells, and there are {self._columns.width} columns: {advice}", place
            )
        return False

    def _values(self, row: list[str], place: Place) -> dict[Field, Value]:
        values: dict[Field, Value] = {}
        for field, index in self._columns.fields:
            cell = row[index]
            if not cell:
                continue
            try:
                value = value_of(cell, can_mirror=field in MIRRORING)
            except CellError as error:
                self._mistakes.add(f"{field}: {error}", place)
                continue
            if value is not None:
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
        index = self._columns.by_name.get(column)
        cell = row[index].strip() if index is not None else ""
        known = self._known.get(cell)
        if known is None:
            known = self._known[cell] = unguarded(cell)
        return known


_CONFLICT: Final = ("<<<<<<< ", "=======", ">>>>>>> ")
"""How a version control system marks two versions of one place."""

_NO_PLACES: Final[Mapping[Field, Place]] = {}
"""Fields of a row stand where the row does: a line is all that a spreadsheet shows."""


def _malformed(problem: str) -> str:
    if "field limit" in problem:
        return "a cell is longer than 131,072 characters, which is more than a table takes: shorten it"
    if "unexpected end" in problem:
        return "a quote that is opened here is never closed: close it, or double a quote that belongs to the text"
    return f"not valid CSV: {problem}: put a text with quotes in quotes, and double those within"
