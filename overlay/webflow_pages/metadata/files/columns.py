"""The columns of a table: which there are, and where."""

from collections.abc import Mapping, Sequence
from typing import Final

from attrs import frozen

from webflow_pages.metadata.errors import Place
from webflow_pages.metadata.fields import FIELDS, Field
from webflow_pages.metadata.files.spelling import nearest, nearest_field, shown
from webflow_pages.metadata.mistakes import Mistakes

COLUMNS: Final = ("path", "page", "locale", "kind", *FIELDS, "site")


@frozen
class Columns:
    """The columns of a table.

    Args:
        by_name: Where each is, from 0.
        fields: The fields that have one, and where.
        unnamed: Where those are that have no name.
        width: How many there are.
    """

    by_name: Mapping[str, int]
    fields: Sequence[tuple[Field, int]]
    unnamed: Sequence[int]
    width: int


def columns_of(header: Sequence[str], place: Place, mistakes: Mistakes) -> Columns | None:
    """Return the columns that a table's header names, or None where it has mistakes, which are noted.

    Args:
        header: The cells of its first row.
        place: Where that is.
        mistakes: Where they are noted.
    """
    before = len(mistakes)
    by_name, unnamed = dict[str, int](), list[int]()
    for index, cell in enumerate(header):
        column = cell.strip()
        if column in by_name:
            mistakes.add(f"the column {column} is there twice: remove one", place)
        elif column in COLUMNS:
            by_name[column] = index
        elif column:
            mistakes.add(_unknown(column), place)
        else:
            unnamed.append(index)
    fields: list[tuple[Field, int]] = [(field, by_name[field]) for field in FIELDS if field in by_name]
    if "path" not in by_name and "page" not in by_name:
        mistakes.add("there is no column that names the page: add path, or page for its id", place)
    if "locale" not in by_name:
        mistakes.add("there is no column locale: add it, with a tag such as en-US in each row", place)
    if not fields:
        mistakes.add(f"there is no column of a field: add one of {', '.join(FIELDS)}", place)
    return Columns(by_name, fields, unnamed, len(header)) if len(mistakes) == before else None


def _unknown(column: str) -> str:
    meant = column.lower() if column.lower() in COLUMNS else nearest_field(column) or nearest(column, COLUMNS)
    advice = f"did you mean {meant}?" if meant else f"there are {', '.join(COLUMNS)}"
    return f"unknown column {shown(column)}: {advice}"
