"""What is written in another way and means the same is no difference; what means something else is one."""

import copy
import json
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from webflow_contract.documents import Document

from .conftest import answer, between, document, parameter, request, told

NAMES = ("title", "slug", "seo", "description")
TEXT = {"type": "string"}
WORDS = {"title": "a title", "description": "words", "example": "words"}

limits = st.integers(0, 4)
texts = st.fixed_dictionaries(
    {"type": st.just("string")},
    optional={"minLength": limits, "maxLength": limits, "pattern": st.sampled_from(["^a", "b$"])},
)
numbers = st.fixed_dictionaries(
    {"type": st.sampled_from(["number", "integer"])},
    optional={"minimum": limits, "exclusiveMaximum": limits, "multipleOf": st.integers(1, 3)},
)
listed = st.lists(st.sampled_from(["a", "b", "aa"]), min_size=1, max_size=3, unique=True)
plain = st.one_of(
    texts,
    numbers,
    st.fixed_dictionaries({"type": st.just("boolean")}),
    st.fixed_dictionaries({"enum": listed}),
    st.fixed_dictionaries({"const": st.sampled_from(["a", 1, True])}),
    st.just({}),
)


def containers(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(
        st.fixed_dictionaries(
            {
                "type": st.just("object"),
                "properties": st.dictionaries(st.sampled_from(NAMES), inner, max_size=3),
                "required": st.lists(st.sampled_from(NAMES), unique=True, max_size=2),
            }
        ),
        st.fixed_dictionaries(
            {"type": st.just("array"), "items": inner}, optional={"maxItems": limits, "uniqueItems": st.booleans()}
        ),
        st.fixed_dictionaries({"anyOf": st.lists(inner, min_size=2, max_size=3)}),
    )


schemas = st.recursive(plain, containers, max_leaves=6)


def rewritten(draw: st.DrawFn, schema: Any, named: dict[str, Any]) -> Any:
    """Write a schema in another way."""
    if not isinstance(schema, dict):
        return schema
    found = _with_inner(draw, schema, named)
    way = draw(st.sampled_from(["as it is", "named", "all of one", "any of one", "split", "trivial", "words"]))
    if way == "named":
        name = f"Schema{len(named)}"
        named[name] = found
        return {"$ref": f"#/components/schemas/{name}"}
    if way in ("all of one", "any of one"):
        return {f"{way[:3]}Of": [found]}
    if way == "split":
        keys = sorted(found)
        cut = draw(st.integers(0, len(keys)))
        if "type" in found:  # without it, what is left is about another type
            return {"allOf": [found, {key: found[key] for key in keys[:cut]}]}
    if way == "trivial":
        return {**found, "uniqueItems": False} if "uniqueItems" not in found and "type" in found else found
    return {**WORDS, **found} if way == "words" else found


def _with_inner(draw: st.DrawFn, schema: dict[str, Any], named: dict[str, Any]) -> dict[str, Any]:
    found = {key: schema[key] for key in draw(st.permutations(list(schema)))}
    if "properties" in found:
        given = found["properties"]
        found["properties"] = {name: rewritten(draw, given[name], named) for name in draw(st.permutations(list(given)))}
        found["required"] = draw(st.permutations(found["required"]))
    if "items" in found:
        found["items"] = rewritten(draw, found["items"], named)
    if "anyOf" in found:
        found["anyOf"] = [rewritten(draw, one, named) for one in draw(st.permutations(found["anyOf"]))]
    if "const" in found and draw(st.booleans()):
        found["enum"] = [found.pop("const")]
    if "exclusiveMaximum" in found and "maximum" not in found and draw(st.booleans()):
        found["maximum"] = found["exclusiveMaximum"]
        found["exclusiveMaximum"] = True
    return found


@given(schemas, st.data())
def test_a_schema_written_in_another_way_is_no_difference(schema: Any, data: st.DataObject) -> None:
    named: dict[str, Any] = {}
    other = rewritten(data.draw, schema, named)
    components = {"components": {"schemas": named}}
    for of in (request, answer):
        old, new = of(schema), of(other, **components)
        assert [told(change) for change in between(old, new).changes] == []
        assert [told(change) for change in between(new, old).changes] == []


@given(schemas, schemas)
def test_two_schemas_differ_both_ways_or_not_at_all(one: Any, other: Any) -> None:
    for of in (request, answer):
        there, back = between(of(one), of(other)).changes, between(of(other), of(one)).changes
        assert bool(there) == bool(back)
        assert len({change.id for change in there}) == len(there)
        assert {change.id for change in there} == {change.id for change in between(of(one), of(other)).changes}
        assert between(of(one), of(copy.deepcopy(one))).changes == ()


values: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.sampled_from(["", "a", "b", "aa", "ab", "aaaaa", 0, 1, 1.5, 2, 3, 4, 6, True, False])),
    lambda inner: st.one_of(st.lists(inner, max_size=5), st.dictionaries(st.sampled_from(NAMES), inner, max_size=4)),
    max_leaves=6,
)


def some_only_by_the_first(one: Any, other: Any, tried: list[Any]) -> bool:
    """Return whether one schema allows any of some values that another does not."""
    first, second = (
        jsonschema_rs.validator_for({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})
        for schema in (one, other)
    )
    return any(first.is_valid(value) and not second.is_valid(value) for value in tried)


def closed(schema: Any) -> Any:
    """Return a schema of what callers send: nothing that is not described."""
    found = {**schema}
    if "properties" in found:
        found["properties"] = {name: closed(inner) for name, inner in found["properties"].items()}
        found["additionalProperties"] = False
    if "items" in found:
        found["items"] = closed(found["items"])
    if "anyOf" in found:
        found["anyOf"] = [closed(one) for one in found["anyOf"]]
    return found


@settings(max_examples=60)
@given(schemas, schemas, st.lists(values, min_size=20, max_size=20))
def test_what_can_no_longer_be_sent_is_worse_than_information(one: Any, other: Any, tried: list[Any]) -> None:
    assume(some_only_by_the_first(closed(one), other, tried))
    assert any(change.level != "information" for change in between(request(one), request(other)).changes)


@settings(max_examples=60)
@given(schemas, schemas, st.lists(values, min_size=20, max_size=20))
def test_what_can_come_that_could_not_is_a_difference(one: Any, other: Any, tried: list[Any]) -> None:
    assume(some_only_by_the_first(other, one, tried))
    assert between(answer(one), answer(other)).changes


def test_an_enum_beside_another_type_stays_closed() -> None:
    before, after = {"type": "string"}, {"anyOf": [{"type": "boolean"}, {"enum": ["a"]}]}
    assert any(change.level == "breaking" for change in between(request(before), request(after)).changes)
    grows = {"anyOf": [{"type": ["boolean", "string"]}, {"enum": ["a"]}]}
    assert all(change.level == "information" for change in between(request(before), request(grows)).changes)


@pytest.mark.parametrize("of", [request, answer])
@pytest.mark.parametrize(
    "same",
    [
        [
            {"type": ["string", "null"]},
            {"type": ["null", "string"]},
            {"type": "string", "nullable": True},
            {"anyOf": [TEXT, {"type": "null"}]},
            {"oneOf": [{"type": "null"}, TEXT]},
            {"anyOf": [TEXT, {"enum": [None]}]},
            {"allOf": [TEXT], "nullable": True},
        ],
        [{"enum": ["a", None]}, {"enum": [None, "a"]}, {"type": ["string", "null"], "enum": ["a", None]}],
        [{"const": "a"}, {"enum": ["a"]}, {"type": "string", "const": "a"}],
        [{"enum": [1]}, {"enum": [1.0]}],
        [{"type": "array", "items": [TEXT]}, {"type": "array", "prefixItems": [TEXT]}, {"items": [TEXT]}],
        [{"type": "object", "properties": {"a": TEXT}}, {"properties": {"a": TEXT}}],
        [{"type": "number", "maximum": 1, "exclusiveMaximum": True}, {"type": "number", "exclusiveMaximum": 1}],
        [{"type": ["number", "integer"]}, {"type": "number"}, {"anyOf": [{"type": "number"}, {"type": "integer"}]}],
        [{"anyOf": [{"enum": ["a"]}, TEXT]}, {"type": "string", "x-extensible-enum": ["a"]}],
        [{}, True, {"description": "words"}],
        [{"type": "object"}, *({"type": "object", "additionalProperties": any_} for any_ in (True, {}, WORDS))],
        [{"type": "string", "default": None}, TEXT],
        [{"type": "string", "minLength": 0}, TEXT],
    ],
)
def test_spellings_of_the_same(same: list[Any], of: Any) -> None:
    for one in same:
        for other in same:
            assert [told(change) for change in between(of(one), of(other)).changes] == [], (one, other)


def test_a_recursive_schema_is_the_same_under_another_name_and_unrolled() -> None:
    tree = {"properties": {"children": {"items": {"$ref": "#/components/schemas/Tree"}}}}
    once = {"properties": {"children": {"items": tree}}}
    named = answer({"$ref": "#/components/schemas/Tree"}, components={"schemas": {"Tree": tree}})
    unrolled = answer(once, components={"schemas": {"Tree": tree}})
    assert between(named, unrolled).changes == between(unrolled, named).changes == ()


def test_a_choice_of_itself_adds_nothing() -> None:
    one = {"anyOf": [{"$ref": "#/components/schemas/One"}, {"type": "object", "required": ["a"]}]}
    old = answer({"$ref": "#/components/schemas/One"}, components={"schemas": {"One": one}})
    assert between(old, answer({"type": "object", "required": ["a"]})).changes == ()


def test_a_choice_may_be_listed_in_another_order_and_twice() -> None:
    one, other = {"required": ["a"]}, {"required": ["b"]}
    assert between(answer({"anyOf": [one, other]}), answer({"anyOf": [other, one, one]})).changes == ()


ID = {"name": "page_id", "in": "path", "required": True, "schema": TEXT}


def test_a_parameter_of_the_path_item_is_one_of_the_operation() -> None:
    operation = document({"parameters": [ID]})
    item = document({})
    item["paths"]["/pages/{page_id}"]["parameters"] = [ID]
    named = document({"parameters": [{"$ref": "#/components/parameters/Id"}]}, components={"parameters": {"Id": ID}})
    for one in (operation, item, named):
        for other in (operation, item, named):
            assert between(one, other).changes == ()


def test_a_parameter_of_the_path_may_be_called_otherwise() -> None:
    new = document({"parameters": [{**ID, "name": "id"}]}, "/pages/{id}")
    assert between(document({"parameters": [ID]}), new).changes == ()


@pytest.mark.parametrize(
    ("path", "servers"),
    [
        ("/v2/pages/{page_id}", []),
        ("/v2/pages/{page_id}/", []),
        ("/v2/pages/{page_id}", [{"url": "https://api.webflow.com"}]),
        ("/pages/{page_id}", [{"url": "https://api.webflow.com/v2/"}]),
        ("/pages/{page_id}", [{"url": "/v2"}]),
        ("/pages/{page_id}", [{"url": "https://{host}:8080/v2"}]),
        ("/pages/{page_id}", [{"url": "{scheme}://api.webflow.com/v2"}]),
        ("/pages/{page_id}", [{"url": "https://[broken/v2"}]),
        ("/pages/{page_id}", [{"url": "https://api.webflow.com/beta"}, {"url": "https://api.webflow.com/v2"}]),
    ],
)
def test_the_version_may_be_in_the_path_or_in_the_address(path: str, servers: list[Any]) -> None:
    operation: Document = {"parameters": [ID], "responses": {"200": {}}}
    found = between(document(operation), document(operation, path, servers=servers))
    assert found.compared == ("update-page-metadata",)
    assert [change.rule for change in found.changes if change.rule != "api-server-changed"] == []


def test_the_order_of_everything_does_not_matter() -> None:
    old = document({"parameters": [ID, {"name": "a", "in": "query"}], "responses": {"200": {}, "404": {}}})
    new = document({"responses": {"404": {}, "200": {}}, "parameters": [{"in": "query", "name": "a"}, ID]})
    assert between(old, new).changes == ()


def test_a_parameter_described_by_a_media_type_is_described() -> None:
    content = {"parameters": [{"name": "localeId", "in": "query", "content": {"application/json": {"schema": TEXT}}}]}
    assert between(document(content), parameter(TEXT)).changes == ()


def test_the_same_file_as_json_and_as_yaml_is_the_same() -> None:
    schema = {"type": "string", "enum": ["a"], "default": "a"}
    assert between(answer(schema), json.loads(json.dumps(answer(schema)))).changes == ()
