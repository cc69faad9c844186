"""The sandbox's time."""

import asyncio
import sys
import threading
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_contract.sandbox import Clock, ClockError

START = datetime(2026, 10, 9, 12, 0, 0, 279000, tzinfo=UTC)


@given(st.lists(st.integers(0, 10_000_000), max_size=5))
def test_a_stopped_clock_moves_when_told_and_date_and_seconds_agree(steps: list[int]) -> None:
    clock = Clock(START, running=False)
    for step in steps:
        clock.advance(step)
    assert clock.seconds() == sum(steps)
    assert clock.now() == START + timedelta(seconds=sum(steps))


def test_a_running_clock_moves_by_itself_and_never_back() -> None:
    clock = Clock(START)
    before = clock.seconds()
    while clock.seconds() == before:
        pass
    assert clock.seconds() > before
    assert clock.running


def test_a_clock_that_is_stopped_stands_and_goes_on_from_there() -> None:
    clock = Clock(START)
    clock.stop()
    stood = clock.seconds()
    time.sleep(0.01)
    assert (clock.seconds(), clock.running) == (stood, False)
    clock.run()
    clock.run()
    assert stood <= clock.seconds() < stood + 5
    assert clock.running


def test_a_date_is_spelled_as_the_service_does() -> None:
    assert Clock(START, running=False).timestamp() == "2026-10-09T12:00:00.279Z"
    paris = timezone(timedelta(hours=2))
    assert Clock(datetime(2026, 10, 9, 14, tzinfo=paris), running=False).timestamp() == "2026-10-09T12:00:00.000Z"


def test_sleeping_moves_a_stopped_clock_at_once() -> None:
    clock = Clock(START, running=False)
    clock.sleep(3600)
    assert clock.seconds() == 3600


def test_sleeping_waits_for_a_running_clock() -> None:
    clock = Clock(START)
    clock.sleep(0.02)
    assert clock.seconds() >= 0.02


@pytest.mark.parametrize("seconds", [-1, -0.001, float("nan"), float("inf"), 1e12])
def test_time_goes_forward_within_the_calendar(seconds: float) -> None:
    clock = Clock(START, running=False)
    with pytest.raises(ClockError, match=r"time goes forward|lead past the year 9999"):
        clock.advance(seconds)
    assert clock.seconds() == 0


def test_a_date_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ClockError, match="has no time zone"):
        Clock(datetime(2026, 1, 1))


def test_threads_may_stop_run_and_read_it() -> None:
    clock, before, went_back = Clock(START), sys.getswitchinterval(), list[float]()

    def read() -> None:
        last = 0.0
        for _ in range(20_000):
            now = clock.seconds()
            if now < last:
                went_back.append(last - now)
            last = now

    def move() -> None:
        for _ in range(10_000):
            clock.stop()
            clock.run()

    sys.setswitchinterval(1e-6)
    threads = [threading.Thread(target=act) for act in (read, move, read)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.setswitchinterval(before)
    assert went_back == []


def test_an_early_date_is_spelled_with_four_digits_and_an_impossible_one_refused() -> None:
    assert Clock(datetime(999, 1, 1, tzinfo=UTC), running=False).timestamp() == "0999-01-01T00:00:00.000Z"
    with pytest.raises(ClockError, match="before the first date"):
        Clock(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))))


def test_an_async_client_waits_as_the_clock_says() -> None:
    clock = Clock(START, running=False)
    asyncio.run(clock.sleep_async(3600))
    assert clock.seconds() == 3600
    clock.run()
    asyncio.run(clock.sleep_async(0.02))
    assert clock.seconds() >= 3600.02
