"""What came of applying a plan, as it is told: what did not go as planned, how much did, and what is next."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from webflow_pages.commands.documents import SCHEMA, Document
from webflow_pages.commands.writing import say, tell, visible

if TYPE_CHECKING:
    from webflow_pages.metadata.applying.applied import Applied
    from webflow_pages.metadata.applying.outcomes import FieldOutcome, Outcome
    from webflow_pages.metadata.applying.run import Run
    from webflow_pages.metadata.fields import Field, Value
    from webflow_pages.metadata.plan.model import Plan

_MOST: Final = 50
"""Lines for each kind of outcome. The rest is counted."""

_AS_PLANNED: Final = ("changed", "already-so")

_COUNTED: Final[dict[str, str]] = {
    "changed": "changed",
    "already-so": "already so",
    "ignored": "ignored by Webflow",
    "normalised": "made something else by Webflow",
    "also-changed": "changed by Webflow, though not asked for",
    "failed": "failed",
    "stale": "changed by somebody since the plan was made, and left alone",
    "not-sent": "not sent",
}


def applied_document(applied: "Applied", run: "Run") -> Document:
    """Return what ``apply --json`` and ``rollback --json`` print.

    ``written`` and ``unknown`` count pages and locales, all attempts of the run included, and ``refused`` changes.
    """
    halt = applied.halt
    return {
        "schema": SCHEMA,
        "run": applied.run,
        "outcomes": [_outcome_document(one) for one in applied.outcomes],
        "counts": dict(applied.counts),
        "written": run.log.written,
        "unknown": run.log.unknown,
        "refused": len(run.plan.refusals),
        "requests": applied.requests,
        "seconds": round(applied.seconds, 3),
        "open": applied.open,
        "halt": None if halt is None else {"cause": halt.cause, "why": halt.why},
        "staged": applied.staged,
    }


def not_sent_document(plan: "Plan", why: str) -> Document:
    """Return what ``apply --json`` and ``rollback --json`` print where no run has begun: nothing was sent."""
    from webflow_pages.metadata.applying.outcomes import all_of, counts_of

    outcomes = [one for update in plan.updates for one in all_of(update, "not-sent", why)]
    return {
        "schema": SCHEMA,
        "run": None,
        "outcomes": [_outcome_document(one) for one in outcomes],
        "counts": dict(counts_of(outcomes)),
        "written": 0,
        "unknown": 0,
        "refused": len(plan.refusals),
        "requests": 0,
        "seconds": 0.0,
        "open": False,
        "halt": None,
        "staged": True,
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
    now = _quoted(one.field, one.now)
    if one.outcome == "ignored":
        return f"Webflow ignored it, and it is still {now}{_why_ignored(one)}"
    if one.outcome == "normalised":
        return f"Webflow made it {now}, and {_quoted(one.field, one.after)} was sent"
    if one.outcome == "also-changed":
        return f"Webflow made it {now}, though it was not asked for, and it was {_quoted(one.field, one.before)}"
    if one.outcome == "stale":
        return (
            f"left alone, as {one.why}" if one.why else f"left alone: somebody has made it {now} since it was planned"
        )
    return f"{'failed' if one.outcome == 'failed' else 'not sent'}: {one.why}"


def _quoted(field: "Field", value: "Value | None") -> str:
    """Return what a field holds, in quotes where that is a text, as it stands within a sentence."""
    from webflow_pages.metadata.wording import said

    return f'"{said(field, value)}"' if isinstance(value, str) and value else said(field, value)


def _why_ignored(one: "FieldOutcome") -> str:
    if one.field != "slug":
        return ""
    return " (it does so on utility pages, and in secondary locales without an Advanced or Enterprise plan)"


def say_what_next(applied: "Applied", run: "Run") -> None:
    """Say what is staged, how to undo it, and how to go on."""
    from webflow_pages.metadata.applying.run import PLAN
    from webflow_pages.metadata.wording import counted

    say(f"Run {applied.run}: {applied.requests:,} requests, {applied.seconds:.0f} s.")
    if run.log.unknown:
        those = counted(run.log.unknown, "page")
        say(f"{those} in locales may have been written, as nobody knows what became of what was sent.")
    if applied.wrote:
        say("The changes are staged, not live: they go public when the page or the site is published.")
        say(f"To undo them: webflow-pages rollback {applied.run}")
    if run.plan.refusals:
        say(left_out(run.plan))
    if applied.halt is not None:
        say(f"webflow-pages: stopped: {applied.halt.why}")
    if applied.open:
        say(f"To go on where it stopped: webflow-pages apply {run.folder / PLAN}")
    if applied.counts["failed"] and not applied.open:
        say(f"{counted(applied.counts['failed'], 'field')} failed: see why, and plan again.")
    if applied.counts["stale"]:
        say("What somebody has changed was left alone: look at it, and plan again.")


def left_out(plan: "Plan") -> str:
    """Return in one line how many changes a plan refuses."""
    from webflow_pages.metadata.wording import counted

    refused = len(plan.refusals)
    return f"{counted(refused, 'change')} {'was' if refused == 1 else 'were'} refused when the plan was made."
