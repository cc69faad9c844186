"""``webflow-contract baseline add`` and ``check --baseline``: what is accepted, and what is refused."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from webflow_contract.carriers.server import running
from webflow_contract.commands.app import run as run_here
from webflow_contract.drifts import drifting
from webflow_contract.exchange import Request, Response
from webflow_contract.sandbox import Sandbox

from .conftest import Run, Serve

NAME = "webflow-contract.baseline.yaml"
Add = Callable[..., int]


def in_days(number: int) -> str:
    return (datetime.now(UTC).date() + timedelta(number)).isoformat()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def requests() -> list[Request]:
    return []


@pytest.fixture
def drifted(sandbox: Sandbox, port: Serve, requests: list[Request], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Serve a sandbox that has drifted, and return the command that checks it."""
    handler = drifting(sandbox, ["page-gains-field"])

    def recording(request: Request) -> Response:
        requests.append(request)
        return handler(request)

    monkeypatch.setenv("WEBFLOW_TOKEN", sandbox.token)
    return ["check", "--base-url", port(recording), "--site", sandbox.site_id, "--page", sandbox.page_id]


@pytest.fixture
def report(folder: Path, drifted: list[str]) -> dict[str, Any]:
    assert run_here([*drifted, "--json", "report.json"]) == 1
    written: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return written


@pytest.fixture
def add(report: dict[str, Any]) -> Add:
    """Accept a finding, by default the first one, with whatever options are changed."""

    def add(*ids: str, **changes: str) -> int:
        options = {"report": "report.json", "reason": "Known.", "owner": "web", "expires": in_days(30), **changes}
        (id_,) = ids or (report["findings"][0]["id"],)
        return run_here(["baseline", "add", id_, *(f"--{name}={value}" for name, value in options.items())])

    return add


def accepted(path: Path) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))["accepted"]
    return listed


def test_the_way_from_a_finding_to_a_clean_check(here: Run, sandbox: Sandbox, tmp_path: Path) -> None:
    with running(drifting(sandbox, ["page-gains-field"])) as url:
        check = ("check", "--base-url", url, "--site", sandbox.site_id, "--page", sandbox.page_id)
        assert here(*check, "--json", "report.json", WEBFLOW_TOKEN=sandbox.token).returncode == 1
        ids = [finding["id"] for finding in json.loads((tmp_path / "report.json").read_text())["findings"]]
        options = ("--report", "report.json", "--reason", "Known.", "--owner", "web team", "--expires", in_days(30))
        done = here("baseline", "add", ids[0], *options)
        again = here(*check, "--baseline", NAME, "--json", "report.json", WEBFLOW_TOKEN=sandbox.token)
        for id_ in ids[1:]:
            here("baseline", "add", id_, *options)
        clean = here(*check, "--baseline", NAME, "--json", "report.json", WEBFLOW_TOKEN=sandbox.token)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("accepted  response-optional-property-added get-page-metadata 200 /noIndex until ")
    assert again.returncode == 1
    assert f"accepted  {ids[0]}" in again.stdout
    assert clean.returncode == 0, clean.stdout + clean.stderr
    assert "beyond the baseline" in clean.stdout.splitlines()[-1]
    left = json.loads((tmp_path / "report.json").read_text())
    assert (left["verdict"], left["findings"], left["gone"]) == ("clean", [], [])
    assert sorted(finding["id"] for finding in left["accepted"]) == sorted(ids)


def test_an_entry_says_what_was_accepted_why_by_whom_and_until_when(
    add: Add, report: dict[str, Any], folder: Path
) -> None:
    assert add() == 0
    (entry,) = accepted(folder / NAME)
    finding = report["findings"][0]
    kept = ("id", "rule", "operation", "status", "pointer", "documented", "observed")
    assert entry == {name: finding[name] for name in kept} | {
        "reason": "Known.",
        "owner": "web",
        "accepted": in_days(0),
        "expires": in_days(30),
    }


def test_accepting_again_renews_and_leaves_the_rest_alone(
    add: Add, report: dict[str, Any], drifted: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two, *_ = [finding["id"] for finding in report["findings"]]
    assert add(one) == add(two) == 0
    path = folder / NAME
    path.write_text(path.read_text().replace(f"  - id: {two}", f"  # Ours.\n  - id: {two}"))
    before = {entry["id"]: entry for entry in accepted(path)}
    assert run_here([*drifted, "--baseline", NAME, "--json", "report.json"]) == 1  # it is among the accepted ones now
    capsys.readouterr()
    assert add(one, reason="Still so.", expires=in_days(60)) == 0
    assert capsys.readouterr().out.startswith("renewed ")
    after = {entry["id"]: entry for entry in accepted(path)}
    assert after == before | {one: before[one] | {"reason": "Still so.", "expires": in_days(60)}}
    assert f"  # Ours.\n  - id: {two}" in path.read_text()
    assert list(after) == sorted(after)


def test_an_expired_entry_counts_again_and_says_so(
    add: Add, report: dict[str, Any], drifted: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for finding in report["findings"]:
        assert add(finding["id"]) == 0
    assert run_here([*drifted, "--baseline", NAME]) == 0
    path = folder / NAME
    today = in_days(0)
    path.write_text(path.read_text().replace(today, in_days(-9)).replace(in_days(30), in_days(-1), 1))
    capsys.readouterr()
    assert run_here([*drifted, "--baseline", NAME]) == 1
    output = capsys.readouterr().out
    assert output.count("expired: it counts again") == 1
    assert output.count("\naccepted  ") == len(report["findings"]) - 1


def test_what_no_longer_occurs_is_told_and_does_not_count(
    add: Add, report: dict[str, Any], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add() == 0
    capsys.readouterr()
    assert run_here(["check", "--baseline", NAME, "--json", "after.json"]) == 0
    assert f"gone: delete it from the baseline  {report['findings'][0]['id']}" in capsys.readouterr().out
    (gone,) = json.loads((folder / "after.json").read_text(encoding="utf-8"))["gone"]
    assert gone == accepted(folder / NAME)[0]


def test_of_a_run_that_was_not_judged_nothing_is_gone(
    add: Add, drifted: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert add() == 0
    monkeypatch.delenv("WEBFLOW_TOKEN")
    assert run_here([*drifted, "--baseline", NAME, "--json", "after.json"]) == 3
    assert json.loads((folder / "after.json").read_text(encoding="utf-8"))["gone"] == []


LOST = {
    "lost": (None, "there is no such baseline"),
    "empty": ("", "has to be an object"),
    "no YAML": ("a: [\n", "not valid YAML"),
    "of another kind": ("baseline: 1\nfindings: []\n", "unknown key 'findings'"),
    "no list": ("baseline: 1\n", "no list 'accepted'"),
}


@pytest.mark.parametrize(("text", "said"), LOST.values(), ids=LOST)
def test_a_baseline_that_cannot_be_read_stops_the_check_before_anything_is_sent(
    drifted: list[str],
    folder: Path,
    requests: list[Request],
    capsys: pytest.CaptureFixture[str],
    text: str | None,
    said: str,
) -> None:
    if text is not None:
        (folder / NAME).write_text(text, encoding="utf-8")
    assert run_here([*drifted, "--baseline", NAME, "--json", "after.json"]) == 2
    output = capsys.readouterr()
    assert (output.out, len(output.err.splitlines()), requests) == ("", 1, [])
    assert said in output.err
    assert not (folder / "after.json").exists()


def test_a_report_does_not_overwrite_the_baseline(
    drifted: list[str], folder: Path, requests: list[Request], capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / NAME).write_text("baseline: 1\naccepted: []\n", encoding="utf-8")
    assert run_here([*drifted, "--baseline", NAME, "--json", NAME]) == 2
    assert "name the same file" in capsys.readouterr().err
    assert requests == []


REFUSED: dict[str, tuple[dict[str, str], str]] = {
    "no reason": ({"reason": ""}, "the reason is empty"),
    "a blank reason": ({"reason": "  "}, "the reason is empty"),
    "no owner": ({"owner": ""}, "the owner is empty"),
    "no date": ({"expires": "next week"}, "--expires: 'next week' is no day such as 2027-05-31"),
    "a day that is none": ({"expires": "2027-02-30"}, "--expires: '2027-02-30' is no day"),
    "a date in the past": ({"expires": in_days(-1)}, f"expire on {in_days(-1)}, before it is accepted on"),
    "for ever": ({"expires": "2999-01-01"}, "more than 366 days after"),
    "a lost report": ({"report": "lost.json"}, "lost.json: cannot be read"),
    "a baseline in no folder": ({"baseline": "no/such/b.yaml"}, "the baseline cannot be written"),
    "a baseline of JSON": ({"baseline": "b.json"}, "let its name end with .yaml"),
    "the report as the baseline": ({"baseline": "report.json"}, "name the same file"),
}


@pytest.mark.parametrize(("changes", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_writes_nothing(
    add: Add, folder: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, str], said: str
) -> None:
    capsys.readouterr()
    assert add(**changes) == 2
    output = capsys.readouterr()
    assert (output.out, len(output.err.splitlines())) == ("", 1)
    assert said in output.err
    assert [path.name for path in folder.iterdir()] == ["report.json"]


def test_the_last_days_that_can_be_named_are_today_and_a_year_ahead(add: Add) -> None:
    assert add(expires=in_days(0)) == add(expires=in_days(366)) == 0
    assert add(expires=in_days(367)) == 2


def test_an_id_that_is_not_there_names_near_ones(
    add: Add, report: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    known = report["findings"][0]["id"]
    near = [known[:-1], known[:4], f"{known}0", known.upper()]
    for wanted in near:
        assert add(wanted) == 2
        assert f"did you mean {known} (response-optional-property-added get-page-metadata" in capsys.readouterr().err
    assert add("not an id") == 2
    assert (
        f"report.json has no finding 'not an id': it has {len(report['findings'])}, such as" in capsys.readouterr().err
    )


def test_a_clean_report_has_no_finding_at_all(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_here(["check", "--json", "report.json"]) == 0
    options = ["--report", "report.json", "--reason", "r", "--owner", "o", "--expires", in_days(1)]
    assert run_here(["baseline", "add", "90a31a99c15a", *options]) == 2
    assert "it has none at all" in capsys.readouterr().err


NO_REPORT = {
    "no JSON": "{",
    "an empty file": "",
    "something else": "{}",
    "a report of tomorrow": '{"schema": 2}',
    "a list": "[]",
}


@pytest.mark.parametrize("text", NO_REPORT.values(), ids=NO_REPORT)
@pytest.mark.parametrize("command", ["baseline add", "propose"])
def test_what_is_no_report_is_refused_in_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str], command: str, text: str
) -> None:
    (folder / "report.json").write_text(text, encoding="utf-8")
    options = ["--reason=r", "--owner=o", f"--expires={in_days(1)}"] if command == "baseline add" else []
    assert run_here([*command.split(), "90a31a99c15a", "--report", "report.json", *options]) == 2
    output = capsys.readouterr()
    assert (output.out, len(output.err.splitlines())) == ("", 1)
    assert output.err.startswith("webflow-contract: report.json")


@pytest.mark.parametrize("missing", ["report", "reason", "owner", "expires"])
def test_every_option_has_to_be_given(folder: Path, capsys: pytest.CaptureFixture[str], missing: str) -> None:
    options = {"report": "r.json", "reason": "r", "owner": "o", "expires": in_days(1)}
    del options[missing]
    given = [f"--{name}={value}" for name, value in options.items()]
    assert run_here(["baseline", "add", "90a31a99c15a", *given]) == 2
    assert f"--{missing}" in capsys.readouterr().err
