"""Rights: who is let in without them, and who is kept out with them."""

from collections.abc import Callable, Iterator

from attrs import evolve

from webflow_contract.drifts import wire
from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.power.aiming import GET, LIST, SITE, SITES, UPDATE
from webflow_contract.power.mutants import Mutant, Recording, Wrap
from webflow_contract.power.refusals import error
from webflow_contract.routes import operation_of

_OPERATIONS = (GET, UPDATE, LIST, SITE, SITES)


def mutants(recording: Recording) -> Iterator[Mutant]:  # noqa: ARG001  (an operator has it)
    """Yield mutants that let in whom they should not, or keep out whom they should let in."""
    for operation in _OPERATIONS:
        yield Mutant("no token needed", operation, _letting_in((operation,), 401, _has_none))
        yield Mutant("any token will do", operation, _letting_in((operation,), 401, _has_one))
        yield Mutant("no token needed, and any will do", operation, _letting_in((operation,), 401, _whoever))
        yield Mutant("let in, and nothing to see", operation, _emptily(operation))
        yield Mutant("kept out", f"{operation} 401", _kept_out(operation, 401, "not_authorized"))
        yield Mutant("kept out", f"{operation} 403", _kept_out(operation, 403, "missing_scopes"))
    yield Mutant("any token will do", "reads", _letting_in((GET, LIST, SITE, SITES), 401, _whoever))
    yield Mutant("no scope needed", UPDATE, _letting_in((UPDATE,), 403, _whoever))
    for status, code in ((401, "not_authorized"), (404, "resource_not_found"), (400, "bad_request")):
        yield Mutant("scope missing told otherwise", f"{UPDATE} {status}", _told(403, status, code))
    for status, code in ((403, "forbidden"), (404, "resource_not_found"), (400, "bad_request")):
        yield Mutant("token missing told otherwise", f"{status}", _told(401, status, code))
    for after in (5, 15, 25):
        yield Mutant("token no longer taken", f"after {after} requests", _revoked(after))


def _has_none(request: Request) -> bool:
    return "authorization" not in request.headers


def _has_one(request: Request) -> bool:
    return "authorization" in request.headers


def _whoever(request: Request) -> bool:  # noqa: ARG001  (whoever it is)
    return True


def _letting_in(operations: tuple[str, ...], status: int, who: Callable[[Request], bool]) -> Wrap:
    """Answer what was refused with the rights of the last request that was not."""

    def wrap(handler: Handler) -> Handler:
        known: dict[str, str] = {}

        def answer(request: Request) -> Response:
            response = handler(request)
            if response.status == 200:
                known["authorization"] = request.headers.get("authorization", "")
            concerned = operation_of(request) in operations and response.status == status and known
            if not concerned or not who(request):
                return response
            return handler(evolve(request, headers={**request.headers, **known}))

        return answer

    return wrap


def _emptily(operation: str) -> Wrap:
    """Let everybody in, and show nothing to whom it should not."""

    def change(request: Request, response: Response) -> Response:
        if operation_of(request) != operation or response.status != 401:
            return response
        return wire.with_json(evolve(response, status=200), {})

    return wire.answers(change)


def _kept_out(operation: str, status: int, code: str) -> Wrap:
    def change(request: Request, response: Response) -> Response:
        return error(status, code)(request, response) if operation_of(request) == operation else response

    return wire.answers(change)


def _told(status: int, other: int, code: str) -> Wrap:
    def change(request: Request, response: Response) -> Response:
        return error(other, code)(request, response) if response.status == status else response

    return wire.answers(change)


def _revoked(after: int) -> Wrap:
    def wrap(handler: Handler) -> Handler:
        asked = 0

        def answer(request: Request) -> Response:
            nonlocal asked
            asked += 1
            response = handler(request)
            return response if asked <= after else error(401, "not_authorized")(request, response)

        return answer

    return wrap
