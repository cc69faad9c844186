"""Sending a call: it waits for its turn, goes out, and is tried again where that helps.

What is decided stands in ``Setup`` and ``Course``; ``Sender`` and ``AsyncSender`` carry it out.
"""

import contextlib
import threading
from typing import Any

from attrs import frozen

from webflow_pages.calls.call import Answer, Call
from webflow_pages.errors import QuotaError
from webflow_pages.sending.course import Again, Course
from webflow_pages.sending.pacing import Turn
from webflow_pages.sending.setup import Setup
from webflow_pages.sending.transport import AsyncPool, Pool, exchange, exchange_async


@frozen
class Sender:
    """Sends calls, one after the other or from several threads."""

    setup: Setup
    pool: Pool

    def send(self, call: Call[Any]) -> Answer:
        """Send a call and return its answer, whatever it is.

        Raises:
            ConfigurationError: The surroundings, such as a malformed proxy variable, keep httpx from sending.
            QuotaError: It would have to wait too long for its turn.
            TransportError: No answer came.
        """
        course = Course(self.setup, call)
        self._attempt(course)
        if course.wait is not None:
            self._go_on(course)
        return course.answer()

    def _go_on(self, course: Course) -> None:
        try:
            for attempt in course.attempts():
                with attempt:
                    if attempt.num > 1:
                        self.setup.clock.sleep(course.again())
                        self._attempt(course)
                    course.check()
        except (Again, QuotaError):
            return  # stamina's switches, or the quota, allow no further attempt: the last outcome counts

    def _attempt(self, course: Course) -> None:
        if not self.setup.pace.take():
            self._wait_for_turn()
        outcome = None
        try:
            course.begin()
            outcome = exchange(self.pool, self.setup.prepared, course.call)
        finally:
            course.end(outcome)

    def _wait_for_turn(self) -> None:
        self.setup.check_wait()
        pace, clock, came = self.setup.pace, self.setup.clock, threading.Event()
        turn, since = Turn(came.set), clock.seconds()
        try:
            pace.wait(turn)
            while not turn.granted:
                self.setup.check_wait(since)
                if turn.watches:
                    clock.sleep(pace.nap())
                else:
                    came.wait(self.setup.patience)
                    came.clear()
                pace.look()
        except BaseException:
            pace.leave(turn)
            raise


@frozen
class AsyncSender:
    """``Sender`` without blocking. It belongs to one event loop."""

    setup: Setup
    pool: AsyncPool

    async def send(self, call: Call[Any]) -> Answer:
        """Send a call and return its answer, as ``Sender.send`` does."""
        course = Course(self.setup, call)
        await self._attempt(course)
        if course.wait is not None:
            await self._go_on(course)
        return course.answer()

    async def _go_on(self, course: Course) -> None:
        try:
            async for attempt in course.attempts():
                with attempt:
                    if attempt.num > 1:
                        await self.setup.clock.sleep_async(course.again())
                        await self._attempt(course)
                    course.check()
        except (Again, QuotaError):
            return

    async def _attempt(self, course: Course) -> None:
        if not self.setup.pace.take():
            await self._wait_for_turn()
        outcome = None
        try:
            course.begin()
            outcome = await exchange_async(self.pool, self.setup.prepared, course.call)
        finally:
            course.end(outcome)

    async def _wait_for_turn(self) -> None:
        import asyncio

        self.setup.check_wait()
        pace, clock, came, loop = self.setup.pace, self.setup.clock, asyncio.Event(), asyncio.get_running_loop()
        turn, since = Turn(lambda: loop.call_soon_threadsafe(came.set)), clock.seconds()
        try:
            pace.wait(turn)
            while not turn.granted:
                self.setup.check_wait(since)
                if turn.watches:
                    await clock.sleep_async(pace.nap())
                else:
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(self.setup.patience):
                            await came.wait()
                    came.clear()
                pace.look()
        except BaseException:
            pace.leave(turn)
            raise
