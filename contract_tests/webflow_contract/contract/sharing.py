"""What a change of a schema reaches: the answers that share it, and the requests that must not change with them."""

from collections.abc import Iterator, Mapping
from typing import Any

from webflow_contract.contract import openapi_overlay
from webflow_contract.contract.locations import Location, at, jsonpath, pointed_to, responses_of
from webflow_contract.contract.operations import Operation, operations
from webflow_contract.documents import Document

_SCHEMAS = ("components", "schemas")
_OF_REQUESTS = ("parameters", "requestBodies")


def answers_with(contract: Document, location: Location) -> Mapping[str, list[str]]:
    """Return the answers that a location has a part in: statuses, or ranges of them, by operationId."""
    found: dict[str, list[str]] = {}
    for operation in operations(contract).values():
        for status in sorted(operation.responses):
            answer = (*responses_of(operation), status)
            if _is_in(location, {answer, *_reached(contract, answer)}):
                found.setdefault(operation.id, []).append(status)
    return found


def is_in_requests(contract: Document, location: Location) -> bool:
    """Return whether a location has a part in any request."""
    return _is_in(location, _of_requests(contract))


def apart(contract: Document, operation: Operation, status: str, location: Location) -> tuple[str, list[Document]]:
    """Return the name of the first schema on the way to a location that requests share, and what gives answers a copy.

    The way begins at an operation's answer. The actions are those of an Overlay; every answer refers to the copy then.
    """
    requested = _of_requests(contract)
    way = _way(contract, (*responses_of(operation), status), location)
    shared = next(one for one in way if _is_in(one, requested))
    name = str(shared[-1])
    copy = _free_name(contract, name)
    actions: list[Document] = [
        {"target": jsonpath(_SCHEMAS), "update": {copy: {}}},
        {"target": jsonpath((*_SCHEMAS, copy)), "copy": jsonpath(shared)},
    ]
    with_copy = applied(contract, actions)
    holders = [one for one in _references(with_copy, ()) if pointed_to(at(with_copy, one)) == shared]
    return name, actions + [
        {"target": jsonpath((*holder, "$ref")), "update": f"#/components/schemas/{copy}"}
        for holder in holders
        if not _is_in(holder, requested)
    ]


def applied(contract: Document, actions: list[Document]) -> Document:
    """Return a contract with actions of an Overlay applied. The contract given is left as it is."""
    return openapi_overlay.apply(contract, [_action(action) for action in actions])


def _action(action: Document) -> openapi_overlay.Action:
    ((kind, value),) = ((key, value) for key, value in action.items() if key != "target")
    return openapi_overlay.Action(action["target"], kind, value, {}, action["target"])


def _free_name(contract: Document, name: str) -> str:
    taken = contract["components"]["schemas"]
    names = (f"{name}InAnswers{number or ''}" for number in range(len(taken) + 1))
    return next(one for one in names if one not in taken)


def _is_in(location: Location, others: set[Location]) -> bool:
    return any(location[:length] in others for length in range(1, len(location) + 1))


def _of_requests(contract: Document) -> set[Location]:
    """Return where requests are described, and every place that they refer to."""
    begins: list[Location] = [("components", key) for key in _OF_REQUESTS if key in contract["components"]]
    for template, item in contract["paths"].items():
        begins += [("paths", template, key) for key in _OF_REQUESTS if key in item]
        for method, operation in item.items():
            keys = ("parameters", "requestBody") if isinstance(operation, dict) else ()
            begins += [("paths", template, method, key) for key in keys if key in operation]
    return {*begins, *(place for begin in begins for place in _reached(contract, begin))}


def _reached(contract: Document, begin: Location) -> set[Location]:
    """Return every place that is referred to from a place on, by way of others too."""
    found: set[Location] = set()
    todo = [begin]
    while todo:
        place = todo.pop()
        for holder in _references(at(contract, place), place):
            target = pointed_to(at(contract, holder))
            if target not in found:
                found.add(target)
                todo.append(target)
    return found


def _way(contract: Document, begin: Location, end: Location) -> list[Location]:
    """Return the places that are referred to one after the other on the shortest way to a location."""
    ways: list[list[Location]] = [[begin]]
    for way in ways:
        if _is_in(end, {way[-1]}):
            return way
        for holder in _references(at(contract, way[-1]), way[-1]):
            target = pointed_to(at(contract, holder))
            if all(target not in other for other in ways):
                ways.append([*way, target])
    return []


def _references(node: Any, place: Location) -> Iterator[Location]:  # noqa: ANN401  (JSON is any value)
    """Yield where in a node something is referred to."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield place
        for key, value in node.items():
            yield from _references(value, (*place, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _references(value, (*place, index))
