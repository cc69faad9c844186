"""Afterwards: what else an update changes, for good, and what never hears of it."""

from collections.abc import Callable, Iterator
from typing import Any

from webflow_contract.drifts import wire
from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.power.aiming import GET, LIST, SITE, SITES, listed, paged
from webflow_contract.power.asking import locale_of
from webflow_contract.power.mutants import Mutant, Recording, Wrap
from webflow_contract.power.operators.values import VALUES
from webflow_contract.power.places import Body
from webflow_contract.routes import operation_of

_BESIDE = (
    "id",
    "siteId",
    "slug",
    "parentId",
    "collectionId",
    "createdOn",
    "lastUpdated",
    "archived",
    "draft",
    "canBranch",
    "isBranch",
    "branchId",
    "publishedPath",
    "localeId",
    "shouldPublish",
)
"""What a page has beside what an update writes."""

_NULL = ("parentId", "collectionId", "branchId")
"""Those that the page has not."""


def mutants(recording: Recording) -> Iterator[Mutant]:  # noqa: ARG001  (an operator has it)
    """Yield mutants that change more with an update than it says, or that go on as if there had been none."""
    for name in _BESIDE:
        yield Mutant("update changes something else", f"/{name}", _from_then_on(_altering(name)))
        if name not in _NULL:
            yield Mutant("update nulls something else", f"/{name}", _from_then_on(_nulling(name)))
        yield Mutant("update drops something else", f"/{name}", _from_then_on(_dropping(name)))
    yield Mutant("update leaves lastUpdated", "everywhere", _last_updated_stays)
    yield Mutant("update moves lastUpdated back", "everywhere", _from_then_on(_moving_back))
    yield Mutant("update moves lastUpdated", "to another zone", _from_then_on(_to_another_zone))
    yield Mutant("a read moves lastUpdated", "everywhere", _read_moves)
    yield Mutant("update duplicates the page", "in lists", _after_update(listed(_with_copy)))
    yield Mutant("update removes the page", "from lists", _after_update(listed(_without_first)))
    yield Mutant("update removes the site", "from lists", _after_update(wire.answers(_no_sites)))
    for operation in (GET, LIST, SITE, SITES):
        yield Mutant("update never seen", operation, _remembering(operation, forgets=False))
        yield Mutant("answers kept whatever the query", operation, _remembering(operation, query=False))
        yield Mutant("answers kept whoever asks", operation, _remembering(operation, token=False))
    for operation in (GET, LIST):
        yield Mutant("update seen one late", operation, _behind(operation))
        yield Mutant("update not seen by the first read", operation, _first_stale(operation))


# What a page is from then on.


def _altering(name: str) -> Callable[[Body], object]:
    def change(page: Body) -> None:
        if name in page:
            value = page[name]
            page[name] = VALUES["another value"](value) if value is not None else "5eed00000000000000000bad"

    return change


def _nulling(name: str) -> Callable[[Body], object]:
    return lambda page: page.update({name: None}) if page.get(name) is not None else None


def _dropping(name: str) -> Callable[[Body], object]:
    return lambda page: page.pop(name, None)


def _moving_back(page: Body) -> None:
    page["lastUpdated"] = "2020-01-01T00:00:00.000Z"


def _to_another_zone(page: Body) -> None:
    page["lastUpdated"] = VALUES["date in another zone"](page["lastUpdated"])


def _from_then_on(change: Callable[[Body], object]) -> Wrap:
    """Change the page in every answer to a read or an update of it, the one to the first update included."""
    return _after_update(paged(lambda request, page: change(page)))  # noqa: ARG005


def _after_update(wrong: Wrap) -> Wrap:
    """Be wrong once an update has been applied."""

    def wrap(handler: Handler) -> Handler:
        otherwise = wrong(handler)
        written = False

        def answer(request: Request) -> Response:
            nonlocal written
            if not written and wire.is_update(request):
                written = handler(request).status == 200
            return otherwise(request) if written else handler(request)

        return answer

    return wrap


def _last_updated_stays(handler: Handler) -> Handler:
    """Show for ever when a page was last updated before it was first read or updated."""
    first: dict[tuple[str, str | None], Any] = {}

    def change(request: Request, page: Body) -> None:
        page["lastUpdated"] = first.setdefault((request.path, locale_of(request)), page["lastUpdated"])

    return paged(change)(handler)


def _read_moves(handler: Handler) -> Handler:
    """Move on with every answer when a page was last updated."""
    asked = 0

    def change(request: Request, page: Body) -> None:  # noqa: ARG001  (a change has both)
        nonlocal asked
        asked += 1
        page["lastUpdated"] = f"2027-01-01T00:{asked // 60:02}:{asked % 60:02}.000Z"

    return paged(change)(handler)


# What lists are from then on.


def _with_copy(request: Request, body: Body) -> Body:  # noqa: ARG001  (a change has both)
    copies = [{**page, "id": f"{page['id'][:-1]}f"} for page in body["pages"][:1]]
    return {"pages": [*body["pages"], *copies], "pagination": {**body["pagination"], "total": _total(body) + 1}}


def _without_first(request: Request, body: Body) -> Body:  # noqa: ARG001  (a change has both)
    return {"pages": body["pages"][1:], "pagination": {**body["pagination"], "total": _total(body) - 1}}


def _total(body: Body) -> int:
    total: int = body["pagination"]["total"]
    return total


def _no_sites(request: Request, response: Response) -> Response:
    concerned = operation_of(request) == SITES and response.status == 200
    return wire.with_json(response, {"sites": []}) if concerned else response


# Who does not hear of it.


def _remembering(operation: str, *, query: bool = True, token: bool = True, forgets: bool = True) -> Wrap:
    """Answer as before to the same path: with the same query and token, where they count, until an update comes."""

    def wrap(handler: Handler) -> Handler:
        known: dict[object, Response] = {}

        def answer(request: Request) -> Response:
            if operation_of(request) != operation:
                if forgets and wire.is_update(request):
                    known.clear()
                return handler(request)
            key = (request.path, request.query if query else (), request.headers.get("authorization") if token else "")
            if key not in known:
                response = handler(request)
                if response.status != 200:
                    return response
                known[key] = response
            return known[key]

        return answer

    return wrap


def _behind(operation: str) -> Wrap:
    """Read what was there before the last update."""
    return _before_it(operation, lambda before, key: before.get(key))


def _first_stale(operation: str) -> Wrap:
    """Read once after each update what was there before it."""
    return _before_it(operation, lambda before, key: before.pop(key, None))


def _before_it(operation: str, known: Callable[[dict[object, Response], object], Response | None]) -> Wrap:
    def wrap(handler: Handler) -> Handler:
        before: dict[object, Response] = {}
        asked: dict[object, Request] = {}

        def answer(request: Request) -> Response:
            key = (request.path, request.query, request.headers.get("authorization"))
            if wire.is_update(request):
                now = {one: handler(other) for one, other in asked.items()}
                response = handler(request)
                before.update(now if response.status == 200 else {})
                return response
            if operation_of(request) != operation:
                return handler(request)
            asked[key] = request
            return known(before, key) or handler(request)

        return answer

    return wrap
