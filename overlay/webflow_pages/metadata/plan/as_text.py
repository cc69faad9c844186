"""A plan as text, for the terminal."""

from collections.abc import Iterable, Iterator
from typing import Final, Literal

from webflow_pages.metadata.plan.cost import ASSUMED_LIMIT, cost_of
from webflow_pages.metadata.plan.grouping import by_page, by_reason, fields_changed
from webflow_pages.metadata.plan.model import FILES, Change, Loss, Plan, Refusal, Update
from webflow_pages.metadata.wording import counted, lasting, said
from webflow_pages.printable import printable

Style = Literal["page", "before", "after", "refused", "warning", "quiet", "plain", "heading"]

Line = tuple[Style, str]
"""A line and what it is, so that a terminal can colour it."""

_NO_CHANGES: Final = "No changes: the site is as the files say."

_LONG: Final = 88
"""Characters of a change beyond which its two texts get lines of their own."""


def as_text(plan: Plan, *, together: int = 1) -> str:
    """Return a plan as text: the changes by page and locale, what is refused and why, losses, findings and cost.

    Args:
        plan: The plan.
        together: How many pages in locales one request is to write.
    """
    return "".join(f"{text}\n" for _, text in lines(plan, together=together))


def lines(plan: Plan, *, together: int = 1) -> Iterator[Line]:
    """Yield the lines of a plan, each with what it is."""
    for name, updates in by_page(plan):
        yield "page", printable(name)
        for update in updates:
            yield from _update(update)
        yield "plain", ""
    yield from _refusals(plan.refusals)
    yield from _losses(plan.losses)
    yield from _findings(plan)
    yield from _sum(plan, together)


def _update(update: Update) -> Iterator[Line]:
    yield "plain", f"  {printable(update.locale)}{' (primary)' if update.locale_id is None else ''}"
    for change in update.changes:
        yield from _change(change, "    ")
        if change.shows_in:
            tags = ", ".join(map(printable, change.shows_in))
            yield "quiet", f"      shows in {tags} as well, if they inherit it: pull again afterwards"


def _change(change: Change, indent: str) -> Iterator[Line]:
    before, after = said(change.field, change.before), said(change.field, change.after)
    if len(before) + len(after) <= _LONG:
        yield "after", f"{indent}{change.field:<22}  {before} → {after}"
        return
    yield "plain", f"{indent}{change.field}"
    yield "before", f"{indent}  - {before}"
    yield "after", f"{indent}  + {after}"


def _refusals(refusals: Iterable[Refusal]) -> Iterator[Line]:
    heading = True
    for refusal in refusals:
        if heading:
            yield "heading", "Refused, and left out:"
            heading = False
        place = f" ({printable(str(refusal.place))})" if refusal.place is not None else ""
        yield "refused", f"  {printable(refusal.name)} {printable(refusal.locale)}{place}"
        yield from _change(refusal.change, "    ")
        yield "quiet", f"      {refusal.advice}"
    if not heading:
        yield "plain", ""


def _losses(losses: tuple[Loss, ...]) -> Iterator[Line]:
    if not losses:
        return
    yield "heading", "What a rollback could not bring back:"
    for why, those in by_reason(losses):
        yield "warning", f"  {why}:"
        for loss in those:
            yield "plain", f"    {printable(loss.name)} {printable(loss.locale)} {loss.field or ''}".rstrip()
    yield "plain", ""


def _findings(plan: Plan) -> Iterator[Line]:
    counting = [finding for finding in plan.findings if finding.ignored is None]
    if not counting:
        return
    yield "heading", "What lint says of the texts as they would be:"
    for finding in counting:
        where = " ".join(printable(part) for part in (finding.page, finding.locale, finding.field or "") if part)
        style: Style = "refused" if finding.level == "error" else "warning" if finding.level == "warning" else "quiet"
        yield style, f"  {finding.code} {finding.level:<7} {where}: {printable(finding.message)}"
    yield "plain", ""


def _sum(plan: Plan, together: int) -> Iterator[Line]:
    if plan.refusals:
        yield "refused", f"{counted(len(plan.refusals), 'change')} refused."
    if not plan.updates:
        yield "plain", nothing(plan)
        return
    yield "plain", summary(plan)
    yield "plain", cost(plan, together=together)


def nothing(plan: Plan) -> str:
    """Return in one line that there is nothing to apply, and why."""
    if plan.refusals or plan.losses:
        return "Nothing to apply."
    return _NO_CHANGES if plan.origin == FILES else "No changes: the site is as it was before that run."


def summary(plan: Plan) -> str:
    """Return in one line how much would change."""
    fields, share = counted(fields_changed(plan), "field"), 100 * plan.share
    where = f"{len(plan.updates):,} of {plan.page_locales:,} pages and locales"
    return f"Would change {fields} in {where} ({share:.1f} %)."


def cost(plan: Plan, *, together: int = 1) -> str:
    """Return in one line what it takes to apply a plan."""
    spent = cost_of(plan, together=together)
    limit = plan.quota.limit
    at = f"at {limit or ASSUMED_LIMIT} a minute{'' if limit else ' (assumed)'}"
    how_long = f"about {lasting(spent.seconds)}" if spent.seconds else "without waiting"
    kinds = f"{counted(spent.reads, 'read')}, {counted(spent.writes, 'write')}"
    return f"Applying takes {counted(spent.requests, 'request')} ({kinds}), {how_long} {at}."
