"""What is built is what people install: the wheel has all that it needs, and types for all that it shows."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.checkout("builds a wheel of it")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and unpack it, as an installer does."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run(installed: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command that finds the wheel's packages before those of the checkout."""
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    return subprocess.run(command, cwd=installed, env=environment, capture_output=True, text=True, check=False)


def test_it_has_three_packages_and_what_they_read(installed: Path) -> None:
    packages = {path.name for path in installed.iterdir() if path.suffix != ".dist-info"}
    assert packages == {"webflow_api", "webflow_pages", "webflow_contract"}
    for package in packages:
        assert (installed / package / "py.typed").is_file()
    read = ["webflow_api/openapi.yaml", "webflow_api/provenance.json", "webflow_pages/commands/output.schema.json"]
    read += [f"webflow_contract/sandbox/seed/{name}" for name in ("default.yaml", "seed.schema.json")]
    assert [name for name in read if not (installed / name).is_file()] == []


def test_nothing_of_it_is_left_over(installed: Path) -> None:
    left = [
        path for path in installed.rglob("*") if path.is_file() and path.suffix in (".pyc", ".orig", ".rej", ".tmp")
    ]
    assert left == []


def test_its_sandbox_answers_its_client(installed: Path) -> None:
    program = (
        "import httpx, webflow_pages\n"
        "from webflow_contract.carriers.transport import SandboxTransport\n"
        "from webflow_contract.sandbox import Sandbox\n"
        "sandbox = Sandbox()\n"
        "client = httpx.Client(transport=SandboxTransport(sandbox))\n"
        "webflow = webflow_pages.Webflow(sandbox.token, http_client=client)\n"
        "print(webflow.pages.get(sandbox.page_id, locale='fr-FR').title)\n"
        "print(webflow_pages.__file__)\n"
    )
    done = run(installed, sys.executable, "-c", program)
    assert done.stdout.splitlines() == ["Tarifs", str(installed / "webflow_pages/__init__.py")], done.stderr


def test_every_public_type_of_the_client_is_known(installed: Path) -> None:
    checker = str(Path(sys.executable).parent / "basedpyright")
    done = run(installed, checker, "--verifytypes", "webflow_pages", "--ignoreexternal", "--pythonpath", sys.executable)
    assert "Type completeness score: 100%" in done.stdout, done.stdout
    assert 'Symbols exported by "webflow_pages": 0' not in done.stdout
