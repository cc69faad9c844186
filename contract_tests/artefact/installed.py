"""Run the tests against the installed wheel, with the sources out of reach: ``make test-wheel``.

A fresh environment gets what is locked and the wheel; a folder of its own gets the tests and what they read.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from fresh import ROOT, Environment, build

READ = (
    "CHANGELOG.md",
    "Makefile",
    "README.md",
    "contract_tests/benchmarks",
    "contract_tests/fonts",
    "contract_tests/tests",
    "pyproject.toml",
    "requirements",
    "spec",
)
"""The tests and what they read of the checkout: none of the three packages is among it."""


def copy(folder: Path) -> Path:
    """Copy the tests and what they read into a folder, and return it."""
    for name in READ:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    return folder


def main() -> None:
    """Run every test, with pytest's options on the command line."""
    with tempfile.TemporaryDirectory(prefix="webflow-pages-") as work:
        folder = Path(work)
        environment = Environment(folder / "venv")
        environment.install("--require-hashes", "--requirement", str(ROOT / "requirements/dev.txt"))
        environment.install("--no-deps", str(build(folder / "dist")))
        options = sys.argv[1:] or ["--numprocesses", "auto", "--dist", "loadfile"]
        environment.python("-m", "pytest", *options, folder=copy(folder / "tests"))


if __name__ == "__main__":
    main()
