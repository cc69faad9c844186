"""The closed-world twin of the contract: whatever it does not say is a violation.

Callers live with the open contract, which lets unknown fields and values pass. The check closes it: no property beside
the known ones, no enum value beside the known ones, and what has always come has to come.
"""

from copy import deepcopy
from typing import Any

from webflow_contract.documents import Document

REQUIRED = "x-required"
"""In a closed schema: what the contract itself requires, apart from what has merely always come."""


def close(contract: Document) -> Document:
    """Return the closed twin of a contract. The contract given is left as it is."""
    twin = deepcopy(contract)
    for schema in twin["components"]["schemas"].values():
        _close(schema)
    return twin


def _close(schema: Any) -> None:  # noqa: ANN401  (JSON is any value)
    if isinstance(schema, list):
        for item in schema:
            _close(item)
    if not isinstance(schema, dict):
        return
    if "x-extensible-enum" in schema:
        schema["enum"] = schema["x-extensible-enum"]
    if isinstance(schema.get("properties"), dict):
        _close_object(schema)
    _name_nullable(schema)
    for value in list(schema.values()):
        _close(value)


def _close_object(schema: Document) -> None:
    always = [name for name, value in schema["properties"].items() if value.get("x-presence") == "always"]
    schema[REQUIRED] = schema.get("required", [])
    schema["required"] = [*schema[REQUIRED], *(name for name in always if name not in schema[REQUIRED])]
    schema.setdefault("additionalProperties", False)


def _name_nullable(schema: Document) -> None:
    """Say "X or null" as if/else, which validators take apart: a violation inside X then has its own place."""
    options = schema.get("anyOf")
    null = {"type": "null"}
    if isinstance(options, list) and len(options) == 2 and null in options:
        schema["else"] = next(option for option in options if option != null)
        schema["if"] = null
        del schema["anyOf"]
