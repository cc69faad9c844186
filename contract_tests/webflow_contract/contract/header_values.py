"""What the text of a header may mean by its schema."""

import re
from collections.abc import Iterator
from typing import Any

from webflow_contract.contract.operations import resolve
from webflow_contract.contract.validators import Validators
from webflow_contract.contract.violations import Violation, violations
from webflow_contract.documents import Document


def problems(contract: Document, validators: Validators, schema: Any, text: str) -> list[Violation]:  # noqa: ANN401  (JSON is any value)
    """Return what is wrong with a header's text, read in the way that suits its schema best.

    Objects are written in more than one way, and not judged.
    """
    types = set(_types(contract, schema))
    if "object" in types:
        return []
    best: list[Violation] | None = None
    for value in _readings(text, types):
        found = violations(validators, schema, value)
        if not found:
            return []
        best = found if best is None else min(best, found, key=_rank)
    return best or []


def _rank(found: list[Violation]) -> tuple[bool, int]:
    return any(one.keyword == "type" for one in found), len(found)


def _readings(text: str, types: set[str]) -> Iterator[Any]:
    yield from _scalars(text, types)
    if "array" in types:
        items = [item.strip() for item in text.split(",")]
        yield [next(_scalars(item, {"integer", "number"}), item) for item in items]
        yield items
    yield text


def _scalars(text: str, types: set[str]) -> Iterator[Any]:
    # A whole number in a header counts something: none that is known is written with a sign.
    if "integer" in types and re.fullmatch("[0-9]{1,30}", text):
        yield int(text)
    if "number" in types and re.fullmatch(r"-?[0-9]{1,30}(\.[0-9]{1,30})?", text):
        yield float(text)
    if "boolean" in types and text in ("true", "false"):
        yield text == "true"


def _types(contract: Document, schema: Any) -> Iterator[str]:  # noqa: ANN401  (JSON is any value)
    schema = resolve(contract, schema)
    if isinstance(schema, dict):
        given = schema.get("type", [])
        yield from [given] if isinstance(given, str) else given
        for key in ("allOf", "anyOf", "oneOf"):
            for part in schema.get(key, ()):
                yield from _types(contract, part)
