"""Bodies: each property of each answer is dropped, nulled, retyped, renamed and spelt in other ways."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from webflow_contract.drifts.wire import answers, with_json
from webflow_contract.exchange import Request, Response
from webflow_contract.power.mutants import Mutant, Place, Recording, Wrap, parents
from webflow_contract.routes import operation_of

_DROP = object()
Change = Callable[[Any], Any]


def _other_type(value: Any) -> Any:  # noqa: ANN401  (JSON is any value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return 4711
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, dict):
        return [value]
    return {"items": value} if isinstance(value, list) else value


def _empty(value: Any) -> Any:  # noqa: ANN401  (JSON is any value)
    return type(value)() if isinstance(value, (str, dict, list)) else value


def _other_value(value: Any) -> Any:  # noqa: ANN401  (JSON is any value)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if not isinstance(value, str):
        return value
    if _ID.fullmatch(value):
        return value[:-1] + ("0" if value[-1] != "0" else "1")
    if _DATE.fullmatch(value):
        return f"2001{value[4:]}"
    return f"{value} (other)"


_ID = re.compile(r"[0-9a-f]{24}")
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def _text(pattern: re.Pattern[str], change: Callable[[str], str]) -> Change:
    return lambda value: change(value) if isinstance(value, str) and pattern.fullmatch(value) else value


def _of_date(change: Callable[[str], str]) -> Change:
    return _text(_DATE, change)


VALUES: dict[str, Change] = {
    "property dropped": lambda value: _DROP,  # noqa: ARG005  (whatever it is)
    "property null": lambda value: None,  # noqa: ARG005  (whatever it is)
    "property of another type": _other_type,
    "property empty": _empty,
    "property in a list": lambda value: [value],
    "property in an object": lambda value: {"value": value},
    "another value": _other_value,
    "id in upper case": _text(_ID, str.upper),
    "id with a prefix": _text(_ID, lambda value: f"pg_{value}"),
    "id as a UUID": _text(_ID, lambda value: f"{value[:8]}-{value[8:12]}-4{value[13:16]}-8{value[17:20]}-{value[:12]}"),
    "date without milliseconds": _of_date(lambda value: f"{value[:19]}Z"),
    "date with microseconds": _of_date(lambda value: f"{value[:23]}000Z"),
    "date with an offset": _of_date(lambda value: f"{value[:23]}+00:00"),
    "date without a zone": _of_date(lambda value: value[:23]),
    "date with a space": _of_date(lambda value: value.replace("T", " ")),
    "date alone": _of_date(lambda value: value[:10]),
}


def values(recording: Recording) -> Iterator[Mutant]:
    """Yield a mutant for each operator and each property of each answer that it changes."""
    for (operation, status), places in recording.places().items():
        for place, seen in places.items():
            if not place:
                continue
            for operator, change in VALUES.items():
                if any(change(value) != value for value in seen):
                    yield _mutant(operator, operation, status, place, _changing(operation, status, place, change))


def names(recording: Recording) -> Iterator[Mutant]:
    """Yield mutants whose properties are called otherwise, or that have more of them."""
    for (operation, status), places in recording.places().items():
        for place, seen in places.items():
            if place and place[-1] != "*":
                for operator, rename in _NAMES.items():
                    if rename(place[-1]) != place[-1]:
                        wrap = _renaming(operation, status, place, rename(place[-1]))
                        yield _mutant(operator, operation, status, place, wrap)
            if any(isinstance(value, dict) for value in seen):
                wrap = _adding(operation, status, place)
                yield _mutant("property added", operation, status, (*place, "newField"), wrap)


_NAMES: dict[str, Callable[[str], str]] = {
    "property renamed": lambda name: f"{name}V2",
    "property in snake case": lambda name: re.sub(r"[A-Z]", lambda found: f"_{found[0].lower()}", name),
    "property capitalized": lambda name: name[:1].upper() + name[1:],
}


def wholes(recording: Recording) -> Iterator[Mutant]:
    """Yield mutants whose bodies are something else altogether."""
    for operation, status in recording.places():
        for operator, change in _WHOLES.items():
            yield _mutant(operator, operation, status, (), answers(_when(operation, status, change)))


_WHOLES: dict[str, Change] = {
    "body in an envelope": lambda body: {"data": body},
    "body in a list": lambda body: [body],
    "body null": lambda body: None,  # noqa: ARG005  (whatever it is)
    "body an empty object": lambda body: {},  # noqa: ARG005
    "body an empty list": lambda body: [],  # noqa: ARG005
    "body a text": lambda body: "OK",  # noqa: ARG005
}


def _mutant(operator: str, operation: str, status: int, place: Place, wrap: Wrap) -> Mutant:
    pointer = "".join(f"/{name}" for name in place)
    return Mutant(operator, f"{operation} {status} {pointer}".rstrip(), wrap)


def _when(operation: str, status: int, change: Change) -> Callable[[Request, Response], Response]:
    """Return a change of the bodies of one operation's answers with one status."""

    def apply(request: Request, response: Response) -> Response:
        if operation_of(request) != operation or response.status != status:
            return response
        return with_json(response, change(response.json()))

    return apply


def _changing(operation: str, status: int, place: Place, change: Change) -> Wrap:
    def apply(body: Any) -> Any:  # noqa: ANN401  (JSON is any value)
        for holder, key in list(parents(body, place)):
            value = change(holder[key])
            if value is not _DROP:
                holder[key] = value
            elif isinstance(holder, dict):
                del holder[key]
        if change(None) is _DROP and place[-1] == "*":
            _drop_last(body, place)
        return body

    return answers(_when(operation, status, apply))


def _drop_last(body: Any, place: Place) -> None:  # noqa: ANN401  (JSON is any value)
    """Drop the last item of each list at a place: a list has no names to drop."""
    for holder in {id(holder): holder for holder, _ in parents(body, place)}.values():
        holder.pop()


def _renaming(operation: str, status: int, place: Place, name: str) -> Wrap:
    def apply(body: Any) -> Any:  # noqa: ANN401  (JSON is any value)
        for holder, key in list(parents(body, place)):
            holder[name] = holder.pop(key)
        return body

    return answers(_when(operation, status, apply))


def _adding(operation: str, status: int, place: Place) -> Wrap:
    def apply(body: Any) -> Any:  # noqa: ANN401  (JSON is any value)
        objects = [body] if not place else [holder[key] for holder, key in parents(body, place)]
        for value in objects:
            if isinstance(value, dict):
                value["newField"] = "new"
        return body

    return answers(_when(operation, status, apply))
