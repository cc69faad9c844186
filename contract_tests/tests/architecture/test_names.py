"""What one package takes from another is there, and what is locked is locked by hash."""

import ast
import importlib
import importlib.util
import re
import sysconfig
from pathlib import Path

import pytest

import webflow_pages

ROOT = Path(__file__).parents[3]
OVERLAY = Path(webflow_pages.__file__).parent
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def generated_names() -> set[tuple[str, str]]:
    """Return module and name of everything that the overlay imports from generated code."""
    return {
        (node.module, alias.name)
        for path in sorted(OVERLAY.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module is not None and node.module.startswith("webflow_api")
        for alias in node.names
    }


def is_there(module: str, name: str) -> bool:
    if hasattr(importlib.import_module(module), name):
        return True
    return importlib.util.find_spec(f"{module}.{name}") is not None


def test_every_generated_name_that_the_overlay_imports_is_there() -> None:
    names = generated_names()
    assert len(names) > 5
    assert {(module, name) for module, name in names if not is_there(module, name)} == set()


def test_a_name_that_is_not_there_is_told() -> None:
    assert is_there("webflow_api", "models")
    assert not is_there("webflow_api.models", "NoSuchModel")


@pytest.mark.parametrize(
    "package", ["generated/webflow_api", "overlay/webflow_pages", "contract_tests/webflow_contract"]
)
def test_the_packages_that_tests_import_are_these(package: str) -> None:
    spec = importlib.util.find_spec(Path(package).name)
    assert spec is not None
    assert spec.origin is not None
    installed = Path(sysconfig.get_path("purelib")) / Path(package).name
    assert Path(spec.origin).is_relative_to(ROOT / package if (ROOT / package).is_dir() else installed)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_requirement_is_pinned_and_has_a_hash(lock: Path) -> None:
    entries = [entry.strip() for entry in lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()]
    assert len(entries) > 10
    for entry in entries:
        assert re.fullmatch(r"[a-z0-9._-]+==[^\s;]+( ; [^#]+?)?( +--hash=sha256:[0-9a-f]{64})+", entry), entry
