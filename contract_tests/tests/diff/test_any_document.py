"""Whatever two documents are, there is a difference or an error that says so, and soon."""

import copy
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_contract.diff.change import Difference
from webflow_contract.documents import Document
from webflow_contract.errors import ContractToolError

from .conftest import CONTRACT, answer, between, document, request, revisions

SECONDS = 5.0
LAST = list(revisions().values())[-1]

# fmt: off
KEYWORDS = [
    "$ref", "additionalProperties", "allOf", "anyOf", "const", "contains", "content", "default",
    "dependentRequired", "deprecated", "description", "discriminator", "enum", "example", "exclusiveMaximum",
    "format", "headers", "if", "in", "items", "maxLength", "maximum", "minimum", "multipleOf", "name", "not",
    "nullable", "oneOf", "operationId", "parameters", "pattern", "patternProperties", "prefixItems", "properties",
    "readOnly", "requestBody", "required", "responses", "schema", "security", "servers", "style", "tags", "title",
    "type", "uniqueItems", "writeOnly", "x-extensible-enum", "x-presence", "application/json", "200", "4XX",
    "default", "query", "path", "OAuth2", "url", "explode",
]
# fmt: on
REFERENCES = ["#", "#/", "#/paths", "#/components/schemas/A", "#/components/schemas/B", "other.yaml", "#/nowhere", ""]

anything = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.sampled_from([*KEYWORDS, *REFERENCES, "string", "object", "array", "null", "\ud800", "²"]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(KEYWORDS), inner, max_size=4)),
    max_leaves=12,
)


def judged(old: Document, new: Document) -> Difference | None:
    try:
        found = between(old, new)
    except ContractToolError:
        return None
    assert len({change.id for change in found.changes}) == len(found.changes)
    return found


@given(anything, anything)
def test_any_schema(one: Any, other: Any) -> None:
    components = {"components": {"schemas": {"A": one, "B": other}}}
    for of in (request, answer):
        there, back = judged(of(one, **components), of(other, **components)), judged(of(other), of(one))
        if there is not None and back is not None and "$ref" not in str((one, other)):
            assert bool(there.changes) == bool(back.changes)
        same = judged(of(one), of(one))
        assert same is None or same.changes == same.notes == ()


@given(anything, anything)
def test_any_operation(one: Any, other: Any) -> None:
    known = {"parameters": [], "responses": {"200": {"content": {}, "headers": {}}}, "requestBody": {"content": {}}}
    components = {"schemas": {"A": one, "B": other}, "securitySchemes": other}
    judged(document(one, components=components), document(other, components=components))
    for part in (*known, "security", "tags", "servers", "operationId"):
        judged(document({**known, part: one}), document({**known, part: other}))
        judged(document({**known, part: [one, {"name": "a", "in": other}]}), document({**known, part: {"200": other}}))


@given(anything)
def test_any_document_at_all(given_: Any) -> None:
    good = document({})
    for wrong in (
        {"openapi": "3.1.0", "paths": given_},
        {"openapi": given_, "paths": {}},
        {**good, "components": given_},
    ):
        judged(good, wrong)
        judged(wrong, good)


@given(st.data())
def test_the_vendors_document_with_anything_anywhere(data: st.DataObject) -> None:
    last, broken = LAST, copy.deepcopy(LAST)
    holder: Any = broken["paths"]
    while True:
        keys: list[Any] = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(holder[key], dict | list) or not holder[key] or data.draw(st.integers(0, 5)) == 0:
            break
        holder = holder[key]
    holder[key] = data.draw(anything)
    judged(last, broken)
    judged(broken, last)


def soon(old: Document, new: Document) -> Difference | None:
    begin = time.process_time()
    found = judged(old, new)
    assert time.process_time() - begin < SECONDS
    return found


def chain(depth: int, link: Any) -> dict[str, Any]:
    """Return schemas of which each has the next one in it."""
    named = {f"S{index}": link(f"#/components/schemas/S{index + 1}") for index in range(depth)}
    return {"schemas": {**named, f"S{depth}": {"type": "string"}}}


LINKS = {
    "properties": lambda to: {"properties": {"a": {"$ref": to}, "b": {"$ref": to}}},
    "items": lambda to: {"items": {"$ref": to}},
    "allOf": lambda to: {"allOf": [{"$ref": to}, {"$ref": to}]},
    "anyOf": lambda to: {"anyOf": [{"$ref": to}, {"$ref": to}]},
    "oneOf of objects": lambda to: {
        "oneOf": [{"properties": {"a": {"$ref": to}}}, {"properties": {"b": {"$ref": to}}}]
    },
    "not": lambda to: {"not": {"anyOf": [{"$ref": to}, {"$ref": to}]}},
    "additionalProperties": lambda to: {"properties": {"a": {"$ref": to}}, "additionalProperties": {"$ref": to}},
}


@pytest.mark.parametrize("link", LINKS.values(), ids=LINKS)
@pytest.mark.parametrize("end", [{"type": "string"}, {"type": "number"}], ids=["alike", "different"])
def test_what_doubles_with_each_level_is_compared_soon(link: Any, end: Any) -> None:
    components = chain(30, link)
    other = {"schemas": {**components["schemas"], "S30": end}}
    for of in (request, answer):
        old = of({"$ref": "#/components/schemas/S0"}, components=components)
        found = soon(old, of({"$ref": "#/components/schemas/S0"}, components=other))
        assert found is not None
        assert bool(found.changes) == (end["type"] == "number") or "not" in components["schemas"]["S0"]
        found = soon(old, of({"type": "integer"}))
        assert found is not None
        assert found.changes


def everybody(count: int, leaf: Any) -> dict[str, Any]:
    """Return schemas each of which has every other in it."""
    names = [f"S{index}" for index in range(count)]
    all_of_them = {name: {"$ref": f"#/components/schemas/{name}"} for name in names}
    return {"schemas": {name: {"properties": {**all_of_them, "leaf": leaf, name: leaf}} for name in names}}


@pytest.mark.parametrize("leaf", [{"type": "string"}, {"type": "number"}], ids=["alike", "different"])
def test_schemas_that_all_contain_each_other_are_compared_soon(leaf: Any) -> None:
    old, new = everybody(25, {"type": "string"}), everybody(25, leaf)
    found = soon(*(answer({"$ref": "#/components/schemas/S0"}, components=schemas) for schemas in (old, new)))
    assert found is not None
    assert bool(found.changes) == (leaf["type"] == "number")


def test_a_choice_of_many_is_compared_soon() -> None:
    options = [{"required": [f"p{index}"], "properties": {"a": {"maxLength": index}}} for index in range(120)]
    found = soon(answer({"anyOf": options}), answer({"anyOf": options[::-1]}))
    assert found is not None
    assert found.changes == ()


@pytest.mark.parametrize("depth", [100, 3000])
def test_what_is_nested_deep_is_compared_or_refused(depth: int) -> None:
    schema: Any = {"type": "string"}
    for _ in range(depth):
        schema = {"properties": {"a": schema}}
    found = soon(answer(schema), answer({"type": "object"}))
    assert (found is None) == (depth == 3000)


def test_a_long_chain_of_references_is_compared_or_refused() -> None:
    components = chain(3000, lambda to: {"properties": {"a": {"$ref": to}}})
    soon(answer({"$ref": "#/components/schemas/S0"}, components=components), answer({"type": "object"}))


def test_a_difference_in_a_part_that_contains_itself_is_told_once() -> None:
    schemas = {
        "Tree": {
            "properties": {"name": {"type": "string"}, "children": {"items": {"$ref": "#/components/schemas/Tree"}}}
        }
    }
    other = {
        "Tree": {
            "properties": {"name": {"type": "number"}, "children": {"items": {"$ref": "#/components/schemas/Tree"}}}
        }
    }
    old, new = (answer({"$ref": "#/components/schemas/Tree"}, components={"schemas": one}) for one in (schemas, other))
    assert [change.pointer for change in between(old, new).changes] == ["/name"]


def test_the_contract_against_a_document_of_nothing() -> None:
    found = soon(CONTRACT, document({}))
    assert found is not None
    assert found.changes
