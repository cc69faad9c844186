"""Findings as text: a line for each, in columns."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal

from webflow_pages.metadata.finding import Finding
from webflow_pages.metadata.lint.counts import Counts, counts_of
from webflow_pages.metadata.wording import counted
from webflow_pages.printable import printable

Style = Literal["refused", "warning", "quiet"]

Line = tuple[Style, str]
"""A line and what it is, so that a terminal can colour it."""

_STYLES: Final[dict[str, Style]] = {"error": "refused", "warning": "warning", "note": "quiet"}

_WIDEST: Final = 48
"""Columns that a place or a page may take from all lines. One that is longer moves its own line."""


def as_text(findings: Iterable[Finding]) -> str:
    """Return findings as text, without those that are ignored."""
    return "".join(f"{text}\n" for _, text in lines(findings))


def lines(findings: Iterable[Finding]) -> Iterator[Line]:
    """Yield a line for each finding that counts: place, level, rule, page, locale, field and message."""
    counting = [finding for finding in findings if finding.ignored is None]
    rows = [_cells(finding) for finding in counting]
    widths = _widths(rows)
    for finding, row in zip(counting, rows, strict=True):
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True) if width]
        yield _STYLES[finding.level], "  ".join([*cells, printable(finding.message)])


def summary(findings: Iterable[Finding]) -> str:
    """Return how many findings there are: ``3 findings (1 error, 2 warnings), 1 ignored``."""
    counts = counts_of(findings)
    total = counted(counts.counting, "finding")
    parts = ", ".join(_parts(counts))
    ignored = f", {counts.ignored:,} ignored" if counts.ignored else ""
    return f"{total}{f' ({parts})' if parts else ''}{ignored}"


def _parts(counts: Counts) -> Iterator[str]:
    for number, noun in ((counts.error, "error"), (counts.warning, "warning"), (counts.note, "note")):
        if number:
            yield counted(number, noun)


def _cells(finding: Finding) -> list[str]:
    place = printable(str(finding.place)) if finding.place is not None else ""
    where = " ".join(printable(part) for part in (finding.page, finding.locale) if part)
    return [place, finding.level, finding.code, where, finding.field or ""]


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return how wide each column is; 0 for one that is empty in all lines."""
    return [
        max((len(cell) for cell in column if len(cell) <= _WIDEST), default=0) or int(any(column))
        for column in zip(*rows, strict=True)
    ]
