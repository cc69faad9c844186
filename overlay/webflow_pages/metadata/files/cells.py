"""The cells of a table: what a field holds, in the words of a spreadsheet, and no formula.

An empty cell is absent: the field is left alone. A text that a spreadsheet would take for a formula, or this format for
one of its own words or nearly so, gets an apostrophe in front. Reading takes one off in just those cases, so that every
text comes back to the letter, and ``'Tis`` stays ``'Tis``.
"""

import re
from difflib import get_close_matches
from typing import Final

from webflow_pages.metadata.fields import CLEARED, MIRROR, Value
from webflow_pages.metadata.files.spelling import shown

EMPTY: Final = ""
CLEARED_CELL: Final = "(cleared)"
MIRROR_CELL: Final = "(mirror)"

_FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")  # noqa: RUF001  (the wide ones as well: some spreadsheets take them)
"""What a formula begins with (OWASP's CSV injection)."""

_VALUES: Final[dict[str, Value]] = {CLEARED_CELL: CLEARED, MIRROR_CELL: MIRROR}

_BARE: Final = "mirror"
"""How YAML has it. In a table it may be a text as well as that."""

_BRACKETS: Final = tuple("([（［")  # noqa: RUF001  (Chinese and Japanese keyboards write the wide ones)
_IN_BRACKETS: Final = re.compile(r"[(\[（［]\s*([^\W\d_]+)\s*[)\]）］]")  # noqa: RUF001

_MEANT: Final = {
    **dict.fromkeys(("cleared", "clear", "clearing", "empty", "emptied"), CLEARED_CELL),
    **dict.fromkeys(("mirror", "mirrored", "mirrors", "mirroring"), MIRROR_CELL),
}
"""What people write in brackets, and which word they mean."""

_LIKENESS: Final = 0.85
"""How much alike a word in brackets and one of these are, at the least, for the one to be meant."""

_LONGER_THAN_WORDS: Final = 40

_GUARD: Final = "'"


class CellError(ValueError):
    """A cell may be a text or one of the words of this format. It says what to write for either."""


def cell_of(value: Value | None) -> str:
    """Return the cell for what a field holds; None is absent."""
    if value is None:
        return EMPTY
    if value is MIRROR:
        return MIRROR_CELL
    return CLEARED_CELL if value == CLEARED else guarded(value)


def value_of(cell: str, *, can_mirror: bool = False) -> Value | None:
    """Return what a cell says; None if it is empty, or has nothing but blanks.

    Args:
        cell: The cell.
        can_mirror: Whether its field can mirror another one.

    Raises:
        CellError: It is nearly one of the words of this format.
    """
    if not cell or cell.isspace():
        return None
    word = _meant(cell)
    if word is None:
        return unguarded(cell)
    plain = cell.strip().lower()
    if plain in _VALUES:
        return _VALUES[plain]
    if plain == _BARE and not can_mirror:
        return cell
    raise CellError(f"{shown(cell)} is nearly a word of this format: did you mean {word}? That text is '{cell.strip()}")


def guarded(text: str) -> str:
    """Return a text as a cell."""
    return _GUARD + text if _is_special(text) else text


def unguarded(cell: str) -> str:
    """Return the text that a cell is."""
    return cell[1:] if cell.startswith(_GUARD) and _is_special(cell) else cell


def _is_special(text: str) -> bool:
    """Return whether a text is one that gets an apostrophe, however many it begins with already."""
    rest = text.lstrip(_GUARD)
    return rest.startswith(_FORMULA) or (rest != "" and rest.isspace()) or _meant(rest) is not None


def _meant(text: str) -> str | None:
    """Return the word of this format that a text is, or is nearly; None if it is none."""
    if len(text) >= _LONGER_THAN_WORDS:
        return None
    plain = text.strip().lower()
    if plain == _BARE:
        return MIRROR_CELL
    found = _IN_BRACKETS.fullmatch(plain) if plain.startswith(_BRACKETS) else None
    near = get_close_matches(found.group(1), _MEANT, n=1, cutoff=_LIKENESS) if found is not None else []
    return _MEANT[near[0]] if near else None
