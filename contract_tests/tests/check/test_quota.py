"""The quota is heeded before it is used up."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import evolve

from webflow_contract.check.report import Report
from webflow_contract.check.subject import Credentials
from webflow_contract.drifts import drifting
from webflow_contract.exchange import Request, Response
from webflow_contract.sandbox import Clock, Sandbox

Check = Callable[..., Report]


class SleepingClock(Clock):
    """A clock that moves only when somebody sleeps, or when a request takes its time."""

    def __init__(self) -> None:
        super().__init__(datetime(2026, 10, 9, 12, tzinfo=UTC), running=False)
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        super().sleep(seconds)


@pytest.fixture
def clock() -> SleepingClock:
    return SleepingClock()


def limited(clock: SleepingClock, limit: int) -> Sandbox:
    return Sandbox(rate_limit=limit, clock=clock)


def counting(handler: Any, seen: list[int]) -> Any:
    def answer(request: Request) -> Response:
        response = handler(request)
        seen.append(response.status)
        return response

    return answer


@pytest.mark.parametrize("limit", [1, 2, 7, 10, 30])
def test_it_waits_as_told_and_sees_no_429(check: Check, clock: SleepingClock, limit: int) -> None:
    world, seen = limited(clock, limit), list[int]()

    report = check(counting(world, seen), sleep=clock.sleep)

    assert report.verdict == "clean"
    assert 429 not in seen
    # Time stands still but for the waiting, so each window is waited for in full.
    assert set(clock.slept) == {60.0}
    assert len(clock.slept) >= 32 // limit
    assert not report.coverage.statuses["get-page-metadata"]["429"]


def test_it_waits_only_for_what_is_left_of_the_window(check: Check, clock: SleepingClock) -> None:
    world = limited(clock, 20)

    def slow(request: Request) -> Response:
        clock.advance(0.5)
        return world(request)

    assert check(slow, sleep=clock.sleep).verdict == "clean"
    assert clock.slept
    assert all(40 < seconds < 60 for seconds in clock.slept)


def test_with_enough_quota_it_never_waits(check: Check, clock: SleepingClock) -> None:
    assert check(limited(clock, 60), sleep=clock.sleep).verdict == "clean"
    assert clock.slept == []


def test_a_429_without_warning_is_waited_for_once(check: Check, clock: SleepingClock) -> None:
    world, seen = limited(clock, 10), list[int]()

    def silent(request: Request) -> Response:
        response = world(request)
        return evolve(response, headers={**response.headers, "x-ratelimit-remaining": "9"})

    report = check(counting(silent, seen), sleep=clock.sleep)

    assert report.verdict == "clean"
    assert seen.count(429) == len(clock.slept) > 1


TOO_MANY = json.dumps({"code": "too_many_requests", "message": "", "externalReference": None, "details": []}).encode()


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "0"}, 60.0),
        ({"retry-after": "86400"}, 60.0),
        ({"retry-after": "soon"}, 60.0),
        ({"retry-after": "-1"}, 60.0),
        ({"retry-after": "²"}, 60.0),
        ({"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}, 60.0),
        ({}, 60.0),
    ],
)
def test_a_429_that_stays_is_inconclusive(
    check: Check, clock: SleepingClock, headers: dict[str, str], wait: float
) -> None:
    report = check(lambda request: Response(429, headers, TOO_MANY), sleep=clock.sleep)
    assert (report.verdict, report.requests, report.writes) == ("inconclusive", 2, 0)
    assert "The quota stays used up" in (report.not_judged or "")
    assert clock.slept == [wait]


def test_a_429_that_stays_in_the_middle_does_not_keep_the_page_from_being_put_back(
    check: Check, clock: SleepingClock, world: Sandbox, state: Callable[[], list[bytes]]
) -> None:
    before, writes = state(), list[str]()

    def exhausted(request: Request) -> Response:
        if request.method == "PUT":
            writes.append(request.method)
        return Response(429, {}, TOO_MANY) if len(writes) in (4, 5) and request.method == "PUT" else world(request)

    report = check(exhausted, sleep=clock.sleep)

    assert (report.verdict, report.restored) == ("inconclusive", True)
    assert state() == before


def test_progress_says_what_is_sent_and_what_is_waited_for(check: Check, clock: SleepingClock) -> None:
    lines: list[str] = []
    report = check(limited(clock, 20), sleep=clock.sleep, progress=lines.append)
    waits = [line for line in lines if "the quota is used up: waiting 60 s" in line]
    assert len(waits) == len(clock.slept)
    assert len([line for line in lines if re.match(r"(GET|PUT) +/", line)]) == report.requests
    assert not [line for line in lines if "sandbox-token" in line]


def test_windows_of_other_tokens_are_not_mixed_up(check: Check, clock: SleepingClock) -> None:
    world, seen = limited(clock, 12), list[int]()
    credentials = Credentials(world.token, world.tokens["without-pages-write"])
    report = check(counting(drifting(world, []), seen), credentials=credentials, sleep=clock.sleep)
    assert report.verdict == "clean"
    assert 429 not in seen
