"""Use up the quota, to see a 429: only where somebody asks for it, and when the page has been put back."""

from attrs import evolve

from webflow_contract.check.findings import Finding
from webflow_contract.check.probes import Probe
from webflow_contract.check.quota import number
from webflow_contract.check.sending import NotJudgedError, Sender
from webflow_contract.check.subject import Subject

_MOST = 1_000
"""Requests. No plan is known to allow as many in a minute."""


def exhaust(sender: Sender, subject: Subject) -> list[Finding]:
    """Read the page until the quota is used up, then once more after the time that the 429 names.

    Raises:
        NotJudgedError: There is no 429 after all that the quota allows, or no answer.
    """
    path = f"/pages/{subject.page_id}"
    read = Probe("429", "get-page-metadata", "more requests than a minute allows", 429, path)
    refused = sender.send_until(429, read, most=_allowed(sender) + 1)
    if refused is None:
        raise NotJudgedError("The quota was not used up: no request was answered with 429.")
    after = sender.send_once(evolve(read, name="after 429", reason="the window has ended", status=200))
    if after.response.status != 429:
        return []
    documented = f"an answer after Retry-After: {refused.response.headers.get('retry-after')}"
    return [after.finding("retry-after-too-early", None, documented, "429", "429")]


def _allowed(sender: Sender) -> int:
    """Return how many requests a minute the service says that it allows."""
    limit = number(sender.exchanges[-1], "X-RateLimit-Limit") if sender.exchanges else None
    return _MOST if limit is None else min(limit, _MOST)
