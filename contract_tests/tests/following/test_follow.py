"""The contract follows a vendor's document: the patch says what changed there, and nothing else moves."""

import re
from copy import deepcopy
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webflow_contract import documents
from webflow_contract.contract.validation import validate
from webflow_contract.documents import Document
from webflow_contract.following.follow import Followed, follow
from webflow_contract.following.patching import patch

from .vendor import (
    DOCUMENTED,
    MUTATIONS,
    PAGE,
    PUT,
    TEXT,
    UPDATE,
    Mutation,
    at,
    differences,
    followed,
    in_vendors_style,
    mutated,
)

COMMENT = re.compile(r"(?:^ *|(?<= ))# .*$", re.MULTILINE)


@cache
def one(name: str) -> tuple[Document, Followed]:
    """Return the vendor's document with a mutation, and what becomes of the contract."""
    vendor = in_vendors_style(mutated(name), mutated(name))
    return vendor, followed(vendor)


@pytest.mark.parametrize("name", MUTATIONS)
def test_the_contract_says_then_what_the_vendor_says(name: str) -> None:
    vendor, result = one(name)
    assert result.taken
    assert result.left == []
    after = documents.parse(result.text, "openapi.yaml")
    assert differences(after, vendor) == []
    validate(after, "openapi.yaml")


@pytest.mark.parametrize("name", MUTATIONS)
def test_every_comment_and_every_other_line_stays(name: str) -> None:
    _, result = one(name)
    gone = set(COMMENT.findall(TEXT)) - set(COMMENT.findall(result.text))
    assert gone == {"parameter's bound gone": {"# in prose only: the document's schema has no bound"}}.get(name, set())
    lines = patch("spec/openapi.yaml", TEXT, result.text).splitlines()[2:]
    changed = [line for line in lines if line[0] in "+-"]
    assert 0 < len(changed) <= 16


@given(st.sets(st.sampled_from(sorted(MUTATIONS)), min_size=2, max_size=5))
@settings(max_examples=10, deadline=None)
def test_several_changes_go_together(names: set[str]) -> None:
    # What takes a thing away and what changes it cannot both be.
    if len(names & {"property gone", "required property gone", "became optional", "became required"}) > 1:
        return
    if len({"type", "wider type", "deprecated"} & names) > 1 or {"property no longer sent", "read-only"} <= names:
        return
    of_slug = {"property no longer sent", "pattern", "list of values", "read-only", "one value only"}
    if len((of_slug | {"has to be sent and has a default"}) & names) > 1:
        return
    if {"parameter", "parameter gone"} <= names or {"required property", "became optional"} <= names:
        return
    if {"required property", "required property gone"} <= names:
        return
    vendor = mutated(*sorted(names))
    result = followed(vendor)
    assert result.left == []
    assert differences(documents.parse(result.text, "openapi.yaml"), vendor) == []


def test_what_the_contract_says_is_known_and_changes_nothing() -> None:
    found = differences(DOCUMENTED, mutated("refusal", "parameter"))
    once = follow(found, TEXT)
    again = follow(found, once.text)
    assert again.taken == []
    assert len(again.known) == len(found)
    assert again.text == once.text


def test_what_goes_and_is_not_there_is_known() -> None:
    gone = mutated("parameter gone", "property no longer sent")
    result = follow(differences(DOCUMENTED, gone), edited_text("parameter gone", "property no longer sent"))
    assert (result.taken, result.left) == ([], [])
    assert {change.rule for change in result.known} == {"request-parameter-removed", "request-property-removed"}


def edited_text(*names: str) -> str:
    return followed(mutated(*names)).text


def test_words_and_examples_of_the_vendor_are_left_out() -> None:
    vendor = deepcopy(DOCUMENTED)
    at(vendor, *PAGE, "properties").update(
        noindex={"type": "boolean", "description": "Vendor's words", "example": True, "x-fern-name": "x"},
        tags={"type": "array", "items": [{"type": "string", "title": "A"}], "nullable": True, "default": None},
    )
    added = documents.parse(followed(vendor).text, "openapi.yaml")
    page = at(added, *PAGE, "properties")
    assert page["noindex"] == {"type": "boolean", "description": "Not described yet."}
    assert page["tags"] == {
        "type": ["array", "null"],
        "prefixItems": [{"type": "string"}],
        "description": "Not described yet.",
    }


@pytest.mark.parametrize(
    ("mutation", "rule", "why"),
    [
        (lambda d: at(d, *PUT).update(tags=["Other"]), "api-tag-added", "by hand"),
        (
            lambda d: at(d, *UPDATE, "properties").update(id={"type": "string", "readOnly": True}),
            "new-optional-request-property",
            "requests do not carry it",
        ),
        (lambda d: at(d, *PAGE, "properties").update(seo={"type": "string"}), "response-property-type-changed", "hand"),
    ],
)
def test_what_no_patch_can_say_is_left_with_a_reason(mutation: Mutation, rule: str, why: str) -> None:
    vendor = deepcopy(DOCUMENTED)
    mutation(vendor)
    result = followed(vendor)
    reasons = [reason for change, reason in result.left if change.rule == rule]
    assert reasons
    assert all(why in reason for reason in reasons)
    assert result.text == TEXT
