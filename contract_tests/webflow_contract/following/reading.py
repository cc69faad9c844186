"""Read the changes of a difference that ``webflow-contract diff --json`` wrote."""

from typing import Any

from webflow_contract.diff.change import Change
from webflow_contract.documents import Document
from webflow_contract.errors import DocumentError
from webflow_contract.pointers import parts
from webflow_contract.rules.changes import CHANGES


def is_difference(report: Any) -> bool:  # noqa: ANN401  (JSON is any value)
    """Return whether a report is a difference, and not one of the check."""
    return isinstance(report, dict) and "changes" in report and "verdict" not in report


def read(report: Document, name: str) -> dict[str, Change]:
    """Read the changes of a difference by their ids. It has to be what its JSON Schema says; ``name`` is its own.

    Raises:
        DocumentError: It has a rule that is none.
    """
    return {told["id"]: _change(told, name) for told in report["changes"]}


def _change(told: dict[str, Any], name: str) -> Change:
    if told["rule"] not in CHANGES:
        raise DocumentError(f"{name}: there is no rule {told['rule']!r}: it may be of another version")
    return Change(
        rule=told["rule"],
        level=told["level"],
        operation=told["operation"],
        part=told["part"],
        name=told["name"],
        status=told["status"],
        media_type=told["media_type"],
        place=() if told["part"] in ("parameter", "header") else _place(told["pointer"]),
        before=told["before"],
        after=told["after"],
    )


def _place(pointer: str | None) -> tuple[str, ...] | None:
    if pointer is None:
        return None
    return parts(pointer)
