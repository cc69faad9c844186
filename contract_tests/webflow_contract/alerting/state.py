"""What is remembered from run to run: every finding that has been told and has not been told as gone."""

from collections.abc import Mapping
from datetime import datetime

from attrs import field, frozen

from webflow_contract.check.reported import Reported
from webflow_contract.rules import Level


@frozen
class Seen:
    """A finding that counts, as a report tells it. ``reproduce`` is a command for a shell, without any token."""

    finding: Reported
    level: Level
    reproduce: str

    @property
    def id(self) -> str:
        """The finding's id."""
        return self.finding.id


@frozen
class Known:
    """A finding that has been told.

    ``seen`` describes it as the last run did that had it, but for its level, which is the one that it was told with.
    ``missing_since`` is the first of the runs that looked for it in vain since it was last seen, and ``milder_since``
    the first of those that saw it with a milder level; None where there was no such run. Times are in UTC.
    """

    seen: Seen
    first_seen: datetime
    last_seen: datetime
    told: datetime
    missing_since: datetime | None = None
    milder_since: datetime | None = None


@frozen
class State:
    """What is known of one subject. ``updated`` is when a run was last added to it, in UTC."""

    subject: str
    updated: datetime
    known: Mapping[str, Known] = field(factory=dict)
