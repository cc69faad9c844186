"""Deviations: where the service is known to leave its documentation, and how that is known.

In ``spec/observed.yaml``, actions that follow each other under one ``x-deviation`` name make a deviation, and the first
of them says in ``x-evidence`` what it rests on.
"""

import re
from itertools import groupby

from attrs import fields, frozen

from webflow_contract.contract.openapi_overlay import Action, actions
from webflow_contract.documents import Document
from webflow_contract.errors import OverlayError

CONFIDENCE = ("documented", "recorded", "reported", "inferred")
"""How well a deviation is known, best first. What is unknown is no deviation but a question for the check."""

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@frozen
class Evidence:
    """What is claimed, why it matters, who saw it, when, and how well it is known."""

    what: str
    why: str
    source: str
    date: str
    confidence: str


@frozen
class Deviation:
    """One way in which the service differs from its documentation."""

    name: str
    evidence: Evidence
    actions: tuple[Action, ...]


def deviations(overlay: Document, name: str) -> list[Deviation]:
    """Return the deviations that an Overlay document describes. ``name`` is how errors call it.

    Raises:
        OverlayError: An action belongs to no deviation, a deviation's actions do not stand together, or its evidence
            is missing, incomplete or malformed.
    """
    result: list[Deviation] = []
    for deviation, group in groupby(actions(overlay, name), key=_deviation_name):
        members = tuple(group)
        if deviation in {known.name for known in result}:
            raise OverlayError(f"{members[0].place}: the actions of {deviation!r} do not stand together")
        for member in members[1:]:
            if "x-evidence" in member.extensions:
                raise OverlayError(f"{member.place}: the evidence of {deviation!r} belongs on its first action alone")
        result.append(Deviation(deviation, _evidence(members[0]), members))
    return result


def _deviation_name(action: Action) -> str:
    deviation = action.extensions.get("x-deviation")
    if not isinstance(deviation, str) or not deviation:
        raise OverlayError(f"{action.place} belongs to no deviation: give it an x-deviation name")
    return deviation


def _evidence(action: Action) -> Evidence:
    given = action.extensions.get("x-evidence")
    if not isinstance(given, dict):
        raise OverlayError(f"{action.place} carries no x-evidence: say what, why, source, date and confidence")
    names = [field.name for field in fields(Evidence)]
    for field in names:
        if not isinstance(given.get(field), str) or not given[field].strip():
            raise OverlayError(f"{action.place}: its x-evidence does not say {field!r}")
    for field in given:
        if field not in names:
            raise OverlayError(f"{action.place}: its x-evidence has the unknown field {field!r}")
    if given["confidence"] not in CONFIDENCE:
        raise OverlayError(f"{action.place}: confidence has to be one of {', '.join(CONFIDENCE)}")
    if not _DATE.fullmatch(given["date"]):
        raise OverlayError(f"{action.place}: the date of its x-evidence has to be YYYY, YYYY-MM or YYYY-MM-DD")
    return Evidence(**given)
