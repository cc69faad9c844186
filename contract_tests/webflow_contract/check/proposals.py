"""Turn a finding into the actions for ``spec/observed.yaml`` that would make it part of the contract.

They loosen the contract as far as was seen and no further: what was documented stays possible. A schema that several
answers share is changed for all of them, as what is a page in one answer is one in the others, and a remark says which.
Requests are left as they are: a schema that they share with answers is copied first, and the answers have the copy.

How well such a deviation is known: *reported*, as somebody says that they saw it live. *Recorded* would ask for
published traffic, which a report is not. What a sandbox on this machine answers was seen nowhere: it is *inferred*.
"""

import json
import re
import textwrap
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

from attrs import evolve, frozen

from webflow_contract import documents
from webflow_contract.check.findings import pattern_of, spelling
from webflow_contract.check.reported import Reported
from webflow_contract.rules import RULES
from webflow_contract.check.subject import EMBEDDED
from webflow_contract.contract import locations, media_types, sharing
from webflow_contract.contract.locations import Location, at, jsonpath
from webflow_contract.contract.operations import Operation, operations
from webflow_contract.documents import Document
from webflow_contract.errors import ContractToolError
from webflow_pages.configuration import is_loopback

_PRESENCE = "x-presence"
_REMARKS = "description"  # the Overlay's own word for what an action says to people
_WIDTH = 110
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
    context, copies = _apart_from_requests(_Context(finding, contract, known[finding.operation]))
    proposal = _PROPOSE[finding.rule](context)
    kept = [f"Requests keep {name} as it is: answers have a copy of it." for name, _ in copies]
    changes = (*(action for _, actions in copies for action in actions), *proposal.changes)
    return evolve(proposal, changes=changes, remarks=(*_also(context, proposal.place), *kept))


def _apart_from_requests(context: "_Context") -> tuple["_Context", list[tuple[str, list[Document]]]]:
    """Return the context with copies for answers of what they share with requests on the way, and these by name."""
    copies: list[tuple[str, list[Document]]] = []
    place = _PROPOSE[context.finding.rule](context).place
    while sharing.is_in_requests(context.contract, place):
        copies.append(sharing.apart(context.contract, context.operation, context.status, place))
        context = evolve(context, contract=sharing.applied(context.contract, copies[-1][1]))
        place = _PROPOSE[context.finding.rule](context).place
    return context, copies


def _also(context: "_Context", place: Location) -> list[str]:
    """Say which other answers a change reaches."""
    reached = {name: list(known) for name, known in sharing.answers_with(context.contract, place).items()}
    own = reached.get(context.operation.id, [])
    own[:] = [status for status in own if status != context.status]
    others = ", ".join(f"{name} {' '.join(known)}" for name, known in reached.items() if known)
    return [f"This also changes what may come in other answers: {others}. It changes no request."] if others else []


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
    remarks = {_REMARKS: "\n".join(proposal.remarks)} if proposal.remarks else {}
    return [_action(first, {**name, "x-evidence": evidence, **remarks}), *(_action(other, name) for other in others)]


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
    """Write actions as they stand in ``spec/observed.yaml``. What an action remarks is a comment above it."""
    written = ""
    for action in proposed:
        for remark in action.get(_REMARKS, "").splitlines():
            written += "".join(f"  # {line}\n" for line in textwrap.wrap(remark, _WIDTH))
        bare = {key: value for key, value in action.items() if key != _REMARKS}
        written += documents.dump({"actions": [bare]}).partition("\n")[2]
    return written


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


def _added(context: _Context) -> Proposal:
    holder, name = context.holder(), context.place[-1]
    context.unless(name in context.node(holder)["properties"])
    if not name.isprintable():
        raise context.refusal("its name has characters that cannot be seen: write the actions by hand")
    type_ = _type(context)
    described = {**_schema(type_), "description": "Not documented."}
    what = f"{_called(holder)} has a property {name}, of type {type_}."
    place = (*holder, "properties")
    return Proposal(_name(*_words(holder), name), what, place, (_update(place, {name: described}),))


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
    what = f"{_called(property_)} may be absent."
    return Proposal(_name(*_words(property_), "absent"), what, property_, tuple(changes))


def _type_changed(context: _Context) -> Proposal:
    return _widened(context, _type(context))


def _widened(context: _Context, type_: str) -> Proposal:
    location = context.value(context.place)
    name, what = _name(*_words(location), type_), "null" if type_ == "null" else f"of type {type_}"
    return Proposal(name, f"{_called(location)} may be {what}.", location, _wider(context, location, type_))


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
    name, what = _name(*_words(location), new), f"{_called(location)} has the value {new}."
    if "const" in node:
        context.unless(node["const"] == new)
        changes = (_remove((*location, "const")), _update(location, {"enum": [node["const"], new]}))
        return Proposal(name, what, location, changes)
    key = "x-extensible-enum" if "x-extensible-enum" in node else "enum"
    context.unless(new in node.get(key, [new]))
    return Proposal(name, what, location, (_update(location, {key: [new]}),))


def _pattern(context: _Context) -> Proposal:
    location = locations.behind(context.contract, context.value(context.place))
    if limits := _LIMITS & context.node(location).keys():
        raise context.refusal(f"the contract has {' and '.join(sorted(limits))} there: loosen that by hand")
    text, pattern = _text(context), context.node(location).get("pattern")
    context.unless(pattern is None or re.search(pattern, text) is not None)
    spelled, name = pattern_of(text), _name(*_words(location), spelling(text))
    if spelled is None:
        return Proposal(name, f"{_called(location)} is any text.", location, (_remove((*location, "pattern")),))
    change = _update(location, {"pattern": f"{pattern}|{spelled}"})
    return Proposal(name, f"{_called(location)} may be written like {text}.", location, (change,))


def _success(context: _Context) -> Proposal:
    known = next((status for status in sorted(context.operation.responses) if status.startswith("2")), None)
    if known is None:
        raise context.refusal("the contract has no success of this operation to go by: write the actions by hand")
    return _status(context, context.node((*locations.responses_of(context.operation), known)))


def _refusal(context: _Context) -> Proposal:
    known = sorted(context.operation.responses.items())
    errors = [described for status, described in known if status[0] in "45" and "content" in described]
    if not errors:
        raise context.refusal("the contract has no error of this operation to go by: write the actions by hand")
    return _status(context, {"description": "Not documented.", "content": errors[0]["content"]})


def _status(context: _Context, described: Document) -> Proposal:
    status = context.finding.status or 0
    if status in _WITHOUT_BODY or not (200 <= status < 300 or 400 <= status < 600):
        raise context.refusal("such an answer has no JSON, and the check takes a contract of answers in JSON")
    context.unless(context.operation.response(status) is not None)
    id_ = context.operation.id
    responses = locations.responses_of(context.operation)
    change = _update(responses, {str(status): described})
    what = f"{id_} is answered with {status}, too."
    return Proposal(_name(id_, str(status)), what, (*responses, str(status)), (change,))


def _media_type(context: _Context) -> Proposal:
    location, came = context.response, context.finding.observed
    if not re.fullmatch(r"[a-z0-9.+-]+/[a-z0-9.+-]+", came):
        raise context.refusal(f"{came!r} is no media type that a contract can name")
    content = context.node(location)["content"]
    context.unless(came in content)
    # A page for browsers is no JSON; under any other name the body may be what it was.
    name = next(filter(media_types.is_json, content), next(iter(content)))
    described = {"schema": {"type": "string"}} if came == "text/html" else content[name]
    change = _update((*location, "content"), {came: described})
    return Proposal(_name(*_words(location), came), f"{_called(location)} comes as {came}, too.", location, (change,))


def _header_removed(context: _Context) -> Proposal:
    location, header = context.response, context.finding.documented.partition(",")[0]
    node, changes = context.node(location), []
    if header in node.get("headers", {}):
        described = locations.behind(context.contract, (*location, "headers", header))
        changes += [_remove((*described, "required"))] if context.node(described).get("required") is True else []
    if header in node.get(_PRESENCE, {}):
        changes.append(_remove((*location, _PRESENCE, header)))
    context.unless(not changes)
    name, what = _name(*_words(location), "without", header), f"{_called(location)} may come without {header}."
    return Proposal(name, what, location, tuple(changes))


def _header_type(context: _Context) -> Proposal:
    header = context.finding.documented.partition(",")[0]
    headers = context.node(context.response).get("headers", {})
    context.unless(header not in headers)
    location = locations.behind(context.contract, (*context.response, "headers", header))
    if "schema" not in context.node(location):
        raise context.refusal("the contract says nothing of its type there")
    changes = _wider(context, (*location, "schema"), "string")
    return Proposal(_name(*_words(location), "text"), f"{header} may be any text.", location, changes)


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
