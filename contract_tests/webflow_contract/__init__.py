"""The contract tools: the contract itself, the sandbox, the check for drift and its reports."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from webflow_contract.observing import observe

__all__ = ["observe"]


def __getattr__(name: str) -> object:
    if name != "observe":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    # Here and not above: it loads the check, which a sandbox does without.
    from webflow_contract.observing import observe

    return observe
