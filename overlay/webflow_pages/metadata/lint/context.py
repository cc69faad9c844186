"""What a check is given beside an entry, and what it finds."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final, NamedTuple

from attrs import define, field

from webflow_pages.errors import one_line
from webflow_pages.metadata.entries import Entry
from webflow_pages.metadata.fields import BINDING, Field, Values
from webflow_pages.metadata.lint.settings import LintSettings

_SHOWN: Final = 60
"""Characters of a text that a message quotes."""


class Found(NamedTuple):
    """What a check found: the code of the rule, the field and the message."""

    code: str
    field: Field
    message: str


@define
class Context:
    """What an entry is compared with.

    Args:
        settings: What lint is told.
        primary: The tag of the primary locale.
        complete: Whether an entry has all fields that its page has, so that what is absent is missing.
        before: What the fields hold now, by page's id and locale's tag; None if it is not known.
        primaries: The pages in the primary locale, by id and by path.
    """

    settings: LintSettings
    primary: str
    complete: bool
    before: Mapping[tuple[str, str], Values] | None = None
    primaries: dict[str, Entry] = field(factory=dict)

    def learn(self, entries: Iterable[Entry]) -> None:
        """Keep the pages in the primary locale."""
        for entry in entries:
            if entry.locale == self.primary:
                self.primaries |= {key: entry for key in (entry.page_id, entry.path) if key is not None}

    def primary_of(self, entry: Entry) -> Entry | None:
        """Return the page of an entry in a secondary locale as it is in the primary one; None if not known."""
        if entry.locale == self.primary:
            return None
        by_id = self.primaries.get(entry.page_id) if entry.page_id is not None else None
        return by_id if by_id is not None or entry.path is None else self.primaries.get(entry.path)

    def in_primary(self, entry: Entry) -> Values | None:
        """Return what the page of an entry in a secondary locale holds in the primary one; None if not known."""
        primary = self.primary_of(entry)
        return None if primary is None else primary.values


def quoted(text: str) -> str:
    """Return somebody else's text for a message: on one line, its beginning, in quotation marks."""
    return f"'{one_line(text, _SHOWN)}'"


def is_bound(text: str) -> bool:
    """Return whether a text has a binding in it."""
    return BINDING in text


@cache
def language_of(tag: str) -> str:
    """Return the language of a locale, such as ``de``; the empty text if it cannot be told."""
    head = tag.replace("_", "-").partition("-")[0].casefold()
    return head if head.isalpha() and len(head) in {2, 3} else ""
