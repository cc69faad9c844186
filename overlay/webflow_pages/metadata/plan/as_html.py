"""A plan as one HTML file: what would change, and how a search result and a social card would look."""

from collections.abc import Iterator

from webflow_pages.metadata.html import document, element, text
from webflow_pages.metadata.plan.as_text import cost, nothing, summary
from webflow_pages.metadata.plan.grouping import by_page, by_reason, fields_changed
from webflow_pages.metadata.plan.model import Change, Plan, Update
from webflow_pages.metadata.preview import Preview, preview_of
from webflow_pages.metadata.wording import said


def as_html(plan: Plan) -> str:
    """Return a plan as HTML. The same plan gives the same text."""
    return document(f"Plan for site {plan.site_id}", _body(plan))


def _body(plan: Plan) -> Iterator[str]:
    yield element("h1", f"Plan for site {text(plan.site_id)}")
    yield element("p", f"Made {text(plan.made)} from {text(plan.origin)}. Nothing was sent.", class_="quiet")
    if plan.updates:
        yield element("p", f"{text(summary(plan))}<br>{text(cost(plan))}", class_="verdict")
    else:
        yield element("p", text(nothing(plan)), class_="verdict")
    yield from _refusals(plan)
    yield from _changes(plan)
    yield from _losses(plan)
    yield from _findings(plan)


def _changes(plan: Plan) -> Iterator[str]:
    if plan.updates:
        yield element("h2", f"Changes ({fields_changed(plan)})")
    for name, updates in by_page(plan):
        yield element("h3", text(name))
        for update in updates:
            yield from _update(update)


def _update(update: Update) -> Iterator[str]:
    primary = " (primary)" if update.locale_id is None else ""
    yield element("p", element("span", f"{text(update.locale)}{primary}", class_="chip"))
    yield from _table(("Field", "Now", "Would be"), (_change(change) for change in update.changes))
    before = preview_of(update.name, update.before)
    after = preview_of(update.name, {**update.before, **update.after})
    if before != after:
        yield element("div", _preview("Now", before) + _preview("Would be", after), class_="previews")


def _change(change: Change) -> str:
    shows = (
        f"<br>{text('shows in ' + ', '.join(change.shows_in) + ' as well, if they inherit it')}"
        if change.shows_in
        else ""
    )
    return (
        element("td", element("code", text(change.field)) + element("span", shows, class_="quiet"))
        + element("td", text(said(change.field, change.before)), class_="before")
        + element("td", text(said(change.field, change.after)), class_="after")
    )


def _preview(label: str, preview: Preview) -> str:
    result = (
        element("div", text(preview.path), class_="path")
        + _text("title", preview.title, "no title")
        + _text("description", preview.description, "no description")
    )
    card = element("div", "picture", class_="picture") + element(
        "div",
        _text("title", preview.card_title, "no title")
        + _text("description", preview.card_description, "no description"),
        class_="texts",
    )
    parts = element("span", label, class_="chip") + element("div", result, class_="result")
    return element("div", parts + element("div", card, class_="card"), class_="preview")


def _text(kind: str, shown: str | None, otherwise: str) -> str:
    content = element("span", otherwise, class_="none") if shown is None else text(shown)
    return element("div", content, class_=kind)


def _refusals(plan: Plan) -> Iterator[str]:
    if not plan.refusals:
        return
    yield element("h2", f"Refused, and left out ({len(plan.refusals)})")
    rows = (
        element("td", text(refusal.name))
        + element("td", text(refusal.locale))
        + _change(refusal.change)
        + element("td", text(refusal.advice))
        for refusal in plan.refusals
    )
    yield from _table(("Page", "Locale", "Field", "Now", "Asked for", "Why"), rows)


def _losses(plan: Plan) -> Iterator[str]:
    if not plan.losses:
        return
    yield element("h2", f"What a rollback could not bring back ({len(plan.losses)})")
    rows = (
        element("td", text(why))
        + element("td", "<br>".join(text(f"{one.name} {one.locale} {one.field or ''}") for one in those))
        for why, those in by_reason(plan.losses)
    )
    yield from _table(("Why", "Where"), rows)


def _findings(plan: Plan) -> Iterator[str]:
    counting = [finding for finding in plan.findings if finding.ignored is None]
    if not counting:
        return
    yield element("h2", f"What lint says of the texts as they would be ({len(counting)})")
    rows = (
        element("td", element("span", text(f"{finding.code} {finding.level}"), class_=f"chip {finding.level}"))
        + "".join(
            element("td", text(part)) for part in (finding.page, finding.locale, finding.field or "", finding.message)
        )
        for finding in counting
    )
    yield from _table(("Rule", "Page", "Locale", "Field", "What"), rows)


def _table(head: tuple[str, ...], rows: Iterator[str]) -> Iterator[str]:
    yield '<div class="wide"><table>'
    yield element("tr", "".join(element("th", text(one)) for one in head))
    for row in rows:
        yield element("tr", row)
    yield "</table></div>"
