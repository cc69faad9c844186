"""Nothing but the suite needs what the suite needs."""

import ast
from collections.abc import Iterator
from pathlib import Path

import webflow_api
import webflow_contract
import webflow_pages

PACKAGES = [Path(package.__file__ or "").parent for package in (webflow_api, webflow_contract, webflow_pages)]
SUITE = Path(webflow_contract.__file__ or "").parent / "suite"


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def importing(*names: str) -> set[Path]:
    """Return the modules that import one of some packages."""
    modules = [path for package in PACKAGES for path in package.rglob("*.py")]
    return {path for path in modules for name in imported(path) if name.startswith(names)}


def test_hypothesis_and_schemathesis_are_used_by_the_suite_alone() -> None:
    found = importing("hypothesis", "schemathesis")
    assert found
    assert {path for path in found if SUITE not in path.parents} == set()


def test_nothing_uses_the_suite_but_the_plugin() -> None:
    outside = {path.name for path in importing("webflow_contract.suite") if SUITE not in path.parents}
    assert outside == {"pytest_plugin.py"}
