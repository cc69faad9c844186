"""The alert for programs. Its JSON Schema is ``alert.schema.json`` beside this module."""

from typing import Any

from webflow_contract.alerting.alert import Alert
from webflow_contract.alerting.seen import flat
from webflow_contract.alerting.state import Known
from webflow_contract.alerting.times import written
from webflow_contract.reports.as_json import dump

SCHEMA = 1


def as_json(alert: Alert) -> str:
    """Write an alert as JSON. The same one gives the same text."""
    return dump(
        {
            "schema": SCHEMA,
            "subject": alert.subject,
            "verdict": alert.verdict,
            "not_judged": alert.not_judged,
            "restored": alert.restored,
            "new": [flat(seen) for seen in alert.new],
            "gone": [_gone(known) for known in alert.gone],
            "known": alert.known,
            "away": alert.away,
        }
    )


def _gone(known: Known) -> dict[str, Any]:
    times = {
        "first_seen": known.first_seen,
        "last_seen": known.last_seen,
        "told": known.told,
        "missing_since": known.missing_since,
    }
    return {**flat(known.seen), **{name: time and written(time) for name, time in times.items()}}
