"""Asking whether a plan that was shown is to be applied."""

import sys
from typing import TYPE_CHECKING, Literal

from webflow_pages.commands.outcomes import FAILED, USAGE
from webflow_pages.commands.writing import say, tell_json

if TYPE_CHECKING:
    from webflow_pages.metadata.plan.model import Plan

Answer = Literal["yes", "no", "nobody"]
"""What came of asking: nobody can be asked without a terminal."""


def asked(*, yes: bool) -> Answer:
    """Ask, unless that was answered beforehand."""
    if yes:
        return "yes"
    if sys.stdin is None or sys.stderr is None or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return "nobody"
    sys.stderr.write("Apply this? [y/N] ")
    sys.stderr.flush()
    return "yes" if sys.stdin.readline().strip().lower() in ("y", "yes") else "no"


def declined(plan: "Plan", *, yes: bool, json: bool) -> int | None:
    """Ask whether a plan is to be applied, and return the exit code where it is not: 1, or 2 where nobody was asked."""
    from webflow_pages.commands.applied import not_sent_document

    answer = asked(yes=yes)
    if answer == "yes":
        return None
    is_no = answer == "no"
    if json:
        tell_json(not_sent_document(plan, "the answer was no" if is_no else "nobody could be asked"))
    say("Nothing was sent." if is_no else "Nothing was sent: add --yes to apply this where nobody can be asked.")
    return FAILED if is_no else USAGE
