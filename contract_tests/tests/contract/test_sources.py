"""When the documents of a contract were read."""

from typing import Any

import pytest

from webflow_contract.contract.sources import newest_read
from webflow_contract.documents import Document
from webflow_contract.errors import DocumentError


def contract(**operations: Any) -> Document:
    """Return a contract of operations by method, each with its x-source."""
    return {"paths": {"/a": {"parameters": [], **{one: {"x-source": source} for one, source in operations.items()}}}}


def test_the_newest_day_counts() -> None:
    document = contract(get={"read": "2026-09-30"}, put={"read": "2026-10-01"}, delete={"read": "2025-12-31"})
    assert newest_read(document, "d.yaml") == "2026-10-01"


@pytest.mark.parametrize(
    "source",
    [
        None,
        "2026-10-01",
        {},
        {"read": None},
        {"read": 20261001},
        {"read": ""},
        {"read": "2026-10"},
        {"read": "20261001"},
        {"read": "2026-02-30"},
        {"read": "2026-10-01T00:00:00"},
        {"read": "2026-10-01\n"},
        {"read": "\uff12\uff10\uff12\uff16-10-01"},
    ],
    ids=str,
)
def test_an_operation_without_a_day_is_named(source: Any) -> None:
    document = contract(get={"read": "2026-10-01"}, put=source)
    with pytest.raises(DocumentError, match=r"^d\.yaml: PUT /a does not say when its document was read: give its x-so"):
        newest_read(document, "d.yaml")


@pytest.mark.parametrize("document", [{}, {"paths": {}}, {"paths": {"/a": {}}}], ids=str)
def test_a_contract_without_operations_has_no_day(document: Document) -> None:
    with pytest.raises(DocumentError, match=r"^d\.yaml: has no operation"):
        newest_read(document, "d.yaml")
