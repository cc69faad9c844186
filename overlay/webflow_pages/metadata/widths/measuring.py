"""How wide a text is in pixels, as a browser sets it on one line.

Exact for Latin, Greek, Cyrillic and Hebrew in Arial, without kerning. Near for scripts whose letters change their shape
(a test holds it within 7 % of what a shaping engine says), as devices have fonts of their own for them.

An emoji is one glyph of 1.27 em, whatever it is made of: skin tone, joined people, flag, keycap. So wide are those of
Noto Emoji; those of other makers are between 1.2 and 1.4 em (inferred).
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final
from unicodedata import category, combining, east_asian_width

from webflow_pages.metadata.errors import MetadataError
from webflow_pages.metadata.fields import BINDING
from webflow_pages.metadata.widths.advances import advances, emoji, joining

FONTS: Final = ("arial",)
"""The fonts that can be measured in."""

_SPECIAL: Final = re.compile(
    "[\u0600-\u06ff\u0900-\u0dff\u1000-\u109f\u1780-\u17ff"  # letters that change with their neighbours
    "\u200d\ufe0f\u20e3"  # what makes an emoji of several characters
    "\u231a-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"  # what may be one
)
"""What a text has in it whose width is not the sum of its characters'."""

_STACKING: Final[tuple[tuple[range, float], ...]] = (
    (range(0x0900, 0x0A00), 0.3),  # Devanagari, Bengali
    (range(0x0A80, 0x0B80), 0.3),  # Gujarati, Oriya
    (range(0x0C00, 0x0C80), 0.4),  # Telugu
    (range(0x0C80, 0x0D00), 0.15),  # Kannada
    (range(0x0D00, 0x0D80), 0.5),  # Malayalam
    (range(0x0D80, 0x0E00), 0.4),  # Sinhala
    (range(0x1780, 0x1800), 0.2),  # Khmer
)
"""How much of its width a consonant keeps that joins the one before it, by script: fitted to what a shaping engine
says of Noto."""

_VIRAMA: Final = 9
"""The combining class of the sign that joins two consonants."""

_NON_JOINER: Final = "\u200c"

_TATWEEL: Final = "\u0640\u200d"
"""What joins on both sides."""

_SKIN: Final = "\U0001f3fb-\U0001f3ff"
_FLAG: Final = "\U0001f1e6-\U0001f1ff"


def width(text: str, font: str = "arial", size: float = 16) -> float | None:
    """Return how wide a text is, in pixels; None for one with a binding, which is as wide as what it stands for.

    Args:
        text: The text, on one line.
        font: One of ``FONTS``.
        size: The size of the font, in pixels.

    Raises:
        MetadataError: There is no such font.
    """
    if font not in FONTS:
        raise MetadataError(f"{font!r} cannot be measured in: take {', '.join(FONTS)}")
    if BINDING in text:
        return None
    ems = sum(map(advances().__getitem__, text)) if _SPECIAL.search(text) is None else _shaped(text)
    return ems * size


def _shaped(text: str) -> float:
    total, end = 0.0, 0
    for found in _emoji().finditer(text):
        total += _letters(text[end : found.start()]) + emoji()
        end = found.end()
    return total + _letters(text[end:])


def _letters(text: str) -> float:
    """Return the width of a text without emoji, in ems."""
    table, joins = advances(), joining()
    total, before = 0.0, ""
    for character in text:
        if character in joins:
            continue  # counted below
        advance = table[character]
        if before and combining(before) == _VIRAMA and category(character) == "Lo":
            advance *= _share(ord(character))
        total += advance
        if advance or combining(character) or character == _NON_JOINER:
            before = character
    return total + sum(_arabic(text))


def _share(point: int) -> float:
    return next((share for script, share in _STACKING if point in script), 1.0)


def _arabic(text: str) -> Iterator[float]:
    """Yield the widths of the letters that join, each by what stands beside it."""
    table = joining()
    visible = [character for character in text if category(character) != "Mn"]
    place, joined = 0, False
    while place < len(visible):
        pair = "".join(visible[place : place + 2])
        letter = pair if len(pair) == 2 and pair in table else visible[place]
        place += len(letter)
        forms = table.get(letter)
        if forms is None:
            joined = letter in _TATWEEL
            continue
        after = visible[place] if place < len(visible) else ""
        joins = len(forms) > 2 and bool(after) and (after in table or after in _TATWEEL)
        yield forms[int(joined) + 2 * joins]
        joined = joins


@cache
def _emoji() -> re.Pattern[str]:
    """Return what an emoji is made of: a keycap, a flag, or pictures that are joined."""
    wide = "".join(chr(point) for point in range(0x231A, 0x2C00) if east_asian_width(chr(point)) == "W")
    other = "[\u00a9\u00ae\u203c-\u3299]\ufe0f"
    picture = f"(?:[{wide}\U0001f000-\U0001f1e5\U0001f200-\U0001faff]\ufe0f?|{other})[{_SKIN}]?"
    return re.compile(
        f"[0-9#*]\ufe0f?\u20e3|[{_FLAG}]{{2}}|{picture}(?:\u200d(?:{picture}|[\u2640\u2642\u2695\u2696\u2708\u2764]))*"
    )
