"""Parts of Markdown in which somebody's text stays text."""

import re
from collections.abc import Iterable, Iterator

from webflow_pages.printable import printable

MOST = 1_000_000
"""Bytes of a report. GitHub takes a job summary of 1 MiB at most (documented)."""


def plain(said: str) -> str:
    """Return a text so that it is nothing but text, in a paragraph as in a cell."""
    return re.sub(r"[#$&*<>@\[\\\]_`|~]|(?<=[wW])\.|:(?=\S)", lambda found: f"&#{ord(found.group())};", printable(said))


def code(said: str) -> str:
    """Return a text as code."""
    return f"<code>{plain(said)}</code>"


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield the lines of a table, and an empty one after it. Cells are Markdown already."""
    for cells in (head, ("---",) * len(head), *rows):
        yield f"| {' | '.join(cells)} |"
    yield ""


def bounded(lines: Iterable[str], rest: str) -> str:
    """Return lines as a text of ``MOST`` bytes at the most. Where some are left out, ``rest`` says so at the end."""
    kept: list[str] = []
    size = len(rest.encode()) + 2
    for line in lines:
        size += len(line.encode()) + 1
        if size > MOST:
            return "\n".join([*kept, "", rest]) + "\n"
        kept.append(line)
    return "\n".join(kept) + "\n"
