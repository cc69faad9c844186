"""The matrix as a JSON document."""

from typing import Any

from webflow_pages.metadata.audit.matrix import MARKS, Matrix


def as_json(matrix: Matrix) -> dict[str, Any]:
    """Return a matrix as a document: the marks of each field, by page and locale, and their sums by locale."""
    return {
        "schema": 1,
        "site": matrix.site_id,
        "locales": list(matrix.locales),
        "counts": {tag: {mark: matrix.counts[tag][mark] for mark in MARKS} for tag in matrix.locales},
        "pages": [
            {
                "page": row.page_id,
                "name": row.name,
                "kind": row.kind,
                "locales": {
                    cell.locale: {field: list(marks) for field, marks in cell.marks.items()} for cell in row.cells
                },
            }
            for row in matrix.rows
        ],
    }
