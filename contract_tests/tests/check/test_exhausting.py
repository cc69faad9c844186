"""A 429 is seen only where somebody asks for it, and when the page is back."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import evolve

from webflow_contract.check.report import Report
from webflow_contract.exchange import Request, Response
from webflow_contract.sandbox import Clock, Sandbox

Check = Callable[..., Report]


class Waiting(Sandbox):
    """A sandbox with a quota, and a clock that others move."""

    def __init__(self, limit: int) -> None:
        super().__init__(rate_limit=limit, clock=Clock(datetime(2026, 10, 9, tzinfo=UTC), running=False))

    def __call__(self, request: Request) -> Response:
        self.clock.advance(0.05)
        return super().__call__(request)


def test_without_being_asked_for_there_is_none(check: Check) -> None:
    world = Waiting(50)
    report = check(world, sleep=world.clock.sleep)
    assert not report.coverage.statuses["get-page-metadata"]["429"]


@pytest.mark.parametrize("limit", [45, 60, 120])
def test_it_is_seen_and_judged(check: Check, limit: int) -> None:
    world = Waiting(limit)
    seen: list[tuple[str, int]] = []

    def watching(request: Request) -> Response:
        response = world(request)
        seen.append((request.method, response.status))
        return response

    report = check(watching, sleep=world.clock.sleep, exhaust_quota=True)

    assert (report.verdict, report.restored, report.not_judged) == ("clean", True, None)
    assert report.coverage.statuses["get-page-metadata"]["429"]
    others = 7  # requests with another token or none, which have a quota of their own
    assert report.requests == len(seen) == limit + 2 + others  # up to the 429, and once more after the wait
    assert seen[-2:] == [("GET", 429), ("GET", 200)]
    assert {method for method, _ in seen[40:]} == {"GET"}


def refusing(world: Sandbox, change: Callable[[Response], Response]) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        response = world(request)
        return change(response) if response.status == 429 else response

    return answer


def test_what_is_wrong_with_it_is_a_finding(check: Check) -> None:
    world = Waiting(60)
    handler = refusing(world, lambda response: evolve(response, content=b'{"code": "slow_down"}'))
    report = check(handler, sleep=world.clock.sleep, exhaust_quota=True)
    assert {(finding.status, finding.pointer) for finding in report.findings} >= {(429, "/code"), (429, "/details")}


def test_a_retry_after_that_is_too_short_is_a_finding(check: Check) -> None:
    world = Waiting(60)
    short = refusing(world, lambda response: evolve(response, headers={**response.headers, "retry-after": "1"}))
    report = check(short, sleep=world.clock.sleep, exhaust_quota=True)
    (finding,) = report.findings
    assert (finding.rule, finding.observed) == ("retry-after-too-early", "429")
    assert finding.documented == "an answer after Retry-After: 1"


def test_a_quota_that_does_not_end_is_not_judged(check: Check, recorder: Any) -> None:
    report = check(recorder, exhaust_quota=True)
    assert (report.verdict, report.restored) == ("inconclusive", True)
    assert report.not_judged == "The quota was not used up: no request was answered with 429."
    assert len(recorder.passed) < 300


def test_a_run_that_could_not_be_judged_uses_nothing_up(check: Check, recorder: Any) -> None:
    report = check(recorder, page="ffffffffffffffffffffffff", exhaust_quota=True)
    assert (report.verdict, report.requests) == ("inconclusive", 2)
