"""``webflow-contract validate`` and ``generate``, on copies of a checkout that are broken on purpose."""

import shutil
from pathlib import Path

import pytest

import webflow_api
from webflow_pages import __version__, contract_date, contract_version

from .conftest import Run

ROOT = Path(__file__).parents[3]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "spec", tmp_path / "spec")
    generated = Path(webflow_api.__file__).parent
    shutil.copytree(generated, tmp_path / "generated/webflow_api", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_version_is_that_of_the_package_and_of_the_contract(run: Run) -> None:
    done = run("--version")
    says = f"webflow-contract {__version__} (contract {contract_version}, read {contract_date})\n"
    assert (done.returncode, done.stdout, done.stderr) == (0, says, "")


def test_the_contract_is_valid_and_the_generated_code_current(here: Run, checkout: Path) -> None:
    valid, current = here("validate"), here("generate", "--check")
    assert (valid.returncode, current.returncode) == (0, 0), valid.stderr + current.stderr
    assert "5 operations" in valid.stdout
    assert "byte for byte" in current.stdout


def test_an_edited_tree_is_stale_and_one_command_mends_it(here: Run, checkout: Path) -> None:
    whole = {path: path.read_bytes() for path in (checkout / "generated").rglob("*") if path.is_file()}
    change(checkout / "generated/webflow_api/models/page.py", "Page", "Pag")
    stale = here("generate", "--check")
    assert (stale.returncode, stale.stdout, len(stale.stderr.splitlines())) == (2, "", 1)
    assert "models/page.py" in stale.stderr
    assert "make generate" in stale.stderr

    assert here("generate").returncode == 0
    assert {path: path.read_bytes() for path in (checkout / "generated").rglob("*") if path.is_file()} == whole


BROKEN = {
    "a key given twice": ("openapi.yaml", "openapi: 3.1.0", "openapi: 3.1.0\nopenapi: 3.1.0", "is there twice"),
    "no YAML": ("openapi.yaml", "info:\n", "info: [\n", "openapi.yaml:"),
    "no OpenAPI": ("openapi.yaml", "type: http\n", "type: htt\n", "is not valid OpenAPI 3.1"),
    "a dangling reference": ("openapi.yaml", "schemas/Seo", "schemas/NoSuch", "openapi.yaml"),
    "an action that matches nothing": ("observed.yaml", "Page.properties.slug.type", "Page.nothing", "matches nothing"),
    "an action without evidence": ("observed.yaml", "    x-evidence:", "    x-other:", "x-evidence"),
}


@pytest.mark.parametrize("command", ["validate", "generate"])
@pytest.mark.parametrize(("name", "old", "new", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_contract_is_one_line_and_leaves_everything_as_it_was(
    here: Run, checkout: Path, command: str, name: str, old: str, new: str, said: str
) -> None:
    change(checkout / "spec" / name, old, new)
    before = {path: path.read_bytes() for path in checkout.rglob("*") if path.is_file()}

    done = here(command)

    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1), done.stderr
    assert said in done.stderr
    assert {path: path.read_bytes() for path in checkout.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("name", ["openapi.yaml", "observed.yaml"])
def test_a_missing_file_is_one_line(here: Run, checkout: Path, name: str) -> None:
    (checkout / "spec" / name).unlink()
    done = here("validate")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert name in done.stderr


def test_a_folder_that_is_no_checkout_is_one_line(here: Run) -> None:
    done = here("generate", "--root", "nowhere")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert "nowhere: is no checkout" in done.stderr
