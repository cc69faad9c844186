"""Look things up in a contract: operations, their responses, and what stands behind a ``$ref``."""

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from webflow_contract.documents import Document

_METHODS = ("get", "put", "post", "patch", "delete")


@frozen
class Operation:
    """An operation: its operationId, method, path template, and responses by status or range (``200``, ``4XX``)."""

    id: str
    method: str
    template: str
    responses: dict[str, Document]

    def response(self, status: int) -> Document | None:
        """Return what the contract says of a status, by itself or through its range; None where it says nothing."""
        return self.responses.get(str(status)) or self.responses.get(f"{status // 100}XX")


def operations(contract: Document) -> dict[str, Operation]:
    """Return the operations of a contract by operationId, with every response resolved."""
    return {operation.id: operation for operation in _operations(contract)}


def _operations(contract: Document) -> Iterator[Operation]:
    for template, item in contract["paths"].items():
        for method in _METHODS:
            if method in item:
                responses = {
                    str(status): resolve(contract, value) for status, value in item[method]["responses"].items()
                }
                yield Operation(item[method]["operationId"], method.upper(), template, responses)


def resolve(contract: Document, node: Any) -> Any:  # noqa: ANN401  (JSON is any value)
    """Return what a node means: itself, or what its ``$ref`` points to in the same document."""
    while isinstance(node, dict) and "$ref" in node:
        target: Any = contract
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]
        node = target
    return node
