"""What came of applying a plan, as it is told: what did not go as planned, how much did, and what is next."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from webflow_pages.commands.documents import SCHEMA, Document
from webflow_pages.commands.writing import say, tell, visible

if TYPE_CHECKING:
    from webflow_pages.metadata.applying.applied import Applied
    from webflow_pages.metadata.applying.outcomes import FieldOutcome, Outcome

_MOST: Final = 50
"""Lines for each kind of outcome. The rest is counted."""

_AS_PLANNED: Final = ("changed", "already-so")

_COUNTED: Final[dict[str, str]] = {
    "changed": "changed",
    "already-so": "already so",
    "ignored": "ignored by Webflow",
    "normalised": "made something else by Webflow",
    "failed": "failed",
    "stale": "changed by somebody since the plan was made, and left alone",
    "not-sent": "not sent",
}


def applied_document(applied: "Applied | None") -> Document:
    """Return what ``apply --json`` and ``rollback --json`` print. None stands for a plan without changes."""
    if applied is None:
        nothing: Document = {"run": None, "outcomes": [], "counts": {}, "requests": 0, "seconds": 0.0}
        return {"schema": SCHEMA, **nothing, "open": False, "halt": None, "staged": True}
    halt = applied.halt
    return {
        "schema": SCHEMA,
        "run": applied.run,
        "outcomes": [_outcome_document(one) for one in applied.outcomes],
        "counts": dict(applied.counts),
        "requests": applied.requests,
        "seconds": round(applied.seconds, 3),
        "open": applied.open,
        "halt": None if halt is None else {"cause": halt.cause, "why": halt.why},
        "staged": applied.staged,
    }


def _outcome_document(one: "FieldOutcome") -> Document:
    from webflow_pages.metadata.plan.document import value_to_json

    return {
        "page": one.page_id,
        "path": one.path,
        "locale": one.locale,
        "field": one.field,
        "outcome": one.outcome,
        "before": value_to_json(one.before),
        "after": value_to_json(one.after),
        "now": value_to_json(one.now),
        "why": one.why,
    }


def tell_applied(applied: "Applied") -> None:
    """Tell what did not go as planned, line by line, and how much did."""
    tell("".join(f"{visible(line)}\n" for line in _lines(applied)))


def _lines(applied: "Applied") -> Iterator[str]:
    told: dict[Outcome, int] = {}
    for one in applied.outcomes:
        if one.outcome in _AS_PLANNED:
            continue
        told[one.outcome] = told.get(one.outcome, 0) + 1
        if told[one.outcome] <= _MOST:
            yield f"{one.name} {one.locale} {one.field}: {_what(one)}"
    for outcome, number in told.items():
        if number > _MOST:
            yield f"… and {number - _MOST:,} more {_COUNTED[outcome]} (--json tells all)"
    counts = [f"{number:,} {_COUNTED[outcome]}" for outcome, number in applied.counts.items() if number]
    yield f"Fields: {', '.join(counts)}."


def _what(one: "FieldOutcome") -> str:
    from webflow_pages.metadata.wording import said

    now = said(one.field, one.now)
    if one.outcome == "ignored":
        return f"Webflow ignored it, and it is still {now}{_why_ignored(one)}"
    if one.outcome == "normalised":
        return f"Webflow made it {now}, and {said(one.field, one.after)} was sent"
    if one.outcome == "stale":
        return f"left alone, as {one.why}" if one.why else f"left alone, as it is {now} since the plan was made"
    return f"{'failed' if one.outcome == 'failed' else 'not sent'}: {one.why}"


def _why_ignored(one: "FieldOutcome") -> str:
    if one.field != "slug":
        return ""
    return " (it does so on utility pages, and in secondary locales without an Advanced or Enterprise plan)"


def say_what_next(applied: "Applied", folder: Path) -> None:
    """Say what is staged, how to undo it, and how to go on."""
    seconds = f"{applied.seconds:.0f} s"
    say(f"Run {applied.run}: {applied.requests:,} requests, {seconds}.")
    if applied.wrote:
        say("The changes are staged, not live: they go public when the page or the site is published.")
        say(f"To undo them: webflow-pages rollback {applied.run}")
    if applied.halt is not None:
        say(f"webflow-pages: stopped: {applied.halt.why}")
    if applied.open:
        say(f"To go on where it stopped: webflow-pages apply {folder / 'plan.json'}")
    elif applied.counts["stale"]:
        say("What somebody has changed was left alone: look at it, and plan again.")
