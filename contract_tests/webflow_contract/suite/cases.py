"""What schemathesis makes of the contract, as probes: requests that it allows, and requests that it does not.

schemathesis says what it meant by a case; what is expected goes by what is on the wire. Where nobody knows whether a
service takes what the contract allows, either answer is lawful: ``OPEN`` names the question for each.
"""

import json
import re
from collections.abc import Callable, Container, Iterable, Mapping
from copy import deepcopy
from typing import Any, Literal

import schemathesis
from attrs import frozen
from hypothesis.strategies import SearchStrategy
from schemathesis.config import SchemathesisConfig
from schemathesis.generation import GenerationMode

from webflow_contract.check.findings import Place
from webflow_contract.check.probes import Probe
from webflow_contract.check.subject import MARKER
from webflow_contract.contract.operations import Operation, operations
from webflow_contract.contract.validators import Validators
from webflow_contract.documents import Document
from webflow_contract.suite.service import UPDATE

Mode = Literal["positive", "negative"]

OPEN: Mapping[str, tuple[str, ...]] = {
    "no body": ("missing_body",),
    "an empty update": ("empty_body",),
    "an empty title": ("empty_title",),
    "an empty text": ("empty_string_clears",),
    "a slug": ("malformed_slug", "duplicate_slug"),
    "an update that names the primary locale": ("put_with_primary_locale_id",),
    "a locale that is none of the site's": (
        "put_with_unknown_locale_id",
        "get_with_unknown_locale_id",
        "malformed_locale_id",
        "empty_locale_id",
    ),
    "a parameter given twice": ("repeated_parameter",),
    "an empty number": ("empty_pagination_value",),
    "a number that JavaScript does not keep": ("offset_beyond_exact_numbers",),
}
"""What is not known to be taken, and not to be refused: the questions of ``assumptions.register()``, which says why."""

_REFUSALS = frozenset({400, 404})
_EXACT = 2**53 - 1
_NUMBERS = ("limit", "offset")


@frozen
class Expected:
    """What a request has to be answered with, which statuses are as good, and which questions make them so."""

    status: int
    lawful: Container[int] = frozenset()
    questions: tuple[str, ...] = ()


class Cases:
    """Draws requests to each operation of a contract.

    Args:
        contract: The effective contract.
        ids: What stands in paths, by parameter.
        primary: The id of the primary locale; None where the site says none.
        secondary: The ids of the other locales.
        texts: The texts that updates may write; None is whatever the contract allows, in every locale.
    """

    def __init__(
        self,
        contract: Document,
        ids: Mapping[str, str],
        primary: str | None,
        secondary: Iterable[str],
        texts: Iterable[Place] | None,
    ) -> None:
        self._operations = operations(contract)
        self._validator = Validators(contract).of("#/components/schemas/PageUpdate")
        self._ids = ids
        self._primary = primary
        self._locales = (*([] if primary is None else [primary]), *secondary)
        document = _narrowed(contract, self._locales, texts)
        self._schema = schemathesis.openapi.from_dict(document, config=SchemathesisConfig.from_dict(_CONFIGURATION))

    def of(self, operation_id: str, mode: Mode) -> SearchStrategy[Probe]:
        """Return probes of an operation. They expect nothing yet."""
        operation = self._operations[operation_id]
        known = {name: value for name, value in self._ids.items() if f"{{{name}}}" in operation.template}
        drawn = self._schema[operation.template][operation.method].as_strategy(
            generation_mode=GenerationMode(mode), path_parameters=known or None
        )
        return drawn.map(lambda case: _probe(operation, operation.template.format(**known), case))

    def expected(self, probe: Probe) -> Expected:
        """Return what the contract says of a request, as it goes over the wire."""
        body = {} if not probe.body else _read(probe.body)
        numbers = [(name, value) for name, value in probe.query if name in _NUMBERS and value]
        if not all(_is_number(*number) for number in numbers) or not self._validator.is_valid(body):
            return Expected(400)
        wire = _Wire(probe, body, self._primary, self._locales)
        questions = tuple(what for what, applies in _APPLIES.items() if applies(wire))
        return Expected(200, _REFUSALS if questions else frozenset(), questions)


_CONFIGURATION: dict[str, Any] = {
    # The token is the sender's. That one is needed, the refusals prove.
    "generation": {"with-security-parameters": False, "database": "none"},
}


@frozen
class _Wire:
    probe: Probe
    body: dict[str, Any]
    primary: str | None
    locales: tuple[str, ...]

    @property
    def texts(self) -> list[str]:
        """The texts that an update writes, but for title and slug."""
        parts = [self.body.get(name, {}) for name in ("seo", "openGraph")]
        return [part[name] for part in parts for name in ("title", "description") if name in part]

    def values(self, name: str) -> list[str]:
        """Return what a parameter says, as often as it is there."""
        return [value for key, value in self.probe.query if key == name]


_APPLIES: Mapping[str, Callable[[_Wire], bool]] = {
    "no body": lambda wire: wire.probe.writes and not wire.probe.body,
    "an empty update": lambda wire: wire.probe.writes and wire.body == {},
    "an empty title": lambda wire: wire.body.get("title") == "",
    "an empty text": lambda wire: "" in wire.texts,
    "a slug": lambda wire: "slug" in wire.body,
    "an update that names the primary locale": lambda wire: (
        wire.probe.writes and wire.primary in wire.values("localeId")
    ),
    "a locale that is none of the site's": lambda wire: any(
        value not in wire.locales for name in ("localeId", "locale") for value in wire.values(name)
    ),
    "a parameter given twice": lambda wire: any(
        len(wire.values(name)) > 1 for name in ("localeId", "locale", *_NUMBERS)
    ),
    "an empty number": lambda wire: any("" in wire.values(name) for name in _NUMBERS),
    "a number that JavaScript does not keep": lambda wire: any(
        len(value) > len(str(_EXACT)) or int(value) > _EXACT
        for name in _NUMBERS
        for value in wire.values(name)
        if value
    ),
}


def _narrowed(contract: Document, locales: tuple[str, ...], texts: Iterable[Place] | None) -> Document:
    """Return the contract with the locales that there are and, for somebody's page, what may be written of it."""
    document = deepcopy(contract)
    document["components"]["parameters"]["LocaleId"]["schema"] = {"type": "string", "enum": [*locales]}
    if not locales:
        _without_locales(document)
    if texts is not None:
        _only(document, texts)
    return document


def _without_locales(document: Document) -> None:
    for item in document["paths"].values():
        for operation in item.values():
            operation["parameters"] = [
                node for node in operation.get("parameters", []) if node != {"$ref": "#/components/parameters/LocaleId"}
            ]


def _only(document: Document, texts: Iterable[Place]) -> None:
    """Leave an update nothing but texts with the marker. Open Graph texts take their flags: the properties write them.

    An update names no locale, and so writes the primary one.
    """
    marked = {"type": "string", "pattern": f"^[A-Za-z0-9]{{1,12}} {re.escape(MARKER)}$"}
    properties: Document = {}
    for place in texts:
        if len(place) == 1:
            properties[str(place[0])] = marked
        elif place[0] == "seo":
            properties.setdefault("seo", _closed({}))["properties"][str(place[1])] = marked
    document["components"]["schemas"]["PageUpdate"] = _closed(properties)
    update = document["paths"]["/pages/{page_id}"]["put"]
    update["parameters"] = [{"$ref": "#/components/parameters/PageId"}]
    update["requestBody"]["required"] = True


def _closed(properties: Document) -> Document:
    return {"type": "object", "properties": properties, "additionalProperties": False, "minProperties": 1}


def _probe(operation: Operation, path: str, case: schemathesis.Case[Any]) -> Probe:
    wire = case.as_transport_kwargs(base_url="http://127.0.0.1")
    body = wire.get("data")
    if "json" in wire:
        body = json.dumps(wire["json"], ensure_ascii=False).encode()
    query = tuple(_pairs(case.query))
    return Probe("case", operation.id, "", None, path, operation.method, query, body)


def _pairs(query: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Yield the parameters of a query: a list is one that is given as often."""
    for name, value in query.items():
        for one in value if isinstance(value, list) else [value]:
            yield name, one if isinstance(one, str) else json.dumps(one)


def _read(content: bytes) -> Any:  # noqa: ANN401  (JSON is any value)
    """Return the JSON that a body is; what is none is no update either."""
    try:
        return json.loads(content)
    except ValueError:
        return None


def _is_number(name: str, value: str) -> bool:
    """Return whether a value is of the form that refusals name (reported)."""
    return re.fullmatch(_FORMS[name], value, re.ASCII) is not None


_FORMS = {"limit": r"[1-9]\d*", "offset": r"\d+"}


PAIRS: tuple[tuple[str, Mode], ...] = (
    ("get-page-metadata", "positive"),
    ("get-page-metadata", "negative"),
    (UPDATE, "positive"),
    (UPDATE, "negative"),
    ("list-pages", "positive"),
    ("list-pages", "negative"),
    ("get-site", "positive"),
    ("list-sites", "positive"),
)
"""Operations and ways to ask. Of those that take nothing but an id, nothing can be wrong but the id."""
