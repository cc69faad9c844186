"""Changes of a document, as small as they are said, so that comments and everything else around them stay."""

from collections.abc import Iterable
from typing import Any, Literal

from attrs import frozen

from webflow_contract.contract.locations import Location
from webflow_contract.diff.meaning.canonical import canonical


@frozen
class Edit:
    """One change of a document.

    ``set`` and ``remove`` are about the node at the location; ``append`` and ``discard`` about a value of the list
    there, which is made, or goes, where that takes it.
    """

    kind: Literal["set", "remove", "append", "discard"]
    location: Location
    value: Any = None


def apply(document: Any, edits: Iterable[Edit]) -> None:  # noqa: ANN401  (JSON is any value)
    """Change a document in place."""
    for edit in edits:
        *way, last = edit.location
        holder = document
        for part in way:
            holder = holder[part]
        _DO[edit.kind](holder, last, edit.value)


def index_of(value: object, listed: list[Any]) -> int:
    """Return where in a list a value is; true is not 1, as it is to Python."""
    return [canonical(one) for one in listed].index(canonical(value))


def _set(holder: Any, last: str | int, value: Any) -> None:  # noqa: ANN401
    holder[last] = value


def _remove(holder: Any, last: str | int, _: Any) -> None:  # noqa: ANN401
    del holder[last]


def _append(holder: Any, last: str | int, value: Any) -> None:  # noqa: ANN401
    if last in holder:
        holder[last].append(value)
    else:
        holder[last] = [value]


def _discard(holder: Any, last: str | int, value: Any) -> None:  # noqa: ANN401
    del holder[last][index_of(value, holder[last])]
    if not holder[last]:
        del holder[last]


_DO = {"set": _set, "remove": _remove, "append": _append, "discard": _discard}
