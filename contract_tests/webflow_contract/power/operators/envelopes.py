"""Error envelopes: an error says less, something else, or says it in another form."""

from collections.abc import Callable, Iterator
from typing import Any

from attrs import evolve

from webflow_contract.drifts.wire import with_json
from webflow_contract.exchange import Response
from webflow_contract.power.aiming import answers_of, bodies_of
from webflow_contract.power.mutants import Mutant, Recording
from webflow_contract.power.places import Body

_CODES = (
    "bad_request",
    "validation_error",
    "not_authorized",
    "missing_scopes",
    "forbidden",
    "resource_not_found",
    "item_not_found",
    "conflict",
    "too_many_requests",
    "internal_error",
    "insufficient_permissions",
)
"""Codes that are on a list, each for something else."""

_ENVELOPES: dict[str, Callable[[Body, int], Any]] = {
    "error below error": lambda body, status: {"error": body},  # noqa: ARG005  (whichever it is)
    "error its message below error": lambda body, status: {"error": body.get("message")},  # noqa: ARG005
    "error in a list of errors": lambda body, status: {"errors": [body]},  # noqa: ARG005
    "error in a list": lambda body, status: [body],  # noqa: ARG005
    "error its message alone": lambda body, status: body.get("message"),  # noqa: ARG005
    "error its code alone": lambda body, status: {"code": body.get("code")},  # noqa: ARG005
    "error without code and message": lambda body, status: {"externalReference": None, "details": []},  # noqa: ARG005
    "error its status as code": lambda body, status: {**body, "code": status},
    "error its status as text as code": lambda body, status: {**body, "code": str(status)},
    "error as of version 1": lambda body, status: {
        "msg": body.get("message"),
        "code": status,
        "name": body.get("code"),
        "path": "/pages",
        "err": "Error",
    },
    "error as a problem": lambda body, status: {
        "type": "about:blank",
        "title": body.get("code"),
        "status": status,
        "detail": body.get("message"),
    },
    "error as of a framework": lambda body, status: {"detail": [{"loc": ["path"], "msg": body.get("message")}]},  # noqa: ARG005
    "error details an object": lambda body, status: {**body, "details": {"reason": "why"}},  # noqa: ARG005
    "error details a text": lambda body, status: {**body, "details": "why"},  # noqa: ARG005
    "error code in upper case": lambda body, status: {**body, "code": str(body.get("code")).upper()},  # noqa: ARG005
    "error code in words": lambda body, status: {**body, "code": str(body.get("code")).replace("_", " ")},  # noqa: ARG005
    "error code in camel case": lambda body, status: {**body, "code": _camel(str(body.get("code")))},  # noqa: ARG005
    "error code with a prefix": lambda body, status: {**body, "code": f"error.{body.get('code')}"},  # noqa: ARG005
}


def mutants(recording: Recording) -> Iterator[Mutant]:
    """Yield mutants whose errors come in another form, and whose successes come as errors."""
    for operation, status in recording.places():
        target = f"{operation} {status}"
        if status == 200:
            yield Mutant("success as an error with 200", target, bodies_of(operation, status, _as_error))
            continue
        for operator, change in _ENVELOPES.items():
            yield Mutant(operator, target, bodies_of(operation, status, _at_status(change, status)))
        usual = {response.json().get("code") for response in recording.answers(operation, status)}
        for code in _CODES:
            if code not in usual:
                yield Mutant(
                    "error code of another error", f"{target} {code}", bodies_of(operation, status, _coded(code))
                )
        yield Mutant("error with 200", target, answers_of(operation, status, _with_200))
        yield Mutant("error as an empty success", target, answers_of(operation, status, _emptily_with_200))


def _at_status(change: Callable[[Body, int], Any], status: int) -> Callable[[Any], Any]:
    return lambda body: change(body, status)


def _coded(code: str) -> Callable[[Any], Any]:
    return lambda body: {**body, "code": code}


def _as_error(body: Any) -> Any:  # noqa: ANN401, ARG001  (whatever it is)
    return {"message": "Not available", "code": "internal_error", "externalReference": None, "details": []}


def _with_200(response: Response) -> Response:
    return evolve(response, status=200)


def _emptily_with_200(response: Response) -> Response:
    return with_json(evolve(response, status=200), {})


def _camel(code: str) -> str:
    first, *others = code.split("_")
    return first + "".join(map(str.capitalize, others))
