"""Arrows point one way: generated knows nobody, the overlay uses it, the contract tools use both."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import webflow_api
import webflow_contract
import webflow_pages

ROOT = Path(__file__).parents[3]
SOURCES = {
    package.__name__: Path(package.__file__ or "").parent for package in (webflow_api, webflow_pages, webflow_contract)
}


SERVING = tuple(f"webflow_contract.{name}" for name in ("sandbox", "drifts", "faults", "carriers", "power"))
CHECKING = ("webflow_contract.check", "webflow_contract.reports", "webflow_contract.commands")
CONTRACT = ("webflow_contract.contract", "webflow_pages", "webflow_api")


READING_AND_WRITING = (
    "webflow_contract.documents",
    "webflow_contract.reports",
    *(f"webflow_contract.alerting.{name}" for name in ("keeping", "reading", "as_json", "as_markdown", "as_text")),
)


ABOVE_SENDING = ("client", "commands", "metadata", "pages", "runner", "sites")
ABOVE_CALLS = (*ABOVE_SENDING, "sending")


def modules(*parts: str) -> list[Path]:
    folder = SOURCES[parts[0]].joinpath(*parts[1:])
    return [folder] if folder.is_file() else sorted(folder.rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """Yield every module that a module imports, wherever in it, by absolute name. ``TYPE_CHECKING`` counts, too."""
    package = next(name for name, folder in SOURCES.items() if folder in path.parents)
    inside = [package, *path.relative_to(SOURCES[package]).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = inside[: len(inside) - node.level + 1] if node.level else []
            name = ".".join([*base, *([node.module] if node.module else [])])
            yield name
            yield from (f"{name}.{alias.name}" for alias in node.names)


def offenders(paths: list[Path], *forbidden: str) -> list[str]:
    assert paths
    return [
        f"{path} imports {name}"
        for path in paths
        for name in imports(path)
        if any(name == module or name.startswith(f"{module}.") for module in forbidden)
    ]


def test_the_walker_sees_imports() -> None:
    commands = modules("webflow_contract", "commands")
    assert offenders(commands, "webflow_contract.sandbox")
    assert offenders(modules("webflow_api", "models", "page.py"), "webflow_api.models.page_seo")


@pytest.mark.parametrize(
    ("part", "forbidden"),
    [
        (("webflow_api",), ("webflow_pages", "webflow_contract")),
        (("webflow_pages",), ("webflow_contract",)),
        (("webflow_pages", "calls"), (*(f"webflow_pages.{name}" for name in ABOVE_CALLS),)),
        (("webflow_pages", "sending"), (*(f"webflow_pages.{name}" for name in ABOVE_SENDING),)),
        (("webflow_pages", "commands"), ("webflow_pages.calls", "webflow_pages.sending")),
        *(
            (("webflow_pages", f"{name}.py"), ("webflow_pages.metadata", "webflow_pages.commands"))
            for name in ("client", "listing", "pages", "results", "runner", "sites")
        ),
        (("webflow_pages", "metadata"), ("webflow_pages.commands",)),
        *(
            (("webflow_pages", "metadata", folder), tuple(f"webflow_pages.metadata.{name}" for name in above))
            for folder, above in {
                "widths": ("applying", "audit", "files", "lint", "plan", "state", "undoing"),
                "files": ("applying", "audit", "lint", "plan", "undoing"),
                "lint": ("applying", "audit", "files", "plan", "undoing"),
                "plan": ("applying", "audit", "files", "undoing"),
                "applying": ("audit", "files", "lint", "undoing"),
                "audit": ("applying", "files", "plan", "undoing"),
            }.items()
        ),
        (("webflow_contract", "check"), (*SERVING, "webflow_contract.reports", "webflow_contract.commands")),
        (("webflow_contract", "reports"), SERVING),
        *(
            (("webflow_contract", name), ("webflow_contract.suite",))
            for name in ("check", "commands", "contract", "power", "reports", "sandbox")
        ),
        (
            ("webflow_contract", "suite"),
            ("webflow_contract.drifts", "webflow_contract.faults", "webflow_contract.power"),
        ),
        (("webflow_contract", "contract"), (*SERVING, *CHECKING)),
        (("webflow_contract", "sandbox"), (*CHECKING, *CONTRACT, "webflow_contract.carriers")),
        (
            ("webflow_contract", "faults"),
            (*CHECKING, *CONTRACT, "webflow_contract.sandbox", "webflow_contract.carriers"),
        ),
        (("webflow_contract", "drifts"), (*CHECKING, *CONTRACT, "webflow_contract.sandbox", "webflow_contract.faults")),
        (
            ("webflow_contract", "carriers"),
            (*CHECKING, *CONTRACT, "webflow_contract.sandbox", "webflow_contract.faults"),
        ),
        (("webflow_contract", "diff", "meaning"), ("webflow_contract.diff.schemas", "webflow_contract.diff.compare")),
        (("webflow_contract", "diff", "schemas"), ("webflow_contract.diff.compare", "webflow_contract.diff.levels")),
        (("webflow_contract", "sandbox", "seed"), ("webflow_contract.sandbox.world", "webflow_contract.sandbox.rules")),
        (
            ("webflow_contract", "sandbox", "world"),
            ("webflow_contract.sandbox.rules", "webflow_contract.sandbox.control"),
        ),
        (("webflow_contract", "sandbox", "rules"), ("webflow_contract.sandbox.control", "webflow_contract.faults")),
        *(
            (("webflow_contract", "alerting", f"{name}.py"), ("json", "pathlib", *READING_AND_WRITING))
            for name in ("alert", "checked", "deciding", "state")
        ),
        *(
            (("webflow_contract", name), ("webflow_contract.alerting", "webflow_contract.workflows"))
            for name in ("check", "contract", "reports", "sandbox", "suite")
        ),
    ],
    ids=lambda value: "/".join(value),
)
def test_no_arrow_points_back(part: tuple[str, ...], forbidden: tuple[str, ...]) -> None:
    assert offenders(modules(*part), *forbidden) == []


@pytest.mark.parametrize(
    ("folder", "known"),
    [
        ("alerting", {"check", "documents", "errors", "reports", "rules"}),
        ("diff", {"contract", "documents", "errors", "pointers", "rules"}),
        ("diff/meaning", {"documents", "errors", "pointers"}),
        ("diff/schemas", {"rules"}),
        ("following", {"check", "contract", "diff", "documents", "errors", "pointers", "rules"}),
        ("release", {"contract", "diff", "documents", "errors", "pointers", "reports", "writing"}),
        ("rules", set[str]()),
        ("workflows", set[str]()),
    ],
)
def test_a_folder_knows_no_more_than_it_needs(folder: str, known: set[str]) -> None:
    used = {name for path in modules("webflow_contract", *folder.split("/")) for name in imports(path)}
    inside = {name.split(".")[1] for name in used if name.startswith("webflow_contract.")}
    assert inside <= {folder.partition("/")[0], *known}


@pytest.mark.parametrize("name", ["errors", "exchange", "routes", "documents", "assumptions", "pointers"])
def test_what_everybody_uses_uses_nobody(name: str) -> None:
    ground = {"webflow_contract.errors", "webflow_contract.exchange"}
    used = {one for one in imports(SOURCES["webflow_contract"] / f"{name}.py") if one.startswith("webflow")}
    assert {".".join(one.split(".")[:2]) for one in used} <= ground


def test_httpx_stands_behind_one_module_of_the_overlay() -> None:
    others = [path for path in modules("webflow_pages") if path.name not in ("transport.py", "client.py")]
    assert offenders(others, "httpx") == []
    # The clients name the type of the httpx client that they take, and nothing else of httpx.
    client = (SOURCES["webflow_pages"] / "client.py").read_text(encoding="utf-8")
    used = {node.attr for node in ast.walk(ast.parse(client)) if _is_httpx(node)}
    assert used == {"Client", "AsyncClient"}


def _is_httpx(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "httpx"


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_no_file_names_a_path_of_this_machine() -> None:
    for path in tracked():
        assert str(ROOT) not in path.read_text(encoding="utf-8"), path


def test_the_lock_names_packages_versions_and_hashes_only() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        lines = [line.strip().rstrip("\\").strip() for line in lock.read_text(encoding="utf-8").splitlines()]
        assert lines
        for line in lines:
            assert "://" not in line, lock
            assert "==" in line or line.startswith("--hash=sha256:"), f"{lock}: {line}"


def test_no_upper_bound_includes_its_end() -> None:
    assert "<=" not in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
