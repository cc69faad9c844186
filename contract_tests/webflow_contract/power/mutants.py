"""A mutant: the unchanged service with one thing wrong."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.routes import operation_of

Wrap = Callable[[Handler], Handler]
Place = tuple[str, ...]
"""Where in a body: the keys from its root, ``*`` for each item of a list."""


@frozen
class Mutant:
    """A service with one thing wrong.

    Args:
        operator: The kind of thing.
        target: Where, such as ``get-page-metadata 200 /seo/title``.
        wrap: Puts what is wrong in front of a handler.
    """

    operator: str
    target: str
    wrap: Wrap

    @property
    def name(self) -> str:
        """The operator and where it was applied."""
        return f"{self.operator}: {self.target}"


@frozen
class Recording:
    """What the unchanged service answers to a check: requests with their answers, in their order."""

    exchanges: Sequence[tuple[Request, Response]]

    def bodies(self) -> Iterator[tuple[str, int, Any]]:
        """Yield operation, status and body of each JSON answer to an operation."""
        for request, response in self.exchanges:
            operation = operation_of(request)
            if operation is not None:
                yield operation, response.status, response.json()

    def places(self) -> Mapping[tuple[str, int], Mapping[Place, list[Any]]]:
        """Return the values seen at each place, by operation and status."""
        found: dict[tuple[str, int], dict[Place, list[Any]]] = {}
        for operation, status, body in self.bodies():
            seen = found.setdefault((operation, status), {})
            for place, value in walk(body, ()):
                seen.setdefault(place, []).append(value)
        return found


def walk(value: Any, place: Place) -> Iterator[tuple[Place, Any]]:  # noqa: ANN401  (JSON is any value)
    """Yield each place of a body, the root included, with its value."""
    yield place, value
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from walk(inner, (*place, name))
    if isinstance(value, list):
        for item in value:
            yield from walk(item, (*place, "*"))


def record(handler: Handler, into: list[tuple[Request, Response]]) -> Handler:
    """Return the handler, with what it answers written down."""

    def answer(request: Request) -> Response:
        response = handler(request)
        into.append((request, response))
        return response

    return answer


def parents(body: Any, place: Place) -> Iterable[tuple[Any, str | int]]:  # noqa: ANN401  (JSON is any value)
    """Return what holds each value at a place, with its key there."""
    *above, last = place
    found = [body]
    for name in above:
        found = [inner for value in found for inner in _inside(value, name)]
    for value in found:
        if last == "*" and isinstance(value, list):
            yield from ((value, index) for index in range(len(value)))
        elif isinstance(value, dict) and last in value:
            yield value, last


def _inside(value: Any, name: str) -> list[Any]:  # noqa: ANN401  (JSON is any value)
    if name == "*":
        return value if isinstance(value, list) else []
    return [value[name]] if isinstance(value, dict) and name in value else []
