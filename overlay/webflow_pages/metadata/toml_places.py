"""Where tables and keys stand in a TOML file. The parser of the standard library does not tell."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final

from attrs import define

from webflow_pages.metadata.errors import Place

_HEADER: Final = re.compile(r"\s*\[{1,2}([^\[\]]+)\]{1,2}\s*(?:#.*)?$")
_KEY: Final = re.compile(
    r"\s*((?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'))*)\s*="
)

_DEEPEST: Final = 8
"""Parts of a name that are told apart. No setting has more."""


@define(slots=False)
class TomlPlaces:
    """The text of a TOML file that is well-formed. It is gone through once, when the first place is asked for.

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
        found = (self._places.get((name, number)) for name in names if name)
        return next((place for place in found if place is not None), Place(self.file))

    @cached_property
    def _places(self) -> Mapping[tuple[str, int], Place]:
        """The first place of each table and key, and of each whose name begins so, by name and number."""
        places: dict[tuple[str, int], Place] = {}
        for name, number, place in self._names():
            parts = name.split(".", _DEEPEST)[:_DEEPEST]
            for depth in range(1, len(parts) + 1):
                places.setdefault((".".join(parts[:depth]), number), place)
        return places

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
