"""A session that is stopped puts the page back; one that cannot fails loudly, and stops the next one."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from webflow_contract.carriers.server import running
from webflow_contract.check.subject import MARKER
from webflow_contract.exchange import Request, Response
from webflow_contract.sandbox import Sandbox

from .conftest import JOURNAL, SETTINGS, Run, State, named, written

UPDATES = "webflow_contract.suite.test_updates"


class Held:
    """The sandbox, which after an update lets the answer wait until it is told to go on."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.updated = threading.Event()
        self.go_on = threading.Event()

    def __call__(self, request: Request) -> Response:
        response = self.sandbox(request)
        if request.method == "PUT" and not self.updated.is_set():
            self.updated.set()
            assert self.go_on.wait(20)
        return response


@pytest.fixture
def held(sandbox: Sandbox) -> Held:
    return Held(sandbox)


@pytest.fixture
def asking(held: Held, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a session, and wait until it is in the middle of its first update."""
    (tmp_path / "pytest.ini").write_text(SETTINGS, encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WEBFLOW_", "PYTEST_"))}
    with running(held) as url:
        process = subprocess.Popen(
            [sys.executable, "-m", "pytest", "-p", "no:schemathesis", "--pyargs", UPDATES, "--live"],
            cwd=tmp_path,
            env={**kept, **named(url, held.sandbox)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert held.updated.wait(40)
        yield process
        process.kill()
        process.communicate()
        held.go_on.set()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_puts_the_page_back(
    state: State, held: Held, asking: subprocess.Popen[str], tmp_path: Path, number: signal.Signals
) -> None:
    assert (tmp_path / JOURNAL).exists()
    assert MARKER.encode() in b"".join(state())
    asking.send_signal(number)
    held.go_on.set()
    stdout, stderr = asking.communicate(timeout=40)
    assert asking.returncode == pytest.ExitCode.INTERRUPTED, stdout
    assert "the page is as it was" in stdout
    assert held.sandbox.token not in stdout + stderr
    assert not (tmp_path / JOURNAL).exists()
    after = state()
    held.sandbox.reset()
    assert after == state()


def test_after_a_kill_the_journal_stops_the_next_session_and_the_marker_does_elsewhere(
    held: Held, asking: subprocess.Popen[str], live: Run, tmp_path: Path
) -> None:
    asking.kill()
    asking.wait()
    held.go_on.set()
    held.sandbox.forget_requests()
    again = live(UPDATES, "--live-journal", str(tmp_path / JOURNAL))
    assert again.ret == pytest.ExitCode.USAGE_ERROR
    again.stderr.fnmatch_lines([f"ERROR: *run 'webflow-contract restore {tmp_path / JOURNAL}' first"])
    assert held.sandbox.requests() == ()

    elsewhere = live(UPDATES, "--live-journal", "other.json")
    elsewhere.assert_outcomes(errors=5)
    elsewhere.stdout.fnmatch_lines(["*still has the texts of an earlier run in the primary locale*"])
    assert written(held.sandbox) == []


def test_a_page_that_cannot_be_put_back_fails_the_session_and_keeps_its_journal(
    live: Run, sandbox: Sandbox, pytester: pytest.Pytester
) -> None:
    """Even where no test has failed."""

    def refusing(request: Request) -> Response:
        if request.method != "PUT" or MARKER.encode() in request.content:
            return sandbox(request)
        return Response(403, {"content-type": "application/json"}, b"{}")

    done = live(UPDATES, "-k", "word_for_word", handler=refusing)
    done.assert_outcomes(passed=1, deselected=4)
    assert done.ret == pytest.ExitCode.TESTS_FAILED
    journal = pytester.path / JOURNAL
    done.stdout.fnmatch_lines(
        [
            "*the primary locale: not as before: *",
            f"The page is not as it was: run 'webflow-contract restore {journal}'",
            "*; THE PAGE IS NOT AS IT WAS",
        ],
        consecutive=False,
    )
    assert sandbox.token not in journal.read_text(encoding="utf-8")
