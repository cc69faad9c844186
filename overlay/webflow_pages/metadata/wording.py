"""How values, counts and times are said in reports."""

from typing import Final

from webflow_pages.metadata.fields import CLEARED, MIRROR, MIRRORING, Field, Value
from webflow_pages.printable import printable

NOTHING: Final = "(none)"
EMPTY: Final = "(empty)"


def said(field: Field, value: Value | None) -> str:
    """Return what a field holds, on one line. What is absent, cleared, mirrored and set are four things."""
    if value is None:
        return NOTHING
    if value is MIRROR:
        return f"(mirrors {MIRRORING[field]})"
    if value == CLEARED:
        return EMPTY
    return printable(str(value))


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 page``, ``2 pages``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def lasting(seconds: float) -> str:
    """Return a time in words: ``40 s``, ``3 min 20 s``, ``2 h 5 min``."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"
