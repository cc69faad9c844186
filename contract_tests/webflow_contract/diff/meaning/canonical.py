"""Write a JSON value so that equal values are the same text."""

import json
from typing import Any


def canonical(value: Any) -> str:  # noqa: ANN401  (JSON is any value)
    """Write a JSON value in ASCII: 1.0 is 1, and true is not."""
    return json.dumps(_plain(value), sort_keys=True)


def same(one: Any, other: Any) -> bool:  # noqa: ANN401  (JSON is any value)
    """Return whether two JSON values are equal. One that is compared with itself, as null mostly is, is not written."""
    return one is other or canonical(one) == canonical(other)


def _plain(value: Any) -> Any:  # noqa: ANN401  (JSON is any value)
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
