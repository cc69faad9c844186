"""Lists: which records they have, in which order, and what they say of their portion."""

from collections.abc import Callable, Iterator
from typing import Any

from attrs import evolve

from webflow_contract.drifts import wire
from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.power.aiming import LIST, SITES, listed, sometimes
from webflow_contract.power.asking import locale_of
from webflow_contract.power.mutants import Mutant, Recording, Wrap
from webflow_contract.power.places import Body
from webflow_contract.routes import operation_of

Records = list[Any]


def mutants(recording: Recording) -> Iterator[Mutant]:  # noqa: ARG001  (an operator has it)
    """Yield mutants whose lists have other records, or say something else of them."""
    for operator, change in _RECORDS.items():
        yield Mutant(operator, LIST, _of_pages(change))
        yield Mutant(f"{operator}, and the total says so", LIST, _of_pages_with_total(change))
        yield Mutant(f"{operator} in a locale", LIST, _of_pages(change, in_locale_only=True))
        yield Mutant(operator, SITES, _of_sites(change))
    yield from _of_portions()
    for name, says in _PAGINATIONS.items():
        yield Mutant("pagination", name, listed(_pagination(says)))
    yield Mutant("list stale", LIST, listed(_stale))
    yield Mutant("records in another order every second time", LIST, sometimes(_is_even, _reversed, of=_lists))


_RECORDS: dict[str, Callable[[Records], Records]] = {
    "first record missing": lambda records: records[1:],
    "last record missing": lambda records: records[:-1],
    "record twice": lambda records: [*records[:1], *records],
    "record twice in place of another": lambda records: [*records[:1], *records[:-1]],
    "every record twice": lambda records: [record for record in records for _ in range(2)],
    "record of somewhere else": lambda records: [*records[:-1], *map(_foreign, records[-1:])],
    "record of somewhere else, too": lambda records: [*records, *map(_foreign, records[-1:])],
    "records null": lambda records: [None for _ in records],
    "record null": lambda records: [*records[:-1], *(None for _ in records[-1:])],
    "record empty": lambda records: [*records[:-1], *({} for _ in records[-1:])],
    "records their ids": lambda records: [record["id"] for record in records],
    "records with their ids only": lambda records: [{"id": record["id"]} for record in records],
    "records the other way round": lambda records: records[::-1],
    "records one on": lambda records: [*records[1:], *records[:1]],
    "records with one another's ids": lambda records: [
        {**record, "id": other["id"]} for record, other in zip(records, [*records[1:], *records[:1]], strict=True)
    ],
    "records all the first": lambda records: records[:1] * len(records),
    "no records": lambda records: records[:0],
}


def _foreign(record: Body) -> Body:
    swapped: Body = {name: "5eed0000000000000000a0ff" for name in ("siteId", "workspaceId") if name in record}
    return {**record, "id": "5eed0000000000000000d0ff", **swapped}


def _of_pages(change: Callable[[Records], Records], *, in_locale_only: bool = False) -> Wrap:
    def apply(request: Request, body: Body) -> Body:
        if in_locale_only and not locale_of(request):
            return body
        return {**body, "pages": change(body["pages"])}

    return listed(apply)


def _of_pages_with_total(change: Callable[[Records], Records]) -> Wrap:
    def apply(request: Request, body: Body) -> Body:  # noqa: ARG001  (a change has both)
        pages, pagination = change(body["pages"]), body["pagination"]
        total = pagination["total"] + len(pages) - len(body["pages"])
        return {**body, "pages": pages, "pagination": {**pagination, "total": total}}

    return listed(apply)


def _of_sites(change: Callable[[Records], Records]) -> Wrap:
    def apply(request: Request, response: Response) -> Response:
        body = wire.json_object(response.content)
        if operation_of(request) != SITES or response.status != 200 or body is None:
            return response
        return wire.with_json(response, {**body, "sites": change(body["sites"])})

    return wire.answers(apply)


def _of_portions() -> Iterator[Mutant]:
    yield Mutant("limit ignored", LIST, _query_dropped("limit"))
    yield Mutant("offset ignored", LIST, _query_dropped("offset"))
    yield Mutant("limit ignored, and told", LIST, _told("limit", lambda number: None))  # noqa: ARG005
    yield Mutant("offset ignored, and told", LIST, _told("offset", lambda number: None))  # noqa: ARG005
    yield Mutant("offset one less, and told", LIST, _told("offset", lambda number: max(0, number - 1)))
    yield Mutant("offset one more, and told", LIST, _told("offset", lambda number: number + 1))
    yield Mutant("offset in portions, and told", LIST, _told("offset", lambda number: number * 2))
    yield Mutant("limit one more, and told", LIST, _told("limit", lambda number: min(100, number + 1)))
    yield Mutant("limit one less, and told", LIST, _told("limit", lambda number: max(1, number - 1)))
    yield Mutant("limit smaller", LIST, _query_set("limit", "1"))
    yield Mutant("limit at most 5", LIST, _query_set("limit", "5"))
    yield Mutant("limit at most 5, and told", LIST, _told("limit", lambda number: min(5, number)))
    yield Mutant("past the end", "is not found", _past_the_end(404))
    yield Mutant("past the end", "is no content", _past_the_end(204))
    yield Mutant("past the end", "is the last record", listed(_last_instead))
    yield Mutant("past the end", "has no total", listed(_no_total_past_the_end))


_PAGINATIONS: dict[str, Callable[[Body], Any]] = {
    "with the total of the portion": lambda body: {**body["pagination"], "total": len(body["pages"])},
    "with a total of one too many": lambda body: {**body["pagination"], "total": body["pagination"]["total"] + 1},
    "with a total of one too few": lambda body: {**body["pagination"], "total": body["pagination"]["total"] - 1},
    "with a total of ten times as many": lambda body: {**body["pagination"], "total": body["pagination"]["total"] * 10},
    "with the count as limit": lambda body: {**body["pagination"], "limit": len(body["pages"])},
    "with limit and offset swapped": lambda body: {
        **body["pagination"],
        "limit": body["pagination"]["offset"],
        "offset": body["pagination"]["limit"],
    },
    "with a page number as offset": lambda body: {
        **body["pagination"],
        "offset": body["pagination"]["offset"] // max(1, body["pagination"]["limit"]),
    },
    "with offset one more": lambda body: {**body["pagination"], "offset": body["pagination"]["offset"] + 1},
    "with the next offset": lambda body: {
        **body["pagination"],
        "offset": body["pagination"]["offset"] + len(body["pages"]),
    },
    "with a cursor": lambda body: {"next": "MTAw", "total": body["pagination"]["total"]},
    "with pages for records": lambda body: {**body["pagination"], "total": 1},
}


def _pagination(says: Callable[[Body], Any]) -> Callable[[Request, Body], Body]:
    return lambda request, body: {**body, "pagination": says(body)}  # noqa: ARG005  (a change has both)


def _query_dropped(name: str) -> Wrap:
    return wire.requests(
        lambda request: evolve(request, query=tuple(pair for pair in request.query if pair[0] != name))
    )


def _query_set(name: str, value: str) -> Wrap:
    def change(request: Request) -> Request:
        query = tuple((key, value) if key == name and given != "0" else (key, given) for key, given in request.query)
        return evolve(request, query=query)

    return wire.requests(change)


def _told(name: str, change: Callable[[int], int | None]) -> Wrap:
    """Take another limit or offset than was asked for, and tell the one that was asked for."""

    def wrap(handler: Handler) -> Handler:
        def answer(request: Request) -> Response:
            asked = dict(request.query).get(name, "")
            is_number = asked.isascii() and asked.isdecimal() and len(asked) < 10
            if operation_of(request) != LIST or not is_number or (name, asked) == ("limit", "0"):
                return handler(request)
            taken, others = change(int(asked)), tuple(pair for pair in request.query if pair[0] != name)
            query = others if taken is None else (*others, (name, str(taken)))
            response = handler(evolve(request, query=query))
            body = wire.json_object(response.content)
            if response.status != 200 or body is None:
                return response
            return wire.with_json(response, {**body, "pagination": {**body["pagination"], name: int(asked)}})

        return answer

    return wrap


def _past_the_end(status: int) -> Wrap:
    def change(request: Request, response: Response) -> Response:
        body = wire.json_object(response.content)
        if operation_of(request) != LIST or response.status != 200 or body is None or body["pages"]:
            return response
        return evolve(response, status=status)

    return wire.answers(change)


def _last_instead(request: Request, body: Body) -> Body:  # noqa: ARG001  (a change has both)
    return body if body["pages"] else {**body, "pages": [_foreign({})]}


def _no_total_past_the_end(request: Request, body: Body) -> Body:  # noqa: ARG001  (a change has both)
    return body if body["pages"] else {**body, "pagination": {**body["pagination"], "total": 0}}


def _stale(request: Request, body: Body) -> Body:  # noqa: ARG001  (a change has both)
    return {**body, "pages": [{**page, "title": "Before"} for page in body["pages"]]}


def _lists(request: Request, response: Response) -> bool:
    return operation_of(request) == LIST and response.status == 200


def _is_even(number: int) -> bool:
    return number % 2 == 0


def _reversed(request: Request, response: Response) -> Response:  # noqa: ARG001  (a change has both)
    body = wire.json_object(response.content)
    if response.status != 200 or body is None:
        return response
    return wire.with_json(response, {**body, "pages": body["pages"][::-1]})
