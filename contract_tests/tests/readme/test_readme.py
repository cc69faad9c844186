"""The README is run: every command, every snippet, and every output that it shows."""

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

import webflow_pages
from webflow_contract.carriers.server import running
from webflow_contract.drifts import DRIFTS, drifting
from webflow_contract.faults import FAULTS
from webflow_contract.sandbox import Sandbox
from webflow_contract.sandbox.control import served
from webflow_contract.sandbox.seed import read
from webflow_pages import UnexpectedResponseError

from .conftest import README, ROOT, block, blocks, shell, surroundings


def outside() -> dict[str, str]:
    """Return an environment in which make does not know that make runs these tests, and so says nothing of it."""
    return {name: value for name, value in os.environ.items() if name not in ("MAKELEVEL", "MAKEFLAGS", "MFLAGS")}


def test_every_heading_is_there_once_and_is_words() -> None:
    prose = re.sub(r"^```.*?^```$", "", README, flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.*)$", prose, re.MULTILINE)
    assert len(headings) == len(set(headings)) > 20
    assert [heading for heading in headings if not re.fullmatch(r"[\w ,'-]+", heading)] == []


def test_there_is_no_command_that_no_test_below_runs() -> None:
    commands = [line.split("#")[0].strip() for text in blocks("sh") for line in text.splitlines()]
    assert commands == [
        "make contract",
        "make test",  # this is it
        ".venv/bin/webflow-contract sandbox",
        *block(".venv/bin/webflow-pages doctor").splitlines(),
        "make bench",  # its program is run below
        *block(".venv/bin/webflow-pages pull").splitlines(),
        *block(".venv/bin/webflow-pages lint").splitlines(),
        "make bench-site",  # its programs are run in test_whole_site
        "make generate",
        "make generate-check",
        *block(".venv/bin/webflow-contract diff old.json").splitlines(),
        block(".venv/bin/webflow-contract diff --against-vendor").strip(),
        *block("make release-check").splitlines(),
        block(".venv/bin/webflow-contract check").strip(),
        ".venv/bin/webflow-contract sandbox --drift slug-becomes-number",
        *block(".venv/bin/webflow-contract explain").splitlines(),
        *block(".venv/bin/python -m pytest").splitlines(),
        block(".venv/bin/webflow-contract alert").strip(),
        block(".venv/bin/webflow-contract workflow").strip(),
        block("rm -f drift.json").strip(),
        ".venv/bin/webflow-contract power",
        block(".venv/bin/webflow-contract sandbox --rate-limit").strip(),
        block("curl ").strip(),
    ]


@pytest.mark.skipif(not (ROOT / ".venv/ready").exists(), reason="make would set up .venv first")
def test_make_contract_prints_what_the_readme_shows() -> None:
    done = shell("make contract", outside(), ROOT)
    assert done.returncode == 0, done.stderr
    printed = [line.rstrip() for line in done.stdout.splitlines()]
    assert printed == block("valid ").splitlines()


@pytest.mark.skipif(not (ROOT / ".venv/ready").exists(), reason="make would set up .venv first")
def test_make_help_lists_every_target() -> None:
    listed = {line.split()[0] for line in shell("make help", outside(), ROOT).stdout.splitlines()}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    declared = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE).group(1).split())  # type: ignore[union-attr]
    assert listed == declared
    assert {"contract", "test", "generate", "generate-check"} <= declared


def test_the_benchmark_measures_every_contestant() -> None:
    few = ["--calls", "2", "--rounds", "1", "--starts", "1", "--pages", "300"]
    command = [sys.executable, str(ROOT / "contract_tests/benchmarks/client.py"), *few]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for contestant in ("raw httpx", "generated client", "webflow_pages", "vendor's SDK"):
        assert len(re.findall(rf"│ {contestant} +│", done.stdout)) == 2
    assert len(re.findall(r"│ webflow_pages, observed +│", done.stdout)) == 1
    assert re.search(r"│ import webflow_pages +│ 0\.\d\d ", done.stdout)
    assert "Listing 300 pages takes" in done.stdout


def test_the_sandbox_prints_what_the_readme_shows(sandbox: Sandbox) -> None:
    shown = block("WEBFLOW_BASE_URL=").splitlines()
    expected = surroundings(sandbox, "http://127.0.0.1:43210/v2")
    assert shown == [f"{name}={value}" for name, value in expected.items()]


def test_the_first_call_works(environment: dict[str, str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", block("import os\n")],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "Tarifs /fr/pricing\n"), done.stderr


def test_the_client_snippet_works(
    sandbox: Sandbox, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("WEBFLOW_BASE_URL", "WEBFLOW_TOKEN"):
        monkeypatch.setenv(name, environment[name])
    names = {"page_id": sandbox.page_id, "site_id": sandbox.site_id}
    exec(block("from webflow_pages import LocaleError"), names)  # noqa: S102  (the README's own code)
    names["webflow"].close()  # type: ignore[attr-defined]
    assert "has no locale 'fr-CA'" in capsys.readouterr().out
    assert len(names["titles"]) > 1


def test_what_came_back_is_told_as_the_readme_says(
    sandbox: Sandbox, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("WEBFLOW_BASE_URL", "WEBFLOW_TOKEN"):
        monkeypatch.setenv(name, environment[name])
    names = {"page_id": sandbox.page_id, "home_page_id": sandbox.page_ids["/"]}
    exec(block("from webflow_pages import Seo, Webflow\n\nwebflow"), names)  # noqa: S102  (the README's own code)
    names["webflow"].close()  # type: ignore[attr-defined]
    first, *locales = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"\('slug',\) 200 \d+", first)
    assert locales == ["fr-FR applied", "de-DE applied"]


def test_options_are_as_the_readme_says(
    sandbox: Sandbox, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("WEBFLOW_BASE_URL", "WEBFLOW_TOKEN"):
        monkeypatch.setenv(name, environment[name])
    names = {"page_id": sandbox.page_id}
    exec(block("from webflow_pages import QuotaError"), names)  # noqa: S102  (the README's own code)
    names["webflow"].close()  # type: ignore[attr-defined]
    assert capsys.readouterr().out == ""


def test_a_client_is_watched_as_the_readme_says(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with running(DRIFTS["slug-becomes-number"].wrap(sandbox)) as base_url:
        monkeypatch.setenv("WEBFLOW_BASE_URL", base_url)
        monkeypatch.setenv("WEBFLOW_TOKEN", sandbox.token)
        names = {"page_id": sandbox.page_id}
        with pytest.raises(UnexpectedResponseError):
            exec(block("from webflow_contract import observe"), names)  # noqa: S102  (the README's own code)
        names["webflow"].close()  # type: ignore[attr-defined]
    assert capsys.readouterr().out == "breaking response-property-type-changed /slug\n"


def test_the_table_of_errors_names_every_class() -> None:
    table = README[README.index("| status and code | error |") :].split("\n\n")[0]
    named = set(re.findall(r"`(\w+Error)`", table))
    internal = {"WebflowError", "ResponseError", "LocaleMismatchError"}  # roots, and one named above the table
    assert named == {name for name in webflow_pages.__all__ if name.endswith("Error")} - internal


def test_a_finding_is_explained_accepted_and_proposed(tmp_path: Path, environment: dict[str, str]) -> None:
    drifted = Sandbox()
    with running(DRIFTS["slug-becomes-number"].wrap(drifted)) as base_url:
        check = block(".venv/bin/webflow-contract check").strip()
        done = shell(f"{check} --json report.json", environment | surroundings(drifted, base_url), tmp_path)
    assert done.returncode == 1, done.stderr
    found = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["findings"]
    finding = next(one for one in found if one["rule"] == "response-property-type-changed")
    expires = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    explain, accept, propose = block(".venv/bin/webflow-contract explain").splitlines()
    assert "type" in shell(explain, environment, tmp_path).stdout
    accept = accept.replace(" ID ", f" {finding['id']} ").replace(" DATE", f" {expires}")
    assert shell(accept, environment, tmp_path).returncode == 0
    assert finding["id"] in (tmp_path / "webflow-contract.baseline.yaml").read_text(encoding="utf-8")
    proposed = shell(propose.replace(" ID ", f" {finding['id']} "), environment, tmp_path)
    assert "x-deviation" in proposed.stdout


def test_the_check_as_properties_runs_from_anywhere(tmp_path: Path) -> None:
    world = Sandbox(rate_limit="off")
    embedded, live = block(".venv/bin/python -m pytest").splitlines()
    with running(world) as base_url:
        # All that it asks of a service is asked by the tests of the suite, in their own process.
        for command in (f"{embedded} -k portion", f"{live} -k 'portion or word_for_word'"):
            done = shell(f"{command} -p no:cacheprovider", {**os.environ, **surroundings(world, base_url)}, tmp_path)
            assert done.returncode == 0, done.stdout
    assert 0 < len(world.requests()) <= 100
    assert "the page is as it was" in done.stdout


def test_the_power_of_the_check_is_what_the_readme_says(tmp_path: Path) -> None:
    command = block(".venv/bin/webflow-contract power").strip()
    done = shell(f"{command} --every 400 --json power.json", dict(os.environ), tmp_path)
    measured = json.loads((tmp_path / "power.json").read_text(encoding="utf-8"))
    assert all(measured["drifts"].values()), done.stdout
    assert not measured["false_alarm"]
    # So few say little of the share that is found of what still conforms: the tests of the power have more of them.
    assert measured["breaking"] > 0.85
    assert measured["caught"] > 0


def test_the_commands_of_the_client_work(environment: dict[str, str], tmp_path: Path) -> None:
    surroundings = {**environment, "HOME": str(tmp_path), "SHELL": "/bin/bash"}
    codes, printed = [], []
    for command in block(".venv/bin/webflow-pages doctor").splitlines():
        done = shell(command, surroundings, tmp_path)
        codes.append(done.returncode)
        printed.append(done.stdout)
    assert codes == [0, 0, 0, 0, 3, 0, 0]
    assert json.loads(printed[3])["page"]["title"] == "Tarifs"
    assert "Nos prix" in printed[4]
    assert "Nos prix" in printed[5]


def test_the_async_snippet_works(
    sandbox: Sandbox, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("WEBFLOW_BASE_URL", "WEBFLOW_TOKEN"):
        monkeypatch.setenv(name, environment[name])
    exec(block("import asyncio\nfrom webflow_pages"), {"page_id": sandbox.page_id})  # noqa: S102  (the README's own code)
    assert capsys.readouterr().out == "['Tarifs', 'Preise']\n"


@pytest.mark.parametrize("start", ["import httpx\n", "from webflow_contract.sandbox import Assumptions"])
def test_the_sandbox_snippets_work(start: str) -> None:
    names: dict[str, Any] = {}
    exec(block(start), names)  # noqa: S102  (the README's own code)
    if "client" in names:
        names["client"].close()


def test_the_fixtures_work_as_the_readme_uses_them(tmp_path: Path) -> None:
    (tmp_path / "test_readme.py").write_text(block("import pytest\n"), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--strict-markers"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 passed" in done.stdout


def test_the_sandbox_serves_with_the_options_that_the_readme_shows() -> None:
    command = block(".venv/bin/webflow-contract sandbox --rate-limit").strip()
    with subprocess.Popen(
        command.replace(".venv/bin/", f"{Path(sys.executable).parent}/").split(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        host = process.stdout.readline().strip().partition("=")[2].removesuffix("/v2")
        state = httpx.get(f"{host}/_sandbox/state").json()
        process.terminate()
    (switch,) = state["active"]
    assert (switch["name"], switch["operation"]) == ("slow", "list-pages")
    assert state["flipped"] == {"duplicate_slug": "conflict"}


@pytest.mark.skipif(shutil.which("curl") is None, reason="this machine has no curl")
def test_the_control_is_asked_as_the_readme_does(sandbox: Sandbox, tmp_path: Path) -> None:
    with running(served(sandbox)) as base_url:
        done = shell(block("curl "), {**os.environ, "WEBFLOW_BASE_URL": base_url}, tmp_path)
    assert done.returncode == 0, done.stderr
    (switch,) = sandbox.switches.active
    assert (switch.name, switch.operation, switch.times) == ("cut", "update-page-metadata", 2)


def test_the_seed_that_the_readme_shows_is_one(tmp_path: Path) -> None:
    (tmp_path / "seed.yaml").write_text(block("sites:\n"), encoding="utf-8")
    world = Sandbox(read(tmp_path / "seed.yaml"))
    assert list(world.page_ids) == ["/", "/help", "/help/returns"]


def test_the_readme_names_every_fault() -> None:
    table = README[README.index("### What can go wrong") : README.index("What lasts is a drift")]
    assert set(re.findall(r"`([a-z0-9][a-z0-9-]+)`", table)) - {"seconds"} == set(FAULTS)


def test_the_check_command_is_clean_and_leaves_nothing_behind(environment: dict[str, str], tmp_path: Path) -> None:
    done = shell(block(".venv/bin/webflow-contract check"), environment, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_check_finds_the_drift_that_the_readme_switches_on(sandbox: Sandbox, tmp_path: Path) -> None:
    drift = block(".venv/bin/webflow-contract sandbox --drift").split()[-1]
    with running(drifting(sandbox, [drift])) as base_url:
        environment = {**os.environ, **surroundings(sandbox, base_url)}
        done = shell(block(".venv/bin/webflow-contract check"), environment, tmp_path)
    assert done.returncode == 1
    assert "response-property-type-changed" in done.stdout
    assert "/slug" in done.stdout
