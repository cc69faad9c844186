"""Which reads tell the present state of all pages and locales that a plan changes: as few as can be. Nothing is read.

A listing tells up to a hundred pages in one request, and its pages equal what reading each of them tells (inferred).
If they do not, the first update shows it: the answer tells other texts, in fields that were not sent, than the listing
did, and applying stops there ("side-effects"). What that page held in the fields that were sent is then not known.
"""

from collections.abc import Iterable

from attrs import field, frozen

from webflow_pages.metadata.plan.model import Update
from webflow_pages.metadata.state import PORTION


@frozen
class Portion:
    """Updates in one locale whose pages one read tells.

    Args:
        locale_id: The locale's id; None for the primary one.
        offset: Where in the listing they begin.
        updates: The updates, in the order of the listing.
    """

    locale_id: str | None
    offset: int
    updates: list[Update] = field(factory=list)


def portions(updates: Iterable[Update]) -> list[Portion]:
    """Return updates in as few portions as can be, locale by locale in the order in which they come.

    A portion begins at the first page that none before it has, which no other choice beats.
    """
    by_locale: dict[str | None, list[Update]] = {}
    for update in updates:
        by_locale.setdefault(update.locale_id, []).append(update)
    found: list[Portion] = []
    for locale_id, those in by_locale.items():
        latest: Portion | None = None
        for update in sorted(those, key=lambda one: one.position):
            if latest is None or update.position >= latest.offset + PORTION:
                latest = Portion(locale_id, update.position)
                found.append(latest)
            latest.updates.append(update)
    return found


def reads_needed(updates: Iterable[Update]) -> int:
    """Return how many reads it takes to apply updates: one for the site's locales, and one for each portion.

    Pages that have moved within the listing since the plan was made take one more each, and where the token's quota is
    used up in the middle of a portion, what is left of it takes one more.
    """
    needed = len(portions(updates))
    return needed + 1 if needed else 0
