"""Follow the vendor's document: one patch of ``spec/openapi.yaml`` for several changes."""

from collections.abc import Iterable
from copy import deepcopy

from attrs import evolve, field, frozen

from webflow_contract import documents
from webflow_contract.contract.locations import Location
from webflow_contract.contract.validation import validate
from webflow_contract.diff.change import Change
from webflow_contract.diff.meaning.canonical import canonical
from webflow_contract.diff.meaning.nodes import Source
from webflow_contract.errors import DocumentError
from webflow_contract.following import documented
from webflow_contract.following.edits import Edit, apply
from webflow_contract.following.errors import FollowingError, KnownError, MissingError, PresentError, already, by_hand
from webflow_contract.following.outcome import outcome
from webflow_contract.following.writing import written

_NAME = "spec/openapi.yaml"


@frozen
class Followed:
    """What became of changes.

    ``text`` is the contract as it would be. ``taken`` are those that it follows, each with what else that changes;
    ``known`` are those that it says already, be it by an earlier one; ``left`` are those that need a hand, and why.
    """

    text: str
    taken: list[tuple[Change, list[str]]] = field(factory=list)
    known: list[Change] = field(factory=list)
    left: list[tuple[Change, str]] = field(factory=list)


@frozen(slots=False)
class _Taken:
    """The contract as a text and a document, and what the last change has changed beside itself."""

    text: str
    source: Source
    others: list[str] = field(factory=list)


def follow(changes: Iterable[Change], text: str) -> Followed:
    """Take changes over into the text of the documented contract, one after the other.

    A change counts as taken only where the contract then differs from what it was as the vendor's document does.

    Raises:
        DocumentError: The text is no contract.
    """
    now, followed = _Taken(text, Source(documents.parse(text, _NAME), _NAME)), Followed(text)
    for change in changes:
        try:
            now = _take(change, now)
        except RecursionError:
            followed.left.append((change, "it is nested too deep: edit spec/openapi.yaml by hand"))
        except (FollowingError, DocumentError) as error:
            gone = isinstance(error, MissingError) and change.rule.endswith("-removed")
            if isinstance(error, KnownError) or gone:
                followed.known.append(change)
            else:
                followed.left.append((change, str(error)))
        else:
            followed.taken.append((change, now.others))
    return evolve(followed, text=now.text)


def _take(change: Change, now: _Taken) -> _Taken:
    contract = now.source.document
    try:
        edits = documented.edits(change, contract)
    except PresentError as error:
        raise (already() if _came_as(change, now.source, error.location) else error) from None
    document = deepcopy(contract)
    apply(document, edits)
    if canonical(document) == canonical(contract):
        raise already()
    validate(document, f"{_NAME} with it")
    after = Source(document, _NAME)
    come = outcome(change, now.source, after)
    if not come.is_the_change:
        raise by_hand("an edit of the contract does not come out as that change")
    return _Taken(written(now.text, edits, document), after, come.others)


def _came_as(change: Change, source: Source, location: Location) -> bool:
    """Return whether what the contract has at a location is the vendor's: without it, that change would come."""
    without = deepcopy(source.document)
    apply(without, [Edit("remove", location)])
    return outcome(change, Source(without, _NAME), source).is_the_change
