"""Hold what was read to a JSON Schema."""

import json
from functools import cache
from importlib import resources
from typing import Any

import jsonschema_rs

from webflow_contract.pointers import pointer

_LONGEST = 200


def mistake(content: Any, package: str, name: str) -> str | None:  # noqa: ANN401  (JSON is any value)
    """Return the first way in which a value is not what a schema of a package says, and where; None where it is."""
    for error in _validator(package, name).iter_errors(_encodable(content)):
        message = " ".join(error.message.split())
        shortened = message if len(message) <= _LONGEST else f"{message[:_LONGEST]}…"
        return f"'{pointer(error.instance_path)}': {shortened}"
    return None


def _encodable(content: Any) -> Any:  # noqa: ANN401  (JSON is any value)
    """Return a value without halves of characters, of which the validator takes none."""
    return json.loads(json.dumps(content, ensure_ascii=False).encode(errors="replace"))


@cache
def _validator(package: str, name: str) -> jsonschema_rs.Validator:
    schema = resources.files(package).joinpath(name).read_text(encoding="utf-8")
    return jsonschema_rs.validator_for(json.loads(schema), validate_formats=True)
