"""Judge an answer by the closed contract: status, headers, media type and every violation in the body."""

import json
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
from attrs import frozen

from webflow_contract.check.findings import Finding, Place, describe, spelling, type_name
from webflow_contract.contract.closed import REQUIRED, close
from webflow_contract.contract.operations import Operation, operations, resolve
from webflow_contract.contract.validators import Validators
from webflow_contract.documents import Document
from webflow_contract.exchange import Response


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
        for name, reference in self.known.get("headers", {}).items():
            value = self.response.headers.get(name.lower())
            type_ = resolve(self.contract.document, reference)["schema"]["type"]
            if value is None and always.get(name) == "always":
                yield self._finding("optional-response-header-removed", None, f"{name}, always", f"no {name}", name)
            elif value is not None and type_ == "integer" and not (value.isascii() and value.isdecimal()):
                observed = f"{name}: {value[:80]}"
                kind = f"{name}: {spelling(value)}"
                yield self._finding("response-header-type-changed", None, f"{name}, an integer", observed, kind)

    def body_findings(self) -> Iterator[Finding]:
        media_type, _, parameters = self.response.headers.get("content-type", "").lower().partition(";")
        media_type, charset = media_type.strip(), _charset(parameters)
        if charset not in (None, "utf-8", "utf8"):  # JSON is in UTF-8 (RFC 8259, 8.1)
            observed = f"{media_type}; charset={charset}"[:80]
            yield self._finding("response-media-type-removed", None, "JSON in UTF-8", observed, observed)
        if media_type not in self.known["content"]:
            documented = " or ".join(self.known["content"])
            observed = media_type or "no content type"
            yield self._finding("response-media-type-removed", None, documented, observed, observed)
        try:
            body = self.response.json()
        except (ValueError, RecursionError):
            observed = f"no JSON: {self.response.content[:60].decode(errors='replace')!r}"
            yield self._finding("response-body-type-changed", (), "JSON", observed, "no JSON")
            return
        validator = self.contract.validators.of(self.known["content"]["application/json"]["schema"]["$ref"])
        try:
            json.dumps(body, allow_nan=False)  # 1e400 is read as infinity, which the validator takes for null
            violations = list(validator.iter_errors(body))
        except (ValueError, RecursionError) as error:  # deeper nested, or odder text, than the validator takes
            yield self._finding("response-body-type-changed", (), "JSON that can be read", str(error), "unreadable")
            return
        for violation in violations:
            yield from self._violation(violation)

    def _violation(self, error: jsonschema_rs.ValidationError) -> Iterator[Finding]:
        place: Place = tuple(error.instance_path)
        kind: Any = error.kind
        value: Any = error.instance
        match kind.name:
            case "additionalProperties":
                for name in kind.unexpected:
                    yield self._added((*place, name), value[name])
            case "required":
                yield self._removed(place, kind.property, error)
            case "type":
                yield self._type_changed(place, value, kind.types)
            case "enum":
                documented = f"one of {', '.join(json.dumps(option) for option in kind.options)}"
                observed = describe(value)
                yield self._finding("response-property-enum-value-added", place, documented, observed, observed)
            case "pattern":
                documented = f"text that matches {kind.pattern}"
                yield self._finding(
                    "response-property-pattern-changed", place, documented, describe(value), spelling(value)
                )
            case other:
                rule = "response-property-type-changed" if place else "response-body-type-changed"
                yield self._finding(rule, place, error.message, describe(value), f"{other} {type_name(value)}")

    def _added(self, place: Place, value: object) -> Finding:
        rule = "response-optional-property-added"
        return self._finding(rule, place, "no such property", describe(value), type_name(value))

    def _removed(self, place: Place, name: str, error: jsonschema_rs.ValidationError) -> Finding:
        schema: Any = {"components": self.contract.document["components"]}
        for part in error.schema_path[:-1]:
            schema = schema[part]
        required = name in schema[REQUIRED]
        rule = "response-required-property-removed" if required else "response-optional-property-removed"
        documented = "required" if required else "in every answer known"
        return self._finding(rule, (*place, name), documented, "absent", "absent")

    def _type_changed(self, place: Place, value: object, types: list[str]) -> Finding:
        documented = " or ".join(sorted(types))
        if not place:
            rule = "response-body-type-changed"
        elif value is None:
            rule = "response-property-became-nullable"
        else:
            rule = "response-property-type-changed"
        return self._finding(rule, place, documented, describe(value), type_name(value))

    def _finding(self, rule: str, place: Place | None, documented: str, observed: str, kind: str) -> Finding:
        return Finding(rule, self.operation, self.response.status, place, documented, observed, kind)


def _charset(parameters: str) -> str | None:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip() == "charset":
            return value.strip().strip('"')
    return None


def _undocumented_status(operation: Operation, status: int) -> Finding:
    rule = "response-success-status-added" if 200 <= status < 300 else "response-non-success-status-added"
    documented = ", ".join(sorted(operation.responses))
    return Finding(rule, operation.id, status, None, documented, str(status), str(status))
