"""Measure the check: run it against every mutant and count what it finds."""

import multiprocessing
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed

from attrs import frozen

from webflow_contract.documents import Document
from webflow_contract.drifts import DRIFTS
from webflow_contract.power.mutants import Mutant
from webflow_contract.power.survivors import reason
from webflow_contract.power.trials import Bench, Trial, portion

FLOOR_BREAKING, FLOOR_CONFORMING = 0.97, 0.91
"""Shares that may only rise: what was measured of all mutants, rounded down. Less is a defect of the check."""

CEILING_GREEN = 0.005
"""The share of the mutants that break the contract that the check may call clean. It may only fall."""

_PORTION = 100
"""Mutants that a process tries at a time: few enough to tell how far it is."""


@frozen
class Outcome:
    """A mutant, and what the check made of it."""

    mutant: Mutant
    trial: Trial

    @property
    def caught(self) -> bool:
        """Whether there was a finding."""
        return self.trial.findings > 0

    @property
    def is_green(self) -> bool:
        """Whether the check said that nothing is wrong."""
        return self.trial.verdict == "clean"

    @property
    def why(self) -> str:
        """Why it was not caught; empty where it was."""
        return "" if self.caught else reason(self.mutant, self.trial)


@frozen
class Power:
    """What the check found of the drifts and of the mutants. ``false_alarm`` is a finding without any of them."""

    false_alarm: bool
    drifts: Mapping[str, bool]
    outcomes: tuple[Outcome, ...]

    @property
    def drifts_caught(self) -> int:
        """How many of the hand-made drifts were found."""
        return sum(self.drifts.values())

    @property
    def survivors(self) -> tuple[Outcome, ...]:
        """The mutants that were not found."""
        return tuple(outcome for outcome in self.outcomes if not outcome.caught)

    def share(self, *, breaks: bool) -> float:
        """Return the share that was found of the mutants that break the contract, or of those that still conform."""
        concerned = [outcome.caught for outcome in self.outcomes if outcome.trial.breaks == breaks]
        return sum(concerned) / len(concerned) if concerned else 1.0

    def green(self, *, breaks: bool) -> int:
        """Return how many the check called clean of the mutants that break the contract, or that still conform."""
        return sum(outcome.is_green for outcome in self.survivors if outcome.trial.breaks == breaks)

    def by_operator(self) -> dict[str, tuple[int, int]]:
        """Return for each operator how many mutants were found, and how many there are."""
        counts: dict[str, tuple[int, int]] = {}
        for outcome in self.outcomes:
            caught, every = counts.get(outcome.mutant.operator, (0, 0))
            counts[outcome.mutant.operator] = (caught + outcome.caught, every + 1)
        return counts

    @property
    def is_below_floor(self) -> bool:
        """Whether the check finds less than it has to."""
        breaking = sum(outcome.trial.breaks for outcome in self.outcomes)
        return (
            self.false_alarm
            or not all(self.drifts.values())
            or self.green(breaks=True) > CEILING_GREEN * breaking
            or self.share(breaks=True) < FLOOR_BREAKING
            or self.share(breaks=False) < FLOOR_CONFORMING
        )


def measure(
    contract: Document,
    *,
    every: int = 1,
    jobs: int = 1,
    progress: Callable[[str], None] = lambda line: None,  # noqa: ARG005  (whoever wants no progress)
) -> Power:
    """Run the check against the unchanged sandbox, each drift, and each mutant or every so many of them.

    ``jobs`` is how many processes do it. The outcome is the same for any number.
    """
    bench = Bench(contract)
    drifts = {}
    for name, drift in DRIFTS.items():
        progress(f"drift {name}")
        drifts[name] = bench.try_out(drift.wrap).findings > 0
    chosen = bench.chosen(every)
    found = (
        _one_by_one(bench, chosen, progress) if jobs == 1 else _side_by_side(contract, every, chosen, jobs, progress)
    )
    return Power(bool(bench.clean.findings), drifts, tuple(map(Outcome, chosen, found)))


def _one_by_one(bench: Bench, chosen: Sequence[Mutant], progress: Callable[[str], None]) -> Iterator[Trial]:
    for mutant in chosen:
        progress(mutant.name)
        yield bench.try_out(mutant.wrap)


def _side_by_side(
    contract: Document, every: int, chosen: Sequence[Mutant], jobs: int, progress: Callable[[str], None]
) -> Sequence[Trial]:
    """Try the mutants in several processes. A mutant cannot be handed to one, so that each makes its own, in order."""
    step = -(-len(chosen) // _PORTION)
    found: dict[int, Trial] = {}
    # Started anew, and not forked: whoever calls this may have threads.
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        portions = {pool.submit(portion, contract, every, first, step): first for first in range(step)}
        for done in as_completed(portions):
            found |= dict(zip(range(portions[done], len(chosen), step), done.result(), strict=True))
            progress(f"{len(found)} of {len(chosen)} mutants")
    return [found[index] for index in range(len(chosen))]
