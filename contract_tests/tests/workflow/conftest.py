"""A machine as GitHub hands it out, but for the network: what the install step installs is built from the checkout."""

import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import frozen

from webflow_contract.carriers.server import running
from webflow_contract.drifts import drifting
from webflow_contract.exchange import Request, Response
from webflow_contract.sandbox import Sandbox

from .runner import BASH, INSTALL, Runner, parsed, program

ROOT = Path(__file__).parents[3]
TOKENS = ("WEBFLOW_TOKEN", "WEBFLOW_TOKEN_WITHOUT_WRITE")


@frozen
class Machine:
    """Where an installed Python is, and what makes its pip find the wheel and nothing else."""

    python: Path
    environment: dict[str, str]


@pytest.fixture(scope="session")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """Make a Python that has pip and all that the package needs, and install the package as the workflow does.

    A .pth file lends it what this environment has. It lends a folder of links and not the folder itself: in that, pip
    would find the checkout, and have nothing to install.
    """
    folder = tmp_path_factory.mktemp("machine")
    wheels, lent, python = folder / "wheels", folder / "lent", folder / "python"
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(wheels)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(python)], check=True)
    lent.mkdir()
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if "webflow_" not in path.name:
            (lent / path.name).symlink_to(path)
    (site,) = python.glob("lib/python*/site-packages")
    (site / "lent.pth").write_text(f"{lent}\n", encoding="utf-8")
    environment = {
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "CI": "true",
        "PIP_NO_COMPILE": "1",  # most of it is not used here, and what is gets compiled when it is
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(wheels),
        "PIP_CONFIG_FILE": os.devnull,
    }
    made = Machine(python / "bin", environment)
    step = next(step for step in parsed()["jobs"]["live"]["steps"] if step.get("name") == INSTALL)
    path = os.pathsep.join([str(made.python), "/usr/bin", "/bin"])
    subprocess.run([*BASH, "-c", step["run"]], env={**environment, **parsed()["env"], "PATH": path}, check=True)
    return made


@pytest.fixture
def issues(tmp_path: Path) -> Path:
    """Return the folder in which each issue that was opened is a file."""
    folder = tmp_path / "issues"
    folder.mkdir()
    return folder


@pytest.fixture
def runner(tmp_path: Path, machine: Machine, issues: Path) -> Runner:
    """Return a repository without any settings, in which 'gh issue create' keeps what it was called with."""
    programs = tmp_path / "programs"
    programs.mkdir()
    program(
        programs / "gh",
        f"""set -eu
if [ -e {issues}/closed ]; then echo "gh: no permission" >&2; exit 1; fi
[ "$1 $2 $5" = "issue create --body-file" ]
body={issues}/$(ls {issues} | wc -l).md
printf '%s\\n' "$GH_REPO" "$GH_TOKEN" "$4" > "$body"
cat "$6" >> "$body"
""",
    )
    return Runner(tmp_path / "runs", programs, machine.python, machine.environment)


@pytest.fixture
def drifts() -> list[str]:
    """Return the drifts of the service, to be added to."""
    return []


@pytest.fixture
def service(runner: Runner, drifts: list[str]) -> Iterator[Sandbox]:
    """Serve a sandbox, and set the repository up for it."""
    world = Sandbox(rate_limit="off")

    def answer(request: Request) -> Response:
        return drifting(world, drifts)(request)

    with running(answer) as url:
        runner.secrets |= dict(zip(TOKENS, (world.token, world.tokens["without-pages-write"]), strict=True))
        runner.variables |= {
            "WEBFLOW_BASE_URL": url,
            "WEBFLOW_SITE_ID": world.site_id,
            "WEBFLOW_PAGE_ID": world.page_id,
        }
        yield world
