"""What lint is told: how wide texts may be, how much a rule matters, and what to ignore, why and how long."""

import re
from collections.abc import Mapping
from datetime import date
from fnmatch import translate
from functools import cache
from typing import Final, Literal

from attrs import field, frozen

from webflow_pages.metadata.errors import Place
from webflow_pages.metadata.fields import Field
from webflow_pages.metadata.finding import Finding, Level
from webflow_pages.metadata.lint.rules import RULES
from webflow_pages.metadata.tags import plain_tag
from webflow_pages.metadata.widths.profiles import PROFILES, Limit

DEFAULT_PROFILE: Final = "google-desktop"

_WILD: Final = re.compile(r"[*?]")
"""What stands for other characters in a page's name."""


@frozen
class Ignore:
    """Findings that are not to count.

    Args:
        rule: The code of their rule.
        reason: Why they are not to count.
        page: Their page's path or id; ``*`` stands for any characters, also a slash. None: any.
        locale: Their locale's tag in any spelling. None: any.
        field: Their field. None: any.
        until: The last day on which they do not count. None: no day is the last.
        place: Where it stands in the settings.
    """

    rule: str
    reason: str
    page: str | None = None
    locale: str | None = None
    field: Field | None = None
    until: date | None = None
    place: Place | None = None

    def matches(self, finding: Finding) -> bool:
        """Return whether a finding is one of them, whatever the day."""
        return (
            finding.code == self.rule
            and (self.field is None or finding.field == self.field)
            and (self.locale is None or plain_tag(finding.locale) == plain_tag(self.locale))
            and (self.page is None or any(self._is_page(name) for name in (finding.page, finding.page_id) if name))
        )

    @property
    def single_page(self) -> str | None:
        """The page that it is about, by its path or id; None if it may be about several."""
        return None if self.page is None or _WILD.search(self.page) is not None else self.page

    def _is_page(self, name: str) -> bool:
        single = self.single_page
        return name == single if single is not None else _pattern(self.page or "").fullmatch(name) is not None

    def expired(self, today: date) -> bool:
        """Return whether its last day has passed."""
        return self.until is not None and self.until < today


@frozen
class LintSettings:
    """What lint is told.

    Args:
        limits: How wide texts may be, by field.
        levels: How much the findings of a rule matter, by code, where it is not what the rule says; ``off``: there are
            none.
        ignores: What is not to count.
        primary: The tag of the primary locale, for files, which do not tell it.
        primary_place: Where that stands in the settings.
    """

    limits: Mapping[Field, Limit] = field(factory=lambda: PROFILES[DEFAULT_PROFILE].limits)
    levels: Mapping[str, Level | Literal["off"]] = field(factory=dict)
    ignores: tuple[Ignore, ...] = ()
    primary: str | None = None
    primary_place: Place | None = None

    def level_of(self, code: str) -> Level | None:
        """Return how much a finding of a rule matters; None if there is to be none."""
        level = self.levels.get(code, RULES[code].level)
        return None if level == "off" else level


@cache
def _pattern(page: str) -> re.Pattern[str]:
    # Brackets are letters of a path here, and no set of characters.
    return re.compile(translate(page.replace("[", "[[]")))
