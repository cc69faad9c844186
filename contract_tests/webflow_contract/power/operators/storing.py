"""Storing: an update is answered as if it were stored, and is not, or elsewhere, or late, or for a while."""

import json
from collections.abc import Iterator

from attrs import evolve

from webflow_contract.drifts import wire
from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.pointers import pointer
from webflow_contract.power.aiming import LIST
from webflow_contract.power.asking import read_of
from webflow_contract.power.fields import FIELDS
from webflow_contract.power.mutants import Mutant, Recording, Wrap
from webflow_contract.power.places import Body, Place, at, put
from webflow_contract.routes import operation_of


def mutants(recording: Recording) -> Iterator[Mutant]:  # noqa: ARG001  (an operator has it)
    """Yield mutants that do not store an update as they answer it."""
    yield Mutant("update not stored", "everything", _answered_only())
    for place in FIELDS:
        yield Mutant("update not stored", pointer(place), _answered_only(place))
    yield Mutant("update not stored the second time", "everything", _stored_once)
    yield Mutant("update applied when the next one comes", "everything", _one_late)
    yield Mutant("update undone by the next one", "everything", _forgetful)
    yield Mutant("update undone by itself", "everything", _undone)
    yield Mutant("update sets it twice", "title", _appending)
    yield Mutant("another page updated", "all", _elsewhere(instead=True))
    yield Mutant("another page updated, too", "all", _elsewhere(instead=False))
    yield Mutant("unknown field stored", "all", _storing("noSuchField"))
    yield Mutant("read-only field stored", "createdOn", _storing("createdOn"))
    yield Mutant("read-only field stored", "id", _storing("id"))


def _undoing(request: Request, before: Response, places: tuple[Place, ...]) -> Request | None:
    """Return the update that undoes another one at some places, given the page before it; None where it cannot be."""
    update, page = wire.json_object(request.content), wire.json_object(before.content)
    undo: Body = {}
    for place in places:
        was = at(page, place)
        if at(update, place) is not None and was is not None:
            if len(place) > 1:
                undo.setdefault(place[0], {})
            put(undo, place, was)
    return wire.with_content(request, json.dumps(undo).encode()) if undo else None


def _answered_only(*places: Place) -> Wrap:
    """Answer an update as if it had been applied, and do not apply it, or what it says of one place."""

    def wrap(handler: Handler) -> Handler:
        def answer(request: Request) -> Response:
            if not wire.is_update(request):
                return handler(request)
            before, response = handler(read_of(request)), handler(request)
            undo = _undoing(request, before, places or FIELDS) if response.status == 200 else None
            if undo is not None:
                handler(undo)
            return response

        return answer

    return wrap


def _stored_once(handler: Handler) -> Handler:
    """Store the first update of a page in a locale, and none after it."""
    written: set[tuple[str, object]] = set()
    forgetting = _answered_only()(handler)

    def answer(request: Request) -> Response:
        if not wire.is_update(request) or (request.path, request.query) not in written:
            response = handler(request)
            if wire.is_update(request) and response.status == 200:
                written.add((request.path, request.query))
            return response
        return forgetting(request)

    return answer


def _one_late(handler: Handler) -> Handler:
    """Answer an update as if it had been applied, and apply it when the next one comes."""
    waiting: list[Request] = []
    forgetting = _answered_only()(handler)

    def answer(request: Request) -> Response:
        if not wire.is_update(request):
            return handler(request)
        response = forgetting(request)
        if response.status == 200 and waiting:
            handler(waiting.pop())
            response = forgetting(request)
        if response.status == 200:
            waiting.append(request)
        return response

    return answer


def _forgetful(handler: Handler) -> Handler:
    """Undo the last update before the next one is applied."""
    undone: list[Request] = []

    def answer(request: Request) -> Response:
        if not wire.is_update(request):
            return handler(request)
        if undone:
            handler(undone.pop())
        before, response = handler(read_of(request)), handler(request)
        undo = _undoing(request, before, FIELDS) if response.status == 200 else None
        if undo is not None:
            undone.append(undo)
        return response

    return answer


def _undone(handler: Handler) -> Handler:
    """Undo an update once the page has been read after it."""
    undone: list[Request] = []

    def answer(request: Request) -> Response:
        if not wire.is_update(request):
            response = handler(request)
            if undone and wire.is_page(request):
                handler(undone.pop())
            return response
        before, response = handler(read_of(request)), handler(request)
        undo = _undoing(request, before, FIELDS) if response.status == 200 else None
        if undo is not None:
            undone.append(undo)
        return response

    return answer


def _appending(handler: Handler) -> Handler:
    """Add a mark to the title with every update of it but the first."""
    count = 0

    def answer(request: Request) -> Response:
        nonlocal count
        update = wire.json_object(request.content) if wire.is_update(request) else None
        if update is None or not isinstance(update.get("title"), str):
            return handler(request)
        count += 1
        if count == 1:
            return handler(request)
        return handler(wire.with_content(request, json.dumps({**update, "title": f"{update['title']}."}).encode()))

    return answer


def _elsewhere(*, instead: bool) -> Wrap:
    """Update another page of the site, and answer with that; or that one, too."""

    def wrap(handler: Handler) -> Handler:
        others: list[str] = []

        def answer(request: Request) -> Response:
            response = None
            if wire.is_update(request):
                own = request.path.rsplit("/", 1)[1]
                other = next((id_ for id_ in others if id_ != own), None)
                if other is not None and len(own) == len(other):
                    response = handler(evolve(request, path=request.path.replace(own, other)))
            response = response if response is not None and instead else handler(request)
            body = wire.json_object(response.content)
            if operation_of(request) == LIST and body:
                others.extend(page["id"] for page in body.get("pages", ()) if isinstance(page, dict))
            return response

        return answer

    return wrap


def _storing(name: str) -> Wrap:
    """Keep what an update has under a name that it cannot write, and show it from then on."""

    def wrap(handler: Handler) -> Handler:
        kept: Body = {}

        def answer(request: Request) -> Response:
            response = handler(request)
            update = wire.json_object(request.content) if wire.is_update(request) else None
            if update is not None and name in update and response.status == 200:
                kept[name] = update[name]
            page = wire.json_object(response.content)
            if not wire.is_page(request) or response.status != 200 or page is None:
                return response
            return wire.with_json(response, {**page, **kept})

        return answer

    return wrap
