"""What a terminal is asked and shown, and what a job's log gets instead."""

import io
import sys

import pytest

from webflow_pages.commands import progressing
from webflow_pages.commands.carrying_out import exit_code
from webflow_pages.commands.confirming import asked
from webflow_pages.commands.progressing import ProgressLine
from webflow_pages.metadata.applying.applied import Applied, Cause, Halt
from webflow_pages.metadata.applying.progress import Meter, Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("typed", "answer"), [("y\n", "yes"), ("YES\n", "yes"), ("\n", "no"), ("n\n", "no"), ("", "no")]
)
def test_a_terminal_is_asked(monkeypatch: pytest.MonkeyPatch, typed: str, answer: str) -> None:
    stderr = Terminal()
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    monkeypatch.setattr(sys, "stderr", stderr)
    assert asked(yes=False) == answer
    assert stderr.getvalue().startswith("Apply this? [y/N] ")


@pytest.mark.parametrize("stdin", [io.StringIO("y\n"), None])
def test_nobody_is_asked_without_a_terminal(monkeypatch: pytest.MonkeyPatch, stdin: io.StringIO | None) -> None:
    stderr = Terminal()
    monkeypatch.setattr(sys, "stdin", stdin)
    monkeypatch.setattr(sys, "stderr", stderr)
    assert asked(yes=False) == "nobody"
    assert stderr.getvalue() == ""
    assert asked(yes=True) == "yes"


class Time:
    now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    time = Time()
    monkeypatch.setattr(progressing, "time", time)
    return time


def test_a_terminal_has_one_line_that_is_written_anew(time: Time) -> None:
    terminal = Terminal()
    line = ProgressLine(terminal)
    for done in range(1, 11):
        time.now += 0.05
        line.show(Progress(done, 10, 2 * done, 75.0))
    line.end()
    shown = terminal.getvalue().split("\r")
    assert shown[-2] == "10 of 10 pages and locales, 20 requests, about 1 min 15 s left\x1b[K"
    assert shown[-1] == "\x1b[K"
    assert "\n" not in terminal.getvalue()
    assert 4 <= len(shown) <= 8


def test_a_terminal_sees_the_time_go_by_while_nothing_happens(time: Time) -> None:
    terminal, log = Terminal(), io.StringIO()
    for file in (terminal, log):
        line = ProgressLine(file)
        line.tick()
        assert file.getvalue() == ""
        line.show(Progress(0, 10, 0, 58.0))
        time.now += 20
        line.tick()
    shown = [f"\r0 of 10 pages and locales, 0 requests, about {seconds} s left\x1b[K" for seconds in (58, 38)]
    assert terminal.getvalue() == "".join(shown)
    assert log.getvalue() == ""


def test_a_log_gets_a_line_now_and_then(time: Time) -> None:
    log = io.StringIO()
    line = ProgressLine(log)
    for done in range(1, 101):
        time.now += 1
        line.show(Progress(done, 100, done, 0))
    line.end()
    lines = log.getvalue().splitlines()
    assert lines[0] == "30 of 100 pages and locales, 30 requests"
    assert len(lines) == 4
    assert "\x1b" not in log.getvalue()


def test_what_is_over_at_once_is_not_shown(time: Time) -> None:
    log = io.StringIO()
    line = ProgressLine(log)
    line.show(Progress(1, 1, 3, 0))
    line.end()
    assert log.getvalue() == ""


def test_nobody_to_show_it_to_is_fine() -> None:
    line = ProgressLine(None)
    line.show(Progress(1, 1, 1, 0))
    line.end()


class Clock:
    now = 0.0

    def seconds(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        raise NotImplementedError

    async def sleep_async(self, seconds: float) -> None:
        raise NotImplementedError


def test_time_left_is_what_the_quota_makes_it() -> None:
    clock = Clock()
    meter = Meter(clock)
    assert meter.seconds_left(30) == 0
    meter.note({"x-ratelimit-limit": "60", "x-ratelimit-remaining": "10", "retry-after": "40"})
    assert [meter.seconds_left(requests) for requests in (10, 11, 70, 71)] == [0, 40, 40, 100]
    clock.now = 15
    assert meter.seconds_left(70) == 25
    clock.now = 50  # that window is over
    assert [meter.seconds_left(requests) for requests in (60, 61)] == [0, 60]
    meter.note({})
    assert meter.requests == 2


@pytest.mark.parametrize(
    ("cause", "wrote", "code"),
    [
        ("side-effects", True, 1),
        ("authorization", False, 4),
        ("authorization", True, 6),
        ("quota", True, 6),
        ("interrupted", False, 6),
    ],
)
def test_what_stopped_it_decides_the_exit_code(cause: Cause, wrote: bool, code: int) -> None:
    applied = Applied("run", (), 1, 1.0, wrote=wrote, open=True, halt=Halt(cause, "why"))
    assert exit_code(applied) == code
