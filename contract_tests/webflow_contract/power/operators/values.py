"""Values: each property of each answer is dropped, nulled, retyped and spelt in other ways."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

from webflow_contract.power.aiming import bodies_of
from webflow_contract.power.mutants import Mutant, Recording, Wrap, pointed
from webflow_contract.power.places import Place, parents

_DROP = object()
Change = Callable[[Any], Any]


def mutants(recording: Recording) -> Iterator[Mutant]:
    """Yield a mutant for each operator and each property of each answer that it changes."""
    for (operation, status), places in recording.places().items():
        for place, seen in places.items():
            if not place:
                continue
            for operator, change in VALUES.items():
                if status != 200 and operator.startswith("text "):
                    continue  # what errors say is for people; their codes have operators of their own
                if any(_differs(change(value), value) for value in seen):
                    yield pointed(operator, operation, status, place, _changing(operation, status, place, change))
            if "*" in place and place[-1] != "*":
                yield from _in_one_record(recording, operation, status, place)


def _in_one_record(recording: Recording, operation: str, status: int, place: Place) -> Iterator[Mutant]:
    """Yield mutants that are wrong of the last record of a list alone, if that has what they change."""
    bodies = [response.json() for response in recording.answers(operation, status)]
    last = [holder[key] for body in bodies for holder, key in list(parents(body, place))[-1:]]
    for operator, change in _IN_ONE_RECORD.items():
        if any(_differs(change(value), value) for value in last):
            wrap = _changing(operation, status, place, change, last_only=True)
            yield pointed(f"{operator} in the last record", operation, status, place, wrap)


def _differs(one: Any, other: Any) -> bool:  # noqa: ANN401  (JSON is any value)
    return one != other or type(one) is not type(other)  # 60.0 equals 60, and 1 equals True


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
_WORDS = re.compile(rf"(?!{_ID.pattern}$|{_DATE.pattern}$).+", re.DOTALL)


def _text(pattern: re.Pattern[str], change: Callable[[str], Any]) -> Change:
    return lambda value: change(value) if isinstance(value, str) and pattern.fullmatch(value) else value


def _of_id(change: Callable[[str], Any]) -> Change:
    return _text(_ID, change)


def _of_date(change: Callable[[str], Any]) -> Change:
    return _text(_DATE, change)


def _of_moment(change: Callable[[datetime], Any]) -> Change:
    return _of_date(lambda value: change(datetime.fromisoformat(value)))


def _of_words(change: Callable[[str], Any]) -> Change:
    return _text(_WORDS, change)


def _of_number(change: Callable[[int], Any]) -> Change:
    return lambda value: change(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _of_list(change: Callable[[list[Any]], Any]) -> Change:
    return lambda value: change(value) if isinstance(value, list) and value else value


def _of_object(change: Callable[[dict[str, Any]], Any]) -> Change:
    return lambda value: change(value) if isinstance(value, dict) else value


def _of_null(instead: Any) -> Change:  # noqa: ANN401  (JSON is any value)
    return lambda value: instead if value is None else value


_EVENING = timezone(timedelta(hours=2))

VALUES: dict[str, Change] = {
    "property dropped": lambda value: _DROP,  # noqa: ARG005  (whatever it is)
    "property null": lambda value: None,  # noqa: ARG005  (whatever it is)
    "property of another type": _other_type,
    "property empty": _empty,
    "property in a list": lambda value: [value],
    "property in an object": lambda value: {"value": value},
    "another value": _other_value,
    "id in upper case": _of_id(str.upper),
    "id with a prefix": _of_id(lambda value: f"pg_{value}"),
    "id as a UUID": _of_id(lambda value: f"{value[:8]}-{value[8:12]}-4{value[13:16]}-8{value[17:20]}-{value[:12]}"),
    "id of 32 digits": _of_id(lambda value: f"{value}{value[:8]}"),
    "id of 23 digits": _of_id(lambda value: value[1:]),
    "id with a space": _of_id(lambda value: f" {value}"),
    "id in braces": _of_id(lambda value: f"{{{value}}}"),
    "id as an object": _of_id(lambda value: {"$oid": value}),
    "date without milliseconds": _of_date(lambda value: f"{value[:19]}Z"),
    "date with microseconds": _of_date(lambda value: f"{value[:23]}000Z"),
    "date with an offset": _of_date(lambda value: f"{value[:23]}+00:00"),
    "date in another zone": _of_moment(lambda moment: moment.astimezone(_EVENING).isoformat(timespec="milliseconds")),
    "date without a zone": _of_date(lambda value: value[:23]),
    "date without seconds": _of_date(lambda value: f"{value[:16]}Z"),
    "date with a space": _of_date(lambda value: value.replace("T", " ")),
    "date with a comma": _of_date(lambda value: value.replace(".", ",")),
    "date in lower case": _of_date(str.lower),
    "date alone": _of_date(lambda value: value[:10]),
    "date in words": _of_moment(lambda moment: moment.strftime("%a, %d %b %Y %H:%M:%S GMT")),
    "date with the day first": _of_moment(lambda moment: moment.strftime("%d/%m/%Y %H:%M:%S")),
    "date in seconds": _of_moment(lambda moment: int(moment.timestamp())),
    "date in milliseconds": _of_moment(lambda moment: int(moment.timestamp() * 1000)),
    "date in seconds as text": _of_moment(lambda moment: str(int(moment.timestamp()))),
    "date zero": _of_date(lambda value: "0001-01-01T00:00:00.000Z"),  # noqa: ARG005
    "date in the local time": _of_moment(lambda moment: f"{moment.astimezone(_EVENING):%Y-%m-%dT%H:%M:%S}.000Z"),
    "date to come": _of_date(lambda value: f"9{value[1:]}"),
    "text in other case": _of_words(str.swapcase),
    "text with spaces around": _of_words(lambda value: f" {value} "),
    "text cut": _of_words(lambda value: value[:-1]),
    "text quoted": _of_words(json.dumps),
    "text escaped as HTML": _of_words(lambda value: f"&lt;{value}&gt;"),
    "text the word null": _of_words(lambda value: "null"),  # noqa: ARG005
    "text mangled": _of_words(lambda value: f"\N{LATIN CAPITAL LETTER A WITH TILDE}\N{COPYRIGHT SIGN}{value}"),
    "boolean as a number": lambda value: int(value) if isinstance(value, bool) else value,
    "boolean as a word": lambda value: ("yes" if value else "no") if isinstance(value, bool) else value,
    "number with a fraction of zero": _of_number(float),
    "number with a fraction": _of_number(lambda value: value + 0.5),
    "number negative": _of_number(lambda value: -value - 1),
    "number too big": _of_number(lambda value: value + 10**30),
    "number zero": _of_number(lambda value: value * 0),
    "null as an empty text": _of_null(""),
    "null as the word null": _of_null("null"),
    "null as zero": _of_null(0),
    "list item twice": _of_list(lambda value: [*value[:1], *value]),
    "list the other way round": _of_list(lambda value: value[::-1]),
    "list without its first item": _of_list(lambda value: value[1:]),
    "list with a null": _of_list(lambda value: [*value, None]),
    "list in pairs": _of_list(lambda value: dict(enumerate(value))),
    "list in a list": _of_list(lambda value: [value]),
    "object as JSON in a text": _of_object(json.dumps),
    "object as a list of its values": _of_object(lambda value: list(value.values())),
    "object empty of values": _of_object(dict.fromkeys),
}

_IN_ONE_RECORD = {
    name: VALUES[name] for name in ("property dropped", "property null", "property of another type", "another value")
}


def _changing(operation: str, status: int, place: Place, change: Change, *, last_only: bool = False) -> Wrap:
    def apply(body: Any) -> Any:  # noqa: ANN401  (JSON is any value)
        found = list(parents(body, place))
        for holder, key in found[-1:] if last_only else found:
            value = change(holder[key])
            if value is not _DROP:
                holder[key] = value
            elif isinstance(holder, dict):
                del holder[key]
        if change(None) is _DROP and place[-1] == "*":
            _drop_last(body, place)
        return body

    return bodies_of(operation, status, apply)


def _drop_last(body: Any, place: Place) -> None:  # noqa: ANN401  (JSON is any value)
    """Drop the last item of each list at a place: a list has no names to drop."""
    for holder in {id(holder): holder for holder, _ in parents(body, place)}.values():
        holder.pop()
