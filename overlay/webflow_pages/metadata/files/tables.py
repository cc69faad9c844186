"""One table for a spreadsheet: CSV, a row for each page and locale."""

import codecs
import csv
import io
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Final, TypeVar, cast
from collections.abc import Callable

from attrs import frozen

from webflow_pages.metadata.entries import Entry, Kind, Wanted
from webflow_pages.metadata.errors import FileError, Place
from webflow_pages.metadata.fields import FIELDS, MIRROR, MIRRORING, Field, Value
from webflow_pages.metadata.files.cells import MIRROR_CELL, cell_of, guarded, unguarded, value_of
from webflow_pages.metadata.files.folders import Seen
from webflow_pages.metadata.files.identities import IdentityError, id_of, kind_of, path_of
from webflow_pages.metadata.files.mistakes import Mistakes
from webflow_pages.metadata.files.spelling import nearest, nearest_field, shown

T = TypeVar("T", bound=str)

_IDENTITY: Final = ("path", "page", "locale", "kind")
_COLUMNS: Final = (*_IDENTITY, *FIELDS, "site")
_BY_NAME: Final[Mapping[str, Field]] = {field: field for field in FIELDS}

_SEPARATORS: Final = ",;\t"
"""Spreadsheets write semicolons where the comma is for decimals, and tabs as "Unicode text"."""

_LONGEST: Final = 131_072
"""Characters that a cell of CSV can have: what Python's reader takes."""

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def is_table(path: Path) -> bool:
    """Return whether a file is a table, by its name."""
    return path.name.lower().endswith(".csv")
