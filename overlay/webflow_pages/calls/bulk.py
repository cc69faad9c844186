"""The vendor's beta: up to a hundred updates of pages of one site in one request. Nothing here does I/O.

It is documented by the vendor's published file of 2026-05-26, is no part of the contract, and was never run.
"""

from collections.abc import Sequence
from typing import Any, Final

from attrs import frozen

from webflow_pages.bulk import BulkUpdate
from webflow_pages.calls import operations
from webflow_pages.calls.applied import not_applied
from webflow_pages.calls.body import page_update
from webflow_pages.calls.call import Answer
from webflow_pages.calls.flows import Flow, Known, Place, place_of_pages
from webflow_pages.calls.locales import check_locale
from webflow_pages.calls.operations import check_id
from webflow_pages.errors import InvalidArgumentError, LocaleMismatchError, UnexpectedResponseError
from webflow_pages.results import Page

MOST: Final = 100
"""Entries in one request (documented)."""

_ADVICE: Final = "Look at the pages of this request: what became of the updates is not known"


@frozen
class _Entry:
    page_id: str
    place: Place
    body: Any
    name: str


def update_bulk(known: Known, updates: Sequence[BulkUpdate]) -> Flow[list[Page]]:
    """Update pages in their locales, and return them in the order of the updates."""
    bodies = [_checked(number, update) for number, update in enumerate(updates)]
    if not 1 <= len(bodies) <= MOST:
        raise InvalidArgumentError(f"updates has to have 1 to {MOST} entries, and has {len(bodies)}")
    pages = [update.page_id for update in updates]
    places = yield from place_of_pages(known, pages, [check_locale(update.locale) for update in updates])
    entries = [
        _Entry(page_id, place, body, f"updates[{number}]")
        for number, (page_id, place, body) in enumerate(zip(pages, places, bodies, strict=True))
    ]
    _check_distinct(entries)
    call = operations.update_pages_call([_to_json(entry) for entry in entries])
    answer = yield call
    try:
        listed = call.read(answer)
    except UnexpectedResponseError as error:
        error.put_first(f"{_ADVICE}.")
        raise
    return _matched(entries, listed.pages, answer)


def _checked(number: int, update: object) -> Any:  # noqa: ANN401  (a generated model)
    if not isinstance(update, BulkUpdate):
        raise InvalidArgumentError(f"updates[{number}] has to be a BulkUpdate, and is {type(update).__name__}")
    check_id(f"updates[{number}].page_id", update.page_id)
    try:
        return page_update(title=update.title, slug=update.slug, seo=update.seo, open_graph=update.open_graph)
    except InvalidArgumentError as error:
        raise InvalidArgumentError(f"updates[{number}]: {error}") from None


def _check_distinct(entries: Sequence[_Entry]) -> None:
    """Refuse the same page and locale twice, as the service does (documented)."""
    seen: dict[tuple[str, str | None], str] = {}
    for entry in entries:
        other = seen.setdefault((entry.page_id.lower(), entry.place.locale_id), entry.name)
        if other != entry.name:
            raise InvalidArgumentError(f"{other} and {entry.name} are the same page and locale: give it once")


def _to_json(entry: _Entry) -> dict[str, Any]:
    # Of the primary locale, no id is sent (documented).
    locale = {} if entry.place.locale_id is None else {"localeId": entry.place.locale_id}
    return {"id": entry.page_id, **locale, **entry.body.to_dict()}


def _matched(entries: Sequence[_Entry], pages: Sequence[Page], answer: Answer) -> list[Page]:
    """Return the page that answers each entry. In which order they come is not documented."""
    if len(pages) != len(entries):
        advice = f"{_ADVICE}: it had {len(entries)}, and the answer has {len(pages)}."
        raise answer.error(UnexpectedResponseError, advice, pointer="/pages")
    left = list(pages)
    found: dict[str, Page] = {}
    # The primary locale's id may not be known, and then any locale passes for it.
    for entry in sorted(entries, key=lambda entry: entry.place.locale_id is None):
        page = next((page for page in left if _same(entry, page) and entry.place.answers(page)), None)
        if page is None:
            raise _not_found(entry, left, answer)
        left.remove(page)
        page.not_applied = not_applied(entry.body, page)
        found[entry.name] = page
    return [found[entry.name] for entry in entries]


def _same(entry: _Entry, page: Page) -> bool:
    return page.id.lower() == entry.page_id.lower()


def _not_found(entry: _Entry, left: Sequence[Page], answer: Answer) -> Exception:
    came = next((page for page in left if _same(entry, page)), None)
    if came is None:
        advice = f"{_ADVICE}: page {entry.page_id} is not in the answer, and its update may have gone to another one."
        return answer.error(UnexpectedResponseError, advice, pointer="/id")
    wanted, got = entry.place.locale_id or "primary", came.locale_id or "no locale"
    advice = f"{_ADVICE}: asked for locale {wanted} of page {entry.page_id}, got {got}."
    return answer.error(LocaleMismatchError, advice)
