"""``webflow-contract unproven``."""

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from webflow_contract.commands.talking import tell

if TYPE_CHECKING:
    from webflow_contract.contract.register import Claim


def unproven(*, json: bool = False) -> int:
    """List what the contract says on report or by inference alone, the worst known first.

    No document of Webflow says it, and nobody has published traffic that shows it. Whoever has seen it live: correct
    its evidence in spec/observed.yaml.

    Parameters
    ----------
    json
        Print it as data for programs, with the reasons and the places in the contract.
    """
    from webflow_contract.contract import effective
    from webflow_contract.contract.register import unproven as listed

    claims = listed(effective.load())
    if json:
        from attrs import asdict

        from webflow_contract.reports.as_json import dump

        sys.stdout.write(dump({"schema": 1, "unproven": [asdict(claim) for claim in claims]}))
        return 0
    for line in _table(claims):
        tell(line)
    return 0


def _table(claims: "Sequence[Claim]") -> Iterator[str]:
    """Yield a row for each, what is claimed and its source below: they are sentences, and no screen has the room."""
    width = max((len(claim.name) for claim in claims), default=0)
    yield f"{'confidence':10}  {'name':{width}}  date"
    for claim in claims:
        yield f"{claim.confidence:10}  {claim.name:{width}}  {claim.date}"
        yield f"  what    {claim.what}"
        yield f"  source  {claim.source}"
