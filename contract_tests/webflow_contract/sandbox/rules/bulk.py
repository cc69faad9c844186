"""The vendor's beta: up to 100 updates of pages and locales of one site in one request (documented)."""

from collections.abc import Mapping
from typing import Any, Final, cast

from attrs import evolve, frozen

from webflow_contract.sandbox.rules import errors, validation
from webflow_contract.sandbox.rules.bodies import Json, page_body
from webflow_contract.sandbox.rules.call import Call
from webflow_contract.sandbox.rules.errors import RefusedError
from webflow_contract.sandbox.rules.locales import written_locale
from webflow_contract.sandbox.rules.updates import write
from webflow_contract.sandbox.rules.validation import Update
from webflow_contract.sandbox.seed.model import Locale, Site
from webflow_contract.sandbox.world.pages import Staged

MOST: Final = 100
"""Entries in one request (documented)."""


@frozen
class Entry:
    """One update of the request: the page, the locale if it is a secondary one, and what it says."""

    page_id: str
    locale_id: str | None
    update: Update


def validate(call: Call) -> list[Entry]:
    """Return what a body says.

    Raises:
        RefusedError: It is no list of 1 to 100 entries, an entry is malformed, or two have the same id and localeId.
    """
    content_type = call.request.headers.get("content-type", "")
    document = validation.document(call.request.content, content_type, call.assumptions)
    listed = document.get("pages")
    if not isinstance(listed, list):
        raise errors.invalid_values([errors.wrong_type("pages", "array")])
    if not 1 <= len(listed) <= MOST:
        raise errors.refused_bulk(f"Value (pages) should contain 1 to {MOST} items", call.assumptions)
    reader = validation.Reader(call.assumptions)
    entries = [_entry(entry, f"pages[{index}]", reader) for index, entry in enumerate(listed)]
    reader.refuse_problems()
    entries = [
        evolve(
            entry,
            page_id=validation.spelled(entry.page_id, call.assumptions),
            locale_id=validation.checked_locale_id(entry.locale_id, call.assumptions),
        )
        for entry in entries
    ]
    for entry in entries:
        validation.require_id(entry.page_id)
    if len({(entry.page_id, entry.locale_id) for entry in entries}) < len(entries):
        raise errors.refused_bulk("Value (pages) should not contain duplicates", call.assumptions)
    return entries


def _entry(given: object, name: str, reader: validation.Reader) -> Entry:
    if not isinstance(given, dict):
        reader.problems.append(errors.wrong_type(name, "object"))
        return Entry("", None, Update())
    entry, prefix = cast("Mapping[str, Any]", given), f"{name}."
    page_id = reader.text(entry, "id", prefix)
    if "id" not in entry:
        reader.problems.append(errors.wrong_type(f"{prefix}id", "string"))
    locale_id = reader.text(entry, "localeId", prefix)
    return Entry(page_id or "", locale_id, reader.update(entry, prefix))


def answer(call: Call, entries: list[Entry]) -> Json:
    """Carry out every entry and return the pages, in the order of the request.

    Raises:
        RefusedError: An entry cannot be carried out.
    """
    sites_before, pages_before = dict(call.world.sites), list[Staged]()
    try:
        locales = [_carry_out(call, entry, entries[0], pages_before) for entry in entries]
    except RefusedError:
        if call.assumptions.bulk_with_a_refused_entry == "nothing_applied":
            call.world.sites = sites_before
            for staged in reversed(pages_before):
                call.world.pages.keep(staged)
        raise
    # Looked up anew: an entry may have written another locale of a page that an entry before it wrote.
    written = [call.page(entry.page_id) for entry in entries]
    bodies = zip(written, locales, strict=True)
    return {"pages": [page_body(staged, site, locale, call.world) for (staged, site), locale in bodies]}


def _carry_out(call: Call, entry: Entry, first: Entry, before: list[Staged]) -> Locale:
    """Carry out one entry, and return the locale that it wrote. The page as it was goes to the end of a list."""
    staged, site = call.writable_page(entry.page_id)
    if site.id != call.page(first.page_id)[1].id and call.assumptions.bulk_of_several_sites == "bad_request":
        raise errors.malformed_request()
    locale = _locale(entry, site, call)
    before.append(staged)
    write(entry.update, staged, site, locale, call.world)
    return locale


def _locale(entry: Entry, site: Site, call: Call) -> Locale:
    """Return the locale of an entry. The primary one is meant by leaving it out, and refused by its id (documented)."""
    if entry.locale_id == site.primary.id:
        raise errors.not_a_secondary_locale()
    return written_locale(entry.locale_id, site, call.assumptions)
