"""What always came in earlier clean runs and is missing now is a finding, though the contract does not require it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_contract.check import history as histories
from webflow_contract.check.history import History, as_json, read
from webflow_contract.check.report import Report
from webflow_contract.check.run import run
from webflow_contract.check.subject import Credentials, Subject
from webflow_contract.commands.app import run as command
from webflow_contract.contract import effective
from webflow_contract.drifts import DRIFTS, wire
from webflow_contract.errors import ContractToolError
from webflow_contract.exchange import Handler
from webflow_contract.sandbox import Clock, Sandbox

NOTHING = History(0, {})


def checked(history: History | None, wrap: Callable[[Handler], Handler] = lambda handler: handler) -> Report:
    sandbox = Sandbox(rate_limit="off", clock=Clock(running=False))
    subject = Subject("http://127.0.0.1/v2", sandbox.site_id, sandbox.page_id, "fr-FR")
    credentials = Credentials(sandbox.token, sandbox.tokens["without-pages-write"])
    contract = effective.load()
    return run(
        wrap(sandbox), subject, credentials, contract, label="x", journal=None, history=history, sleep=lambda _: None
    )


def without_should_publish(page: dict[str, Any]) -> None:
    page.pop("shouldPublish", None)


def seen(runs: int = 1) -> History:
    history = NOTHING
    for _ in range(runs):
        report = checked(history)
        assert report.verdict == "clean"
        assert report.history is not None
        history = report.history
    return history


def test_a_clean_run_says_what_always_came() -> None:
    history = seen(2)

    assert history.runs == 2
    assert ("id",) in history.always["get-page-metadata"]
    assert ("seo", "title") in history.always["get-page-metadata"]
    assert ("pages", "*", "openGraph", "titleCopied") in history.always["list-pages"]
    assert ("locales", "secondary", "*", "tag") in history.always["get-site"]


def test_without_a_history_nothing_is_read_or_told() -> None:
    assert checked(None).history is None


def test_what_the_contract_does_not_require_and_always_came_is_missed() -> None:
    gone = wire.pages(without_should_publish)
    assert checked(None, gone).verdict == "clean", "choose a property that the contract does not say always comes"

    found = checked(seen(3), gone).findings

    assert {(one.rule, one.operation, one.pointer) for one in found} == {
        ("response-optional-property-removed", "get-page-metadata", "/shouldPublish"),
        ("response-optional-property-removed", "update-page-metadata", "/shouldPublish"),
        ("response-optional-property-removed", "list-pages", "/pages/0/shouldPublish"),
    }
    assert {one.documented for one in found} == {"in every answer of 3 earlier clean runs"}


def test_what_the_contract_misses_already_is_told_once() -> None:
    drift = DRIFTS["title-removed"].wrap
    assert {one.id for one in checked(seen(), drift).findings} == {one.id for one in checked(None, drift).findings}


def test_what_did_not_come_once_is_no_longer_missed() -> None:
    gone = wire.pages(without_should_publish)
    first = checked(NOTHING, gone).history
    assert first is not None
    second = checked(first).history
    assert second is not None

    assert second.runs == 2
    assert ("shouldPublish",) not in second.always["get-page-metadata"]
    assert checked(second, gone).verdict == "clean"


NAMES = st.text(st.characters(exclude_characters="/", exclude_categories=["Cs"]), min_size=1, max_size=5)
PLACES = st.frozensets(st.lists(NAMES, min_size=1, max_size=3).map(tuple), max_size=5)


@given(st.builds(History, st.integers(0, 10**6), st.dictionaries(NAMES, PLACES, max_size=3)))
def test_a_history_is_written_and_read_back(history: History) -> None:
    assert histories._history(json.loads(as_json(history))) == history


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "5", '{"schema": 2, "runs": 1, "always": {}}', '{"schema": 1, "runs": "1", "always": {}}']
)
def test_what_is_no_history_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "history.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContractToolError, match=r"history\.json: "):
        read(path)


def test_the_command_begins_a_history_and_goes_on_with_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "history.json"
    for runs in (1, 2):
        assert command(["check", "--history", str(path)]) == 0
        assert read(path).runs == runs


def test_a_run_that_is_not_clean_adds_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "history.json"
    always = {"get-page-metadata": frozenset({("neverSeen",)})}
    path.write_text(as_json(History(7, always)), encoding="utf-8")
    before = path.read_bytes()

    assert command(["check", "--history", str(path)]) == 1
    assert path.read_bytes() == before
    assert "in every answer of 7 earlier clean runs" in capsys.readouterr().out


def test_a_history_that_cannot_be_used_is_told_before_anything_is_sent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    for path in (tmp_path / "broken.json", tmp_path / "no" / "history.json", tmp_path):
        assert command(["check", "--history", str(path)]) == 2
    assert capsys.readouterr().out == ""
