"""The closed twin of the contract: whatever the contract does not say is a violation."""

from copy import deepcopy
from typing import Any

import jsonschema_rs
import pytest

from webflow_contract.contract import effective
from webflow_contract.contract.closed import REQUIRED, close
from webflow_contract.documents import Document

CONTRACT = effective.load()
TWIN = close(CONTRACT)

ID = "5eed0000000000000000d003"
DATE = "2026-02-23T15:53:18.252Z"
PAGE: Document = {
    "id": ID,
    "siteId": ID,
    "title": "Home",
    "slug": None,
    "parentId": None,
    "collectionId": None,
    "createdOn": DATE,
    "lastUpdated": DATE,
    "archived": False,
    "draft": False,
    "canBranch": True,
    "isBranch": False,
    "branchId": None,
    "seo": {"title": "Home"},
    "openGraph": {"title": None, "titleCopied": True, "description": None, "descriptionCopied": True},
    "localeId": None,
    "publishedPath": "/",
}
ERROR: Document = {"code": "not_authorized", "message": "No.", "externalReference": None, "details": []}


def schema(contract: Document, name: str) -> Document:
    return {"$ref": f"#/components/schemas/{name}", "components": contract["components"]}


def conforms(contract: Document, name: str, value: object) -> bool:
    return jsonschema_rs.Draft202012Validator(schema(contract, name)).is_valid(value)


def closed(*, components: Document) -> Document:
    return close({"components": {"schemas": components}})["components"]["schemas"]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("Page", PAGE),
        ("PageList", {"pages": [PAGE], "pagination": {"limit": 100, "offset": 0, "total": 1}}),
        ("Error", ERROR),
        ("Site", {"id": ID, "locales": {"primary": {"id": ID}, "secondary": [{"id": ID}]}}),
        ("Site", {"id": ID, "locales": None, "dataCollectionType": "optOut"}),
        ("SiteList", {"sites": [{"id": ID, "customDomains": [{"id": ID}]}]}),
    ],
)
def test_what_the_contract_says_conforms_to_the_twin(name: str, body: Document) -> None:
    assert conforms(CONTRACT, name, body)
    assert conforms(TWIN, name, body)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("Page", {**PAGE, "noIndex": False}),
        ("Page", {**PAGE, "seo": {"title": "Home", "robots": "none"}}),
        ("Page", {**PAGE, "openGraph": {**PAGE["openGraph"], "image": None}}),
        ("PageList", {"pages": [{**PAGE, "noIndex": False}], "pagination": {"limit": 1, "offset": 0, "total": 1}}),
        ("PageList", {"pages": [], "pagination": {"limit": 1, "offset": 0, "total": 0, "next": None}}),
        ("Error", {**ERROR, "err": "x"}),
        ("Site", {"id": ID, "locales": {"primary": {"id": ID, "script": "Latn"}}}),
        ("Site", {"id": ID, "locales": {"tertiary": []}}),
        ("Site", {"id": ID, "customDomains": [{"id": ID, "primary": True}]}),
    ],
)
def test_an_unknown_property_conforms_to_the_contract_alone(name: str, body: Document) -> None:
    assert conforms(CONTRACT, name, body)
    assert not conforms(TWIN, name, body)


@pytest.mark.parametrize(
    ("name", "body"),
    [("Error", {**ERROR, "code": "new_code"}), ("Site", {"id": ID, "dataCollectionType": "sometimes"})],
)
def test_an_unknown_value_of_an_enum_conforms_to_the_contract_alone(name: str, body: Document) -> None:
    assert conforms(CONTRACT, name, body)
    assert not conforms(TWIN, name, body)


@pytest.mark.parametrize("name", [name for name in PAGE if name != "id"])
def test_a_property_that_has_always_come_may_be_missing_in_the_contract_alone(name: str) -> None:
    page = {field: value for field, value in PAGE.items() if field != name}
    assert conforms(CONTRACT, "Page", page)
    assert not conforms(TWIN, "Page", page)


def test_a_property_that_need_not_come_may_be_missing_in_both() -> None:
    assert "shouldPublish" not in PAGE
    assert conforms(TWIN, "Page", {**PAGE, "seo": {}})


def test_what_is_required_is_told_from_what_has_always_come() -> None:
    page = TWIN["components"]["schemas"]["Page"]
    assert page[REQUIRED] == ["id"]
    assert page["required"] == list(PAGE)
    assert TWIN["components"]["schemas"]["Error"][REQUIRED] == []


def test_what_is_required_and_has_always_come_is_required_once() -> None:
    twin = closed(components={"A": {"properties": {"a": {"x-presence": "always"}}, "required": ["a"]}})
    assert twin["A"]["required"] == twin["A"][REQUIRED] == ["a"]


def test_an_object_that_says_itself_what_else_it_may_have_is_left_so() -> None:
    rest = {"type": "string"}
    assert (
        closed(components={"A": {"properties": {}, "additionalProperties": rest}})["A"]["additionalProperties"] == rest
    )


def test_an_object_of_any_shape_is_left_open() -> None:
    assert closed(components={"A": {"type": "object"}, "B": {}}) == {"A": {"type": "object"}, "B": {}}


def test_objects_are_closed_however_deep_they_are() -> None:
    inner = {"type": "object", "properties": {"a": {}}}
    twin = closed(components={"A": {"items": {"anyOf": [inner, {"type": "string"}]}}})
    assert twin["A"]["items"]["anyOf"][0]["additionalProperties"] is False


@pytest.mark.parametrize(
    "options",
    [
        [{"$ref": "#/components/schemas/B"}, {"type": "null"}],
        [{"type": "string"}, {"type": "integer"}],
        [{"type": "null"}],
        [{}, {}, {"type": "null"}],
    ],
)
def test_a_choice_stays_a_choice(options: list[Any]) -> None:
    twin = closed(components={"A": {"anyOf": options}, "B": {"type": "object", "properties": {"b": {}}}})
    assert twin["A"] == {"anyOf": options}


def test_something_else_than_something_or_null_is_a_violation() -> None:
    assert not conforms(TWIN, "Site", {"id": ID, "locales": "en"})


# Schemas that are put together of several


def accepts(value: object, schema: Document | bool, **components: Document) -> tuple[bool, bool]:
    """Return whether a schema accepts a value, and whether its twin does."""
    contract = {"components": {"schemas": {"It": schema, **components}}}
    return conforms(contract, "It", value), conforms(close(contract), "It", value)


DOG: Document = {
    "type": "object",
    "required": ["kind"],
    "properties": {"kind": {"const": "dog"}, "barks": {"type": "boolean"}},
}
CAT: Document = {
    "type": "object",
    "required": ["kind"],
    "properties": {"kind": {"const": "cat"}, "lives": {"type": "integer"}},
}
REFERENCE = {"$ref": "#/components/schemas/Dog"}


@pytest.mark.parametrize("union", ["anyOf", "oneOf"])
def test_a_union_knows_what_the_option_knows_that_fits(union: str) -> None:
    pet = {union: [REFERENCE, CAT, {"type": "null"}, {"type": "array", "items": CAT}]}
    for value in ({"kind": "dog", "barks": True}, {"kind": "cat", "lives": 9}, None, [], [{"kind": "cat"}]):
        assert accepts(value, pet, Dog=DOG) == (True, True)
    for value in ({"kind": "dog", "lives": 9}, {"kind": "cat", "tail": 1}, [{"kind": "cat", "tail": 1}]):
        assert accepts(value, pet, Dog=DOG) == (True, False)
    for value in ({"kind": "fox"}, {"kind": "dog", "barks": 1}, 7, [1]):
        assert accepts(value, pet, Dog=DOG) == (False, False)


def test_of_options_that_fit_at_once_each_has_a_say() -> None:
    both = {"anyOf": [{"properties": {"a": {"type": "integer"}}}, {"properties": {"b": {"type": "integer"}}}]}
    assert accepts({"a": 1, "b": 2}, both) == (True, True)
    assert accepts({"a": 1, "c": 2}, both) == (True, False)


def test_what_fits_two_options_of_one_is_refused_though_only_one_knows_its_value() -> None:
    one: Document = {"oneOf": [{"type": "string", "x-extensible-enum": ["a"]}, {"type": "string"}]}
    assert accepts("b", one) == (False, False)
    nested = {"oneOf": [{"$ref": "#/components/schemas/Code"}, {"type": "string"}]}
    assert accepts("b", nested, Code={"type": "string", "x-extensible-enum": ["a"]}) == (False, False)


def test_what_may_not_be_is_no_more_than_the_contract_says() -> None:
    refused: Document = {"type": "string", "not": {"$ref": "#/components/schemas/Code"}}
    code: Document = {"minLength": 2, "x-extensible-enum": ["aa"]}
    assert accepts("a", refused, Code=code) == (True, True)
    assert accepts("bb", refused, Code=code) == (False, False)


@pytest.mark.parametrize(
    "dog",
    [
        {"allOf": [{"$ref": "#/components/schemas/Named"}, {"properties": {"barks": {"type": "boolean"}}}]},
        {"$ref": "#/components/schemas/Named", "properties": {"barks": {"type": "boolean"}}},
        {"allOf": [{"$ref": "#/components/schemas/Named"}], "properties": {"barks": {"type": "boolean"}}},
    ],
)
def test_parts_are_closed_as_a_whole(dog: Document) -> None:
    named: Document = {"type": "object", "required": ["name"], "properties": {"name": {"x-presence": "always"}}}
    assert accepts({"name": "Rex", "barks": True}, dog, Named=named) == (True, True)
    assert accepts({"name": "Rex", "tail": 1}, dog, Named=named) == (True, False)
    assert accepts({"name": "Rex", "tail": 1}, {"$ref": "#/components/schemas/Named"}, Named=named) == (True, False)
    assert accepts({"barks": True}, dog, Named=named) == (False, False)


def test_requirements_beside_properties_make_nothing_free() -> None:
    either: Document = {"properties": {"a": {}, "b": {}}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}
    assert accepts({"a": 1}, either) == (True, True)
    assert accepts({"a": 1, "c": 1}, either) == (True, False)


def test_an_option_of_any_shape_is_left_open() -> None:
    for options in ([DOG, {"type": "object"}], [DOG, CAT, {"type": "object"}], [DOG, CAT, True]):
        assert accepts({"kind": "fox", "tail": 1}, {"anyOf": options}) == (True, True)


@pytest.mark.parametrize(
    ("schema", "known", "unknown"),
    [
        ({"type": ["string", "null"], "x-extensible-enum": ["a"]}, ["a", None], ["b"]),
        ({"type": ["string", "number"], "x-extensible-enum": ["a"]}, ["a", 1.5], ["b"]),
        ({"enum": ["a", "b"], "x-extensible-enum": ["a"]}, ["a"], ["b"]),
        ({"x-extensible-enum": ["a", None]}, ["a", None], ["b", 1]),
        ({"properties": {"a": {}}, "patternProperties": {"^x-": {}}}, [{"a": 1, "x-b": 1}], [{"b": 1}]),
        ({"patternProperties": {"^x-": {}}}, [{"x-b": 1}], [{"b": 1}]),
        ({"additionalProperties": {"properties": {"a": {}}}}, [{"b": {"a": 1}}], [{"b": {"c": 1}}]),
        ({"propertyNames": {"x-extensible-enum": ["a"]}}, [{"a": 1}], [{"b": 1}]),
        ({"prefixItems": [{}, {"properties": {"a": {}}}]}, [[1], [1, {"a": 1}]], [[1, {"b": 1}], [1, 2, 3]]),
        ({"prefixItems": [{}], "items": {"type": "string"}}, [[1, "a"]], []),
        ({"$ref": "#/components/schemas/Dog", "description": "Mine."}, [{"kind": "dog"}], [{"kind": "dog", "c": 1}]),
        (
            {"properties": {"a": {}}, "if": {"required": ["a"]}, "then": {"properties": {"b": {}}}},
            [{"a": 1, "b": 1}],
            [{"b": 1}, {"a": 1, "c": 1}],
        ),
    ],
)
def test_a_keyword_is_closed(schema: Document, known: list[object], unknown: list[object]) -> None:
    for value in known:
        assert accepts(value, schema, Dog=DOG) == (True, True)
    for value in unknown:
        assert accepts(value, schema, Dog=DOG)[1] is False


def test_a_schema_that_has_itself_as_a_part_ends() -> None:
    tree: Document = {"properties": {"child": {"anyOf": [{"$ref": "#/components/schemas/It"}, {"type": "null"}]}}}
    assert accepts({"child": {"child": None}}, tree) == (True, True)
    assert accepts({"child": {"leaf": None}}, tree) == (True, False)
    own = {"anyOf": [{"$ref": "#/components/schemas/It"}, {"properties": {"a": {}}}]}
    assert "It" in close({"components": {"schemas": {"It": own}}})["components"]["schemas"]


def test_schemas_in_answers_are_closed_where_they_are() -> None:
    inline: Document = {"properties": {"a": {}}}
    response = {"content": {"application/json": {"schema": inline}}, "headers": {"X": {"schema": inline}}}
    contract: Document = {
        "paths": {"/a": {"get": {"responses": {"200": response}}, "parameters": []}},
        "components": {"schemas": {}, "responses": {"A": response}, "headers": {"X": {"schema": inline}}},
    }
    twin = close(contract)
    for found in (twin["paths"]["/a"]["get"]["responses"]["200"], twin["components"]["responses"]["A"]):
        assert found["content"]["application/json"]["schema"]["additionalProperties"] is False
        assert found["headers"]["X"]["schema"]["additionalProperties"] is False
    assert twin["components"]["headers"]["X"]["schema"]["additionalProperties"] is False
    assert inline == {"properties": {"a": {}}}


def test_the_contract_given_is_left_as_it_is() -> None:
    contract = deepcopy(CONTRACT)
    twin = close(contract)
    assert contract == CONTRACT
    twin["components"]["schemas"]["ErrorCode"]["enum"].append("mine")
    twin["components"]["schemas"]["Page"]["required"].append("mine")
    assert contract == CONTRACT


def test_the_twin_differs_in_its_schemas_alone() -> None:
    def without_schemas(contract: Document) -> Document:
        components = {name: value for name, value in contract["components"].items() if name != "schemas"}
        return {**contract, "components": components}

    assert without_schemas(TWIN) == without_schemas(CONTRACT)
