"""How many findings there are."""

from collections import Counter
from collections.abc import Iterable

from attrs import frozen

from webflow_pages.metadata.finding import Finding


@frozen
class Counts:
    """How many findings count, by level, and how many are ignored."""

    error: int
    warning: int
    note: int
    ignored: int

    @property
    def counting(self) -> int:
        """How many count."""
        return self.error + self.warning + self.note

    @property
    def failing(self) -> int:
        """How many make a command fail: errors and warnings."""
        return self.error + self.warning


def counts_of(findings: Iterable[Finding]) -> Counts:
    """Count findings."""
    counts = Counter("ignored" if finding.ignored is not None else finding.level for finding in findings)
    return Counts(counts["error"], counts["warning"], counts["note"], counts["ignored"])
