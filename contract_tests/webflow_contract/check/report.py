"""What a check came to. Every way of writing it down starts from this."""

from typing import Literal

from attrs import frozen

from webflow_contract.check.coverage import Coverage, Unproven
from webflow_contract.check.findings import Finding
from webflow_contract.check.rules import Level

Verdict = Literal["clean", "drift", "inconclusive", "not-restored"]

EXIT_CODES: dict[Verdict, int] = {"clean": 0, "drift": 1, "inconclusive": 3, "not-restored": 4}

LEVELS: tuple[Level, ...] = ("breaking", "warning", "information")


@frozen
class Report:
    """The result of a check.

    ``restored`` is None when nothing was written. ``not_judged`` says why the check could not go on, if it could not.
    """

    subject: str
    contract: str
    requests: int
    writes: int
    restored: bool | None
    findings: tuple[Finding, ...]
    unproven: tuple[Unproven, ...]
    coverage: Coverage
    not_judged: str | None

    @property
    def verdict(self) -> Verdict:
        """The worst that holds: not restored, then drift, then inconclusive."""
        if self.restored is False:
            return "not-restored"
        if self.findings:
            return "drift"
        return "clean" if self.not_judged is None else "inconclusive"

    @property
    def exit_code(self) -> int:
        """The exit code of the verdict."""
        return EXIT_CODES[self.verdict]
