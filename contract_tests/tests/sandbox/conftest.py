"""A sandbox whose time stands still, and a short way to ask it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.sandbox import Assumptions, Sandbox, seed


class FakeClock:
    """Seconds that pass when a test says so, also as a date."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return datetime(2026, 10, 9, 12, 0, 0, 279000, tzinfo=UTC) + timedelta(seconds=self.seconds - 1000)


def _ask(
    handler: Handler,
    method: str,
    path: str,
    body: object = None,
    *,
    token: str | None = seed.TOKEN,
    content: bytes | None = None,
    headers: dict[str, str] | None = None,
    pairs: tuple[tuple[str, str], ...] = (),
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
            path=f"/v2{path}",
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
    """Make a sandbox without a limit; keywords other than its own are assumptions."""

    def make(*, rate_limit: int | None = None, **assumptions: Any) -> Sandbox:
        clock = FakeClock()
        return Sandbox(rate_limit=rate_limit, assumptions=Assumptions(**assumptions), clock=clock, now=clock.now)

    return make


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def sandbox(clock: FakeClock) -> Sandbox:
    return Sandbox(rate_limit=None, clock=clock, now=clock.now)
