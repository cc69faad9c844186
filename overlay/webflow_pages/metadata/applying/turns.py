"""Whose turn it is: updates of slugs in one locale go one after the other, as one may take what another one leaves."""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import takewhile

from webflow_pages.metadata.applying.log import Key
from webflow_pages.metadata.applying.ready import Ready, key_of, moves
from webflow_pages.metadata.plan.model import Update


class Turns:
    """Whose turn it is.

    Args:
        updates: All updates, in the order in which those of slugs are to be sent.
    """

    def __init__(self, updates: Iterable[Update]) -> None:
        self._waiting: dict[str, deque[Key]] = {}
        self._over: set[Key] = set()
        self._stuck: set[str] = set()  # locales
        for update in updates:
            if moves(update):
                self._waiting.setdefault(update.locale, deque()).append(key_of(update))

    def has_come(self, update: Update) -> bool:
        """Return whether an update may be sent: it changes no slug, or all those before it are settled."""
        return not moves(update) or self._waiting[update.locale][0] == key_of(update)

    def together(self, waiting: Iterable[Ready]) -> Iterator[Ready]:
        """Yield what may be sent in one request, which is carried out in its order: slugs are in theirs."""
        waiting = list(waiting)
        slugs = {key_of(ready.update): ready for ready in waiting if moves(ready.update)}
        for ready in waiting:
            if not moves(ready.update):
                yield ready
            elif self.has_come(ready.update):
                following = takewhile(slugs.__contains__, self._waiting[ready.update.locale])
                yield from (slugs[key] for key in following)

    def over(self, update: Update, *, is_open: bool) -> None:
        """Take note that an update is settled, or only for now if it is open."""
        if not moves(update):
            return
        if is_open:
            self._stuck.add(update.locale)
        self._over.add(key_of(update))
        waiting = self._waiting[update.locale]
        while waiting and waiting[0] in self._over:
            waiting.popleft()

    def is_stuck(self, update: Update) -> bool:
        """Return whether an update that changes a slug comes after one of its locale that could not be written yet."""
        return moves(update) and update.locale in self._stuck
