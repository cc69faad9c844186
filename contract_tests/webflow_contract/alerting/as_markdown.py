"""The alert as Markdown, for the body of an issue or the summary of a CI job.

Whatever a service answers stays text, as in the check's own Markdown.
"""

from collections.abc import Iterator

from webflow_contract.alerting.alert import Alert
from webflow_contract.alerting.state import Known, Seen
from webflow_contract.alerting.wording import NOT_RESTORED, counts, headline, past
from webflow_contract.check.report import Verdict
from webflow_contract.reports.markdown import code, fenced, plain, table

LARGEST = 60_000
"""Bytes. GitHub takes 65,536 characters for an issue, and whoever opens it may have more to say."""

_SIGNS: dict[Verdict, str] = {"clean": "✅", "drift": "❌", "inconclusive": "⚠️", "not-restored": "❌"}


def as_markdown(alert: Alert) -> str:
    """Write an alert as Markdown. The same one gives the same text."""
    head = "\n".join(_head(alert))
    details = ["\n".join(_new(seen)) for seen in alert.new] + ["\n".join(_gone(known)) for known in alert.gone]
    fitting = _fitting(details, LARGEST - len(head.encode()))
    left_out = len(details) - len(fitting)
    if left_out:
        fitting.append(f"**Left out for want of room: {left_out} of {len(details)} findings.**\n")
    return "\n".join([head, *fitting])


def _fitting(details: list[str], room: int) -> list[str]:
    """Return those from the first on that there is room for, with some left to say that others are left out."""
    room -= 200
    fitting: list[str] = []
    for text in details:
        room -= len(text.encode()) + 1
        if room < 0:
            break
        fitting.append(text)
    return fitting


def _head(alert: Alert) -> Iterator[str]:
    yield f"## {_SIGNS[alert.verdict]} {headline(alert)}"
    yield ""
    yield f"{plain(alert.subject)}<br>"
    yield counts(alert)
    yield ""
    if alert.not_judged is not None:
        yield f"> Not judged: {plain(alert.not_judged)}"
        yield ""
    if alert.restored is False:
        yield f"> {plain(NOT_RESTORED)}"
        yield ""


def _new(seen: Seen) -> Iterator[str]:
    finding = seen.finding
    yield f"### new: {seen.level} {code(finding.summary)}"
    yield ""
    yield from table(("documented", "observed"), [(code(finding.documented), code(finding.observed))])
    yield from fenced(seen.reproduce)
    yield f"id {code(seen.id)}"
    yield ""


def _gone(known: Known) -> Iterator[str]:
    yield f"### gone: {code(known.seen.finding.summary)}"
    yield ""
    yield f"{past(known)}, id {code(known.seen.id)}"
    yield ""
