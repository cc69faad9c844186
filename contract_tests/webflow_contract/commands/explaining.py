"""``webflow-contract explain``."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from webflow_contract.commands.talking import say, tell
from webflow_contract.errors import ContractToolError, meant, unknown

if TYPE_CHECKING:
    from webflow_contract.rules import Rule

_PROPOSE: Final = "webflow-contract propose ID --report FILE"


def explain(rule: str | None = None, /) -> int:
    """Say what a rule of the check or of diff means, or list those of the check.

    Parameters
    ----------
    rule
        The rule's id, such as response-property-type-changed.
    """
    from webflow_contract.rules import RULES
    from webflow_contract.rules.changes import CHANGES

    if rule is None:
        for line in _listed(RULES.values()):
            tell(line)
        say(f"These are about answers. The {len(CHANGES)} rules of 'webflow-contract diff' are explained by their ids.")
        return 0
    known = {**CHANGES, **RULES}
    if rule not in known:
        raise ContractToolError(unknown("rule", rule, known if meant(rule, known) else RULES))
    for line in _explained(known[rule]) if rule in RULES else _of_documents(known[rule]):
        tell(line)
    return 0


def _listed(rules: "Iterable[Rule]") -> Iterator[str]:
    from webflow_contract.rules import LEVELS

    ordered = sorted(rules, key=lambda rule: LEVELS.index(rule.level))
    width = max(len(rule.id) for rule in ordered)
    for rule in ordered:
        yield f"{rule.level:11}  {rule.id:{width}}  {rule.meaning}"


def _explained(rule: "Rule") -> Iterator[str]:
    yield rule.id
    yield ""
    yield f"  means       {rule.meaning}"
    yield f"  level       {rule.level}"
    yield f"  id          {'oasdiff has it, too' if rule.oasdiff else 'of this check: only a live service shows it'}"
    yield f"  documented  {rule.documented}    (an example)"
    yield f"  observed    {rule.observed}"
    yield f"  advice      {rule.advice}"
    yield "  accept      webflow-contract baseline add ID --report FILE --reason TEXT --owner TEXT --expires DATE"
    yield f"  propose     {_proposing(rule.id)}"


def _proposing(rule: str) -> str:
    """Return how a finding is proposed. Where no Overlay can say it, documents may still change by the same rule."""
    from webflow_contract.following.documented import can_be_said
    from webflow_contract.following.loosening import LOOSENING
    from webflow_contract.rules.changes import CHANGES

    if rule in LOOSENING:
        return _PROPOSE
    of_documents = f"; of a change of documents: {_PROPOSE}" if rule in CHANGES and can_be_said(rule) else ""
    return f"no OpenAPI Overlay can say it{of_documents}"


def _of_documents(rule: "Rule") -> Iterator[str]:
    from webflow_contract.following.documented import can_be_said

    yield rule.id
    yield ""
    yield f"  means       {rule.meaning}"
    yield f"  level       {rule.level}"
    yield f"  id          {'oasdiff has it, too' if rule.oasdiff else 'of this diff'}"
    yield f"  advice      {rule.advice}"
    by_hand = "no patch can say it: edit spec/openapi.yaml by hand"
    yield f"  propose     {_PROPOSE if can_be_said(rule.id) else by_hand}"
