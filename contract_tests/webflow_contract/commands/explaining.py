"""``webflow-contract explain``."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from webflow_contract.commands.talking import tell
from webflow_contract.errors import ContractToolError, unknown

if TYPE_CHECKING:
    from webflow_contract.check.rules import Rule


def explain(rule: str | None = None, /) -> int:
    """Say what a rule of the check means, or list them all.

    Parameters
    ----------
    rule
        The rule's id, such as response-property-type-changed.
    """
    from webflow_contract.check.rules import RULES

    if rule is not None and rule not in RULES:
        raise ContractToolError(unknown("rule", rule, RULES))
    for line in _listed(RULES.values()) if rule is None else _explained(RULES[rule]):
        tell(line)
    return 0


def _listed(rules: "Iterable[Rule]") -> Iterator[str]:
    from webflow_contract.check.report import LEVELS

    ordered = sorted(rules, key=lambda rule: LEVELS.index(rule.level))
    width = max(len(rule.id) for rule in ordered)
    for rule in ordered:
        yield f"{rule.level:11}  {rule.id:{width}}  {rule.meaning}"


def _explained(rule: "Rule") -> Iterator[str]:
    from webflow_contract.check.proposals import PROPOSED

    yield rule.id
    yield ""
    yield f"  means       {rule.meaning}"
    yield f"  level       {rule.level}"
    yield f"  id          {'oasdiff has it, too' if rule.oasdiff else 'of this check: only a live service shows it'}"
    yield f"  documented  {rule.documented}    (an example)"
    yield f"  observed    {rule.observed}"
    yield f"  advice      {rule.advice}"
    yield "  accept      webflow-contract baseline add ID --report FILE --reason TEXT --owner TEXT --expires DATE"
    proposing = "webflow-contract propose ID --report FILE" if rule.id in PROPOSED else "no OpenAPI Overlay can say it"
    yield f"  propose     {proposing}"
