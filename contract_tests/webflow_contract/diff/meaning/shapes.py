"""Take what a document has as what it ought to be, or as nothing: it need not be valid."""

from typing import Any


def mapping(value: object) -> dict[str, Any]:
    """Return an object, an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def listing(value: object) -> list[Any]:
    """Return a list, an empty one for anything else."""
    return value if isinstance(value, list) else []


def texts(value: object) -> list[str]:
    """Return the texts in a list."""
    return [one for one in listing(value) if isinstance(one, str)]
