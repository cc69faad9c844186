"""Updates: what a service makes of one before it stores it."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from webflow_contract.drifts import wire
from webflow_contract.pointers import pointer
from webflow_contract.power.fields import FIELDS
from webflow_contract.power.mutants import Mutant, Recording
from webflow_contract.power.places import Body, Place, at

Change = Callable[[Body], Body]


def mutants(recording: Recording) -> Iterator[Mutant]:  # noqa: ARG001  (an operator has it)
    """Yield mutants that store something else than an update says, for good."""
    yield Mutant("update not applied", "everything", wire.updates(lambda update: {}))  # noqa: ARG005
    for place in FIELDS:
        for operator, of_field in _OF_A_FIELD.items():
            yield Mutant(operator, pointer(place), wire.updates(of_field(place)))
    for (operator, target), change in _OF_ALL.items():
        yield Mutant(operator, target, wire.updates(change))


def _without(place: Place) -> Callable[[Body], Body]:
    def change(update: Body) -> Body:
        first, *rest = place
        if not rest:
            return {name: value for name, value in update.items() if name != first}
        inner = update.get(first)
        if not isinstance(inner, dict):
            return update
        return {**update, first: {name: value for name, value in inner.items() if name != rest[0]}}

    return change


def _count(update: Body) -> int:
    return sum(_count(value) if isinstance(value, dict) else 1 for value in update.values())


def _not_alone(place: Place) -> Callable[[Body], Body]:
    return lambda update: {} if at(update, place) is not None and _count(update) == 1 else update


def _not_among_others(place: Place) -> Callable[[Body], Body]:
    return lambda update: _without(place)(update) if _count(update) > 1 else update


def _wiping(place: Place) -> Callable[[Body], Body]:
    def change(update: Body) -> Body:
        first, *rest = place
        if at(update, place) is not None or not update:
            return update
        if not rest:
            return {**update, first: "wiped"}
        inner = update.get(first, {})
        if not isinstance(inner, dict):
            return update
        return {**update, first: {**inner, rest[0]: rest[0].endswith("Copied") or "wiped"}}

    return change


def _wiping_beside(place: Place) -> Callable[[Body], Body]:
    """Wipe what an update leaves out only where it names something beside it."""

    def change(update: Body) -> Body:
        beside = update if len(place) == 1 else update.get(place[0])
        known = {names[-1] for names in FIELDS if names[:-1] == place[:-1]}
        concerned = isinstance(beside, dict) and bool(known & beside.keys())
        return _wiping(place)(update) if concerned else update

    return change


def _slugging(update: Body) -> Body:
    if not isinstance(update.get("title"), str):
        return update
    return {"slug": "-".join(re.findall("[a-z0-9]+", update["title"].lower())), **update}


def _mirroring(update: Body) -> Body:
    inner = update.get("openGraph")
    if not isinstance(inner, dict):
        return update
    return {**update, "openGraph": {**inner, "titleCopied": True, "descriptionCopied": True}}


def _swapping(update: Body) -> Body:
    other = {"title": "description", "description": "title"}
    return {
        part: {other.get(name, name): value for name, value in inner.items()} if isinstance(inner, dict) else inner
        for part, inner in update.items()
    }


def _seo_to_open_graph(update: Body) -> Body:
    if not isinstance(update.get("seo"), dict):
        return update
    return {**update, "openGraph": {**update["seo"], **_object(update.get("openGraph"))}, "seo": {}}


def _title_to_seo(update: Body) -> Body:
    if not isinstance(update.get("title"), str):
        return update
    return {**update, "seo": {**_object(update.get("seo")), "title": update["title"]}}


def _object(value: Any) -> Body:  # noqa: ANN401  (JSON is any value)
    return value if isinstance(value, dict) else {}


_OF_A_FIELD: dict[str, Callable[[Place], Change]] = {
    "update not applied": _without,
    "update not applied alone": _not_alone,
    "update not applied among others": _not_among_others,
    "update wipes what it left out": _wiping,
    "update wipes what it left out beside it": _wiping_beside,
}

_OF_ALL: dict[tuple[str, str], Change] = {
    ("update of its first field only", "all"): lambda update: dict([*update.items()][:1]),
    ("update of its last field only", "all"): lambda update: dict([*update.items()][-1:]),
    ("update changes the slug", "all"): lambda update: {**update, "slug": "changed"},
    ("update changes the slug", "with the title"): _slugging,
    ("update sets the flags", "true"): _mirroring,
    ("update swaps title and description", "all"): _swapping,
    ("update of seo goes to openGraph", "all"): _seo_to_open_graph,
    ("update of the title goes to seo", "all"): _title_to_seo,
}
