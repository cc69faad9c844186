"""Read a JSON report again."""

import json
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema_rs

from webflow_contract import documents
from webflow_contract.check.findings import pointer
from webflow_contract.check.reported import Record, Reported
from webflow_contract.errors import DocumentError

_LONGEST = 200


def read(path: Path) -> Record:
    """Read what a run of the check reported, accepted findings included.

    Raises:
        DocumentError: There is no such file, or it is no report.
    """
    content = documents.parse(documents.text_of(path), f"{path}")
    for error in _validator().iter_errors(content):
        place, message = pointer(tuple(error.instance_path)), " ".join(error.message.split())
        shortened = message if len(message) <= _LONGEST else f"{message[:_LONGEST]}…"
        raise DocumentError(f"{path}: is no report that 'webflow-contract check --json' wrote: '{place}': {shortened}")
    return Record(str(path), content["subject"], tuple(map(_reported, [*content["findings"], *content["accepted"]])))


def _reported(told: dict[str, Any]) -> Reported:
    """Return a finding of the JSON report."""
    return Reported(
        id=told["id"],
        rule=told["rule"],
        operation=told["operation"],
        status=told["status"],
        pointer=told["pointer"],
        documented=told["documented"],
        observed=told["observed"],
    )


@cache
def _validator() -> jsonschema_rs.Validator:
    schema = resources.files("webflow_contract.reports").joinpath("report.schema.json").read_text(encoding="utf-8")
    return jsonschema_rs.validator_for(json.loads(schema))
