"""Time under the tests' control, for one thread, for many, and for the tasks of an event loop."""

import asyncio
import math
import threading
import time
from collections import deque
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, TypeVar

import httpx

from webflow_contract.carriers.transport import SandboxTransport
from webflow_contract.sandbox import Clock, Sandbox
from webflow_pages import AsyncWebflow, Webflow
from webflow_pages.sending.pacing import Pace

T = TypeVar("T")

BASE_URL = "http://127.0.0.1/v2"


class PatientClock(Clock):
    """Stands still while a call is on its way, and moves on when all wait. A slow machine loses no time on it."""

    def __init__(self) -> None:
        super().__init__(running=False)
        self.pace: Pace | None = None

    def sleep(self, seconds: float) -> None:
        if self._is_busy():
            time.sleep(0.0005)
        else:
            self.advance(seconds)

    async def sleep_async(self, seconds: float) -> None:
        if self._is_busy():
            await asyncio.sleep(0.0005)
        else:
            self.advance(seconds)
            await asyncio.sleep(0)

    def _is_busy(self) -> bool:
        return self.pace is not None and self.pace._in_flight > 0


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose time passes only when nobody has anything to do, and then at once."""

    def __init__(self) -> None:
        super().__init__()
        self._now = 0.0
        self._clock_resolution = 0.0  # or it would call who sleeps before its time, and time would never pass
        inner: Any = self
        select = inner._selector.select
        inner._selector.select = lambda timeout=None: select(None if timeout is None else self._skip(inner))

    def time(self) -> float:
        return self._now

    def _skip(self, inner: Any) -> float:
        if not inner._ready and inner._scheduled:
            self._now = max(self._now, math.nextafter(inner._scheduled[0]._when, math.inf))
        return 0.0


class LoopClock(Clock):
    """The time of the event loop that runs, for a client and a sandbox alike."""

    def __init__(self) -> None:
        super().__init__(running=False)

    def seconds(self) -> float:
        return asyncio.get_running_loop().time()

    async def sleep_async(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def in_virtual_time(main: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run a coroutine function. Waiting takes no time in it."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main())


class Line(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """The line to a sandbox. ``came`` are the times of the requests by its clock, ``statuses`` what came of them.

    Args:
        sandbox: What answers.
        delays: The seconds that a request is on its way, and its answer, in turn.
    """

    def __init__(self, sandbox: Sandbox, delays: Iterable[float] = ()) -> None:
        self.came: list[float] = []
        self.statuses: list[int] = []
        self._sandbox = sandbox
        self._under = SandboxTransport(sandbox)
        self._delays = deque(delays)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._sandbox.clock.advance(self._delay())
        self.came.append(self._sandbox.clock.seconds())
        response = self._under.handle_request(request)
        self.statuses.append(response.status_code)
        self._sandbox.clock.advance(self._delay())
        return response

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        there, back = self._delay(), self._delay()
        if there:
            await asyncio.sleep(there)
        self.came.append(self._sandbox.clock.seconds())
        response = await self._under.handle_async_request(request)
        self.statuses.append(response.status_code)
        if back:
            await asyncio.sleep(back)
        return response

    def lost(self, windows: int) -> float:
        """Return the seconds from the first request to the last beyond those of so many whole windows."""
        return max(self.came) - min(self.came) - 60.0 * windows

    def _delay(self) -> float:
        return self._delays.popleft() if self._delays else 0.0


def limited(clock: Clock) -> Sandbox:
    """Return a sandbox of 60 requests a minute."""
    return Sandbox(rate_limit=60, clock=clock)


def connected(sandbox: Sandbox, line: httpx.BaseTransport, **options: Any) -> Webflow:
    """Return a client that tries nothing again."""
    given: dict[str, Any] = {"base_url": BASE_URL, "clock": sandbox.clock, "max_retries": 0, **options}
    return Webflow(given.pop("token", sandbox.token), http_client=httpx.Client(transport=line), **given)


def connected_async(sandbox: Sandbox, line: httpx.AsyncBaseTransport, **options: Any) -> AsyncWebflow:
    """Return a client for tasks that tries nothing again."""
    given: dict[str, Any] = {"base_url": BASE_URL, "clock": sandbox.clock, "max_retries": 0, **options}
    return AsyncWebflow(given.pop("token", sandbox.token), http_client=httpx.AsyncClient(transport=line), **given)


def pace_of_client(webflow: Webflow | AsyncWebflow) -> Pace:
    return webflow._sender.setup.pace


def in_threads(count: int, work: Callable[[], object]) -> None:
    """Do a work in so many threads at once, and fail if one of them fails or waits for ever."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001  (whatever it is, the test tells it)
            failed.append(error)

    threads = [threading.Thread(target=run, daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 60
    for thread in threads:
        thread.join(max(until - time.monotonic(), 0.0))
    assert not failed, failed
    assert not any(thread.is_alive() for thread in threads), "a call waits for ever"


def eventually(condition: Callable[[], object]) -> None:
    """Wait until another thread has done its part."""
    until = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < until, "what was waited for does not come"
        time.sleep(0.0005)
