"""Judge an answer by the closed contract: status, headers, media type and every violation in the body."""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from attrs import frozen

from webflow_contract.check.findings import Finding, Place, describe, spelling, type_name
from webflow_contract.contract import header_values, media_types
from webflow_contract.contract.closed import close
from webflow_contract.contract.operations import Operation, operations, resolve
from webflow_contract.contract.validators import Validators
from webflow_contract.contract.violations import PRESENCE, UNKNOWN, Violation, violations
from webflow_contract.documents import Document
from webflow_contract.exchange import Response
from webflow_contract.rules import RULES

_UTF_8 = (None, "utf-8", "utf8")


def closed(contract: Document) -> "ClosedContract":
    """Return the closed twin of a contract, the same one for contracts that say the same: it is not made anew."""
    return _closed(json.dumps(contract))


@lru_cache(maxsize=8)
def _closed(contract: str) -> "ClosedContract":
    return ClosedContract(json.loads(contract))


class ClosedContract:
    """The closed twin of a contract, ready to judge answers."""

    def __init__(self, contract: Document) -> None:
        self.document = close(contract)
        self.operations = operations(self.document)
        self.validators = Validators(self.document)

    def judge(self, operation_id: str, response: Response) -> Iterator[Finding]:
        """Yield what is wrong with an answer by itself, whatever it was expected to be."""
        operation = self.operations[operation_id]
        known = operation.response(response.status)
        if known is None:
            yield _undocumented_status(operation, response.status)
            return
        answer = _Answer(self, operation_id, response, known)
        yield from answer.header_findings()
        yield from answer.body_findings()


@frozen(slots=False)
class _Answer:
    contract: ClosedContract
    operation: str
    response: Response
    known: Document

    def header_findings(self) -> Iterator[Finding]:
        always = self.known.get("x-presence", {})
        for name, described in self.known.get("headers", {}).items():
            header = resolve(self.contract.document, described)
            value = self.response.headers.get(name.lower())
            if name.lower() == "content-type":  # OpenAPI leaves it to the media types
                continue
            if value is not None:
                yield from self._header_value(name, header, value)
            elif header.get("required") is True:
                yield self._finding("optional-response-header-removed", None, f"{name}, required", f"no {name}", name)
            elif always.get(name) == "always":
                yield self._finding("optional-response-header-removed", None, f"{name}, always", f"no {name}", name)

    def _header_value(self, name: str, header: Document, value: str) -> Iterator[Finding]:
        contract = self.contract
        for one in header_values.problems(contract.document, contract.validators, header.get("schema", True), value)[
            :1
        ]:
            asked = " or ".join(map(_with_article, one.expected)) if one.keyword == "type" else _asked(one)
            observed, kind = f"{name}: {value[:80]}", f"{name}: {spelling(value)}"
            yield self._finding("response-header-type-changed", None, f"{name}, {asked}", observed, kind)

    def body_findings(self) -> Iterator[Finding]:
        given = self.response.headers.get("content-type", "")
        media_type, charset = media_types.parsed(given)
        content = self.known.get("content", {})
        if not content:
            yield from self._body_beyond(media_type)
            return
        name = media_types.documented(content, media_type)
        if charset not in _UTF_8 and (name is None or media_types.is_json(media_type)):  # RFC 8259, 8.1
            observed = f"{media_type}; charset={charset}"[:80]
            yield self._finding("response-media-type-removed", None, "JSON in UTF-8", observed, observed)
        if name is None:
            observed = media_type or "no content type"
            yield self._finding("response-media-type-removed", None, " or ".join(content), observed, observed)
            name = media_type = next(filter(media_types.is_json, content), "")
        if name:
            yield from self._content_findings(media_type, content[name].get("schema", True))

    def _body_beyond(self, media_type: str) -> Iterator[Finding]:
        if self.response.content:
            observed = f"{media_type or 'no content type'}: {self._beginning()}"
            yield self._finding("response-body-type-changed", (), "no body", observed, "a body")

    def _content_findings(self, media_type: str, schema: Document | bool) -> Iterator[Finding]:
        text = self.response.content.decode(errors="replace")
        # What does not call itself JSON may be any text, and JSON all the same.
        if not media_types.is_json(media_type) and self.contract.validators.of(schema).is_valid(text):
            return
        try:
            body = self.response.json()
        except (ValueError, RecursionError):
            yield self._finding("response-body-type-changed", (), "JSON", f"no JSON: {self._beginning()}", "no JSON")
            return
        try:
            json.dumps(body, allow_nan=False)  # 1e400 is read as infinity, which the validator takes for null
            found = violations(self.contract.validators, schema, body)
        except (ValueError, RecursionError) as error:  # deeper nested, or odder text, than the validator takes
            yield self._finding("response-body-type-changed", (), "JSON that can be read", str(error), "unreadable")
            return
        yield from map(self._violated, found)

    def _beginning(self) -> str:
        return repr(self.response.content[:60].decode(errors="replace"))

    def _violated(self, one: Violation) -> Finding:
        rule = _rule(one)
        if one.keyword in ("required", PRESENCE):
            return self._finding(rule, one.place, _asked(one), "absent", "absent")
        observed = describe(one.value)
        return self._finding(rule, one.place, _asked(one), observed, _kind(one, observed))

    def _finding(self, rule: str, place: Place | None, documented: str, observed: str, kind: str) -> Finding:
        return Finding(rule, self.operation, self.response.status, place, documented, observed, kind)


_OF_PRESENCE: Final[Mapping[str, str]] = {
    UNKNOWN: "response-optional-property-added",
    "required": "response-required-property-removed",
    PRESENCE: "response-optional-property-removed",
}

_OF_VALUES: Final[Mapping[str, str]] = {
    "type": "type-changed",
    "enum": "enum-value-added",
    "pattern": "pattern-changed",
    "maxLength": "max-length-increased",
    "minLength": "min-length-decreased",
    "maximum": "max-increased",
    "minimum": "min-decreased",
    "exclusiveMaximum": "exclusive-max-increased",
    "exclusiveMinimum": "exclusive-min-decreased",
    "multipleOf": "multiple-of-changed",
    "maxItems": "max-items-increased",
    "minItems": "min-items-decreased",
    "uniqueItems": "unique-items-unset",
    "maxProperties": "max-properties-increased",
    "minProperties": "min-properties-decreased",
}
"""What oasdiff calls it when a keyword lets more through. Whole bodies have ids of their own."""

_ASKED: Final[Mapping[str, str]] = {
    UNKNOWN: "no such property",
    "required": "required",
    PRESENCE: "in every answer known",
    "pattern": "text that matches {}",
    "maxLength": "at most {} characters",
    "minLength": "at least {} characters",
    "maximum": "at most {}",
    "minimum": "at least {}",
    "exclusiveMaximum": "less than {}",
    "exclusiveMinimum": "more than {}",
    "multipleOf": "a multiple of {}",
    "maxItems": "at most {} items",
    "minItems": "at least {} items",
    "uniqueItems": "items that differ",
    "maxProperties": "at most {} properties",
    "minProperties": "at least {} properties",
    "oneOf": "one of several shapes, and no other",
    "not": "anything but what the contract excludes",
    "contains": "an item that the contract asks for",
}


def _rule(one: Violation) -> str:
    """Return the rule that a violation breaks. Where the catalogue has no rule of its own for it, the nearest."""
    if one.keyword in _OF_PRESENCE:
        return _OF_PRESENCE[one.keyword]
    if one.keyword == "type" and one.value is None and one.place:
        return "response-property-became-nullable"
    what = "property" if one.place else "body"
    rule = f"response-{what}-{_OF_VALUES.get(one.keyword, 'type-changed')}"
    if rule in RULES:
        return rule
    if one.keyword in ("enum", "pattern") or (one.keyword in _OF_VALUES and one.place):
        return f"response-property-{'enum-value-added' if one.keyword == 'enum' else 'pattern-changed'}"
    return f"response-{what}-type-changed"


def _asked(one: Violation) -> str:
    """Say what the contract asks for."""
    if one.keyword == "type":
        return " or ".join(sorted(one.expected))
    if one.keyword == "enum":
        return f"one of {', '.join(json.dumps(option) for option in one.expected)}"
    return _ASKED.get(one.keyword, f"what {one.keyword} asks for").format(one.expected)


def _kind(one: Violation, observed: str) -> str:
    """Return the class of what came, for the id."""
    if one.keyword in ("type", UNKNOWN):
        return type_name(one.value)
    if one.keyword == "enum":
        return observed
    return spelling(one.value) if one.keyword == "pattern" else f"{one.keyword} {type_name(one.value)}"


def _with_article(type_: str) -> str:
    return {"integer": "an integer", "array": "a list", "string": "a text", "boolean": "true or false"}.get(
        type_, f"a {type_}"
    )


def _undocumented_status(operation: Operation, status: int) -> Finding:
    rule = "response-success-status-added" if 200 <= status < 300 else "response-non-success-status-added"
    documented = ", ".join(sorted(operation.responses))
    return Finding(rule, operation.id, status, None, documented, str(status), str(status))
