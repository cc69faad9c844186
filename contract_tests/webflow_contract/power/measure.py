"""Measure the check: run it against every mutant and count what it finds."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from attrs import frozen

from webflow_contract.check.report import Report, Verdict
from webflow_contract.check.run import run
from webflow_contract.check.subject import Credentials, Subject
from webflow_contract.contract.operations import operations
from webflow_contract.contract.validators import Validators
from webflow_contract.documents import Document
from webflow_contract.drifts import DRIFTS
from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.power.catalogue import mutants
from webflow_contract.power.mutants import Mutant, Recording, Wrap, record
from webflow_contract.power.survivors import reason
from webflow_contract.routes import operation_of
from webflow_contract.sandbox import Clock, Sandbox


@frozen
class Outcome:
    """What the check made of a mutant.

    Args:
        mutant: The mutant.
        breaks: Whether an answer broke the contract as callers have it, which is open: the rest still conforms.
        verdict: What the check said.
        findings: How many findings it had.
    """

    mutant: Mutant
    breaks: bool
    verdict: Verdict
    findings: int

    @property
    def caught(self) -> bool:
        """Whether there was a finding."""
        return self.findings > 0

    @property
    def is_green(self) -> bool:
        """Whether the check said that nothing is wrong."""
        return self.verdict == "clean"

    @property
    def why(self) -> str:
        """Why it was not caught; empty where it was."""
        return "" if self.caught else reason(self.mutant, self.verdict)


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
        concerned = [outcome.caught for outcome in self.outcomes if outcome.breaks == breaks]
        return sum(concerned) / len(concerned) if concerned else 1.0

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
        return (
            self.false_alarm
            or not all(self.drifts.values())
            or self.share(breaks=True) < FLOOR_BREAKING
            or self.share(breaks=False) < FLOOR_CONFORMING
        )


FLOOR_BREAKING, FLOOR_CONFORMING = 0.99, 0.95
"""Shares that may only rise: what was measured of all mutants, rounded down. Less is a defect of the check."""


def measure(
    contract: Document,
    *,
    every: int = 1,
    progress: Callable[[str], None] = lambda line: None,  # noqa: ARG005  (whoever wants no progress)
) -> Power:
    """Run the check against the unchanged sandbox, each drift, and each mutant or every so many of them."""
    log: list[tuple[Request, Response]] = []
    clean = _check(contract, _recorded(lambda handler: handler, log))
    drifts = {}
    for name, drift in DRIFTS.items():
        progress(f"drift {name}")
        drifts[name] = bool(_check(contract, drift.wrap).findings)
    judge = _Open(contract)
    chosen = list(mutants(Recording(log)))[::every]
    return Power(bool(clean.findings), drifts, tuple(_outcomes(contract, judge, chosen, progress)))


def _outcomes(
    contract: Document, judge: "_Open", chosen: Iterable[Mutant], progress: Callable[[str], None]
) -> Iterator[Outcome]:
    for mutant in chosen:
        progress(mutant.name)
        log: list[tuple[Request, Response]] = []
        report = _check(contract, _recorded(mutant.wrap, log))
        yield Outcome(mutant, any(judge.breaks(*exchange) for exchange in log), report.verdict, len(report.findings))


def _recorded(wrap: Wrap, log: list[tuple[Request, Response]]) -> Wrap:
    return lambda handler: record(wrap(handler), log)


def _check(contract: Document, wrap: Wrap) -> Report:
    sandbox = Sandbox(rate_limit="off", clock=Clock(running=False))
    handler: Handler = wrap(sandbox)
    subject = Subject("http://127.0.0.1/v2", sandbox.site_id, sandbox.page_id, "fr-FR")
    credentials = Credentials(sandbox.token, sandbox.tokens["without-pages-write"])
    return run(
        handler,
        subject,
        credentials,
        contract,
        label="a mutant",
        journal=None,
        sleep=lambda seconds: None,  # noqa: ARG005
    )


class _Open:
    """The contract as callers have it: what it does not know is fine, what it says has to hold."""

    def __init__(self, contract: Document) -> None:
        self._operations = operations(contract)
        self._validators = Validators(contract)

    def breaks(self, request: Request, response: Response) -> bool:
        """Return whether an answer breaks the contract."""
        operation = self._operations.get(operation_of(request) or "")
        known = None if operation is None else operation.response(response.status)
        if known is None:
            return True
        media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type not in known["content"]:
            return True
        try:
            body = response.json()
        except (ValueError, RecursionError):
            return True
        return not self._validators.of(known["content"]["application/json"]["schema"]["$ref"]).is_valid(body)
