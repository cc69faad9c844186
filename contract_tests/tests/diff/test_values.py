"""What is different about a value: the rule, and the level in what is sent and in what is got."""

import copy
from typing import Any, NamedTuple

import pytest

from webflow_contract.diff.compare import compare
from webflow_contract.diff.meaning.nodes import Source

from .conftest import CONTRACT, answer, between, parameter, request, told

B, W, I = "breaking", "warning", "information"  # noqa: E741


class Case(NamedTuple):
    """The last words of the rule, both schemas, and the levels in what is sent and in what is got."""

    aspect: str
    before: Any
    after: Any
    sent: str
    got: str


TEXT: dict[str, Any] = {"type": "string"}
NUMBER: dict[str, Any] = {"type": "number"}
LIST: dict[str, Any] = {"type": "array"}
OBJECT: dict[str, Any] = {"type": "object"}
CAT = {"type": "object", "properties": {"meow": TEXT}}
DOG = {"type": "object", "properties": {"bark": TEXT}}


def limit(keyword: str, name: str, of: dict[str, Any], *, upper: bool) -> list[Case]:
    low, high = {**of, keyword: 2}, {**of, keyword: 5}
    tight, loose = (low, high) if upper else (high, low)
    return [
        Case(f"{name}-set", of, low, B, I),
        Case(f"{name}-unset", low, of, I, W),
        Case(f"{name}-{'decreased' if upper else 'increased'}", loose, tight, B, I),
        Case(f"{name}-{'increased' if upper else 'decreased'}", tight, loose, I, W),
    ]


CASES = [
    Case("type-changed", TEXT, NUMBER, B, B),
    Case("type-generalized", {"type": "integer"}, NUMBER, I, B),
    Case("type-generalized", TEXT, {}, I, B),
    Case("list-of-types-widened", TEXT, {"type": ["string", "number"]}, I, B),
    Case("list-of-types-narrowed", {"type": ["string", "number"]}, TEXT, B, I),
    Case("became-nullable", TEXT, {"type": ["string", "null"]}, I, B),
    Case("became-not-nullable", {"type": ["string", "null"]}, TEXT, B, I),
    Case("type-changed", {**TEXT, "format": "date"}, {**TEXT, "format": "date-time"}, W, W),
    Case("type-generalized", {**TEXT, "format": "objectid"}, TEXT, I, I),
    Case("type-generalized", {**TEXT, "format": "date-time"}, TEXT, W, W),
    Case("became-enum", TEXT, {"enum": ["a", "b"]}, B, I),
    Case("enum-removed", {"enum": ["a", "b"]}, TEXT, I, I),
    Case("enum-value-added", {"enum": ["a"]}, {"enum": ["a", "b"]}, I, I),
    Case("enum-value-removed", {"enum": ["a", "b"]}, {"enum": ["a"]}, B, I),
    Case("enum-became-extensible", {"enum": ["a"]}, {**TEXT, "x-extensible-enum": ["a"]}, I, I),
    Case("enum-became-closed", {**TEXT, "x-extensible-enum": ["a"]}, {"enum": ["a"]}, B, I),
    Case("const-added", TEXT, {"const": "a"}, B, I),
    Case("const-changed", {"const": "a"}, {"const": "b"}, B, I),
    Case("const-removed", {"const": "a"}, TEXT, I, I),
    Case("enum-value-added", {"const": "a"}, {"enum": ["a", "b"]}, I, I),
    Case("default-value-added", TEXT, {**TEXT, "default": ""}, I, I),
    Case("default-value-changed", {**TEXT, "default": ""}, {**TEXT, "default": "a"}, I, I),
    Case("default-value-removed", {**TEXT, "default": ""}, TEXT, I, I),
    *limit("maxLength", "max-length", TEXT, upper=True),
    *limit("minLength", "min-length", TEXT, upper=False),
    *limit("maximum", "max", NUMBER, upper=True),
    *limit("minimum", "min", NUMBER, upper=False),
    *limit("exclusiveMaximum", "exclusive-max", NUMBER, upper=True),
    *limit("exclusiveMinimum", "exclusive-min", NUMBER, upper=False),
    *limit("maxItems", "max-items", LIST, upper=True),
    *limit("minItems", "min-items", LIST, upper=False),
    *limit("maxProperties", "max-properties", OBJECT, upper=True),
    *limit("minProperties", "min-properties", OBJECT, upper=False),
    *limit("maxContains", "max-contains", LIST, upper=True),
    *limit("minContains", "min-contains", LIST, upper=False),
    Case("unique-items-set", LIST, {**LIST, "uniqueItems": True}, B, I),
    Case("unique-items-unset", {**LIST, "uniqueItems": True}, LIST, I, W),
    Case("multiple-of-set", NUMBER, {**NUMBER, "multipleOf": 2}, B, I),
    Case("multiple-of-unset", {**NUMBER, "multipleOf": 2}, NUMBER, I, W),
    Case("multiple-of-changed", {**NUMBER, "multipleOf": 2}, {**NUMBER, "multipleOf": 3}, B, W),
    Case("multiple-of-generalized", {**NUMBER, "multipleOf": 4}, {**NUMBER, "multipleOf": 2}, I, W),
    Case("multiple-of-specialized", {**NUMBER, "multipleOf": 2}, {**NUMBER, "multipleOf": 4}, B, I),
    Case("pattern-added", TEXT, {**TEXT, "pattern": "^a"}, B, I),
    Case("pattern-changed", {**TEXT, "pattern": "^a"}, {**TEXT, "pattern": "^b"}, W, W),
    Case("pattern-removed", {**TEXT, "pattern": "^a"}, TEXT, I, W),
    Case("prefix-items-added", LIST, {**LIST, "prefixItems": [TEXT]}, W, I),
    Case("prefix-items-removed", {**LIST, "items": [TEXT]}, LIST, I, W),
    Case("additional-properties-refused", OBJECT, {**OBJECT, "additionalProperties": False}, I, I),
    Case("additional-properties-allowed", {**OBJECT, "additionalProperties": False}, OBJECT, I, I),
    Case("additional-properties-changed", OBJECT, {**OBJECT, "additionalProperties": TEXT}, I, I),
    Case("any-of-added", {"anyOf": [CAT, TEXT]}, {"anyOf": [CAT, TEXT, DOG]}, I, B),
    Case("any-of-removed", {"anyOf": [CAT, TEXT, DOG]}, {"anyOf": [CAT, TEXT]}, B, I),
    Case("one-of-added", {"oneOf": [CAT, TEXT]}, {"oneOf": [CAT, TEXT, DOG]}, I, B),
    Case("one-of-removed", {"oneOf": [CAT, TEXT, DOG]}, {"oneOf": [CAT, TEXT]}, B, I),
    Case("deprecated", TEXT, {**TEXT, "deprecated": True}, W, W),
    Case("reactivated", {**TEXT, "deprecated": True}, TEXT, I, I),
    Case("not-added", TEXT, {**TEXT, "not": {"const": "a"}}, W, I),
    Case("not-changed", {**TEXT, "not": {"const": "a"}}, {**TEXT, "not": {"const": "b"}}, W, W),
    Case("not-removed", {**TEXT, "not": {"const": "a"}}, TEXT, I, W),
    Case("if-added", OBJECT, {**OBJECT, "if": CAT}, W, I),
    Case("contains-removed", {**LIST, "contains": TEXT}, LIST, I, W),
    Case("pattern-property-added", OBJECT, {**OBJECT, "patternProperties": {"^a": TEXT}}, W, I),
    Case("property-names-added", OBJECT, {**OBJECT, "propertyNames": TEXT}, W, I),
    Case("dependent-required-added", OBJECT, {**OBJECT, "dependentRequired": {"a": ["b"]}}, W, I),
    Case("dependent-schema-added", OBJECT, {**OBJECT, "dependentSchemas": {"a": CAT}}, W, I),
    Case("unevaluated-properties-added", OBJECT, {**OBJECT, "unevaluatedProperties": False}, W, I),
    Case("unevaluated-items-added", LIST, {**LIST, "unevaluatedItems": False}, W, I),
    Case("content-schema-added", TEXT, {**TEXT, "contentSchema": CAT}, W, I),
    Case(
        "content-encoding-changed",
        {**TEXT, "contentEncoding": "base64"},
        {**TEXT, "contentEncoding": "base32"},
        W,
        W,
    ),
    Case("discriminator-added", OBJECT, {**OBJECT, "discriminator": {"propertyName": "kind"}}, W, I),
    Case(
        "discriminator-property-name-changed",
        {**OBJECT, "discriminator": {"propertyName": "kind"}},
        {**OBJECT, "discriminator": {"propertyName": "sort"}},
        W,
        W,
    ),
    Case(
        "discriminator-mapping-deleted",
        {**OBJECT, "discriminator": {"propertyName": "kind", "mapping": {"a": "A", "b": "B"}}},
        {**OBJECT, "discriminator": {"propertyName": "kind", "mapping": {"a": "A"}}},
        W,
        I,
    ),
    Case(
        "all-of-added",
        {"anyOf": [CAT, TEXT]},
        {"allOf": [{"anyOf": [CAT, TEXT]}, {"anyOf": [DOG, NUMBER]}]},
        W,
        I,
    ),
]
IDS = [f"{number}-{case.aspect}" for number, case in enumerate(CASES)]


def inside(schema: Any) -> Any:
    return {"type": "object", "properties": {"outer": {"type": "array", "items": {"properties": {"x": schema}}}}}


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_of_a_property_that_is_sent(case: Case) -> None:
    (change,) = between(request(inside(case.before)), request(inside(case.after))).changes
    assert told(change) == (f"request-property-{case.aspect}", case.sent, "/outer/*/x")


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_of_a_property_that_is_got(case: Case) -> None:
    (change,) = between(answer(inside(case.before)), answer(inside(case.after))).changes
    assert told(change) == (f"response-property-{case.aspect}", case.got, "200 /outer/*/x")


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_of_a_refusal_nothing_is_worse_than_a_warning(case: Case) -> None:
    (change,) = between(answer(inside(case.before), "400"), answer(inside(case.after), "400")).changes
    assert change.level == (W if case.got == B else case.got)


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_of_what_is_for_answers_only_nobody_notices_in_a_request(case: Case) -> None:
    one, other = (inside({"allOf": [{"readOnly": True}, schema]}) for schema in (case.before, case.after))
    (change,) = between(request(one), request(other)).changes
    assert change.level == I


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_of_what_is_only_sent_nobody_notices_in_an_answer(case: Case) -> None:
    one, other = (inside({"allOf": [{"writeOnly": True}, schema]}) for schema in (case.before, case.after))
    (change,) = between(answer(one), answer(other)).changes
    assert change.level == I


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_of_a_body(case: Case) -> None:
    (sent,) = between(request(case.before), request(case.after)).changes
    (got,) = between(answer(case.before), answer(case.after)).changes
    assert sent.rule == f"request-body-{case.aspect}"
    assert got.rule == f"response-body-{case.aspect}".replace("body-enum-value-removed", "mediatype-enum-value-removed")
    assert (sent.pointer, got.pointer) == ("", "")


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_of_a_parameter(case: Case) -> None:
    (change,) = between(parameter(case.before), parameter(case.after)).changes
    assert change.rule == f"request-parameter-{case.aspect}"
    level = W if case.aspect.startswith("default") else case.sent
    assert (change.level, change.name, change.pointer) == (level, "query localeId", None)


def test_a_parameter_that_was_a_number_may_be_any_text() -> None:
    (change,) = between(parameter({"type": "integer"}), parameter(TEXT)).changes
    assert told(change)[:2] == ("request-parameter-type-generalized", I)
    (change,) = between(parameter(TEXT), parameter({"type": "integer"})).changes
    assert told(change)[:2] == ("request-parameter-type-changed", B)


def test_what_is_narrower_has_another_name_in_what_is_sent() -> None:
    (sent,) = between(request(inside({})), request(inside(TEXT))).changes
    (got,) = between(answer(inside({})), answer(inside(TEXT))).changes
    assert told(sent)[:2] == ("request-property-type-changed", B)
    assert told(got)[:2] == ("response-property-type-specialized", I)


def test_a_value_of_a_list_that_may_grow() -> None:
    more, less = {**TEXT, "x-extensible-enum": ["a", "b"]}, {**TEXT, "x-extensible-enum": ["a"]}
    (sent,) = between(request(inside(more)), request(inside(less))).changes
    (got,) = between(answer(inside(more)), answer(inside(less))).changes
    assert told(sent)[:2] == ("request-property-x-extensible-enum-value-removed", B)
    assert told(got)[:2] == ("response-property-enum-value-removed", I)


@pytest.mark.parametrize(
    ("before", "after"),
    [({"enum": ["a"]}, {"enum": ["a", "b"]}), ({"enum": ["a"]}, TEXT), ({"const": "a"}, {"const": "b"})],
)
def test_a_further_value_breaks_where_the_clients_know_a_closed_list(before: Any, after: Any) -> None:
    old, new = (Source(answer({"properties": {"slug": schema}}), "a document") for schema in (before, after))
    closed = copy.deepcopy(CONTRACT)
    closed["components"]["schemas"]["Page"]["properties"]["slug"] = {"enum": ["a"]}
    assert [change.level for change in compare(old, new, CONTRACT).changes] == [I]
    assert [change.level for change in compare(old, new, closed).changes] == [B]


@pytest.mark.parametrize(
    ("aspect", "before", "after"),
    [
        ("enum-value-removed", {"enum": ["a", "b"]}, {"enum": ["a"]}),
        ("max-length-decreased", {**TEXT, "maxLength": 3}, {**TEXT, "maxLength": 2}),
        ("max-decreased", {**NUMBER, "maximum": 3}, {**NUMBER, "maximum": 2}),
        ("min-increased", {**NUMBER, "minimum": 2}, {**NUMBER, "minimum": 3}),
    ],
)
def test_oasdiff_has_names_for_what_is_for_answers_only(aspect: str, before: Any, after: Any) -> None:
    old, new = (request({"properties": {"x": {**schema, "readOnly": True}}}) for schema in (before, after))
    (change,) = between(old, new).changes
    assert told(change) == (f"request-read-only-property-{aspect}", I, "/x")


def test_what_is_around_for_answers_only_is_so_all_through() -> None:
    old, new = (
        request({"properties": {"seo": {"readOnly": True, "properties": {"title": schema}}}})
        for schema in (TEXT, NUMBER)
    )
    (change,) = between(old, new).changes
    assert told(change) == ("request-property-type-changed", I, "/seo/title")
