"""Read a difference that ``webflow-contract diff --json`` wrote."""

from pathlib import Path
from typing import Any

from webflow_contract import documents
from webflow_contract.diff.change import Change
from webflow_contract.errors import DocumentError
from webflow_contract.rules.changes import CHANGES


def is_difference(report: Any) -> bool:  # noqa: ANN401  (JSON is any value)
    """Return whether a report is a difference, and not one of the check."""
    return isinstance(report, dict) and "changes" in report and "verdict" not in report


def read(path: Path) -> dict[str, Change]:
    """Read the changes of a difference by their ids.

    Raises:
        DocumentError: There is no such file, or it is no difference.
    """
    content = documents.parse(documents.text_of(path), f"{path}")
    try:
        return {told["id"]: _change(told) for told in content["changes"]}
    except (KeyError, TypeError, AttributeError) as error:
        raise DocumentError(f"{path}: is no difference that 'webflow-contract diff --json' wrote: {error!r}") from error


def _change(told: dict[str, Any]) -> Change:
    if told["rule"] not in CHANGES:
        raise KeyError(told["rule"])
    return Change(
        rule=told["rule"],
        level=told["level"],
        operation=told["operation"],
        part=told["part"],
        name=told["name"],
        status=told["status"],
        media_type=told["media_type"],
        place=_place(told["pointer"]),
        before=told["before"],
        after=told["after"],
    )


def _place(pointer: str | None) -> tuple[str, ...] | None:
    if pointer is None:
        return None
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:])
