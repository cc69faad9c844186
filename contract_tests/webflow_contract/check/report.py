"""What a check came to. Every way of writing it down starts from this."""

from datetime import date
from typing import Literal

from attrs import evolve, frozen

from webflow_contract.check.baseline import AcceptedFinding, Baseline, Entry
from webflow_contract.check.coverage import Coverage, Unproven
from webflow_contract.check.findings import Finding
from webflow_contract.check.history import History
from webflow_contract.check.looking import looked_for
from webflow_contract.check.questions.evidence import Evidence
from webflow_contract.contract.register import Claim

Verdict = Literal["clean", "drift", "inconclusive", "not-restored"]

EXIT_CODES: dict[Verdict, int] = {"clean": 0, "drift": 1, "inconclusive": 3, "not-restored": 4}


@frozen
class Report:
    """The result of a check.

    ``restored`` is None when nothing was written. ``not_judged`` says why the check could not go on, if it could not.
    ``unconfirmed`` are server errors that were seen once and do not count, and ``evidence`` is what the run says of the
    sandbox' assumptions. What a baseline accepts is ``accepted`` and no longer among the ``findings``. ``expired`` are
    the entries about findings that count again, and ``gone`` those about what no longer occurs. ``history`` is what
    clean runs have seen, this one included; None where nobody asked for it. ``register`` is what the contract says on
    report or by inference alone, whatever the run has shown.
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
    unconfirmed: tuple[Finding, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    accepted: tuple[AcceptedFinding, ...] = ()
    expired: tuple[Entry, ...] = ()
    gone: tuple[Entry, ...] = ()
    history: History | None = None
    register: tuple[Claim, ...] = ()

    def beyond(self, baseline: Baseline, today: date) -> "Report":
        """Return the report with what the baseline accepts today set apart.

        Gone is only what was looked for. Of a run that was not judged, nothing is.
        """
        known = baseline.entries
        holding = {id_: entry for id_, entry in known.items() if entry.holds_on(today)}
        came = {finding.id for finding in self.findings}
        seen = came | {finding.id for finding in self.unconfirmed}
        gone = [one for id_, one in sorted(known.items()) if id_ not in seen and looked_for(self.coverage, one.finding)]
        return evolve(
            self,
            findings=tuple(finding for finding in self.findings if finding.id not in holding),
            accepted=tuple(AcceptedFinding(one, holding[one.id]) for one in self.findings if one.id in holding),
            expired=tuple(entry for id_, entry in sorted(known.items()) if id_ in came and id_ not in holding),
            gone=tuple(gone) if self.not_judged is None else (),
        )

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
