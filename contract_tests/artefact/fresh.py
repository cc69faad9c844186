"""The wheel as it is built, and environments that have nothing but what is installed into them."""

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def build(folder: Path) -> Path:
    """Build the wheel of this checkout into a folder, and return its path."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    (wheel,) = folder.glob("*.whl")
    return wheel


class Environment:
    """A virtual environment of its own, which nothing of this one reaches."""

    def __init__(self, folder: Path) -> None:
        venv.create(folder, with_pip=True)
        self._programs = folder / ("Scripts" if sys.platform == "win32" else "bin")

    def install(self, *what: str) -> None:
        """Install with pip, as it is set up on this machine."""
        self.python("-m", "pip", "install", "-qq", "--disable-pip-version-check", *what)

    def python(self, *arguments: str, folder: Path | None = None) -> None:
        """Run Python, and end this program where that fails."""
        self.run("python", *arguments, folder=folder)

    def run(self, program: str, *arguments: str, folder: Path | None = None) -> None:
        """Run a program of the environment, and end this one where that fails."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "WEBFLOW_"))}
        done = subprocess.run([str(self._programs / program), *arguments], cwd=folder, env=kept, check=False)
        if done.returncode:
            sys.exit(done.returncode)
