"""Places: where something stands in a body."""

from collections.abc import Iterable, Iterator
from typing import Any

Place = tuple[str, ...]
"""The keys from the root of a body, ``*`` for each item of a list."""

Body = dict[str, Any]
"""A body that is an object."""


def walk(value: Any, place: Place) -> Iterator[tuple[Place, Any]]:  # noqa: ANN401  (JSON is any value)
    """Yield each place of a body, the root included, with its value."""
    yield place, value
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from walk(inner, (*place, name))
    if isinstance(value, list):
        for item in value:
            yield from walk(item, (*place, "*"))


def parents(body: Any, place: Place) -> Iterable[tuple[Any, str | int]]:  # noqa: ANN401  (JSON is any value)
    """Return what holds each value at a place, with its key there."""
    *above, last = place
    found = [body]
    for name in above:
        found = [inner for value in found for inner in _inside(value, name)]
    for value in found:
        if last == "*" and isinstance(value, list):
            yield from ((value, index) for index in range(len(value)))
        elif isinstance(value, dict) and last in value:
            yield value, last


def _inside(value: Any, name: str) -> list[Any]:  # noqa: ANN401  (JSON is any value)
    if name == "*":
        return value if isinstance(value, list) else []
    return [value[name]] if isinstance(value, dict) and name in value else []


def at(value: Any, place: Place) -> Any:  # noqa: ANN401  (JSON is any value)
    """Return what stands at a place in a body, or None."""
    for name in place:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def put(body: Body, place: Place, value: Any) -> None:  # noqa: ANN401  (JSON is any value)
    """Write a value at a place in a body, if there is what would hold it."""
    holder = at(body, place[:-1])
    if isinstance(holder, dict):
        holder[place[-1]] = value
