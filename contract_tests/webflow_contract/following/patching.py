"""Turn a changed text of a file into a patch, which ``git apply`` takes."""

import re
from difflib import unified_diff
from pathlib import Path

from webflow_contract import documents


def exactly(path: Path) -> str:
    """Return the text of a file with the ends of its lines as they are: a patch has to have them so.

    Raises:
        DocumentError: There is no such file, or it is not UTF-8.
    """
    documents.text_of(path)  # says what is wrong with it
    return path.read_bytes().decode("utf-8")


def patch(name: str, before: str, after: str) -> str:
    """Return the unified diff between two texts of a file; empty where they are the same."""
    lines = unified_diff(_lines(before), _lines(after), f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _lines(text: str) -> list[str]:
    """Return the lines as git has them: no other character ends one."""
    return re.findall("[^\n]*\n|[^\n]+", text)
