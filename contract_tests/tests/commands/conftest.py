"""The command as people run it, a process of its own, and in this process."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from webflow_contract.carriers.server import running
from webflow_contract.commands import app
from webflow_contract.exchange import Handler
from webflow_contract.sandbox import Sandbox

COMMAND = [sys.executable, "-m", "webflow_contract"]

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]
Serve = Callable[[Handler], str]


def surroundings(**more: str) -> dict[str, str]:
    """Return an environment without anything of Webflow's but what is given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WEBFLOW_")}
    return {**kept, **more}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a command line in an empty folder and wait for its end."""

    def run(*arguments: str, **environment: str) -> Done:
        return subprocess.run(
            [*COMMAND, *arguments],
            cwd=tmp_path,
            env=surroundings(**environment),
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    return run


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line in this process, for what does not depend on one of its own, which takes its time to start."""

    def here(*arguments: str, **environment: str) -> Done:
        with monkeypatch.context() as context:
            context.chdir(tmp_path)
            for name in [name for name in os.environ if name.startswith("WEBFLOW_")]:
                context.delenv(name)
            for name, value in environment.items():
                context.setenv(name, value)
            capsys.readouterr()
            code = app.run(arguments)
        stdout, stderr = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, code, stdout, stderr)

    return here


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(rate_limit="off")


@pytest.fixture(scope="session")
def port() -> Iterator[Serve]:
    """Serve one handler after the other on one port: a server of its own for each test takes its time."""
    handlers: list[Handler] = []
    with running(lambda request: handlers[-1](request)) as url:

        def serve(handler: Handler) -> str:
            handlers.append(handler)
            return url

        yield serve


@pytest.fixture
def base_url(sandbox: Sandbox, port: Serve) -> str:
    return port(sandbox)
