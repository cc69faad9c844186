"""Webflow's page metadata on this machine.

``Sandbox`` answers requests like the service does, and ``Assumptions`` says where it guesses. It needs no socket:
``webflow_contract.carriers`` puts it under httpx, makes an ASGI application of it, or puts it on a port.
"""

from webflow_contract.assumptions import Assumption, AssumptionError, Assumptions, register
from webflow_contract.sandbox.clock import Clock, ClockError
from webflow_contract.sandbox.log import Entry
from webflow_contract.sandbox.sandbox import RateLimitError, Sandbox, Snapshot, SnapshotError, UnknownSiteError

__all__ = [
    "Assumption",
    "AssumptionError",
    "Assumptions",
    "Clock",
    "ClockError",
    "Entry",
    "RateLimitError",
    "Sandbox",
    "Snapshot",
    "SnapshotError",
    "UnknownSiteError",
    "register",
]
