"""Take a schema of the vendor's as the contract can have it: structure only, in the words of OpenAPI 3.1."""

from typing import Any, Final

from webflow_contract.diff.meaning.meaning import PROSE
from webflow_contract.diff.meaning.shapes import texts
from webflow_contract.following.errors import FollowingError

_LEFT_OUT: Final = frozenset(PROSE) | {"nullable"}
_NAMED: Final = frozenset({"properties", "patternProperties", "dependentSchemas", "$defs", "definitions"})
_LITERAL: Final = frozenset({"default", "enum", "const", "required", "type", "dependentRequired", "x-extensible-enum"})


def bare(schema: Any) -> Any:  # noqa: ANN401  (JSON is any value)
    """Return a schema without words and examples, and with null as OpenAPI 3.1 has it. Values stay what they are.

    Raises:
        FollowingError: It refers to another one, as what contains itself does.
    """
    if isinstance(schema, list):
        return [bare(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema or "discriminator" in schema:
        raise FollowingError("the schema refers to others by name, as what contains itself does: write it by hand")
    kept = {key: _keyword(key, value) for key, value in schema.items() if _is_structure(key)}
    return _in_31(kept, nullable=schema.get("nullable") is True)


def _is_structure(keyword: str) -> bool:
    return keyword not in _LEFT_OUT and (keyword in _LITERAL or not keyword.startswith("x-"))


def _keyword(keyword: str, value: Any) -> Any:  # noqa: ANN401  (JSON is any value)
    if keyword in _LITERAL:
        return value
    if keyword in _NAMED and isinstance(value, dict):
        return {name: bare(inner) for name, inner in value.items()}
    return bare(value)


def _in_31(schema: dict[str, Any], *, nullable: bool) -> dict[str, Any]:
    """Return a schema without what only OpenAPI 3.0 has."""
    if isinstance(schema.get("items"), list):
        schema["prefixItems"] = schema.pop("items")
    for end in ("Maximum", "Minimum"):
        if isinstance(schema.get(f"exclusive{end}"), bool):
            is_exclusive = schema.pop(f"exclusive{end}")
            schema |= {f"exclusive{end}": schema.pop(end.lower())} if is_exclusive and end.lower() in schema else {}
    types = texts([schema["type"]]) or texts(schema["type"]) if "type" in schema else []
    if nullable and types and "null" not in types:
        schema["type"] = [*types, "null"]
        schema |= _with_null(schema)
    if "array" in types and not {"items", "prefixItems"} & schema.keys():
        schema["items"] = {}  # the same, and clients can be generated from it
    if "default" in schema and schema["default"] is None:
        del schema["default"]
    return schema


def _with_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the list of values with null among them: OpenAPI 3.1 has no null that a list does not have."""
    listed = schema.get("enum")
    return {"enum": [*listed, None]} if isinstance(listed, list) and None not in listed else {}
