"""The workflow as it is printed: what may run when, with which rights, with what of others in it, and no secret."""

import re
from typing import Any

import pytest
import yaml

from webflow_contract.commands.app import run
from webflow_contract.workflows import github
from webflow_pages import __version__

from .expressions import evaluated
from .runner import parsed

WORKFLOW = parsed()
JOBS: dict[str, dict[str, Any]] = WORKFLOW["jobs"]
STEPS = [(job, step) for job, content in JOBS.items() for step in content["steps"]]


def test_the_command_prints_it_with_this_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["workflow"]) == 0
    out, err = capsys.readouterr()
    assert (out, err) == (github(), "")
    assert out.startswith(f"# Printed by 'webflow-contract workflow' {__version__}.")
    assert yaml.safe_load(out)["env"]["WEBFLOW_PAGES"] == f"webflow-pages[contract]=={__version__}"
    assert "@VERSION@" not in out
    assert max(map(len, out.splitlines())) <= 120


def test_every_action_is_pinned_to_a_commit_with_its_version_beside_it() -> None:
    used = re.findall(r"^.*\buses:.*$", github(), re.MULTILINE)
    assert len(used) == sum("uses" in step for _, step in STEPS)
    pinned = [re.search(r"uses: ([\w.-]+/[\w./-]+)@([0-9a-f]{40}) # (v[0-9]+\.[0-9]+\.[0-9]+)$", line) for line in used]
    assert all(pinned), used
    versions = {(found[1].split("/")[1], found[2], found[3]) for found in pinned if found}
    assert len(versions) == len({repository for repository, _, _ in versions})


def test_nothing_is_interpolated_into_a_script() -> None:
    assert [step["name"] for _, step in STEPS if "${{" in step.get("run", "")] == []


def test_no_answer_of_a_service_is_a_command_to_the_runner() -> None:
    telling = [step["run"] for job, step in STEPS if job == "live" and "webflow-contract " in step.get("run", "")]
    assert len(telling) == 2
    assert all(script.startswith('echo "::stop-commands::$RANDOM') for script in telling)


def test_the_tokens_are_in_the_environment_of_the_check_alone() -> None:
    holders = [(job, step["name"], sorted(step["env"])) for job, step in STEPS if "secrets." in str(step)]
    assert holders == [("live", "Check the page", ["WEBFLOW_TOKEN", "WEBFLOW_TOKEN_WITHOUT_WRITE"])]
    assert github().count("secrets.") == 2
    assert "secrets" not in str({**WORKFLOW, "jobs": None})
    assert [step["name"] for _, step in STEPS if "github.token" in str(step)] == ["Open an issue"]


@pytest.mark.parametrize(
    ("event", "runs"),
    [
        ("pull_request", ["sandbox"]),
        ("schedule", ["live"]),
        ("workflow_dispatch", ["live"]),
        ("pull_request_target", []),
        ("push", []),
    ],
)
def test_a_pull_request_never_runs_what_has_the_token(event: str, runs: list[str]) -> None:
    contexts = {"github": {"event_name": event}}
    assert [name for name, job in JOBS.items() if evaluated(job["if"], contexts)] == runs
    assert (event in WORKFLOW["on"]) is bool(runs)


def test_a_job_has_the_rights_that_it_needs_and_an_end() -> None:
    assert WORKFLOW["permissions"] == {}
    reads = {"contents": "read", "actions": "read", "security-events": "write"}
    assert JOBS["sandbox"]["permissions"] == reads
    assert JOBS["live"]["permissions"] == {**reads, "issues": "write"}
    assert all(job["timeout-minutes"] <= 30 for job in JOBS.values())
    assert all(
        step["with"] == {"persist-credentials": False} for _, step in STEPS if "checkout" in step.get("uses", "")
    )


def test_two_checks_of_one_page_never_overlap() -> None:
    concurrency = {"group": "webflow-contract-live-${{ vars.WEBFLOW_PAGE_ID }}", "cancel-in-progress": False}
    assert JOBS["live"]["concurrency"] == concurrency


def test_scripts_run_as_the_tests_run_them() -> None:
    assert WORKFLOW["defaults"] == {"run": {"shell": "bash"}}
    assert not any("shell" in step or "working-directory" in step for _, step in STEPS)


def test_every_night_has_a_cache_of_its_own_and_begins_with_the_last_one() -> None:
    restore, save = (step["with"] for _, step in STEPS if "actions/cache" in step.get("uses", ""))
    assert (restore["key"], restore["path"]) == (save["key"], save["path"])
    assert restore["key"] == f"{restore['restore-keys']}${{{{ github.run_id }}}}-${{{{ github.run_attempt }}}}"


def test_the_key_of_what_was_told_is_made_of_all_that_it_is_about_and_of_no_secret() -> None:
    (named,) = (step for _, step in STEPS if step.get("id") == "state")
    restored = next(step["with"] for _, step in STEPS if "actions/cache/restore" in step.get("uses", ""))
    assert restored["restore-keys"] == "${{ steps.state.outputs.key }}-"
    used = set(re.findall(r"\$([A-Z_]+)", named["run"])) - {"GITHUB_OUTPUT"}
    about = {name: JOBS["live"]["env"][name] for name in used}
    assert sorted(set(re.findall(r"vars\.\w+|secrets\.\w+", str(about)))) == [
        "vars.WEBFLOW_BASE_URL",
        "vars.WEBFLOW_PAGE_ID",
        "vars.WEBFLOW_SITE_ID",
    ]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("'a' == 'a' && !cancelled()", True),
        ("github.a != 'x' || github.none", False),
        ("vars.none || 'it''s'", "it's"),
        ("!(github.a == 'x')", False),
        ("steps.one.outputs.two", "2"),
    ],
)
def test_expressions_are_read_as_github_reads_them(expression: str, value: object) -> None:
    contexts = {"github": {"a": "x"}, "cancelled()": False, "steps": {"one": {"outputs": {"two": "2"}}}}
    assert (evaluated(expression, contexts) or False) == value
