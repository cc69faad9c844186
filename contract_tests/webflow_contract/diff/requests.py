"""Compare what is sent to an operation: its parameters and its body."""

import re
from collections.abc import Iterator
from typing import Any

from attrs import evolve, frozen

from webflow_contract.diff import bodies
from webflow_contract.diff.meaning.inlining import inlined
from webflow_contract.diff.meaning.nodes import Location, Source, node
from webflow_contract.diff.meaning.shapes import listing, mapping, texts
from webflow_contract.diff.schemas import walk
from webflow_contract.diff.schemas.drafts import PARAMETER, REQUEST_BODY, Difference, Draft
from webflow_contract.diff.selecting import Found
from webflow_contract.documents import Document
from webflow_contract.errors import DocumentError
from webflow_contract.pointers import pointer
from webflow_contract.rules.changes import CHANGES

_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
_SCALARS = ("integer", "number", "boolean")


@frozen(slots=False)
class _Parameter:
    """A parameter. ``name`` says where it is sent, too: ``query localeId``."""

    source: Source
    value: Document
    location: Location
    name: str

    @property
    def required(self) -> bool:
        return self.value.get("required") is True or self.value["in"] == "path"

    @property
    def deprecated(self) -> bool:
        return self.value.get("deprecated") is True

    @property
    def schema(self) -> tuple[Any, Location]:
        if "schema" in self.value:
            return self.value["schema"], (*self.location, "schema")
        for media, described in mapping(self.value.get("content")).items():
            return mapping(described).get("schema"), (*self.location, "content", media, "schema")
        return None, self.location

    @property
    def written(self) -> tuple[str, bool]:
        style = self.value.get("style", _STYLES.get(str(self.value["in"]), "form"))
        return style, self.value.get("explode", style == "form")


def parameters(old: Found, new: Found) -> Iterator[tuple[str, Difference]]:
    """Yield what is different about parameters, each with the parameter that it is about.

    A path parameter is its position, whatever its name.

    Raises:
        DocumentError: A parameter or its schema cannot be read.
    """
    before, after = _parameters(old), _parameters(new)
    for key, one in before.items():
        if key not in after:
            yield one.name, Draft(rule=_gone(one), old=one.location, new=new.location, before=_shown(one))
    for key, one in after.items():
        if key not in before:
            yield one.name, Draft(rule=_come(one), old=old.location, new=one.location, after=_shown(one))
        else:
            yield from ((one.name, found) for found in _changed(before[key], one))


def _parameters(of: Found) -> dict[tuple[str, str], _Parameter]:
    found: dict[tuple[str, str], _Parameter] = {}
    for holder, place in ((of.item, of.location[:-1]), (of.value, of.location)):
        for index, given in enumerate(listing(holder.get("parameters"))):
            value, location = of.source.behind(given, (*place, "parameters", index))
            if not isinstance(value, dict) or len(texts([value.get("name"), value.get("in")])) < 2:
                raise DocumentError(
                    f"{of.source.name}: '{pointer(location)}': a parameter needs a name and an 'in': correct it"
                )
            one = _Parameter(of.source, value, location, f"{value['in']} {value['name']}")
            found[_key(of.template, one)] = one
    return found


def _gone(one: _Parameter) -> str:
    return f"request-parameter-removed{'-with-deprecation' * one.deprecated}"


def _come(one: _Parameter) -> str:
    if one.value["in"] == "path":
        return "new-request-path-parameter"
    return f"new-{'required' if one.required else 'optional'}-request-parameter"


def _key(template: str, one: _Parameter) -> tuple[str, str]:
    where, name = one.name.split(" ", 1)
    if where == "path":
        named = re.findall(r"\{([^}]*)\}", template)
        return where, str(named.index(name)) if name in named else name
    return where, name.lower() if where == "header" else name


def _changed(old: _Parameter, new: _Parameter) -> Iterator[Difference]:
    if old.required != new.required:
        rule = f"request-parameter-became-{'required' if new.required else 'optional'}"
        yield Draft(rule=rule, old=old.location, new=new.location, before=old.required, after=new.required)
    if old.written != new.written:
        rule, shown = "request-parameter-serialization-changed", [list(one.written) for one in (old, new)]
        yield Draft(rule=rule, old=old.location, new=new.location, before=shown[0], after=shown[1])
    was, now = (one.value.get("allowEmptyValue") is True for one in (old, new))
    if was != now:
        rule = f"request-parameter-empty-value-{'allowed' if now else 'refused'}"
        yield Draft(rule=rule, old=old.location, new=new.location, before=was, after=now)
    if old.deprecated != new.deprecated:
        rule = f"request-parameter-{'deprecated' if new.deprecated else 'reactivated'}"
        yield Draft(rule=rule, old=old.location, new=new.location, before=old.deprecated, after=new.deprecated)
    (before, place), (after, other) = old.schema, new.schema
    for found in walk.compare(PARAMETER, node(old.source, before, place), node(new.source, after, other)):
        yield _of_wire(found, new) if isinstance(found, Draft) else found


def _of_wire(draft: Draft, parameter: _Parameter) -> Draft:
    """Return a difference as it is for what is sent as text; of a header, oasdiff has names of its own."""
    if draft.rule == "request-parameter-type-changed" and draft.after == "string" and draft.before in _SCALARS:
        return evolve(draft, rule="request-parameter-type-generalized")
    special = draft.rule.replace("request-parameter-property", "request-header-property")
    if parameter.value["in"] == "header" and special in CHANGES:
        return evolve(draft, rule=special)
    return draft


def _shown(one: _Parameter) -> dict[str, Any]:
    schema, place = one.schema
    where, name = one.name.split(" ", 1)
    return {
        "name": name,
        "in": where,
        "required": one.required,
        "schema": inlined(node(one.source, schema, place)),
    }


def body(old: Found, new: Found) -> Iterator[tuple[str | None, Difference]]:
    """Yield what is different about the body that is sent, each with the media type that it is about.

    Raises:
        DocumentError: A schema cannot be read.
    """
    before, after = _body(old), _body(new)
    if bodies.has_any(before) and bodies.has_any(after):
        was, now = (side[1].get("required") is True for side in (before, after))
        if was != now:
            rule = f"request-body-became-{'required' if now else 'optional'}"
            yield None, Draft(rule=rule, old=before[2], new=after[2], before=was, after=now)
        yield from bodies.compare(REQUEST_BODY, before, after)
    elif bodies.has_any(after):
        required = after[1].get("required") is True
        rule = f"request-body-added-{'required' if required else 'optional'}"
        yield None, Draft(rule=rule, old=old.location, new=after[2], after=required)
    elif bodies.has_any(before):
        yield None, Draft(rule="request-body-removed", old=before[2], new=new.location)


def _body(of: Found) -> bodies.Side:
    value, location = of.source.behind(of.value.get("requestBody"), (*of.location, "requestBody"))
    return of.source, mapping(value), location
