"""``plan`` shows what would change and sends no write; its exit code says what of it may go on."""

import json
from pathlib import Path
from typing import get_args

import pytest

from webflow_contract.sandbox import Sandbox
from webflow_pages.commands.whole_site import Permission
from webflow_pages.metadata.plan.document import read_plan
from webflow_pages.metadata.plan.model import PERMISSIONS

from .conftest import Cli

FILE = "pages/pricing.yaml"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def pulled(cli: Cli, folder: Path) -> Path:
    assert cli("pull").code == 0
    return folder / "pages" / "pricing.yaml"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def writes(sandbox: Sandbox) -> list[str]:
    return [entry.method for entry in sandbox.requests() if entry.method != "GET"]


def test_a_site_that_was_pulled_has_no_changes(cli: Cli, pulled: Path) -> None:
    done = cli("plan", "--expect-no-changes")
    assert (done.code, done.stdout) == (0, "No changes: the site is as the files say.\n")
    assert cli("pull", "pages.csv").code == 0
    assert cli("plan", "pages.csv", "--expect-no-changes").code == 0


def test_a_change_is_shown_and_nothing_is_sent(cli: Cli, sandbox: Sandbox, pulled: Path) -> None:
    edit(pulled, "title: Tarifs", "title: Nos tarifs")
    done = cli("plan")
    assert done.code == 0
    assert "Tarifs → Nos tarifs" in done.stdout
    assert "Would change 1 field in 1 of 32 pages and locales (3.1 %)." in done.stdout
    assert done.stderr == "Nothing was sent.\n"
    assert writes(sandbox) == []
    assert cli("plan", "--expect-no-changes").code == 3


def test_all_reports_come_from_one_plan(cli: Cli, pulled: Path, folder: Path) -> None:
    edit(pulled, "title: Tarifs", "title: Nos tarifs")
    done = cli("plan", "-o", "plan.json", "--markdown", "plan.md", "--html", "plan.html", "--json")
    assert done.code == 0
    plan = read_plan(folder / "plan.json")
    assert json.loads((folder / "plan.json").read_text(encoding="utf-8")) == json.loads(done.stdout)
    assert [change.after for update in plan.updates for change in update.changes] == ["Nos tarifs"]
    for name in ("plan.md", "plan.html"):
        assert "Nos tarifs" in (folder / name).read_text(encoding="utf-8")


def test_what_needs_a_permission_is_refused_until_it_is_given(cli: Cli, pulled: Path, folder: Path) -> None:
    edit(pulled, "title: Pricing", "title: Prices")
    done = cli("plan", "-o", "plan.json")
    assert done.code == 1
    assert "--allow primary" in done.stdout
    assert f"{FILE}:6:12" in done.stdout
    assert read_plan(folder / "plan.json").updates == ()
    assert cli("plan", "--expect-no-changes").code == 3
    assert cli("plan", "--allow", "primary").code == 0
    (folder / "webflow-pages.toml").write_text('[plan]\nallow = ["primary"]\n', encoding="utf-8")
    assert cli("plan").code == 0


def test_the_guard_keeps_no_plan(cli: Cli, pulled: Path, folder: Path) -> None:
    for path in (folder / "pages").rglob("*.yaml"):
        edit(path, "fr-FR:\n    title: ", "fr-FR:\n    title: Bien ")
        edit(path, "de-DE:\n    title: ", "de-DE:\n    title: Gut ")
    done = cli("plan", "-o", "plan.json", "--allow", "templates")
    assert done.code == 1
    assert "16 of the site's 32" in done.stderr
    assert not (folder / "plan.json").exists()
    assert cli("plan", "-o", "plan.json", "--allow", "templates", "--guard", "50").code == 0
    (folder / "webflow-pages.toml").write_text("[plan]\nguard = 50\n", encoding="utf-8")
    assert cli("plan", "--allow", "templates").code == 0
    assert cli("plan", "--guard", "101").code == 2


def test_a_guard_that_refuses_says_that_the_plan_there_is_an_older_one(cli: Cli, pulled: Path, folder: Path) -> None:
    edit(pulled, "title: Tarifs", "title: Nos tarifs")
    assert cli("plan", "-o", "plan.json").code == 0
    kept = (folder / "plan.json").read_bytes()
    done = cli("plan", "-o", "plan.json", "--guard", "1")
    assert done.code == 1
    assert "what is in plan.json is an older plan" in done.stderr
    assert (folder / "plan.json").read_bytes() == kept
    assert cli("plan", "--guard", "1", "--expect-no-changes").code == 3


def test_what_the_guard_refuses_cannot_be_applied_either(
    cli: Cli, sandbox: Sandbox, pulled: Path, folder: Path
) -> None:
    edit(pulled, "title: Tarifs", "title: Nos tarifs")
    (folder / "printed.json").write_text(cli("plan", "--guard", "1", "--json").stdout, encoding="utf-8")
    assert cli("apply", "printed.json").code == 1
    assert writes(sandbox) == []


@pytest.mark.parametrize("guard", ["-1", "101", "nan"])
def test_a_guard_is_looked_at_before_anything_is_read(cli: Cli, sandbox: Sandbox, pulled: Path, guard: str) -> None:
    before = len(sandbox.requests())
    done = cli("plan", f"--guard={guard}")
    assert (done.code, done.stdout) == (2, "")
    assert len(sandbox.requests()) == before


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("-o", "plan.yaml"), "let it end in .json"),
        (("-o", "pages/plan.json"), "among the files"),
        (("--html", "other/../pages/about.yaml"), "among the files"),
        (("--markdown", "pages"), "among the files"),
    ],
)
def test_no_report_is_written_over_the_files(
    cli: Cli, sandbox: Sandbox, pulled: Path, arguments: tuple[str, ...], says: str
) -> None:
    before = len(sandbox.requests())
    done = cli("plan", *arguments)
    assert done.code == 2
    assert says in done.stderr
    assert len(sandbox.requests()) == before


def test_a_line_that_was_left_as_it_was_does_not_become_a_text_of_its_own(cli: Cli, pulled: Path) -> None:
    about = pulled.parent / "about.yaml"
    edit(about, "title: About Lantern & Loom", "title: All about Lantern & Loom")
    assert cli("apply", "--yes", "--allow", "primary").code == 0
    done = cli("plan")
    assert done.code == 1
    assert done.stdout.count("pull again, or take the line out") == 3
    assert "Nothing to apply." in done.stdout
    assert cli("pull").code == 0
    assert cli("plan", "--expect-no-changes").code == 0


def test_the_options_are_the_permissions() -> None:
    assert get_args(Permission) == PERMISSIONS


def test_an_error_of_lint_in_what_would_be_written_is_a_finding(cli: Cli, pulled: Path) -> None:
    edit(pulled, "title: Tarifs", "title: '   '")
    done = cli("plan")
    assert done.code == 1
    assert "PM1" in done.stdout


def test_files_of_another_site_are_not_planned(cli: Cli, sandbox: Sandbox, pulled: Path) -> None:
    other = "5eed0000000000000000a009"
    before = len(sandbox.requests())
    done = cli("plan", "--site", other)
    assert done.code == 2
    assert "the files are of site" in done.stderr
    assert len(sandbox.requests()) == before


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        ("path: /pricing\nlocales:\n  fr-FR:\n    seo:\n      metaDescription: A\n", 2, "metaDescription"),
        ("path: /prising\nlocales:\n  fr-FR:\n    title: A\n", 2, "/pricing"),
        ("path: /pricing\nlocales:\n  fr-CA:\n    title: A\n", 2, "fr-FR"),
        ("path: /pricing\nlocales: {\n", 2, "own.yaml:3:"),
    ],
)
def test_bad_input_is_told_with_its_place(cli: Cli, folder: Path, content: str, code: int, says: str) -> None:
    (folder / "own").mkdir()
    (folder / "own" / "own.yaml").write_text(content, encoding="utf-8")
    done = cli("plan", "own")
    assert done.code == code
    assert says in done.stderr
    assert "own.yaml:" in done.stderr
    assert done.stdout == ""


def test_a_report_that_cannot_be_written_is_told(cli: Cli, pulled: Path) -> None:
    done = cli("plan", "--html", "nowhere/plan.html")
    assert done.code == 1
    assert "nowhere/plan.html: it cannot be written" in done.stderr


def test_a_plan_is_applied_and_undone(cli: Cli, sandbox: Sandbox, pulled: Path, folder: Path) -> None:
    edit(pulled, "title: Tarifs", "title: Nos tarifs")
    assert cli("plan", "-o", "plan.json").code == 0
    assert cli("apply", "plan.json").code == 0
    assert cli("plan", "--expect-no-changes").code == 0
    (run,) = [one["run"] for one in json.loads(cli("runs", "--json").stdout)["runs"]]
    shown = cli("rollback", run)
    assert (shown.code, "Nos tarifs → Tarifs" in shown.stdout) == (2, True)  # nobody could be asked
    assert writes(sandbox) == ["PUT"]
    assert cli("rollback", run, "--yes").code == 0
    assert writes(sandbox) == ["PUT", "PUT"]
    assert "Tarifs → Nos tarifs" in cli("plan").stdout
