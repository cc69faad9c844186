"""What an alert is decided on: a run of the check, as its report tells it."""

from collections.abc import Mapping

from attrs import field, frozen

from webflow_contract.alerting.state import Seen
from webflow_contract.check.coverage import Coverage
from webflow_contract.check.looking import looked_for
from webflow_contract.check.reported import Reported


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
    coverage: Coverage = field(factory=lambda: Coverage({}))

    @property
    def is_whole(self) -> bool:
        """Whether the run came to its end, so that what it does not have may be gone."""
        return self.not_judged is None and self.restored is not False

    def looked_for(self, finding: Reported) -> bool:
        """Return whether the run would have seen a finding again."""
        return self.is_whole and looked_for(self.coverage, finding)
