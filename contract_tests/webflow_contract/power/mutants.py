"""A mutant: the unchanged service with one thing wrong."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.pointers import pointer
from webflow_contract.power.places import Place, walk
from webflow_contract.routes import operation_of

Wrap = Callable[[Handler], Handler]


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


def pointed(operator: str, operation: str, status: int, place: Place, wrap: Wrap) -> Mutant:
    """Return a mutant of one place in the bodies of one operation's answers with one status."""
    return Mutant(operator, f"{operation} {status} {pointer(place)}".rstrip(), wrap)


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

    def answers(self, operation: str, status: int) -> Iterator[Response]:
        """Yield the answers of an operation with a status."""
        for request, response in self.exchanges:
            if operation_of(request) == operation and response.status == status:
                yield response

    def places(self) -> Mapping[tuple[str, int], Mapping[Place, list[Any]]]:
        """Return the values seen at each place, by operation and status."""
        found: dict[tuple[str, int], dict[Place, list[Any]]] = {}
        for operation, status, body in self.bodies():
            seen = found.setdefault((operation, status), {})
            for place, value in walk(body, ()):
                seen.setdefault(place, []).append(value)
        return found


def record(handler: Handler, into: list[tuple[Request, Response]]) -> Handler:
    """Return the handler, with what it answers written down."""

    def answer(request: Request) -> Response:
        response = handler(request)
        into.append((request, response))
        return response

    return answer
