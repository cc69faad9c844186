"""Where tables and keys stand in a TOML file. The parser of the standard library does not tell."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from attrs import frozen

from webflow_pages.metadata.errors import Place

_HEADER: Final = re.compile(r"\s*\[{1,2}([^\[\]]+)\]{1,2}\s*(?:#.*)?$")
_KEY: Final = re.compile(
    r"\s*((?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'))*)\s*="
)


@frozen
class TomlPlaces:
    """The text of a TOML file that is well-formed.

    Places are found line by line. What looks like a key within a text over several lines is taken for one.
    """

    text: str
    file: str

    def of(self, table: str, key: str | None = None, number: int = 0) -> Place:
        """Return where a key stands, or else its table; else the file alone.

        Args:
            table: The table's name, such as ``lint.widths``; empty for the keys above all tables.
            key: The key; None for the table itself.
            number: Which table of that name, from 0, where there are several.
        """
        names = (_joined(table, key), table) if key is not None else (table,)
        for wanted in filter(None, names):
            for name, turn, place in self._names():
                if turn == number and (name == wanted or name.startswith(f"{wanted}.")):
                    return place
        return Place(self.file)

    def _names(self) -> Iterator[tuple[str, int, Place]]:
        """Yield the full name of each table and key, which of the tables of that name it is or is in, and its place."""
        table = ""
        turns: Counter[str] = Counter()
        for line, text in enumerate(self.text.split("\n"), 1):
            header, key = _HEADER.match(text), _KEY.match(text)
            if header is not None:
                table = _plain(header.group(1))
                turns[table] += 1
                yield table, turns[table] - 1, Place(self.file, line, text.index("[") + 1)
            elif key is not None:
                name = _joined(table, _plain(key.group(1)))
                yield name, max(turns[table] - 1, 0), Place(self.file, line, key.start(1) + 1)


def _joined(table: str, key: str) -> str:
    return f"{table}.{key}" if table else key


def _plain(name: str) -> str:
    """Return a dotted name without spaces and quotation marks."""
    return ".".join(part.strip().strip("\"'") for part in name.split("."))
