"""Take a change of the vendor's document over into ``spec/openapi.yaml``.

What is taken over is structure. The contract is written in our own words: descriptions and examples are left out.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from webflow_contract.contract import sharing
from webflow_contract.contract.locations import Location, behind
from webflow_contract.diff import bodies
from webflow_contract.diff.change import Change
from webflow_contract.diff.compare import compare
from webflow_contract.diff.meaning.meaning import PROSE
from webflow_contract.diff.meaning.nodes import Source
from webflow_contract.diff.schemas.drafts import RESPONSE_BODY, Draft
from webflow_contract.diff.schemas.limits import NAMES
from webflow_contract.documents import Document
from webflow_contract.following.edits import Edit
from webflow_contract.following.places import Context, context
from webflow_contract.rules.changes import SUBJECTS

_DESCRIPTION: Final = "Not described yet."
_SPECIAL: Final = {
    "-with-default": "",
    "-with-deprecation": "",
    "-read-only-property-": "-property-",
    "-write-only-property-": "-property-",
    "-x-extensible-": "-",
    "response-mediatype-": "response-body-",
}
_LEFT_OUT: Final = frozenset(PROSE) | {"nullable"}
_KEYWORDS: Final = {
    **{name: keyword for keyword, name in NAMES.items()},
    "pattern": "pattern",
    "multiple-of": "multipleOf",
    "default-value": "default",
    "const": "const",
    "unique-items": "uniqueItems",
}
_WORDS: Final = ("set", "unset", "increased", "decreased", "added", "removed", "changed", "generalized", "specialized")


def edits(change: Change, contract: Document) -> list[Edit]:
    """Return what makes the documented contract say what the vendor's document says now.

    Raises:
        FollowingError: No patch can say it, or the contract has nothing there.
    """
    found, rule = context(change, contract), _plain(change.rule)
    if rule in _WHOLE:
        return _WHOLE[rule](found)
    if flag := re.fullmatch(r"re.+-property-became-(not-)?(read|write)-only", rule):
        return _flag(found, f"{flag[2]}Only", not flag[1])
    aspect = _aspect(rule)
    if aspect in _ASPECTS:
        return _ASPECTS[aspect](found)
    name, _, word = aspect.rpartition("-")
    if name in _KEYWORDS and word in _WORDS:
        return _keyword(found, _KEYWORDS[name])
    raise found.refusal("no patch can say it: edit spec/openapi.yaml by hand")


def reach(change: Change, contract: Document, changed: list[Edit]) -> list[str]:
    """Say what else the edits change: other answers, and requests, that share a schema."""
    told: dict[str, None] = {}
    for location in (edit.location[:-1] for edit in changed):
        for operation, statuses in sharing.answers_with(contract, location).items():
            others = [one for one in statuses if (operation, one) != (change.operation, change.status)]
            told |= {f"{operation} {one}": None for one in others}
        if change.part == "response" and sharing.is_in_requests(contract, location):
            told["what may be sent"] = None
    return list(told)


def is_done(change: Change, before: Document, after: Document) -> bool:
    """Return whether a contract that was edited has changed as the vendor's document has."""
    found = compare(Source(before, "before"), Source(after, "after"), _of_operation(change, before)).changes
    return any(_about(one) == _about(change) for one in found)


def _of_operation(change: Change, contract: Document) -> Document:
    """Return a contract of the operation alone that a change is in: the others need not be compared."""
    operation = context(change, contract).operation
    item = contract["paths"][operation.template]
    return {**contract, "paths": {operation.template: {operation.method.lower(): item[operation.method.lower()]}}}


def _about(change: Change) -> tuple[object, ...]:
    place = change.place if change.part in ("request", "response") else None
    return change.operation, change.part, (change.name or "").lower(), change.status, place or (), _plain(change.rule)


def _plain(rule: str) -> str:
    """Return a rule without what oasdiff tells apart only to judge it: the edit is the same."""
    for special, plain in _SPECIAL.items():
        rule = rule.replace(special, plain)
    return rule


def _aspect(rule: str) -> str:
    subject = max((one for one in SUBJECTS if rule.startswith(f"{one}-")), key=len, default="")
    return rule.removeprefix(f"{subject}-")


def _keyword(found: Context, keyword: str) -> list[Edit]:
    location = (*found.schema(), keyword)
    if found.change.rule.endswith(("-removed", "-unset")):
        return [Edit("remove", found.there(location))]
    return [Edit("set", location, found.change.after)]


def _flag(found: Context, keyword: str, holds: bool) -> list[Edit]:
    location = (*found.schema(), keyword)
    return [Edit("set", location, True) if holds else Edit("remove", found.there(location))]


def _deprecated(found: Context) -> list[Edit]:
    begin = found.parameter if found.change.part == "parameter" else found.schema()
    location = (*begin, "deprecated")
    return [Edit("set", location, True) if found.change.after else Edit("remove", found.there(location))]


def _types(found: Context) -> list[Edit]:
    """Return the edits for another type or format, as a comparison tells them: ``string or null (date-time)``."""
    names, _, format_ = str(found.change.after).removesuffix(")").partition(" (")
    location = found.schema()
    node = found.node(location)
    if not isinstance(node, dict) or {"$ref", "anyOf", "oneOf", "allOf"} & node.keys() or "object" in names:
        raise found.refusal("what is put together of schemas has to be edited by hand")
    nullable = "null" in _listed(node.get("type"))
    types = ([] if names == "any" else names.split(" or ")) + (["null"] if nullable and names != "any" else [])
    changed = [Edit("remove", (*location, "type"))] if "type" in node else []
    changed += [Edit("set", (*location, "type"), types[0] if len(types) == 1 else types)] if types else []
    if format_ != node.get("format", ""):
        place = (*location, "format")
        changed.append(Edit("set", place, format_) if format_ else Edit("remove", place))
    return changed


def _nullable(found: Context) -> list[Edit]:
    location = found.schema()
    node = found.node(location)
    types = _listed(node.get("type"))
    if found.change.after is False:
        if "null" not in types:
            raise found.refusal("what is put together of schemas has to be edited by hand")
        others = [name for name in types if name != "null"]
        return [Edit("set", (*location, "type"), others[0] if len(others) == 1 else others)]
    if "null" in types or {"type": "null"} in node.get("anyOf", ()):
        raise found.already()
    if types:
        return [Edit("set", (*location, "type"), [*types, "null"])]
    if "$ref" in node:
        options = [{"$ref": node["$ref"]}, {"type": "null"}]
        return [Edit("remove", (*location, "$ref")), Edit("set", (*location, "anyOf"), options)]
    if "anyOf" in node:
        return [Edit("append", (*location, "anyOf"), {"type": "null"})]
    raise found.refusal("the contract says nothing of its type")


def _listed(types: object) -> list[str]:
    return [types] if isinstance(types, str) else list(types) if isinstance(types, list) else []


def _list(found: Context) -> Location:
    location = behind(found.contract, found.schema())
    node = found.node(location)
    return (*location, "x-extensible-enum" if "x-extensible-enum" in node else "enum")


def _value_added(found: Context) -> list[Edit]:
    location = found.there(_list(found))
    if found.change.after in found.node(location):
        raise found.already()
    return [Edit("append", location, found.change.after)]


def _value_removed(found: Context) -> list[Edit]:
    location = found.there(_list(found))
    if found.change.before not in found.node(location):
        raise found.already()
    return [Edit("discard", location, found.change.before)]


def _became_enum(found: Context) -> list[Edit]:
    return [Edit("set", (*behind(found.contract, found.schema()), "enum"), found.change.after)]


def _enum_removed(found: Context) -> list[Edit]:
    return [Edit("remove", found.there(_list(found)))]


def _requiredness(found: Context) -> list[Edit]:
    """Return the edits for what became required or optional: a parameter, a header, a body or a property."""
    required = found.change.after is True
    if not found.change.place:
        location = (*found.holder, "required")
        return [Edit("set", location, True) if required else Edit("remove", found.there(location))]
    return _listed_as_required(found, required=required)


def _listed_as_required(found: Context, *, required: bool) -> list[Edit]:
    location, name = (*found.within("properties"), "required"), found.place[-1]
    holder = found.node(location[:-1])
    if name not in holder.get("properties", ()):
        raise found.missing()
    known = holder.get("required", ())
    if (name in known) == required:
        raise found.already()
    return [Edit("append" if required else "discard", location, name)]


def _property_added(found: Context) -> list[Edit]:
    name, required = found.place[-1], "required" in found.change.rule
    if isinstance(found.change.after, bool):  # required, and nothing else said of it
        return _listed_as_required(found, required=True)
    holder = found.within("properties")
    if name in found.node(holder).get("properties", ()):
        raise found.already()
    if found.change.part == "request" and found.change.after.get("readOnly") is True:
        raise found.refusal("it is read-only: requests do not carry it")
    schema = _bare(found.change.after)
    described = {**(schema if isinstance(schema, dict) else {}), "description": _DESCRIPTION}
    added = [Edit("set", (*found.there((*holder, "properties")), name), described)]
    return [*added, Edit("append", (*holder, "required"), name)] if required else added


def _property_removed(found: Context) -> list[Edit]:
    name = found.place[-1]
    if isinstance(found.change.before, bool):
        return _listed_as_required(found, required=False)
    holder = found.within("properties")
    gone = [Edit("remove", found.there((*holder, "properties", name)))]
    listed = name in found.node(holder).get("required", ())
    return [*gone, Edit("discard", (*holder, "required"), name)] if listed else gone


def _status_added(found: Context) -> list[Edit]:
    key = found.change.status or ""
    responses = found.node((*found.location, "responses"))
    if key in responses:
        raise found.already()
    given = found.change.after if isinstance(found.change.after, dict) else {}
    described: dict[str, Any] = {"description": _DESCRIPTION}
    content = {name: {"schema": _bare(media.get("schema"))} for name, media in given.get("content", {}).items()}
    if content:
        content = _of_others(found, key, content) or content
    headers = {name: _header(header) for name, header in given.get("headers", {}).items()}
    described |= {"headers": headers} if headers else {}
    described |= {"content": content} if content else {}
    return [Edit("set", (*found.location, "responses", key), described)]


def _of_others(found: Context, status: str, content: dict[str, Any]) -> dict[str, Any] | None:
    """Return the content of an answer that the operation has already: of any refusal, or of a success that is the same.

    Refusals share one schema.
    """
    refused = status[0] in "45"
    for known, one in sorted(found.operation.responses.items()):
        if "content" in one and (known[0] in "45") == refused and (refused or _same(found, one, content)):
            return dict(one["content"])
    return None


def _same(found: Context, answer: Document, content: dict[str, Any]) -> bool:
    known, given = Source(found.contract, "the contract"), Source({}, "the vendor's document")
    differences = bodies.compare(RESPONSE_BODY, (known, answer, ()), (given, {"content": content}, ()))
    return not any(isinstance(difference, Draft) for _, difference in differences)


def _status_removed(found: Context) -> list[Edit]:
    return [Edit("remove", found.there((*found.location, "responses", found.change.status or "")))]


def _media_type_added(found: Context) -> list[Edit]:
    ((name, media),) = found.change.after.items()
    content = (*found.holder, "content")
    described = {"schema": _bare(media["schema"])} if media.get("schema") is not None else {}
    if name in found.node(found.holder).get("content", ()):
        raise found.already()
    if "content" not in found.node(found.holder):
        return [Edit("set", content, {name: described})]
    return [Edit("set", (*content, name), described)]


def _media_type_removed(found: Context) -> list[Edit]:
    return [Edit("remove", found.there((*found.holder, "content", str(found.change.before))))]


def _header_added(found: Context) -> list[Edit]:
    described = _header(found.change.after)
    headers = (*found.answer, "headers")
    if "headers" not in found.node(found.answer):
        return [Edit("set", headers, {found.change.name: described})]
    return [Edit("set", (*headers, found.change.name or ""), described)]


def _header(given: dict[str, Any]) -> dict[str, Any]:
    described = {"description": _DESCRIPTION, "schema": _bare(given["schema"])}
    return described | ({"required": True} if given["required"] else {})


def _header_removed(found: Context) -> list[Edit]:
    names = found.node(found.answer).get("headers", {})
    name = next((one for one in names if one.lower() == (found.change.name or "").lower()), "")
    return [Edit("remove", found.there((*found.answer, "headers", name)))]


def _parameter_added(found: Context) -> list[Edit]:
    given = found.change.after
    described = {"name": given["name"], "in": given["in"], "required": given["required"], "description": _DESCRIPTION}
    described |= {"schema": _bare(given["schema"])}
    if found.has_parameter:
        raise found.already()
    return [Edit("append", (*found.location, "parameters"), described)]


def _parameter_removed(found: Context) -> list[Edit]:
    return [Edit("remove", found.listed_parameter)]


def _scope(found: Context) -> list[Edit]:
    listed = (*found.location, "security")
    requirements = found.node(found.there(listed))
    if len(requirements) != 1 or len(requirements[0]) != 1:
        raise found.refusal("there is a choice of ways to authenticate: edit spec/openapi.yaml by hand")
    location = (*listed, 0, next(iter(requirements[0])))
    added = found.change.rule.endswith("-added")
    return [Edit("append", location, found.change.after) if added else Edit("discard", location, found.change.before)]


def _operation(found: Context, keyword: str) -> list[Edit]:
    location = (*found.location, keyword)
    holds = found.change.after is True
    return [Edit("set", location, True) if holds else Edit("remove", found.there(location))]


def _bare(schema: Any) -> Any:  # noqa: ANN401  (JSON is any value)
    """Return a schema without words and examples, and with null as OpenAPI 3.1 has it."""
    if isinstance(schema, list):
        return [_bare(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    named = ("properties", "patternProperties", "$defs")
    bare = {
        key: {name: _bare(inner) for name, inner in value.items()}
        if key in named and isinstance(value, dict)
        else _bare(value)
        for key, value in schema.items()
        if key not in _LEFT_OUT and not key.startswith("x-")
    }
    if isinstance(bare.get("items"), list):
        bare["prefixItems"] = bare.pop("items")
    if schema.get("nullable") is True and "type" in bare:
        bare["type"] = [*_listed(bare["type"]), "null"]
    if "default" in bare and bare["default"] is None:
        del bare["default"]
    return bare


_Edit = Callable[[Context], list[Edit]]

_ASPECTS: Final[Mapping[str, _Edit]] = {
    **dict.fromkeys(("type-changed", "type-generalized", "type-specialized"), _types),
    **dict.fromkeys(("list-of-types-widened", "list-of-types-narrowed"), _types),
    **dict.fromkeys(("became-nullable", "became-not-nullable"), _nullable),
    "enum-value-added": _value_added,
    "enum-value-removed": _value_removed,
    "became-enum": _became_enum,
    "enum-removed": _enum_removed,
    **dict.fromkeys(("became-required", "became-optional"), _requiredness),
    **dict.fromkeys(("deprecated", "reactivated"), _deprecated),
}

_WHOLE: Final[Mapping[str, _Edit]] = {
    "response-required-property-added": _property_added,
    "response-optional-property-added": _property_added,
    "new-required-request-property": _property_added,
    "new-optional-request-property": _property_added,
    "response-required-property-removed": _property_removed,
    "response-optional-property-removed": _property_removed,
    "request-property-removed": _property_removed,
    "response-success-status-added": _status_added,
    "response-non-success-status-added": _status_added,
    "response-success-status-removed": _status_removed,
    "response-non-success-status-removed": _status_removed,
    "response-media-type-added": _media_type_added,
    "request-body-media-type-added": _media_type_added,
    "response-media-type-removed": _media_type_removed,
    "request-body-media-type-removed": _media_type_removed,
    "response-header-added": _header_added,
    "required-response-header-removed": _header_removed,
    "optional-response-header-removed": _header_removed,
    "new-required-request-parameter": _parameter_added,
    "new-optional-request-parameter": _parameter_added,
    "request-parameter-removed": _parameter_removed,
    "api-security-scope-added": _scope,
    "api-security-scope-removed": _scope,
    "endpoint-deprecated": lambda found: _operation(found, "deprecated"),
    "endpoint-reactivated": lambda found: _operation(found, "deprecated"),
}
