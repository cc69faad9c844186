"""Why a file is no YAML, or not the YAML that it looks like: what a parser does not say."""

import re
from typing import Final

from webflow_pages.metadata.errors import FileError, Place
from webflow_pages.metadata.files.characters import odd_start

_NOT_YAML: Final = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\r(?!\n)")
"""The characters that YAML takes only as escapes in double quotes (YAML 1.1, 5.1), and those that end a line in YAML
1.1 and in no editor: what is behind one in a comment would be read, and nobody would see why."""

_ENDS: Final = frozenset("\r\x85\u2028\u2029")

_CONFLICT: Final = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: |$)", re.MULTILINE)
"""How a version control system marks two versions of one place."""

_NEAR: Final = 2
"""Lines above a mistake, as YAML sees it, in which its cause may be."""


def check_characters(text: str, file: str) -> None:
    """Refuse characters that YAML does not take, or takes otherwise than editors do; and unresolved merges.

    Args:
        text: What the file says.
        file: What errors call it.

    Raises:
        FileError: There is one.
    """
    found = _NOT_YAML.search(text)
    if found is not None:
        code = ord(found.group())
        problem = f"not valid YAML: the character U+{code:04X}"
        advice = f'write it as an escape in double quotes, such as "\\u{code:04X}"'
        if code == ord("\r"):
            problem, advice = "a line ends in CR alone, which few programs see", "save it with LF or CRLF at line ends"
        elif found.group() in _ENDS:
            problem = f"the character U+{code:04X} ends a line, and few programs show it"
            advice = f"remove it, or {advice}"
        raise FileError(f"{problem}: {advice}", _place_at(text, found.start(), file))
    conflict = _CONFLICT.search(text)
    if conflict is not None:
        advice = "keep one of the two versions, and remove the lines of '<', '=' and '>'"
        raise FileError(f"a merge conflict that nobody has resolved: {advice}", _place_at(text, conflict.start(), file))


def _place_at(text: str, at: int, file: str) -> Place:
    return Place(file, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))


def cause_of(text: str, place: Place) -> FileError | None:
    """Return what is the matter at a place, or shortly above, that nobody can see; None if nothing is.

    Args:
        text: What the file says.
        place: Where it cannot be read.
    """
    lines = text.split("\n")
    last = place.line or len(lines)
    for line in range(last, max(last - _NEAR, 1) - 1, -1):
        found = odd_start(lines[line - 1]) if line <= len(lines) else None
        if found is not None:
            column, problem = found
            return FileError(problem, Place(place.file, line, column))
    return None


def malformed(problem: str) -> str:
    """Return what to say of a problem that a parser of YAML tells."""
    if "mapping values are not allowed" in problem:
        problem = "a colon in a text without quotes"
    return f"not valid YAML: {problem}: check the indentation, and put texts with special characters in quotes"
