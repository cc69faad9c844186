"""Carrying out an update, and telling what came of it or would come of it."""

from typing import TYPE_CHECKING

from webflow_pages import Page, ServerError, TransportError, UnexpectedResponseError
from webflow_pages.commands.changes import Wanted, arguments, differences, lost_bindings, why_not_applied
from webflow_pages.commands.documents import changes_document, update_document
from webflow_pages.commands.outcomes import FAILED, PENDING
from webflow_pages.commands.tables import changes_table, update_table
from webflow_pages.commands.writing import say, tell, tell_json

if TYPE_CHECKING:
    from webflow_pages import Webflow


def write(webflow: "Webflow", page_id: str, locale: str, wanted: Wanted, json: bool) -> int:
    """Update a page, tell which fields took, and return the exit code."""
    page = _updated(webflow, page_id, locale, wanted)
    try:
        if json:
            tell_json(update_document(page))
        else:
            tell(update_table(page, wanted))
    finally:  # what came of it counts even where the table cannot be written
        _say_outcome(page, wanted)
    return FAILED if page.not_applied else 0


def show_changes(page: Page, wanted: Wanted, json: bool) -> int:
    """Tell what an update would change on a page, and return the exit code."""
    changes = differences(page, wanted)
    if json:
        tell_json(changes_document(changes))
    elif changes:
        tell(changes_table(changes))
    if not changes:
        say("No changes: the page is so already.")
        return 0
    for field in lost_bindings(changes):
        say(f"{field} has a binding ({{{{wf …}}}}), which would be lost.")
    say(f"The update would change {len(changes)} of the {len(wanted)} fields given. Nothing was sent.")
    return PENDING


def _updated(webflow: "Webflow", page_id: str, locale: str, wanted: Wanted) -> Page:
    """Update a page. Where that breaks off, say that it may have been carried out."""
    try:
        return webflow.pages.update(page_id, locale=locale, **arguments(wanted))
    except (TransportError, ServerError, UnexpectedResponseError, KeyboardInterrupt) as error:
        if not isinstance(error, TransportError) or error.sent:
            say(f"webflow-pages: whether page {page_id} was changed is not known: look at it with 'webflow-pages get'")
        raise


def _say_outcome(page: Page, wanted: Wanted) -> None:
    if len(page.not_applied) < len(wanted):
        say("The change is staged, not live: it goes public when the page or the site is published.")
    if page.not_applied:
        say(f"webflow-pages: not applied, although Webflow answered 200: {', '.join(page.not_applied)}")
    for reason in why_not_applied(page):
        say(f"  {reason}")
