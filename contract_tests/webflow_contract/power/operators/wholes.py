"""Wholes: the body of an answer is another one altogether, or the same one in an envelope."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from webflow_contract.power.aiming import bodies_of
from webflow_contract.power.mutants import Mutant, Recording, pointed


def mutants(recording: Recording) -> Iterator[Mutant]:
    """Yield mutants whose bodies are something else altogether."""
    for operation, status in recording.places():
        for operator, change in _WHOLES.items():
            yield pointed(operator, operation, status, (), bodies_of(operation, status, change))


_WHOLES: dict[str, Callable[[Any], Any]] = {
    "body in an envelope": lambda body: {"data": body},
    "body beside an envelope's fields": lambda body: {"data": body, "meta": {"version": 2}, "errors": []},
    "body under its name": lambda body: {"result": body},
    "body in a list": lambda body: [body],
    "body in a text": json.dumps,
    "body null": lambda body: None,  # noqa: ARG005  (whatever it is)
    "body true": lambda body: True,  # noqa: ARG005
    "body a number": lambda body: 0,  # noqa: ARG005
    "body an empty object": lambda body: {},  # noqa: ARG005
    "body an empty list": lambda body: [],  # noqa: ARG005
    "body a text": lambda body: "OK",  # noqa: ARG005
    "body its id alone": lambda body: {"id": body.get("id")},
    "body half of its fields": lambda body: dict(list(body.items())[: len(body) // 2]),
    "body with nulls only": dict.fromkeys,
}
