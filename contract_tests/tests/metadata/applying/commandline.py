"""The command line in this process and in a folder of its own, against a sandbox on a port."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import define, frozen

from webflow_contract.exchange import Handler, Request, Response
from webflow_pages.commands import writing
from webflow_pages.commands.app import run
from webflow_pages.metadata.applying import journal
from webflow_pages.metadata.plan.document import write_plan

from .stage import Stage, Wanted

FR = "fr-FR"


@frozen
class Outcome:
    code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Any:
        return json.loads(self.stdout)


@define
class Port:
    base_url: str = ""
    handler: Handler = lambda request: Response(500)

    def __call__(self, request: Request) -> Response:
        return self.handler(request)


Cli = Callable[..., Outcome]


class KilledError(BaseException):
    """The process is gone."""


@define
class CommandLine:
    """Runs command lines, and kills one at a write to a journal if so."""

    stage: Stage
    port: Port
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str, killed_at: int | None = None, **environment: str) -> Outcome:
        self.port.handler = self.stage.sandbox
        with self.monkeypatch.context() as context:
            context.setattr(writing, "_tokens", set())
            for name in [name for name in os.environ if name.startswith("WEBFLOW_")]:
                context.delenv(name)
            given = {
                "WEBFLOW_BASE_URL": self.port.base_url,
                "WEBFLOW_TOKEN": self.stage.sandbox.token,
                "WEBFLOW_SITE_ID": self.stage.sandbox.site_id,
                **environment,
            }
            for name, value in given.items():
                context.setenv(name, value)
            if killed_at is None:
                code = run(arguments)
            else:
                context.setattr(journal, "store", _Mortal(killed_at))
                with pytest.raises(KilledError):
                    run(arguments)
                code = -9
        stdout, stderr = self.capsys.readouterr()
        assert self.stage.sandbox.token not in stdout + stderr
        assert "Traceback" not in stderr
        assert "mistake of ours" not in stderr
        return Outcome(code, stdout, stderr)


class _Mortal:
    """Writes to a journal, and from one on the process is gone."""

    def __init__(self, left: int) -> None:
        self._left = left

    def __call__(self, file: int, content: bytes) -> None:
        self._left -= 1
        if self._left < 0:
            raise KilledError
        os.write(file, content)


def kept(stage: Stage, wanted: Wanted, name: str = "plan.json") -> str:
    """Keep a plan, and return the name of its file."""
    write_plan(stage.plan(wanted), Path(name))
    return name
