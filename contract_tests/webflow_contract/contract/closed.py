"""The closed-world twin of the contract: whatever it does not say is a violation.

Callers live with the open contract, which lets unknown fields and values pass. The check closes it: no property beside
the known ones, no enum value beside the known ones, and what has always come has to come. What the twin accepts, the
contract accepts, too.

A schema that is put together of several is closed as a whole: each part would refuse the properties of the others. What
a part's acceptance can refuse (``oneOf``, ``not``, ``if``, ``contains``) stays open: closed, it would let more through.
"""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any, Final

from webflow_contract.contract.json_types import types_of
from webflow_contract.contract.operations import target
from webflow_contract.documents import Document

REQUIRED: Final = "x-required"
"""In a closed schema: what the contract itself requires, apart from what has merely always come."""

KNOWN: Final = "x-known"
"""In a schema that is closed as a whole: what its parts say of each property, by name."""

_OPEN: Final = "x-open"
_EXTENSIBLE: Final = "x-extensible-enum"

_NAMING = ("properties", "patternProperties")
_BY_NAME = (*_NAMING, "$defs")
_ONE = ("items", "additionalProperties", "unevaluatedProperties", "unevaluatedItems", "propertyNames")
_KEPT_OPEN = ("not", "if", "contains")
_UNIONS = ("anyOf", "oneOf")
_REMARKS = ("title", "description", "summary", "default", "deprecated", "example", "examples", "readOnly", "writeOnly")


def close(contract: Document) -> Document:
    """Return the closed twin of a contract. The contract given is left as it is."""
    twin = deepcopy(contract)
    closing = _Closing(contract)
    schemas = twin["components"]["schemas"]
    for name, schema in contract["components"]["schemas"].items():
        schemas[name] = closing.sealed(schema)
    for holder in _holders_in_answers(twin):
        holder["schema"] = closing.sealed(holder["schema"])
    if closing.refers_to_open:
        twin["components"][_OPEN] = {"schemas": _opened(contract["components"]["schemas"])}
    return twin


def _holders_in_answers(twin: Document) -> Iterator[Document]:
    """Yield what has a schema of its own in an answer: media types and headers."""
    components = twin["components"]
    paths = [operation for item in twin.get("paths", {}).values() for operation in item.values()]
    responses = [*components.get("responses", {}).values()]
    for operation in paths:
        responses += operation.get("responses", {}).values() if isinstance(operation, dict) else ()
    headers = [*components.get("headers", {}).values()]
    for response in responses:
        headers += response.get("headers", {}).values()
        yield from (media for media in response.get("content", {}).values() if "schema" in media)
    yield from (header for header in headers if "schema" in header)


def _opened(schema: Any) -> Any:  # noqa: ANN401  (JSON is any value)
    """Return a copy that refers to open schemas only."""
    if isinstance(schema, list):
        return [_opened(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    copy = {key: _opened(value) for key, value in schema.items()}
    if isinstance(copy.get("$ref"), str):
        copy["$ref"] = copy["$ref"].replace("#/components/schemas/", f"#/components/{_OPEN}/schemas/")
    return copy


class _Closing:
    """Closes the schemas of one contract, whose references it follows."""

    def __init__(self, contract: Document) -> None:
        self.refers_to_open = False
        self._contract = contract
        self._inlined: list[str] = []

    def sealed(self, schema: Any) -> Any:  # noqa: ANN401  (JSON is any value)
        """Return a closed schema of a whole value."""
        if not isinstance(schema, dict) or _merely_refers(schema):
            return deepcopy(schema)
        own = any(key in schema for key in (*_NAMING, "additionalProperties", "unevaluatedProperties"))
        inner = sum(self._names(part) for part in self._parts(schema))
        if own and not inner:
            part = self._part(schema, beside=True)
            if "unevaluatedProperties" not in part:
                part.setdefault("additionalProperties", False)
        elif own or inner > 1:
            part = self._part(schema, beside=own)
            part.setdefault("unevaluatedProperties", False)
            part[KNOWN] = _known(part)
        else:  # at most one of its parts has properties, and can be closed by itself
            part = self._part(schema, beside=True, seal=True)
        return _without_more_items(part)

    def _parts(self, schema: Document) -> Iterator[Any]:
        """Yield every schema that is about the same value."""
        if "$ref" in schema:
            yield self._target(schema["$ref"])
        for key in ("allOf", *_UNIONS):
            yield from schema.get(key, ())
        yield from (schema[key] for key in ("if", "then", "else") if key in schema)
        yield from schema.get("dependentSchemas", {}).values()

    def _names(self, schema: Any, around: tuple[int, ...] = ()) -> bool:  # noqa: ANN401  (JSON is any value)
        """Return whether a schema says by name which properties a value has."""
        if not isinstance(schema, dict) or id(schema) in around:  # a schema that is a part of itself has no end
            return False
        if any(key in schema for key in _NAMING):
            return True
        return any(self._names(part, (*around, id(schema))) for part in self._parts(schema))

    def _target(self, reference: str) -> Any:  # noqa: ANN401  (JSON is any value)
        return target(self._contract, reference)

    def _part(self, schema: Any, *, beside: bool, seal: bool = False) -> Any:  # noqa: ANN401  (JSON is any value)
        """Return a closed schema that leaves properties alone which other parts may have.

        ``beside`` says whether parts beside this one have properties. ``seal`` closes each of its own parts.
        """
        if not isinstance(schema, dict):
            return schema
        part: Document = {}
        more: list[Any] = []
        for key, value in schema.items():
            if key == "$ref":
                more.append(self._referred(value, beside=beside, seal=seal))
            elif key in _UNIONS:
                options = self._options(schema, key, beside=beside, seal=seal)
                if key == "anyOf":
                    part[key] = options
                else:
                    part[key] = self._kept_open(value)
                    more.append({"anyOf": options})
            elif key in _KEPT_OPEN:
                part[key] = self._kept_open(value)
            else:
                part[key] = self._keyword(schema, key, beside=beside, seal=seal)
        more += _known_values(schema, part)
        if more:
            part["allOf"] = [*part.get("allOf", ()), *more]
        return _with_presence(part)

    def _keyword(self, schema: Document, key: str, *, beside: bool, seal: bool) -> Any:  # noqa: ANN401  (JSON is any value)
        value = schema[key]
        if key in _BY_NAME:
            return {name: self.sealed(inner) for name, inner in value.items()}
        if key in _ONE:
            return self.sealed(value)
        if key == "prefixItems":
            return [self.sealed(inner) for inner in value]
        if key == "allOf":
            return [self._inner(schema, inner, beside=beside, seal=seal) for inner in value]
        if key in ("then", "else"):
            return self._inner(schema, value, beside=beside, seal=seal)
        if key == "dependentSchemas":
            return {name: self._inner(schema, inner, beside=beside, seal=seal) for name, inner in value.items()}
        return deepcopy(value)

    def _inner(self, schema: Document, part: Any, *, beside: bool, seal: bool) -> Any:  # noqa: ANN401  (JSON is any value)
        if seal:
            return self.sealed(part)
        others = any(self._names(other) for other in self._parts(schema) if other is not part)
        return self._part(part, beside=beside or others or any(key in schema for key in _NAMING))

    def _options(self, schema: Document, key: str, *, beside: bool, seal: bool) -> list[Any]:
        """Return the options of a union. One without properties is free, unless it only adds to what others say."""
        options = schema[key]
        if seal:
            return [self.sealed(option) for option in options]
        others = [part for part in self._parts(schema) if all(part is not option for option in options)]
        beside = beside or any(self._names(part) for part in others) or any(name in schema for name in _NAMING)
        parts = [self._part(option, beside=beside) for option in options]
        if beside:
            return parts
        return [part if self._names(option) else _freed(part) for option, part in zip(options, parts, strict=True)]

    def _referred(self, reference: str, *, beside: bool, seal: bool) -> Any:  # noqa: ANN401  (JSON is any value)
        if seal or reference in self._inlined:
            return {"$ref": reference}
        self._inlined.append(reference)
        part = self._part(self._target(reference), beside=beside)
        self._inlined.pop()
        return part

    def _kept_open(self, schema: Any) -> Any:  # noqa: ANN401  (JSON is any value)
        copy = _opened(schema)
        self.refers_to_open = self.refers_to_open or copy != schema
        return copy


def _merely_refers(schema: Document) -> bool:
    others = (key for key in schema if key != "$ref" and key not in _REMARKS)
    return "$ref" in schema and all(key.startswith("x-") and key != _EXTENSIBLE for key in others)


def _freed(part: Any) -> Any:  # noqa: ANN401  (JSON is any value)
    """Return a part that has a say in all properties, so that none counts as unknown."""
    if part is True:
        return {"additionalProperties": True}
    if isinstance(part, dict) and "additionalProperties" not in part:
        return part | {"additionalProperties": True}
    return part


def _with_presence(part: Document) -> Document:
    properties = part.get("properties")
    if isinstance(properties, dict):
        always = [name for name, value in properties.items() if _always_comes(value)]
        part[REQUIRED] = part.get("required", [])
        part["required"] = [*part[REQUIRED], *(name for name in always if name not in part[REQUIRED])]
    return part


def _always_comes(schema: Any) -> bool:  # noqa: ANN401  (JSON is any value)
    return isinstance(schema, dict) and schema.get("x-presence") == "always"


def _known_values(schema: Document, part: Document) -> list[Document]:
    """Close the list of known values, in place where that can be, and return what has to hold besides."""
    if _EXTENSIBLE not in schema:
        return []
    values = schema[_EXTENSIBLE]
    types = schema.get("type", [])
    listed = {name for value in values for name in types_of(value)}
    others = [name for name in ([types] if isinstance(types, str) else types) if name not in listed]
    if values and others:  # null, say, which its type allows and no list of texts has
        return [{"if": {"type": others}, "else": {"enum": list(values)}}]
    if "enum" in schema:
        return [{"enum": list(values)}]
    part["enum"] = list(values)
    return []


def _without_more_items(part: Document) -> Document:
    """Close a list whose items are described one by one."""
    if "prefixItems" in part and not {"items", "unevaluatedItems"} & part.keys():
        part["items"] = False
    return part


def _known(part: Any) -> dict[str, list[Any]]:  # noqa: ANN401  (JSON is any value)
    """Return what the parts of a closed schema say of each property."""
    found: dict[str, list[Any]] = {}
    if isinstance(part, dict):
        for name, schema in part.get("properties", {}).items():
            found.setdefault(name, []).append(schema)
        inner = [*part.get("allOf", ()), *part.get("anyOf", ()), *part.get("dependentSchemas", {}).values()]
        for one in [*inner, part.get("then"), part.get("else")]:
            for name, schemas in _known(one).items():
                found.setdefault(name, []).extend(schemas)
    return found
