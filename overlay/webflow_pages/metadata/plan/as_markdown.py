"""A plan as Markdown, for a pull request or a job's summary."""

from collections.abc import Iterator

from webflow_pages.metadata.markdown import bounded, code, plain, table
from webflow_pages.metadata.plan.as_text import cost, nothing, summary
from webflow_pages.metadata.plan.grouping import by_page
from webflow_pages.metadata.plan.model import Change, Plan
from webflow_pages.metadata.wording import said


def as_markdown(plan: Plan) -> str:
    """Return a plan as Markdown, of 1 MB at the most."""
    return bounded(_lines(plan), "The rest is left out, as there is no room for it: see the plan itself.")


def _lines(plan: Plan) -> Iterator[str]:
    yield f"## Plan for site {code(plan.site_id)}"
    yield ""
    if plan.updates:
        yield f"**{plain(summary(plan))}** {plain(cost(plan))}"
    else:
        yield f"**{plain(nothing(plan))}**"
    yield ""
    yield from _refusals(plan)
    yield from _losses(plan)
    yield from _findings(plan)
    yield from _changes(plan)


def _changes(plan: Plan) -> Iterator[str]:
    if not plan.updates:
        return
    yield "### Changes"
    yield ""
    rows = (
        (code(name), plain(update.locale), *_change(change))
        for name, updates in by_page(plan)
        for update in updates
        for change in update.changes
    )
    yield from table(("Page", "Locale", "Field", "Now", "Would be"), rows)


def _change(change: Change) -> tuple[str, str, str]:
    shows = f" (shows in {plain(', '.join(change.shows_in))} as well, if they inherit it)" if change.shows_in else ""
    before, after = said(change.field, change.before), said(change.field, change.after)
    return code(change.field), plain(before), plain(after) + shows


def _refusals(plan: Plan) -> Iterator[str]:
    if plan.refusals:
        yield f"### Refused, and left out ({len(plan.refusals)})"
        yield ""
        rows = (
            (code(refusal.name), plain(refusal.locale), *_change(refusal.change), plain(refusal.advice))
            for refusal in plan.refusals
        )
        yield from table(("Page", "Locale", "Field", "Now", "Asked for", "Why"), rows)


def _losses(plan: Plan) -> Iterator[str]:
    if plan.losses:
        yield f"### What a rollback could not bring back ({len(plan.losses)})"
        yield ""
        rows = ((code(loss.name), plain(loss.locale), code(loss.field or "-"), plain(loss.why)) for loss in plan.losses)
        yield from table(("Page", "Locale", "Field", "Why"), rows)


def _findings(plan: Plan) -> Iterator[str]:
    counting = [finding for finding in plan.findings if finding.ignored is None]
    if counting:
        yield f"### What lint says of the texts as they would be ({len(counting)})"
        yield ""
        rows = (
            (
                code(finding.code),
                finding.level,
                code(finding.page),
                plain(finding.locale),
                plain(finding.field or ""),
                plain(finding.message),
            )
            for finding in counting
        )
        yield from table(("Rule", "Level", "Page", "Locale", "Field", "What"), rows)
