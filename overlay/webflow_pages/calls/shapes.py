"""Whether JSON has the types that a generated model promises, and where it has not.

The models themselves take any type for any property, so that a caller would meet it far from here. What is promised is
read off the models' annotations: the contract stays in one place.
"""

import re
import types
from collections.abc import Mapping
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from attrs import fields, frozen

from webflow_pages.unset import Unset

_NAMES = {str: "text", int: "a number", float: "a number", bool: "true or false", dict: "an object", list: "a list"}
_NULL = type(None)

Place = tuple[str | int, ...]
"""Where in a body: the keys and indexes from its root."""


class ShapeError(Exception):
    """JSON that is not what a model promises: ``pointer`` (RFC 6901) is where, and the text says what is there."""

    def __init__(self, place: Place, text: str) -> None:
        self.pointer: str = "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in place)
        super().__init__(f"{self.pointer or 'the body'} {text}")


def type_name(value: object) -> str:
    """Return what a JSON value is."""
    return _NAMES.get(type(value), "null")


@frozen
class Property:
    """What a property may be: JSON types as Python has them, the model of an object, and what a list has in it."""

    types: frozenset[type]
    model: type | None = None
    items: "Property | None" = None

    @property
    def is_flat(self) -> bool:
        """Whether there is nothing inside to be checked."""
        return self.model is None and self.items is None

    def check(self, value: Any, place: Place) -> None:  # noqa: ANN401  (JSON is any value)
        """Check a value, and what is inside.

        Raises:
            ShapeError: It is something else.
        """
        if type(value) not in self.types:
            wanted = " or ".join(sorted({_NAMES.get(one, "null") for one in self.types}))
            raise ShapeError(place, f"is {type_name(value)}, and has to be {wanted}")
        if self.model is not None and value is not None:
            check(value, self.model, place)
        if self.items is not None and value is not None:
            for index, item in enumerate(value):
                self.items.check(item, (*place, index))


@frozen
class Shape:
    """The properties of a model by their name in JSON, and those that are required."""

    properties: Mapping[str, Property]
    required: tuple[str, ...]


def check(body: Mapping[str, Any], model: type, place: Place = ()) -> None:
    """Check that a JSON object has what a model promises. Properties that it does not know are fine.

    Raises:
        ShapeError: It has not.
    """
    shape = shape_of(model)
    for name in shape.required:
        if name not in body:
            raise ShapeError((*place, name), "is missing")
    properties = shape.properties
    for name, value in body.items():
        known = properties.get(name)
        if known is not None and not (known.is_flat and type(value) in known.types):
            known.check(value, (*place, name))


@cache
def shape_of(model: type) -> Shape:
    """Return the shape of a generated model, from its annotations."""
    import webflow_api.models

    hints = get_type_hints(model, localns=vars(webflow_api.models))
    known = [field for field in fields(model) if field.init]
    # The generator writes a property's name in snake case; every name of the contract is in camel case.
    names = {field.name: re.sub(r"_([a-z])", lambda found: found[1].upper(), field.name) for field in known}
    return Shape(
        {name: _property(hints[attribute]) for attribute, name in names.items()},
        tuple(name for attribute, name in names.items() if not _may_be(hints[attribute], Unset)),
    )


def _options(hint: Any) -> tuple[Any, ...]:  # noqa: ANN401  (an annotation is any value)
    return get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)


def _may_be(hint: object, kind: type) -> bool:
    return kind in _options(hint)


def _property(hint: object) -> Property:
    kinds: set[type] = set()
    model: type | None = None
    items: Property | None = None
    for option in _options(hint):
        if get_origin(option) is list:
            kinds.add(list)
            items = _property(get_args(option)[0])
        elif option in _NAMES or option is _NULL:
            kinds.add(option)
        elif option is not Unset:
            kinds.add(dict)
            model = option
    return Property(frozenset(kinds), model, items)
