"""Pacing as a program sees it: through the clients, against a service with a quota, on a clock that the test moves."""

import asyncio
import gc
import random
import signal
import threading
import weakref
from collections.abc import Callable, Coroutine, Iterator
from itertools import count
from typing import Any

import httpx
import pytest

from webflow_contract.sandbox import Assumptions, Clock, Sandbox
from webflow_pages import (
    AsyncWebflow,
    QuotaError,
    ServerError,
    TooManyRequestsError,
    TransportError,
    Webflow,
)
from webflow_pages.sending import course, pacing, setup

from .conftest import (
    BASE_URL,
    Line,
    LoopClock,
    PatientClock,
    connected,
    connected_async,
    eventually,
    in_threads,
    in_virtual_time,
    limited,
    pace_of_client,
)

BAR = 0.02 * 60
"""Seconds of a window that may be lost."""

LOOK = 0.1
"""Seconds between two looks at the clock. The first in line may be late by one."""

AFTER = pytest.approx(60.001)
"""When a window is over that opened at 0: a millisecond late, for clocks differ."""

SITE = "5eed0000000000000000a001"


# A burst of 300 calls at 60 a minute: five windows, no 429, and at the most two per cent of the time is lost.


def check_burst(line: Line, most: float) -> None:
    assert line.statuses == [200] * 300
    assert 0 <= line.lost(windows=4) <= most <= 4 * BAR


def test_a_burst_of_one_thread() -> None:
    sandbox = limited(Clock(running=False))
    line = Line(sandbox)
    webflow = connected(sandbox, line)

    for _ in range(300):
        webflow.sites.get(sandbox.site_id)

    check_burst(line, most=0.005)


def test_a_burst_of_one_thread_on_a_slow_line() -> None:
    delays = random.Random(1)  # noqa: S311  (the same on each run)
    sandbox = limited(Clock(running=False))
    line = Line(sandbox, [delays.uniform(0.02, 0.2) for _ in range(600)])
    webflow = connected(sandbox, line)

    for _ in range(300):
        webflow.sites.get(sandbox.site_id)

    assert line.statuses == [200] * 300
    # Sixty calls take 13 seconds here, the last ones are no burst. Lost is what the windows open late.
    opened = line.came[::60]
    assert opened[4] - opened[0] - 4 * 60 <= 4 * BAR


@pytest.mark.parametrize("threads", [300, 40])
def test_a_burst_of_threads(threads: int) -> None:
    clock = PatientClock()
    sandbox = limited(clock)
    line = Line(sandbox)
    webflow = connected(sandbox, line)
    clock.pace = pace_of_client(webflow)
    calls = count(1)

    def work() -> None:
        while next(calls) <= 300:
            webflow.sites.get(sandbox.site_id)

    in_threads(threads, work)

    check_burst(line, most=0.005)


def test_a_burst_of_threads_that_change_at_any_moment(switch_often: None) -> None:
    test_a_burst_of_threads(40)


@pytest.fixture
def switch_often() -> Iterator[None]:
    import sys

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


def test_a_burst_of_tasks() -> None:
    async def burst() -> Line:
        sandbox = limited(LoopClock())
        line = Line(sandbox)
        webflow = connected_async(sandbox, line)
        await asyncio.gather(*(webflow.sites.get(sandbox.site_id) for _ in range(300)))
        return line

    check_burst(in_virtual_time(burst), most=0.005)


@pytest.mark.parametrize("seed", range(5))
def test_a_burst_of_tasks_on_a_slow_line(seed: int) -> None:
    delays = random.Random(seed)  # noqa: S311

    async def burst() -> Line:
        sandbox = limited(LoopClock())
        line = Line(sandbox, [delays.uniform(0.02, 0.4) for _ in range(600)])
        webflow = connected_async(sandbox, line)
        await asyncio.gather(*(webflow.sites.get(sandbox.site_id) for _ in range(300)))
        return line

    # Each window opens the way there and back later than it could, and the last request is as late as its line.
    check_burst(in_virtual_time(burst), most=4 * 0.8 + 0.8)


def test_a_burst_of_threads_and_tasks_together() -> None:
    clock = PatientClock()
    sandbox = limited(clock)
    line = Line(sandbox)
    webflow, other = connected(sandbox, line), connected_async(sandbox, line)
    clock.pace = pace_of_client(webflow)
    calls = count(1)

    async def burst() -> None:
        await asyncio.gather(*(other.sites.get(sandbox.site_id) for _ in range(150)))

    def work() -> None:
        number = next(calls)
        if number == 1:
            asyncio.run(burst())
            return
        for _ in range(number, 152, 30):
            webflow.sites.get(sandbox.site_id)

    in_threads(31, work)

    check_burst(line, most=0.005)


def test_windows_that_open_with_the_minute_lose_less_than_a_second_in_all() -> None:
    sandbox = Sandbox(
        rate_limit=60, clock=Clock(running=False), assumptions=Assumptions(quota_window="with_the_minute")
    )
    line = Line(sandbox)
    webflow = connected(sandbox, line)

    for _ in range(300):
        webflow.sites.get(sandbox.site_id)

    assert line.statuses == [200] * 300
    assert line.lost(windows=4) <= 1


def test_sixty_calls_wait_for_nothing() -> None:
    sandbox = limited(Clock(running=False))
    line = Line(sandbox)
    webflow = connected(sandbox, line)

    for _ in range(60):
        webflow.sites.get(sandbox.site_id)

    assert webflow.sites.get(sandbox.site_id).response.quota.remaining == 59
    assert line.came == [0.0] * 60 + [AFTER]


# What opens a window, and what becomes of it. The service here is told what to answer, and takes the time it is told.


class Answers:
    """A service that answers as it is told: ``(seconds, response)`` for each request in turn, the last one for good."""

    def __init__(self, *answers: tuple[float, httpx.Response | type[Exception]]) -> None:
        self._answers = list(answers)
        self.came: list[float] = []
        self.open = 0
        self.most = 0

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        seconds, answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        self.came.append(round(asyncio.get_running_loop().time(), 6))
        self.open += 1
        self.most = max(self.most, self.open)
        try:
            await asyncio.sleep(seconds)
        finally:
            self.open -= 1
        if not isinstance(answer, httpx.Response):
            raise answer("as told")
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)


def told(remaining: int | None = None, retry_after: int | None = None, status: int = 200) -> httpx.Response:
    headers = {"x-ratelimit-limit": "60", "x-ratelimit-remaining": remaining, "retry-after": retry_after}
    return httpx.Response(
        status,
        headers={name: str(value) for name, value in headers.items() if value is not None and remaining is not None}
        | ({} if retry_after is None else {"retry-after": str(retry_after)}),
        json={"id": SITE},
    )


def with_service(answers: Answers, main: Callable[[AsyncWebflow], Coroutine[Any, Any, object]], **options: Any) -> Any:
    """Run ``main`` with a client of this service, in virtual time."""

    async def run() -> object:
        client = httpx.AsyncClient(transport=httpx.MockTransport(answers))
        given: dict[str, Any] = {"base_url": BASE_URL, "clock": LoopClock(), "max_retries": 0, **options}
        return await main(AsyncWebflow("a-token", http_client=client, **given))

    return in_virtual_time(run)


def at_once(calls: int) -> Callable[[AsyncWebflow], Coroutine[Any, Any, list[Any]]]:
    async def main(webflow: AsyncWebflow) -> list[Any]:
        return await asyncio.gather(*(webflow.sites.get(SITE) for _ in range(calls)), return_exceptions=True)

    return main


def check_times(answers: Answers, *expected: float) -> None:
    """Check when requests came. None may be early, or later than a look at the clock."""
    assert len(answers.came) == len(expected)
    assert all(there <= came <= there + LOOK for came, there in zip(answers.came, expected, strict=True)), str(
        answers.came
    )


def test_one_call_opens_the_window_and_the_others_follow_its_answer() -> None:
    answers = Answers((0.55, told(59, 60)))

    with_service(answers, at_once(10))

    check_times(answers, 0.0, *[0.55] * 9)
    assert answers.came.count(0.55) == 8  # all but the first in line


def test_a_service_that_tells_no_quota_holds_nobody_back_after_its_first_answer() -> None:
    answers = Answers((0.5, told()))

    with_service(answers, at_once(300))

    assert answers.most == 299
    assert max(answers.came) < 0.7


@pytest.mark.parametrize(("status", "next_ones"), [(429, 1), (502, 2)])
def test_an_answer_that_tells_nothing_because_of_a_failure_sets_few_free(status: int, next_ones: int) -> None:
    answers = Answers((0.5, told(status=status)), (0.5, told(5, 60)))

    with_service(answers, at_once(6))

    check_times(answers, 0.0, *[0.5] * next_ones, *[1.0] * (5 - next_ones))


def test_a_service_that_told_its_quota_before_is_asked_by_twice_as_many_each_time_it_does_not() -> None:
    answers = Answers((0, told(0, 1)), (0.5, told()), (0.5, told()), (0.5, told()), (0.5, told(50, 60)))

    with_service(answers, at_once(20))

    assert 1.0 <= answers.came[1] <= 1.0 + LOOK
    assert 1.5 <= min(answers.came[2:4]) <= max(answers.came[2:4]) <= 1.5 + 2 * LOOK
    assert 2.0 <= min(answers.came[4:]) <= max(answers.came[4:]) <= 2.5 + 4 * LOOK


def test_of_a_first_call_that_hangs_the_next_one_goes_five_seconds_later() -> None:
    answers = Answers((100.0, told(40, 10)), (0.5, told(58, 60)))

    with_service(answers, at_once(20))

    check_times(answers, 0.0, 5.0, *[5.5] * 18)


def test_while_all_hang_one_goes_each_five_seconds() -> None:
    answers = Answers((100.0, told(59, 60)))

    with_service(answers, at_once(5))

    assert answers.came == [0.0, 5.0, 10.0, 15.0, 20.0]


def test_a_first_call_without_an_answer_is_followed_by_two_at_once() -> None:
    answers = Answers((2.0, httpx.ReadTimeout), (0.5, told(58, 60)))

    outcomes = with_service(answers, at_once(4))

    check_times(answers, 0.0, 2.0, 2.0, 2.5)
    assert sum(isinstance(outcome, TransportError) for outcome in outcomes) == 1


def test_a_429_makes_everybody_wait_for_as_long_as_it_says() -> None:
    answers = Answers((0.5, told(0, 30, 429)), (0, told(59, 60)))

    outcomes = with_service(answers, at_once(5))

    check_times(answers, *([0.0] + [30.5] * 4))
    assert [type(outcome) for outcome in outcomes].count(TooManyRequestsError) == 1


def test_a_429_that_tells_only_when_to_come_back_makes_everybody_wait() -> None:
    answers = Answers((0, told(None, 30, 429)), (0, told(59, 60)))

    with_service(answers, at_once(5))

    check_times(answers, *([0.0] + [30.0] * 4))


def test_a_429_within_a_window_stops_those_who_are_not_out_yet() -> None:
    async def main(webflow: AsyncWebflow) -> None:
        await webflow.sites.get(SITE)
        with pytest.raises(TooManyRequestsError):
            await webflow.sites.get(SITE)
        await at_once(3)(webflow)

    answers = Answers((0, told(59, 60)), (1.0, told(30, 59, 429)), (0, told(59, 60)))

    with_service(answers, main)

    check_times(answers, 0.0, 0.0, 60.0, 60.0, 60.0)


def test_a_429_that_tells_nothing_counts_as_one_request() -> None:
    answers = Answers((0, told(3, 60)), (0.5, told(status=429)), (0.5, told(1, 60)), (0.5, told(0, 60)))

    with_service(answers, at_once(5))

    check_times(answers, 0.0, 0.0, 0.0, 0.0, 60.0)


def test_a_429_in_the_last_moment_of_a_window_is_no_reason_to_ask_again_at_once() -> None:
    answers = Answers((0, told(0, 0, 429)), (0, told(59, 60)))

    with_service(answers, at_once(3))

    check_times(answers, 0.0, 1.0, 1.0)


def test_nobody_waits_longer_than_a_window_whatever_the_service_says() -> None:
    answers = Answers((0, told(0, 3600, 429)), (0, told(59, 60)))

    with_service(answers, at_once(3))

    check_times(answers, 0.0, 60.0, 60.0)


def test_without_retry_after_a_window_lasts_a_minute() -> None:
    answers = Answers(*[(0, told(left)) for left in (2, 1, 0, 2, 1, 0)])

    with_service(answers, at_once(6))

    check_times(answers, *([0.0] * 3 + [60.0] * 3))


def test_a_window_that_ends_before_its_time_is_followed_by_the_new_one() -> None:
    async def main(webflow: AsyncWebflow) -> None:
        await webflow.sites.get(SITE)
        await asyncio.sleep(20)
        await at_once(50)(webflow)

    answers = Answers((0, told(1, 60)), (0, told(59, 60)))  # the service has forgotten what was before

    with_service(answers, main)

    check_times(answers, *([0.0] + [20.0] * 50))


def test_remaining_calls_are_given_to_as_many_and_to_no_more() -> None:
    answers = Answers((0, told(3, 60)), (30, told(2, 60)), (30, told(1, 60)), (30, told(0, 60)), (0, told(59, 60)))

    with_service(answers, at_once(10))

    check_times(answers, *([0.0] * 4 + [60.0] * 6))


def test_requests_that_were_never_sent_cost_nothing() -> None:
    async def main(webflow: AsyncWebflow) -> None:
        await at_once(60)(webflow)
        await at_once(59)(webflow)

    answers = Answers((0, told(59, 60)), *[(0, httpx.ConnectError)] * 59, (0, told(59, 60)))

    with_service(answers, main)

    check_times(answers, *([0.0] * 119))


def test_requests_without_an_answer_may_have_been_counted() -> None:
    async def main(webflow: AsyncWebflow) -> None:
        await at_once(60)(webflow)
        await webflow.sites.get(SITE)

    answers = Answers((0, told(59, 60)), *[(0, httpx.ReadError)] * 59, (0, told(59, 60)))

    with_service(answers, main)

    check_times(answers, *([0.0] * 60 + [60.0]))


# Calls that are broken off.


def test_a_task_that_is_cancelled_in_line_leaves_its_turn_to_the_next() -> None:
    async def main(webflow: AsyncWebflow) -> None:
        tasks = [asyncio.create_task(webflow.sites.get(SITE)) for _ in range(6)]
        await asyncio.sleep(1)
        for task in (tasks[2], tasks[4]):
            task.cancel()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        cancelled = [isinstance(outcome, asyncio.CancelledError) for outcome in outcomes]
        assert cancelled == [False, False, True, False, True, False]
        check_idle(webflow)

    answers = Answers((0, told(0, 60)), (0, told(59, 60)))

    with_service(answers, main)

    check_times(answers, 0.0, 60.0, 60.0, 60.0)


def test_a_task_that_is_cancelled_while_it_watches_the_clock_leaves_that_to_the_next() -> None:
    async def main(webflow: AsyncWebflow) -> None:
        tasks = [asyncio.create_task(webflow.sites.get(SITE)) for _ in range(4)]
        for first in (1, 2):
            await asyncio.sleep(1)
            assert pace_of_client(webflow)._waiting[0].watches
            tasks[first].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        check_idle(webflow)

    answers = Answers((0, told(0, 60)), (0, told(59, 60)))

    with_service(answers, main)

    check_times(answers, 0.0, 60.0)


def test_a_turn_whose_task_is_cancelled_before_it_wakes_goes_to_the_next() -> None:
    async def main(webflow: AsyncWebflow) -> None:
        pace = pace_of_client(webflow)
        tasks = [asyncio.create_task(webflow.sites.get(SITE)) for _ in range(5)]
        await asyncio.sleep(1)
        turns = list(pace._waiting)
        pace.answered(0.0, 200, {"x-ratelimit-remaining": "2", "retry-after": "60"})
        assert [turn.granted for turn in turns] == [True, True, False, False]
        tasks[1].cancel()  # which watched the clock
        tasks[2].cancel()  # which waited to be woken
        await asyncio.sleep(0.2)
        check_times(answers, 0.0, 1.0, 1.0)
        pace._in_flight += 1  # for the answer that was made up
        await asyncio.gather(*tasks, return_exceptions=True)
        check_idle(webflow)

    answers = Answers((4.0, told(2, 60)))

    with_service(answers, main)


def test_a_scout_that_is_cancelled_before_it_goes_is_followed_by_the_next() -> None:
    async def main(webflow: AsyncWebflow) -> None:
        tasks = [asyncio.create_task(webflow.sites.get(SITE)) for _ in range(4)]
        await asyncio.sleep(59.999)
        await asyncio.sleep(0.001)
        tasks[1].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        check_idle(webflow)

    answers = Answers((0, told(0, 60)), (0, told(59, 60)))

    with_service(answers, main)

    check_times(answers, 0.0, 60.0, 60.0)


def test_a_call_that_is_cancelled_on_its_way_may_have_been_counted() -> None:
    async def main(webflow: AsyncWebflow) -> None:
        task = asyncio.create_task(webflow.sites.get(SITE))
        await asyncio.sleep(0.1)
        task.cancel()
        await at_once(3)(webflow)
        check_idle(webflow)

    answers = Answers((5, told(2, 60)), (0, told(1, 60)), (0, told(59, 60)))

    with_service(answers, main)

    check_times(answers, 0.0, 0.1, 60.1, 60.1)


def check_idle(webflow: Webflow | AsyncWebflow) -> None:
    """Check that no turn has been lost."""
    pace = pace_of_client(webflow)
    assert (pace._in_flight, len(pace._waiting)) == (0, 0)


class Interrupted(BaseException):
    """What a signal handler raises, as Ctrl-C raises KeyboardInterrupt."""


@pytest.fixture
def interrupt() -> Iterator[Callable[[], None]]:
    """Interrupt the main thread, wherever it waits."""

    def raise_it(*_: object) -> None:
        raise Interrupted

    before = signal.signal(signal.SIGUSR1, raise_it)
    yield lambda: signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGUSR1)
    signal.signal(signal.SIGUSR1, before)


class HeldClock(Clock):
    """A clock on which nobody's sleep ends before the test has moved it and lets all go on."""

    def __init__(self) -> None:
        super().__init__(running=False)
        self._go_on = threading.Event()

    def sleep(self, seconds: float) -> None:
        self._go_on.wait(30)

    async def sleep_async(self, seconds: float) -> None:
        await asyncio.sleep(0.001)

    def go_on(self, seconds: float) -> None:
        self.advance(seconds)
        self._go_on.set()


def used_up(clock: Clock) -> tuple[Sandbox, Line, Webflow]:
    """Return a client of a token whose quota is used up until 60 seconds from now."""
    sandbox = limited(clock)
    line = Line(sandbox)
    webflow = connected(sandbox, line)
    for _ in range(60):
        webflow.sites.get(sandbox.site_id)
    return sandbox, line, webflow


def in_the_background(work: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


@pytest.mark.parametrize("place", ["first", "second"])
def test_a_thread_that_is_interrupted_in_line_leaves_its_turn_to_the_next(
    place: str, interrupt: Callable[[], None]
) -> None:
    clock = HeldClock()
    sandbox, line, webflow = used_up(clock)
    pace, others = pace_of_client(webflow), []

    def call() -> None:
        webflow.sites.get(sandbox.site_id)

    def disturb() -> None:
        eventually(lambda: len(pace._waiting) == (1 if place == "first" else 2))
        if place == "first":
            others.append(in_the_background(call))
            eventually(lambda: len(pace._waiting) == 2)
        interrupt()

    if place == "second":
        others.append(in_the_background(call))
        eventually(lambda: len(pace._waiting) == 1)
    disturber = in_the_background(disturb)
    with pytest.raises(Interrupted):
        call()
    disturber.join(30)
    clock.go_on(61)
    for other in others:
        other.join(30)

    check_idle(webflow)
    assert line.came == [0.0] * 60 + [61.0]


def test_what_a_clock_raises_reaches_the_caller_and_holds_up_nobody() -> None:
    class Broken(Clock):
        def sleep(self, seconds: float) -> None:
            raise Interrupted

    sandbox, line, webflow = used_up(Broken(running=False))

    for _ in range(3):
        with pytest.raises(Interrupted):
            webflow.sites.get(sandbox.site_id)

    check_idle(webflow)
    sandbox.clock.advance(61)
    webflow.sites.get(sandbox.site_id)
    assert line.statuses == [200] * 61


def test_a_call_that_fails_before_it_is_sent_gives_its_turn_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    sandbox = limited(Clock(running=False))
    webflow = connected(sandbox, Line(sandbox))
    with monkeypatch.context() as patched:
        patched.setattr(course, "start_span", fail)
        with pytest.raises(ZeroDivisionError):
            webflow.sites.get(sandbox.site_id)

    check_idle(webflow)


# Event loops that end or stand still while a task of theirs waits.


class Loops:
    """An event loop that is run step by step, and that the test may leave standing."""

    def __init__(self, webflow: AsyncWebflow, site: str) -> None:
        self.loop = asyncio.new_event_loop()
        self.loop.set_exception_handler(lambda *_: None)  # it would tell of tasks that were thrown away
        self._webflow = webflow
        self._site = site

    def wait_in_line(self, tasks: int) -> list[asyncio.Task[Any]]:
        """Start so many calls and leave the loop once they are in line."""
        pace, before = pace_of_client(self._webflow), len(pace_of_client(self._webflow)._waiting)
        started = [self.loop.create_task(self._webflow.sites.get(self._site)) for _ in range(tasks)]
        while len(pace._waiting) < before + tasks:
            self.loop.run_until_complete(asyncio.sleep(0))
        return started


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "_PATIENCE", 0.01)


@pytest.mark.parametrize("waiting", [1, 3])
@pytest.mark.parametrize("kept", [True, False])
def test_an_event_loop_that_is_closed_while_its_tasks_wait_holds_up_nobody(
    waiting: int, kept: bool, impatient: None
) -> None:
    clock = HeldClock()
    sandbox, line, webflow = used_up(clock)
    other = connected_async(sandbox, line)
    loops = Loops(other, sandbox.site_id)
    tasks = loops.wait_in_line(waiting)
    thread = in_the_background(lambda: webflow.sites.get(sandbox.site_id))
    eventually(lambda: len(pace_of_client(webflow)._waiting) == waiting + 1)
    loops.loop.close()
    if not kept:
        tasks.clear()
        gc.collect()
    clock.go_on(61)
    thread.join(30)

    assert not thread.is_alive()
    assert line.came[60:] == [61.0]
    check_idle(webflow)
    for task in tasks:
        task.get_coro().close()  # type: ignore[union-attr]
    check_idle(webflow)


@pytest.mark.parametrize("other", ["a thread", "a task of another loop"])
def test_an_event_loop_that_stands_still_holds_up_nobody_for_long(other: str, impatient: None) -> None:
    clock = HeldClock()
    sandbox, line, webflow = used_up(clock)
    loops = Loops(connected_async(sandbox, line), sandbox.site_id)
    task, *_ = loops.wait_in_line(1)
    awaited = connected_async(sandbox, line)

    async def call() -> None:
        await awaited.sites.get(sandbox.site_id)

    thread = in_the_background(
        (lambda: webflow.sites.get(sandbox.site_id)) if other == "a thread" else (lambda: asyncio.run(call()))
    )
    eventually(lambda: len(pace_of_client(webflow)._waiting) == 2)

    clock.advance(61)  # the task in the loop watches the clock, and is to open the window
    eventually(lambda: len(pace_of_client(webflow)._waiting) == 1)
    clock.go_on(5)
    thread.join(30)
    assert not thread.is_alive()

    loops.loop.run_until_complete(task)
    loops.loop.close()
    check_idle(webflow)


# ``max_wait``.


@pytest.mark.parametrize(("passed", "max_wait"), [(0, 59.9), (0, 0), (30.5, 29)])
def test_a_wait_that_is_too_long_raises_at_once_and_sends_nothing(passed: float, max_wait: float) -> None:
    sandbox, line, webflow = used_up(Clock(running=False))
    sandbox.clock.advance(passed)

    with pytest.raises(QuotaError, match=r"^Come back in \d\d s: .* nothing was sent$") as caught:
        webflow.with_options(max_wait=max_wait).sites.get(sandbox.site_id)

    assert caught.value.retry_after == 60 - passed
    assert sandbox.clock.seconds() == passed
    assert len(line.came) == 60
    check_idle(webflow)


def test_a_wait_that_is_short_enough_is_waited() -> None:
    sandbox, line, webflow = used_up(Clock(running=False))

    webflow.with_options(max_wait=60).sites.get(sandbox.site_id)

    assert line.came[60:] == [AFTER]


def test_a_long_line_counts() -> None:
    async def main(webflow: AsyncWebflow) -> None:
        tasks = [asyncio.create_task(webflow.sites.get(SITE)) for _ in range(61)]
        await asyncio.sleep(1)
        with pytest.raises(QuotaError) as caught:
            await webflow.with_options(max_wait=100).sites.get(SITE)
        assert caught.value.retry_after == 59 + 60
        for task in tasks:
            task.cancel()

    with_service(Answers((0, told(0, 60))), main)


def test_a_line_of_unknown_speed_is_no_reason_to_refuse() -> None:
    async def main(webflow: AsyncWebflow) -> None:
        await asyncio.gather(*(webflow.with_options(max_wait=61).sites.get(SITE) for _ in range(10)))

    without_limit = httpx.Response(200, headers={"x-ratelimit-remaining": "0"}, json={"id": SITE})
    with_limit = httpx.Response(200, headers={"x-ratelimit-remaining": "59"}, json={"id": SITE})

    with_service(Answers((0, without_limit), (0, with_limit)), main)


def test_a_call_in_line_raises_as_soon_as_it_knows_that_it_will_be_too_long() -> None:
    async def main(webflow: AsyncWebflow) -> list[Any]:
        outcomes = await at_once(4)(webflow)
        check_idle(webflow)
        return [*outcomes, asyncio.get_running_loop().time()]

    answers = Answers((0.5, told(1, 60)), (0, told(0, 60)))  # others use the token, too

    *outcomes, now = with_service(answers, main, max_wait=5)

    assert [isinstance(outcome, QuotaError) for outcome in outcomes] == [False, False, True, True]
    assert 0.5 <= now <= 1.1
    assert answers.came[0] == 0
    assert len(answers.came) == 2


def test_a_call_in_line_raises_when_it_has_waited_too_long_for_one_that_hangs() -> None:
    async def main(webflow: AsyncWebflow) -> list[Any]:
        hanging = asyncio.create_task(webflow.sites.get(SITE))
        await asyncio.sleep(0)
        outcomes = await at_once(3)(webflow.with_options(max_wait=2))
        now = asyncio.get_running_loop().time()
        await hanging
        check_idle(webflow)
        return [*outcomes, now]

    answers = Answers((100, told(59, 60)))

    *outcomes, now = with_service(answers, main)

    assert [type(outcome) for outcome in outcomes] == [QuotaError] * 3
    assert all(outcome.retry_after > 0 for outcome in outcomes)
    assert 2 <= now <= 4.1
    assert len(answers.came) == 1


def test_a_thread_in_line_raises_as_soon_as_it_knows_that_it_will_be_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "_GRACE", 0.001)
    clock, release, refused = PatientClock(), threading.Event(), []
    sandbox = limited(clock)

    def answer(request: httpx.Request) -> httpx.Response:
        release.wait(30)
        return told(0, 60)

    webflow = connected(sandbox, httpx.MockTransport(answer), max_wait=5)
    clock.pace = pace_of_client(webflow)

    def call() -> None:
        try:
            webflow.sites.get(SITE)
        except QuotaError as error:
            refused.append(error.retry_after)

    threads = [in_the_background(call) for _ in range(4)]
    eventually(lambda: len(pace_of_client(webflow)._waiting) == 3)
    release.set()
    for thread in threads:
        thread.join(30)

    assert refused == [60.0] * 3
    check_idle(webflow)


# Who shares a pace.


def test_clients_of_one_token_share_its_pace() -> None:
    sandbox, line, first = used_up(Clock(running=False))
    second = connected(sandbox, line)

    second.sites.get(sandbox.site_id)

    assert line.came[60:] == [AFTER]
    assert pace_of_client(first) is pace_of_client(second)


def test_clients_of_different_tokens_do_not_wait_for_each_other() -> None:
    sandbox, line, _ = used_up(Clock(running=False))
    other = connected(sandbox, line, token=next(token for token in sandbox.tokens.values() if token != sandbox.token))

    other.sites.list()

    assert line.came[60:] == [0.0]


@pytest.mark.parametrize("changed", ["base_url", "clock"])
def test_clients_of_different_services_do_not_wait_for_each_other(changed: str) -> None:
    sandbox, line, first = used_up(Clock(running=False))
    options: dict[str, Any] = {"base_url": "http://127.0.0.1:8080/v2", "clock": Clock(running=False)}

    other = connected(sandbox, line, **{changed: options[changed]})

    assert pace_of_client(other) is not pace_of_client(first)


def test_a_client_with_other_options_shares_the_pace() -> None:
    sandbox, line, webflow = used_up(Clock(running=False))

    webflow.with_options(timeout=1, max_retries=1, headers={"X-Name": "value"}).sites.get(sandbox.site_id)

    assert line.came[60:] == [AFTER]


@pytest.fixture
def no_garbage_collection() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def test_a_pace_is_forgotten_with_its_last_client(no_garbage_collection: None) -> None:
    sandbox, line, first = used_up(Clock(running=False))
    first.sites.get(sandbox.site_id)  # which had to wait
    for _ in range(59):
        first.sites.get(sandbox.site_id)
    with pytest.raises(QuotaError):
        first.with_options(max_wait=0).sites.get(sandbox.site_id)
    second = connected(sandbox, line)
    pace, client = weakref.ref(pace_of_client(first)), weakref.ref(first)
    known = len(pacing._PACES)

    del first
    assert client() is None
    assert pace() is pace_of_client(second)
    del second
    assert pace() is None
    assert len(pacing._PACES) == known - 1

    sandbox.clock.advance(60)
    assert connected(sandbox, line).sites.get(sandbox.site_id).response.quota.remaining == 59


def test_a_pace_of_tasks_is_forgotten_with_its_last_client(no_garbage_collection: None) -> None:
    async def main(webflow: AsyncWebflow) -> tuple[Any, Any]:
        outcomes = await at_once(5)(webflow)
        assert sum(isinstance(outcome, ServerError) for outcome in outcomes) == 1
        del outcomes
        return weakref.ref(pace_of_client(webflow)), weakref.ref(webflow)

    pace, client = with_service(Answers((0.5, told(0, 60, 500)), (0, told(59, 60))), main)

    assert (pace(), client()) == (None, None)
