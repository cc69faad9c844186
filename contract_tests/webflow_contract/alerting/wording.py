"""What an alert says in the same words wherever it is written."""

from webflow_contract.alerting.alert import Alert
from webflow_contract.alerting.state import Known
from webflow_contract.alerting.times import written

NOT_RESTORED = "The page is not as it was: put it back with 'webflow-contract restore'."


def headline(alert: Alert) -> str:
    """Say what is news, and that nothing is where nothing is."""
    findings = "finding" if len(alert.new) == 1 else "findings"
    return f"{len(alert.new)} new {findings}" if alert.new else "no new finding"


def counts(alert: Alert) -> str:
    """Say what is gone, and what was told before."""
    return f"{len(alert.gone)} gone, {alert.known} known and still there, {alert.away} not seen this time"


def past(known: Known) -> str:
    """Say from when to when a finding was there."""
    return f"first seen {written(known.first_seen)}, last seen {written(known.last_seen)}"
