"""Behaviour: what an update does, who is let in, what is refused, what a list has, and what comes only sometimes."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from attrs import evolve

from webflow_contract.drifts import wire
from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.power.mutants import Mutant, Recording, Wrap
from webflow_contract.routes import operation_of

_GET, _UPDATE, _LIST = "get-page-metadata", "update-page-metadata", "list-pages"
_FIELDS = (
    ("title",),
    ("slug",),
    ("seo", "title"),
    ("seo", "description"),
    ("openGraph", "title"),
    ("openGraph", "description"),
    ("openGraph", "titleCopied"),
    ("openGraph", "descriptionCopied"),
)


def mutants(recording: Recording) -> Iterator[Mutant]:  # noqa: ARG001  (an operator has it)
    """Yield every mutant of behaviour."""
    yield from _of_updates()
    yield from _of_locales()
    yield from _of_rights()
    yield from _of_validation()
    yield from _of_lists()
    yield from _of_now_and_then()


def _of_updates() -> Iterator[Mutant]:
    yield Mutant("update not applied", "everything", wire.updates(lambda update: {}))  # noqa: ARG005
    yield Mutant("update not stored", "everything", _answered_only)
    yield Mutant("update answered as before", "everything", _answered_as_before)
    yield Mutant("update sets it twice", "title", _appending)
    for place in _FIELDS:
        pointer = "/" + "/".join(place)
        yield Mutant("update not applied", pointer, wire.updates(_without(place)))
        yield Mutant("update answered otherwise", pointer, _answer_altered(place))
        yield Mutant("update wipes what it left out", pointer, _wiping(place))
        yield Mutant("update refused", pointer, _refusing(_sets(place)))
    yield Mutant("text cut", "200 characters", wire.updates(_texts(lambda text: text[:20])))
    yield Mutant("text trimmed of what is not ASCII", "all", wire.updates(_texts(_ascii)))
    yield Mutant("text in lower case", "all", wire.updates(_texts(str.lower)))
    yield Mutant("text escaped as HTML", "all", wire.updates(_texts(lambda text: text.replace("é", "&eacute;"))))
    yield Mutant(
        "text that is not ASCII refused",
        "all",
        _refusing(lambda update: not json.dumps(update).isascii() or "\\u" in json.dumps(update)),
    )
    yield Mutant("unknown field refused", "all", _refusing(lambda update: not set(update) <= _KNOWN))
    yield Mutant("partial update refused", "all", _refusing(lambda update: "seo" not in update and bool(update)))
    yield Mutant("another page updated", "all", _elsewhere)
    yield Mutant("update changes the slug", "all", wire.updates(lambda update: {**update, "slug": "changed"}))
    yield Mutant("second update refused", "all", _once_only)


_KNOWN = {"title", "slug", "seo", "openGraph"}


def _of_locales() -> Iterator[Mutant]:
    for operation in (_GET, _UPDATE, _LIST):
        yield Mutant("locale ignored", operation, _locale_dropped(operation))
    yield Mutant("locale crossed", "an update of a locale writes the primary, too", _crossing)
    yield Mutant("locale not told", "localeId is null in a locale", _locale_not_told)
    yield Mutant("locale refused", "every secondary one", _locale_refused)


def _of_rights() -> Iterator[Mutant]:
    for operation in (_GET, _UPDATE, _LIST, "get-site", "list-sites"):
        yield Mutant("no token needed", operation, _letting_in(operation, 401, only_without=True))
        yield Mutant("any token will do", operation, _letting_in(operation, 401, only_without=False))
    yield Mutant("no scope needed", _UPDATE, _letting_in(_UPDATE, 403, only_without=False))


def _of_validation() -> Iterator[Mutant]:
    kinds: dict[str, Callable[[Any], bool]] = {
        "a number": lambda value: isinstance(value, int) and not isinstance(value, bool),
        "null": lambda value: value is None,
        "no JSON": lambda value: value is _NO_JSON,
    }
    for name, is_kind in kinds.items():
        yield Mutant("validation ignored", name, _accepting(is_kind))
    yield Mutant("validation ignored", "limit 0", _limit_zero_accepted)
    for operation, path in ((_GET, "/pages/"), (_UPDATE, "/pages/"), ("get-site", "/sites/")):
        yield Mutant("malformed id not found", operation, _status_for(operation, path + "not-an-id", 404))
        yield Mutant("refused update applied", operation, _applied_though_refused)


def _of_lists() -> Iterator[Mutant]:
    yield Mutant("limit ignored", _LIST, _query_dropped("limit"))
    yield Mutant("offset ignored", _LIST, _query_dropped("offset"))
    yield Mutant("limit smaller", _LIST, _query_set("limit", "1"))
    yield Mutant("first record missing", _LIST, _of_pages(lambda pages: pages[1:]))
    yield Mutant("last record missing", _LIST, _of_pages(lambda pages: pages[:-1]))
    yield Mutant("record twice", _LIST, _of_pages(lambda pages: [*pages[:1], *pages]))
    yield Mutant("records the other way round", _LIST, _of_pages(lambda pages: pages[::-1]))
    yield Mutant("total is that of the portion", _LIST, _total(lambda body: len(body["pages"])))
    yield Mutant("total one too many", _LIST, _total(lambda body: body["pagination"]["total"] + 1))
    yield Mutant("list stale", _LIST, wire.answers(_stale))


def _of_now_and_then() -> Iterator[Mutant]:
    for every in (2, 5, 10):
        yield Mutant("now and then 500", f"every {every}th", _every(every, _error(500, "internal_error")))
        yield Mutant("now and then 503", f"every {every}th", _every(every, _error(503, "service_unavailable")))
        yield Mutant("now and then a field missing", f"every {every}th", _every(every, _without_title))
        yield Mutant("now and then a field null", f"every {every}th", _every(every, _null_seo))


# How.


def _at(value: Any, place: tuple[str, ...]) -> Any:  # noqa: ANN401  (JSON is any value)
    for name in place:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _sets(place: tuple[str, ...]) -> Callable[[dict[str, Any]], bool]:
    return lambda update: _at(update, place) is not None


def _without(place: tuple[str, ...]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def change(update: dict[str, Any]) -> dict[str, Any]:
        first, *rest = place
        if not rest:
            return {name: value for name, value in update.items() if name != first}
        inner = update.get(first)
        if not isinstance(inner, dict):
            return update
        return {**update, first: {name: value for name, value in inner.items() if name != rest[0]}}

    return change


def _texts(change: Callable[[str], str]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def every(value: Any) -> Any:  # noqa: ANN401  (JSON is any value)
        if isinstance(value, dict):
            return {name: every(inner) for name, inner in value.items()}
        return change(value) if isinstance(value, str) else value

    return every


def _ascii(text: str) -> str:
    return text.encode("ascii", "ignore").decode()


def _read(request: Request) -> Request:
    return evolve(wire.with_content(request, b""), method="GET")


def _answered_only(handler: Handler) -> Handler:
    """Answer an update as if it had been applied, and apply nothing."""

    def answer(request: Request) -> Response:
        update = wire.json_object(request.content)
        if not wire.is_update(request) or update is None:
            return handler(request)
        before = handler(_read(request))
        response = handler(request)
        texts = wire.json_object(before.content)
        if response.status == 200 and texts is not None:
            kept = {name: texts[name] for name in update if name in texts}
            handler(wire.with_content(request, json.dumps(_writable(kept)).encode()))
        return response

    return answer


def _writable(texts: dict[str, Any]) -> dict[str, Any]:
    """Return what an update can take: no null."""
    if not isinstance(texts, dict):
        return texts
    found = {name: _writable(value) if isinstance(value, dict) else value for name, value in texts.items()}
    return {name: value for name, value in found.items() if value is not None}


def _answered_as_before(handler: Handler) -> Handler:
    """Apply an update, and answer with the page as it was."""

    def answer(request: Request) -> Response:
        if not wire.is_update(request):
            return handler(request)
        before, response = handler(_read(request)), handler(request)
        return before if response.status == 200 else response

    return answer


def _appending(handler: Handler) -> Handler:
    """Add a mark to the title with every update of it."""
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


def _answer_altered(place: tuple[str, ...]) -> Wrap:
    def change(request: Request, response: Response) -> Response:
        body = wire.json_object(response.content)
        if not wire.is_update(request) or response.status != 200 or body is None:
            return response
        *above, last = place
        holder = _at(body, tuple(above))
        if isinstance(holder, dict) and last in holder:
            value = holder[last]
            holder[last] = not value if isinstance(value, bool) else f"{value} (other)"
        return wire.with_json(response, body)

    return wire.answers(change)


def _wiping(place: tuple[str, ...]) -> Wrap:
    def change(update: dict[str, Any]) -> dict[str, Any]:
        first, *rest = place
        if _at(update, place) is not None or not update:
            return update
        if not rest:
            return {**update, first: "wiped"}
        inner = update.get(first, {})
        if not isinstance(inner, dict):
            return update
        return {**update, first: {**inner, rest[0]: rest[0].endswith("Copied") or "wiped"}}

    return wire.updates(change)


def _refusing(is_refused: Callable[[dict[str, Any]], bool]) -> Wrap:
    """Refuse updates of a kind, as a wrong value is refused."""

    def wrap(handler: Handler) -> Handler:
        def answer(request: Request) -> Response:
            update = wire.json_object(request.content) if wire.is_update(request) else None
            if update is None or not is_refused(update):
                return handler(request)
            return handler(wire.with_content(request, b'{"title": 5}'))

        return answer

    return wrap


def _elsewhere(handler: Handler) -> Handler:
    """Update another page of the site, and answer with that."""
    others: list[str] = []

    def answer(request: Request) -> Response:
        response = None
        if wire.is_update(request):
            own = request.path.rsplit("/", 1)[1]
            other = next((id_ for id_ in others if id_ != own), None)
            if other is not None and len(own) == len(other):
                response = handler(evolve(request, path=request.path.replace(own, other)))
        response = response or handler(request)
        body = wire.json_object(response.content)
        if operation_of(request) == _LIST and body:
            others.extend(page["id"] for page in body.get("pages", ()) if isinstance(page, dict))
        return response

    return answer


def _once_only(handler: Handler) -> Handler:
    """Refuse an update that was sent before with 409."""
    seen: set[bytes] = set()

    def answer(request: Request) -> Response:
        response = handler(request)
        if not wire.is_update(request) or response.status != 200 or request.content not in seen:
            seen.add(request.content)
            return response
        return _error(409, "conflict")(request, response)

    return answer


def _locale_dropped(operation: str) -> Wrap:
    def change(request: Request) -> Request:
        if operation_of(request) != operation:
            return request
        return evolve(request, query=tuple(pair for pair in request.query if pair[0] != "localeId"))

    return wire.requests(change)


def _crossing(handler: Handler) -> Handler:
    def answer(request: Request) -> Response:
        response = handler(request)
        if wire.is_update(request) and response.status == 200 and dict(request.query).get("localeId"):
            handler(evolve(request, query=()))
        return response

    return answer


def _locale_not_told(handler: Handler) -> Handler:
    def change(request: Request, response: Response) -> Response:
        body = wire.json_object(response.content)
        if body is None or "localeId" not in body or not dict(request.query).get("localeId"):
            return response
        return wire.with_json(response, {**body, "localeId": None})

    return wire.answers(change)(handler)


def _locale_refused(handler: Handler) -> Handler:
    def change(request: Request, response: Response) -> Response:
        return _error(400, "bad_request")(request, response) if dict(request.query).get("localeId") else response

    return wire.answers(change)(handler)


def _letting_in(operation: str, status: int, *, only_without: bool) -> Wrap:
    """Answer what was refused with the rights of the last request that was not."""

    def wrap(handler: Handler) -> Handler:
        known: dict[str, str] = {}

        def answer(request: Request) -> Response:
            response = handler(request)
            if response.status == 200:
                known["authorization"] = request.headers.get("authorization", "")
            has_token = "authorization" in request.headers
            concerned = operation_of(request) == operation and response.status == status and known
            if not concerned or (only_without and has_token):
                return response
            return handler(evolve(request, headers={**request.headers, **known}))

        return answer

    return wrap


_NO_JSON = object()


def _accepting(is_kind: Callable[[Any], bool]) -> Wrap:
    """Answer an update that is refused for a kind of value as if it had changed nothing."""

    def wrap(handler: Handler) -> Handler:
        def answer(request: Request) -> Response:
            response = handler(request)
            if response.status != 400 or not wire.is_update(request):
                return response
            update = wire.json_object(request.content)
            leaves = [_NO_JSON] if update is None else list(_leaves(update))
            return handler(_read(request)) if any(is_kind(leaf) for leaf in leaves) else response

        return answer

    return wrap


def _leaves(value: Any) -> Iterator[Any]:  # noqa: ANN401  (JSON is any value)
    if isinstance(value, dict):
        for inner in value.values():
            yield from _leaves(inner)
    else:
        yield value


def _applied_though_refused(handler: Handler) -> Handler:
    """Refuse an update with a wrong value, and change the title all the same."""

    def answer(request: Request) -> Response:
        response = handler(request)
        if wire.is_update(request) and response.status == 400 and wire.json_object(request.content) is not None:
            handler(wire.with_content(request, b'{"title": "Changed though refused"}'))
        return response

    return answer


def _limit_zero_accepted(handler: Handler) -> Handler:
    def change(request: Request) -> Request:
        return evolve(
            request, query=tuple(("limit", "1") if pair == ("limit", "0") else pair for pair in request.query)
        )

    return wire.requests(change)(handler)


def _status_for(operation: str, path: str, status: int) -> Wrap:
    def change(request: Request, response: Response) -> Response:
        concerned = operation_of(request) == operation and request.path.endswith(path)
        return evolve(response, status=status) if concerned else response

    return wire.answers(change)


def _query_dropped(name: str) -> Wrap:
    return wire.requests(
        lambda request: evolve(request, query=tuple(pair for pair in request.query if pair[0] != name))
    )


def _query_set(name: str, value: str) -> Wrap:
    def change(request: Request) -> Request:
        query = tuple((key, value) if key == name and given != "0" else (key, given) for key, given in request.query)
        return evolve(request, query=query)

    return wire.requests(change)


def _of_pages(change: Callable[[list[Any]], list[Any]]) -> Wrap:
    def apply(request: Request, response: Response) -> Response:
        body = wire.json_object(response.content)
        if operation_of(request) != _LIST or response.status != 200 or body is None:
            return response
        return wire.with_json(response, {**body, "pages": change(body["pages"])})

    return wire.answers(apply)


def _total(change: Callable[[dict[str, Any]], int]) -> Wrap:
    def apply(request: Request, response: Response) -> Response:
        body = wire.json_object(response.content)
        if operation_of(request) != _LIST or response.status != 200 or body is None:
            return response
        return wire.with_json(response, {**body, "pagination": {**body["pagination"], "total": change(body)}})

    return wire.answers(apply)


def _stale(request: Request, response: Response) -> Response:
    body = wire.json_object(response.content)
    if operation_of(request) != _LIST or response.status != 200 or body is None:
        return response
    return wire.with_json(response, {**body, "pages": [{**page, "title": "Before"} for page in body["pages"]]})


def _every(count: int, change: Callable[[Request, Response], Response]) -> Wrap:
    """Change every so many answers. Each mutant counts for itself, from its first request on."""

    def wrap(handler: Handler) -> Handler:
        asked = 0

        def answer(request: Request) -> Response:
            nonlocal asked
            asked += 1
            response = handler(request)
            return change(request, response) if asked % count == 0 else response

        return answer

    return wrap


def _error(status: int, code: str) -> Callable[[Request, Response], Response]:
    def change(request: Request, response: Response) -> Response:  # noqa: ARG001  (a change has both)
        body: dict[str, Any] = {"message": "No", "code": code, "externalReference": None, "details": []}
        return wire.with_json(evolve(response, status=status), body)

    return change


def _without_title(request: Request, response: Response) -> Response:
    return _page_changed(request, response, lambda page: page.pop("title", None))


def _null_seo(request: Request, response: Response) -> Response:
    return _page_changed(request, response, lambda page: page.update(seo=None))


def _page_changed(request: Request, response: Response, change: Callable[[dict[str, Any]], object]) -> Response:
    body = wire.json_object(response.content)
    if not wire.is_page(request) or response.status != 200 or body is None:
        return response
    change(body)
    return wire.with_json(response, body)
