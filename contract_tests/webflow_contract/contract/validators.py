"""Validators of a contract's schemas, made when they are first asked for."""

import json
from typing import Any

import jsonschema_rs

from webflow_contract.documents import Document

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class Validators:
    """The validators of one contract."""

    def __init__(self, contract: Document) -> None:
        self._contract = contract
        self._made: dict[str, jsonschema_rs.Validator] = {}

    def of(self, schema: Document | bool | str) -> jsonschema_rs.Validator:
        """Return the validator of a schema of the contract, or of a reference such as ``#/components/schemas/Page``."""
        key = schema if isinstance(schema, str) else _key(schema)
        if key not in self._made:
            self._made[key] = jsonschema_rs.validator_for(self.root(schema))
        return self._made[key]

    def root(self, schema: Document | bool | str) -> Document:
        """Return a schema as a document of its own, with what it may refer to. Paths of violations begin there."""
        if isinstance(schema, str):
            schema = {"$ref": schema}
        if isinstance(schema, bool):
            schema = {"allOf": [schema]}
        around: dict[str, Any] = {
            name: self._contract[name] for name in ("components", "paths") if name in self._contract
        }
        return {"$schema": _DIALECT, **schema, **around}


def _key(schema: Document | bool) -> str:
    if isinstance(schema, dict) and len(schema) == 1 and "$ref" in schema:
        return str(schema["$ref"])
    return json.dumps(schema, sort_keys=True)
