"""What is different about an operation around the values: properties, parameters, answers, headers and security."""

from typing import Any

import pytest

from webflow_contract.documents import Document
from webflow_contract.errors import DocumentError

from .conftest import CONTRACT, answer, between, document, parameter, request, told

TEXT = {"type": "string"}
JSON = {"application/json": {"schema": TEXT}}
OAUTH = {"components": {"securitySchemes": {"OAuth2": {"type": "oauth2"}, "Key": {"type": "apiKey", "in": "header"}}}}


def changes(old: Document, new: Document) -> list[tuple[str, str, str]]:
    return [told(change) for change in between(old, new).changes]


def objects(before: Any, after: Any, of: Any = request) -> list[tuple[str, str]]:
    """Return what is different about two objects: rule and level, without the place, which is /x."""
    found = changes(of({"type": "object", **before}), of({"type": "object", **after}))
    assert {place.split()[-1] for _, _, place in found} <= {"/x"}
    return [(rule, level) for rule, level, _ in found]


def properties(schema: Any, *, required: bool = False) -> dict[str, Any]:
    return {"properties": {"x": schema}, "required": ["x"] * required}


@pytest.mark.parametrize(
    ("before", "after", "sent", "got"),
    [
        (
            {},
            properties(TEXT),
            ("new-optional-request-property", "information"),
            ("response-optional-property-added", "information"),
        ),
        (
            {},
            properties(TEXT, required=True),
            ("new-required-request-property", "breaking"),
            ("response-required-property-added", "information"),
        ),
        (
            {},
            properties({**TEXT, "default": ""}, required=True),
            ("new-required-request-property-with-default", "breaking"),
            ("response-required-property-added", "information"),
        ),
        (
            properties(TEXT),
            {},
            ("request-property-removed", "breaking"),
            ("response-optional-property-removed", "warning"),
        ),
        (
            properties(TEXT, required=True),
            {},
            ("request-property-removed", "breaking"),
            ("response-required-property-removed", "breaking"),
        ),
        (
            properties(TEXT),
            properties(TEXT, required=True),
            ("request-property-became-required", "breaking"),
            ("response-property-became-required", "information"),
        ),
        (
            properties({**TEXT, "default": ""}),
            properties({**TEXT, "default": ""}, required=True),
            ("request-property-became-required-with-default", "breaking"),
            ("response-property-became-required", "information"),
        ),
        (
            properties(TEXT, required=True),
            properties(TEXT),
            ("request-property-became-optional", "information"),
            ("response-property-became-optional", "breaking"),
        ),
        (
            properties(TEXT),
            properties({**TEXT, "readOnly": True}),
            ("request-optional-property-became-read-only", "warning"),
            ("response-optional-property-became-read-only", "information"),
        ),
        (
            properties({**TEXT, "readOnly": True}, required=True),
            properties(TEXT, required=True),
            ("request-required-property-became-not-read-only", "breaking"),
            ("response-required-property-became-not-read-only", "information"),
        ),
        (
            properties(TEXT, required=True),
            properties({**TEXT, "writeOnly": True}, required=True),
            ("request-required-property-became-write-only", "information"),
            ("response-required-property-became-write-only", "breaking"),
        ),
        (
            properties({**TEXT, "x-presence": "always"}),
            properties(TEXT),
            ("request-property-may-be-absent", "information"),
            ("response-property-may-be-absent", "warning"),
        ),
        (
            {"required": []},
            {"required": ["x"]},
            ("new-required-request-property", "breaking"),
            ("response-required-property-added", "information"),
        ),
        (
            {"required": ["x"]},
            {"required": []},
            ("request-property-became-optional", "information"),
            ("response-required-property-removed", "warning"),
        ),
    ],
)
def test_a_property(before: Any, after: Any, sent: tuple[str, str], got: tuple[str, str]) -> None:
    assert objects(before, after, request) == [sent]
    assert objects(before, after, answer) == [got]


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ({}, properties({"readOnly": True}), "new-optional-request-property"),
        ({}, properties({"readOnly": True}, required=True), "new-required-request-property"),
        (properties({"readOnly": True}), {}, "request-property-removed"),
        (properties({"readOnly": True}), properties({"readOnly": True}, required=True), "became-required"),
    ],
)
def test_a_property_for_answers_only_costs_no_caller_anything_in_a_request(before: Any, after: Any, rule: str) -> None:
    ((found, level),) = objects(before, after, request)
    assert (level, found[-len(rule) :]) == ("information", rule)


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ({}, properties({"writeOnly": True}), "response-optional-write-only-property-added"),
        (properties({"writeOnly": True}, required=True), {}, "response-required-write-only-property-removed"),
        (
            properties({"writeOnly": True}, required=True),
            properties({"writeOnly": True}),
            "response-write-only-property-became-optional",
        ),
    ],
)
def test_a_property_that_is_only_sent_costs_no_caller_anything_in_an_answer(before: Any, after: Any, rule: str) -> None:
    assert objects(before, after, answer) == [(rule, "information")]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (document({}), parameter(TEXT), ("new-optional-request-parameter", "information")),
        (document({}), parameter(TEXT, required=True), ("new-required-request-parameter", "breaking")),
        (parameter(TEXT), document({}), ("request-parameter-removed", "breaking")),
        (
            parameter(TEXT, deprecated=True),
            document({}),
            ("request-parameter-removed-with-deprecation", "breaking"),
        ),
        (parameter(TEXT), parameter(TEXT, required=True), ("request-parameter-became-required", "breaking")),
        (parameter(TEXT, required=True), parameter(TEXT), ("request-parameter-became-optional", "information")),
        (parameter(TEXT), parameter(TEXT, deprecated=True), ("request-parameter-deprecated", "warning")),
        (parameter(TEXT, deprecated=True), parameter(TEXT), ("request-parameter-reactivated", "information")),
        (
            parameter(TEXT),
            parameter(TEXT, style="spaceDelimited"),
            ("request-parameter-serialization-changed", "breaking"),
        ),
        (
            parameter(TEXT),
            parameter(TEXT, allowEmptyValue=True),
            ("request-parameter-empty-value-allowed", "information"),
        ),
        (
            parameter({"properties": {"a": {}}}, "header"),
            parameter({"properties": {"a": {}}, "required": ["a"]}, "header"),
            ("request-header-property-became-required", "breaking"),
        ),
    ],
)
def test_a_parameter(old: Document, new: Document, expected: tuple[str, str]) -> None:
    ((rule, level, name),) = changes(old, new)
    assert (rule, level) == expected
    assert name.split()[-1] == "localeId"


def test_a_part_of_the_path_that_is_described_now_or_no_longer() -> None:
    described = parameter(TEXT, "path")
    described["paths"] = {"/pages/{localeId}": described["paths"]["/pages/{page_id}"]}
    bare = document({}, "/pages/{page_id}")
    assert changes(bare, described) == [("new-request-path-parameter", "information", "path localeId")]
    assert changes(described, bare) == [("request-parameter-removed", "information", "path localeId")]


@pytest.mark.parametrize(
    ("before", "after", "rule", "level"),
    [
        (None, {"content": JSON}, "request-body-added-optional", "information"),
        (None, {"content": JSON, "required": True}, "request-body-added-required", "breaking"),
        ({"content": JSON}, None, "request-body-removed", "breaking"),
        ({"content": JSON}, {"content": JSON, "required": True}, "request-body-became-required", "information"),
        ({"content": JSON, "required": True}, {"content": JSON}, "request-body-became-optional", "information"),
        (
            {"content": JSON},
            {"content": {**JSON, "text/csv": {}}},
            "request-body-media-type-added",
            "information",
        ),
        (
            {"content": {**JSON, "text/csv": {}}},
            {"content": JSON},
            "request-body-media-type-removed",
            "information",
        ),
        (
            {"content": {**JSON, "text/csv": {}}},
            {"content": {"text/csv": {}}},
            "request-body-media-type-removed",
            "breaking",
        ),
        (
            {"content": JSON},
            {"content": {"application/json": {}}},
            "request-body-media-type-schema-removed",
            "information",
        ),
        (
            {"content": {"application/json": {"schema": {"type": "object"}}}},
            {"content": {"application/json": {"schema": {"oneOf": [{"type": "object"}, {"type": "array"}]}}}},
            "request-body-list-of-types-widened",
            "information",
        ),
        (
            {"content": {"application/json": {"schema": {"required": ["a"]}}}},
            {"content": {"application/json": {"schema": {"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}}}},
            "request-body-wrapped-in-one-of-original-preserved",
            "warning",
        ),
        (
            {"content": {"application/json": {"schema": {"required": ["a"]}}}},
            {"content": {"application/json": {"schema": {"oneOf": [{"required": ["b"]}, {"required": ["c"]}]}}}},
            "request-body-wrapped-in-one-of",
            "breaking",
        ),
    ],
)
def test_a_body(before: Any, after: Any, rule: str, level: str) -> None:
    old, new = ({} if body is None else {"requestBody": body} for body in (before, after))
    assert changes(document(old), document(new)) == [(rule, level, "")]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"200": {}}, {"200": {}, "201": {}}, ("response-success-status-added", "breaking", "201")),
        ({"200": {}, "204": {}}, {"200": {}}, ("response-success-status-removed", "breaking", "204")),
        ({"200": {}}, {"200": {}, "409": {}}, ("response-non-success-status-added", "warning", "409")),
        ({"200": {}, "409": {}}, {"200": {}}, ("response-non-success-status-removed", "warning", "409")),
        ({"200": {}}, {"200": {}, "4xx": {}}, ("response-non-success-status-added", "warning", "4XX")),
        ({"200": {}}, {"200": {"content": JSON}}, ("response-media-type-added", "information", "200")),
        (
            {"200": {"content": {"text/html": {}}}},
            {"200": {"content": {"text/html": {}, **JSON}}},
            ("response-media-type-added", "warning", "200"),
        ),
        ({"200": {"content": JSON}}, {"200": {}}, ("response-media-type-removed", "breaking", "200")),
        ({"400": {"content": JSON}}, {"400": {}}, ("response-media-type-removed", "warning", "400")),
        (
            {"200": {"content": {"text/csv": {}, **JSON}}},
            {"200": {"content": JSON}},
            ("response-media-type-removed", "information", "200"),
        ),
        (
            {"200": {"content": {"application/json; charset=utf-8": {}}}},
            {"200": {"content": {"application/json": {}}}},
            ("response-media-type-name-generalized", "information", "200"),
        ),
        (
            {"200": {"content": {"application/json": {}}}},
            {"200": {"content": JSON}},
            ("response-body-media-type-schema-added", "information", "200"),
        ),
    ],
)
def test_an_answer(before: Any, after: Any, expected: tuple[str, str, str]) -> None:
    assert changes(document({"responses": before}), document({"responses": after})) == [expected]


def test_a_status_that_its_range_described_is_compared_with_that() -> None:
    old = document({"responses": {"4XX": {"content": JSON}}})
    new = document({"responses": {"4XX": {"content": JSON}, "404": {"content": {"application/json": {"schema": {}}}}}})
    assert changes(old, new) == [
        ("response-body-type-generalized", "warning", "404"),
        ("response-non-success-status-added", "information", "404"),
    ]
    assert changes(new, old) == [
        ("response-non-success-status-removed", "information", "404"),
        ("response-body-type-specialized", "information", "404"),
    ]


def test_what_shows_which_range_described_a_status() -> None:
    old, new = document({"responses": {"default": {}}}), document({"responses": {"default": {}, "404": {}}})
    (added,), (removed,) = between(old, new).changes, between(new, old).changes
    assert (added.before, added.after) == ("default", {"headers": {}, "content": {}})
    assert (removed.before, removed.after) == ("404", "default")


def header(**described: Any) -> Document:
    return document({"responses": {"429": {"headers": {"Retry-After": described}}}})


@pytest.mark.parametrize(
    ("old", "new", "rule", "level"),
    [
        (document({"responses": {"429": {}}}), header(), "response-header-added", "information"),
        (header(), document({"responses": {"429": {}}}), "optional-response-header-removed", "warning"),
        (header(required=True), document({"responses": {"429": {}}}), "required-response-header-removed", "warning"),
        (header(required=True), header(), "response-header-became-optional", "warning"),
        (header(), header(required=True), "response-header-became-required", "information"),
        (header(schema={"type": "integer"}), header(schema=TEXT), "response-header-type-changed", "warning"),
        (
            header(schema={"type": "integer"}),
            header(schema={"type": "number"}),
            "response-header-type-generalized",
            "warning",
        ),
    ],
)
def test_a_header(old: Document, new: Document, rule: str, level: str) -> None:
    assert changes(old, new) == [(rule, level, "429 Retry-After")]


def test_a_header_is_the_same_in_any_spelling() -> None:
    new = document({"responses": {"429": {"headers": {"retry-after": {}, "Content-Type": {"required": True}}}}})
    assert changes(header(), new) == []


def secured(*ways: Any, **more: Any) -> Document:
    return document({"security": list(ways)}, **OAUTH, **more)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (secured({"OAuth2": []}), secured({"OAuth2": ["a"]}), [("api-security-scope-added", "breaking")]),
        (secured({"OAuth2": ["a"]}), secured({"OAuth2": []}), [("api-security-scope-removed", "information")]),
        (document({}), secured({"OAuth2": []}), [("api-security-added", "information")]),
        (document({}), secured({"Key": []}), [("api-security-added", "breaking")]),
        (secured({"OAuth2": []}), document({}), [("api-security-removed", "information")]),
        (
            secured({"OAuth2": []}),
            secured({"OAuth2": []}, {"Key": []}),
            [("api-security-alternative-added", "information")],
        ),
        (
            secured({"OAuth2": []}, {"Key": []}),
            secured({"Key": []}),
            [("api-security-alternative-removed", "breaking")],
        ),
        (secured({"OAuth2": ["page:write"]}), secured({"OAuth2": ["pages:write"]}), []),
        (secured({"OAuth2": []}), document({}, **OAUTH, security=[{"OAuth2": []}]), []),
    ],
)
def test_security(old: Document, new: Document, expected: list[tuple[str, str]]) -> None:
    assert [found[:2] for found in changes(old, new)] == expected


NOTHING_ELSE = document({}, "/sites", "get")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (NOTHING_ELSE, document({}), ("endpoint-added", "information")),
        (document({}), NOTHING_ELSE, ("api-path-removed-without-deprecation", "breaking")),
        (document({"deprecated": True}), NOTHING_ELSE, ("api-path-removed-with-deprecation", "breaking")),
        (document({}), document({}, "/pages/{id}", "get"), ("api-removed-without-deprecation", "breaking")),
        (document({}), document({"deprecated": True}), ("endpoint-deprecated", "warning")),
        (document({"deprecated": True}), document({}), ("endpoint-reactivated", "information")),
        (document({"operationId": "a"}), document({"operationId": "b"}), ("api-operation-id-removed", "information")),
        (document({}), document({"operationId": "b"}), ("api-operation-id-added", "information")),
        (document({"tags": ["a"]}), document({}), ("api-tag-removed", "information")),
        (document({}), document({"tags": ["a"]}), ("api-tag-added", "information")),
        (
            document({}, servers=[{"url": "https://a/v2"}]),
            document({}, servers=[{"url": "https://b/v2"}]),
            ("api-server-changed", "warning"),
        ),
    ],
)
def test_an_operation(old: Document, new: Document, expected: tuple[str, str]) -> None:
    found = [(change.rule, change.level) for change in between(old, new).changes if "update" in change.operation]
    assert found == [expected]


def test_other_operations_are_not_looked_at() -> None:
    broken = {"/collections/{id}": {"get": {"$ref": "elsewhere.yaml"}}, "/other": {"$ref": "#/nowhere"}}
    old = document({}, "/pages/{page_id}")
    new = {**old, "paths": {**old["paths"], **broken}}
    assert between(old, new).changes == ()


def test_documents_without_any_of_the_operations_are_an_error() -> None:
    with pytest.raises(DocumentError, match=r"old and new: neither has an operation of this package \(GET /pages/"):
        between(document({}, "/other"), document({}, "/v1/pages/{page_id}"))


@pytest.mark.parametrize("document_", [{}, {"swagger": "2.0"}, {"openapi": 3.1}, {"openapi": "3.1.0"}])
def test_what_is_no_openapi_3_is_an_error(document_: Document) -> None:
    with pytest.raises(DocumentError, match=r"^new: (is no OpenAPI 3 document|has no paths)"):
        between(document({}), document_)


@pytest.mark.parametrize(
    "wrong",
    [
        {"parameters": [{"name": "localeId"}]},
        {"responses": {"200": {"$ref": "#/nowhere"}}},
        {"responses": {"200": {"$ref": "other.yaml#/x"}}},
        {"requestBody": {"content": {"application/json": {"schema": "text"}}}},
    ],
)
def test_what_cannot_be_read_is_an_error_with_its_place(wrong: Document) -> None:
    with pytest.raises(DocumentError, match=r"^old: '/paths/~1pages~1\{page_id\}/put/"):
        between(document(wrong), document(wrong))


def test_a_circle_of_references_is_an_error() -> None:
    schemas = {"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}}
    round_ = request({"$ref": "#/components/schemas/A"}, components={"schemas": schemas})
    with pytest.raises(DocumentError, match="made of itself"):
        between(round_, round_)
    answers = {"A": {"$ref": "#/components/responses/A"}}
    round_ = document({"responses": {"200": {"$ref": "#/components/responses/A"}}}, components={"responses": answers})
    with pytest.raises(DocumentError, match="leads to itself"):
        between(round_, round_)


def test_what_is_added_is_shown_without_references_and_words() -> None:
    schemas = {"Seo": {"description": "words", "properties": {"description": {"type": "string", "example": "words"}}}}
    old = answer({"type": "object"})
    new = answer({"properties": {"seo": {"$ref": "#/components/schemas/Seo"}}}, components={"schemas": schemas})
    (change,) = between(old, new).changes
    assert change.after == {"properties": {"description": {"type": "string"}}}
    assert change.new == ("components", "schemas", "Seo")


def test_an_operation_behind_a_reference_is_found() -> None:
    item = document({"tags": ["a"]})["paths"]["/pages/{page_id}"]
    new = {
        "openapi": "3.1.0",
        "paths": {"/pages/{page_id}": {"$ref": "#/components/pathItems/Page"}},
        "components": {"pathItems": {"Page": item}},
    }
    (change,) = between(document({}), new).changes
    assert change.new == ("components", "pathItems", "Page", "put", "tags")


def test_the_contract_does_not_differ_from_itself() -> None:
    difference = between(CONTRACT, CONTRACT)
    assert (difference.changes, difference.notes, difference.missing) == ((), (), ())
    assert len(difference.compared) == 5
