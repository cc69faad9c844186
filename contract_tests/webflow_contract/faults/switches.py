"""Faults and drifts that are on at the moment, and for which requests."""

import threading
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Final

from attrs import frozen

from webflow_contract import routes
from webflow_contract.drifts import DRIFTS, Drift
from webflow_contract.errors import ContractToolError, unknown
from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.faults.catalogue import FAULTS, Fault, slow

MOST: Final = 100
"""How many can be on at once."""

LONGEST: Final = 600
"""Seconds that an answer can be late at the most."""


class SwitchError(ContractToolError):
    """Something cannot be switched on or off: there is no such name, operation or switch."""


@frozen(kw_only=True)
class Switch:
    """A fault or drift that is on.

    Of the requests that reach it and that ``operation`` names (None: all), the first ``skip`` pass as if it were off.
    Of the others, each ``every``-th is affected, the first one included, until ``times`` have been (None: without end).
    ``seconds`` is how late a slow answer is.
    """

    id: int
    name: str
    operation: str | None = None
    skip: int = 0
    every: int = 1
    times: int | None = None
    seconds: float | None = None


def names() -> tuple[str, ...]:
    """Return every name that can be switched on: the faults, then the drifts."""
    return (*FAULTS, *DRIFTS)


class Switches:
    """A handler with faults and drifts in front of it that can be switched on and off while it is in use.

    Later ones act on what earlier ones let through. It may be used from several threads.
    """

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._lock = threading.Lock()
        self._ids = count(1)
        self._gates: tuple[_Gate, ...] = ()
        self._remembered: tuple[Switch, ...] = ()

    def __call__(self, request: Request) -> Response:
        """Answer a request."""
        return self.answer(request)[0]

    def answer(self, request: Request) -> tuple[Response, tuple[str, ...]]:
        """Answer a request, and say which faults and drifts had a hand in it."""
        acting = self._acting(request)
        handler = self._handler
        # How an answer is delivered is decided last, whenever it was switched on.
        for gate in sorted(acting, key=lambda gate: gate.is_delivery):
            handler = gate.in_front_of(handler)
        return handler(request), tuple(gate.switch.name for gate in acting)

    def _acting(self, request: Request) -> Sequence["_Gate"]:
        """Return what acts on a request, in the order in which it was switched on.

        What answers instead of the service hides what was switched on before it, which is not asked and not counted.
        """
        acting: list[_Gate] = []
        hidden = False
        for gate in reversed(self._gates):
            if (gate.is_delivery or not hidden) and gate.lets_act(request):
                acting.append(gate)
                hidden = hidden or gate.hides
        return acting[::-1]

    @property
    def active(self) -> tuple[Switch, ...]:
        """What is on, in the order in which it was switched on."""
        return tuple(gate.switch for gate in self._gates)

    def tally(self) -> Mapping[Switch, int]:
        """Return how often each switch that is on has acted, in the order of ``active``."""
        return {gate.switch: gate.acted for gate in self._gates}

    def on(
        self,
        name: str,
        *,
        operation: str | None = None,
        skip: int = 0,
        every: int = 1,
        times: int | None = None,
        seconds: float | None = None,
    ) -> Switch:
        """Switch a fault or drift on, and return its switch.

        Args:
            name: A name of ``FAULTS`` or ``DRIFTS``.
            operation: The operationId that it is for; all unless given.
            skip: How many requests pass first.
            every: It is for each so-manieth request from then on.
            times: After how many it is over; never unless given.
            seconds: How late the answer is, for ``slow``.

        Raises:
            SwitchError: There is no such name or operation, a number is out of range, or too many are on.
        """
        switch = Switch(
            id=next(self._ids), name=name, operation=operation, skip=skip, every=every, times=times, seconds=seconds
        )
        _check(switch)
        with self._lock:
            if len(self._gates) >= MOST:
                raise SwitchError(f"{MOST} are on already: switch some off")
            self._gates = (*self._gates, _Gate(switch))
        return switch

    def remember(self) -> None:
        """Take what is on now as what ``reset`` goes back to."""
        with self._lock:
            self._remembered = self.active

    def reset(self) -> None:
        """Switch on what was remembered, with its count at nothing, and everything else off."""
        with self._lock:
            self._gates = tuple(_Gate(switch) for switch in self._remembered)

    def off(self, switch: Switch | int | str | None = None) -> None:
        """Switch one off by its switch or id (a number, or its digits), all of one name, or everything.

        Raises:
            SwitchError: It is not on.
        """
        with self._lock:
            left = () if switch is None else tuple(gate for gate in self._gates if not gate.is_meant(switch))
            if switch is not None and len(left) == len(self._gates):
                raise SwitchError(f"{switch!r} is not on")
            self._gates = left


class _Gate:
    """A switch with what it does, and the count of requests that it is for."""

    def __init__(self, switch: Switch) -> None:
        self.switch = switch
        self._lock = threading.Lock()
        self._seen = 0
        self._acted = 0
        # What it stands in front of differs from request to request, and a drift may remember what passed: so it is
        # put in front of one handler for good, and that one passes on.
        self._behind = threading.local()
        self._front = _interference(switch).wrap(lambda request: self._behind.handler(request))
        fault = FAULTS.get(switch.name)
        self.is_delivery = fault is not None and fault.is_delivery
        self.hides = fault is not None and fault.instead is not None

    def is_meant(self, switch: Switch | int | str) -> bool:
        """Return whether a switch, an id or a name means this one."""
        return switch in (self.switch, self.switch.id, str(self.switch.id), self.switch.name)

    @property
    def acted(self) -> int:
        """How often it has acted."""
        return self._acted

    def lets_act(self, request: Request) -> bool:
        """Count a request, and return whether it is one to act on."""
        switch = self.switch
        if switch.operation is not None and routes.operation_of(request) != switch.operation:
            return False
        with self._lock:
            turn = self._seen - switch.skip
            self._seen += 1
            acts = turn >= 0 and turn % switch.every == 0 and (switch.times is None or self._acted < switch.times)
            self._acted += acts
        return acts

    def in_front_of(self, handler: Handler) -> Handler:
        """Return what answers a request when this acts on it."""

        def answer(request: Request) -> Response:
            self._behind.handler = handler
            return self._front(request)

        return answer


def _interference(switch: Switch) -> Fault | Drift:
    if switch.seconds is not None:
        return slow(switch.seconds)
    return FAULTS[switch.name] if switch.name in FAULTS else DRIFTS[switch.name]


def _check(switch: Switch) -> None:
    if switch.name not in names():
        raise SwitchError(unknown("fault or drift", switch.name, names()))
    if switch.operation is not None and switch.operation not in routes.OPERATIONS:
        raise SwitchError(unknown("operation", switch.operation, routes.OPERATIONS))
    if switch.seconds is not None and switch.name != "slow":
        raise SwitchError(f"seconds goes with 'slow', and not with {switch.name!r}")
    if switch.seconds is not None and (isinstance(switch.seconds, bool) or not 0 <= switch.seconds <= LONGEST):
        raise SwitchError(f"seconds has to be 0 to {LONGEST}, and is {switch.seconds}")
    for number, least, what in ((switch.skip, 0, "skip"), (switch.every, 1, "every"), (switch.times, 1, "times")):
        if number is not None and (type(number) is not int or number < least):
            raise SwitchError(f"{what} has to be a whole number of {least} or more, and is {number!r}")
