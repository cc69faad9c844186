"""What a rule is."""

from typing import Final, Literal

from attrs import frozen

Level = Literal["breaking", "warning", "information"]

LEVELS: Final[tuple[Level, ...]] = ("breaking", "warning", "information")
"""The levels, the worst first."""


@frozen
class Rule:
    """A rule: its id, its level, and what it means for callers.

    ``documented`` and ``observed`` are an example of the two sides, ``advice`` is what to do about it, and ``oasdiff``
    says whether the id is oasdiff's.
    """

    id: str
    level: Level
    meaning: str
    documented: str
    observed: str
    advice: str
    oasdiff: bool = True
