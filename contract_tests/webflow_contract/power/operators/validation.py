"""Validation: what is refused too little, too much, or in another way, and what is applied though refused."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from attrs import evolve

from webflow_contract.drifts import wire
from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.pointers import pointer
from webflow_contract.power.aiming import GET, LIST, SITE, UPDATE
from webflow_contract.power.asking import locale_of, read_of
from webflow_contract.power.fields import FIELDS
from webflow_contract.power.mutants import Mutant, Recording, Wrap
from webflow_contract.power.places import Body, Place, at, put
from webflow_contract.power.refusals import refusing
from webflow_contract.routes import operation_of

_NO_JSON = object()


def mutants(recording: Recording) -> Iterator[Mutant]:  # noqa: ARG001  (an operator has it)
    """Yield mutants that refuse too little, too much, or in another way."""
    yield from _too_little()
    yield from _too_much()
    for status in (401, 403, 404, 500):
        for operation, path in ((GET, "/pages/"), (UPDATE, "/pages/"), (SITE, "/sites/")):
            wrap = _status_for(operation, path, status)
            yield Mutant("malformed id answered otherwise", f"{operation} {status}", wrap)
    for status in (400, 401, 403, 404):
        yield Mutant("refused update applied", f"{status}", _applied_though_refused(status))


def _too_little() -> Iterator[Mutant]:
    kinds: dict[str, Callable[[Any], bool]] = {
        "a number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
        "null": lambda value: value is None,
        "a boolean": lambda value: isinstance(value, bool),
        "a list": lambda value: isinstance(value, list),
        "no JSON": lambda value: value is _NO_JSON,
    }
    for name, is_kind in kinds.items():
        yield Mutant("validation ignored", name, _accepting(is_kind, lambda request: None))  # noqa: ARG005
    yield Mutant("validation coerces", "a number to text", _accepting(kinds["a number"], _with_text))
    yield Mutant("validation coerces", "null to a word", _accepting(kinds["null"], _with_other_text))
    yield Mutant("validation coerces", "no JSON to nothing", _accepting(kinds["no JSON"], _with_nothing))
    yield Mutant("validation ignored", "limit 0", _limit_taken("1"))
    yield Mutant("validation ignored", "limit 0 is the default", _limit_taken(None))
    yield Mutant("validation ignored", "an unknown id is the first page", _known_instead)
    yield Mutant("validation ignored", "an unknown id is an empty page", _emptily(404))
    yield Mutant("validation ignored", "a malformed id is an empty page", _emptily(400))


def _too_much() -> Iterator[Mutant]:
    for place in FIELDS:
        yield Mutant("update refused", pointer(place), refusing(_has(place)))
        yield Mutant("update refused without", pointer(place), refusing(_lacks(place)))
    yield Mutant("update refused", "with an unknown field", refusing(lambda update: not set(update) <= _KNOWN))
    yield Mutant("update refused", "with a read-only field", refusing(lambda update: "createdOn" in update))
    yield Mutant("update refused", "of one field", refusing(lambda update: len(update) == 1))
    yield Mutant("update refused", "of many fields", refusing(lambda update: len(update) > 1))
    yield Mutant("update refused", "without seo", refusing(lambda update: "seo" not in update and bool(update)))
    yield Mutant("update refused", "of nothing that it knows", refusing(lambda update: not set(update) & _KNOWN))
    yield Mutant("update refused", "longer than 300 bytes", refusing(lambda update: len(json.dumps(update)) > 300))
    yield Mutant("update refused", "in a locale", _unless(lambda request: not locale_of(request)))
    yield Mutant("update refused", "in the primary locale", _unless(lambda request: bool(locale_of(request))))
    yield Mutant("update refused", "every one", refusing(lambda update: True))  # noqa: ARG005
    yield Mutant("limit refused", "100", _refused_query("limit", "100"))
    yield Mutant("limit refused", "1", _refused_query("limit", "1"))
    yield Mutant("offset refused", "0", _refused_query("offset", "0"))
    yield Mutant("offset refused", "past the end", _refused_query("offset", "1000000"))


def _has(place: Place) -> Callable[[Body], bool]:
    return lambda update: at(update, place) is not None


def _lacks(place: Place) -> Callable[[Body], bool]:
    return lambda update: at(update, place) is None


_KNOWN = {"title", "slug", "seo", "openGraph"}


def _accepting(is_kind: Callable[[Any], bool], instead: Callable[[Request], Request | None]) -> Wrap:
    """Accept an update that is refused for a kind of value: as if it had changed nothing, or as another update."""

    def wrap(handler: Handler) -> Handler:
        def answer(request: Request) -> Response:
            response = handler(request)
            if response.status != 400 or not wire.is_update(request):
                return response
            update = wire.json_object(request.content)
            leaves = [_NO_JSON] if update is None else list(_leaves(update))
            return handler(instead(request) or read_of(request)) if any(map(is_kind, leaves)) else response

        return answer

    return wrap


def _with_text(request: Request) -> Request:
    return _rewritten(request, lambda value: str(value) if not isinstance(value, (str, bool)) else value)


def _with_other_text(request: Request) -> Request:
    return _rewritten(request, lambda value: "None" if value is None else value)


def _with_nothing(request: Request) -> Request:
    return wire.with_content(request, b"{}")


def _rewritten(request: Request, change: Callable[[Any], Any]) -> Request:
    update = wire.json_object(request.content) or {}
    for place in FIELDS:
        if len(place) == 1 or isinstance(update.get(place[0]), dict):
            holder = update if len(place) == 1 else update[place[0]]
            if place[-1] in holder:
                put(update, place, change(holder[place[-1]]))
    return wire.with_content(request, json.dumps(update).encode())


def _leaves(value: Any) -> Iterator[Any]:  # noqa: ANN401  (JSON is any value)
    if isinstance(value, dict):
        for inner in value.values():
            yield from _leaves(inner)
    else:
        yield value


def _limit_taken(instead: str | None) -> Wrap:
    def change(request: Request) -> Request:
        if ("limit", "0") not in request.query:
            return request
        others = tuple(pair for pair in request.query if pair != ("limit", "0"))
        return evolve(request, query=others if instead is None else (*others, ("limit", instead)))

    return wire.requests(change)


def _known_instead(handler: Handler) -> Handler:
    """Answer the read of a page that is not there with the last one that was."""
    known: list[Request] = []

    def answer(request: Request) -> Response:
        response = handler(request)
        if operation_of(request) == GET and response.status == 200:
            known.append(request)
        if operation_of(request) == GET and response.status == 404 and known:
            return handler(known[-1])
        return response

    return answer


def _emptily(status: int) -> Wrap:
    def change(request: Request, response: Response) -> Response:
        if operation_of(request) != GET or response.status != status:
            return response
        return wire.with_json(evolve(response, status=200), {"id": request.path.rsplit("/", 1)[1]})

    return wire.answers(change)


def _unless(is_fine: Callable[[Request], bool]) -> Wrap:
    def wrap(handler: Handler) -> Handler:
        refused = refusing(lambda update: True)(handler)  # noqa: ARG005

        return lambda request: handler(request) if is_fine(request) else refused(request)

    return wrap


def _refused_query(name: str, value: str) -> Wrap:
    """Refuse a list for a value in its query, as a limit of 0 is refused."""

    def change(request: Request) -> Request:
        concerned = operation_of(request) == LIST and (name, value) in request.query
        return evolve(request, query=(("limit", "0"),)) if concerned else request

    return wire.requests(change)


def _status_for(operation: str, path: str, status: int) -> Wrap:
    def change(request: Request, response: Response) -> Response:
        concerned = operation_of(request) == operation and request.path.endswith(f"{path}not-an-id")
        return evolve(response, status=status) if concerned else response

    return wire.answers(change)


def _applied_though_refused(status: int) -> Wrap:
    """Refuse an update, and change the title all the same."""

    def wrap(handler: Handler) -> Handler:
        rights: dict[str, str] = {}
        path: list[str] = []

        def answer(request: Request) -> Response:
            response = handler(request)
            if not wire.is_update(request):
                return response
            if response.status == 200:
                rights["authorization"] = request.headers.get("authorization", "")
                path[:] = [request.path]
            elif response.status == status and path:
                changed: Body = {"title": "Changed though refused"}
                content = json.dumps(changed).encode()
                allowed = evolve(request, path=path[0], headers={**request.headers, **rights})
                handler(wire.with_content(allowed, content))
            return response

        return answer

    return wrap
