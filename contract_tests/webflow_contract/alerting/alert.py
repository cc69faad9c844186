"""What a run has to tell."""

from attrs import frozen

from webflow_contract.alerting.state import Known, Seen
from webflow_contract.check.report import EXIT_CODES, Verdict


@frozen
class Alert:
    """What is news after a run, and what is not.

    ``new`` are findings that nobody was told of, or only with a milder level. ``gone`` are those that have stayed away
    long enough. ``known`` counts what was told before and is still there, ``away`` what was told before and is not
    there, but not for long enough or not for sure. ``not_judged`` and ``restored`` are the run's.
    """

    subject: str
    new: tuple[Seen, ...] = ()
    gone: tuple[Known, ...] = ()
    known: int = 0
    away: int = 0
    not_judged: str | None = None
    restored: bool | None = None

    @property
    def verdict(self) -> Verdict:
        """The worst that holds, in the order of the check: not restored, then new drift, then inconclusive."""
        if self.restored is False:
            return "not-restored"
        if self.new:
            return "drift"
        return "clean" if self.not_judged is None else "inconclusive"

    @property
    def exit_code(self) -> int:
        """The exit code: the check's, but that drift which is known is none."""
        return EXIT_CODES[self.verdict]
