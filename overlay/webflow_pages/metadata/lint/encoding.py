"""Texts that were read in another encoding than they were written in."""

import re
from typing import Final

from webflow_pages.metadata.lint.context import quoted

_MISREAD: Final = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0178\u0192\u02c6\u02dc\u2013-\u2122]")
"""How UTF-8 begins that is read as Windows-1252."""


def misreading(text: str) -> str | None:
    """Return how a text was misread; None if it was not."""
    if text.isascii():
        return None
    if "\ufffd" in text:
        return "it has a replacement character (U+FFFD): a letter was lost when it was read"
    found = _MISREAD.search(text)
    if found is None:
        return None
    meant = _meant(text)
    return None if meant is None else f"{quoted(text)} looks like {quoted(meant)} read in another encoding"


def _meant(text: str) -> str | None:
    """Return a text as it was before it was read as Windows-1252; None if it was not."""
    try:
        # Python's Windows-1252 leaves five bytes out, which others read as the control characters of that number.
        return b"".join(_byte(character) for character in text).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None


def _byte(character: str) -> bytes:
    return character.encode("latin-1" if character in "\x81\x8d\x8f\x90\x9d" else "cp1252")
