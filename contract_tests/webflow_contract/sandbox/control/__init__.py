"""How a running sandbox is looked at and moved: over HTTP below ``/_sandbox``, and on a page at ``/``.

``served`` puts both beside the service. It is a handler again, so that every carrier takes it.
"""

from webflow_contract.sandbox.control.served import served

__all__ = ["served"]
