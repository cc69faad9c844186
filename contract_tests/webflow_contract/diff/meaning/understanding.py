"""Read off schemas what they mean."""

from typing import Any, Final

from attrs import evolve

from webflow_contract.diff.meaning.combining import both, can_be_united, united
from webflow_contract.diff.meaning.inlining import inlined_value
from webflow_contract.diff.meaning.meaning import ABSENT, LOWER, PROSE, UPPER, WHOLE, Meaning
from webflow_contract.diff.meaning.nodes import Node, Part, Source, node
from webflow_contract.diff.meaning.shapes import listing, mapping, texts
from webflow_contract.documents import Document

_OBJECT: Final = (
    "properties",
    "required",
    "additionalProperties",
    "patternProperties",
    "minProperties",
    "maxProperties",
)
_ARRAY: Final = ("items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains")
_NAMES: Final = {str: "string", bool: "boolean", int: "integer", float: "number", dict: "object", list: "array"}
_LARGEST: Final = 1e300
_NOTHING: Final = Meaning()


def meaning(of: Node) -> Meaning:
    """Return what a node means. It is read once.

    Raises:
        DocumentError: A schema in it cannot be read.
    """
    known = of.source.meanings
    if of.key not in known:
        known[of.key] = None
        try:
            known[of.key] = _of_node(of)
        finally:
            if known[of.key] is None:
                del known[of.key]
    return known[of.key] or _NOTHING


def _is_being_read(of: Node) -> bool:
    """Return whether a node is a choice of itself, which adds nothing to the choice."""
    return of.source.meanings.get(of.key, _NOTHING) is None


def _of_node(of: Node) -> Meaning:
    merged: Meaning | None = None
    adds_null = False
    for part in of.parts:
        one = _of_part(of.source, part)
        adds_null = adds_null or (part.schema.get("nullable") is True and one.types is None)
        merged = one if merged is None else both(merged, one)
    if merged is None:
        return _NOTHING
    return evolve(merged, nullable=True) if adds_null else merged


def _of_part(source: Source, part: Part) -> Meaning:
    schema = part.schema
    types, nullable = _types(schema)
    values = _values(schema)
    found = Meaning(
        types=types,
        nullable=nullable,
        values=None if values is None else tuple(value for value in values if value is not None),
        constant="const" in schema,
        known=_list_or_none(schema.get("x-extensible-enum")),
        format=_text(schema.get("format")),
        patterns=(schema["pattern"],) if isinstance(schema.get("pattern"), str) else (),
        limits=_limits(schema),
        unique=schema.get("uniqueItems") is True,
        multiple_of=_number(schema.get("multipleOf")) or None,
        default=_default(schema),
        read_only=schema.get("readOnly") is True,
        write_only=schema.get("writeOnly") is True,
        deprecated=schema.get("deprecated") is True,
        always=schema.get("x-presence") == "always",
        properties=_properties(source, part),
        required=frozenset(texts(schema.get("required"))),
        additional=_additional(source, part),
        items=_items(source, part),
        prefix=_prefix(source, part),
        whole={key: inlined_value(source, key, schema[key], (*part.location, key)) for key in WHOLE if key in schema},
        prose={key: schema[key] for key in PROSE if key in schema},
    )
    for keyword in ("anyOf", "oneOf"):
        if listing(schema.get(keyword)):
            found = _with_options(found, source, part, keyword)
    return found


def _types(schema: Document) -> tuple[frozenset[str] | None, bool]:
    given = schema.get("type")
    listed = [given] if isinstance(given, str) else texts(given)
    nullable = "null" in listed or schema.get("nullable") is True
    names = frozenset(name for name in listed if name != "null")
    if listed:
        return names - {"integer"} if "number" in names else names, nullable
    if any(key in schema for key in _OBJECT):
        return frozenset({"object"}), nullable
    if any(key in schema for key in _ARRAY):
        return frozenset({"array"}), nullable
    values = _values(schema)
    if values is None:
        return None, nullable
    types = frozenset(_type_of(value) for value in values if value is not None)
    return types - {"integer"} if "number" in types else types, nullable or None in values


def _type_of(value: Any) -> str:  # noqa: ANN401  (JSON is any value)
    return "integer" if isinstance(value, float) and value.is_integer() else _NAMES[type(value)]


def _values(schema: Document) -> tuple[Any, ...] | None:
    if "const" in schema:
        return (schema["const"],)
    return _list_or_none(schema.get("enum"))


def _limits(schema: Document) -> dict[str, float]:
    """Return the limits, with OpenAPI 3.0's boolean ``exclusiveMaximum`` as the number that it makes exclusive."""
    found = {key: value for key in (*UPPER, *LOWER) if (value := _number(schema.get(key))) is not None}
    for end in ("Maximum", "Minimum"):
        if schema.get(f"exclusive{end}") is True and end.lower() in found:
            found[f"exclusive{end}"] = found.pop(end.lower())
    trivial = [
        key for key in LOWER if key not in ("minimum", "exclusiveMinimum", "minContains") and found.get(key) == 0
    ]
    return {key: value for key, value in found.items() if key not in trivial}


def _default(schema: Document) -> Any:  # noqa: ANN401  (JSON is any value)
    """Return the default. One of null where null is not allowed says nothing: the vendor's file has many."""
    if "default" not in schema:
        return ABSENT
    value = schema["default"]
    return ABSENT if value is None and not _types(schema)[1] else value


def _properties(source: Source, part: Part) -> dict[str, Node]:
    given = mapping(part.schema.get("properties"))
    return {name: node(source, inner, (*part.location, "properties", name)) for name, inner in given.items()}


def _additional(source: Source, part: Part) -> Node | bool:
    given = part.schema.get("additionalProperties", True)
    if isinstance(given, bool):
        return given
    found = node(source, given, (*part.location, "additionalProperties"))
    return found if any(one.schema.keys() - set(PROSE) for one in found.parts) else True


def _items(source: Source, part: Part) -> Node | None:
    given = part.schema.get("items")
    if given is None or isinstance(given, list):
        return None
    return node(source, given, (*part.location, "items"))


def _prefix(source: Source, part: Part) -> tuple[Node, ...]:
    """Return the items described one by one; before JSON Schema 2020-12 that was a list in ``items``."""
    keyword = "prefixItems" if "prefixItems" in part.schema else "items"
    given = listing(part.schema.get(keyword))
    return tuple(node(source, inner, (*part.location, keyword, index)) for index, inner in enumerate(given))


def _with_options(found: Meaning, source: Source, part: Part, keyword: str) -> Meaning:
    """Put a choice together with what stands beside it; keep apart what cannot be put together."""
    listed = [node(source, inner, (*part.location, keyword, index)) for index, inner in enumerate(part.schema[keyword])]
    nodes = [one for one in listed if not _is_being_read(one)]
    meanings = [(one, meaning(one)) for one in nodes]
    others = [(one, means) for one, means in meanings if not _is_null(means)]
    nullable = len(others) < len(nodes)
    choice = "one-of" if keyword == "oneOf" else "any-of"
    if len(others) == 1:
        ((_, single),) = others
        merged = both(single, found) if _says(found) else single
        return evolve(merged, nullable=merged.nullable or nullable, prose={**merged.prose, **found.prose})
    if others and can_be_united([means for _, means in others]):
        joined = united([means for _, means in others])
        joined = evolve(joined, nullable=joined.nullable or nullable)
        return evolve(both(found, joined) if _says(found) else joined, prose=found.prose)
    options = Meaning(options=tuple(one for one, _ in others), choice=choice)
    return evolve(both(found, options), nullable=found.nullable or nullable)


def _is_null(one: Meaning) -> bool:
    return one.nullable and one.types == frozenset() and not one.values


def _says(found: Meaning) -> bool:
    return found.types is not None or not found.plain or found.values is not None or found.known is not None


def _list_or_none(value: object) -> tuple[Any, ...] | None:
    return tuple(value) if isinstance(value, list) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: object) -> float | None:
    """Return a number that can be calculated with."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if -_LARGEST < value < _LARGEST else None
