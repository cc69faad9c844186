"""``apply`` of a plan that was kept, ``rollback`` and ``runs``: what they say, and how they exit."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve

from webflow_contract.carriers.server import running
from webflow_pages.commands import confirming
from webflow_pages.metadata.applying import journal
from webflow_pages.metadata.applying.history import run_ids
from webflow_pages.metadata.applying.run import RUNS
from webflow_pages.metadata.plan.document import write_plan

from .commandline import FR, Cli, CommandLine, Port, kept
from .stage import Stage


@pytest.fixture(scope="module")
def port() -> Iterator[Port]:
    port = Port()
    with running(port) as port.base_url:
        yield port


@pytest.fixture
def stage(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.chdir(tmp_path)
    stage.runs = RUNS
    return stage


@pytest.fixture
def cli(stage: Stage, port: Port, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    return CommandLine(stage, port, monkeypatch, capsys)


def test_a_plan_that_was_kept_is_applied_and_can_be_undone(cli: Cli, stage: Stage) -> None:
    before = stage.state().values
    plan = kept(stage, {("/about", FR): {"title": "Nous"}, ("/pricing", "en-US"): {"title": "Prices"}})
    done = cli("apply", plan)
    assert (done.code, done.stdout) == (0, "Fields: 2 changed.\n")
    (run_id,) = run_ids(RUNS)
    assert f"webflow-pages rollback {run_id}" in done.stderr
    assert "staged, not live" in done.stderr
    looked = cli("rollback", run_id)
    assert looked.code == 2
    assert "Nous → À propos" in looked.stdout
    assert "Nothing was sent: add --yes" in looked.stderr
    assert stage.state().values != before
    undone = cli("rollback", run_id, "--yes")
    assert undone.code == 0
    assert stage.state().values == before
    listed = cli("runs")
    assert [line.split()[1] for line in listed.stdout.splitlines()] == ["undone", "finished"]
    again = cli("rollback", run_id, "--yes")
    assert again.code == 0
    assert "nothing to undo" in again.stderr


def test_a_rollback_can_be_kept_and_applied_later(cli: Cli, stage: Stage) -> None:
    cli("apply", kept(stage, {("/about", FR): {"title": "Nous"}}))
    (run_id,) = run_ids(RUNS)
    made = cli("rollback", run_id, "-o", "back.json")
    assert made.code == 0
    assert "Nothing was sent" in made.stderr
    assert cli("apply", "back.json").code == 0
    assert stage.state().values[stage.paths["/about"], FR]["title"] == "À propos"
    assert [one["state"] for one in cli("runs", "--json").json["runs"]] == ["undone", "finished"]


def test_a_rollback_that_is_not_complete_ends_with_1(cli: Cli, stage: Stage) -> None:
    cli("apply", kept(stage, {("/about", FR): {"title": "Nous", "seo.title": "Qui"}}))
    stage.update("/about", FR, title="Theirs")
    (run_id,) = run_ids(RUNS)
    done = cli("rollback", run_id, "--yes")
    assert done.code == 1
    assert "somebody has changed it since" in done.stdout
    assert stage.state().values[stage.paths["/about"], FR]["title"] == "Theirs"


def test_json_tells_each_field(cli: Cli, stage: Stage) -> None:
    done = cli("apply", kept(stage, {("/about", FR): {"title": "Nous", "slug": "nous"}}), "--json")
    assert done.code == 1
    document = done.json
    assert [(one["field"], one["outcome"], one["now"]) for one in document["outcomes"]] == [
        ("title", "changed", "Nous"),
        ("slug", "ignored", "about"),
    ]
    assert (document["schema"], document["staged"], document["open"], document["halt"]) == (1, True, False, None)
    assert document["counts"]["ignored"] == 1
    assert document["requests"] == 3
    assert document["run"] in run_ids(RUNS)


def test_what_is_ignored_is_told_and_ends_with_1(cli: Cli, stage: Stage) -> None:
    done = cli("apply", kept(stage, {("/about", FR): {"slug": "nous"}}))
    assert done.code == 1
    assert '/about fr-FR slug: Webflow ignored it, and it is still "about"' in done.stdout
    assert done.stdout.endswith("Fields: 1 ignored by Webflow.\n")


def test_what_somebody_changed_ends_with_5(cli: Cli, stage: Stage) -> None:
    plan = kept(stage, {("/about", FR): {"title": "Nous"}, ("/pricing", FR): {"title": "Prix"}})
    stage.update("/about", FR, title="Their\x1b[31m")
    done = cli("apply", plan)
    assert done.code == 5
    assert 'title: left alone: somebody has made it "Their\\u001b[31m" since it was planned' in done.stdout
    assert "\x1b" not in done.stdout + done.stderr


def test_another_primary_locale_ends_with_5(cli: Cli, stage: Stage) -> None:
    write_plan(evolve(stage.plan({("/about", FR): {"title": "x"}}), primary="it-IT"), Path("plan.json"))
    done = cli("apply", "plan.json")
    assert done.code == 5
    assert done.stderr.endswith("when the plan was made: make the plan anew\n")


@pytest.mark.parametrize(("skip", "code"), [(0, 4), (1, 4), (3, 6)])
def test_a_revoked_token_ends_with_4_and_with_6_once_something_was_written(
    cli: Cli, stage: Stage, skip: int, code: int
) -> None:
    plan = kept(stage, {("/about", FR): {"title": "Nous"}, ("/pricing", "en-US"): {"title": "Prices"}})
    stage.sandbox.switches.on("token-revoked", skip=skip)
    done = cli("apply", plan)
    assert done.code == code
    assert "Check the token" in done.stderr
    (run_id,) = run_ids(RUNS)
    again = f"webflow-pages apply {RUNS / run_id / 'plan.json'}"
    assert again in done.stderr
    stage.sandbox.switches.off()
    gone_on = cli("apply", str(RUNS / run_id / "plan.json"))
    assert gone_on.code == 0
    assert run_ids(RUNS) == [run_id]
    assert set(stage.writes_of_pages().values()) == {1}


def test_without_a_token_no_run_begins(cli: Cli, stage: Stage) -> None:
    done = cli("apply", kept(stage, {("/about", FR): {"title": "Nous"}}), WEBFLOW_TOKEN="")
    assert done.code == 4
    assert not RUNS.exists()


def test_nothing_to_apply_is_fine(cli: Cli, stage: Stage) -> None:
    plan = kept(stage, {})
    done = cli("apply", plan, "--json")
    assert (done.code, done.json["outcomes"], done.json["run"]) == (0, [], None)
    assert cli("apply", plan).stdout == "No changes: the site is as the files say.\n"
    assert not RUNS.exists()


@pytest.mark.parametrize(("answer", "code", "says"), [(None, 2, "add --yes"), ("n\n", 1, "Nothing was sent.")])
def test_what_is_not_confirmed_is_told_as_not_sent(
    cli: Cli, stage: Stage, monkeypatch: pytest.MonkeyPatch, answer: str | None, code: int, says: str
) -> None:
    if answer is not None:
        monkeypatch.setattr(confirming, "asked", lambda *, yes: "no")
    Path("pages.csv").write_text("path,locale,title\n/about,fr-FR,Nous\n", encoding="utf-8")
    applied = cli("apply", kept(stage, {("/pricing", FR): {"title": "Prix"}}))
    assert applied.code == 0
    stage.sandbox.forget_requests()
    for command, field in (("apply", "pages.csv"), "Nous"), (("rollback", "latest"), "Tarifs"):
        assert cli(*command).code == code
        done = cli(*command, "--json")
        assert (done.code, done.json["run"], done.json["counts"]["not-sent"]) == (code, None, 1)
        assert [(one["after"], one["outcome"]) for one in done.json["outcomes"]] == [(field, "not-sent")]
        assert says in done.stderr
    assert not stage.writes()
    assert len(run_ids(RUNS)) == 1


def test_a_plan_beyond_its_guard_is_not_applied(cli: Cli, stage: Stage) -> None:
    plan = stage.plan({("/about", FR): {"title": "Nous"}})
    write_plan(evolve(plan, guard=1.0), Path("plan.json"))
    stage.sandbox.forget_requests()
    done = cli("apply", "plan.json")
    assert (done.code, "guard allows 1 %" in done.stderr) == (1, True)
    write_plan(evolve(plan, guard=1.0, origin="rollback of another"), Path("plan.json"))
    assert not stage.asked()
    assert cli("apply", "plan.json").code == 0  # a run is undone as a whole


def test_what_the_plan_refuses_is_told_and_ends_with_1(cli: Cli, stage: Stage) -> None:
    Path("pages.csv").write_text(
        "path,locale,title\n/about,fr-FR,Nous\n/about,en-US,Us\n/pricing,en-US,It\n", encoding="utf-8"
    )
    assert cli("plan", "pages.csv", "-o", "plan.json").code == 1
    for command, changed in (("apply", "plan.json"), "changed"), (("apply", "pages.csv", "--yes"), None):
        done = cli(*command)
        assert done.code == 1
        assert (changed is None) or "2 changes were refused when the plan was made." in done.stderr
        assert (changed is None) == ("Nothing to apply." in done.stdout)


def test_a_kept_rollback_that_is_not_complete_ends_with_1(cli: Cli, stage: Stage) -> None:
    cli("apply", kept(stage, {("/about", FR): {"title": "Nous", "seo.title": "Qui"}}))
    stage.update("/about", FR, title="Theirs")
    kept_one = cli("rollback", "latest", "-o", "back.json", "--json")
    assert (kept_one.code, kept_one.json["counts"]["not-sent"]) == (1, 1)
    done = cli("apply", "back.json")
    assert (done.code, "1 change was refused when the plan was made." in done.stderr) == (1, True)


def test_what_is_stale_and_what_failed_are_both_told(cli: Cli, stage: Stage) -> None:
    plan = kept(stage, {(path, FR): {"title": "x"} for path in ("/about", "/pricing", "/contact")})
    stage.update("/pricing", FR, title="Theirs")
    stage.sandbox.switches.on("conflict", operation="update-page-metadata", times=1)
    done = cli("apply", plan)
    assert done.code == 5
    assert "1 failed, 1 changed by somebody" in done.stdout
    assert "1 field failed: see why, and plan again." in done.stderr
    assert "somebody has changed was left alone" in done.stderr


def test_a_disk_that_is_full_when_a_run_goes_on_ends_with_6(
    cli: Cli, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = kept(stage, {(path, FR): {"title": "x"} for path in ("/about", "/pricing", "/contact")})
    stage.sandbox.switches.on("token-revoked", operation="update-page-metadata", skip=1)
    assert cli("apply", plan).code == 6
    stage.sandbox.switches.off()
    stage.sandbox.forget_requests()
    with monkeypatch.context() as context:
        context.setattr(journal, "store", full)
        done = cli("apply", plan, "--json")
    assert (done.code, done.json["halt"]["cause"], done.json["written"]) == (6, "journal", 1)
    assert "No space left on device" in done.stderr
    assert not stage.writes()
    assert cli("apply", plan).code == 0


def full(file: int, content: bytes) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_an_unreadable_journal_is_named_and_the_others_are_listed(cli: Cli, stage: Stage) -> None:
    plan = kept(stage, {("/about", FR): {"title": "Nous"}})
    assert [cli("apply", plan).code for _ in range(2)] == [0, 0]
    journal = RUNS / run_ids(RUNS)[0] / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b'"what":"sending"', b'"what":"sneezing"'))
    listed = cli("runs")
    assert (listed.code, len(listed.stdout.splitlines())) == (1, 1)
    assert f"{journal}:2: " in listed.stderr
    stage.sandbox.forget_requests()
    for command in (("apply", plan), ("rollback", run_ids(RUNS)[0], "--yes")):
        stopped = cli(*command)
        if command[0] == "rollback":
            assert (stopped.code, f"{journal}:2: " in stopped.stderr) == (2, True)
    assert not stage.writes()


def test_no_runs_is_fine(cli: Cli) -> None:
    assert cli("runs").code == 0
    assert cli("runs", "--json").json == {"schema": 1, "runs": []}
    assert cli("rollback", "20260131T101500.000Z-00000000").code == 2


def test_with_the_beta_it_is_one_write(cli: Cli, stage: Stage) -> None:
    plan = kept(stage, {(path, FR): {"title": "x"} for path in ("/about", "/pricing", "/404")})
    stage.sandbox.forget_requests()
    assert cli("apply", plan, "--bulk").code == 0
    assert stage.asked() == ["get-site", "list-pages", "update-page-metadata-bulk"]
