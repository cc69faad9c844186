"""What a check has seen of the contract, computed from the exchanges and not from the plan, and what it has not."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from attrs import field, frozen

from webflow_contract.check.probes import Exchange
from webflow_contract.contract.operations import Operation, resolve
from webflow_contract.documents import Document
from webflow_contract.pointers import pointer

Aspect = Literal["status", "property", "values", "header", "request", "behaviour"]
Seen = Mapping[str, bool]

_REASONS = {
    "429": "Exercised only when asked for.",
    "403": "Needs a token that lacks the scope.",
    "500": "Nothing that a client sends provokes it.",
    "5XX": "Nothing that a client sends provokes it.",
    "4XX": "Nothing that this operation takes can be malformed.",
}
_NOT_SENT = {
    "/slug": "A slug is the page's address: it is not written.",
}
_NOT_ANSWERED = {
    "/code": "A refusal has one of them, and most are those of other endpoints.",
}
_NOT_SEEN = "Not seen in this run."

_READING = ("response-identity-changed", "authentication-ignored")
_LISTING = ("response-list-disagrees", "authentication-ignored")
BEHAVIOUR: Mapping[str, tuple[str, ...]] = {
    "get-page-metadata": (*_READING, "update-not-persisted", "refused-update-applied", "update-crosses-locales"),
    "update-page-metadata": (
        "update-not-echoed",
        "update-changes-untouched",
        "update-not-idempotent",
        "update-not-dated",
        "request-validation-ignored",
        "authentication-ignored",
        "authorization-ignored",
    ),
    "list-pages": (*_LISTING, "response-pagination-wrong"),
    "get-site": _READING,
    "list-sites": _LISTING,
}
"""The rules about behaviour, by the operation whose answers show whether they are kept."""


@frozen
class Unproven:
    """Something that the contract says and that no exchange has shown.

    ``status`` is None for what a request has, and for behaviour. ``pointer`` is a place in a body, ``name`` a header,
    a part of the query, a rule, or the values that were not seen.
    """

    operation: str
    aspect: Aspect
    status: str | None
    pointer: str | None
    name: str | None
    reason: str


@frozen
class Coverage:
    """What of the contract was seen, by operation.

    Statuses; by status, the properties of bodies, their values where the contract lists them, and the headers; the
    query's and body's parts of requests that succeeded; and rules about behaviour that answers were held to.
    """

    statuses: Mapping[str, Seen]
    properties: Mapping[str, Mapping[str, Seen]] = field(factory=dict)
    values: Mapping[str, Mapping[str, Mapping[str, Seen]]] = field(factory=dict)
    headers: Mapping[str, Mapping[str, Seen]] = field(factory=dict)
    requests: Mapping[str, Seen] = field(factory=dict)
    behaviour: Mapping[str, Seen] = field(factory=dict)

    def unproven(self) -> Iterator[Unproven]:
        """Yield what was not seen. Of a status that was not seen, nothing else is told."""
        for operation, statuses in self.statuses.items():
            for status, seen in statuses.items():
                if seen:
                    yield from self._inside(operation, status)
                else:
                    yield Unproven(operation, "status", status, None, None, _REASONS.get(status, _NOT_SEEN))
            for part in _unseen(self.requests.get(operation, {})):
                kind, _, name = part.partition(" ")
                reason = _NOT_SENT.get(name, _NOT_SEEN)
                place = name if kind == "body" else None
                yield Unproven(operation, "request", None, place, None if place else name, reason)
            for rule in _unseen(self.behaviour.get(operation, {})):
                reason = _REASONS["403"] if rule == "authorization-ignored" else _NOT_SEEN
                yield Unproven(operation, "behaviour", None, None, rule, reason)

    def _inside(self, operation: str, status: str) -> Iterator[Unproven]:
        for place in _unseen(self.properties.get(operation, {}).get(status, {})):
            yield Unproven(operation, "property", status, place, None, _NOT_SEEN)
        for place, seen in self.values.get(operation, {}).get(status, {}).items():
            values = ", ".join(_unseen(seen))
            if values:
                yield Unproven(operation, "values", status, place, values, _NOT_ANSWERED.get(place, _NOT_SEEN))
        for header in _unseen(self.headers.get(operation, {}).get(status, {})):
            yield Unproven(operation, "header", status, None, header, _NOT_SEEN)


def _unseen(seen: Seen) -> Iterator[str]:
    return (name for name, was in seen.items() if not was)


def measure(contract: Document, known: Mapping[str, Operation], exchanges: Sequence[Exchange]) -> Coverage:
    """Hold the exchanges against the operations of the contract."""
    measured = {name: _Measured(contract, operation) for name, operation in known.items()}
    for exchange in exchanges:
        measured[exchange.probe.operation].see(exchange)
    return Coverage(
        statuses={name: {status: one.seen for status, one in of.answers.items()} for name, of in measured.items()},
        properties={
            name: {status: one.properties for status, one in of.answers.items()} for name, of in measured.items()
        },
        values={name: {status: one.values for status, one in of.answers.items()} for name, of in measured.items()},
        headers={name: {status: one.headers for status, one in of.answers.items()} for name, of in measured.items()},
        requests={name: of.requests for name, of in measured.items()},
        behaviour={name: of.behaviour for name, of in measured.items()},
    )


class _Measured:
    """What was seen of one operation."""

    def __init__(self, contract: Document, operation: Operation) -> None:
        self._operation = operation
        self.answers = {
            status: _Answers(contract, response) for status, response in sorted(operation.responses.items())
        }
        self.requests = dict.fromkeys(_parts(contract, operation), False)
        self.behaviour = dict.fromkeys(BEHAVIOUR.get(operation.id, ()), False)

    def see(self, exchange: Exchange) -> None:
        status = exchange.response.status
        described = self._operation.key_of(status)
        if described is not None:
            self.answers[described].see(exchange)
        if 200 <= status < 300:
            _mark(self.requests, (f"query {name}" for name, _ in exchange.request.query))
            _mark(self.requests, (f"body {place}" for place, _ in _walk(exchange.probe.body)))
        if status == exchange.probe.status:
            refused = () if status < 400 else (exchange.probe.if_accepted,)
            _mark(self.behaviour, (*refused, *(rule for judge in exchange.probe.judges for rule in judge.rules)))


class _Answers:
    """What was seen of the answers with one status."""

    def __init__(self, contract: Document, response: Document) -> None:
        self.seen = False
        places = list(_documented(contract, response))
        self.properties = dict.fromkeys((place for place, _ in places), False)
        self.values = {place: dict.fromkeys(map(str, values), False) for place, values in places if values}
        self.headers = dict.fromkeys(response.get("headers", {}), False)

    def see(self, exchange: Exchange) -> None:
        self.seen = True
        _mark(self.headers, (name for name in self.headers if name.lower() in exchange.response.headers))
        for place, value in _walk(exchange.body):
            _mark(self.properties, [place])
            _mark(self.values.get(place, {}), [str(value)])


def _mark(seen: dict[str, bool], names: Iterable[str]) -> None:
    for name in names:
        if name in seen:
            seen[name] = True


def _parts(contract: Document, operation: Operation) -> Iterator[str]:
    """Yield the parts of a request that may be left out or vary: those of the query and of the body."""
    described = contract["paths"][operation.template][operation.method.lower()]
    for parameter in described.get("parameters", ()):
        resolved = resolve(contract, parameter)
        if resolved["in"] == "query":
            yield f"query {resolved['name']}"
    for media in resolve(contract, described.get("requestBody", {})).get("content", {}).values():
        yield from (f"body {place}" for place, _ in _places(contract, media.get("schema", {})))


def _documented(contract: Document, response: Document) -> Iterator[tuple[str, list[Any]]]:
    for media in response.get("content", {}).values():
        yield from _places(contract, media.get("schema", {}))


def _places(contract: Document, node: Any, place: str = "") -> Iterator[tuple[str, list[Any]]]:  # noqa: ANN401  (JSON is any value)
    """Yield each property of a schema, with its values where they are listed."""
    schema = resolve(contract, node)
    if not isinstance(schema, dict):  # true and false are schemas, too
        return
    for option in (option for name in ("anyOf", "oneOf", "allOf") for option in schema.get(name, ())):
        yield from _places(contract, option, place)
    if "items" in schema:
        yield from _places(contract, schema["items"], f"{place}/*")
    for name, value in schema.get("properties", {}).items():
        inner, there = resolve(contract, value), place + pointer([name])
        yield there, _values(inner) if isinstance(inner, dict) else []
        yield from _places(contract, value, there)


def _values(schema: Document) -> list[Any]:
    """Return the values that a schema lists."""
    listed: Any = schema.get("x-extensible-enum", schema.get("enum", ()))
    return list(listed)


def _walk(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401  (JSON is any value)
    """Yield each property of a body with its value; a star stands for any index."""
    if isinstance(value, list):
        for item in value:
            yield from _walk(item, f"{place}/*")
    if isinstance(value, dict):
        for name, inner in value.items():
            there = place + pointer([name])
            yield there, inner
            yield from _walk(inner, there)
