"""Source archive and wheel: whole, without anything else, and the same bytes from the same sources."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PACKAGES = {
    "webflow_api": "generated/webflow_api",
    "webflow_pages": "overlay/webflow_pages",
    "webflow_contract": "contract_tests/webflow_contract",
}
SHIPPED = {".ci", "CHANGELOG.md", "Makefile", "README.md", "contract_tests", "generated", "overlay", "requirements"}
SHIPPED |= {".gitignore", "pyproject.toml", "spec"}
LEFT_OVER = shutil.ignore_patterns("__pycache__", ".*_cache", ".hypothesis", ".webflow_api-*")
Bytes = dict[str, bytes]

pytestmark = pytest.mark.checkout("builds from it")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy what the repository has. Nobody may change what is there."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in SHIPPED:
        source = ROOT / name
        shutil.copytree(source, copy / name, ignore=LEFT_OVER) if source.is_dir() else shutil.copy(source, copy)
    return copy


@pytest.fixture(scope="module")
def built(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(checkout, tmp_path_factory.mktemp("built"))


DATED = {"SOURCE_DATE_EPOCH": "1700000000"}


@pytest.fixture(scope="module")
def dated(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(checkout, tmp_path_factory.mktemp("dated"), **DATED)


def build(checkout: Path, folder: Path, umask: int = 0o022, **environment: str) -> Path:
    """Run what ``make build`` runs, into a folder."""
    known = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"} | environment
    command = [sys.executable, "-m", "hatchling", "build", "--clean", "--directory", str(folder)]
    subprocess.run(command, cwd=checkout, env=known, umask=umask, check=True, capture_output=True)
    return folder


def contents(folder: Path) -> Bytes:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def archive(built: Path) -> tarfile.TarFile:
    (path,) = built.glob("*.tar.gz")
    return tarfile.open(path)


def wheel(built: Path) -> zipfile.ZipFile:
    (path,) = built.glob("*.whl")
    return zipfile.ZipFile(path)


def elsewhere(checkout: Path, folder: Path) -> Path:
    """Copy a checkout to where people work: other times and modes, and all that lies around there."""
    copy = shutil.copytree(checkout, folder / "of somebody" / "elsewhere")
    for path in copy.rglob("*"):
        path.chmod(path.stat().st_mode & 0o700)
        os.utime(path, (1, 1))
    for name in (".venv/lib/a.py", ".venv-python3.12/a.py", "dist/old.whl", ".git/config", ".hypothesis/examples/a"):
        stray(copy / name)
    for name in ("webflow-contract.journal.json", "report.json", "node_modules/a/index.js", ".idea/workspace.xml"):
        stray(copy / name)
    for source in (*PACKAGES.values(), "contract_tests/tests/check"):
        stray(copy / source / "__pycache__" / "a.cpython-311.pyc")
        stray(copy / source / ".pytest_cache" / "README.md")
    return copy


def stray(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("stray", encoding="utf-8")


@pytest.mark.parametrize(("name", "epoch"), [("built", {}), ("dated", DATED)], ids=["", "SOURCE_DATE_EPOCH"])
def test_the_same_sources_give_the_same_bytes(
    request: pytest.FixtureRequest, checkout: Path, tmp_path: Path, name: str, epoch: dict[str, str]
) -> None:
    here: Path = request.getfixturevalue(name)
    odd = {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "7", "HOME": str(tmp_path)}
    there = build(elsewhere(checkout, tmp_path), tmp_path / "there", umask=0o077, **odd, **epoch)
    assert len(contents(here)) == 2
    assert contents(here) == contents(there)


def test_a_date_that_is_given_is_that_of_every_file(dated: Path) -> None:
    with archive(dated) as source, wheel(dated) as binary:
        assert {member.mtime for member in source} == {1700000000}
        assert {member.date_time for member in binary.infolist()} == {(2023, 11, 14, 22, 13, 20)}


def test_the_source_archive_has_the_repository_and_nothing_else(checkout: Path, built: Path) -> None:
    with archive(built) as source:
        names = {member.name.partition("/")[2]: member for member in source}
    assert names.keys() == files(checkout) | {"PKG-INFO"}
    assert {name.partition("/")[0] for name in names} == SHIPPED | {"PKG-INFO"}
    assert {name for name, member in names.items() if member.mode != 0o644} == {".ci/run"}


def test_the_wheel_has_the_packages_and_nothing_else(checkout: Path, built: Path) -> None:
    with wheel(built) as binary:
        modes = {member.filename: member.external_attr >> 16 & 0o777 for member in binary.infolist()}
    shipped = {f"{name}/{path}" for name, source in PACKAGES.items() for path in files(checkout / source)}
    information = {name for name in modes if ".dist-info/" in name}
    assert modes.keys() - information == shipped
    assert set(modes.values()) == {0o644}
    assert {name.partition("/")[2] for name in information} == {"METADATA", "RECORD", "WHEEL", "entry_points.txt"}
    assert {f"{name}/py.typed" for name in PACKAGES} <= shipped
    assert {"webflow_api/provenance.json", "webflow_api/openapi.yaml"} <= shipped


def test_the_wheel_of_the_source_archive_is_the_wheel_of_the_checkout(built: Path, tmp_path: Path) -> None:
    with archive(built) as source:
        for member in source:
            unpack(source, member, tmp_path)
    (unpacked,) = tmp_path.iterdir()
    assert contents(build(unpacked, tmp_path / "again")) == contents(built)


def unpack(source: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    content = source.extractfile(member)
    assert content is not None
    (folder / member.name).parent.mkdir(parents=True, exist_ok=True)
    (folder / member.name).write_bytes(content.read())
    (folder / member.name).chmod(member.mode)
