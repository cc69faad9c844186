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


@pytest.mark.parametrize("options", [[{"$ref": "#/x"}, {"type": "null"}], [{"type": "null"}, {"$ref": "#/x"}]])
def test_something_or_null_is_said_as_if_and_else(options: list[Any]) -> None:
    assert closed(components={"A": {"anyOf": options}}) == {"A": {"if": {"type": "null"}, "else": {"$ref": "#/x"}}}


@pytest.mark.parametrize(
    "options", [[{"type": "string"}, {"type": "integer"}], [{"type": "null"}], [{}, {}, {"type": "null"}]]
)
def test_another_choice_stays_a_choice(options: list[Any]) -> None:
    assert closed(components={"A": {"anyOf": options}}) == {"A": {"anyOf": options}}


def test_a_violation_inside_of_something_or_null_has_its_own_place() -> None:
    site = {"id": ID, "locales": {"primary": {"id": ID}, "secondary": [{"id": ID}, {"id": 7}]}}
    in_the_twin = jsonschema_rs.Draft202012Validator(schema(TWIN, "Site"))
    assert [list(error.instance_path) for error in in_the_twin.iter_errors(site)] == [["locales", "secondary", 1, "id"]]


def test_something_else_than_something_or_null_is_a_violation() -> None:
    assert not conforms(TWIN, "Site", {"id": ID, "locales": "en"})


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
