"""Asking: what a request is for, and the same request for something else."""

from attrs import evolve

from webflow_contract.drifts import wire
from webflow_contract.exchange import Request


def read_of(request: Request) -> Request:
    """Return the request that reads what another one updates."""
    return evolve(wire.with_content(request, b""), method="GET")


def locale_of(request: Request) -> str | None:
    """Return the locale that a request names."""
    return dict(request.query).get("localeId")


def in_locale(request: Request, locale_id: str | None) -> Request:
    """Return a request for another locale; None is the primary one."""
    others = tuple(pair for pair in request.query if pair[0] != "localeId")
    return evolve(request, query=others if locale_id is None else (*others, ("localeId", locale_id)))
