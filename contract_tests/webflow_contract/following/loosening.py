"""What a finding loosens: for each rule, the changes of the contract that take in what was seen, and no more."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from attrs import frozen

from webflow_contract.check.findings import pattern_of, spelling
from webflow_contract.check.reported import Reported
from webflow_contract.contract import locations, media_types
from webflow_contract.contract.locations import Location, at, jsonpath
from webflow_contract.contract.operations import Operation
from webflow_contract.documents import Document
from webflow_contract.errors import ContractToolError
from webflow_contract.pointers import parts

_PRESENCE = "x-presence"
_LIMITS: Final = frozenset(
    f"{extreme}{what}" for extreme in ("min", "max") for what in ("imum", "Length", "Items", "Properties")
) | {"exclusiveMinimum", "exclusiveMaximum", "multipleOf", "uniqueItems"}
_WITHOUT_BODY = (204, 205)
_TYPES = ("string", "boolean", "number", "object", "array", "null")


class ProposalError(ContractToolError):
    """A finding cannot be made part of the contract by an Overlay."""


@frozen
class Proposal:
    """A deviation: its name, what the service does, and the changes to the contract, as actions without evidence.

    ``place`` is where in the contract it changes something, and ``remarks`` are what else that reaches.
    """

    name: str
    what: str
    place: Location
    changes: tuple[Document, ...]
    remarks: tuple[str, ...] = ()


@frozen
class PlacedFinding:
    """A finding, and what the contract says where it is."""

    finding: Reported
    contract: Document
    operation: Operation

    @property
    def place(self) -> list[str]:
        """The finding's place inside of the body."""
        if not self.finding.pointer:
            raise self.refusal("the report names no place in the body")
        return list(parts(self.finding.pointer))

    @property
    def status(self) -> str:
        """What the answer's status is described under: itself, or its range."""
        return self.operation.key_of(self.finding.status or 0) or str(self.finding.status)

    @property
    def response(self) -> Location:
        """Where the answer is described."""
        found = None
        if self.finding.status is not None:
            found = locations.response(self.contract, self.operation, self.finding.status)
        return self.known(found)

    def value(self, place: list[str]) -> Location:
        """Where the schema of a value in the body is."""
        content = self.node(self.response).get("content", {})
        name = next(filter(media_types.is_json, content), next(iter(content), None))
        if name is None or "schema" not in content[name]:
            raise self.refusal("the contract says nothing of the body there")
        return self.known(locations.value(self.contract, (*self.response, "content", name, "schema"), place))

    def holder(self) -> Location:
        """Where the schema of the object is that the place is in."""
        found = locations.options(self.contract, self.value(self.place[:-1]))
        return self.known(next((option for option in found if "properties" in at(self.contract, option)), None))

    def node(self, location: Location) -> Any:  # noqa: ANN401  (JSON is any value)
        """Return what stands at a location."""
        return at(self.contract, location)

    def known(self, location: Location | None) -> Location:
        """Refuse to go on where the contract does not say what the report is about."""
        if location is None:
            raise self.refusal("the contract does not say where: it may be another one than the check's")
        return location

    def unless(self, already: bool) -> None:
        """Refuse to propose what the contract says."""
        if already:
            raise self.refusal("the contract says it already: run the check again")

    def refusal(self, why: str) -> ProposalError:
        """Return the error that says why there is no proposal."""
        return ProposalError(f"finding {self.finding.id} ({self.finding.summary}) cannot be proposed: {why}")


def _added(placed: PlacedFinding) -> Proposal:
    holder, name = placed.holder(), placed.place[-1]
    placed.unless(name in placed.node(holder)["properties"])
    if not name.isprintable():
        raise placed.refusal("its name has characters that cannot be seen: write the actions by hand")
    type_ = _type(placed)
    described = {**_schema(type_), "description": "Not documented."}
    what = f"{_called(holder)} has a property {name}, of type {type_}."
    place = (*holder, "properties")
    return Proposal(_name(*_words(holder), name), what, place, (_update(place, {name: described}),))


def _removed(placed: PlacedFinding) -> Proposal:
    holder, name = placed.holder(), placed.place[-1]
    property_ = (*holder, "properties", name)
    node = placed.node(holder)
    changes = []
    if name in node.get("required", ()):
        changes.append({"target": f"{jsonpath((*holder, 'required'))}[?@ == {locations.quoted(name)}]", "remove": True})
    if node["properties"].get(name, {}).get(_PRESENCE) == "always":
        changes.append(_remove((*property_, _PRESENCE)))
    placed.unless(not changes)
    what = f"{_called(property_)} may be absent."
    return Proposal(_name(*_words(property_), "absent"), what, property_, tuple(changes))


def _type_changed(placed: PlacedFinding) -> Proposal:
    return _widened(placed, _type(placed))


def _widened(placed: PlacedFinding, type_: str) -> Proposal:
    location = placed.value(placed.place)
    name, what = _name(*_words(location), type_), "null" if type_ == "null" else f"of type {type_}"
    return Proposal(name, f"{_called(location)} may be {what}.", location, _wider(placed, location, type_))


def _wider(placed: PlacedFinding, location: Location, type_: str) -> tuple[Document, ...]:
    """Return the changes that let a value be of one more type."""
    node, new = placed.node(location), _schema(type_)
    if any(type_ in _types(placed.node(option)) for option in locations.options(placed.contract, location)):
        raise placed.refusal("the contract allows that type there already")
    if types := _types(node):
        types = [*(known for known in types if (known, type_) != ("integer", "number")), type_]
        more = {**new, "type": types if len(types) > 1 else type_}
        return _remove((*location, "type")), _update(location, more)
    if "anyOf" in node:
        return (_update(location, {"anyOf": [new]}),)
    if "$ref" not in node:
        raise placed.refusal("the contract says nothing of its type there")
    return _remove((*location, "$ref")), _update(location, {"anyOf": [{"$ref": node["$ref"]}, new]})


def _types(schema: Document) -> list[str]:
    given = schema.get("type", [])
    return given if isinstance(given, list) else [given]


def _enum(placed: PlacedFinding) -> Proposal:
    if _type(placed) != "string":
        return _widened(placed, _type(placed))
    location = locations.behind(placed.contract, placed.value(placed.place))
    node, new = placed.node(location), _text(placed)
    name, what = _name(*_words(location), new), f"{_called(location)} has the value {new}."
    if "const" in node:
        placed.unless(node["const"] == new)
        changes = (_remove((*location, "const")), _update(location, {"enum": [node["const"], new]}))
        return Proposal(name, what, location, changes)
    key = "x-extensible-enum" if "x-extensible-enum" in node else "enum"
    placed.unless(new in node.get(key, [new]))
    return Proposal(name, what, location, (_update(location, {key: [new]}),))


def _pattern(placed: PlacedFinding) -> Proposal:
    location = locations.behind(placed.contract, placed.value(placed.place))
    if limits := _LIMITS & placed.node(location).keys():
        raise placed.refusal(f"the contract has {' and '.join(sorted(limits))} there: loosen that by hand")
    text, pattern = _text(placed), placed.node(location).get("pattern")
    placed.unless(pattern is None or re.search(pattern, text) is not None)
    spelled, name = pattern_of(text), _name(*_words(location), spelling(text))
    if spelled is None:
        return Proposal(name, f"{_called(location)} is any text.", location, (_remove((*location, "pattern")),))
    change = _update(location, {"pattern": f"{pattern}|{spelled}"})
    return Proposal(name, f"{_called(location)} may be written like {text}.", location, (change,))


def _success(placed: PlacedFinding) -> Proposal:
    known = next((status for status in sorted(placed.operation.responses) if status.startswith("2")), None)
    if known is None:
        raise placed.refusal("the contract has no success of this operation to go by: write the actions by hand")
    return _status(placed, placed.node((*locations.responses_of(placed.operation), known)))


def _refusal(placed: PlacedFinding) -> Proposal:
    known = sorted(placed.operation.responses.items())
    errors = [described for status, described in known if status[0] in "45" and "content" in described]
    if not errors:
        raise placed.refusal("the contract has no error of this operation to go by: write the actions by hand")
    return _status(placed, {"description": "Not documented.", "content": errors[0]["content"]})


def _status(placed: PlacedFinding, described: Document) -> Proposal:
    status = placed.finding.status or 0
    if status in _WITHOUT_BODY or not (200 <= status < 300 or 400 <= status < 600):
        raise placed.refusal("such an answer has no JSON, and the check takes a contract of answers in JSON")
    placed.unless(placed.operation.response(status) is not None)
    id_ = placed.operation.id
    responses = locations.responses_of(placed.operation)
    change = _update(responses, {str(status): described})
    what = f"{id_} is answered with {status}, too."
    return Proposal(_name(id_, str(status)), what, (*responses, str(status)), (change,))


def _media_type(placed: PlacedFinding) -> Proposal:
    location, came = placed.response, placed.finding.observed
    if not re.fullmatch(r"[a-z0-9.+-]+/[a-z0-9.+-]+", came):
        raise placed.refusal(f"{came!r} is no media type that a contract can name")
    content = placed.node(location)["content"]
    placed.unless(came in content)
    # A page for browsers is no JSON; under any other name the body may be what it was.
    name = next(filter(media_types.is_json, content), next(iter(content)))
    described = {"schema": {"type": "string"}} if came == "text/html" else content[name]
    change = _update((*location, "content"), {came: described})
    return Proposal(_name(*_words(location), came), f"{_called(location)} comes as {came}, too.", location, (change,))


def _header_removed(placed: PlacedFinding) -> Proposal:
    location, header = placed.response, placed.finding.documented.partition(",")[0]
    node, changes = placed.node(location), []
    if header in node.get("headers", {}):
        described = locations.behind(placed.contract, (*location, "headers", header))
        changes += [_remove((*described, "required"))] if placed.node(described).get("required") is True else []
    if header in node.get(_PRESENCE, {}):
        changes.append(_remove((*location, _PRESENCE, header)))
    placed.unless(not changes)
    name, what = _name(*_words(location), "without", header), f"{_called(location)} may come without {header}."
    return Proposal(name, what, location, tuple(changes))


def _header_type(placed: PlacedFinding) -> Proposal:
    header = placed.finding.documented.partition(",")[0]
    headers = placed.node(placed.response).get("headers", {})
    placed.unless(header not in headers)
    location = locations.behind(placed.contract, (*placed.response, "headers", header))
    if "schema" not in placed.node(location):
        raise placed.refusal("the contract says nothing of its type there")
    changes = _wider(placed, (*location, "schema"), "string")
    return Proposal(_name(*_words(location), "text"), f"{header} may be any text.", location, changes)


LOOSENING: Final[Mapping[str, Callable[[PlacedFinding], Proposal]]] = {
    "response-property-type-changed": _type_changed,
    "response-property-became-nullable": _type_changed,
    "response-required-property-removed": _removed,
    "response-optional-property-removed": _removed,
    "response-optional-property-added": _added,
    "response-property-enum-value-added": _enum,
    "response-property-pattern-changed": _pattern,
    "response-success-status-added": _success,
    "response-non-success-status-added": _refusal,
    "response-media-type-removed": _media_type,
    "optional-response-header-removed": _header_removed,
    "response-header-type-changed": _header_type,
}
"""What to do for each rule. Of the other rules, no Overlay can say what they are about."""


def _update(location: Location, value: Document) -> Document:
    return {"target": jsonpath(location), "update": value}


def _remove(location: Location) -> Document:
    return {"target": jsonpath(location), "remove": True}


def _schema(type_: str) -> Document:
    return {"type": type_, "items": {}} if type_ == "array" else {"type": type_}


def _type(placed: PlacedFinding) -> str:
    """Return the type of a value that a report describes."""
    type_ = placed.finding.observed.partition(" ")[0]
    if type_ not in _TYPES:
        raise placed.refusal("the report does not say what came")
    return type_


def _text(placed: PlacedFinding) -> str:
    """Return the text that a report describes, if it has it whole."""
    try:
        text = str(json.loads(placed.finding.observed.partition(" ")[2]))
    except ValueError:
        raise placed.refusal("the report has only the beginning of the value: write the actions by hand") from None
    if not text.isprintable():
        raise placed.refusal("the value has characters that cannot be seen: write the actions by hand")
    return text


def _words(location: Location) -> list[str]:
    """Return what a location is about, without what every contract has on the way there."""
    way = ("components", "schemas", "responses", "headers", "paths", "properties", "anyOf", "oneOf", "allOf")
    return [part for part in location if isinstance(part, str) and part not in way]


def _called(location: Location) -> str:
    kinds = {"responses": "The answer ", "headers": "The header "}
    kind = kinds.get(str(location[1]), "") if location[0] == "components" else "The answer "
    return kind + ".".join(_words(location))


def _name(*words: str) -> str:
    """Return a deviation's name in kebab-case."""
    separated = (re.sub("(?<=[a-z0-9])(?=[A-Z])", "-", word) for word in words)
    return re.sub("[^a-z0-9]+", "-", " ".join(separated).lower()).strip("-")
