"""Webflow's page metadata on this machine.

``Sandbox`` answers requests like the service does, and ``Assumptions`` says where it guesses. Neither needs
a socket: ``transport`` puts any handler under httpx, ``app`` makes an ASGI application of it, ``server`` puts
it on a port. Those three import their libraries, this module does not.
"""

from webflow_contract.sandbox.assumptions import Assumption, Assumptions, register
from webflow_contract.sandbox.sandbox import Sandbox

__all__ = ["Assumption", "Assumptions", "Sandbox", "register"]
