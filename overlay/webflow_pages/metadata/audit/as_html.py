"""The matrix as one HTML file."""

from collections.abc import Iterator

from webflow_pages.metadata.audit.as_text import LEGEND, summary
from webflow_pages.metadata.audit.matrix import MARKS, Cell, Matrix
from webflow_pages.metadata.html import document, element, text


def as_html(matrix: Matrix) -> str:
    """Return a matrix as HTML. The same matrix gives the same text."""
    return document(f"Audit of site {matrix.site_id}", _body(matrix))


def _body(matrix: Matrix) -> Iterator[str]:
    yield element("h1", f"Audit of site {text(matrix.site_id)}")
    yield element("p", text(summary(matrix)), class_="verdict")
    if len(matrix.locales) > 1:
        yield from (element("p", text(told), class_="quiet") for told in LEGEND)
    yield '<div class="wide"><table>'
    yield _row("th", ("Sum", *map(text, matrix.locales)))
    for mark in MARKS:
        yield _row("td", (text(mark), *(str(matrix.counts[tag][mark]) for tag in matrix.locales)))
    yield "</table></div>"
    yield element("h2", "Pages")
    yield '<div class="wide"><table class="matrix">'
    yield f"<thead>{_row('th', ('Page', *map(text, matrix.locales)))}</thead>"
    for row in matrix.rows:
        kind = "" if row.kind == "page" else f" {element('span', text(row.kind), class_='chip')}"
        yield _row("td", (text(row.label) + kind, *map(_cell, row.cells)))
    yield "</table></div>"


def _cell(cell: Cell) -> str:
    if not cell.marks:
        return element("span", "ok", class_="chip good")
    parts = (
        element("span", f"{mark}: {text(', '.join(fields))}", class_=f"chip {mark}")
        for mark in MARKS
        if (fields := cell.fields(mark))
    )
    return "<br>".join(parts)


def _row(tag: str, cells: tuple[str, ...]) -> str:
    return element("tr", "".join(element(tag, cell) for cell in cells))
