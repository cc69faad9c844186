"""The files that ``webflow-contract check`` writes its report to: every one whole or not at all, and the exit code."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from attrs import evolve

from webflow_contract.carriers.server import running
from webflow_contract.commands import app
from webflow_contract.commands.reporting import deliver
from webflow_contract.drifts import drifting
from webflow_contract.errors import ContractToolError
from webflow_contract.reports.forms import FORMS
from webflow_contract.sandbox import Sandbox

from .conftest import CLEAN, DRIFT, KINDS

Run = Callable[..., "subprocess.CompletedProcess[str]"]

FILES = {form: f"report.{form}" for form in FORMS}
EVERY = tuple(argument for form, name in FILES.items() for argument in (f"--{form}", name))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run ``webflow-contract check`` in an empty folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WEBFLOW_")}

    def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "webflow_contract", "check", *arguments]
        surroundings = {**kept, **environment}
        return subprocess.run(
            command, cwd=tmp_path, env=surroundings, capture_output=True, text=True, check=False, timeout=60
        )

    return run


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run it in this process, for what does not depend on one of its own, which takes its time to start."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("WEBFLOW_")]:
        monkeypatch.delenv(name)

    def here(*arguments: str) -> "subprocess.CompletedProcess[str]":
        capsys.readouterr()
        code = app.run(["check", *arguments])
        return subprocess.CompletedProcess(arguments, code, *capsys.readouterr())

    return here


@pytest.fixture
def drifted() -> Iterator[tuple[str, ...]]:
    """Serve a sandbox that has drifted, and give the arguments and the token to check it with."""
    sandbox = Sandbox(rate_limit="off")
    with running(drifting(sandbox, ["slug-becomes-number", "page-gains-field"])) as url:
        yield "--base-url", url, "--site", sandbox.site_id, "--page", sandbox.page_id, sandbox.token


def test_every_file_tells_the_same_drift_and_none_the_token(run: Run, drifted: tuple[str, ...], tmp_path: Path) -> None:
    *arguments, token = drifted
    done = run(*arguments, *EVERY, WEBFLOW_TOKEN=token)
    assert (done.returncode, done.stderr) == (1, "")
    written = {form: (tmp_path / name).read_text(encoding="utf-8") for form, name in FILES.items()}
    assert {path.name for path in tmp_path.iterdir()} == set(FILES.values())
    ids = [finding["id"] for finding in json.loads(written["json"])["findings"]]
    assert len(ids) > 1
    for text in (*written.values(), done.stdout):
        assert [id_ for id_ in ids if id_ not in text] == []
        assert token not in text
        assert str(tmp_path) not in text
    assert ET.fromstring(written["junit"].encode()).get("failures") == str(len(ids))  # noqa: S314  (our own)
    (sarif,) = json.loads(written["sarif"])["runs"]
    assert [result["partialFingerprints"]["webflowContract/v1"] for result in sarif["results"]] == ids


def test_two_runs_write_the_same_bytes(run: Run, tmp_path: Path) -> None:
    twice = []
    for seed in ("1", "2"):
        assert run(*EVERY, PYTHONHASHSEED=seed, TZ=f"UTC+{seed}").returncode == 0
        twice.append({form: (tmp_path / name).read_bytes() for form, name in FILES.items()})
    assert twice[0] == twice[1]


def test_a_run_that_was_not_judged_is_written_in_every_form(here: Run, tmp_path: Path) -> None:
    arguments = ("--base-url", "http://127.0.0.1:1/v2", "--site", "s", "--page", "p")
    done = here(*arguments, *EVERY)
    assert done.returncode == 3
    for name in FILES.values():
        assert "There is no token" in (tmp_path / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("form", FORMS)
def test_a_path_is_refused_before_the_check(here: Run, form: str, tmp_path: Path) -> None:
    done = here(f"--{form}", "no/such/report", "--json" if form != "json" else "--html", "other")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no/such/report: the report cannot be written: there is no folder" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--json", "report", "--html", "./report"), "--json and --html name the same file"),
        (("--sarif", "webflow-contract.journal.json"), "--sarif and --journal name the same file"),
    ],
)
def test_two_options_for_one_file_are_refused(here: Run, arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    done = here(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_one_that_cannot_be_written_does_not_keep_back_the_others(here: Run, tmp_path: Path) -> None:
    for form in ("json", "markdown"):
        (tmp_path / FILES[form]).symlink_to(tmp_path / "nowhere" / form)
    done = here(*EVERY)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    for form, name in FILES.items():
        failed = form in ("json", "markdown")
        assert (f"{name}: the report cannot be written" in done.stderr) is failed
        assert (tmp_path / name).exists() is not failed
    assert done.stdout.splitlines()[-1].startswith("clean")


def test_what_was_there_stays_if_the_report_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(one: str, other: str) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "report.html"
    path.write_text("the last one", encoding="utf-8")
    monkeypatch.setattr("os.replace", full)
    with pytest.raises(ContractToolError, match="the report cannot be written: No space left on device"):
        deliver(CLEAN, {"html": path})
    assert path.read_text(encoding="utf-8") == "the last one"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "there.json", tmp_path / "here.json"
    target.write_text("the last one", encoding="utf-8")
    target.chmod(0o640)
    link.symlink_to(target)
    deliver(CLEAN, {"json": link})
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == FORMS["json"](CLEAN)
    assert target.stat().st_mode & 0o777 == 0o640


def test_what_is_no_ordinary_file_is_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    deliver(evolve(CLEAN, evidence=(), unproven=()), {"markdown": pipe})
    assert os.read(reader, 100).startswith("## ✅ clean".encode())
    os.close(reader)
    assert pipe.is_fifo()


def test_no_report_takes_the_place_of_another_file(tmp_path: Path) -> None:
    (tmp_path / "a.part").write_text("somebody's", encoding="utf-8")
    deliver(CLEAN, {"json": tmp_path / "a"})
    assert (tmp_path / "a.part").read_text(encoding="utf-8") == "somebody's"
    assert {path.name for path in tmp_path.iterdir()} == {"a", "a.part"}


def test_a_mistake_in_one_form_does_not_keep_back_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(report: object) -> str:
        raise ZeroDivisionError

    monkeypatch.setitem(FORMS, "json", broken)  # type: ignore[arg-type]
    with pytest.raises(ZeroDivisionError):
        deliver(DRIFT, {"json": tmp_path / "a", "html": tmp_path / "b"})
    assert {path.name for path in tmp_path.iterdir()} == {"b"}
    assert "drift" in capsys.readouterr().out


@pytest.mark.parametrize(("kind", "code"), [("clean", 0), ("drift", 1), ("not judged", 3), ("not restored", 4)])
def test_the_exit_code_is_the_verdicts(kind: str, code: int, tmp_path: Path) -> None:
    assert deliver(KINDS[kind], {form: tmp_path / form for form in FORMS}) == code
    assert {path.name for path in tmp_path.iterdir()} == set(FORMS)


def test_without_files_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert deliver(CLEAN, {}) == 0
    assert list(tmp_path.iterdir()) == []
