"""``spec/openapi.yaml`` holds every part of the documentation.

What is expected is spelled out here: the tests are a second copy of the documentation, to be compared with the first.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from webflow_contract import documents
from webflow_contract.contract import effective
from webflow_contract.contract.operations import operations, resolve

SPEC = Path(__file__).parents[3] / "spec"
DOCUMENTED = documents.read(SPEC / "openapi.yaml")
UPDATE = DOCUMENTED["paths"]["/pages/{page_id}"]["put"]

ERROR_CODES = [
    "bad_request",
    "collection_not_found",
    "conflict",
    "duplicate_collection",
    "duplicate_user_email",
    "ecommerce_not_enabled",
    "forbidden",
    "forms_require_republish",
    "incompatible_webhook_filter",
    "internal_error",
    "invalid_auth_version",
    "invalid_credentials",
    "invalid_domain",
    "invalid_user_email",
    "item_not_found",
    "missing_scopes",
    "no_domains",
    "not_authorized",
    "not_enterprise_plan_site",
    "not_enterprise_plan_workspace",
    "order_not_found",
    "resource_not_found",
    "too_many_requests",
    "unsupported_version",
    "unsupported_webhook_trigger_type",
    "user_limit_reached",
    "user_not_found",
    "users_not_enabled",
    "validation_error",
]

OPERATIONS = {
    "get-page-metadata": ("GET", "/pages/{page_id}", "pages:read"),
    "update-page-metadata": ("PUT", "/pages/{page_id}", "pages:write"),
    "list-pages": ("GET", "/sites/{site_id}/pages", "pages:read"),
    "get-site": ("GET", "/sites/{site_id}", "sites:read"),
    "list-sites": ("GET", "/sites", "sites:read"),
}

SEO = {"title": "string", "description": "string"}
OPEN_GRAPH = {"title": "string", "titleCopied": "boolean", "description": "string", "descriptionCopied": "boolean"}


def shape(schema: Any) -> Any:
    """Return the types in a schema: an object's as a dict, a list's as a list of one; nothing else may restrict."""
    schema = resolve(DOCUMENTED, schema)
    if schema == {}:
        return "anything"
    rest = set(schema) - {"type", "description", "properties", "required", "items", "enum"}
    assert not rest
    if schema["type"] == "object":
        return {name: shape(value) for name, value in schema["properties"].items()}
    if schema["type"] == "array":
        return [shape(schema["items"])]
    return schema["type"]


def required(schema: Any) -> list[list[str]]:
    """Return every ``required`` in a schema, however deep."""
    schema = resolve(DOCUMENTED, schema)
    inner = [found for value in schema.get("properties", {}).values() for found in required(value)]
    return ([schema["required"]] if "required" in schema else []) + inner


def json_schema(holder: Any) -> Any:
    holder = resolve(DOCUMENTED, holder)
    assert list(holder["content"]) == ["application/json"]
    return holder["content"]["application/json"]["schema"]


def parameters(operation: Any) -> dict[tuple[str, str], tuple[bool, str]]:
    found = [resolve(DOCUMENTED, node) for node in operation["parameters"]]
    return {(node["in"], node["name"]): (node["required"], node["schema"]["type"]) for node in found}


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from nodes(inner)


def test_the_server() -> None:
    assert [server["url"] for server in DOCUMENTED["servers"]] == ["https://api.webflow.com/v2"]


def test_there_are_five_operations() -> None:
    found = {operation.id: (operation.method, operation.template) for operation in operations(DOCUMENTED).values()}
    assert found == {name: (method, template) for name, (method, template, _) in OPERATIONS.items()}


@pytest.mark.parametrize("name", OPERATIONS)
def test_each_operation_needs_a_bearer_token_with_one_scope(name: str) -> None:
    method, template, scope = OPERATIONS[name]
    (requirement,) = DOCUMENTED["paths"][template][method.lower()]["security"]
    ((scheme, scopes),) = requirement.items()
    assert scopes == [scope]
    described = DOCUMENTED["components"]["securitySchemes"][scheme]
    assert (described["type"], described["scheme"]) == ("http", "bearer")


@pytest.mark.parametrize("name", OPERATIONS)
def test_each_operation_says_which_document_it_comes_from_and_when_it_was_read(name: str) -> None:
    method, template, _ = OPERATIONS[name]
    source = DOCUMENTED["paths"][template][method.lower()]["x-source"]
    assert source["document"].strip()
    assert source["read"] == "2026-11-23"


def test_the_update_comes_from_the_reference_page() -> None:
    assert 'page "Update Page Metadata"' in UPDATE["x-source"]["document"]


def test_an_update_names_its_page_and_may_name_a_locale() -> None:
    assert parameters(UPDATE) == {
        ("path", "page_id"): (True, "string"),
        ("query", "localeId"): (False, "string"),
    }


def test_a_listing_names_its_site_and_may_name_a_locale_and_a_portion() -> None:
    assert parameters(DOCUMENTED["paths"]["/sites/{site_id}/pages"]["get"]) == {
        ("path", "site_id"): (True, "string"),
        ("query", "localeId"): (False, "string"),
        ("query", "limit"): (False, "integer"),
        ("query", "offset"): (False, "integer"),
    }


def test_nothing_is_required_of_an_update() -> None:
    body = json_schema(UPDATE["requestBody"])
    assert shape(body) == {"title": "string", "slug": "string", "seo": SEO, "openGraph": OPEN_GRAPH}
    assert required(body) == []
    assert not UPDATE["requestBody"].get("required", False)


@pytest.mark.parametrize("method", ["get", "put"])
def test_a_page_has_seventeen_properties_and_only_its_id_is_required(method: str) -> None:
    page = json_schema(DOCUMENTED["paths"]["/pages/{page_id}"][method]["responses"]["200"])
    assert shape(page) == {
        "id": "string",
        "siteId": "string",
        "title": "string",
        "slug": "string",
        "parentId": "string",
        "collectionId": "string",
        "createdOn": "string",
        "lastUpdated": "string",
        "archived": "boolean",
        "draft": "boolean",
        "canBranch": "boolean",
        "isBranch": "boolean",
        "branchId": "string",
        "seo": SEO,
        "openGraph": OPEN_GRAPH,
        "localeId": "string",
        "publishedPath": "string",
    }
    assert len(shape(page)) == 17
    assert required(page) == [["id"]]


def test_an_update_answers_with_the_documented_statuses() -> None:
    assert list(UPDATE["responses"]) == ["200", "400", "401", "404", "429", "500"]


def test_each_documented_error_has_a_description_of_its_own_and_the_one_schema() -> None:
    refusals = [resolve(DOCUMENTED, UPDATE["responses"][status]) for status in ("400", "401", "404", "429", "500")]
    assert len({answer["description"].strip() for answer in refusals}) == 5
    assert [json_schema(answer) for answer in refusals] == [{"$ref": "#/components/schemas/Error"}] * 5


def test_every_refusal_of_every_operation_is_the_one_error() -> None:
    for operation in operations(DOCUMENTED).values():
        refusals = {status: answer for status, answer in operation.responses.items() if status != "200"}
        assert {"401", "404", "429"} <= refusals.keys()
        assert [json_schema(answer) for answer in refusals.values()] == [
            {"$ref": "#/components/schemas/Error"} for _ in refusals
        ]


def test_an_error_has_a_code_a_message_a_reference_and_details_of_any_shape() -> None:
    error = {"$ref": "#/components/schemas/Error"}
    assert shape(error) == {
        "code": "string",
        "message": "string",
        "externalReference": "string",
        "details": ["anything"],
    }
    assert required(error) == []


def test_the_error_codes_are_the_documented_ones() -> None:
    code = resolve(DOCUMENTED, DOCUMENTED["components"]["schemas"]["Error"]["properties"]["code"])
    assert code["enum"] == ERROR_CODES
    assert len(set(ERROR_CODES)) == 29


def test_every_response_carries_the_remaining_quota() -> None:
    for operation in operations(DOCUMENTED).values():
        for answer in operation.responses.values():
            assert resolve(DOCUMENTED, answer["headers"]["X-RateLimit-Remaining"])["schema"] == {"type": "integer"}


def test_the_description_of_429_asks_to_heed_the_remaining_quota() -> None:
    assert "X-RateLimit-Remaining" in resolve(DOCUMENTED, UPDATE["responses"]["429"])["description"]


def test_null_is_nowhere_but_where_a_document_says_so() -> None:
    """The reference page of the update knows no null; the vendor's file says it of these."""
    nullable = {
        (schema, name)
        for schema, described in DOCUMENTED["components"]["schemas"].items()
        for name, value in described.get("properties", {}).items()
        if "null" in value.get("type", "")
    }
    assert nullable == {
        ("Site", "parentFolderId"),
        ("CustomDomain", "lastPublished"),
        ("Locale", "displayImageId"),
    }


@pytest.mark.parametrize("contract", [DOCUMENTED, effective.build(SPEC)], ids=["documented", "effective"])
def test_every_object_schema_has_a_name(contract: dict[str, Any]) -> None:
    named = list(contract["components"]["schemas"].values())
    objects = [node for node in nodes(contract) if "properties" in node or "object" in node.get("type", "")]
    inlined = [node for node in objects if not any(node is schema for schema in named)]
    assert inlined == []


@pytest.mark.parametrize("contract", [DOCUMENTED, effective.build(SPEC)], ids=["documented", "effective"])
def test_the_contract_is_openapi_3_1(contract: dict[str, Any]) -> None:
    assert contract["openapi"].startswith("3.1.")
    assert [error.message for error in OpenAPIV31SpecValidator(contract).iter_errors()] == []


@pytest.mark.parametrize("contract", [DOCUMENTED, effective.build(SPEC)], ids=["documented", "effective"])
def test_every_component_is_used(contract: dict[str, Any]) -> None:
    used = {node["$ref"] for node in nodes(contract) if "$ref" in node}
    defined = {
        f"#/components/{kind}/{name}"
        for kind, entries in contract["components"].items()
        if kind != "securitySchemes"
        for name in entries
    }
    assert defined == used
