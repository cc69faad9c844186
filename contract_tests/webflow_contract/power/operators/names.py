"""Names: each property of each answer is called otherwise, and objects have more of them."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from webflow_contract.power.aiming import bodies_of
from webflow_contract.power.mutants import Mutant, Recording, Wrap, pointed
from webflow_contract.power.places import Place, parents


def mutants(recording: Recording) -> Iterator[Mutant]:
    """Yield mutants whose properties are called otherwise, stand elsewhere, or are more."""
    for (operation, status), places in recording.places().items():
        for place, seen in places.items():
            if place and place[-1] != "*":
                for operator, rename in _NAMES.items():
                    if rename(place[-1]) != place[-1]:
                        wrap = _renaming(operation, status, place, rename(place[-1]))
                        yield pointed(operator, operation, status, place, wrap)
            if any(isinstance(value, dict) for value in seen):
                yield from _of_object(operation, status, place)


_NAMES: dict[str, Callable[[str], str]] = {
    "property renamed": lambda name: f"{name}V2",
    "property in snake case": lambda name: re.sub(r"[A-Z]", lambda found: f"_{found[0].lower()}", name),
    "property in kebab case": lambda name: re.sub(r"[A-Z]", lambda found: f"-{found[0].lower()}", name),
    "property in lower case": str.lower,
    "property capitalized": lambda name: name[:1].upper() + name[1:],
}

_NEW: dict[str, Any] = {"property added": "new", "null added": None, "object added": {"new": True}}


def _of_object(operation: str, status: int, place: Place) -> Iterator[Mutant]:
    for operator, value in _NEW.items():
        wrap = _adding(operation, status, place, value)
        yield pointed(operator, operation, status, (*place, "newField"), wrap)
    if place and place[-1] != "*":
        yield pointed("object flattened", operation, status, place, _flattening(operation, status, place))


def _renaming(operation: str, status: int, place: Place, name: str) -> Wrap:
    def apply(body: Any) -> Any:  # noqa: ANN401  (JSON is any value)
        for holder, key in list(parents(body, place)):
            holder[name] = holder.pop(key)
        return body

    return bodies_of(operation, status, apply)


def _adding(operation: str, status: int, place: Place, new: Any) -> Wrap:  # noqa: ANN401  (JSON is any value)
    def apply(body: Any) -> Any:  # noqa: ANN401  (JSON is any value)
        objects = [body] if not place else [holder[key] for holder, key in parents(body, place)]
        for value in objects:
            if isinstance(value, dict):
                value["newField"] = new
        return body

    return bodies_of(operation, status, apply)


def _flattening(operation: str, status: int, place: Place) -> Wrap:
    """Put what an object holds into what holds the object, under names with a dot."""

    def apply(body: Any) -> Any:  # noqa: ANN401  (JSON is any value)
        for holder, key in list(parents(body, place)):
            if isinstance(holder[key], dict):
                holder.update({f"{key}.{name}": value for name, value in holder.pop(key).items()})
        return body

    return bodies_of(operation, status, apply)
