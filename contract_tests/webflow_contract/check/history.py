"""What earlier clean runs saw: properties that always came, though the contract does not say that they do.

The file is read before a check and written after a clean one, and only where it was asked for.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from webflow_contract.check.findings import Finding, Place
from webflow_contract.check.probes import Exchange
from webflow_contract.errors import ContractToolError

SCHEMA = 1

Places = frozenset[tuple[str, ...]]
"""Places in the bodies of an operation, ``*`` for each item of a list."""


@frozen
class History:
    """What was in every answer of ``runs`` earlier clean runs, by operation."""

    runs: int
    always: Mapping[str, Places]

    def findings(self, exchanges: Sequence[Exchange]) -> Iterator[tuple[Exchange, Finding]]:
        """Yield what always came and is missing now, once for each place, with the answer in which it is."""
        told: set[tuple[str, tuple[str, ...]]] = set()
        for exchange in _successes(exchanges):
            operation = exchange.probe.operation
            for place in sorted(_missing(exchange.body, self.always.get(operation, frozenset()))):
                if (operation, place) not in told:
                    told.add((operation, place))
                    documented = f"in every answer of {self.runs} earlier clean runs"
                    rule = "response-optional-property-removed"
                    yield exchange, exchange.finding(rule, _first(place), documented, "absent", "absent")

    def after(self, exchanges: Sequence[Exchange]) -> "History":
        """Return the history with a clean run added to it. What was missing in it no longer always comes."""
        always: dict[str, Places] = dict(self.always)
        for operation, found in _always(exchanges).items():
            always[operation] = found & always[operation] if operation in always else found
        return History(self.runs + 1, always)


def read(path: Path) -> History:
    """Read a history. A file that is not there yet is an empty one: the first clean run begins it.

    Raises:
        ContractToolError: It cannot be read, or is none.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return History(0, {})
    except (OSError, ValueError, RecursionError) as error:
        raise ContractToolError(f"{path}: the history cannot be read: {error}") from error
    try:
        return _history(content)
    except (KeyError, TypeError, AttributeError, ValueError):
        raise ContractToolError(f"{path}: this is no history of checks: name another file, or remove it") from None


def _history(content: Any) -> History:  # noqa: ANN401  (JSON is any value)
    if content["schema"] != SCHEMA or type(content["runs"]) is not int:
        raise ValueError(content["schema"])
    always = {
        str(operation): frozenset(tuple(map(str, place.split("/")[1:])) for place in places)
        for operation, places in content["always"].items()
    }
    return History(content["runs"], always)


def as_json(history: History) -> str:
    """Write a history. The same one gives the same text."""
    always = {
        operation: sorted("".join(f"/{name}" for name in place) for place in places)
        for operation, places in sorted(history.always.items())
    }
    return json.dumps({"schema": SCHEMA, "runs": history.runs, "always": always}, indent=2) + "\n"


def _successes(exchanges: Sequence[Exchange]) -> Iterator[Exchange]:
    for exchange in exchanges:
        if exchange.response.status == 200 and isinstance(exchange.body, dict):
            yield exchange


def _always(exchanges: Sequence[Exchange]) -> dict[str, Places]:
    """Return the places that were filled wherever they could be, by operation."""
    seen: dict[str, set[tuple[str, ...]]] = {}
    for exchange in _successes(exchanges):
        seen.setdefault(exchange.probe.operation, set()).update(_places(exchange.body, ()))
    found: dict[str, Places] = {}
    for operation, places in seen.items():
        bodies = [exchange.body for exchange in _successes(exchanges) if exchange.probe.operation == operation]
        missing = {place for body in bodies for place in _missing(body, frozenset(places))}
        found[operation] = frozenset(places - missing)
    return found


def _places(value: Any, place: tuple[str, ...]) -> Iterator[tuple[str, ...]]:  # noqa: ANN401  (JSON is any value)
    if isinstance(value, list):
        for item in value:
            yield from _places(item, (*place, "*"))
    if isinstance(value, dict):
        for name, inner in value.items():
            if "/" not in name:  # such a name is nobody's yet, and would be taken apart
                yield (*place, name)
                yield from _places(inner, (*place, name))


def _missing(body: Any, places: Places) -> set[tuple[str, ...]]:  # noqa: ANN401  (JSON is any value)
    """Return the places that an object in the body should fill and does not."""
    return {place for place in places if any(place[-1] not in holder for holder in _holders(body, place[:-1]))}


def _holders(value: Any, place: tuple[str, ...]) -> Iterator[dict[str, Any]]:  # noqa: ANN401  (JSON is any value)
    if not place:
        if isinstance(value, dict):
            yield value
    elif place[0] == "*":
        for item in value if isinstance(value, list) else ():
            yield from _holders(item, place[1:])
    elif isinstance(value, dict) and place[0] in value:
        yield from _holders(value[place[0]], place[1:])


def _first(place: tuple[str, ...]) -> Place:
    """Return the place as a finding has it: the first item stands for each of a list."""
    return tuple(0 if name == "*" else name for name in place)
