"""The state's file: what is read is what was written, and nothing is read that is not meant."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_contract.alerting.keeping import StateError, as_json, read
from webflow_contract.alerting.state import Known, State
from webflow_contract.errors import ContractToolError
from webflow_contract.rules import LEVELS

from .conftest import HOSTILE, SUBJECT, night, seen

ONE = Known(seen("1" * 12), night(0), night(3), night(0))
AWAY = Known(seen("2" * 12, text=HOSTILE, pointer=None, status=None), night(0), night(1), night(0), night(2), night(1))
STATE = State(SUBJECT, night(3), {AWAY.seen.id: AWAY, ONE.seen.id: ONE})

TIMES = st.integers(0, 10**6).map(lambda hours: night(hours / 24).replace(microsecond=0))
TEXTS = st.text(st.characters() | st.sampled_from('\ud800\udfff\x00\u2028"\\'), max_size=20)
STATUSES, POINTERS = st.none() | st.integers(100, 599), st.none() | TEXTS.map(lambda text: f"/{text}")
IDS = st.from_regex("[0-9a-f]{12}", fullmatch=True)
SEEN = st.builds(seen, IDS, st.sampled_from(LEVELS), TEXTS, status=STATUSES, pointer=POINTERS)
KNOWN = st.builds(Known, SEEN, TIMES, TIMES, TIMES, st.none() | TIMES, st.none() | TIMES)
BY_ID = st.lists(KNOWN, max_size=4).map(lambda listed: {one.seen.id: one for one in listed})
STATES = st.builds(State, TEXTS, TIMES, BY_ID)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state"


def content() -> dict[str, Any]:
    written: dict[str, Any] = json.loads(as_json(STATE))
    return written


def test_no_file_is_no_state(path: Path) -> None:
    assert read(path) is None


@given(STATES)
def test_any_state_is_read_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, state: State) -> None:
    path = tmp_path_factory.getbasetemp() / "any-state.json"
    path.write_text(as_json(state), encoding="utf-8")
    assert read(path) == state


def test_the_file_is_sorted_by_id_and_names_its_version_and_subject() -> None:
    assert list(content()) == ["schema", "subject", "updated", "findings"]
    assert (content()["schema"], content()["subject"], content()["updated"]) == (1, SUBJECT, "2027-05-04T03:17:00Z")
    assert [one["id"] for one in content()["findings"]] == ["1" * 12, "2" * 12]


def broken(**changes: Any) -> str:
    return json.dumps(content() | changes)


def broken_finding(**changes: Any) -> str:
    first, *others = content()["findings"]
    return broken(findings=[first | changes, *others])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "line 1, column 1"),
        ("{", "line 1, column 2"),
        ("[" * 100_000, "not valid JSON"),
        ("9" * 10_000, "not valid JSON"),
        ("[]", "''"),
        ("{}", "required"),
        (broken(schema=2), "'/schema'"),
        (broken(more=1), "unexpected"),
        (broken(updated="2027-02-30T00:00:00Z"), "'/updated'"),
        (broken(updated="0000-01-01T00:00:00Z"), "year 0"),
        (broken(updated="2027-05-04T03:17:00+00:00"), "'/updated'"),
        (broken_finding(id="1"), "'/findings/0/id'"),
        (broken_finding(level="bad"), "'/findings/0/level'"),
        (broken_finding(told=None), "'/findings/0/told'"),
        (broken_finding(status="200"), "'/findings/0/status'"),
        (broken_finding(id="2" * 12), "an id is there twice"),
        (json.dumps({"schema": 1, "runs": 3, "always": {}}), "required"),
    ],
)
def test_what_is_no_state_is_refused_with_where_and_what_to_do(path: Path, text: str, problem: str) -> None:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StateError) as refused:
        read(path)
    message = str(refused.value)
    assert message.startswith(f"{path}: is no state that 'webflow-contract alert' of this version wrote: ")
    assert problem in message
    assert message.endswith("or remove it to have everything told again")
    assert path.read_text(encoding="utf-8") == text


def test_what_cannot_be_read_is_an_error_and_no_first_run(path: Path) -> None:
    path.write_bytes(b"\xff")
    with pytest.raises(ContractToolError, match="not UTF-8"):
        read(path)
    path.unlink()
    path.symlink_to(path.with_name("nowhere"))
    with pytest.raises(ContractToolError, match="cannot be read"):
        read(path)
