"""``webflow-contract power``."""

import json as json_module
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from webflow_contract.commands.reporting import check_writable, write_whole
from webflow_contract.commands.talking import progress

if TYPE_CHECKING:
    from webflow_contract.power.measure import Power


def power(*, every: Annotated[int, Parameter(validator=Number(gte=1))] = 1, json: Path | None = None) -> int:
    """Measure the check: put every known drift and mutant into the sandbox, and count what it finds.

    Exit codes: 0 the floor is reached, 1 it is not, 2 usage.

    Parameters
    ----------
    every
        Try only every so many of the mutants.
    json
        Write the result to this file.
    """
    from webflow_contract.contract import effective
    from webflow_contract.power.measure import measure

    if json is not None:
        check_writable(json, "result")
    measured = measure(effective.load(), every=every, progress=progress)
    _show(measured)
    if json is not None:
        write_whole(json, _as_json(measured), "result")
    return 1 if measured.is_below_floor else 0


def _show(power: "Power") -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    table = Table("operator", "caught", "of", box=None, pad_edge=False)
    for operator, (caught, every) in power.by_operator().items():
        table.add_row(operator, str(caught), str(every), style="" if caught == every else "yellow")
    console.print(table)
    console.print("\nNot caught:")
    for why, count in Counter(outcome.why for outcome in power.survivors).most_common():
        console.print(f"  {count:4}  {why}", soft_wrap=True)
    caught = sum(outcome.caught for outcome in power.outcomes)
    console.print(f"\n{power.drifts_caught} of {len(power.drifts)} drifts, {caught} of {len(power.outcomes)} mutants")
    for name, breaks in (("break the contract", True), ("still conform", False)):
        count = sum(outcome.breaks == breaks for outcome in power.outcomes)
        console.print(f"  {power.share(breaks=breaks):7.1%} of the {count} that {name}")
    console.print("the unchanged sandbox: " + ("A FALSE ALARM" if power.false_alarm else "no finding"))


def _as_json(power: "Power") -> str:
    content = {
        "schema": 1,
        "false_alarm": power.false_alarm,
        "drifts": dict(power.drifts),
        "mutants": len(power.outcomes),
        "caught": sum(outcome.caught for outcome in power.outcomes),
        "breaking": round(power.share(breaks=True), 4),
        "conforming": round(power.share(breaks=False), 4),
        "operators": {name: {"caught": caught, "of": every} for name, (caught, every) in power.by_operator().items()},
        "survivors": [
            {"operator": one.mutant.operator, "target": one.mutant.target, "verdict": one.verdict, "why": one.why}
            for one in power.survivors
        ],
    }
    return json_module.dumps(content, ensure_ascii=False, indent=2) + "\n"
