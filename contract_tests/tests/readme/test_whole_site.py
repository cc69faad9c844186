"""What the README says of all pages of a site as files: its commands in their order, its files and its program."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from webflow_contract.sandbox import Sandbox
from webflow_pages.metadata import MIRROR, read_settings, read_wanted

from .conftest import README, ROOT, block, shell


def test_a_site_is_pulled_planned_applied_undone_and_audited(
    sandbox: Sandbox, environment: dict[str, str], tmp_path: Path
) -> None:
    for command in block(".venv/bin/webflow-pages pull").splitlines():
        done = shell(command, environment, tmp_path)
        assert done.returncode == 0, done.stderr
    pricing = tmp_path / "pages" / "pricing.yaml"
    pricing.write_text(pricing.read_text(encoding="utf-8").replace("title: Tarifs", "title: Nos tarifs", 1), "utf-8")
    lint, plan, *others = block(".venv/bin/webflow-pages lint").splitlines()
    assert shell(lint, environment, tmp_path).returncode == 1  # texts of the default world are not translated
    planned = shell(plan, environment, tmp_path)
    assert (planned.returncode, planned.stdout) == (0, block("/pricing")), planned.stderr
    for command in others:
        done = shell(command, environment, tmp_path)
        assert done.returncode == 0, (command, done.stderr)
    sent = [entry.body for entry in sandbox.requests() if entry.method == "PUT"]
    assert sent == ['{"title":"Nos tarifs"}', '{"title":"Tarifs"}']
    assert "Nos tarifs" in (tmp_path / "plan.html").read_text(encoding="utf-8")
    assert "/imprint" in (tmp_path / "audit.html").read_text(encoding="utf-8")


def test_the_file_and_the_settings_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "pricing.yaml").write_text(block("site: "), encoding="utf-8")
    (entry,) = read_wanted(tmp_path).entries
    assert entry.values == {
        "title": "Tarifs",
        "seo.description": "Le prix de chaque lampe, et pourquoi.",
        "open_graph.title": MIRROR,
    }
    settings = tmp_path / "webflow-pages.toml"
    settings.write_text(block("[lint]"), encoding="utf-8")
    assert read_settings(settings).allow == ("primary",)
    assert tomllib.loads(block("[lint]"))["plan"]["guard"] == read_settings(settings).guard


def test_the_library_does_the_same(sandbox: Sandbox, environment: dict[str, str], tmp_path: Path) -> None:
    own = tmp_path / "pages"
    own.mkdir()
    (own / "pricing.yaml").write_text("path: /pricing\nlocales:\n  fr-FR:\n    title: Nos tarifs\n", encoding="utf-8")
    program = f"site_id = {sandbox.site_id!r}\n" + block("import asyncio\nfrom datetime")
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Tarifs → Nos tarifs" in done.stdout
    assert [entry.body for entry in sandbox.requests() if entry.method == "PUT"] == ['{"title":"Nos tarifs"}']


def test_a_large_site_costs_what_the_readme_says() -> None:
    """Time is the sandbox's clock's, and so the same everywhere."""
    done = measured("applying.py")
    rows = [[cell.strip() for cell in line.strip("│").split("│")] for line in done.splitlines() if line[0] == "│"]
    told = [
        [cell.strip().strip("`") for cell in line.strip("|").split("|")]
        for line in README.splitlines()
        if line.startswith(("| `webflow-pages apply", "| the vendor's SDK in a loop"))
    ]
    assert [row[:5] for row in rows] == [row[:5] for row in told]
    assert [row[7] for row in rows] == [row[6] for row in told]
    apply, bulk, loop = rows
    assert int(apply[1]) <= 1.03 * int(apply[2])
    assert apply[3] == "0"
    assert float(apply[6].removesuffix(" %")) >= 98
    assert (bulk[1], bulk[3]) == (bulk[2], "0")
    assert int(loop[3]) > 0


def test_planning_can_be_measured() -> None:
    assert re.search(r"│ +500 │ +50 │ +6 │", measured("planning.py", "500"))


def measured(name: str, *arguments: str) -> str:
    command = [sys.executable, str(ROOT / "contract_tests" / "benchmarks" / name), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
