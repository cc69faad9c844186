"""Evidence: what a run has shown about what the sandbox only assumes."""

from collections.abc import Container, Iterator
from typing import Literal

from attrs import frozen

from webflow_contract.assumptions import Assumption, register
from webflow_contract.check.probes import Past
from webflow_contract.check.questions.catalogue import NOT_ASKED, QUESTIONS

Outcome = Literal["confirmed", "refuted", "unknown"]

_NOT_SEEN = "Nothing that was sent has shown it."
_UNASKED = "It was not asked: there was no request left, which --budget gives."


@frozen
class Evidence:
    """What is known of an assumption after a run.

    ``assumed`` is what the sandbox does, and ``observed`` what the service does: another answer of the register, or a
    few words; None where it is still unknown, and then ``reason`` says why.
    """

    question: str
    assumed: str
    observed: str | None
    outcome: Outcome
    reason: str = ""


def evidence(past: Past, unasked: Container[str]) -> Iterator[Evidence]:
    """Yield what the exchanges of a run say of each question in the register, in its order.

    ``unasked`` are the questions that no request was left for.
    """
    for assumption in register():
        yield _of(assumption, past, unasked)


def _of(assumption: Assumption, past: Past, unasked: Container[str]) -> Evidence:
    name, assumed = assumption.name, assumption.default
    if name in NOT_ASKED:
        return Evidence(name, assumed, None, "unknown", NOT_ASKED[name])
    observed = QUESTIONS[name].answer(past)
    if observed is None:
        return Evidence(name, assumed, None, "unknown", _UNASKED if name in unasked else _NOT_SEEN)
    return Evidence(name, assumed, observed, "confirmed" if observed == assumed else "refuted")
