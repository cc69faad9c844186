"""What breaks off goes on with the same command, ``latest`` is what it says, and ``runs`` tells the truth."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve

from webflow_contract.carriers.server import running
from webflow_pages.metadata.applying import journal
from webflow_pages.metadata.applying.going_on import Earlier, earlier_than
from webflow_pages.metadata.applying.history import run_ids
from webflow_pages.metadata.applying.outcomes import FieldOutcome, Outcome
from webflow_pages.metadata.applying.run import RUNS, begin

from ..applying.commandline import FR, Cli, CommandLine, Port, kept
from ..applying.stage import NOW, Stage

PATHS = ("/about", "/pricing", "/contact", "/404", "/company/press", "/imprint")
APPLY = ("apply", "pages.csv", "--yes", "--guard", "100", "--allow", "primary")


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
def cli(stage: Stage, port: Port, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(stage, port, monkeypatch, capsys)


@pytest.fixture
def own(stage: Stage) -> Stage:
    """Give pages texts of their own in all locales: what is inherited could not come back as such."""
    for path in PATHS:
        for tag in (FR, "de-DE"):
            stage.update(path, tag, title=f"{path} {tag}")
    return stage


def wanted(*titles: tuple[str, str, str]) -> None:
    """Write files that ask for titles."""
    lines = "".join(f"{path},{tag},{title}\n" for path, tag, title in titles)
    Path("pages.csv").write_text(f"path,locale,title\n{lines}", encoding="utf-8")


def all_of_them(title: str = "New") -> list[tuple[str, str, str]]:
    return [(path, tag, f"{title} {path}") for path in PATHS for tag in (FR, "de-DE", "en-US")]


def states(cli: Cli) -> list[str]:
    return [one["state"] for one in cli("runs", "--json").json["runs"]]


def titles(stage: Stage) -> dict[tuple[str, str], object]:
    return {key: values.get("title") for key, values in stage.state().values.items()}


@pytest.mark.parametrize("line", [1, 3, 22, 30])
def test_files_that_are_applied_again_go_on_in_the_run_that_broke_off(cli: CommandLine, own: Stage, line: int) -> None:
    wanted(*all_of_them())
    before = titles(own)
    own.sandbox.forget_requests()
    cli(*APPLY, killed_at=line)
    (run_id,) = run_ids(RUNS)
    assert states(cli) == ["broke off"]
    done = cli(*APPLY)
    assert done.code == 0
    assert f"run {run_id} broke off, and goes on" in done.stderr
    assert (run_ids(RUNS), states(cli)) == ([run_id], ["finished"])
    assert set(own.writes_of_pages().values()) == {1}
    assert len(own.writes_of_pages()) == 18
    assert cli("plan", "pages.csv", "--expect-no-changes").code == 0
    assert cli("rollback", "latest", "--yes").code == 0  # one run to undo
    assert titles(own) == before


def test_files_that_are_applied_already_end_the_run_that_broke_off(cli: CommandLine, own: Stage) -> None:
    wanted(("/about", FR, "Nous"))
    cli(*APPLY, killed_at=2)  # written, and the answer is lost
    assert cli("runs").stdout.count("0 of 1 pages and locales written (1 more may have been)") == 1
    own.sandbox.forget_requests()
    done = cli("apply", "pages.csv")  # there is nothing to ask about
    assert done.code == 0
    assert "1 of 1 pages and locales written, files" in cli("runs").stdout
    assert states(cli) == ["finished"]
    assert not own.writes()


def test_a_rollback_that_broke_off_goes_on_and_is_not_undone(cli: CommandLine, own: Stage) -> None:
    wanted(*all_of_them())
    before = titles(own)
    assert cli(*APPLY).code == 0
    cli("rollback", "latest", "--yes", killed_at=24)
    assert states(cli) == ["undone in part", "broke off"]
    ids = run_ids(RUNS)
    done = cli("rollback", "latest", "--yes")
    assert done.code == 0
    assert f"run {ids[1]} broke off, and goes on" in done.stderr
    assert titles(own) == before
    assert (run_ids(RUNS), states(cli)) == (ids, ["undone", "finished"])
    again = cli("rollback", "latest", "--yes", "--json")
    assert (again.code, again.json["run"], run_ids(RUNS)) == (0, None, ids)
    assert f"There is nothing to undo: run {ids[1]} has undone that run" in again.stderr


def test_a_run_that_broke_off_is_superseded_where_the_files_ask_for_something_else(
    cli: CommandLine, own: Stage
) -> None:
    wanted(*all_of_them())
    before = titles(own)
    cli(*APPLY, killed_at=30)
    (first,) = run_ids(RUNS)
    written = {key: value for key, value in titles(own).items() if value != before[key]}
    assert written
    wanted(("/about", FR, "Nous"), ("/pricing", FR, "Prix"))
    asked = cli("apply", "pages.csv")
    assert (asked.code, run_ids(RUNS), states(cli)) == (2, [first], ["broke off"])
    done = cli("apply", "pages.csv", "--yes")
    assert done.code == 0
    assert f"Run {first} broke off, and is left as it is" in done.stderr
    second = run_ids(RUNS)[1]
    assert states(cli) == ["superseded", "finished"]
    assert f"by {second}" in cli("runs").stdout
    undone = cli("rollback", "latest", "--yes")
    assert f"What run {first} wrote before it broke off stays: webflow-pages rollback {first}" in undone.stderr
    cli("rollback", first, "--yes")
    assert titles(own) == before


def test_what_the_files_no_longer_ask_for_is_not_written(cli: CommandLine, own: Stage) -> None:
    wanted(("/about", FR, "Nous"), ("/pricing", FR, "Prix"))
    cli(*APPLY, killed_at=1)
    wanted(("/about", FR, "Nous"))
    assert cli(*APPLY).code == 0
    assert own.state().values[own.paths["/pricing"], FR]["title"] == "/pricing fr-FR"
    assert states(cli) == ["superseded", "finished"]


def test_what_the_files_ask_for_beyond_that_is_written(cli: CommandLine, own: Stage) -> None:
    wanted(("/about", FR, "Nous"))
    cli(*APPLY, killed_at=1)
    wanted(("/about", FR, "Nous"), ("/pricing", FR, "Prix"))
    assert cli(*APPLY).code == 0
    assert own.state().values[own.paths["/pricing"], FR]["title"] == "Prix"


def test_a_run_that_was_superseded_does_not_go_on_unless_that_wrote_nothing(cli: CommandLine, own: Stage) -> None:
    both = [("/about", FR, "Nous"), ("/pricing", FR, "Prix")]
    wanted(*both)
    cli(*APPLY, killed_at=1)
    wanted(*both[:1])
    own.sandbox.switches.on("insufficient-permissions", operation="update-page-metadata")
    assert cli(*APPLY).code == 4
    own.sandbox.switches.off()
    assert states(cli) == ["broke off", "broke off"]
    assert cli(*APPLY).code == 0
    assert states(cli) == ["superseded", "finished"]
    wanted(*both)  # what is left is what the first one had left, but that is over
    assert cli(*APPLY).code == 0
    assert states(cli) == ["superseded", "finished", "finished"]


def test_an_attempt_that_wrote_nothing_is_followed_by_the_one_before_where_that_fits(
    cli: CommandLine, own: Stage
) -> None:
    both = [("/about", FR, "Nous"), ("/pricing", FR, "Prix")]
    wanted(*both)
    cli(*APPLY, killed_at=1)
    wanted(*both[:1])
    cli(*APPLY, killed_at=1)
    wanted(*both)
    assert cli(*APPLY).code == 0
    assert states(cli) == ["finished", "broke off"]


def test_a_plan_of_another_primary_locale_does_not_go_on(stage: Stage) -> None:
    plan, state = stage.plan({("/about", FR): {"title": "Nous"}}), stage.state()
    with begin(stage.runs, evolve(plan, primary="it-IT"), at=NOW) as run:
        pass
    assert earlier_than(plan, stage.runs, state) == Earlier(None, (run.id,), ())
    assert earlier_than(evolve(plan, site_id="another"), stage.runs, state) == Earlier()
    assert earlier_than(evolve(plan, origin="rollback of another"), stage.runs, state) == Earlier()


@pytest.mark.parametrize(
    ("slug", "told", "goes_on"),
    [("us-2", "normalised", True), ("theirs", "normalised", False), ("us-2", "stale", False)],
)
def test_what_webflow_made_of_it_is_nobodys_change(stage: Stage, slug: str, told: Outcome, goes_on: bool) -> None:
    plan = stage.plan({("/about", "en-US"): {"slug": "Us"}, ("/pricing", FR): {"title": "Prix"}})
    with begin(stage.runs, plan, at=NOW) as run:
        key = (stage.paths["/about"], "en-US")
        one = FieldOutcome(key[0], None, key[1], "slug", told, "about", "Us", "us-2")
        run.write(journal.sending(key, {"slug": "Us"}, {"slug": "about"}), journal.answered(key, (one,)))
    stage.update("/about", "en-US", slug=slug)
    anew = stage.plan({("/about", "en-US"): {"slug": "Us"}, ("/pricing", FR): {"title": "Prix"}})
    assert (earlier_than(anew, stage.runs, stage.state()).run is not None) == goes_on


def test_what_is_not_all_undone_is_undone_in_part(cli: CommandLine, own: Stage) -> None:
    plan = kept(own, {(path, FR): {"title": "x"} for path in ("/about", "/pricing")})
    assert cli("apply", plan).code == 0
    own.sandbox.switches.on("conflict", operation="update-page-metadata", times=1)
    assert cli("rollback", "latest", "--yes").code == 1
    assert states(cli) == ["undone in part", "finished"]
    assert cli("rollback", "latest", "--yes").code == 0
    assert states(cli) == ["undone", "finished", "finished"]


def test_what_somebody_has_changed_leaves_a_run_undone_in_part(cli: CommandLine, own: Stage) -> None:
    plan = kept(own, {(path, FR): {"title": "x"} for path in ("/about", "/pricing")})
    assert cli("apply", plan).code == 0
    own.update("/about", FR, title="Theirs")
    assert cli("rollback", "latest", "--yes").code == 1
    assert states(cli) == ["undone in part", "finished"]


def test_what_cannot_come_back_leaves_a_run_undone_in_part(cli: CommandLine, stage: Stage) -> None:
    plan = kept(stage, {("/imprint", "en-US"): {"title": "Who", "seo.description": "Who we are"}})
    assert cli("apply", plan).code == 0
    assert cli("rollback", "latest", "--yes").code == 1
    assert states(cli) == ["undone in part", "finished"]


def test_a_slug_that_was_taken_when_it_came_back_comes_back_later(cli: CommandLine, stage: Stage) -> None:
    stage.sandbox.assume(duplicate_slug="made_unique")
    assert cli("apply", kept(stage, {("/about", "en-US"): {"slug": "us"}})).code == 0
    stage.update("/pricing", "en-US", slug="about")
    done = cli("rollback", "latest", "--yes")
    assert done.code == 1
    assert 'Webflow made it "about-2", and "about" was sent' in done.stdout
    assert states(cli) == ["undone in part", "finished"]
    stage.update("/pricing", "en-US", slug="pricing")
    assert cli("rollback", "latest", "--yes").code == 0
    assert stage.state().values[stage.paths["/about"], "en-US"]["slug"] == "about"
    assert states(cli) == ["undone", "finished", "finished"]


def test_a_text_that_becomes_the_locales_own_is_back(cli: CommandLine, stage: Stage) -> None:
    assert cli("apply", kept(stage, {("/about", "de-DE"): {"title": "Wir"}})).code == 0
    assert cli("rollback", "latest", "--yes").code == 1  # and that it was not before is told
    assert states(cli) == ["undone", "finished"]


def test_what_somebody_has_changed_meanwhile_is_planned_anew(cli: CommandLine, own: Stage) -> None:
    wanted(("/about", FR, "Nous"), ("/pricing", FR, "Prix"))
    cli(*APPLY, killed_at=1)
    own.update("/about", FR, title="Theirs")
    assert cli(*APPLY).code == 0
    assert own.state().values[own.paths["/about"], FR]["title"] == "Nous"


def test_what_was_ignored_before_it_broke_off_does_not_keep_it_from_going_on(cli: CommandLine, own: Stage) -> None:
    Path("pages.csv").write_text(
        "path,locale,title,slug\n/about,fr-FR,Nous,\n/404,en-US,,lost\n/imprint,en-US,Us,\n", encoding="utf-8"
    )
    arguments = (*APPLY, "--allow", "slugs")
    own.sandbox.switches.on("token-revoked", operation="update-page-metadata", skip=2)
    assert cli(*arguments).code == 6
    own.sandbox.switches.off()
    own.sandbox.forget_requests()
    assert cli(*arguments).code == 1  # ignored, and not tried again
    assert states(cli) == ["finished"]
    assert len(own.writes()) == 1


def test_a_plan_that_was_kept_supersedes_none(cli: CommandLine, own: Stage) -> None:
    first, second = (kept(own, {(path, FR): {"title": "x"}}, f"{path[1:]}.json") for path in ("/about", "/pricing"))
    cli("apply", first, killed_at=1)
    assert cli("apply", second).code == 0
    assert states(cli) == ["broke off", "finished"]
    assert cli("apply", first).code == 0
    assert states(cli) == ["finished", "finished"]


def test_the_latest_run_is_one_that_changed_something(cli: CommandLine, own: Stage) -> None:
    plan = kept(own, {("/about", FR): {"title": "Nous"}})
    assert cli("rollback", "latest", "--yes").code == 2
    assert [cli("apply", plan).code for _ in range(2)] == [0, 0]
    assert "Fields: 1 already so." in cli("apply", plan).stdout
    first = run_ids(RUNS)[0]
    done = cli("rollback", "latest", "--yes")
    assert done.code == 0
    assert f"The latest run that has changed something is {first}." in done.stderr
    assert own.state().values[own.paths["/about"], FR]["title"] == "/about fr-FR"


def test_a_rollback_of_a_rollback_brings_the_run_back(cli: CommandLine, own: Stage) -> None:
    plan = kept(own, {("/about", FR): {"title": "Nous"}})
    assert cli("apply", plan).code == 0
    assert cli("rollback", "latest", "--yes").code == 0
    assert cli("rollback", run_ids(RUNS)[1], "--yes").code == 0
    assert states(cli) == ["finished", "undone", "finished"]
    assert cli("rollback", "latest", "--yes").code == 0
    assert own.state().values[own.paths["/about"], FR]["title"] == "/about fr-FR"


def test_a_rollback_that_could_write_nothing_undoes_nothing(cli: CommandLine, own: Stage) -> None:
    plan = kept(own, {(path, FR): {"title": "x"} for path in ("/about", "/pricing")})
    own.sandbox.switches.on("token-revoked", operation="update-page-metadata", skip=1)
    assert cli("apply", plan).code == 6
    own.sandbox.switches.off()
    own.sandbox.switches.on("insufficient-permissions", operation="update-page-metadata")
    assert cli("rollback", "latest", "--yes").code == 4
    own.sandbox.switches.off()
    assert states(cli) == ["broke off", "broke off"]
    first = run_ids(RUNS)[0]
    assert cli("apply", plan).code == 0
    assert len(run_ids(RUNS)) == 2
    assert [one["run"] for one in cli("runs", "--json").json["runs"] if one["written"] == 2] == [first]


def test_a_plan_whose_run_was_undone_is_applied_with_a_hint(cli: CommandLine, own: Stage) -> None:
    plan = kept(own, {("/about", FR): {"title": "Nous"}})
    assert "applied once more" not in cli("apply", plan).stderr
    assert cli("rollback", "latest", "--yes").code == 0
    done = cli("apply", plan)
    first, second, _ = run_ids(RUNS)
    assert done.code == 0
    assert f"by run {first}, which run {second} has undone: it is applied once more" in done.stderr


def test_a_list_of_runs_needs_no_plans(cli: CommandLine, own: Stage) -> None:
    assert cli("apply", kept(own, {("/about", FR): {"title": "Nous"}})).code == 0
    (run_id,) = run_ids(RUNS)
    (RUNS / run_id / "plan.json").write_text("{", encoding="utf-8")
    listed = cli("runs", "--json")
    assert listed.code == 0
    (one,) = listed.json["runs"]
    assert (one["origin"], one["planned"], one["written"], one["unknown"]) == ("files", 1, 1, 0)


@pytest.mark.parametrize("command", [("runs",), ("apply", "plan.json"), ("rollback", "latest", "--yes")])
def test_a_line_about_a_page_that_is_not_in_the_plan_is_none(
    cli: CommandLine, own: Stage, command: tuple[str, ...]
) -> None:
    plan = kept(own, {("/about", FR): {"title": "Nous"}})
    cli("apply", plan, killed_at=3)
    (run_id,) = run_ids(RUNS)
    path = RUNS / run_id / "journal.jsonl"
    foreign = json.loads(path.read_text(encoding="utf-8").splitlines()[1]) | {"page": "another"}
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(foreign) + "\n")
    own.sandbox.forget_requests()
    done = cli(*command)
    assert f"{path}:4: " in done.stderr
    assert done.code in (1, 2)
    assert not own.writes()


def test_what_a_run_did_that_is_over_is_not_read_to_go_on(cli: CommandLine, own: Stage) -> None:
    wanted(("/about", FR, "Nous"))
    assert cli(*APPLY).code == 0
    path = RUNS / run_ids(RUNS)[0] / "journal.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"what":"sending"', b'"what":"sneezing"'))
    wanted(("/pricing", FR, "Prix"))
    assert cli(*APPLY).code == 0
    assert cli("runs").code == 1
    path.write_bytes(path.read_bytes() + b"torn")  # now it may be open
    wanted(("/contact", FR, "Lettres"))
    assert cli(*APPLY).code == 2


def test_another_plan_in_the_folder_of_a_run_is_not_applied(cli: CommandLine, own: Stage) -> None:
    cli("apply", kept(own, {("/about", FR): {"title": "Nous"}}), killed_at=1)
    (run_id,) = run_ids(RUNS)
    kept(own, {("/pricing", FR): {"title": "Prix"}}, str(RUNS / run_id / "plan.json"))
    own.sandbox.forget_requests()
    for command in (("apply", str(RUNS / run_id / "plan.json")), ("rollback", run_id, "--yes")):
        done = cli(*command)
        assert done.code == 2
        assert "not the plan that the run was begun with" in done.stderr
    assert not own.asked()


def test_a_journal_that_is_gone_is_told_with_what_to_do(cli: CommandLine, own: Stage) -> None:
    assert cli("apply", kept(own, {("/about", FR): {"title": "Nous"}})).code == 0
    (run_id,) = run_ids(RUNS)
    (RUNS / run_id / "journal.jsonl").unlink()
    done = cli("rollback", run_id, "--yes")
    assert done.code == 2
    assert "bring it back from a backup, or move the folder" in done.stderr


def test_the_share_of_a_rollback_is_that_of_the_whole_site(cli: CommandLine, own: Stage) -> None:
    assert cli("apply", kept(own, {("/about", FR): {"title": "Nous"}})).code == 0
    assert "1 of 32 pages and locales (3.1 %)" in cli("rollback", "latest").stdout
