"""What does not come out as the vendor has it is not taken: it is left, with the reason, and the rest goes on."""

from copy import deepcopy
from typing import Any

import pytest
from attrs import evolve

from webflow_contract import documents
from webflow_contract.following.documented import can_be_said, edits
from webflow_contract.following.errors import FollowingError
from webflow_contract.following.follow import follow
from webflow_contract.rules.changes import CHANGES

from .vendor import (
    DOCUMENTED,
    PAGE,
    PUT,
    TEXT,
    Mutation,
    at,
    changed,
    differences,
    followed,
    in_vendors_style,
)

ERROR = {"code": {"type": "string"}, "message": {"type": "string"}}


def refusal(schema: Any) -> Any:
    """Return the content of the 409 that the contract has then."""
    answer = {"description": "No.", "content": {"application/json": {"schema": schema}}}
    result = changed(lambda d: at(d, *PUT, "responses").update({"409": answer}))
    assert (len(result.taken), result.left) == (1, [])
    return at(documents.parse(result.text, "openapi.yaml"), *PUT, "responses", "409")["content"]["application/json"]


def test_a_refusal_that_the_shared_error_has_all_of_is_that_error() -> None:
    assert refusal({"type": "object", "properties": ERROR}) == {"schema": {"$ref": "#/components/schemas/Error"}}


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "required": ["conflicts"], "properties": {"conflicts": {"type": "array", "items": {}}}},
        {"type": "object", "properties": {**ERROR, "conflicts": {"type": "string"}}},
        {"type": "object", "properties": {**ERROR, "message": {"type": "integer"}}},
        {"type": "array", "items": {"type": "string"}},
    ],
)
def test_a_refusal_with_something_of_its_own_is_written_out(schema: Any) -> None:
    assert refusal(schema) == {"schema": schema}


def test_a_success_is_another_s_only_where_it_means_the_same() -> None:
    schema = {"type": "object", "properties": {"job": {"type": "string"}}}
    answer = {"description": "Later.", "content": {"application/json": {"schema": schema}}}
    result = changed(lambda d: at(d, *PUT, "responses").update({"202": answer}))
    after = documents.parse(result.text, "openapi.yaml")
    assert at(after, *PUT, "responses", "202")["content"] == answer["content"]


def test_values_stay_what_they_are_though_they_look_like_schemas() -> None:
    values = {"title": "a", "description": "b", "x-y": 1}
    schema = {
        "type": "object",
        "default": values,
        "enum": [values],
        "example": values,
        "properties": {"example": {"type": "object", "const": values, "description": "Words."}},
    }
    result = changed(lambda d: at(d, *PAGE, "properties").update(kind=schema))
    after = at(documents.parse(result.text, "openapi.yaml"), *PAGE, "properties", "kind")
    assert after == {
        "type": "object",
        "default": values,
        "enum": [values],
        "properties": {"example": {"type": "object", "const": values}},
        "description": "Not described yet.",
    }


def test_openapi_3_0_is_written_as_3_1() -> None:
    schema = {
        "type": "object",
        "properties": {
            "a": {"type": "string", "nullable": True, "enum": ["x"]},
            "b": {"type": "integer", "maximum": 9, "exclusiveMaximum": True, "minimum": 1, "exclusiveMinimum": False},
            "c": {"type": "array"},
        },
    }
    result = changed(lambda d: at(d, *PAGE, "properties").update(kind=schema))
    assert result.left == []
    after = at(documents.parse(result.text, "openapi.yaml"), *PAGE, "properties", "kind", "properties")
    assert after == {
        "a": {"type": ["string", "null"], "enum": ["x", None]},
        "b": {"type": "integer", "exclusiveMaximum": 9, "minimum": 1},
        "c": {"type": "array", "items": {}},
    }


def test_one_schema_that_contains_itself_does_not_keep_the_rest() -> None:
    vendor = deepcopy(DOCUMENTED)
    node = {"type": "object", "properties": {"kids": {"type": "array", "items": {"$ref": "#/components/schemas/Node"}}}}
    at(vendor, "components", "schemas").update(Node=node)
    at(vendor, *PAGE, "properties").update(tree={"$ref": "#/components/schemas/Node"}, kind={"type": "string"})
    result = followed(vendor)
    assert {change.place for change, _ in result.taken} == {("kind",)}
    assert {why for change, why in result.left} == {
        "the schema refers to others by name, as what contains itself does: write it by hand"
    }


LEFT: dict[str, tuple[Mutation, str]] = {
    "a parameter that is a list of nobody knows what": (
        lambda d: at(d, "components", "parameters", "LocaleId").update(
            schema={"type": "array", "items": {"type": "string"}}
        ),
        "does not say what the items",
    ),
    "a value that no value can be": (
        lambda d: at(d, *PAGE, "properties").update(slug={"allOf": [{"type": "string"}, {"type": "integer"}]}),
        "allows no value but null",
    ),
    "a default of another type": (
        lambda d: at(d, *PAGE, "properties", "draft").update(default="no"),
        "is not of type 'boolean'",
    ),
    "a condition": (
        lambda d: at(d, *PAGE, "properties", "seo").update({"not": {"required": ["x"]}}),
        "no patch can say it",
    ),
    "a property of no kind": (
        lambda d: at(d, *PAGE, "properties").update(kind={"type": "strnig"}),
        "is not valid OpenAPI 3.1",
    ),
}


@pytest.mark.parametrize(("mutation", "why"), LEFT.values(), ids=LEFT)
def test_what_is_not_taken_says_why(mutation: Mutation, why: str) -> None:
    result = changed(mutation)
    assert result.taken == []
    assert result.known == []
    assert result.left
    assert all(why in reason for _, reason in result.left)
    assert result.text == TEXT


def with_a_limit() -> Any:
    vendor = deepcopy(DOCUMENTED)
    at(vendor, *PAGE, "properties", "title").update(maxLength=60)
    return in_vendors_style(vendor, vendor)


def test_an_edit_that_does_not_come_out_as_the_change_is_left_and_not_known() -> None:
    (limit, *_) = differences(DOCUMENTED, with_a_limit())
    of_an_object = evolve(limit, rule="response-property-min-items-set", place=("seo",), after=1)
    result = follow([of_an_object], TEXT)
    assert (result.taken, result.known) == ([], [])
    assert [why for _, why in result.left] == [
        "an edit of the contract does not come out as that change: edit spec/openapi.yaml by hand"
    ]


THERE: dict[str, tuple[Mutation, Mutation]] = {
    "property": (
        lambda d: at(d, *PAGE, "properties").update(kind={"type": "string"}),
        lambda d: at(d, *PAGE, "properties").update(kind={"type": "string", "nullable": True}),
    ),
    "property that has to be there": (
        lambda d: at(d, *PAGE, "properties").update(kind={"type": "string"}),
        lambda d: (
            at(d, *PAGE, "properties").update(kind={"type": "string"}),
            at(d, *PAGE)["required"].append("kind"),
        ),
    ),
    "refusal": (
        lambda d: at(d, *PUT, "responses").update({"409": {"$ref": "#/components/responses/NotFound"}}),
        lambda d: at(d, *PUT, "responses").update({"409": {"description": "No.", "content": {"text/html": {}}}}),
    ),
    "media type": (
        lambda d: at(d, "components", "responses", "Site")["content"].update({"text/csv": {}}),
        lambda d: at(d, "components", "responses", "Site")["content"].update({"text/csv": {"schema": {"enum": [1]}}}),
    ),
    "header": (
        lambda d: at(d, "components", "responses", "Site")["headers"].update(ETag={"schema": {"type": "string"}}),
        lambda d: at(d, "components", "responses", "Site")["headers"].update(ETag={"schema": {"type": "integer"}}),
    ),
    "parameter": (
        lambda d: at(d, *PUT, "parameters").append({"name": "a", "in": "query", "schema": {"type": "string"}}),
        lambda d: at(d, *PUT, "parameters").append({"name": "a", "in": "query", "schema": {"type": "boolean"}}),
    ),
}


@pytest.mark.parametrize(("ours", "theirs"), THERE.values(), ids=THERE)
def test_what_the_contract_has_is_known_only_if_it_is_the_same(ours: Mutation, theirs: Mutation) -> None:
    text = changed(ours).text
    vendor, other = deepcopy(DOCUMENTED), deepcopy(DOCUMENTED)
    ours(vendor)
    theirs(other)
    same = follow(differences(DOCUMENTED, vendor), text)
    assert (same.taken, same.left, same.text) == ([], [], text)
    assert same.known
    otherwise = follow(differences(DOCUMENTED, other), text)
    assert (otherwise.taken, otherwise.known, otherwise.text) == ([], [], text)
    assert {why for _, why in otherwise.left} == {
        "the contract has it in another way: compare them, and edit spec/openapi.yaml by hand"
    }


def test_the_last_scope_leaves_the_way_to_authenticate() -> None:
    result = changed(lambda d: at(d, *PUT, "security")[0]["bearer"].clear())
    assert len(result.taken) == 1
    assert at(documents.parse(result.text, "openapi.yaml"), *PUT, "security") == [{"bearer": []}]


def test_what_was_unset_for_all_is_known_for_the_others() -> None:
    text = TEXT.replace("          description: The page's title.\n", "          maxLength: 60\n")
    contract = documents.parse(text, "openapi.yaml")
    result = follow(differences(contract, DOCUMENTED), text)
    assert result.left == []
    assert {change.rule for change in result.known} == {"response-property-max-length-unset"}


def test_a_rule_says_whether_a_patch_can_say_it() -> None:
    (change, *_) = differences(DOCUMENTED, with_a_limit())
    for rule in CHANGES:
        try:
            edits(evolve(change, rule=rule), DOCUMENTED)
            says = True
        except FollowingError as error:
            says = "no patch can say it" not in str(error)
        assert says is can_be_said(rule), rule
    assert not can_be_said("api-operation-id-removed")
    assert not can_be_said("request-parameter-property-max-length-set")
    assert can_be_said("request-parameter-became-required")
