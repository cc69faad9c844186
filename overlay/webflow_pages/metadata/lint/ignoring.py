"""Findings that the settings ignore, and what of the settings ignores nothing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from attrs import evolve

from webflow_pages.metadata.finding import Finding
from webflow_pages.metadata.lint.settings import Ignore, LintSettings


def ignoring(findings: Iterable[Finding], settings: LintSettings, today: date) -> Iterator[Finding]:
    """Yield the findings, those that are ignored with the reason."""
    by_rule: dict[str, list[Ignore]] = defaultdict(list)
    for ignore in settings.ignores:
        if not ignore.expired(today):
            by_rule[ignore.rule].append(ignore)
    for finding in findings:
        reasons = (ignore.reason for ignore in by_rule.get(finding.code, ()) if ignore.matches(finding))
        reason = next(reasons, None)
        yield finding if reason is None else evolve(finding, ignored=reason)


def useless_ignores(findings: Iterable[Finding], settings: LintSettings, today: date | None = None) -> list[Finding]:
    """Return a finding for each thing to ignore that matches none, or has had its day.

    Args:
        findings: All findings that there are.
        settings: What lint was told.
        today: The day; else the present one.
    """
    today = today or date.today()
    waiting = list(settings.ignores)
    for finding in findings:
        if finding.code in {ignore.rule for ignore in waiting}:
            waiting = [ignore for ignore in waiting if not ignore.matches(finding)]
    told = []
    for ignore in settings.ignores:
        if ignore in waiting:
            told.append(_told("PM901", f"this ignores nothing: no finding of {ignore.rule} is so", ignore, settings))
        elif ignore.expired(today):
            told.append(_told("PM902", f"this ended on {ignore.until}: its findings count again", ignore, settings))
    return [finding for finding in told if finding is not None]


def _told(code: str, message: str, ignore: Ignore, settings: LintSettings) -> Finding | None:
    level = settings.level_of(code)
    if level is None:
        return None
    return Finding(code, level, message, ignore.page or "", ignore.locale or "", ignore.field, ignore.place)
