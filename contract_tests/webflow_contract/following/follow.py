"""Follow the vendor's document: one patch of ``spec/openapi.yaml`` for several changes."""

from collections.abc import Iterable
from copy import deepcopy

from attrs import field, frozen

from webflow_contract import documents
from webflow_contract.diff.change import Change
from webflow_contract.documents import Document
from webflow_contract.following import documented
from webflow_contract.following.edits import Edit, apply
from webflow_contract.following.patching import edited
from webflow_contract.following.places import FollowingError, KnownError, MissingError


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


def follow(changes: Iterable[Change], text: str) -> Followed:
    """Take changes over into the text of the documented contract, one after the other.

    A change counts as taken only where the contract then differs from what it was as the vendor's document does.

    Raises:
        DocumentError: The text is no contract.
    """
    contract = documents.parse(text, "spec/openapi.yaml")
    followed, todo = Followed(text), list[Edit]()
    for change in changes:
        try:
            edits = documented.edits(change, contract)
            after = _applied(contract, edits)
        except FollowingError as error:
            gone = isinstance(error, MissingError) and change.rule.endswith("-removed")
            if isinstance(error, KnownError) or gone:
                followed.known.append(change)
            else:
                followed.left.append((change, str(error)))
            continue
        if documented.is_done(change, contract, after):
            followed.taken.append((change, documented.reach(change, contract, edits)))
            contract, todo = after, [*todo, *edits]
        else:
            followed.known.append(change)
    return Followed(edited(text, todo) if todo else text, followed.taken, followed.known, followed.left)


def _applied(contract: Document, edits: list[Edit]) -> Document:
    after = deepcopy(contract)
    apply(after, edits)
    return after
