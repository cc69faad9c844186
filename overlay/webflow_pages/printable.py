"""Somebody else's text, so that a terminal obeys nothing in it."""

import json
from typing import Final
from unicodedata import category, combining, east_asian_width

_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode's categories of what moves the cursor, turns the direction around or ends a line."""

_JOINERS: Final = "\u200c\u200d"
"""Invisible, and part of words in Persian and of many emoji."""


def printable(text: str) -> str:
    """Return a text on one line, with JSON's escapes for what a terminal would obey."""
    return text if text.isprintable() else "".join(map(_printable, text))


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes, by Unicode's width of each character."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(one) else 2 if east_asian_width(one) in "WF" else 1 for one in text)


def _printable(character: str) -> str:
    if character in _JOINERS or category(character) not in _INVISIBLE:
        return character
    return json.dumps(character)[1:-1]
