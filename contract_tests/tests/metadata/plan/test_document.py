"""A plan as JSON: the same after reading, and refused when somebody changed it."""

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from webflow_pages.metadata.errors import FileError, Place, WriteError
from webflow_pages.metadata.finding import Finding
from webflow_pages.metadata.plan.document import from_document, plan_id, read_plan, to_document, write_plan
from webflow_pages.metadata.plan.making import make_plan
from webflow_pages.metadata.plan.model import Change, Plan, Quota, Update

from .strategies import states, wishes

SCHEMA = json.loads(files("webflow_pages.metadata.plan").joinpath("plan.schema.json").read_text(encoding="utf-8"))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    state = draw(states())
    allow = draw(st.sets(st.sampled_from(["primary", "slugs", "bindings"])))
    plan = make_plan(state, draw(wishes(state)), made="2026-11-26T03:00:00Z", allow=allow)  # type: ignore[arg-type]
    finding = Finding(
        "PM101",
        "error",
        draw(st.text(max_size=9)),
        "/a",
        "fr-FR",
        "title",
        Place("a.yaml", 1, 2),
        None,
        page_id="0" * 24,
    )
    return evolve(plan, findings=(finding,), quota=draw(st.sampled_from([Quota(), Quota(60, 3, 20)])))


@given(plans())
def test_a_plan_that_was_read_is_the_one_that_was_written(plan: Plan) -> None:
    document = json.loads(json.dumps(to_document(plan)))
    jsonschema_rs.validator_for(SCHEMA).validate(document)
    assert from_document(document) == plan


def leaves(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every container with a key of it that has no container behind it."""
    for key, inside in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(inside, dict | list) and inside:
            yield from leaves(inside)
        else:
            yield value, key


@given(plans(), st.data())
def test_a_plan_that_somebody_changed_is_refused(plan: Plan, data: st.DataObject) -> None:
    document = to_document(plan)
    container, key = data.draw(
        st.sampled_from([leaf for leaf in leaves(document) if leaf[0] is not document["requests"]]), label="where"
    )
    other = data.draw(st.sampled_from([None, "another", 7, [], {"mirror": True}]))
    if json.dumps(container[key]) == json.dumps(other):
        return
    container[key] = other
    with pytest.raises(FileError):
        from_document(document)


def test_two_plans_have_two_ids() -> None:
    plan = Plan(site_id="a", primary="en", made="2026", origin="files", page_locales=1)
    assert plan_id(plan) != plan_id(evolve(plan, origin="rollback of 1"))
    assert plan_id(plan) == plan_id(evolve(plan))


def test_half_a_character_is_kept_as_well(tmp_path: Path) -> None:
    update = Update("0" * 24, "/é", "en", None, "page", 0, (Change("title", "half \ud83d x", "whole"),), {})
    plan = Plan(site_id="a", primary="en", made="2026", origin="files", page_locales=1, updates=(update,))
    write_plan(plan, tmp_path / "plan.json")
    assert read_plan(tmp_path / "plan.json") == plan
    whole = evolve(plan, updates=(evolve(update, changes=(Change("title", "é", "è"),)),))
    write_plan(whole, tmp_path / "plan.json")
    assert "é" in (tmp_path / "plan.json").read_text(encoding="utf-8")


def test_a_key_that_is_not_known_is_part_of_what_must_not_change() -> None:
    plan = Plan(site_id="a", primary="en", made="2026", origin="files", page_locales=1)
    document = {**to_document(plan), "new": 1}
    with pytest.raises(FileError, match="changed after it was made"):
        from_document(document)


def test_a_plan_is_kept_in_a_file(tmp_path: Path) -> None:
    plan = Plan(site_id="a", primary="en", made="2026", origin="files", page_locales=1)
    write_plan(plan, tmp_path / "plan.json")
    assert read_plan(tmp_path / "plan.json") == plan
    with pytest.raises(WriteError, match=r"nowhere.plan\.json: it cannot be written"):
        write_plan(plan, tmp_path / "nowhere" / "plan.json")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{", r"plan\.json:1:2: this is no JSON"),
        (b"[]", "this is no plan"),
        (b"{}", "this is no plan"),
        (b'{"updates": [], "schema": 2}', "version 2"),
        (b'{"updates": [], "schema": 1}', "changed after it was made"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"updates": ' + b"1" * 5000 + b"}", "endless number"),
        (b"\xff\xfe", "UTF-8"),
    ],
)
def test_what_is_no_plan_is_refused_with_its_place(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(content)
    with pytest.raises(FileError, match=says) as caught:
        read_plan(path)
    assert caught.value.place is not None
    with pytest.raises(FileError, match=r"none\.json: "):
        read_plan(tmp_path / "none.json")
