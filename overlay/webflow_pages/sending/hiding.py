"""Taking the token out of what comes back: a service, or what stands in front of it, may repeat what it was sent."""

import re

HIDDEN = "[token]"

_SHORTEST = 8
"""Characters of a token that is looked for. A shorter one would be found in any answer."""

_PLAIN = re.compile(r"[A-Za-z0-9._~-]+")
"""What nobody escapes."""


class Hiding:
    """Hides one token, as it is or as writers of JSON and of Python's texts escape it."""

    __slots__ = ("_escaped", "_plain")

    def __init__(self, token: str) -> None:
        self._plain = token.encode() if len(token) >= _SHORTEST else None
        # To look for a text is quicker than to look for a pattern, and is enough for every token that Webflow makes.
        self._escaped = None if self._plain is None or _PLAIN.fullmatch(token) else re.compile(_pattern(token).encode())

    def within(self, content: bytes) -> bytes:
        """Return bytes without the token."""
        if self._plain is not None and self._plain in content:
            content = content.replace(self._plain, HIDDEN.encode())
        return content if self._escaped is None else self._escaped.sub(HIDDEN.encode(), content)

    def within_text(self, text: str) -> str:
        """Return a text without the token."""
        return self.within(text.encode(errors="replace")).decode()


def _pattern(token: str) -> str:
    return "".join(map(_pattern_of, re.findall(r"\\+|[^\\]", token)))


def _pattern_of(part: str) -> str:
    if _PLAIN.fullmatch(part):
        return re.escape(part)
    if part[0] == "\\":
        return rf"(?:\\u005[cC]|\\){{{len(part)},{4 * len(part)}}}+"
    code = "".join(f"[{digit}{digit.upper()}]" for digit in f"{ord(part):02x}")
    return rf"(?:\\{{0,3}}+{re.escape(part)}|\\u00{code})"
