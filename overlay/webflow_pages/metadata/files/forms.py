"""The form of a table: how its cells are separated, how its lines end, and in which encoding it is.

Spreadsheets save tables in many ways. One that is written again keeps the way that it had.
"""

import codecs
import re
from typing import Final

from attrs import frozen

_SEPARATORS: Final = ",;\t"
"""Spreadsheets write semicolons where the comma is for decimals, and tabs as "Unicode text"."""

_ENCODINGS: Final = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    b"": "utf-8",
}
"""By the mark at the beginning. Without one it is UTF-8."""

_ANNOUNCED: Final = re.compile(r'"?sep=(.)"?[\r\n]*', re.IGNORECASE)
"""The line in front of all others by which Excel is told what separates (reported)."""


@frozen(kw_only=True)
class Form:
    """How a table is written. What is usual is UTF-8 with its mark, which spreadsheets need, and RFC 4180.

    Args:
        mark: The bytes that it begins with and that tell its encoding.
        separator: What separates its cells.
        line_end: How its lines end.
        announced: Whether its first line says what separates: ``sep=;``.
    """

    mark: bytes = codecs.BOM_UTF8
    separator: str = ","
    line_end: str = "\r\n"
    announced: bool = False

    @property
    def encoding(self) -> str:
        """The encoding, of what is behind the mark."""
        return _ENCODINGS[self.mark]

    def encoded(self, rows: str) -> bytes:
        """Return the bytes of a table.

        Args:
            rows: Its rows, as they are written with this separator and these line ends.
        """
        announcement = f"sep={self.separator}{self.line_end}" if self.announced else ""
        return self.mark + (announcement + rows).encode(self.encoding)


def mark_of(content: bytes) -> bytes:
    """Return the mark that bytes begin with; none may be there."""
    return next(mark for mark in _ENCODINGS if content.startswith(mark))


def announced(line: str) -> str | None:
    """Return what a table's first line says that separates its cells; None if it says nothing of that."""
    found = _ANNOUNCED.fullmatch(line)
    return None if found is None else found.group(1)


def separator_of(header: str, columns: tuple[str, ...]) -> str:
    """Return what separates the columns: that with which most of them are known."""

    def known(separator: str) -> int:
        return sum(cell.strip().strip('"') in columns for cell in header.split(separator))

    return max(_SEPARATORS, key=known)


def line_end_of(line: str) -> str:
    """Return how a line ends; as is usual where it does not."""
    return next((end for end in ("\r\n", "\n", "\r") if line.endswith(end)), "\r\n")
