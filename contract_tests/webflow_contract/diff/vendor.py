"""Compare the vendor's own document with the contract, and tell what each difference is to us.

The contract is documented first and observed on top, one deviation after the other. What a deviation takes away of the
difference to the vendor's document, it covers; what it adds, we claim with its evidence.
"""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final, Literal

from attrs import evolve, frozen

from webflow_contract import documents
from webflow_contract.contract import openapi_overlay
from webflow_contract.contract.deviations import deviations
from webflow_contract.diff.change import Change, Difference
from webflow_contract.diff.compare import compare
from webflow_contract.diff.meaning.canonical import canonical
from webflow_contract.diff.meaning.nodes import Source
from webflow_contract.documents import Document
from webflow_contract.errors import DocumentError
from webflow_contract.rules import LEVELS, Level

Standing = Literal["lacking", "claimed", "covered"]
"""The vendor has it and we do not; we say otherwise; the observed layer says it already."""

STANDINGS: Final[tuple[Standing, ...]] = ("lacking", "claimed", "covered")

_NAME: Final = "the contract"


@frozen
class Judged:
    """A change from the contract to the vendor's document, what it is to us, and the deviation that makes it so."""

    change: Change
    standing: Standing
    deviation: str | None


@frozen
class Comparison:
    """What the vendor's document and the contract say differently."""

    difference: Difference
    judged: tuple[Judged, ...]

    def reaches(self, limit: Level) -> bool:
        """Return whether any change that no deviation stands for is of a level or of a worse one."""
        open_ones = [one.change.level for one in self.judged if one.standing != "covered" and one.deviation is None]
        return any(LEVELS.index(level) <= LEVELS.index(limit) for level in open_ones)


def against_vendor(spec: Path, vendor: Source) -> Comparison:
    """Compare the contract of a ``spec/`` folder with the vendor's document.

    Operations that the vendor's document does not have are left out: it may be a part of the whole.

    Raises:
        DocumentError: A file is missing or broken, or the vendor's has none of the operations.
        OverlayError: The Overlay cannot be applied.
    """
    if not spec.is_dir():
        raise DocumentError(f"{spec}: there is no such folder: run it in a checkout, or name one with --root")
    differences = [(name, _compared(contract, vendor)) for name, contract in _contracts(spec)]
    steps = [(name, {_key(change): change for change in one.changes}) for name, one in differences]
    documented, effective = steps[0][1], steps[-1][1]
    came, went = dict[str, str](), dict[str, str]()
    for (_, earlier), (name, later) in pairwise(steps):
        came |= dict.fromkeys(later.keys() - earlier.keys(), name)
        went |= dict.fromkeys(earlier.keys() - later.keys(), name)
    judged = [Judged(one, _standing(one), came.get(key)) for key, one in effective.items()]
    judged += [Judged(one, "covered", went[key]) for key, one in documented.items() if key not in effective]
    return Comparison(differences[-1][1], tuple(sorted(judged, key=_order)))


def _order(one: Judged) -> tuple[int, bool, int]:
    return STANDINGS.index(one.standing), one.deviation is not None, LEVELS.index(one.change.level)


def _contracts(spec: Path) -> Iterator[tuple[str, Document]]:
    """Yield the contract as documented, and after each deviation."""
    contract = documents.read(spec / "openapi.yaml")
    yield "", contract
    observed = spec / "observed.yaml"
    for deviation in deviations(documents.read(observed), str(observed)):
        contract = openapi_overlay.apply(contract, list(deviation.actions))
        yield deviation.name, contract


def _compared(contract: Document, vendor: Source) -> Difference:
    return _of_vendor(compare(Source(contract, _NAME), vendor, contract))


def _key(change: Change) -> str:
    """Return what a change is about, without the schemas that it shows: a deviation may change those."""
    shown = [value for value in (change.before, change.after) if not isinstance(value, dict | list)]
    about = [change.operation, change.part, change.name, change.status, change.media_type, change.place, change.rule]
    return canonical([*about, *shown])


def _of_vendor(difference: Difference) -> Difference:
    """Leave out what the vendor's document has no operation for, and all prose: the contract's words are ours."""
    gone = {one.operation for one in difference.changes if one.rule.startswith(("api-removed", "api-path-removed"))}
    if gone >= set(difference.compared):
        raise DocumentError(f"{difference.new}: has none of the operations of this package")
    return evolve(
        difference,
        compared=tuple(one for one in difference.compared if one not in gone),
        missing=(*difference.missing, *sorted(gone)),
        changes=tuple(one for one in difference.changes if one.operation not in gone),
        notes=(),
    )


def _standing(change: Change) -> Standing:
    says_more = change.before is None and change.after is not None
    has_a_format = isinstance(change.after, str) and change.after.startswith(f"{change.before} (")
    return "lacking" if says_more or has_a_format else "claimed"
