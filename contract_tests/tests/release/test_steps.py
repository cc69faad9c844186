"""The step of a version: what a change of the contract does to those who pinned the package."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_contract.contract import effective
from webflow_contract.diff.compare import compare
from webflow_contract.diff.meaning.nodes import Source
from webflow_contract.release.steps import STEPS, Step, Version, VersionError, largest, step, version

from .conftest import Edit

CONTRACT = effective.load()
SCHEMAS = CONTRACT["components"]["schemas"]


def schema(document: dict[str, Any], name: str) -> Any:
    return document["components"]["schemas"][name]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda d: schema(d, "Page")["properties"].update(noindex={"type": "boolean"}), "addition"),
        (lambda d: schema(d, "Page")["properties"].pop("canBranch"), "breaking"),
        (lambda d: schema(d, "Page")["properties"]["title"].update(type=["string", "null"]), "breaking"),
        (lambda d: schema(d, "Page")["properties"]["slug"].update(type="string"), "fix"),
        (lambda d: schema(d, "Page")["properties"]["createdOn"].update(format="date-time"), "fix"),
        (lambda d: schema(d, "Page")["properties"]["createdOn"].update(pattern="."), "fix"),
        (lambda d: schema(d, "Page")["properties"]["title"].pop("x-presence"), "fix"),
        (lambda d: schema(d, "Page")["properties"]["title"].update(description="Other words."), "fix"),
        (lambda d: schema(d, "PageUpdate")["properties"].update(noindex={"type": "boolean"}), "addition"),
        (lambda d: schema(d, "PageUpdate")["properties"].pop("slug"), "breaking"),
        (lambda d: schema(d, "PageUpdate").update(required=["title"]), "breaking"),
        (lambda d: schema(d, "ErrorCode")["x-extensible-enum"].append("page_locked"), "addition"),
        (lambda d: schema(d, "Error")["properties"]["message"].update(type=["string", "null"]), "addition"),
        (
            lambda d: d["paths"]["/sites"]["get"]["responses"].update(
                {"409": {"$ref": "#/components/responses/BadRequest"}}
            ),
            "addition",
        ),
        (lambda d: d["paths"]["/pages/{page_id}"]["put"]["parameters"].pop(), "breaking"),
        (lambda d: d["paths"]["/pages/{page_id}"].pop("put"), "breaking"),
        (
            lambda d: d["paths"].update({"/token": {"get": {"operationId": "token", "responses": {}}}}),
            "addition",
        ),
        (lambda d: d["paths"]["/sites"]["get"].update(deprecated=True), "addition"),
        (lambda d: schema(d, "Page")["properties"]["archived"].update(deprecated=True), "addition"),
        (lambda d: schema(d, "PageUpdate")["properties"]["title"].update(type=["string", "number"]), "addition"),
        (lambda d: d["info"].update(title="Another title"), None),
        (lambda d: None, None),
    ],
)
def test_a_change_asks_for_a_step(edit: Edit, expected: Step | None) -> None:
    after = deepcopy(CONTRACT)
    edit(after)
    assert step(compare(Source(CONTRACT, "1"), Source(after, "2"), CONTRACT, also=after)) == expected


def test_the_largest_step_counts() -> None:
    assert largest(["fix", "breaking", "addition"]) == "breaking"
    assert largest(["fix", "addition"]) == "addition"
    assert largest([]) is None


@pytest.mark.parametrize(
    ("before", "step_", "after"),
    [
        ("1.2.3", "breaking", "2.0.0"),
        ("1.2.3", "addition", "1.3.0"),
        ("1.2.3", "fix", "1.2.4"),
        ("0.2.3", "breaking", "0.3.0"),
        ("0.2.3", "addition", "0.2.4"),
        ("0.2.3", "fix", "0.2.4"),
    ],
)
def test_the_next_version(before: str, step_: Step, after: str) -> None:
    assert str(version(before, "here").after(step_)) == after


versions = st.builds(Version, *[st.integers(0, 99)] * 3)


@given(versions, st.sampled_from(STEPS), st.sampled_from(STEPS))
def test_a_larger_step_leads_to_a_version_at_least_as_high(one: Version, step_: Step, other: Step) -> None:
    assert one < one.after(step_)
    if STEPS.index(step_) <= STEPS.index(other):
        assert one.after(step_) >= one.after(other)
    assert version(str(one), "here") == one


@pytest.mark.parametrize("text", ["", "1", "1.2", "1.2.3.4", "01.2.3", "1.2.x", "1.2.3rc1", "v1.2.3", "1.2.3\n"])
def test_what_is_no_version_is_told(text: str) -> None:
    with pytest.raises(VersionError, match=r"^_version\.py: .* is no version such as"):
        version(text, "_version.py")
