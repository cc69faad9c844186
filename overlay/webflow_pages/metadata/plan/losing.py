"""What a rollback could not bring back: told before anything is applied."""

from collections.abc import Iterable, Iterator
from typing import Final

from webflow_pages.metadata.fields import CLEARED
from webflow_pages.metadata.plan.model import Loss, Update
from webflow_pages.metadata.state import SiteState

_NO_TEXT: Final = "there is no text now, and nothing is known to take one away again"
_EMPTY: Final = "the text is empty now, and nobody knows whether Webflow takes an empty one"
_FIRST: Final = (
    "this locale shows the primary one's text and may inherit it: what is written becomes its own, and "
    "nothing is known to make it inherit again"
)


def losses(state: SiteState, updates: Iterable[Update]) -> Iterator[Loss]:
    """Yield what could not be undone."""
    for update in updates:
        primary = state.values.get((update.page_id, state.locales[0].tag), {})
        for change in update.changes:
            why = None
            if change.before is None:
                why = _NO_TEXT
            elif change.before == CLEARED:
                why = _EMPTY
            elif update.locale_id is not None and change.before == primary.get(change.field):
                why = _FIRST
            if why is not None:
                yield Loss(update.page_id, update.path, update.locale, change.field, why)
