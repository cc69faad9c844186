"""A sandbox whose time stands still, and a short way to ask it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.sandbox import Assumptions, Clock, Sandbox
from webflow_contract.sandbox.sandbox import RateLimit
from webflow_contract.sandbox.seed import Seed

FULL = "sandbox-token-full"
START = datetime(2026, 10, 9, 12, 0, 0, 279000, tzinfo=UTC)


def _ask(
    handler: Handler,
    method: str,
    path: str,
    body: object = None,
    *,
    token: str | None = FULL,
    content: bytes | None = None,
    headers: dict[str, str] | None = None,
    pairs: tuple[tuple[str, str], ...] = (),
    base: str = "/v2",
    **query: str,
) -> Response:
    """Ask a handler. A body is sent as JSON, other keywords are the query."""
    sent = {"authorization": f"Bearer {token}"} if token is not None else {}
    if body is not None:
        content = json.dumps(body).encode()
    if content is not None:
        sent["content-type"] = "application/json"
    return handler(
        Request(
            method=method,
            path=f"{base}{path}",
            query=(*pairs, *query.items()),
            headers=sent | (headers or {}),
            content=content or b"",
        )
    )


@pytest.fixture(scope="session")
def ask() -> Callable[..., Response]:
    return _ask


@pytest.fixture(scope="session")
def make() -> Callable[..., Sandbox]:
    """Make a sandbox without a limit; keywords other than these are assumptions."""

    def make(*, rate_limit: RateLimit = "off", given: Seed | None = None, **assumptions: Any) -> Sandbox:
        clock = Clock(START, running=False)
        return Sandbox(given, rate_limit=rate_limit, assumptions=Assumptions(**assumptions), clock=clock)

    return make


@pytest.fixture
def clock() -> Clock:
    return Clock(START, running=False)


@pytest.fixture
def sandbox(clock: Clock) -> Sandbox:
    return Sandbox(rate_limit="off", clock=clock)
