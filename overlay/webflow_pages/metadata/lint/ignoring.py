"""Findings that the settings ignore, and what of the settings is of no use."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from attrs import evolve

from webflow_pages.metadata.finding import Finding
from webflow_pages.metadata.lint.settings import Ignore, LintSettings

_Numbered = list[tuple[int, Ignore]]


class _Ignores:
    """Things to ignore, by rule and, where they are about a single page, by that: there may be thousands of them."""

    def __init__(self, ignores: Iterable[tuple[int, Ignore]]) -> None:
        self._by_page: dict[tuple[str, str | None], _Numbered] = defaultdict(list)
        for number, ignore in ignores:
            self._by_page[ignore.rule, ignore.single_page].append((number, ignore))

    def matching(self, finding: Finding) -> Iterator[tuple[int, Ignore]]:
        """Yield those that match a finding, each with its number."""
        for page in {finding.page, finding.page_id, None}:
            for number, ignore in self._by_page.get((finding.code, page), ()):
                if ignore.matches(finding):
                    yield number, ignore


def ignoring(findings: Iterable[Finding], settings: LintSettings, today: date) -> Iterator[Finding]:
    """Yield the findings, those that are ignored with the reason: the first one of the settings."""
    ignores = _Ignores((number, one) for number, one in enumerate(settings.ignores) if not one.expired(today))
    for finding in findings:
        first = min(ignores.matching(finding), key=lambda one: one[0], default=None)
        yield finding if first is None else evolve(finding, ignored=first[1].reason)


def useless_ignores(findings: Iterable[Finding], settings: LintSettings, today: date | None = None) -> list[Finding]:
    """Return a finding for each thing to ignore that matches none, or has had its day.

    Args:
        findings: All findings that there are.
        settings: What lint was told.
        today: The day; else the present one.
    """
    today = today or date.today()
    ignores = _Ignores(enumerate(settings.ignores))
    used = {number for finding in findings for number, _ in ignores.matching(finding)}
    told = []
    for number, ignore in enumerate(settings.ignores):
        if number not in used:
            told.append(_told("PM901", f"this ignores nothing: no finding of {ignore.rule} is so", ignore, settings))
        elif ignore.expired(today):
            told.append(_told("PM902", f"this ended on {ignore.until}: its findings count again", ignore, settings))
    return [finding for finding in told if finding is not None]


def _told(code: str, message: str, ignore: Ignore, settings: LintSettings) -> Finding | None:
    level = settings.level_of(code)
    if level is None:
        return None
    return Finding(code, level, message, ignore.page or "", ignore.locale or "", ignore.field, ignore.place)
