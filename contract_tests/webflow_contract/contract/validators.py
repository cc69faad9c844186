"""Validators of a contract's component schemas, made when they are first asked for."""

import jsonschema_rs

from webflow_contract.documents import Document

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class Validators:
    """The validators of one contract."""

    def __init__(self, contract: Document) -> None:
        self._contract = contract
        self._made: dict[str, jsonschema_rs.Validator] = {}

    def of(self, reference: str) -> jsonschema_rs.Validator:
        """Return the validator of a component schema, such as ``#/components/schemas/Page``."""
        if reference not in self._made:
            schema = {"$schema": _DIALECT, "$ref": reference, "components": self._contract["components"]}
            self._made[reference] = jsonschema_rs.validator_for(schema)
        return self._made[reference]
