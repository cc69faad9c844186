"""Texts as YAML writes them: on one line each, however long they are, so that a difference is one line as well.

They are read back to the letter, and by every other reader of YAML as a text: what YAML 1.1 or 1.2 takes for a number,
a date, a truth or nothing is put in quotes.
"""

import re
from typing import Final
from unicodedata import category

from webflow_pages.metadata.fields import MIRROR, Value

MIRRORED: Final = "mirror"
"""How files write that an Open Graph text mirrors the SEO text."""

_WORDS: Final = frozenset({"", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "=", "<<"})
_NUMBER: Final = re.compile(
    r"[-+]?(0x[0-9a-f_]+|0o[0-7_]+|0b[01_]+|[0-9][0-9_]*(:[0-9_]+)*(\.[0-9_]*)?(e[-+]?[0-9]+)?"
    r"|\.[0-9_]+(e[-+]?[0-9]+)?|\.inf|\.nan)",
    re.IGNORECASE,
)
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*", re.DOTALL)
_INDICATORS: Final = "-?:,[]{}#&*!|>'\"%@`"
"""What a text cannot begin with, unless it is in quotes (YAML 1.1, 5.3)."""

_SPECIAL: Final = re.compile(r":\s|\s#|:$")
_SPECIAL_IN_BRACES: Final = re.compile(r"[,\[\]{}:#?]")

_JOINERS: Final = "\u200c\u200d"
"""Invisible, and part of words in Persian and of many emoji."""

_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode's categories of what nobody sees in a review, or what YAML takes for the end of a line."""

_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0"}


def spelled(text: str, *, like: str | None = None, in_braces: bool = False) -> str:
    """Return a text as YAML writes it.

    Args:
        text: Any text without surrogates.
        like: The quote that the text had so far: it keeps it if it can.
        in_braces: Whether it stands in ``{…}``.
    """
    visible = text.isprintable() or not any(map(_is_escaped, text))
    if not visible:
        return _double_quoted(text)
    if like == "'" or (like != '"' and ('"' in text or "\\" in text) and not _can_be_bare(text, in_braces)):
        return "'" + text.replace("'", "''") + "'"
    return text if like != '"' and _can_be_bare(text, in_braces) else _double_quoted(text)


def written(value: Value, *, like: str | None = None, in_braces: bool = False) -> str:
    """Return what a field holds as YAML writes it: ``mirror``, a text, or ``{text: mirror}`` for just that text."""
    if value is MIRROR:
        return MIRRORED
    if value == MIRRORED:
        return f"{{text: {MIRRORED}}}"
    return spelled(value, like=like, in_braces=in_braces)


def _can_be_bare(text: str, in_braces: bool) -> bool:
    """Return whether a text needs no quotes: every reader takes it for this text."""
    return not (
        text.lower() in _WORDS
        or text != text.strip()
        or text[0] in _INDICATORS
        or text.startswith(("---", "..."))
        or _SPECIAL.search(text)
        or (in_braces and _SPECIAL_IN_BRACES.search(text))
        or _NUMBER.fullmatch(text)
        or _DATE.fullmatch(text)
    )


def _double_quoted(text: str) -> str:
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if not _is_escaped(character):
        return character
    code = ord(character)
    return f"\\x{code:02X}" if code <= 0xFF else f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def _is_escaped(character: str) -> bool:
    return not character.isprintable() and character not in _JOINERS and category(character) in _INVISIBLE
