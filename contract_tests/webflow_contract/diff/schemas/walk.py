"""Compare two schemas of the same value, property by property."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from webflow_contract.diff.meaning.canonical import same
from webflow_contract.diff.meaning.inlining import inlined
from webflow_contract.diff.meaning.meaning import PROSE, Meaning
from webflow_contract.diff.meaning.nodes import Node, anything
from webflow_contract.diff.meaning.understanding import meaning
from webflow_contract.diff.schemas import limits, naming, presence, types, values, wholes
from webflow_contract.diff.schemas.drafts import ITEMS, Difference, Draft, Spot, Subject, Words
from webflow_contract.diff.schemas.met import Met, Pair

_Drafted = Callable[..., Draft]

_ASPECTS: Final = (types.compare, values.compare, limits.compare, wholes.compare)


def compare(subject: Subject, old: Node, new: Node) -> Iterator[Difference]:
    """Yield every difference between two schemas.

    Raises:
        DocumentError: A schema cannot be read.
    """
    alike = old.source.alike_in(new.source)
    return _Walk(subject, _Walk(subject), alike).values(old, new, Spot())


class _Walk:
    """One comparison. Whether two schemas mean the same is asked of another one, which passes over prose."""

    def __init__(self, subject: Subject, asked: "_Walk | None" = None, alike: dict[Pair, int] | None = None) -> None:
        self._subject = subject
        self._met = Met(alike)
        self._asked = asked or self

    def values(self, old: Node, new: Node, spot: Spot) -> Iterator[Difference]:
        """Yield every difference between what is at a spot."""
        if self._met.says_nothing_new(old, new):
            return
        self._met.enter(old, new)
        alike = False
        try:
            told = 0
            for told, found in enumerate(self._found(old, new, spot), start=1):  # noqa: B007  (counted)
                yield found
            alike = told == 0
        finally:
            self._met.leave(old, new, alike=alike)

    def mean_the_same(self, old: Node, new: Node) -> bool:
        """Return whether two schemas differ in nothing but prose."""
        return not self._met.is_different(old, new) and next(self.values(old, new, Spot()), None) is None

    def _found(self, old: Node, new: Node, spot: Spot) -> Iterator[Difference]:
        before, after = meaning(old), meaning(new)
        spot = spot.that_is(
            read_only=before.read_only and after.read_only, write_only=before.write_only and after.write_only
        )
        drafted = partial(Draft, spot=spot, old=old.location, new=new.location)
        if self._asked is not self:
            yield from _words(before, after, spot, old, new)
        if before.options or after.options:
            yield from self._choices(old, new, spot)
        if not types.overlap(types.types_of(before), types.types_of(after)):
            yield from self._aspects(types.compare(before, after), spot, drafted)
        elif bool(before.options) == bool(after.options):
            yield from self._alike(old, new, spot, drafted)
        else:
            yield from self._aspects(types.nullability(before, after), spot, drafted)

    def _aspects(self, aspects: Iterator[limits.Aspect], spot: Spot, drafted: _Drafted) -> Iterator[Draft]:
        for aspect, was, now in aspects:
            yield drafted(rule=naming.rule(self._subject, spot, aspect), before=was, after=now)

    def _alike(self, old: Node, new: Node, spot: Spot, drafted: _Drafted) -> Iterator[Difference]:
        """Compare what can be of the same type."""
        before, after = meaning(old), meaning(new)
        for aspects in _ASPECTS:
            yield from self._aspects(aspects(before, after), spot, drafted)
        if before.deprecated != after.deprecated:
            rule = naming.rule(self._subject, spot, "deprecated" if after.deprecated else "reactivated")
            yield drafted(rule=rule, before=before.deprecated, after=after.deprecated)
        yield from self._items(old, new, spot, drafted)
        yield from self._properties(old, new, spot)
        yield from self._additional(before, after, spot, drafted)

    def _items(self, old: Node, new: Node, spot: Spot, drafted: _Drafted) -> Iterator[Difference]:
        before, after = meaning(old), meaning(new)
        shared = min(len(before.prefix), len(after.prefix))
        for index in range(shared):
            yield from self.values(before.prefix[index], after.prefix[index], spot.inner(str(index)))
        gone, come = before.prefix[shared:], after.prefix[shared:]
        if gone:
            rule, shown = naming.rule(self._subject, spot, "prefix-items-removed"), [inlined(one) for one in gone]
            yield drafted(rule=rule, before=shown, old=gone[0].stands[:-1])
        if come:
            rule, shown = naming.rule(self._subject, spot, "prefix-items-added"), [inlined(one) for one in come]
            yield drafted(rule=rule, after=shown, new=come[0].stands[:-1])
        if before.items or after.items:
            yield from self.values(before.items or anything(old), after.items or anything(new), spot.inner(ITEMS))

    def _properties(self, old: Node, new: Node, spot: Spot) -> Iterator[Difference]:
        before, after = meaning(old), meaning(new)
        for name in dict.fromkeys([*before.properties, *after.properties, *sorted(before.required | after.required)]):
            yield from presence.compare(self._subject, old, new, spot, name)
            if name in before.properties and name in after.properties:
                yield from self.values(before.properties[name], after.properties[name], spot.inner(name))

    def _additional(self, before: Meaning, after: Meaning, spot: Spot, drafted: _Drafted) -> Iterator[Difference]:
        was, now = before.additional, after.additional
        if isinstance(was, Node) and isinstance(now, Node):
            yield from self.values(was, now, spot.inner(ITEMS))
        elif was is not now:
            change = "refused" if now is False else "allowed" if was is False else "changed"
            rule = naming.rule(self._subject, spot, f"additional-properties-{change}")
            yield drafted(rule=rule, before=_told(was), after=_told(now))

    def _choices(self, old: Node, new: Node, spot: Spot) -> Iterator[Difference]:
        """Compare what there is a choice of. What has no choice is a choice of one."""
        before, after = meaning(old), meaning(new)
        olds, news = self._without_twins(before.options or (old,), after.options or (new,))
        if not olds and not news:
            return
        if len(olds) == len(news) == 1 and before.options and after.options:
            yield from self.values(olds[0], news[0], spot)
            return
        drafted = partial(Draft, spot=spot, old=old.location, new=new.location)
        if not before.options and not spot.place and self._subject.whole.endswith("-body") and after.choice == "one-of":
            rule = naming.rule(self._subject, spot, f"wrapped-in-one-of{'' if olds else '-original-preserved'}")
            yield drafted(rule=rule, before=inlined(old), after=inlined(new))
            return
        choice = after.choice if after.options else before.choice
        for one in olds:
            rule = naming.rule(self._subject, spot, f"{choice}-removed")
            yield drafted(rule=rule, before=inlined(one), old=one.location)
        for one in news:
            rule = naming.rule(self._subject, spot, f"{choice}-added")
            yield drafted(rule=rule, after=inlined(one), new=one.location)

    def _without_twins(self, olds: tuple[Node, ...], news: tuple[Node, ...]) -> tuple[list[Node], list[Node]]:
        gone = [one for one in olds if not any(self._asked.mean_the_same(one, other) for other in news)]
        come = [other for other in news if not any(self._asked.mean_the_same(one, other) for one in olds)]
        return gone, come


def _told(additional: Node | bool) -> object:
    return additional if isinstance(additional, bool) else inlined(additional)


def _words(before: Meaning, after: Meaning, spot: Spot, old: Node, new: Node) -> Iterator[Words]:
    for keyword in PROSE:
        was, now = before.prose.get(keyword), after.prose.get(keyword)
        if not same(was, now):
            yield Words(keyword=keyword, place=spot.place, old=old.location, new=new.location, before=was, after=now)
