"""Seed files: their form is held against ``seed.schema.json``, and an error names the line."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from webflow_contract import documents
from webflow_contract.errors import meant
from webflow_contract.sandbox.seed.model import Seed
from webflow_contract.sandbox.seed.reading import SeedError, build

if TYPE_CHECKING:
    import jsonschema_rs

# A message repeats the value, which may be a whole site, and what was meant stands behind it.
_LONGEST: Final = 300


def read(path: Path) -> Seed:
    """Return the seed that a YAML or JSON file describes.

    Raises:
        DocumentError: The file cannot be read, or is neither YAML nor JSON.
        SeedError: It describes no world that could be. The message has the line where one can be told.
    """
    text = documents.text_of(path)
    try:
        return seed_of(documents.parse(text, str(path)))
    except SeedError as error:
        line = documents.line_of(text, error.place)
        where = str(path) if line is None else f"{path}:{line}"
        raise SeedError(f"{where}: {error}", error.place) from None


def seed_of(document: Mapping[str, Any]) -> Seed:
    """Return the seed that a document describes.

    Raises:
        SeedError: It describes no world that could be.
    """
    error = next(_validator().iter_errors(document), None)
    if error is not None:
        raise SeedError(_explain(error), (*error.instance_path, *_unexpected(error)[:1]))
    try:
        return build(document)
    except RecursionError:
        raise SeedError("folders stand in each other too deep") from None


@cache
def schema() -> dict[str, Any]:
    """Return the JSON Schema of seeds."""
    text = resources.files("webflow_contract.sandbox.seed").joinpath("seed.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@cache
def _validator() -> "jsonschema_rs.Draft202012Validator":
    import jsonschema_rs  # only a seed that somebody wrote needs it

    return jsonschema_rs.Draft202012Validator(schema(), validate_formats=True)


def _explain(error: "jsonschema_rs.ValidationError") -> str:
    where = "/" + "/".join(str(step) for step in error.instance_path)
    return f"{where}: {error.message[:_LONGEST]}{_meant(error)}"


def _meant(error: "jsonschema_rs.ValidationError") -> str:
    """Return the known name that an unknown one is nearest to."""
    known: Any = schema()
    for step in list(error.schema_path)[:-1]:
        known = known[step]
    return "".join(meant(name, known.get("properties", ())) for name in _unexpected(error)[:1])


def _unexpected(error: "jsonschema_rs.ValidationError") -> list[str]:
    return list(getattr(error.kind, "unexpected", ()))
