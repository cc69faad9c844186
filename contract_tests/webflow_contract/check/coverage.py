"""What a check has seen of the contract, computed from the exchanges and not from the plan, and what it has not."""

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import frozen

from webflow_contract.check.findings import Place, pointer
from webflow_contract.check.probes import Exchange
from webflow_contract.contract.operations import Operation, resolve
from webflow_contract.documents import Document

_REASONS = {
    "429": "Exercised only when asked for.",
    "403": "Needs a token that lacks the scope.",
    "500": "Nothing that a client sends provokes it.",
    "5XX": "Nothing that a client sends provokes it.",
    "4XX": "Nothing that this operation takes can be malformed.",
}
_NOT_SEEN = "Not seen in this run."


@frozen
class Unproven:
    """Something that the contract says and that no exchange has shown. ``pointer`` None is the status itself."""

    operation: str
    status: str
    pointer: str | None
    reason: str


@frozen
class Coverage:
    """Statuses and properties of the contract that were seen, by operation, and those that were not."""

    statuses: dict[str, dict[str, bool]]
    properties: dict[str, dict[str, bool]]

    def unproven(self) -> Iterator[Unproven]:
        """Yield what was not seen."""
        for operation, statuses in self.statuses.items():
            for status, seen in statuses.items():
                if not seen:
                    yield Unproven(operation, status, None, _REASONS.get(status, _NOT_SEEN))
            for place, seen in self.properties[operation].items():
                if not seen and statuses["200"]:
                    yield Unproven(operation, "200", place, _NOT_SEEN)


def measure(contract: Document, known: dict[str, Operation], exchanges: Sequence[Exchange]) -> Coverage:
    """Hold the exchanges against the operations of the contract."""
    statuses = {name: dict.fromkeys(sorted(operation.responses), False) for name, operation in known.items()}
    properties = {name: _documented(contract, operation) for name, operation in known.items()}
    for exchange in exchanges:
        operation, status = exchange.probe.operation, str(exchange.response.status)
        seen = status if status in statuses[operation] else f"{status[0]}XX"
        if seen in statuses[operation]:
            statuses[operation][seen] = True
        if exchange.response.status == 200:
            for place in _seen(exchange.body, ()):
                if place in properties[operation]:
                    properties[operation][place] = True
    return Coverage(statuses, properties)


def _documented(contract: Document, operation: Operation) -> dict[str, bool]:
    schema = operation.responses["200"]["content"]["application/json"]["schema"]
    return dict.fromkeys((pointer(place) for place in _properties(contract, schema, ())), False)


def _properties(contract: Document, node: Any, place: Place) -> Iterator[Place]:  # noqa: ANN401  (JSON is any value)
    schema = resolve(contract, node)
    for option in schema.get("anyOf", ()):
        yield from _properties(contract, option, place)
    if "items" in schema:
        yield from _properties(contract, schema["items"], (*place, "*"))
    for name, value in schema.get("properties", {}).items():
        yield (*place, name)
        yield from _properties(contract, value, (*place, name))


def _seen(value: Any, place: Place) -> Iterator[str]:  # noqa: ANN401  (JSON is any value)
    if isinstance(value, list):
        for item in value:
            yield from _seen(item, (*place, "*"))
    if isinstance(value, dict):
        for name, inner in value.items():
            yield pointer((*place, name))
            yield from _seen(inner, (*place, name))
