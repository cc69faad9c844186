"""What an alert is decided on: a run of the check, as its report tells it."""

from collections.abc import Mapping

from attrs import field, frozen

from webflow_contract.alerting.state import Seen
from webflow_contract.check.reported import Reported

Shown = Mapping[str, Mapping[str, bool]]
"""By operation, what the run could have shown and whether it has."""


@frozen
class Checked:
    """A run of the check.

    ``findings`` are those that count, by id. ``accepted`` are the ids of those that a baseline accepts, and
    ``unconfirmed`` the ids of server errors that were seen once. ``not_judged`` says why the check could not go on;
    ``restored`` is None when nothing was written.
    """

    subject: str
    findings: Mapping[str, Seen] = field(factory=dict)
    accepted: frozenset[str] = frozenset()
    unconfirmed: frozenset[str] = frozenset()
    not_judged: str | None = None
    restored: bool | None = None
    statuses: Shown = field(factory=dict)
    behaviour: Shown = field(factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether the run came to its end, so that what it does not have may be gone."""
        return self.not_judged is None and self.restored is not False

    def looked_for(self, finding: Reported) -> bool:
        """Return whether the run would have seen a finding again, by the rules of ``Report.beyond``."""
        if not self.is_whole or not self.behaviour.get(finding.operation, {}).get(finding.rule, True):
            return False
        statuses = self.statuses.get(finding.operation, {})
        expected = str(finding.expected_status or finding.status)
        keys = [key for key in (expected, f"{expected[0]}XX", "default") if key in statuses]
        # What is in no contract may come from any request.
        return statuses[keys[0]] if keys else any(statuses.values())
