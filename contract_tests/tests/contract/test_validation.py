"""Whether a document is OpenAPI 3.1."""

from typing import Any

import pytest

from webflow_contract.contract.validation import validate
from webflow_contract.documents import Document
from webflow_contract.errors import DocumentError


@pytest.fixture
def document() -> Document:
    return {
        "openapi": "3.1.0",
        "info": {"title": "A", "version": "1"},
        "paths": {"/a": {"get": {"operationId": "a", "responses": {"200": {"description": "Done."}}}}},
        "components": {"schemas": {"A": {"type": "string"}}},
    }


def test_a_valid_document_passes(document: Document) -> None:
    validate(document, "d.yaml")


@pytest.mark.parametrize("version", [None, "", 3.1, "3.0.3", "3.10.0", "2.0"])
def test_another_version_is_refused(document: Document, version: object) -> None:
    document["openapi"] = version
    with pytest.raises(DocumentError, match=r"^d\.yaml: is no OpenAPI 3\.1 document: give it a field 'openapi'"):
        validate(document, "d.yaml")


def test_a_document_without_a_version_is_refused() -> None:
    with pytest.raises(DocumentError, match=r"is no OpenAPI 3\.1 document"):
        validate({"swagger": "2.0"}, "d.yaml")


@pytest.mark.parametrize(
    ("place", "value", "pointer"),
    [
        (("info", "title"), 7, "/info/title"),
        (("paths", "/a", "get", "operationId"), 7, "/paths/~1a/get"),
        (("components", "schemas", "A", "type"), "text", "/components/schemas/A"),
        (("components", "schemas", "A", "items"), [], "/components/schemas/A/items"),
    ],
)
def test_a_mistake_is_named_by_its_place(document: Document, place: tuple[str, ...], value: Any, pointer: str) -> None:
    holder = document
    for part in place[:-1]:
        holder = holder[part]
    holder[place[-1]] = value
    with pytest.raises(DocumentError, match=rf"^d\.yaml: is not valid OpenAPI 3\.1 at '{pointer}") as caught:
        validate(document, "d.yaml")
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


def test_a_reference_that_leads_nowhere_is_refused(document: Document) -> None:
    document["components"]["schemas"]["A"] = {"properties": {"a": {"$ref": "#/components/schemas/Nowhere"}}}
    with pytest.raises(DocumentError, match=r"^d\.yaml: is not valid OpenAPI 3\.1.*Nowhere") as caught:
        validate(document, "d.yaml")
    assert "\n" not in str(caught.value)


def test_a_parameter_in_the_path_that_is_not_described_is_refused(document: Document) -> None:
    document["paths"] = {"/a/{id}": document["paths"]["/a"]}
    with pytest.raises(DocumentError, match="id"):
        validate(document, "d.yaml")


def test_two_operations_do_not_share_an_id(document: Document) -> None:
    document["paths"]["/b"] = document["paths"]["/a"]
    with pytest.raises(DocumentError, match=r"[Oo]peration ?I[dD]"):
        validate(document, "d.yaml")


def test_a_document_that_has_changed_since_is_validated_anew(document: Document) -> None:
    """What was found of a document is kept by what it says, and not by which object it is."""
    validate(document, "d.yaml")
    document["info"].pop("title")
    for name in ("d.yaml", "e.yaml"):
        with pytest.raises(DocumentError, match=rf"^{name}: is not valid OpenAPI 3\.1 at '/info'"):
            validate(document, name)
    document["info"]["title"] = "A"
    validate(document, "d.yaml")
