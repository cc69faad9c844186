"""The advance widths of characters, in ems, from ``advances.json``, which ``measure.py`` writes from free fonts.

Latin, Greek, Cyrillic and Hebrew are those of Arimo, whose letters are as wide as Arial's (documented). What Arimo
lacks is that of Noto, which is near to what devices show (inferred). What no font here has follows Unicode: 1 em for
what is East Asian wide, nothing for marks and for what is invisible, and else the mean of most scripts.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any, Final
from unicodedata import category, east_asian_width

_WIDE: Final = 1.0
"""Ems of an ideograph, a kana, a Hangul syllable and a fullwidth form: as measured in search results (reported
2026-09-18)."""

_OTHER: Final = 0.6
"""Ems of a letter that no font here has."""

_NOTHING: Final = frozenset({"Mn", "Me", "Cf"})
"""Unicode's categories of what takes no place of its own."""

_JAMO: Final = (range(0x1160, 0x1200), range(0xD7B0, 0xD800))
"""Vowels and final consonants that go into the syllable of the consonant before them."""


class Advances(dict[str, float]):
    """The advances by character, in ems. One that was not asked for before is looked up, and kept."""

    def __init__(self, measured: Mapping[str, float]) -> None:
        super().__init__(measured)

    def __missing__(self, character: str) -> float:
        found = _by_unicode(character)
        self[character] = found
        return found


def _by_unicode(character: str) -> float:
    kind = category(character)
    if kind in _NOTHING or any(ord(character) in jamo for jamo in _JAMO):
        return 0.0
    if east_asian_width(character) in {"W", "F"}:
        return _WIDE
    return _OTHER


@cache
def _document() -> dict[str, Any]:
    text = resources.files("webflow_pages.metadata.widths").joinpath("advances.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


@cache
def advances() -> Advances:
    """Return the advances of all characters, as Arial has them and else as Noto."""
    document = _document()
    measured: dict[str, float] = {}
    for name in ("others", "arial"):
        for start, widths in document[name]["runs"].items():
            for place, advance in enumerate(_unpacked(widths), int(start, 16)):
                if category(chr(place)) not in _NOTHING:
                    measured[chr(place)] = advance / document[name]["em"]
    # A line break, a tab and the like are shown as a space.
    return Advances(measured | {chr(point): measured[" "] for point in (*range(0x20), 0x2028, 0x2029)})


@cache
def joining() -> dict[str, tuple[float, ...]]:
    """Return the Arabic letters that join: their ems alone and after others; before and between them, if they do so."""
    return {text: tuple(advance / 1000 for advance in widths) for text, widths in _document()["arabic"].items()}


@cache
def emoji() -> float:
    """Return the ems of an emoji."""
    return float(_document()["emoji"]) / 1000


def _unpacked(widths: str) -> Iterator[int]:
    for part in widths.split(" "):
        count, times, advance = part.rpartition("*")
        yield from [int(advance)] * (int(count) if times else 1)
