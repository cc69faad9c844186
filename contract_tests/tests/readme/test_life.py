"""The README's way of a change: documentation moves, spec follows, a release goes out, other people's CI is told."""

import json
import os
import re
import shutil
import zipfile
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

import webflow_api
import webflow_pages
from webflow_contract import documents
from webflow_contract.contract import effective
from webflow_contract.release import built, kept

from .conftest import README, ROOT, block, shell

HERE = dict(os.environ)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Copy what the commands read of a checkout, with a release behind it and two documents of the vendor."""
    shutil.copytree(ROOT / "spec", tmp_path / "spec")
    (tmp_path / kept.FILE).parent.mkdir(parents=True)
    client = tmp_path / "generated" / "webflow_api"
    shutil.copytree(Path(webflow_api.__file__).parent, client, ignore=shutil.ignore_patterns("__pycache__"))
    release = kept.Release("1.2.0", "2026-11-26", effective.build(tmp_path / "spec"), built.of_checkout(tmp_path))
    kept.keep(tmp_path, release)
    (tmp_path / "overlay" / "webflow_pages").mkdir(parents=True)
    (tmp_path / "overlay" / "webflow_pages" / "_version.py").write_text('__version__ = "1.3.0"\n', encoding="utf-8")
    old = documents.read(tmp_path / "spec" / "openapi.yaml")
    new: dict[str, Any] = deepcopy(old)
    new["components"]["schemas"]["Page"]["properties"]["noindex"] = {"type": "boolean", "description": "New."}
    for name, document in (("old", old), ("new", new)):
        (tmp_path / f"{name}.json").write_text(json.dumps(document), encoding="utf-8")
    return tmp_path


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not here to apply the patch")
def test_the_contract_follows_the_documentation(checkout: Path) -> None:
    diff, propose, apply, make, draft = block(".venv/bin/webflow-contract diff old.json").splitlines()
    assert (apply, make) == ("git apply spec.patch", "make generate")  # what the latter runs is tested elsewhere
    codes = [shell(command, HERE, checkout).returncode for command in (diff, propose, apply)]
    assert codes == [0, 0, 0]
    assert "noindex" in (checkout / "spec" / "openapi.yaml").read_text(encoding="utf-8")
    drafted = shell(draft, HERE, checkout)
    assert "The package goes to 1.3.0 at the least, the contract to 1.1.0." in drafted.stderr
    assert "`noindex`" in drafted.stdout


def test_the_vendors_document_stands_to_the_contract(checkout: Path) -> None:
    command = block(".venv/bin/webflow-contract diff --against-vendor").strip()
    done = shell(command, HERE, checkout)
    assert done.returncode == 0, done.stderr
    assert "noindex" in done.stdout
    assert "home-page-slug-null" in done.stdout


def test_a_release_is_kept_when_it_is_out(checkout: Path) -> None:
    check, build, keep = block("make release-check").splitlines()
    assert (check, build) == ("make release-check", "make build")  # what they run is tested elsewhere
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "webflow-contract release check" in makefile
    (checkout / "CHANGELOG.md").write_text("## [1.3.0] - 2026-12-24\n\n- A fix.\n", encoding="utf-8")
    (checkout / "dist").mkdir()
    client = checkout / "generated" / "webflow_api"
    with zipfile.ZipFile(checkout / "dist" / "webflow_pages-1.3.0-py3-none-any.whl", "w") as wheel:
        for path in (path for path in client.rglob("*") if path.is_file()):
            wheel.write(path, f"webflow_api/{path.relative_to(client).as_posix()}")
    done = shell(keep, HERE, checkout)
    assert done.returncode == 0, done.stderr
    release = kept.last(checkout)
    assert release is not None
    assert release.version == "1.3.0"


def test_what_is_new_is_told_once(environment: dict[str, str], tmp_path: Path) -> None:
    check = block(".venv/bin/webflow-contract check").strip()
    alert = block(".venv/bin/webflow-contract alert").strip()
    assert shell(f"{check} --json report.json", environment, tmp_path).returncode == 0
    assert shell(alert, environment, tmp_path).returncode == 0
    assert (tmp_path / "state.json").exists()


def test_the_line_for_any_other_ci(environment: dict[str, str], tmp_path: Path) -> None:
    line = block("rm -f drift.json").replace("webflow-contract ", ".venv/bin/webflow-contract ")
    done = shell(line, environment, tmp_path)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["drift.json", "state.json"]


def test_the_line_is_the_one_that_is_tried_in_every_shell() -> None:
    from ..workflow.test_one_line import LINE

    shown = re.sub(r"(check) --base-url \S+ --site \S+ --page \S+", r"\1", block("rm -f drift.json").strip())
    assert shown == LINE


def test_the_workflow_is_printed_to_where_github_looks(tmp_path: Path) -> None:
    (tmp_path / ".github" / "workflows").mkdir(parents=True)
    command = block(".venv/bin/webflow-contract workflow").strip()
    assert shell(command, HERE, tmp_path).returncode == 0
    (written,) = (tmp_path / ".github" / "workflows").iterdir()
    assert "name: webflow-contract" in written.read_text(encoding="utf-8")


def test_the_versions_that_the_readme_names_are_there() -> None:
    for name in ("__version__", "contract_version", "contract_date"):
        assert name in README
        assert getattr(webflow_pages, name)
