"""Locales: an answer in another one than was asked for, and an update that does not keep to its own."""

import json
from collections.abc import Callable, Iterator

from webflow_contract.drifts import wire
from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.pointers import pointer
from webflow_contract.power.aiming import GET, LIST, SITE, UPDATE, paged
from webflow_contract.power.asking import in_locale, locale_of, read_of
from webflow_contract.power.fields import TEXTS
from webflow_contract.power.mutants import Mutant, Recording, Wrap
from webflow_contract.power.operators.values import VALUES
from webflow_contract.power.places import Body, Place, at
from webflow_contract.power.refusals import error
from webflow_contract.routes import operation_of

_TOLD = ("localeId", "publishedPath")
"""What a page says of its locale beside its texts."""


def mutants(recording: Recording) -> Iterator[Mutant]:  # noqa: ARG001  (an operator has it)
    """Yield mutants that mix up locales."""
    for operation in (GET, UPDATE, LIST):
        yield Mutant("locale ignored", operation, _locale_dropped(operation))
        yield Mutant("locale told, and another one's texts", f"{operation}, the primary's", _texts_of(operation, None))
        yield Mutant("locale told, and another one's texts", f"{operation}, a secondary's", _texts_of(operation, -1))
        yield Mutant("locale another one", operation, _another(operation))
        yield Mutant("locale the primary one, and a secondary's texts", operation, _primary_as(operation))
        yield Mutant("locale refused", operation, _answered(operation, 400, "bad_request"))
        yield Mutant("locale not found", operation, _answered(operation, 404, "resource_not_found"))
    yield Mutant("locale refused", "every secondary one", _answered(None, 400, "bad_request"))
    yield Mutant("locale not told", "localeId is null in a locale", wire.answers(_not_told))
    yield Mutant("locale not told", "no localeId in a locale", paged(_dropped))
    for name in ("id", "siteId", "slug", "createdOn", "archived", "draft", "canBranch", "isBranch", "publishedPath"):
        yield Mutant("locale has another", f"/{name}", paged(_in_locale_only(name)))
        yield Mutant("locale has no", f"/{name}", paged(_missing_in_locale(name)))
    yield Mutant("locale without its subdirectory", "/publishedPath", paged(_without_subdirectory))
    yield from _crossings()


def _crossings() -> Iterator[Mutant]:
    fields = {pointer(place): place for place in TEXTS}
    for target, place in {"all": None, **fields}.items():
        wrap = _crossing(of_locale=True, to=0, place=place)
        yield Mutant("update of a locale crosses", f"to the primary one, {target}", wrap)
        wrap = _crossing(of_locale=True, to=2, place=place)
        yield Mutant("update of a locale crosses", f"to another one, {target}", wrap)
        wrap = _crossing(of_locale=False, to=1, place=place)
        yield Mutant("update of the primary crosses", f"to the first locale, {target}", wrap)
        wrap = _crossing(of_locale=False, to=2, place=place)
        yield Mutant("update of the primary crosses", f"to the second locale, {target}", wrap)
    yield Mutant("update of a locale crosses", "to every other one", _hearing(_to_all))


class _Known:
    """The locales of the site, as far as a handler has told them: the primary one is None."""

    def __init__(self) -> None:
        self._ids: list[str | None] = [None]

    def hear(self, request: Request, response: Response) -> None:
        """Learn from the answer to a read of a site."""
        body = wire.json_object(response.content)
        secondary = at(body, ("locales", "secondary")) if operation_of(request) == SITE else None
        if secondary:  # a site in one language tells nothing of another one
            self._ids = [None, *(locale["id"] for locale in secondary)]

    def number(self, index: int) -> str | None:
        """Return a locale by its number, the primary one being 0."""
        return self._ids[index]

    def other_than(self, locale_id: str | None) -> list[str | None]:
        """Return the other locales."""
        return [known for known in self._ids if known != locale_id]

    def __len__(self) -> int:
        return len(self._ids)


def _hearing(answer_with: Callable[[Handler, Request, _Known], Response]) -> Wrap:
    def wrap(handler: Handler) -> Handler:
        known = _Known()

        def answer(request: Request) -> Response:
            response = answer_with(handler, request, known)
            known.hear(request, response)
            return response

        return answer

    return wrap


def _locale_dropped(operation: str) -> Wrap:
    return wire.requests(lambda request: in_locale(request, None) if operation_of(request) == operation else request)


def _texts_of(operation: str, index: int | None) -> Wrap:
    """Tell the locale that was asked for, with the texts of another one."""

    def answer_with(handler: Handler, request: Request, known: _Known) -> Response:
        response, locale_id = handler(request), locale_of(request)
        if operation_of(request) != operation or response.status != 200 or not locale_id or len(known) < 2:
            return response
        of = None if index is None else next(one for one in known.other_than(locale_id)[::-1] if one is not None)
        other = handler(in_locale(read_of(request), of))
        return wire.with_json(response, _merged(response.json(), other.json()))

    return _hearing(answer_with)


def _merged(own: Body, other: Body) -> Body:
    """Return another locale's body with what this one says of the locale itself."""
    if "pages" in own:
        pages = [_merged(mine, theirs) for mine, theirs in zip(own["pages"], other["pages"], strict=True)]
        return {**other, "pages": pages}
    return {**other, **{name: own[name] for name in _TOLD if name in own}}


def _another(operation: str) -> Wrap:
    """Answer in another secondary locale than was asked for."""

    def answer_with(handler: Handler, request: Request, known: _Known) -> Response:
        locale_id = locale_of(request)
        if operation_of(request) != operation or not locale_id or len(known) < 3:
            return handler(request)
        other = next(one for one in known.other_than(locale_id) if one is not None)
        return handler(in_locale(request, other))

    return _hearing(answer_with)


def _primary_as(operation: str) -> Wrap:
    """Answer for the primary locale with a secondary one's texts."""

    def answer_with(handler: Handler, request: Request, known: _Known) -> Response:
        response = handler(request)
        if operation_of(request) != operation or response.status != 200 or locale_of(request) or len(known) < 2:
            return response
        other = handler(in_locale(read_of(request), known.number(1)))
        return wire.with_json(response, _merged(response.json(), other.json()))

    return _hearing(answer_with)


def _answered(operation: str | None, status: int, code: str) -> Wrap:
    def change(request: Request, response: Response) -> Response:
        concerned = operation in (None, operation_of(request)) and locale_of(request)
        return error(status, code)(request, response) if concerned else response

    return wire.answers(change)


def _not_told(request: Request, response: Response) -> Response:
    body = wire.json_object(response.content)
    if body is None or "localeId" not in body or not locale_of(request):
        return response
    return wire.with_json(response, {**body, "localeId": None})


def _dropped(request: Request, page: Body) -> None:
    if locale_of(request):
        del page["localeId"]


def _in_locale_only(name: str) -> Callable[[Request, Body], object]:
    def change(request: Request, page: Body) -> None:
        if locale_of(request):
            page[name] = VALUES["another value"](page[name])

    return change


def _missing_in_locale(name: str) -> Callable[[Request, Body], object]:
    return lambda request, page: page.pop(name) if locale_of(request) else None


def _without_subdirectory(request: Request, page: Body) -> None:
    if locale_of(request):
        page["publishedPath"] = "/" + page["publishedPath"].rsplit("/", 1)[1]


def _crossing(*, of_locale: bool, to: int, place: Place | None) -> Wrap:
    """Write into another locale, too, what an update of a locale or of the primary one says."""

    def answer_with(handler: Handler, request: Request, known: _Known) -> Response:
        response = handler(request)
        concerned = wire.is_update(request) and response.status == 200 and bool(locale_of(request)) == of_locale
        if concerned and to < len(known) and known.number(to) != locale_of(request):
            handler(in_locale(_part(request, place), known.number(to)))
        return response

    return _hearing(answer_with)


def _part(request: Request, place: Place | None) -> Request:
    """Return an update of what another one has at one place."""
    text = None if place is None else at(wire.json_object(request.content), place)
    if place is None:
        return request
    if text is None:
        return wire.with_content(request, b"{}")
    update: Body = {place[-1]: text}
    if place[0] == "openGraph":
        update[f"{place[-1]}Copied"] = False
    return wire.with_content(request, json.dumps(update if len(place) == 1 else {place[0]: update}).encode())


def _to_all(handler: Handler, request: Request, known: _Known) -> Response:
    """Write into every locale what an update of one says."""
    response = handler(request)
    if wire.is_update(request) and response.status == 200 and locale_of(request):
        for other in known.other_than(locale_of(request)):
            handler(in_locale(request, other))
    return response
