"""Quota: what the answers say of the rate limit, from one to the next."""

from collections.abc import Callable, Iterator

from attrs import evolve

from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.power.mutants import Mutant, Recording, Wrap

_LIMIT, _REMAINING, _RETRY = "x-ratelimit-limit", "x-ratelimit-remaining", "retry-after"


def mutants(recording: Recording) -> Iterator[Mutant]:  # noqa: ARG001  (an operator has it)
    """Yield mutants whose quota makes no sense."""
    yield Mutant("quota more than the limit", "remaining", _saying(lambda number: {_REMAINING: "61"}))  # noqa: ARG005
    yield Mutant("quota huge", "remaining", _saying(lambda number: {_REMAINING: str(10**20)}))  # noqa: ARG005
    yield Mutant("quota none at all", "limit", _saying(lambda number: {_LIMIT: "0"}))  # noqa: ARG005
    yield Mutant("quota always used up", "remaining", _saying(lambda number: {_REMAINING: "0"}))  # noqa: ARG005
    yield Mutant("quota grows", "remaining", _saying(lambda number: {_REMAINING: str(number)}))
    yield Mutant("quota of another limit each time", "limit", _saying(lambda number: {_LIMIT: str(60 + number % 7)}))
    yield Mutant("quota to wait for a year", "retry-after", _saying(lambda number: {_RETRY: "31536000"}))  # noqa: ARG005
    yield Mutant("quota of an hour", "all", _saying(lambda number: {_LIMIT: "3600", _REMAINING: str(3600 - number)}))
    for name in (_LIMIT, _REMAINING, _RETRY):
        yield Mutant("quota told of errors only", name, _told(name, lambda status: status >= 400))
        yield Mutant("quota told of successes only", name, _told(name, lambda status: status < 400))
        yield Mutant("quota told of every second answer", name, _told_every_second(name))
        yield Mutant("quota in words now and then", name, _saying(_now_and_then(name)))


def _now_and_then(name: str) -> Callable[[int], dict[str, str]]:
    return lambda number: {name: "unlimited"} if number % 5 == 0 else {}


def _saying(says: Callable[[int], dict[str, str]]) -> Wrap:
    """Say something else of the quota in each answer, by its number from 1 on."""

    def wrap(handler: Handler) -> Handler:
        asked = 0

        def answer(request: Request) -> Response:
            nonlocal asked
            asked += 1
            response = handler(request)
            told = {name: text for name, text in says(asked).items() if name in response.headers}
            return evolve(response, headers={**response.headers, **told})

        return answer

    return wrap


def _told(name: str, is_told: Callable[[int], bool]) -> Wrap:
    def wrap(handler: Handler) -> Handler:
        def answer(request: Request) -> Response:
            response = handler(request)
            return response if is_told(response.status) else _without(response, name)

        return answer

    return wrap


def _told_every_second(name: str) -> Wrap:
    def wrap(handler: Handler) -> Handler:
        asked = 0

        def answer(request: Request) -> Response:
            nonlocal asked
            asked += 1
            response = handler(request)
            return response if asked % 2 else _without(response, name)

        return answer

    return wrap


def _without(response: Response, name: str) -> Response:
    return evolve(response, headers={known: text for known, text in response.headers.items() if known != name})
