"""The command itself, as a process that is killed again and again: nothing is lost, nothing is written twice."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from threading import Lock
from typing import Any

import pytest
from attrs import define, field

from webflow_contract.carriers.server import running
from webflow_contract.exchange import Request, Response
from webflow_contract.sandbox import Sandbox
from webflow_pages.metadata.plan.document import write_plan
from webflow_pages.metadata.plan.model import Plan

from .stage import Stage

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks")

KILLED = -signal.SIGKILL


@define
class Killer:
    """The sandbox, which kills who asks at a request, before or after that is carried out."""

    sandbox: Sandbox
    pid: int = 0
    left: int | None = None
    after: bool = False
    by: int = signal.SIGKILL
    written: Counter[tuple[str, str | None]] = field(factory=Counter)
    at_work: Lock = field(factory=Lock)

    def __call__(self, request: Request) -> Response:
        with self.at_work:
            return self._answer(request)

    def _answer(self, request: Request) -> Response:
        its_time = self.left == 0
        if self.left is not None:
            self.left -= 1
        if its_time and not self.after:
            os.kill(self.pid, self.by)
        response = self.sandbox(request)
        if request.method == "PUT" and response.status == 200:
            self.written[request.path.rpartition("/")[2], dict(request.query).get("localeId")] += 1
        if its_time and self.after:
            os.kill(self.pid, self.by)
        return response


@define
class Processes:
    """Command lines as processes of their own, against a sandbox on a port."""

    killer: Killer
    program: subprocess.Popen[str]
    folder: Path

    def __call__(
        self, *arguments: str, requests: int | None = None, after: bool = False, by: int = signal.SIGKILL, **more: Any
    ) -> int:
        """Run a command line, killed at a request if so, and return what it exits with."""
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        self.killer.left, self.killer.after, self.killer.by = requests, after, by
        self.program.stdin.write(json.dumps({"arguments": arguments, **more}) + "\n")
        self.program.stdin.flush()
        self.killer.pid = int(self.program.stdout.readline())
        code = int(self.program.stdout.readline())
        self.killer.left = None
        with self.killer.at_work:  # what the process has sent is carried out even after its end
            return code


@pytest.fixture(scope="module")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    killer = Killer(Sandbox(rate_limit="off"))
    folder = tmp_path_factory.mktemp("killed")
    with running(killer) as base_url:
        surroundings = {name: value for name, value in os.environ.items() if not name.startswith("WEBFLOW_")}
        program = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("forking.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=folder,
            env={**surroundings, "WEBFLOW_BASE_URL": base_url, "WEBFLOW_TOKEN": killer.sandbox.token},
        )
        with program:
            yield Processes(killer, program, folder)
            assert program.stdin is not None
            program.stdin.close()


@pytest.fixture
def stage(processes: Processes, tmp_path: Path) -> Stage:
    processes.killer.sandbox.reset()
    processes.killer.written.clear()
    return Stage(tmp_path, processes.killer.sandbox)


def planned(stage: Stage, name: str) -> Plan:
    paths = [path for path in stage.paths if path != "/company"]
    tags = ("fr-FR", "de-DE", "pt-BR", "en-US")
    plan = stage.plan({(path, tag): {"title": f"{path} {tag}", "seo.title": name} for path in paths for tag in tags})
    write_plan(plan, stage.runs / "plan.json")
    return plan


def once_each(plan: Plan) -> Counter[tuple[str, str | None]]:
    return Counter({(update.page_id, update.locale_id): 1 for update in plan.updates})


def test_killed_at_many_points_it_comes_to_its_end(processes: Processes, stage: Stage) -> None:
    plan, random = planned(stage, "killed"), Random(9)  # noqa: S311  (no secret)
    arguments = ("apply", str(stage.runs / "plan.json"))
    ways: Counter[str] = Counter()
    while ways.total() < 18:
        way = random.choice(["before", "after", "torn"])
        if way == "torn":
            code = processes(*arguments, torn=random.randrange(1, 8))
        else:
            code = processes(*arguments, requests=random.randrange(6), after=way == "after")
        assert code == KILLED
        ways[way] += 1
    assert min(ways.values()) > 3
    assert 0 < len(processes.killer.written) < len(plan.updates)  # it was killed in the middle of it
    assert processes(*arguments) == 0
    assert stage.is_as(plan)
    assert processes.killer.written == once_each(plan)


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_with_6_once_what_is_out_has_come(processes: Processes, stage: Stage, by: int) -> None:
    plan = planned(stage, str(by))
    arguments = ("apply", str(stage.runs / "plan.json"))
    assert processes(*arguments, requests=9, by=by) == 6
    written = processes.killer.written.copy()
    assert 0 < written.total() < len(plan.updates)
    lines = [json.loads(line) for line in latest(processes).read_text(encoding="utf-8").splitlines()]
    assert sum(line.get("what") == "answered" for line in lines) == written.total()
    assert (lines[-1]["what"], lines[-1]["open"]) == ("ended", True)
    assert processes(*arguments) == 0
    assert processes.killer.written == once_each(plan)


def latest(processes: Processes) -> Path:
    """Return the journal of the latest run."""
    return max(processes.folder.rglob("journal.jsonl"), key=lambda path: path.stat().st_mtime_ns)


def test_a_full_disk_ends_with_6_and_there_is_nothing_lost(processes: Processes, stage: Stage) -> None:
    plan = planned(stage, "full")
    arguments = ("apply", str(stage.runs / "plan.json"))
    size = (stage.runs / "plan.json").stat().st_size
    assert processes(*arguments, most=size // 2) == 1  # not even the plan can be kept
    assert not processes.killer.written
    codes = [processes(*arguments, full=bytes_) for bytes_ in (3_000, 3_500, 9_000)]
    assert codes == [6, 6, 6]
    assert 0 < len(processes.killer.written) < len(plan.updates)
    assert processes(*arguments) == 0
    assert stage.is_as(plan)
    assert processes.killer.written == once_each(plan)
