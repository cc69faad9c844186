"""Faults: what can go wrong on the way to a service for a while, to be switched on by name, as drifts can.

A fault acts on the wire: it stands in front of a handler, any handler. ``Switches`` has faults and drifts of which each
can be on for one operation or all, and for all requests or some.
"""

from webflow_contract.faults.catalogue import FAULTS, Fault
from webflow_contract.faults.switches import Switch, SwitchError, Switches, names

__all__ = ["FAULTS", "Fault", "Switch", "SwitchError", "Switches", "names"]
