"""What JSON Schema calls the types of a value."""

from typing import Final

_NAMES: Final[dict[type, str]] = {str: "string", bool: "boolean", list: "array", dict: "object"}


def types_of(value: object) -> tuple[str, ...]:
    """Return every type that a value is of: a whole number is of two."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return (_NAMES.get(type(value), "null"),)
    return ("number", "integer") if value == value // 1 else ("number",)
