"""A finding as it stands in JSON: in a report, in the state and in what an alert tells programs."""

from typing import Any

from attrs import asdict, fields

from webflow_contract.alerting.state import Seen
from webflow_contract.check.reported import Reported

_NAMES = tuple(one.name for one in fields(Reported))


def seen(written: dict[str, Any]) -> Seen:
    """Return the finding that stands there. What else stands there is left alone."""
    told = Reported(**{name: written[name] for name in _NAMES})
    return Seen(told, written["level"], written["reproduce"])


def flat(finding: Seen) -> dict[str, Any]:
    """Return a finding as it is to stand there."""
    return {**asdict(finding.finding), "level": finding.level, "reproduce": finding.reproduce}
