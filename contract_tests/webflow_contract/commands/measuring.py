"""``webflow-contract power``."""

import json as json_module
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from webflow_contract.commands.reporting import check_writable
from webflow_contract.commands.talking import progress
from webflow_contract.writing import write_whole

if TYPE_CHECKING:
    from rich.table import Table

    from webflow_contract.power.beside import Side
    from webflow_contract.power.measure import Power

_Count = Annotated[int, Parameter(validator=Number(gte=1))]


def power(
    *,
    every: _Count = 1,
    jobs: _Count | None = None,
    beside_schemathesis: _Count | None = None,
    json: Path | None = None,
) -> int:
    """Measure the check: put every known drift and mutant into the sandbox, and count what it finds.

    Exit codes: 0 the floor is reached, 1 it is not, 2 usage.

    Parameters
    ----------
    every
        Try only every so many of the mutants.
    jobs
        Try so many at the same time. Without it: as many as there are processors.
    beside_schemathesis
        Run schemathesis, too, against every drift and so many of the mutants. That takes half a minute each.
    json
        Write the result to this file.
    """
    from webflow_contract.contract import effective
    from webflow_contract.power.measure import measure

    if json is not None:
        check_writable(json, "result")
    if beside_schemathesis is not None:
        from webflow_contract.power import peer

        peer.require()
    contract = effective.load()
    measured = measure(contract, every=every, jobs=jobs or os.cpu_count() or 1, progress=progress)
    _show(measured)
    sides: Sequence[Side] = ()
    if beside_schemathesis is not None:
        from webflow_contract.power.beside import beside

        sides = beside(contract, beside_schemathesis, progress=progress)
        _show_beside(sides)
    if json is not None:
        write_whole(json, _as_json(measured, sides), "result")
    return 1 if measured.is_below_floor else 0


def _show(power: "Power") -> None:
    from rich.console import Console

    console = Console(highlight=False)
    if power.survivors:
        console.print(_missed(power))
        console.print("\nNot caught:")
    for why, count in Counter(outcome.why for outcome in power.survivors).most_common():
        console.print(f"  {count:4}  {why}", soft_wrap=True)
    caught = sum(outcome.caught for outcome in power.outcomes)
    console.print(f"\n{power.drifts_caught} of {len(power.drifts)} drifts, {caught} of {len(power.outcomes)} mutants")
    for name, breaks in (("break the contract", True), ("still conform", False)):
        count, green = sum(outcome.trial.breaks == breaks for outcome in power.outcomes), power.green(breaks=breaks)
        console.print(
            f"  {power.share(breaks=breaks):7.1%} of the {count} that {name}; {green} of them are called clean"
        )
    console.print("the unchanged sandbox: " + ("A FALSE ALARM" if power.false_alarm else "no finding"))


def _missed(power: "Power") -> "Table":
    from rich.table import Table

    table = Table("operator", "caught", "of", box=None, pad_edge=False)
    operators = power.by_operator()
    for operator, (caught, every) in operators.items():
        if caught < every:
            table.add_row(operator, str(caught), str(every))
    table.add_row(f"{len(operators) - table.row_count} others", "all", "")
    return table


def _show_beside(sides: "Sequence[Side]") -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("", *(side.name for side in sides), box=None, pad_edge=False)
    came = [side.as_dict() for side in sides]
    table.add_row("mutants caught", *(f"{one['mutants_caught']} of {one['mutants']}" for one in came))
    table.add_row("drifts caught", *(f"{one['drifts_caught']} of {one['drifts']}" for one in came))
    for name in ("requests", "writes", "seconds"):
        table.add_row(f"{name}, median", *(f"{one[name]:g}" for one in came))
    runs = [len(side.runs) for side in sides]
    left = zip(came, runs, strict=True)
    table.add_row("pages as they were", *(f"{one['left_as_it_was']} of {count} runs" for one, count in left))
    console = Console(highlight=False)
    console.print("\nOn the same services, each served on a port of this machine:")
    console.print(table)


def _as_json(power: "Power", sides: "Sequence[Side]") -> str:
    content = {
        "schema": 1,
        "false_alarm": power.false_alarm,
        "drifts": dict(power.drifts),
        "mutants": len(power.outcomes),
        "caught": sum(outcome.caught for outcome in power.outcomes),
        "breaking": round(power.share(breaks=True), 4),
        "conforming": round(power.share(breaks=False), 4),
        "breaking_called_clean": power.green(breaks=True),
        "conforming_called_clean": power.green(breaks=False),
        "operators": {name: {"caught": caught, "of": every} for name, (caught, every) in power.by_operator().items()},
        "beside_schemathesis": {side.name: side.as_dict() for side in sides},
        "survivors": [
            {"operator": one.mutant.operator, "target": one.mutant.target, "verdict": one.trial.verdict, "why": one.why}
            for one in power.survivors
        ],
    }
    return json_module.dumps(content, ensure_ascii=False, indent=2) + "\n"
