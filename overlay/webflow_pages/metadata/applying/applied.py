"""What came of applying a plan."""

from collections.abc import Mapping
from typing import Final, Literal

from attrs import frozen

from webflow_pages.metadata.applying.outcomes import FieldOutcome, Outcome, counts_of

Cause = Literal["authorization", "misdirected", "side-effects", "quota", "unreachable", "journal", "interrupted"]
"""Why applying stopped: token or scope; an answer about another page or locale; a field that Webflow changed and nobody
had asked for; the quota; no answer; the journal; a signal."""


_ANSWERED: Final[frozenset[Outcome]] = frozenset({"changed", "normalised", "ignored"})


@frozen
class Halt:
    """Why applying stopped before its end, and in words what to do about it."""

    cause: Cause
    why: str


@frozen
class Settled:
    """What became of one page in one locale.

    Args:
        outcomes: What became of its fields.
        open: Whether running again may bring it further.
        halt: Why nothing else is to be sent; None where the rest goes on.
        unreachable: Whether Webflow did not answer, or not as it should.
    """

    outcomes: tuple[FieldOutcome, ...]
    open: bool = False
    halt: Halt | None = None
    unreachable: bool = False

    @property
    def answered(self) -> bool:
        """Whether an answer to an update shows what Webflow does with it."""
        return any(one.outcome in _ANSWERED for one in self.outcomes)


@frozen
class Applied:
    """What came of applying a plan. Whatever was written is staged, and not live before it is published (documented).

    Args:
        run: The run's id.
        outcomes: What became of each field, in the plan's order, what an earlier attempt of this run did included.
        requests: Requests that this attempt took.
        seconds: Seconds that this attempt took.
        wrote: Whether this run has changed anything, or may have.
        open: Whether running again may bring it further.
        halt: Why it stopped before its end; None where it did not.
    """

    run: str
    outcomes: tuple[FieldOutcome, ...]
    requests: int
    seconds: float
    wrote: bool
    open: bool
    halt: Halt | None = None
    staged: Literal[True] = True

    @property
    def counts(self) -> Mapping[Outcome, int]:
        """How many fields had each outcome."""
        return counts_of(self.outcomes)
