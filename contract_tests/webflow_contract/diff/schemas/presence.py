"""Compare whether properties are there: new ones, those that are gone, and those that have to be there."""

from collections.abc import Iterator
from functools import partial

from webflow_contract.diff.meaning.inlining import inlined
from webflow_contract.diff.meaning.meaning import ABSENT, Meaning
from webflow_contract.diff.meaning.nodes import Node
from webflow_contract.diff.meaning.understanding import meaning
from webflow_contract.diff.schemas import naming
from webflow_contract.diff.schemas.drafts import Draft, Spot, Subject


def compare(subject: Subject, old: Node, new: Node, spot: Spot, name: str) -> Iterator[Draft]:
    """Yield what is different about one name of two objects, and not about the value behind it.

    Raises:
        DocumentError: A schema cannot be read.
    """
    before, after = meaning(old), meaning(new)
    was, now = name in before.required, name in after.required
    one, other = before.properties.get(name), after.properties.get(name)
    if one is not None and other is not None:
        yield from _of_both(subject, one, other, spot.inner(name), was=was, now=now)
    elif one is not None:
        yield _alone(subject, one, spot.inner(name), "removed", old=one, new=new, required=was)
    elif other is not None:
        yield _alone(subject, other, spot.inner(name), "added", old=old, new=other, required=now)
    elif was != now:
        yield _undescribed(subject, old, new, spot.inner(name), now=now)


def _of_both(subject: Subject, old: Node, new: Node, spot: Spot, *, was: bool, now: bool) -> Iterator[Draft]:
    before, after = meaning(old), meaning(new)
    drafted = partial(Draft, old=old.location, new=new.location)
    if was != now:
        place = _spot(spot, after if now else before)
        rule = naming.requiredness(subject, place, required=now, default=after.default is not ABSENT)
        yield drafted(rule=rule, spot=place, before=was, after=now)
    if before.always != after.always:
        rule = naming.rule(subject, spot, "always-comes" if after.always else "may-be-absent")
        yield drafted(rule=rule, spot=spot, before=before.always, after=after.always)
    kind = "required" if now else "optional"
    for word, one, other in (
        ("read-only", before.read_only, after.read_only),
        ("write-only", before.write_only, after.write_only),
    ):
        if one != other:
            rule = f"{subject.direction}-{kind}-property-became-{'' if other else 'not-'}{word}"
            yield drafted(rule=rule, spot=spot, before=one, after=other)


def _alone(subject: Subject, of: Node, spot: Spot, change: str, *, old: Node, new: Node, required: bool) -> Draft:
    """Return that a property is there on one side only."""
    known, shown = meaning(of), inlined(of)
    spot = _spot(spot, known)
    return Draft(
        rule=naming.presence(subject, spot, change, required=required, default=known.default is not ABSENT),
        spot=spot,
        old=old.location,
        new=new.location,
        before=shown if change == "removed" else None,
        after=shown if change == "added" else None,
    )


def _undescribed(subject: Subject, old: Node, new: Node, spot: Spot, *, now: bool) -> Draft:
    """Return that a name is required, or no longer, of which nothing else is said."""
    if subject.direction == "request" and not now:
        rule = naming.requiredness(subject, spot, required=False, default=False)
    else:
        rule = naming.presence(subject, spot, "added" if now else "removed", required=True, default=False)
    return Draft(rule=rule, spot=spot, old=old.location, new=new.location, before=not now, after=now, described=False)


def _spot(spot: Spot, of: Meaning) -> Spot:
    return spot.that_is(read_only=of.read_only, write_only=of.write_only)
