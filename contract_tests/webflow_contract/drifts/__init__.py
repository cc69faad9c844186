"""Drifts: the ways in which a service can move away from its contract, to be switched on by name.

A drift acts on the wire: it stands in front of a handler, any handler, and changes requests or answers as they pass. It
knows nothing of what answers them, nor of what will judge them.
"""

from webflow_contract.drifts.catalogue import DRIFTS, Drift, drifting

__all__ = ["DRIFTS", "Drift", "drifting"]
