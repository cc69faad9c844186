"""How far a command is: one line on a terminal that is written anew, and a line now and then elsewhere."""

import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final, TextIO

from attrs import evolve

if TYPE_CHECKING:
    from webflow_pages.metadata.applying.progress import Progress

_OFTEN: Final = 0.1
"""Seconds between two lines on a terminal."""

_SELDOM: Final = 30.0
"""Seconds between two lines elsewhere, such as in the log of a job."""


class ProgressLine:
    """Shows how far applying is. That nobody can see it is no reason to fail."""

    def __init__(self, file: TextIO | None) -> None:
        self._file = file
        self._is_terminal = file is not None and file.isatty()
        self._told = time.monotonic()  # when the latest came
        self._shown = -_OFTEN if self._is_terminal else self._told  # a terminal sees the first one at once
        self._there = False
        self._latest: Progress | None = None

    def show(self, progress: "Progress") -> None:
        """Show how far it is, unless that was shown just now."""
        now = time.monotonic()
        self._latest, self._told = progress, now
        is_last = progress.done == progress.total
        if now - self._shown < (_OFTEN if self._is_terminal else _SELDOM) and not (is_last and self._there):
            return
        self._draw(progress, now)

    def tick(self) -> None:
        """Count down the time that is left, on a terminal: what is applied may wait for a minute."""
        now = time.monotonic()
        if self._is_terminal and self._latest is not None and now - self._shown >= _OFTEN:
            left = max(self._latest.seconds_left - (now - self._told), 0.0)
            self._draw(evolve(self._latest, seconds_left=left), now)

    def end(self) -> None:
        """Leave the line, so that what follows begins a new one."""
        if self._there and self._is_terminal:
            self._write("\r\033[K")
        self._there = False

    def _draw(self, progress: "Progress", now: float) -> None:
        self._shown, self._there = now, True
        self._write(f"\r{_text(progress)}\033[K" if self._is_terminal else f"{_text(progress)}\n")

    def _write(self, text: str) -> None:
        if self._file is not None:
            with suppress(OSError, ValueError):
                self._file.write(text)
                self._file.flush()


def _text(progress: "Progress") -> str:
    from webflow_pages.metadata.wording import lasting

    left = f", about {lasting(progress.seconds_left)} left" if progress.seconds_left >= 1 else ""
    return f"{progress.done:,} of {progress.total:,} pages and locales, {progress.requests:,} requests{left}"
