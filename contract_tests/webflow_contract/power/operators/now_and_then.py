"""Now and then: what is wrong of some answers only."""

from collections.abc import Iterator

from attrs import evolve

from webflow_contract.drifts import wire
from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.power.aiming import When, page_changed, sometimes
from webflow_contract.power.asking import read_of
from webflow_contract.power.mutants import Mutant, Recording, Wrap
from webflow_contract.power.operators.values import VALUES
from webflow_contract.power.places import Body
from webflow_contract.power.refusals import error


def mutants(recording: Recording) -> Iterator[Mutant]:  # noqa: ARG001  (an operator has it)
    """Yield mutants that are right most of the time."""
    for rhythm, hit in _RHYTHMS.items():
        for what, change in _CHANGES.items():
            yield Mutant(f"now and then {what}", rhythm, sometimes(hit, change, of=_succeeds))
        for what, change in _PAGES.items():
            yield Mutant(f"now and then {what}", rhythm, sometimes(hit, change, of=_shows_page))
    for rhythm, hit in _RHYTHMS_OF_UPDATES.items():
        for what, wrap in _UPDATES.items():
            yield Mutant(f"now and then {what}", rhythm, _updates(hit, wrap))


def _succeeds(request: Request, response: Response) -> bool:  # noqa: ARG001  (an answer has both)
    return response.status == 200


def _shows_page(request: Request, response: Response) -> bool:
    return wire.is_page(request) and response.status == 200


def _every(count: int) -> When:
    return lambda number: number % count == 0


_RHYTHMS: dict[str, When] = {
    "every 2nd": _every(2),
    "every 3rd": _every(3),
    "every 5th": _every(5),
    "every 10th": _every(10),
    "the 1st": lambda number: number == 1,
    "the 4th": lambda number: number == 4,
    "from the 4th on": lambda number: number >= 4,
}


_RHYTHMS_OF_UPDATES: dict[str, When] = {
    "every 2nd": _every(2),
    "every 3rd": _every(3),
    "the 1st": lambda number: number == 1,
    "the 2nd": lambda number: number == 2,
    "from the 2nd on": lambda number: number >= 2,
    "from the 3rd on": lambda number: number >= 3,
}


def _html(request: Request, response: Response) -> Response:  # noqa: ARG001  (a change has both)
    page = evolve(response, status=502, headers={"content-type": "text/html"})
    return wire.with_content(page, b"<html><title>502 Bad Gateway</title></html>")


def _empty(request: Request, response: Response) -> Response:  # noqa: ARG001  (a change has both)
    return wire.with_content(response, b"")


def _cut(request: Request, response: Response) -> Response:  # noqa: ARG001  (a change has both)
    return wire.with_content(response, response.content[: len(response.content) // 2])


def _as_text(request: Request, response: Response) -> Response:  # noqa: ARG001  (a change has both)
    return evolve(response, headers={**response.headers, "content-type": "text/plain"})


def _created(request: Request, response: Response) -> Response:  # noqa: ARG001  (a change has both)
    return evolve(response, status=201) if response.status == 200 else response


_CHANGES: dict[str, wire.Change] = {
    "400": error(400, "bad_request"),
    "401": error(401, "not_authorized"),
    "403": error(403, "forbidden"),
    "404": error(404, "resource_not_found"),
    "409": error(409, "conflict"),
    "429": error(429, "too_many_requests"),
    "500": error(500, "internal_error"),
    "502 in HTML": _html,
    "503": error(503, "service_unavailable"),
    "504": error(504, "internal_error"),
    "201": _created,
    "an empty body": _empty,
    "half a body": _cut,
    "a body as text": _as_text,
    "no remaining quota": wire.without_header("x-ratelimit-remaining"),
}


def _with(name: str, operator: str) -> wire.Change:
    change = VALUES[operator]
    return page_changed(lambda request, page: page.update({name: change(page[name])}))  # noqa: ARG005


_PAGES: dict[str, wire.Change] = {
    "a field missing": page_changed(lambda request, page: page.pop("title", None)),  # noqa: ARG005
    "a field more": page_changed(lambda request, page: page.update(newField="new")),  # noqa: ARG005
    "a field null": page_changed(lambda request, page: page.update(seo=None)),  # noqa: ARG005
    "a number for text": _with("title", "property of another type"),
    "another title": _with("title", "another value"),
    "an id in upper case": _with("id", "id in upper case"),
    "another page": _with("id", "another value"),
    "another locale": _with("localeId", "another value"),
    "a date without milliseconds": _with("lastUpdated", "date without milliseconds"),
}


def _updates(hit: When, wrong: Wrap) -> Wrap:
    """Treat some updates only in another way, by their number among the updates."""

    def wrap(handler: Handler) -> Handler:
        otherwise = wrong(handler)
        asked = 0

        def answer(request: Request) -> Response:
            nonlocal asked
            if not wire.is_update(request):
                return handler(request)
            asked += 1
            return (otherwise if hit(asked) else handler)(request)

        return answer

    return wrap


def _not_stored(handler: Handler) -> Handler:
    """Answer an update with the page as it is, as if it had said nothing."""
    return lambda request: handler(wire.with_content(request, b"{}"))


def _answered_as_before(handler: Handler) -> Handler:
    def answer(request: Request) -> Response:
        before, response = handler(read_of(request)), handler(request)
        return before if response.status == 200 else response

    return answer


def _refused(handler: Handler) -> Handler:
    return lambda request: handler(wire.with_content(request, b'{"title": 5}'))


def _wiping(update: Body) -> Body:
    seo = update.get("seo", {})
    if not isinstance(seo, dict):
        return update
    return {"title": "wiped", "slug": "wiped", **update, "seo": {"title": "wiped", "description": "wiped", **seo}}


_UPDATES: dict[str, Wrap] = {
    "an update not applied": _not_stored,
    "an update answered as before": _answered_as_before,
    "an update refused": _refused,
    "an update that wipes": wire.updates(_wiping),
    "an update applied and failed": wire.answers(error(500, "internal_error")),
    "an update applied and in conflict": wire.answers(error(409, "conflict")),
}
