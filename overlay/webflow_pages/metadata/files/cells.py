"""The cells of a table: what a field holds, in the words of a spreadsheet, and no formula.

An empty cell is absent: the field is left alone. A text that a spreadsheet would take for a formula, or this format for
one of its own words, gets an apostrophe in front. Reading takes one off in just those cases, so that every text comes
back to the letter, and ``'Tis`` stays ``'Tis``.
"""

from typing import Final

from webflow_pages.metadata.fields import CLEARED, MIRROR, Value

EMPTY: Final = ""
CLEARED_CELL: Final = "(cleared)"
MIRROR_CELL: Final = "(mirror)"

_FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")  # noqa: RUF001  (the wide ones as well: some spreadsheets take them)
"""What a formula begins with (OWASP's CSV injection)."""

_WORDS: Final = frozenset({CLEARED_CELL, MIRROR_CELL})

_LONGER_THAN_WORDS: Final = 40

_GUARD: Final = "'"


def cell_of(value: Value | None) -> str:
    """Return the cell for what a field holds; None is absent."""
    if value is None:
        return EMPTY
    if value is MIRROR:
        return MIRROR_CELL
    return CLEARED_CELL if value == CLEARED else guarded(value)


def value_of(cell: str) -> Value | None:
    """Return what a cell says; None if it is empty, or has nothing but blanks."""
    if not cell or cell.isspace():
        return None
    word = cell.strip().lower() if len(cell) < _LONGER_THAN_WORDS else ""
    if word in _WORDS:
        return MIRROR if word == MIRROR_CELL else CLEARED
    return unguarded(cell)


def guarded(text: str) -> str:
    """Return a text as a cell."""
    return _GUARD + text if _is_special(text) else text


def unguarded(cell: str) -> str:
    """Return the text that a cell is."""
    return cell[1:] if cell.startswith(_GUARD) and _is_special(cell) else cell


def _is_special(text: str) -> bool:
    """Return whether a text is one that gets an apostrophe, however many it begins with already."""
    rest = text.lstrip(_GUARD)
    return rest.startswith(_FORMULA) or (rest != "" and rest.isspace()) or rest.strip().lower() in _WORDS
