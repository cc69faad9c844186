"""The vendor's document, as it may be tomorrow: the contract in the vendor's style, with something else in it."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

from webflow_contract import documents
from webflow_contract.diff.change import Change
from webflow_contract.diff.compare import compare
from webflow_contract.diff.meaning.nodes import Source
from webflow_contract.documents import Document
from webflow_contract.following.follow import Followed, follow

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "spec" / "openapi.yaml").read_text(encoding="utf-8")
DOCUMENTED = documents.parse(TEXT, "openapi.yaml")
PUT = ("paths", "/pages/{page_id}", "put")
PAGE = ("components", "schemas", "Page")
UPDATE = ("components", "schemas", "PageUpdate")

Mutation = Callable[[Document], object]


def at(document: Document, *place: str) -> Any:
    node: Any = document
    for part in place:
        node = node[part]
    return node


_DOCUMENTED = Source(DOCUMENTED, "old")
"""It is what most documents are compared with: what it means is read once."""


def differences(old: Document, new: Document) -> list[Change]:
    known = _DOCUMENTED if old is DOCUMENTED else Source(old, "old")
    return list(compare(known, Source(new, "new"), DOCUMENTED).changes)


def in_vendors_style(node: Any, document: Document) -> Any:
    """Write every schema out where it is used, as the vendor's file does, with words of its own."""
    if isinstance(node, list):
        return [in_vendors_style(inner, document) for inner in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return in_vendors_style(at(document, *node["$ref"].removeprefix("#/").split("/")), document)
    written = {key: in_vendors_style(value, document) for key, value in node.items()}
    if isinstance(written.get("type"), list) and "null" in written["type"]:
        others = [name for name in written["type"] if name != "null"]
        written |= {"type": others[0] if len(others) == 1 else others, "nullable": True}
    if isinstance(written.get("description"), str):
        written["description"] = "In the vendor's words."
    return written


MUTATIONS: dict[str, Mutation] = {
    "property of a page": lambda d: at(d, *PAGE, "properties").update(noindex={"type": "boolean", "example": True}),
    "nested property": lambda d: at(d, *PAGE, "properties").update(
        social={"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string", "enum": ["a"]}}}
    ),
    "required property": lambda d: (
        at(d, *PAGE, "properties").update(kind={"type": "string"}),
        at(d, *PAGE)["required"].append("kind"),
    ),
    "property gone": lambda d: at(d, *PAGE, "properties").pop("canBranch"),
    "required property gone": lambda d: (
        at(d, *PAGE, "properties").pop("id"),
        at(d, *PAGE)["required"].remove("id"),
    ),
    "property to be sent": lambda d: at(d, *UPDATE, "properties").update(noindex={"type": "boolean"}),
    "property no longer sent": lambda d: at(d, *UPDATE, "properties").pop("slug"),
    "became required": lambda d: at(d, *PAGE)["required"].append("title"),
    "became optional": lambda d: at(d, *PAGE).pop("required"),
    "has to be sent": lambda d: at(d, *UPDATE).update(required=["title"]),
    "null": lambda d: at(d, *PAGE, "properties", "title").update(type=["string", "null"]),
    "null where another schema is meant": lambda d: at(d, *PAGE, "properties").update(
        seo={"anyOf": [{"$ref": "#/components/schemas/Seo"}, {"type": "null"}]}
    ),
    "type": lambda d: at(d, *PAGE, "properties", "archived").update(type="string"),
    "wider type": lambda d: at(d, *PAGE, "properties", "archived").update(type=["boolean", "string"]),
    "format": lambda d: at(d, *PAGE, "properties", "createdOn").update(format="date-time"),
    "length": lambda d: at(d, *UPDATE, "properties", "title").update(maxLength=60),
    "pattern": lambda d: at(d, *UPDATE, "properties", "slug").update(pattern="^[a-z-]+$"),
    "default": lambda d: at(d, *PAGE, "properties", "draft").update(default=False),
    "list of values": lambda d: at(d, *UPDATE, "properties", "slug").update(enum=["a", "b"]),
    "one more value": lambda d: at(d, "components", "schemas", "ErrorCode", "enum").append("page_locked"),
    "one value less": lambda d: at(d, "components", "schemas", "ErrorCode", "enum").remove("conflict"),
    "one value only": lambda d: at(d, *UPDATE, "properties", "slug").update(const="a"),
    "has to be sent and has a default": lambda d: (
        at(d, *UPDATE, "properties", "slug").update(default="a"),
        at(d, *UPDATE).update(required=["slug"]),
    ),
    "not in answers": lambda d: at(d, *PAGE, "properties").update(
        secret={"type": "string", "writeOnly": True, "maxLength": 3}
    ),
    "read-only": lambda d: at(d, *UPDATE, "properties", "slug").update(readOnly=True),
    "deprecated": lambda d: at(d, *PAGE, "properties", "archived").update(deprecated=True),
    "refusal": lambda d: at(d, *PUT, "responses").update({"409": {"$ref": "#/components/responses/BadRequest"}}),
    "success": lambda d: at(d, *PUT, "responses").update({"202": {"$ref": "#/components/responses/Page"}}),
    "refusal gone": lambda d: at(d, *PUT, "responses").pop("404"),
    "header": lambda d: at(d, "components", "responses", "Page", "headers").update(
        ETag={"required": True, "schema": {"type": "string"}}
    ),
    "header gone": lambda d: at(d, "components", "responses", "TooManyRequests", "headers").pop("X-RateLimit-Limit"),
    "header before a comment gone": lambda d: at(d, "components", "responses", "TooManyRequests", "headers").pop(
        "X-RateLimit-Remaining"
    ),
    "parameter": lambda d: at(d, *PUT, "parameters").append(
        {"name": "publish", "in": "query", "schema": {"type": "boolean", "default": False}}
    ),
    "parameter gone": lambda d: at(d, *PUT, "parameters").pop(),
    "parameter required": lambda d: at(d, "components", "parameters", "LocaleId").update(required=True),
    "parameter's bound gone": lambda d: at(d, "components", "parameters", "Limit", "schema").pop("maximum"),
    "scope": lambda d: at(d, *PUT, "security")[0]["bearer"].append("sites:read"),
    "operation deprecated": lambda d: at(d, *PUT).update(deprecated=True),
    "body required": lambda d: at(d, *PUT, "requestBody").update(required=True),
}


def mutated(*names: str) -> Document:
    document = deepcopy(DOCUMENTED)
    for name in names:
        MUTATIONS[name](document)
    return document


def followed(vendor: Document) -> Followed:
    return follow(differences(DOCUMENTED, vendor), TEXT)


def changed(mutation: Mutation) -> Followed:
    """Return what becomes of the contract where the vendor has changed a thing."""
    vendor = deepcopy(DOCUMENTED)
    mutation(vendor)
    return followed(vendor)
