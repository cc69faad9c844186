"""Look things up in a contract: operations, their responses, and what stands behind a ``$ref``."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from attrs import frozen

from webflow_contract.documents import Document
from webflow_contract.pointers import parts

METHODS = ("get", "put", "post", "patch", "delete")
"""The methods that an operation of a contract may have, as OpenAPI spells them."""


@frozen
class Operation:
    """An operation: its operationId, method, path template, and responses by status, range (``4XX``) or ``default``."""

    id: str
    method: str
    template: str
    responses: dict[str, Document]

    def response(self, status: int) -> Document | None:
        """Return what the contract says of a status; None where it says nothing."""
        key = self.key_of(status)
        return None if key is None else self.responses[key]

    def key_of(self, status: int) -> str | None:
        """Return what a status is described under: itself, its range, or ``default``; None where it is not."""
        return next((key for key in (str(status), f"{status // 100}XX", "default") if key in self.responses), None)


def operations(contract: Document) -> dict[str, Operation]:
    """Return the operations of a contract by operationId, with every response resolved."""
    return {operation.id: operation for operation in _operations(contract)}


def _operations(contract: Document) -> Iterator[Operation]:
    for template, item in contract["paths"].items():
        for method in METHODS:
            if method in item:
                responses = {
                    str(status): resolve(contract, value) for status, value in item[method]["responses"].items()
                }
                yield Operation(item[method]["operationId"], method.upper(), template, responses)


def resolve(contract: Document, node: Any) -> Any:  # noqa: ANN401  (JSON is any value)
    """Return what a node means: itself, or what its ``$ref`` points to in the same document."""
    while isinstance(node, dict) and "$ref" in node:
        node = target(contract, node["$ref"])
    return node


def target(contract: Document, reference: str) -> Any:  # noqa: ANN401  (JSON is any value)
    """Return what a reference in the same document points to, which may refer to something else in its turn."""
    node: Any = contract
    for key in referred(reference):
        node = node[int(key) if isinstance(node, list) else key]
    return node


def referred(reference: str) -> tuple[str, ...]:
    """Return the keys and indexes from the root that a reference in the same document is made of."""
    return parts("/" + unquote(reference).removeprefix("#/"))
