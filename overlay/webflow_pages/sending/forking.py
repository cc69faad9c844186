"""A process that forks: its child has to have connections, locks and counts of its own.

Two processes that read from one connection would get each other's answers.
"""

import os
from typing import Protocol
from weakref import WeakSet


class Forgetful(Protocol):
    """Something that starts anew in a child process."""

    def forget(self) -> None:
        """Start anew, and leave alone what the parent has."""
        ...


_EVERY: WeakSet[Forgetful] = WeakSet()


def forget_when_forked(one: Forgetful) -> None:
    """Have something start anew in every child process, as long as it lives."""
    _EVERY.add(one)


def _forget() -> None:
    for one in list(_EVERY):
        one.forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
