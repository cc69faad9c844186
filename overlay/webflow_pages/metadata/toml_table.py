"""A TOML file with settings, table by table: what is unknown or of another kind is refused, with its place."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from math import isfinite
from typing import Any, Final, NoReturn

from attrs import frozen

from webflow_pages.metadata.errors import FileError, Place
from webflow_pages.metadata.toml_places import TomlPlaces

_MOST: Final = 1_000_000
"""What a number is at the most, whatever it counts: pixels or characters."""

_LONGEST: Final = 100
"""Letters of a text that a message quotes."""


@frozen
class Table:
    """A table of a TOML file, with its name and where it stands."""

    values: Mapping[str, Any]
    name: str
    places: TomlPlaces
    number: int = 0

    def place(self, key: str | None = None) -> Place:
        """Return where a key stands, or else the table."""
        return self.places.of(self.name, key, self.number)

    def refuse(self, text: str, key: str | None = None) -> NoReturn:
        """Say what is wrong with a key, or with the table.

        Raises:
            FileError: Always.
        """
        raise FileError(text, self.place(key))

    def path(self, key: str) -> str:
        """Return the full name of a key: ``lint.profile``."""
        return f"{self.name}.{key}" if self.name else key

    def check_keys(self, known: Iterable[str]) -> None:
        """Check that the table has no other keys.

        Raises:
            FileError: It has.
        """
        every = list(known)
        for key in self.values:
            if key not in every:
                self.refuse(f"there is no setting {shown(self.path(key))}: {choice(key.replace('_', '-'), every)}", key)

    def table(self, key: str) -> "Table":
        """Return a table within this one; an empty one if there is none.

        Raises:
            FileError: It is no table.
        """
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            self.refuse(f"{self.path(key)} has to be a table, [{self.path(key)}], and is {kind_of(value)}", key)
        return Table(value, self.path(key), self.places)

    def tables(self, key: str) -> "list[Table]":
        """Return the tables of one name, none if there are none.

        Raises:
            FileError: They are no tables.
        """
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.refuse(f"{self.path(key)} has to be tables, each under [[{self.path(key)}]]", key)
        return [Table(one, self.path(key), self.places, number) for number, one in enumerate(value)]

    def text(self, key: str) -> str | None:
        """Return a text that is not blank; None if there is none.

        Raises:
            FileError: It is blank or no text.
        """
        value = self.values.get(key)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            self.refuse(f"{self.path(key)} has to be a text, and is {kind_of(value)}", key)
        return value

    def amount(self, key: str, most: int = _MOST) -> float | None:
        """Return a number from 0 to ``most``; None if there is none.

        Raises:
            FileError: It is another number, such as nan, or none.
        """
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
            self.refuse(f"{self.path(key)} has to be a number from 0 to {most:,}, and is {kind_of(value)}", key)
        return float(value)


def parse_toml(text: str, file: str) -> Table:
    """Return the table above all tables of a text in TOML.

    Args:
        text: The text.
        file: What messages call the file.

    Raises:
        FileError: It is malformed.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _malformed(error, text, file) from error
    except (RecursionError, ValueError) as error:  # nested too deeply; a number of thousands of digits
        raise FileError("it is no TOML that can be read", Place(file)) from error
    return Table(document, "", TomlPlaces(text, file))


def choice(value: object, known: Iterable[str]) -> str:
    """Return the advice to take a known value: the nearest one, or else all."""
    every = list(known)
    near = get_close_matches(value.lower(), every, n=1) if isinstance(value, str) else []
    return f"did you mean {near[0]!r}?" if near else f"there are {', '.join(every)}"


def kind_of(value: object) -> str:
    """Return what kind of value it is, in TOML's words."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "a text" if value.strip() else "empty"
    if isinstance(value, int | float):
        return _number(value)
    return {dict: "a table", list: "an array", datetime: "a time", date: "a date"}.get(type(value), "a time")


def shown(value: object) -> str:
    """Return a value for a message: a text as it is, and not all of a long one; else its kind."""
    if not isinstance(value, str):
        return kind_of(value)
    return repr(value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…")


def _number(value: float) -> str:
    if isinstance(value, float) and not isfinite(value):
        return f"{value}, no number"
    return f"the number {value:g}" if abs(value) <= _MOST else "a number too large"


def _malformed(error: tomllib.TOMLDecodeError, text: str, file: str) -> FileError:
    message, _, where = str(error).rpartition(" (at ")
    found = re.fullmatch(r"line (\d+), column (\d+)\)", where)
    if found is not None:
        place = Place(file, int(found.group(1)), int(found.group(2)))
    else:  # at the end of the document
        place = Place(file, text.count("\n") + 1, len(text) - text.rfind("\n"))
    return FileError(f"it is no TOML: {message}", place)
