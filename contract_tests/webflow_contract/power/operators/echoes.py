"""Echoes: what an update is answered with, though it was applied."""

from collections.abc import Callable, Iterator
from typing import Any

from attrs import evolve

from webflow_contract.drifts import wire
from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.pointers import pointer
from webflow_contract.power.aiming import sometimes
from webflow_contract.power.asking import read_of
from webflow_contract.power.fields import FIELDS
from webflow_contract.power.mutants import Mutant, Recording, Wrap
from webflow_contract.power.places import Body, Place, at, put
from webflow_contract.power.refusals import error


def mutants(recording: Recording) -> Iterator[Mutant]:  # noqa: ARG001  (an operator has it)
    """Yield mutants that apply an update and tell something else."""
    yield Mutant("update answered as before", "everything", _answered_as_before)
    for place in FIELDS:
        yield Mutant("update answered otherwise", pointer(place), _answer_altered(place))
        yield Mutant("update answered without it", pointer(place), _answer_nulled(place))
    for what, makes in _ANSWERS.items():
        yield Mutant("update answered with", what, _answering(makes))
    for status in (201, 202, 204, 207, 303, 500, 504):
        yield Mutant("update answered with nothing", f"{status}", _applied_and_answered(status))
    yield Mutant("update answered with an error", "500, and applied", _second(error(500, "internal_error"), 1))
    yield Mutant("second update refused", "409", _once_only(error(409, "conflict")))
    yield Mutant("second update refused", "400", _once_only(error(400, "validation_error")))
    yield Mutant("second update not modified", "304", _once_only(_not_modified))
    yield Mutant("every second update refused", "409", _second(error(409, "conflict"), 2))


def _answered_as_before(handler: Handler) -> Handler:
    """Apply an update, and answer with the page as it was."""

    def answer(request: Request) -> Response:
        if not wire.is_update(request):
            return handler(request)
        before, response = handler(read_of(request)), handler(request)
        return before if response.status == 200 else response

    return answer


def _answering(makes: Callable[[Body, Body], Body]) -> Wrap:
    """Answer an update with what is made of what was sent and of the page."""

    def change(request: Request, response: Response) -> Response:
        sent, page = wire.json_object(request.content), wire.json_object(response.content)
        if not wire.is_update(request) or response.status != 200 or sent is None or page is None:
            return response
        return wire.with_json(response, makes(sent, page))

    return wire.answers(change)


def _nulls_beside(sent: Body, page: Body) -> Body:
    beside = {name: None for name in ("title", "slug", "seo", "openGraph") if name not in sent}
    inner = {
        name: {key: page[name][key] if key in sent[name] else None for key in page[name]}
        for name in ("seo", "openGraph")
        if isinstance(sent.get(name), dict)
    }
    return {**page, **beside, **inner}


def _answer_altered(place: Place) -> Wrap:
    def altered(value: Any) -> Any:  # noqa: ANN401  (JSON is any value)
        return not value if isinstance(value, bool) else f"{value} (other)"

    return _answering(lambda sent, page: _written(page, place, altered(at(page, place))))  # noqa: ARG005


def _answer_nulled(place: Place) -> Wrap:
    return _answering(lambda sent, page: page if at(sent, place) is None else _written(page, place, None))


def _written(page: Body, place: Place, value: Any) -> Body:  # noqa: ANN401  (JSON is any value)
    put(page, place, value)
    return page


def _applied_and_answered(status: int) -> Wrap:
    def change(request: Request, response: Response) -> Response:
        if not wire.is_update(request) or response.status != 200:
            return response
        return wire.with_content(evolve(response, status=status), b"")

    return wire.answers(change)


def _second(change: wire.Change, every: int) -> Wrap:
    return sometimes(lambda number: number % every == 0, change, of=_applied_update)


def _applied_update(request: Request, response: Response) -> bool:
    return wire.is_update(request) and response.status == 200


def _once_only(change: wire.Change) -> Wrap:
    """Answer otherwise to an update that was sent before."""

    def wrap(handler: Handler) -> Handler:
        seen: set[bytes] = set()

        def answer(request: Request) -> Response:
            response = handler(request)
            if not wire.is_update(request) or response.status != 200 or request.content not in seen:
                seen.add(request.content)
                return response
            return change(request, response)

        return answer

    return wrap


def _not_modified(request: Request, response: Response) -> Response:  # noqa: ARG001  (a change has both)
    return wire.with_content(evolve(response, status=304), b"")


_ANSWERS: dict[str, Callable[[Body, Body], Body]] = {
    "what was sent": lambda sent, page: sent,  # noqa: ARG005  (what is answered is made of both)
    "what was sent and the id": lambda sent, page: {**sent, "id": page["id"]},
    "what it changed": lambda sent, page: {name: value for name, value in page.items() if name in sent or name == "id"},
    "nulls beside it": _nulls_beside,
    "how many were changed": lambda sent, page: {"updated": 1},  # noqa: ARG005
    "a job": lambda sent, page: {"id": page["id"], "status": "queued"},  # noqa: ARG005
}
