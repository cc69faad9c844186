"""The alert for people at a terminal or in a job's log."""

from collections.abc import Iterator

from webflow_contract.alerting.alert import Alert
from webflow_contract.alerting.state import Seen
from webflow_contract.alerting.wording import NOT_RESTORED, counts, headline, past
from webflow_contract.reports.wording import visible


def as_text(alert: Alert) -> Iterator[str]:
    """Yield the lines of an alert.

    Whatever a service answers stays on its line, and begins none: a CI job may take it for a command there.
    """
    yield f"{visible(alert.subject)}: {headline(alert)}"
    yield f"  {counts(alert)}"
    for seen in alert.new:
        yield ""
        yield from _new(seen)
    if alert.gone:
        yield ""
    for known in alert.gone:
        yield f"gone  {known.seen.id}  {visible(known.seen.finding.summary)}  {past(known)}"
    if alert.not_judged is not None:
        yield ""
        yield f"Not judged: {visible(alert.not_judged)}"
    if alert.restored is False:
        yield ""
        yield NOT_RESTORED


def _new(seen: Seen) -> Iterator[str]:
    finding = seen.finding
    yield f"new   {seen.id}  {seen.level}  {visible(finding.summary)}"
    yield f"  documented {visible(finding.documented)} -> observed {visible(finding.observed)}"
    yield f"  {visible(seen.reproduce)}"
