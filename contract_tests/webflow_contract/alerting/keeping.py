"""The state's file. Its JSON Schema is ``state.schema.json`` beside this module."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from webflow_contract import documents
from webflow_contract.alerting.seen import flat, seen
from webflow_contract.alerting.state import Known, State
from webflow_contract.alerting.times import parsed, written
from webflow_contract.errors import ContractToolError
from webflow_contract.reports.as_json import dump
from webflow_contract.reports.validating import mistake

SCHEMA = 1


class StateError(ContractToolError):
    """A state cannot be read, or is none."""


def read(path: Path) -> State | None:
    """Read a state; None where there is no file yet, as at the first run.

    Raises:
        StateError: It is no state.
        DocumentError: It cannot be read.
    """
    if not path.exists() and not path.is_symlink():
        return None
    content = _content(documents.text_of(path), path)
    problem = mistake(content, "webflow_contract.alerting", "state.schema.json")
    if problem is not None:
        raise _no_state(path, problem)
    try:
        known = {one["id"]: _known(one) for one in content["findings"]}
        updated = parsed(content["updated"])
    except ValueError as error:  # a time of day or a year that no clock shows
        raise _no_state(path, str(error)) from error
    if len(known) < len(content["findings"]):
        raise _no_state(path, "an id is there twice")
    return State(content["subject"], updated, known)


def _content(text: str, path: Path) -> Any:  # noqa: ANN401  (JSON is any value)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise _no_state(path, f"not valid JSON at line {error.lineno}, column {error.colno}: {error.msg}") from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, or lists in lists without end
        raise _no_state(path, "not valid JSON") from error


def _no_state(path: Path, problem: str) -> StateError:
    return StateError(
        f"{path}: is no state that 'webflow-contract alert' of this version wrote: {problem}: bring it back, name "
        "another file, or remove it to have everything told again"
    )


def _known(found: dict[str, Any]) -> Known:
    return Known(
        seen(found),
        first_seen=parsed(found["first_seen"]),
        last_seen=parsed(found["last_seen"]),
        told=parsed(found["told"]),
        missing_since=_time_or_none(found["missing_since"]),
        milder_since=_time_or_none(found["milder_since"]),
    )


def _time_or_none(text: str | None) -> datetime | None:
    return None if text is None else parsed(text)


def as_json(state: State) -> str:
    """Write a state, sorted by id. The same one gives the same text."""
    return dump(
        {
            "schema": SCHEMA,
            "subject": state.subject,
            "updated": written(state.updated),
            "findings": [_flat(known) for _, known in sorted(state.known.items())],
        }
    )


def _flat(known: Known) -> dict[str, Any]:
    return {
        **flat(known.seen),
        "first_seen": written(known.first_seen),
        "last_seen": written(known.last_seen),
        "told": written(known.told),
        "missing_since": _written_or_none(known.missing_since),
        "milder_since": _written_or_none(known.milder_since),
    }


def _written_or_none(time: datetime | None) -> str | None:
    return None if time is None else written(time)
