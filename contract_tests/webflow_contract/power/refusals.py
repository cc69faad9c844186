"""Refusals: an update is refused, or an answer becomes an error."""

from collections.abc import Callable

from attrs import evolve

from webflow_contract.drifts import wire
from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.power.mutants import Wrap
from webflow_contract.power.places import Body


def refusing(is_refused: Callable[[Body], bool]) -> Wrap:
    """Refuse updates of a kind, as a wrong value is refused."""

    def wrap(handler: Handler) -> Handler:
        def answer(request: Request) -> Response:
            update = wire.json_object(request.content) if wire.is_update(request) else None
            if update is None or not is_refused(update):
                return handler(request)
            return handler(wire.with_content(request, b'{"title": 5}'))

        return answer

    return wrap


def error(status: int, code: str) -> wire.Change:
    """Return a change of answers into an error."""

    def change(request: Request, response: Response) -> Response:  # noqa: ARG001  (a change has both)
        body: Body = {"message": "No", "code": code, "externalReference": None, "details": []}
        return wire.with_json(evolve(response, status=status), body)

    return change
