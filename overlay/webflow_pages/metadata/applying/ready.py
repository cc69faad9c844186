"""Updates that are ready to be sent, and for how long: what a page showed is soon no longer what it shows."""

from enum import Enum
from typing import Final

from attrs import field, frozen

from webflow_pages.metadata.applying.log import Key
from webflow_pages.metadata.applying.outcomes import FieldOutcome
from webflow_pages.metadata.fields import Field, Value, Values
from webflow_pages.metadata.plan.model import Update

FRESH: Final = 10.0
"""Seconds, by the clock, after which what a page showed is too old to write by."""

LAX: Final = 2.0
"""How many seconds longer than ``max_wait`` a call may wait for its turn, at the most (``sending.setup``)."""


class Again(Enum):
    """Why an update was not settled, and its page is to be read again."""

    LATE = "late"
    """It could not be sent as long as what its page showed was fresh."""

    ALONE = "alone"
    """It was sent with others, and nobody knows what became of it: it goes by itself, if it is to be sent again."""


@frozen
class Ready:
    """An update whose page was read, and what is to be done by that.

    Args:
        update: The update.
        before: What the page showed before any of it was sent: the snapshot.
        send: What is to be sent.
        at: When the answer came that tells the page, in seconds of the clock.
        outcomes: What is settled already.
        brought: What an earlier request of which no answer came has brought.
        unknown: Whether there was such a request, which may still be carried out.
    """

    update: Update
    before: Values
    send: Values
    at: float
    outcomes: tuple[FieldOutcome, ...] = ()
    brought: Values = field(factory=dict)
    unknown: bool = False

    @property
    def sent(self) -> dict[Field, Value]:
        """All that was sent of the update once this has been."""
        return {**self.brought, **self.send}

    @property
    def kind(self) -> frozenset[str]:
        """The parts of a page that it sends: ``seo``, ``open_graph``, and the empty text for those at the top."""
        return frozenset(name.rpartition(".")[0] for name in self.send)


def is_late(at: float, now: float, *, after: float = 0.0) -> bool:
    """Return whether what a page showed will be too old by the time that an update can be sent.

    Args:
        at: When the answer came that tells the page.
        now: The present time.
        after: Seconds until there is room for a request.
    """
    return now + after - at > FRESH - LAX


def patience(at: float, now: float) -> float:
    """Return the seconds that a call may wait for its turn, as ``max_wait``, so that it goes out while it is fresh.

    They are negative where it is too late.
    """
    return FRESH - LAX - (now - at)


def key_of(update: Update) -> Key:
    """Return what the journal knows an update by."""
    return update.page_id, update.locale


def moves(update: Update) -> bool:
    """Return whether an update changes a slug."""
    return any(change.field == "slug" for change in update.changes)
