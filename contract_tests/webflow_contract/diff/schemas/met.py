"""Remember which pairs of schemas a comparison has met, so that it ends, and ends soon.

Schemas contain each other in circles, and one schema may be in thousands of places. A pair that is met inside of itself
says nothing new. A pair that was found alike is not looked at again; if that leaned on a pair around it which turns out
to be different, it is forgotten.
"""

from typing import Final

from webflow_contract.diff.meaning.nodes import Location, Node

Pair = tuple[tuple[Location, ...], tuple[Location, ...]]
"""What tells two nodes, one of either document."""

_MANY: Final = 1000
"""So many differences are told at every place. After that, each pair is told once."""

_FOR_GOOD: Final = -1


class Met:
    """The pairs of one comparison. ``alike`` are those that an earlier one of the same documents found alike."""

    def __init__(self, alike: dict[Pair, int] | None = None) -> None:
        self._around: dict[Pair, int] = {}
        self._leans_on: list[int] = []
        self._alike: dict[Pair, int] = {} if alike is None else alike
        self._leaning: dict[int, list[Pair]] = {}
        self._different: set[Pair] = set()
        self._told = 0

    def says_nothing_new(self, old: Node, new: Node) -> bool:
        """Return whether a pair need not be looked at."""
        pair = (old.key, new.key)
        found = self._around.get(pair, self._alike.get(pair))
        if found is None:
            return pair in self._different and self._told > _MANY
        if found != _FOR_GOOD:
            self._lean(found)
        return True

    def is_different(self, old: Node, new: Node) -> bool:
        """Return whether a pair was found different."""
        return (old.key, new.key) in self._different

    def enter(self, old: Node, new: Node) -> None:
        """Begin with a pair."""
        depth = len(self._leans_on)
        self._around[old.key, new.key] = depth
        self._leans_on.append(depth)

    def leave(self, old: Node, new: Node, *, alike: bool) -> None:
        """End with a pair, innermost first."""
        pair = (old.key, new.key)
        depth, leans_on = self._around.pop(pair), self._leans_on.pop()
        leaning = self._leaning.pop(depth, [])
        if not alike:
            self._different.add(pair)
            self._told += 1
            for one in leaning:
                del self._alike[one]
        elif leans_on == depth:
            self._alike |= dict.fromkeys([*leaning, pair], _FOR_GOOD)
        else:
            self._alike |= dict.fromkeys([*leaning, pair], leans_on)
            self._leaning.setdefault(leans_on, []).extend([*leaning, pair])
        if leans_on < depth:
            self._lean(leans_on)

    def _lean(self, depth: int) -> None:
        self._leans_on[-1] = min(self._leans_on[-1], depth)
