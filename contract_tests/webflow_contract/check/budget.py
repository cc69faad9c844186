"""How many requests a run may send: what the plan takes, what putting the page back takes, and what may be spent."""

from webflow_contract.check.sending import NotJudgedError, Sender

DEFAULT = 40
"""Requests of a run, unless another number is given: less than a minute of the smallest quota."""

_SPARE = 1
"""Requests to confirm a finding with, on a site of so many locales that the plan alone takes the budget."""


class Budget:
    """The requests of a run. ``asked_for`` is the most that somebody allows; None leaves it to the plan.

    ``planned`` is how many requests of the plan are still to be sent. What it takes to put the page back beyond what
    was set aside comes on top, as nothing goes before that.
    """

    def __init__(self, sender: Sender, asked_for: int | None) -> None:
        self._sender = sender
        self._asked_for = asked_for
        self.planned = 0
        sender.most = asked_for

    def allow(self, needed: int, restoring: int) -> str:
        """Hold the sender to the budget from now on, and set aside what putting the page back takes. Return a line.

        Raises:
            NotJudgedError: The plan takes more.
        """
        budget = self._asked_for or max(DEFAULT, needed + _SPARE)
        if budget < needed:
            raise NotJudgedError(f"The plan takes {needed} requests for this site: allow them with --budget.")
        self._sender.most = budget - restoring
        self.planned = needed - restoring - self._sender.answered
        return f"at most {budget} requests, {restoring} of them to put the page back if that works at once"

    def release(self) -> None:
        """Hold the sender to nothing any more: the page has to be put back, whatever it takes."""
        self._sender.most = None

    def has_spare(self, requests: int) -> bool:
        """Return whether so many requests can be sent that are no part of the plan."""
        most = self._sender.most
        return most is None or self._sender.answered + self.planned + requests <= most
