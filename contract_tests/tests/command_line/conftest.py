"""The command in this process against a sandbox on a port, and as a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any

import jsonschema_rs
import pytest
from attrs import define, frozen

from webflow_contract.carriers.server import running
from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.sandbox import Sandbox
from webflow_pages.commands import connecting, writing
from webflow_pages.commands.app import run

COMMAND = [sys.executable, "-m", "webflow_pages"]

SCHEMA = json.loads(files("webflow_pages.commands").joinpath("output.schema.json").read_text(encoding="utf-8"))

# Letters, digits and marks that JSON and rich's markup know: hidden in every spelling.
TOKEN = 'secret"[red]-\\0123456789abcdef'


@frozen
class Outcome:
    """What a command line came to."""

    code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Any:
        """Return the document on stdout, which has to be what the schema says."""
        document = json.loads(self.stdout)
        jsonschema_rs.validator_for(SCHEMA).validate(document)
        return document

    @property
    def lines(self) -> list[list[str]]:
        """Return the table on stdout: each line's cells."""
        return [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in self.stdout.splitlines()]


Cli = Callable[..., Outcome]
Against = Callable[[Handler], Cli]


def surroundings(**more: str) -> dict[str, str]:
    """Return an environment without anything of Webflow's but what is given, and with buffers as people have them."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WEBFLOW_", "PYTHONUNBUF"))}
    return {**kept, **more}


def assert_no_token(*outputs: str) -> None:
    for output in outputs:
        for token in ("sandbox-token", TOKEN, json.dumps(TOKEN)[1:-1], repr(TOKEN)[1:-1]):
            assert token not in output


@define
class Stage:
    """A port on which one handler after the other answers: a server of its own for each test takes its time."""

    base_url: str = ""
    handler: Handler = lambda request: Response(500)

    def __call__(self, request: Request) -> Response:
        return self.handler(request)


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    stage = Stage()
    with running(stage) as stage.base_url:
        yield stage


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(rate_limit="off")


class Time:
    """A time that passes only while somebody waits."""

    def __init__(self) -> None:
        self.waited = 0.0

    def monotonic(self) -> float:
        return self.waited

    def sleep(self, seconds: float) -> None:
        self.waited += seconds


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    """Let commands wait without waiting."""
    time = Time()
    monkeypatch.setattr(connecting, "time", time)
    return time


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], time: Time) -> Cli:
    """Run a command line in this process, with nothing of Webflow's in the environment but what is given."""

    def run_bare(*arguments: str, **environment: str) -> Outcome:
        with monkeypatch.context() as context:
            context.setattr(writing, "_tokens", set())
            for name in [name for name in os.environ if name.startswith("WEBFLOW_")]:
                context.delenv(name)
            for name, value in environment.items():
                context.setenv(name, value)
            code = run(arguments)
        stdout, stderr = capsys.readouterr()
        assert_no_token(stdout, stderr)
        assert "Traceback" not in stderr
        assert "mistake of ours" not in stderr
        return Outcome(code, stdout, stderr)

    return run_bare


@pytest.fixture
def against(bare: Cli, stage: Stage) -> Against:
    """Return a way to run a command line against any handler."""

    def against(handler: Handler) -> Cli:
        stage.handler = handler

        def run_against(*arguments: str, **environment: str) -> Outcome:
            given = {"WEBFLOW_BASE_URL": stage.base_url, "WEBFLOW_TOKEN": "any-token-at-all", **environment}
            return bare(*arguments, **{name: value for name, value in given.items() if value})

        return run_against

    return against


@pytest.fixture
def cli(against: Against, sandbox: Sandbox) -> Cli:
    """Run a command line against the sandbox, with its token and its first site unless others are given."""
    run_against = against(sandbox)

    def run_cli(*arguments: str, **environment: str) -> Outcome:
        return run_against(
            *arguments, **{"WEBFLOW_TOKEN": sandbox.token, "WEBFLOW_SITE_ID": sandbox.site_id, **environment}
        )

    return run_cli


def process(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a command line as a process of its own."""
    options.setdefault("env", surroundings())
    return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, check=False, timeout=60, **options)
