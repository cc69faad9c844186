"""Turn a finding into the actions for ``spec/observed.yaml`` that would make it part of the contract.

They loosen the contract as far as was seen and no further: what was documented stays possible. A schema that several
answers share is changed for all of them.

How well such a deviation is known: *reported*, as somebody says that they saw it live. *Recorded* would ask for
published traffic, which a report is not. What a sandbox on this machine answers was seen nowhere: it is *inferred*.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

from attrs import frozen

from webflow_contract import documents
from webflow_contract.check.findings import pattern_of, spelling
from webflow_contract.check.reported import Reported
from webflow_contract.check.rules import RULES
from webflow_contract.check.subject import EMBEDDED
from webflow_contract.contract import locations
from webflow_contract.contract.locations import Location, at, jsonpath
from webflow_contract.contract.operations import Operation, operations
from webflow_contract.documents import Document
from webflow_contract.errors import ContractToolError
from webflow_pages.configuration import is_loopback

_JSON = "application/json"
_PRESENCE = "x-presence"
_WITHOUT_BODY = (204, 205)
_TYPES = ("string", "boolean", "number", "object", "array", "null")


class ProposalError(ContractToolError):
    """A finding cannot be made part of the contract by an Overlay."""


@frozen
class Proposal:
    """A deviation: its name, what the service does, and the changes to the contract, as actions without evidence."""

    name: str
    what: str
    changes: tuple[Document, ...]


def propose(finding: Reported, contract: Document) -> Proposal:
    """Return the deviation that makes a finding part of a contract.

    Raises:
        ProposalError: No Overlay can say it, or the contract says it already.
    """
    if finding.rule not in _PROPOSE:
        raise ProposalError(
            f"finding {finding.id} cannot be proposed: no OpenAPI Overlay can say what {finding.rule} is about: "
            f"accept it with 'webflow-contract baseline add', or see 'webflow-contract explain {finding.rule}'"
        )
    known = operations(contract)
    if finding.operation not in known:
        raise ProposalError(f"finding {finding.id} cannot be proposed: there is no operation {finding.operation!r}")
    return _PROPOSE[finding.rule](_Context(finding, contract, known[finding.operation]))


def actions(proposal: Proposal, finding: Reported, subject: str, seen: date) -> list[Document]:
    """Return a proposal as actions of an Overlay, with the evidence on the first.

    ``subject`` is what the report says was checked, and ``seen`` the day of the run.
    """
    evidence = {
        "what": proposal.what,
        "why": RULES[finding.rule].meaning,
        "source": f"webflow-contract check against {subject}, finding {finding.id}",
        "date": seen.isoformat(),
        "confidence": "inferred" if is_on_this_machine(subject) else "reported",
    }
    first, *others = proposal.changes
    name = {"x-deviation": proposal.name}
    return [_action(first, {**name, "x-evidence": evidence}), *(_action(other, name) for other in others)]


def _action(change: Document, extensions: Document) -> Document:
    target, *kind = change.items()
    return dict([target]) | extensions | dict(kind)


def is_on_this_machine(subject: str) -> bool:
    """Return whether what was checked is a service on this machine, such as a sandbox."""
    try:
        return subject == EMBEDDED or is_loopback(urlsplit(subject).hostname or "")
    except ValueError:  # no URL
        return False


def dump(proposed: list[Document]) -> str:
    """Write actions as they stand in ``spec/observed.yaml``."""
    return documents.dump({"actions": proposed}).partition("\n")[2]


@frozen
class _Context:
    """A finding, and what the contract says where it is."""

    finding: Reported
    contract: Document
    operation: Operation

    @property
    def place(self) -> list[str]:
        """The finding's place inside of the body."""
        if not self.finding.pointer:
            raise self.refusal("the report names no place in the body")
        parts = self.finding.pointer.split("/")[1:]
        return [part.replace("~1", "/").replace("~0", "~") for part in parts]

    @property
    def response(self) -> Location:
        """Where the answer is described."""
        found = None
        if self.finding.status is not None:
            found = locations.response(self.contract, self.operation, self.finding.status)
        return self.known(found)

    def value(self, place: list[str]) -> Location:
        """Where the schema of a value in the body is."""
        body = (*self.response, "content", _JSON, "schema")
        return self.known(locations.value(self.contract, body, place))

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


def _added(context: _Context) -> Proposal:
    holder, name = context.holder(), context.place[-1]
    context.unless(name in context.node(holder)["properties"])
    if not name.isprintable():
        raise context.refusal("its name has characters that cannot be seen: write the actions by hand")
    type_ = _type(context)
    described = {**_schema(type_), "description": "Not documented."}
    what = f"{_called(holder)} has a property {name}, of type {type_}."
    return Proposal(_name(*_words(holder), name), what, (_update((*holder, "properties"), {name: described}),))


def _removed(context: _Context) -> Proposal:
    holder, name = context.holder(), context.place[-1]
    property_ = (*holder, "properties", name)
    node = context.node(holder)
    changes = []
    if name in node.get("required", ()):
        changes.append({"target": f"{jsonpath((*holder, 'required'))}[?@ == {locations.quoted(name)}]", "remove": True})
    if node["properties"].get(name, {}).get(_PRESENCE) == "always":
        changes.append(_remove((*property_, _PRESENCE)))
    context.unless(not changes)
    return Proposal(_name(*_words(property_), "absent"), f"{_called(property_)} may be absent.", tuple(changes))


def _type_changed(context: _Context) -> Proposal:
    return _widened(context, _type(context))


def _widened(context: _Context, type_: str) -> Proposal:
    location = context.value(context.place)
    name, what = _name(*_words(location), type_), "null" if type_ == "null" else f"of type {type_}"
    return Proposal(name, f"{_called(location)} may be {what}.", _wider(context, location, type_))


def _wider(context: _Context, location: Location, type_: str) -> tuple[Document, ...]:
    """Return the changes that let a value be of one more type."""
    node, new = context.node(location), _schema(type_)
    if any(type_ in _types(context.node(option)) for option in locations.options(context.contract, location)):
        raise context.refusal("the contract allows that type there already")
    if types := _types(node):
        types = [*(known for known in types if (known, type_) != ("integer", "number")), type_]
        more = {**new, "type": types if len(types) > 1 else type_}
        return _remove((*location, "type")), _update(location, more)
    if "anyOf" in node:
        return (_update(location, {"anyOf": [new]}),)
    if "$ref" not in node:
        raise context.refusal("the contract says nothing of its type there")
    return _remove((*location, "$ref")), _update(location, {"anyOf": [{"$ref": node["$ref"]}, new]})


def _types(schema: Document) -> list[str]:
    given = schema.get("type", [])
    return given if isinstance(given, list) else [given]


def _enum(context: _Context) -> Proposal:
    if _type(context) != "string":
        return _widened(context, _type(context))
    location = locations.behind(context.contract, context.value(context.place))
    node, new = context.node(location), _text(context)
    key = "x-extensible-enum" if "x-extensible-enum" in node else "enum"
    context.unless(new in node.get(key, [new]))
    change = _update(location, {key: [new]})
    return Proposal(_name(*_words(location), new), f"{_called(location)} has the value {new}.", (change,))


def _pattern(context: _Context) -> Proposal:
    location = locations.behind(context.contract, context.value(context.place))
    text, pattern = _text(context), context.node(location).get("pattern")
    context.unless(pattern is None or re.search(pattern, text) is not None)
    spelled, name = pattern_of(text), _name(*_words(location), spelling(text))
    if spelled is None:
        return Proposal(name, f"{_called(location)} is any text.", (_remove((*location, "pattern")),))
    change = _update(location, {"pattern": f"{pattern}|{spelled}"})
    return Proposal(name, f"{_called(location)} may be written like {text}.", (change,))


def _success(context: _Context) -> Proposal:
    return _status(context, context.node((*locations.responses_of(context.operation), "200")))


def _refusal(context: _Context) -> Proposal:
    errors = [known for status, known in sorted(context.operation.responses.items()) if status[0] in "45"]
    if not errors:
        raise context.refusal("the contract has no error of this operation to go by: write the actions by hand")
    return _status(context, {"description": "Not documented.", "content": errors[0]["content"]})


def _status(context: _Context, described: Document) -> Proposal:
    status = context.finding.status or 0
    if status in _WITHOUT_BODY or not (200 <= status < 300 or 400 <= status < 600):
        raise context.refusal("such an answer has no JSON, and the check takes a contract of answers in JSON")
    context.unless(context.operation.response(status) is not None)
    id_ = context.operation.id
    change = _update(locations.responses_of(context.operation), {str(status): described})
    return Proposal(_name(id_, str(status)), f"{id_} is answered with {status}, too.", (change,))


def _media_type(context: _Context) -> Proposal:
    location, came = context.response, context.finding.observed
    if not re.fullmatch(r"[a-z0-9.+-]+/[a-z0-9.+-]+", came):
        raise context.refusal(f"{came!r} is no media type that a contract can name")
    content = context.node(location)["content"]
    context.unless(came in content)
    # A page for browsers is no JSON; under any other name the body may be what it was.
    schema = {"type": "string"} if came == "text/html" else content[_JSON]["schema"]
    change = _update((*location, "content"), {came: {"schema": schema}})
    return Proposal(_name(*_words(location), came), f"{_called(location)} comes as {came}, too.", (change,))


def _header_removed(context: _Context) -> Proposal:
    location, header = context.response, context.finding.documented.partition(",")[0]
    context.unless(header not in context.node(location).get(_PRESENCE, {}))
    change = _remove((*location, _PRESENCE, header))
    name, what = _name(*_words(location), "without", header), f"{_called(location)} may come without {header}."
    return Proposal(name, what, (change,))


def _header_type(context: _Context) -> Proposal:
    header = context.finding.documented.partition(",")[0]
    headers = context.node(context.response).get("headers", {})
    context.unless(header not in headers)
    location = locations.behind(context.contract, (*context.response, "headers", header))
    changes = _wider(context, (*location, "schema"), "string")
    return Proposal(_name(*_words(location), "text"), f"{header} may be any text.", changes)


_PROPOSE: Mapping[str, Callable[[_Context], Proposal]] = {
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

PROPOSED: Final = frozenset(_PROPOSE)
"""The rules of findings that an Overlay can make part of the contract."""


def _update(location: Location, value: Document) -> Document:
    return {"target": jsonpath(location), "update": value}


def _remove(location: Location) -> Document:
    return {"target": jsonpath(location), "remove": True}


def _schema(type_: str) -> Document:
    return {"type": type_, "items": {}} if type_ == "array" else {"type": type_}


def _type(context: _Context) -> str:
    """Return the type of a value that a report describes."""
    type_ = context.finding.observed.partition(" ")[0]
    if type_ not in _TYPES:
        raise context.refusal("the report does not say what came")
    return type_


def _text(context: _Context) -> str:
    """Return the text that a report describes, if it has it whole."""
    try:
        text = str(json.loads(context.finding.observed.partition(" ")[2]))
    except ValueError:
        raise context.refusal("the report has only the beginning of the value: write the actions by hand") from None
    if not text.isprintable():
        raise context.refusal("the value has characters that cannot be seen: write the actions by hand")
    return text


def _words(location: Location) -> list[str]:
    """Return what a location is about, without what every contract has on the way there."""
    way = ("components", "schemas", "responses", "headers", "paths", "properties", "anyOf")
    return [part for part in location if isinstance(part, str) and part not in way]


def _called(location: Location) -> str:
    kinds = {"responses": "The answer ", "headers": "The header "}
    kind = kinds.get(str(location[1]), "") if location[0] == "components" else "The answer "
    return kind + ".".join(_words(location))


def _name(*words: str) -> str:
    """Return a deviation's name in kebab-case."""
    separated = (re.sub("(?<=[a-z0-9])(?=[A-Z])", "-", word) for word in words)
    return re.sub("[^a-z0-9]+", "-", " ".join(separated).lower()).strip("-")
