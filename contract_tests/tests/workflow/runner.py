"""A runner of GitHub's, as far as the workflow needs one: the steps of a job in their order, each in a bash of its own.

What a step runs is run as it stands. Actions are played: a cache is a dictionary, and what is uploaded is kept.
"""

import os
import shutil
import subprocess
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

import yaml
from attrs import Factory, define, field

from webflow_contract.workflows import github

from .expressions import STATUS, evaluated, filled

BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
INSTALL = "Install"

Step = Mapping[str, Any]


def parsed() -> dict[str, Any]:
    """Return the workflow. YAML 1.1 takes its key ``on`` for a yes; to GitHub it is a text."""
    workflow: dict[Any, Any] = yaml.safe_load(github())
    return {"on" if key is True else key: value for key, value in workflow.items()}


def program(path: Path, text: str) -> None:
    """Write a program of bash."""
    path.write_text(f"#!{shutil.which('bash')}\n{text}\n", encoding="utf-8")
    path.chmod(0o700)


@define
class Done:
    """A job that has run: what became of it and of its steps, and what they said. ``code`` is the first that failed."""

    failed: bool = False
    code: int = 0
    outcomes: dict[str, str] = Factory(dict)
    output: str = ""
    summary: str = ""


@define
class Runner:
    """A repository with its settings and files, its caches, and what its jobs have uploaded.

    ``programs`` is where programs stand that come before those of the machine, whose Python is in ``python``.
    """

    folder: Path
    programs: Path
    python: Path
    environment: Mapping[str, str]
    secrets: dict[str, str] = Factory(dict)
    variables: dict[str, str] = Factory(dict)
    files: dict[str, str] = Factory(dict)
    caches: dict[str, bytes] = Factory(dict)
    artifacts: dict[str, str] = Factory(dict)
    scanned: list[str] = Factory(list)
    _numbers: "count[int]" = field(factory=lambda: count(1))

    def run(self, job: str, *, head: str = "") -> Done:
        """Run a job to its end, in a folder of its own. ``head`` is the repository that a pull request comes from.

        The step that installs the package is left out: it has made the machine what it is, once for all jobs.
        """
        number = next(self._numbers)
        workspace = self.folder / f"run-{number}" / "work"
        workspace.mkdir(parents=True)
        workflow, done = parsed(), Done()
        event = {"pull_request": {"head": {"repo": {"full_name": head}}}} if head else {}
        contexts = {
            "github": {
                "repository": "shop/site",
                "server_url": "https://github.com",
                "run_id": f"{number}",
                "run_attempt": "1",
                "token": "github-token-of-the-job",
                "event": event,
            },
            "secrets": self.secrets,
            "vars": self.variables,
            "steps": {},
            "cancelled()": False,
            "always()": True,
        }
        given = workflow["jobs"][job].get("env", {})
        contexts["env"] = workflow["env"] | {name: filled(value, contexts) for name, value in given.items()}
        for step in workflow["jobs"][job]["steps"]:
            if step.get("name") != INSTALL:
                self._step(step, contexts, done, workspace)
        return done

    def play_check(self, code: int, files: Mapping[str, str]) -> None:
        """Let the check leave files and end with a code. Every other command stays what it is."""
        for name, text in files.items():
            (self.programs / name).write_text(text, encoding="utf-8")
        copy = "\n".join(f"cp {self.programs / name} {name}" for name in files)
        program(
            self.programs / "webflow-contract",
            f"""if [ "$1" != check ]; then PATH=${{PATH#*:}} exec webflow-contract "$@"; fi
echo "$@" > arguments
{copy}
exit {code}""",
        )

    def _step(self, step: Step, contexts: dict[str, Any], done: Done, workspace: Path) -> None:
        contexts |= {"success()": not done.failed, "failure()": done.failed}
        condition = str(step.get("if", "success()"))
        if not any(function in condition for function in STATUS):
            condition = f"success() && ({condition})"
        name = step.get("name") or step["uses"]
        if not evaluated(condition, contexts):
            done.outcomes[name] = "skipped"
            return
        fails = self._act(step, contexts, workspace) if "uses" in step else self._bash(step, contexts, done, workspace)
        done.outcomes[name] = "failure" if fails else "success"
        done.failed |= fails and not step.get("continue-on-error", False)

    def _bash(self, step: Step, contexts: dict[str, Any], done: Done, workspace: Path) -> bool:
        folder = workspace.parent / f"step-{len(done.outcomes)}"
        folder.mkdir()
        script, summary, outputs = (folder / name for name in ("script.sh", "summary", "outputs"))
        script.write_text(step["run"], encoding="utf-8")
        summary.touch()
        outputs.touch()
        environment = {
            **self.environment,
            "PATH": os.pathsep.join([str(self.programs), str(self.python), "/usr/bin", "/bin"]),
            "GITHUB_STEP_SUMMARY": str(summary),
            "GITHUB_OUTPUT": str(outputs),
            **contexts["env"],
            **{name: filled(value, contexts) for name, value in step.get("env", {}).items()},
        }
        ran = subprocess.run(
            [*BASH, str(script)],
            cwd=workspace,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=60,
        )
        done.output += ran.stdout
        done.summary += summary.read_text(encoding="utf-8")
        done.code = done.code or ran.returncode
        told = dict(line.split("=", 1) for line in outputs.read_text(encoding="utf-8").splitlines())
        contexts["steps"] = {**contexts["steps"], step.get("id", ""): {"outputs": told}}
        return ran.returncode != 0

    def _act(self, step: Step, contexts: dict[str, Any], workspace: Path) -> bool:
        """Play an action, and return whether it fails."""
        given = {name: filled(str(value), contexts) for name, value in step.get("with", {}).items()}
        file = workspace / given.get("path", given.get("sarif_file", ""))
        match step["uses"].partition("@")[0]:
            case "actions/checkout":
                self._check_out(workspace)
            case "actions/cache/restore":
                fitting = [text for key, text in self.caches.items() if key.startswith(given["restore-keys"])]
                file.write_bytes(fitting[-1]) if fitting else None
            case "actions/cache/save":
                assert given["key"] not in self.caches
                self.caches[given["key"]] = file.read_bytes()
            case "actions/upload-artifact":
                self.artifacts |= {given["name"]: file.read_text(encoding="utf-8")} if file.exists() else {}
            case "github/codeql-action/upload-sarif":
                self.scanned += [given["category"]] * file.exists()
                return not file.exists()
            case other:
                assert other == "actions/setup-python"
        return False

    def _check_out(self, workspace: Path) -> None:
        for name, text in self.files.items():
            (workspace / name).write_text(text, encoding="utf-8")
