"""Between what a method means and how calls are sent: the steps of a flow, carried out one after the other."""

from typing import TypeVar

from webflow_pages.calls.flows import Flow
from webflow_pages.errors import WebflowError
from webflow_pages.sending.sender import AsyncSender, Sender

T = TypeVar("T")


class Runner:
    """Carries out the steps of a method."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def __call__(self, flow: Flow[T]) -> T:
        """Send each call that comes out of a flow, and put its answer, or the error, back in."""
        try:
            call = next(flow)
            while True:
                try:
                    answer = self._sender.send(call)
                except WebflowError as error:
                    call = flow.throw(error)
                else:
                    call = flow.send(answer)
        except StopIteration as stop:
            result: T = stop.value
            return result


class AsyncRunner:
    """``Runner`` without blocking."""

    def __init__(self, sender: AsyncSender) -> None:
        self._sender = sender

    async def __call__(self, flow: Flow[T]) -> T:
        """Send each call that comes out of a flow, and put its answer, or the error, back in."""
        try:
            call = next(flow)
            while True:
                try:
                    answer = await self._sender.send(call)
                except WebflowError as error:
                    call = flow.throw(error)
                else:
                    call = flow.send(answer)
        except StopIteration as stop:
            result: T = stop.value
            return result
