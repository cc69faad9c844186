"""schemathesis, as its users run it: its command, with all of its checks, against a service on a port.

It is a development dependency: nothing here is imported from it, and it may be absent.
"""

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from attrs import frozen

from webflow_contract.contract.closed import close
from webflow_contract.documents import Document
from webflow_contract.errors import ContractToolError

_PATIENCE = 600
"""Seconds. A run takes some ten to twenty."""

_CONFIGURATION = """
[generation]
deterministic = true
database = "none"

[dictionaries]
{dictionaries}

[parameters]
"path.page_id" = {{ dictionary = "pages", probability = 0.8 }}
"path.site_id" = {{ dictionary = "sites", probability = 0.8 }}
"query.localeId" = {{ dictionary = "locales", probability = 0.8 }}

# Stricter than it comes: it lets 401, 403, 409, 429 and 5xx pass. 404 is for ids of the right form that nothing has.
[checks]
enabled = true
positive_data_acceptance.expected-statuses = ["2xx", "404"]
negative_data_rejection.expected-statuses = ["400", "404"]
"""

Failure = tuple[str, str]
"""A kind of failure and the operation that has it."""


@frozen
class Ran:
    """What came of a run: its failures, and how long it took by its own account, which leaves out its start."""

    failures: frozenset[Failure]
    seconds: float


def require() -> str:
    """Return the version that is installed.

    Raises:
        ContractToolError: None is.
    """
    if importlib.util.find_spec("schemathesis") is None:
        raise ContractToolError(
            "schemathesis is not installed, and nothing can be measured beside it: pip install 'schemathesis>=4.30,<5'"
        )
    return version("schemathesis")


def run(contract: Document, base_url: str, token: str, ids: Mapping[str, Sequence[str]]) -> Ran:
    """Run it against a service, with a token that may do everything and with ids that are there.

    Args:
        contract: What it is to hold the service against.
        base_url: Where the service is.
        token: What it sends along.
        ids: The ids of ``pages``, ``sites`` and ``locales`` that it tries most of the time.

    Raises:
        ContractToolError: It did not come to an end, or told nothing.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "contract.json").write_text(json.dumps(contract), encoding="utf-8")
        (folder / "schemathesis.toml").write_text(_configuration(ids), encoding="utf-8")
        try:
            done = subprocess.run(  # noqa: S603  (this Python, and arguments of our own)
                [*_COMMAND, "--url", base_url, "--header", f"Authorization: Bearer {token}"],
                cwd=folder,
                capture_output=True,
                text=True,
                timeout=_PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise ContractToolError(f"schemathesis has not come to an end in {_PATIENCE} seconds: try again") from error
        try:
            told = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            last = (done.stderr or done.stdout).strip().splitlines()[-1:]
            raise ContractToolError(f"schemathesis has written no report: {' '.join(last)}") from error
    return Ran(frozenset(_failures(told)), float(told["running_time"]))


_COMMAND = (
    sys.executable,
    "-m",
    "schemathesis.cli",
    "--config-file",
    "schemathesis.toml",
    "run",
    "contract.json",
    "--continue-on-failure",
    "--no-color",
    "--report",
    "json",
    "--report-json-path",
    "report.json",
)


def _configuration(ids: Mapping[str, Sequence[str]]) -> str:
    lines = (f"{name} = {{ values = {json.dumps(list(values))} }}" for name, values in ids.items())
    return _CONFIGURATION.format(dictionaries="\n".join(lines))


def _failures(told: Any) -> Iterator[Failure]:  # noqa: ANN401  (JSON is any value)
    """Yield what it found wrong. That it could not go on is something wrong, too: the unchanged service lets it."""
    for failure in (*told["failures"], *told["errors"]):
        for operation in failure.get("operations") or [str(failure.get("operation"))]:
            yield str(failure.get("type") or failure.get("title")), operation


def closed_to_answers(contract: Document) -> Document:
    """Return the closed twin of a contract, with what a request may say as open as it is.

    Closed, a request with a field more would be one to refuse, and the service ignores the field, as it should.
    """
    twin = close(contract)
    for name in _asked(contract):
        twin["components"]["schemas"][name] = contract["components"]["schemas"][name]
    return twin


def _asked(contract: Document) -> set[str]:
    """Return the names of the schemas that request bodies are made of."""
    bodies = [operation["requestBody"] for item in contract["paths"].values() for operation in _bodied(item)]
    names: set[str] = set()
    waiting = list(_references(bodies))
    while waiting:
        name = waiting.pop()
        if name not in names:
            names.add(name)
            waiting.extend(_references(contract["components"]["schemas"][name]))
    return names


def _bodied(item: Document) -> Iterator[Document]:
    return (operation for operation in item.values() if isinstance(operation, dict) and "requestBody" in operation)


def _references(node: Any) -> Iterator[str]:  # noqa: ANN401  (JSON is any value)
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"].rsplit("/", 1)[1]
        for value in node.values():
            yield from _references(value)
    if isinstance(node, list):
        for value in node:
            yield from _references(value)
