"""The matrix as text, for the terminal."""

from collections.abc import Iterator
from typing import Final, Literal

from webflow_pages.metadata.audit.matrix import MARKS, PROBLEMS, Cell, Mark, Matrix
from webflow_pages.metadata.wording import counted
from webflow_pages.printable import columns, printable

_SIGNS: Final[dict[Mark, str]] = {"missing": "M", "wide": "W", "duplicate": "D", "inherited": "i", "mirrored": "m"}
"""What stands for a mark in a cell; the number of fields that have it follows."""

LEGEND: Final = (
    "inherited: the primary locale's text. Whether it is inherited or written like it cannot be told.",
    "wide, duplicate: not told again where a locale has the primary one's text.",
)
"""What the marks mean where there are several locales."""

Style = Literal["heading", "warning", "plain", "quiet"]

_GAP: Final = "  "


def as_text(matrix: Matrix) -> str:
    """Return a matrix as text: a line for each page, a column for each locale, and their sums."""
    return "".join(f"{text}\n" for _, text in lines(matrix))


def lines(matrix: Matrix) -> Iterator[tuple[Style, str]]:
    """Yield the lines of a matrix, each with what it is."""
    rows: list[tuple[str, list[str], Style]] = [
        (printable(row.label), [_signs(cell) for cell in row.cells], _style(row.cells)) for row in matrix.rows
    ]
    heads = [printable(tag) for tag in matrix.locales]
    first = max([len("Page"), *(columns(name) for name, _, _ in rows)])
    widths = [max([len(head), *(len(cells[at]) for _, cells, _ in rows)]) for at, head in enumerate(heads)]
    yield "heading", _line("Page", heads, first, widths)
    for name, cells, style in rows:
        yield style, _line(name, cells, first, widths)
    yield "plain", ""
    for mark in MARKS:
        numbers = [str(matrix.counts[tag][mark]) for tag in matrix.locales]
        yield "quiet", _line(f"{_SIGNS[mark]} {mark}", numbers, first, widths)
    yield "plain", ""
    yield "plain", summary(matrix)
    if len(matrix.locales) > 1:
        for told in LEGEND:
            yield "quiet", told


def summary(matrix: Matrix) -> str:
    """Return in one line how much is the matter."""
    total = matrix.total()
    problems = ", ".join(f"{total[mark]:,} {mark}" for mark in PROBLEMS)
    where = f"{counted(len(matrix.rows), 'page')} in {counted(len(matrix.locales), 'locale')}"
    return f"{where}: {problems}."


def _signs(cell: Cell) -> str:
    found = [(_SIGNS[mark], len(cell.fields(mark))) for mark in MARKS]
    return " ".join(f"{sign}{number}" for sign, number in found if number) or "ok"


def _style(cells: tuple[Cell, ...]) -> Style:
    return "warning" if any(cell.fields(mark) for cell in cells for mark in PROBLEMS) else "plain"


def _line(name: str, cells: list[str], first: int, widths: list[int]) -> str:
    return _GAP.join(
        [name + " " * (first - columns(name)), *(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))]
    ).rstrip()
