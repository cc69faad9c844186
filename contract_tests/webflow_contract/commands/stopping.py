"""Being stopped by a signal, with the page put back."""

import signal
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

from webflow_contract.commands.talking import say


class Stopped(BaseException):
    """A signal asked the command to stop."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number
        self.not_restored = False


@contextmanager
def stoppable() -> Generator[None, None, None]:
    """Let the first SIGINT or SIGTERM end the check, and no further one disturb it while it puts the page back."""

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  (a signal handler has both)
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, signal.SIG_IGN)
        say("Stopping: the page is being put back.")
        raise Stopped(number)

    before = {name: signal.signal(name, stop) for name in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
