"""A checkout that is about to be released."""

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import webflow_api
from webflow_contract import documents
from webflow_contract.contract import effective, generation
from webflow_contract.documents import Document
from webflow_contract.release import built, kept

ROOT = Path(__file__).parents[3]
CHANGELOG = """# Changelog

## [Unreleased]

## [{version}] - 2026-12-24

### Added

- {entry}

## [1.2.0] - 2026-11-26
"""

Edit = Callable[[Document], object]


@pytest.fixture
def current_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the generated tree taken for current, which takes seconds to prove."""
    monkeypatch.setattr(generation, "check", lambda root: root / "generated" / "webflow_api")


@pytest.fixture
def checkout(tmp_path: Path) -> "Checkout":
    return Checkout(tmp_path / "checkout")


class Checkout:
    """A checkout whose last release was 1.2.0, with the contract as it is now."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(ROOT / "spec", root / "spec")
        self.client = root / "generated" / "webflow_api"
        shutil.copytree(Path(webflow_api.__file__).parent, self.client, ignore=shutil.ignore_patterns("__pycache__"))
        (root / kept.FILE).parent.mkdir(parents=True)
        (root / "overlay" / "webflow_pages").mkdir(parents=True)
        self.keep("1.2.0")
        self.set_version("1.2.1")
        self.write_changelog("1.2.1", "A fix.")

    def keep(self, version: str) -> None:
        surface = built.of_checkout(self.root)
        kept.keep(self.root, kept.Release(version, "2026-11-26", effective.build(self.root / "spec"), surface))

    def build(self, version: str) -> Path:
        """Make a wheel of the checkout, as far as a release looks into it."""
        (self.root / "dist").mkdir(exist_ok=True)
        path = self.root / "dist" / f"webflow_pages-{version}-py3-none-any.whl"
        with zipfile.ZipFile(path, "w") as wheel:
            wheel.writestr("webflow_api/openapi.yaml", documents.dump(effective.build(self.root / "spec")))
            for module in self.client.rglob("*.py"):
                wheel.write(module, f"webflow_api/{module.relative_to(self.client).as_posix()}")
        return path

    def set_version(self, version: str) -> None:
        path = self.root / "overlay" / "webflow_pages" / "_version.py"
        path.write_text(f'"""The version."""\n\n__version__ = "{version}"\n', encoding="utf-8")

    def write_changelog(self, version: str, entry: str) -> None:
        text = CHANGELOG.format(version=version, entry=entry)
        (self.root / "CHANGELOG.md").write_text(text, encoding="utf-8")

    def edit(self, change: Edit, contract_version: str | None = None) -> None:
        path = self.root / "spec" / "openapi.yaml"
        document = documents.read(path)
        change(document)
        if contract_version is not None:
            document["info"]["version"] = contract_version
        path.write_text(documents.dump(document), encoding="utf-8")
