"""Characters in files that are not what they look like, or that no file can hold."""

import re
from typing import Final

_HALVES: Final = re.compile("[\ud800-\udfff]")

_SPACES: Final = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000"
_COLONS: Final = "\uff1a\ufe55\ufe13\ua789\u2236"

_ODD_SPACE: Final = re.compile(f"[{_SPACES}]")

_ODD_START: Final = re.compile(
    rf"(?P<before>[ \t]*(?P<indent>[{_SPACES}])?[ \t{_SPACES}]*(?P<name>[^\W\d][\w.-]*)[ \t]*)"
    rf"(?:(?P<colon>[{_COLONS}])|(?P<space>[{_SPACES}])[ \t{_SPACES}]*:|:(?P<behind>[{_SPACES}])"
    rf"|:(?P<glued>[^\s/:])|(?P<fine>:))"
)
"""How a line begins that looks like a name and its value."""

_NAMES: Final = {0xA0: "a no-break space", 0x3000: "a full-width space", 0xFF1A: "a full-width colon"}


def has_half_character(text: str) -> bool:
    """Return whether a text has a lone surrogate, which no file in UTF-8 can hold."""
    return not text.isascii() and _HALVES.search(text) is not None


def odd_space(text: str) -> str | None:
    """Return what messages call the first space of a text that is none to YAML; None if it has no such space."""
    found = _ODD_SPACE.search(text)
    return None if found is None else _called(found.group())


def odd_start(line: str) -> tuple[int, str] | None:
    """Return why a line that looks like a name and its value is none to YAML, behind the column; None if it does not.

    Args:
        line: The line, or all lines from that one on.
    """
    found = _ODD_START.match(line)
    if found is None:
        return None
    name = found["name"]
    if found["colon"]:
        wrong, text = "colon", f"{_called(found['colon'])} is behind {name}: write ':' and a space"
    elif found["space"]:
        wrong, text = "space", f"{_called(found['space'])} is behind {name}: remove it"
    elif found["behind"]:
        wrong, text = "behind", f"{_called(found['behind'])} is behind '{name}:': put an ordinary space there"
    elif found["indent"]:
        wrong, text = "indent", f"{_called(found['indent'])} is in front of {name}: indent it with ordinary spaces"
    elif found["glued"]:
        wrong, text = "glued", f"there is no space behind '{name}:': put one there"
    else:
        return None
    return found.start(wrong) + 1, text


def _called(character: str) -> str:
    return f"{_NAMES.get(ord(character), 'a character that looks like another')} (U+{ord(character):04X})"
