"""The register: what a contract says beside its documents, and how well that is known.

The effective contract carries it in ``x-deviations``, so that whoever has the contract has its evidence, too.
"""

from typing import Any, Final

from attrs import fields, frozen

from webflow_contract.contract.deviations import CONFIDENCE
from webflow_contract.documents import Document
from webflow_contract.errors import DocumentError

EXTENSION: Final = "x-deviations"

UNPROVEN: Final = ("inferred", "reported")
"""What nobody has published in documents or traffic, the worst known first."""


@frozen
class Claim:
    """A deviation that is part of a contract: its evidence, and the JSON pointers of what it changed or added there."""

    name: str
    what: str
    why: str
    source: str
    date: str
    confidence: str
    places: tuple[str, ...]


def register(contract: Document) -> list[Claim]:
    """Return what a contract says beside its documents, in its order. One without the extension says nothing beside.

    Raises:
        DocumentError: The extension is broken.
    """
    given = contract.get(EXTENSION, [])
    if not isinstance(given, list):
        raise _broken("", "has to be a list")
    claims = [_claim(entry, f"/{index}") for index, entry in enumerate(given)]
    names = [claim.name for claim in claims]
    for index, name in enumerate(names):
        if name in names[:index]:
            raise _broken(f"/{index}/name", f"{name!r} is there twice")
    return claims


def unproven(contract: Document) -> list[Claim]:
    """Return what a contract says on report or by inference alone, the worst known first.

    Raises:
        DocumentError: The extension is broken.
    """
    claims = [claim for claim in register(contract) if claim.confidence in UNPROVEN]
    return sorted(claims, key=lambda claim: UNPROVEN.index(claim.confidence))


def _claim(entry: Any, place: str) -> Claim:  # noqa: ANN401  (JSON is any value)
    names = [field.name for field in fields(Claim)]
    if not isinstance(entry, dict) or sorted(entry) != sorted(names):
        raise _broken(place, f"has to have {', '.join(names)}, and nothing else")
    for name in names[:-1]:
        if not isinstance(entry[name], str) or not entry[name].strip():
            raise _broken(f"{place}/{name}", "has to be a text")
    if entry["confidence"] not in CONFIDENCE:
        raise _broken(f"{place}/confidence", f"has to be one of {', '.join(CONFIDENCE)}")
    places = entry["places"]
    if not isinstance(places, list) or not all(isinstance(one, str) and one[:1] in ("", "/") for one in places):
        raise _broken(f"{place}/places", "has to be a list of JSON pointers")
    return Claim(**{**entry, "places": tuple(places)})


def _broken(place: str, problem: str) -> DocumentError:
    return DocumentError(f"the contract is broken: '/{EXTENSION}{place}' {problem}: generate it anew")
