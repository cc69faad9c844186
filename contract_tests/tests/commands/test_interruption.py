"""A check that is interrupted puts the page back, at once or with ``webflow-contract restore``."""

import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from webflow_contract.carriers.server import running
from webflow_contract.exchange import Request, Response
from webflow_contract.sandbox import Sandbox

from .conftest import COMMAND, Run, surroundings

JOURNAL = "webflow-contract.journal.json"


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


def texts(sandbox: Sandbox) -> list[Any]:
    headers = {"authorization": f"Bearer {sandbox.token}"}
    queries = [(), *((("localeId", locale_id),) for locale_id in sandbox.locale_ids.values())]
    bodies = [sandbox(Request("GET", f"/v2/pages/{sandbox.page_id}", query, headers)).json() for query in queries]
    return [{**body, "lastUpdated": None} for body in bodies]


@pytest.fixture
def held(sandbox: Sandbox) -> Held:
    return Held(sandbox)


@pytest.fixture
def held_url(held: Held) -> Iterator[str]:
    with running(held) as url:
        yield url
        held.go_on.set()


@pytest.fixture
def checking(held: Held, held_url: str, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a check, and wait until it is in the middle of its first update."""
    sandbox = held.sandbox
    arguments = ["check", "--base-url", held_url, "--site", sandbox.site_id, "--page", sandbox.page_id]
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=tmp_path,
        env=surroundings(WEBFLOW_TOKEN=sandbox.token),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert held.updated.wait(20)
    yield process
    process.kill()
    process.communicate()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_puts_the_page_back(
    held: Held, checking: subprocess.Popen[str], number: signal.Signals, code: int, tmp_path: Path
) -> None:
    checking.send_signal(number)
    line = checking.stderr.readline() if checking.stderr else ""
    assert "being put back" in line
    held.go_on.set()
    _, stderr = checking.communicate(timeout=30)

    assert checking.returncode == code, stderr
    assert "Traceback" not in stderr
    assert texts(held.sandbox) == texts(Sandbox())
    assert list(tmp_path.iterdir()) == []


def test_after_a_kill_the_journal_stops_the_next_check_and_restores_the_page(
    held: Held, held_url: str, checking: subprocess.Popen[str], here: Run, tmp_path: Path
) -> None:
    checking.kill()
    checking.wait()
    held.go_on.set()
    sandbox = held.sandbox
    assert texts(sandbox) != texts(Sandbox())
    journal = (tmp_path / JOURNAL).read_text()
    assert sandbox.token not in journal

    arguments = ("check", "--base-url", held_url, "--site", sandbox.site_id, "--page", sandbox.page_id)
    again = here(*arguments, WEBFLOW_TOKEN=sandbox.token)
    assert (again.returncode, (tmp_path / JOURNAL).read_text()) == (3, journal)

    # Elsewhere, without the journal, the marker in the page stops a check.
    elsewhere = here(*arguments, "--journal", "other.json", WEBFLOW_TOKEN=sandbox.token)
    assert elsewhere.returncode == 3
    assert "texts of an earlier check" in elsewhere.stdout

    restored = here("restore", WEBFLOW_TOKEN=sandbox.token)
    assert restored.returncode == 0, restored.stderr
    assert texts(sandbox) == texts(Sandbox())
    assert not (tmp_path / JOURNAL).exists()


def test_what_cannot_be_put_back_now_keeps_its_journal(
    held: Held, held_url: str, checking: subprocess.Popen[str], here: Run, tmp_path: Path
) -> None:
    checking.kill()
    checking.wait()
    held.go_on.set()

    without_token = here("restore", JOURNAL)
    assert without_token.returncode == 4
    assert "WEBFLOW_TOKEN" in without_token.stderr

    refused = here("restore", JOURNAL, WEBFLOW_TOKEN=held.sandbox.tokens["without-pages-write"])
    assert refused.returncode == 4
    assert "not as it was" in refused.stderr
    assert (tmp_path / JOURNAL).exists()


@pytest.mark.parametrize("content", [None, "", "{}", "[]", '{"schema": 2}', '{"schema": 1, "base_url": 5}'])
def test_a_missing_or_broken_journal_is_one_line(here: Run, content: str | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "journal.json").write_text(content)
    done = here("restore", "journal.json", WEBFLOW_TOKEN="token")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert "journal.json" in done.stderr
