"""The register is true: what the contract says beside its documents is what it claims to, no more and no less."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from webflow_contract import documents
from webflow_contract.contract import effective, openapi_overlay
from webflow_contract.contract.deviations import CONFIDENCE, deviations
from webflow_contract.contract.register import Claim, register, unproven
from webflow_contract.documents import Document
from webflow_contract.errors import DocumentError, OverlayError

Place = tuple[str, ...]

SPEC = Path(__file__).parents[3] / "spec"
DOCUMENTED = documents.read(SPEC / "openapi.yaml")
OBSERVED = documents.read(SPEC / "observed.yaml")
CONTRACT = effective.load()
REGISTER = register(CONTRACT)

EACH_CLAIM = pytest.mark.parametrize("claim", REGISTER, ids=lambda claim: claim.name)


# What differs, found out in another way than by the register: leaf by leaf.


def leaves(node: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Yield every value that has none inside."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in inner:
        yield from leaves(value, (*place, str(key)))
    if not inner:
        yield place, node


def nodes(document: Document) -> set[Place]:
    return {place[:depth] for place, _ in leaves(document) for depth in range(len(place) + 1)}


def differing(before: Document, after: Document) -> set[Place]:
    """Return the leaves that are new or other ones, and the nodes that have lost something."""
    was, present = dict(leaves(before)), nodes(after)
    new = {place for place, value in leaves(after) if place not in was or repr(was[place]) != repr(value)}
    gone = [place for place in was if place not in present]
    return new | {next(holder for holder in _holders(place) if holder in present) for place in gone}


def _holders(place: Place) -> Iterator[Place]:
    """Yield what a place is in, the nearest first."""
    return (place[:depth] for depth in range(len(place) - 1, -1, -1))


def apart(contract: Document) -> Document:
    """Return a contract without its register."""
    return {name: value for name, value in contract.items() if name != "x-deviations"}


def done(overlay: Document) -> dict[Place, set[str]]:
    """Return each place that differs from the documents in the end, with the deviations that had a hand in it."""
    contract, touched = DOCUMENTED, list[tuple[str, set[Place]]]()
    for deviation in deviations(overlay, "observed.yaml"):
        before, contract = contract, openapi_overlay.apply(contract, list(deviation.actions))
        touched.append((deviation.name, differing(before, contract)))
    return {place: {name for name, places in touched if place in places} for place in differing(DOCUMENTED, contract)}


DONE = done(OBSERVED)


def claimed(contract: Document) -> dict[Place, set[str]]:
    """Return each place that differs from the documents, with the deviations that claim it.

    A claim to something new is one to all that is in it, but for what another deviation claims in there.
    """
    claims = _claims(contract)
    was = nodes(DOCUMENTED) - {place for place, value in leaves(DOCUMENTED) if value not in ({}, [])}
    found: dict[Place, set[str]] = {}
    for place in differing(DOCUMENTED, apart(contract)):
        covering = (one for one in (place, *_holders(place)) if one in claims and (one == place or one not in was))
        found[place] = claims.get(next(covering, ("(nobody)",)), set())
    return found


def _claims(contract: Document) -> dict[Place, set[str]]:
    claims: dict[Place, set[str]] = {}
    for claim in register(contract):
        for pointer in claim.places:
            place = tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:])
            claims.setdefault(place, set()).add(claim.name)
    return claims


def test_what_differs_from_the_documents_is_claimed_by_exactly_the_deviations_that_made_it() -> None:
    assert len(DONE) > 100
    assert claimed(CONTRACT) == DONE


def test_nothing_is_claimed_that_does_not_differ() -> None:
    for place, names in _claims(CONTRACT).items():
        assert any(one[: len(place)] == place and DONE[one] & names for one in DONE), place


def test_the_register_is_the_evidence_of_the_overlay_in_its_order() -> None:
    known = [(one.name, one.evidence) for one in deviations(OBSERVED, "observed.yaml")]
    assert [claim.name for claim in REGISTER] == [name for name, _ in known]
    for claim, (_, evidence) in zip(REGISTER, known, strict=True):
        for field in ("what", "why", "source", "date", "confidence"):
            assert getattr(claim, field) == getattr(evidence, field)
        assert claim.confidence in CONFIDENCE
        assert claim.places


def test_what_says_how_well_something_is_known_is_claimed() -> None:
    owners = claimed(CONTRACT)
    marked = [
        place
        for place, _ in leaves(apart(CONTRACT))
        if any(part.startswith("x-") for part in place) and "x-source" not in place
    ]
    assert {part for place in marked for part in place} >= {"x-presence", "x-extensible-enum"}
    assert [place for place in marked if not owners.get(place)] == []


def test_unproven_is_what_is_inferred_and_then_what_is_reported() -> None:
    found = [claim.confidence for claim in unproven(CONTRACT)]
    assert found == ["inferred"] * found.count("inferred") + ["reported"] * found.count("reported")
    proven = [claim for claim in REGISTER if claim.confidence in ("documented", "recorded")]
    assert {*unproven(CONTRACT), *proven} == set(REGISTER)


# Whatever is changed behind the register's back is noticed.


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    (tmp_path / "openapi.yaml").write_bytes((SPEC / "openapi.yaml").read_bytes())
    return tmp_path


def built(spec: Path, overlay: Document) -> Document:
    (spec / "observed.yaml").write_text(documents.dump(overlay), encoding="utf-8")
    return effective.build(spec)


def test_the_contract_that_is_carried_is_the_one_that_is_built(spec: Path) -> None:
    assert built(spec, OBSERVED) == CONTRACT


@pytest.mark.parametrize("word", CONFIDENCE)
def test_another_confidence_is_another_contract(spec: Path, word: str) -> None:
    for number, action in enumerate(OBSERVED["actions"]):
        if action.get("x-evidence", {}).get("confidence", word) != word:
            overlay = deepcopy(OBSERVED)
            overlay["actions"][number]["x-evidence"]["confidence"] = word
            contract = built(spec, overlay)
            assert contract != CONTRACT
            assert apart(contract) == apart(CONTRACT)
            (claim,) = set(register(contract)) - set(REGISTER)
            assert (claim.name, claim.confidence) == (action["x-deviation"], word)
            return


def test_a_confidence_that_nobody_knows_is_refused(spec: Path) -> None:
    overlay = deepcopy(OBSERVED)
    overlay["actions"][0]["x-evidence"]["confidence"] = "certain"
    with pytest.raises(OverlayError, match="confidence has to be one of"):
        built(spec, overlay)


@pytest.mark.parametrize("number", range(len(OBSERVED["actions"])))
def test_without_an_action_the_claims_are_others(number: int) -> None:
    overlay = deepcopy(OBSERVED)
    dropped = overlay["actions"].pop(number)
    following = overlay["actions"][number : number + 1]
    if "x-evidence" in dropped and following and following[0]["x-deviation"] == dropped["x-deviation"]:
        following[0]["x-evidence"] = dropped["x-evidence"]
    try:
        without = done(overlay)
    except OverlayError:
        return
    assert without != claimed(CONTRACT)


@EACH_CLAIM
def test_a_deviation_that_does_not_stand_in_the_register_is_missed(claim: Claim) -> None:
    contract = deepcopy(CONTRACT)
    contract["x-deviations"] = [entry for entry in contract["x-deviations"] if entry["name"] != claim.name]
    assert claimed(contract) != DONE


@EACH_CLAIM
def test_a_place_that_is_claimed_by_another_is_missed(claim: Claim) -> None:
    contract = deepcopy(CONTRACT)
    mine = next(entry for entry in contract["x-deviations"] if entry["name"] == claim.name)
    other = next(entry for entry in contract["x-deviations"] if entry["name"] != claim.name)
    other["places"].append(mine["places"].pop())
    assert claimed(contract) != DONE


SAME = sorted({place for place, _ in leaves(apart(CONTRACT))} - differing(DOCUMENTED, apart(CONTRACT)))


@pytest.mark.parametrize("place", SAME[::25], ids=lambda place: "/".join(place))
def test_a_change_without_a_deviation_is_claimed_by_nobody(place: Place) -> None:
    assert changed_at(place, "another") == {place}
    assert changed_at(place, {"x-presence": "always"}) == {(*place, "x-presence")}


def changed_at(place: Place, value: object) -> set[Place]:
    """Change the contract in one place, and return what is claimed by nobody then."""
    contract = deepcopy(CONTRACT)
    holder: Any = contract
    for part in place[:-1]:
        holder = holder[int(part) if isinstance(holder, list) else part]
    holder[int(place[-1]) if isinstance(holder, list) else place[-1]] = value
    return {one for one, names in claimed(contract).items() if not names}


def test_what_is_removed_without_a_deviation_is_claimed_by_nobody() -> None:
    contract = deepcopy(CONTRACT)
    del contract["components"]["schemas"]["Page"]["properties"]["archived"]
    nobody = {one for one, names in claimed(contract).items() if not names}
    assert nobody == {("components", "schemas", "Page", "properties")}


# Reading it


def entry(**changes: object) -> Document:
    of = {"name": "one", "what": "A.", "why": "B.", "source": "C", "date": "2026", "confidence": "reported"}
    return {**of, "places": ["/a/b", ""], **changes}


def test_a_claim_is_read() -> None:
    expected = Claim("one", "A.", "B.", "C", "2026", "reported", ("/a/b", ""))
    assert register({"x-deviations": [entry()]}) == [expected]
    assert unproven({"x-deviations": [entry()]}) == [expected]
    assert unproven({"x-deviations": [entry(confidence="recorded")]}) == []


def test_a_contract_without_the_extension_says_nothing_beside_its_documents() -> None:
    assert register(DOCUMENTED) == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (None, "'/x-deviations' has to be a list"),
        ({"one": entry()}, "'/x-deviations' has to be a list"),
        (["one"], "'/x-deviations/0' has to have name, what, why, source, date, confidence, places"),
        ([entry(more=1)], "'/x-deviations/0' has to have"),
        ([{"name": "one"}], "'/x-deviations/0' has to have"),
        ([entry(), entry(name="two", date=2026)], "'/x-deviations/1/date' has to be a text"),
        ([entry(what=" ")], "'/x-deviations/0/what' has to be a text"),
        ([entry(confidence="certain")], "'/x-deviations/0/confidence' has to be one of documented, recorded"),
        ([entry(places="/a")], "'/x-deviations/0/places' has to be a list of JSON pointers"),
        ([entry(places=["a"])], "'/x-deviations/0/places' has to be a list of JSON pointers"),
        ([entry(), entry()], "'/x-deviations/1/name' 'one' is there twice"),
    ],
)
def test_a_broken_register_is_one_line(given: object, said: str) -> None:
    with pytest.raises(DocumentError) as raised:
        register({"x-deviations": given})
    assert said in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1
