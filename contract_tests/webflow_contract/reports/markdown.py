"""Parts of Markdown in which whatever a service answers stays text.

Every character that Markdown or HTML could take for its own is an entity, and a fence is longer than any run of
backticks in it.
"""

import re
from collections.abc import Iterable, Iterator

from webflow_contract.reports.wording import visible


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield the lines of a table. Cells are Markdown already."""
    for cells in (head, ("---",) * len(head), *rows):
        yield f"| {' | '.join(cells)} |"
    yield ""


def fenced(command: str) -> Iterator[str]:
    """Yield the lines of a shell command to copy."""
    shown = visible(command)
    longest = max(map(len, re.findall("`+", shown)), default=0)
    fence = "`" * max(3, longest + 1)
    yield f"{fence}sh"
    yield shown
    yield fence
    yield ""


def code(said: str) -> str:
    """Write a text as code."""
    return f"<code>{plain(said)}</code>"


def plain(said: str) -> str:
    """Write a text so that it is nothing but text, in a paragraph as in a cell.

    Signs that only mean something at the start of a line are left alone, and so is a colon before a space.
    """
    return re.sub(r"[#$&*<>@\[\\\]_`|~]|(?<=[wW])\.|:(?=\S)", lambda found: f"&#{ord(found.group())};", visible(said))
