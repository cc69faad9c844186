"""What is wrong with a value by the closed contract, one by one and each where it is.

A validator says of a union that no option fits. Here the option is chosen that the value most probably is, and what is
wrong is said of that one.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import jsonschema_rs
from attrs import evolve, frozen

from webflow_contract.contract.closed import KNOWN, REQUIRED
from webflow_contract.contract.json_types import types_of
from webflow_contract.contract.validators import Validators
from webflow_contract.documents import Document

Place = tuple[str | int, ...]

PRESENCE = "x-presence"
"""The keyword of a violation where something is missing that has always come and is not required."""

UNKNOWN = "additionalProperties"
"""The keyword of a violation where a property or an item is known to no schema."""


@frozen
class Violation:
    """A keyword of a schema that a value violates. What is missing has the place that it should be at.

    ``expected`` is what the keyword asks for: a list of types or of values, a limit, a pattern. ``value`` is what came;
    of what is missing, the object that it is missing in.
    """

    place: Place
    keyword: str
    expected: Any
    value: Any


def violations(validators: Validators, schema: Document | bool, value: object) -> list[Violation]:
    """Return every violation of a closed schema, in the order in which they are found.

    Raises:
        ValueError: The value is nested deeper, or odder, than the validator takes.
    """
    validator = validators.of(schema)
    if validator.is_valid(value):  # as nearly all are: this is quicker
        return []
    return _Taker(validators, validators.root(schema)).apart(validator.iter_errors(value))


@frozen
class _Taker:
    """Takes errors of a validator apart. ``root`` is the document that their paths begin in."""

    validators: Validators
    root: Document

    def apart(self, errors: Iterable[jsonschema_rs.ValidationError]) -> list[Violation]:
        listed = list(errors)
        found = [one for error in listed for one in self._one(error)]
        # The parts of a schema that fail say of no property that they know it: what they know is told by their failure.
        for error in listed:
            if error.kind.name == "unevaluatedProperties":
                found += self._unevaluated(error, found)
            elif error.kind.name == "unevaluatedItems" and not _is_explained(_place(error), found):
                found += _items(error)
        return _each_once(found)

    def _one(self, error: jsonschema_rs.ValidationError) -> Iterator[Violation]:
        kind: Any = error.kind
        place, value = _place(error), error.instance
        match kind.name:
            case "anyOf":
                yield from _chosen(place, value, [self.apart(option) for option in kind.context])
            case "oneOf":
                # That none fits is said once more, by the same options closed.
                if isinstance(kind, jsonschema_rs.ValidationErrorKind.OneOfMultipleValid):
                    yield Violation(place, "oneOf", None, value)
            case "required":
                yield from self._missing(error)
            case "unevaluatedProperties" | "unevaluatedItems":
                pass
            case "additionalProperties" | "falseSchema" | "propertyNames":
                yield from _unknown_ones(error)
            case name:
                yield Violation(place, *_expected(name, kind), value)

    def _missing(self, error: jsonschema_rs.ValidationError) -> Iterator[Violation]:
        kind: Any = error.kind
        holder: Any = error.instance
        # jsonschema-rs 0.60 also says so of a required property that is known to no schema and came all the same.
        if kind.property not in holder:
            keyword = "required" if self._is_required(error, kind.property) else PRESENCE
            yield Violation((*_place(error), kind.property), keyword, None, holder)

    def _unevaluated(self, error: jsonschema_rs.ValidationError, found: Sequence[Violation]) -> Iterator[Violation]:
        kind: Any = error.kind
        value: Any = error.instance
        place, known = _place(error), self._around(error).get(KNOWN, {})
        for name in kind.unexpected:
            inner: list[Violation] = []
            if name in known:
                inner = violations(self.validators, {"anyOf": known[name]}, value[name])
                yield from (evolve(one, place=(*place, name, *one.place)) for one in inner)
            if not inner and not (name in known and _is_explained(place, found)):
                yield _unknown((*place, name), value[name])

    def _is_required(self, error: jsonschema_rs.ValidationError, name: str) -> bool:
        return error.schema_path[-1] != "required" or name in self._around(error).get(REQUIRED, (name,))

    def _around(self, error: jsonschema_rs.ValidationError) -> Document:
        """Return the schema that has the keyword which is violated."""
        node: Any = self.root
        for part in error.schema_path[:-1]:
            node = node[part]
        return node if isinstance(node, dict) else {}


def _place(error: jsonschema_rs.ValidationError) -> Place:
    return tuple(error.instance_path)


def _unknown(place: Place, value: object) -> Violation:
    return Violation(place, UNKNOWN, None, value)


def _unknown_ones(error: jsonschema_rs.ValidationError) -> Iterator[Violation]:
    kind: Any = error.kind
    value: Any = error.instance
    if kind.name == "falseSchema":
        yield _unknown(_place(error), value)
        return
    for name in kind.unexpected if kind.name == UNKNOWN else [kind.error.instance]:
        yield _unknown((*_place(error), name), value[name])


def _items(error: jsonschema_rs.ValidationError) -> Iterator[Violation]:
    """Yield the items beyond those that are described, which come first."""
    kind: Any = error.kind
    items: Any = error.instance
    for index in range(len(items) - len(kind.unexpected), len(items)):
        yield _unknown((*_place(error), index), items[index])


def _is_explained(place: Place, found: Iterable[Violation]) -> bool:
    return any(one.place[: len(place)] == place for one in found)


def _expected(name: str, kind: Any) -> tuple[str, Any]:  # noqa: ANN401  (every kind has fields of its own)
    """Return a keyword and what it asks for. A constant is a list of one value."""
    if name == "const":
        return "enum", [kind.expected_value]
    fields = {"type": "types", "enum": "options", "pattern": "pattern", "multipleOf": "multiple_of"}
    return name, getattr(kind, fields.get(name, "limit"), None)


def _each_once(found: Iterable[Violation]) -> list[Violation]:
    """Leave out what two parts of a schema say alike."""
    return list({(one.place, one.keyword, repr(one.expected)): one for one in reversed(list(found))}.values())[::-1]


def _chosen(place: Place, value: object, options: Sequence[list[Violation]]) -> list[Violation]:
    """Return what is wrong with a value by the option of a union that it most probably is.

    It is one of its type, then one whose constants it has, then the one that least is wrong by.
    """
    fitting = [option for option in options if not any(_is_of_another_type(one, place) for one in option)]
    if not fitting:
        types = {name for option in options for one in option if one.place == place for name in _types_asked(one)}
        return [Violation(place, "type", sorted(types), value)]
    best = min(fitting, key=_rank)
    return [_with_alternatives(one, fitting) for one in best]


def _rank(option: Sequence[Violation]) -> tuple[int, int, int]:
    constants = sum(one.keyword == "enum" and len(one.expected) == 1 for one in option)
    missing = sum(one.keyword in ("required", PRESENCE) for one in option)
    return constants, len(option), missing


def _with_alternatives(one: Violation, options: Sequence[list[Violation]]) -> Violation:
    """Return a violation of a list of values with what every option would have taken there."""
    if one.keyword != "enum":
        return one
    same = [other for option in options for other in option if (other.place, other.keyword) == (one.place, "enum")]
    listed = [value for other in same for value in other.expected]
    return evolve(one, expected=[value for index, value in enumerate(listed) if value not in listed[:index]])


def _is_of_another_type(one: Violation, place: Place) -> bool:
    if one.place != place:
        return False
    return one.keyword == "type" or (one.keyword == "enum" and not set(_types_asked(one)) & set(types_of(one.value)))


def _types_asked(one: Violation) -> Iterable[str]:
    if one.keyword == "type":
        return list(one.expected)
    return [types_of(value)[0] for value in one.expected] if one.keyword == "enum" else []
