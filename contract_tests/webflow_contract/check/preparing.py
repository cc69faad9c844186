"""Decide what may be written: only what can be put back, on a page that nobody else is at work on."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from webflow_contract.check import judges, plan
from webflow_contract.check.findings import Finding, Place
from webflow_contract.check.journal import Journal, Original
from webflow_contract.check.plan import Writing, single
from webflow_contract.check.probes import Exchange, Past
from webflow_contract.check.restoring import Changed
from webflow_contract.check.sending import NotJudgedError
from webflow_contract.check.subject import Credentials, Subject, is_marked, is_special, metadata, writable_texts
from webflow_pages.calls.locales import SiteLocales
from webflow_pages.errors import InvalidArgumentError


def prepare(subject: Subject, credentials: Credentials, locales: Mapping[str, str], past: Past) -> Writing:
    """Return what the updates may write. ``locales`` are the ids of the secondary locales by tag.

    Raises:
        NotJudgedError: Nothing may be.
    """
    page, localized = past["page"], {tag: past[plan.IN_LOCALE + tag] for tag in locales}
    if not is_asked_for(page, past):
        raise NotJudgedError("The page could not be read as it is, so nothing was written.")
    _refuse_special_page(subject, page.body)
    listed = listed_page(past["pages"], subject.page_id)
    reads = {"the primary locale": page.body, **{tag: read.body for tag, read in localized.items()}}
    for where, body in [*reads.items(), ("the primary locale", listed and listed[1])]:
        _refuse_marked(body, where)
    texts = _agreed(_texts(page), listed and listed[1])
    if not texts:
        raise NotJudgedError("A read and a list differ in every text of the page, so nothing was written.")
    scoped = credentials.without_write is not None
    tag = _locale_to_write(subject, locales, past["site"].body)
    # What came for another locale than the one asked for is a finding, and cannot be what is put back there.
    if tag is None or not is_asked_for(localized[tag], past):
        return Writing(subject, texts, scoped, locales)
    own = own_texts(localized[tag], page)
    if not own:
        raise NotJudgedError(
            f"The page has no text of its own in {tag}, and one that is written there may never be taken back: "
            "translate one first, or leave --locale out."
        )
    agreed = _agreed(own, _listed_in(locales[tag], past["one page"], subject))
    covered = single(texts)  # by the next update of the primary locale: should it cross, nobody would see it
    written = {place: text for place, text in agreed.items() if place != covered} or agreed
    return Writing(subject, texts, scoped, locales, tag if written else "", written)


def own_texts(localized: Exchange, primary: Exchange) -> dict[Place, str]:
    """Return the texts that a locale has for itself, as far as that can be told.

    One that it has in common with the primary locale may be taken from there, and once written would no longer be.
    """
    of_primary = writable_texts(primary.body)
    return {place: text for place, text in writable_texts(localized.body).items() if of_primary.get(place) != text}


def journal(subject: Subject, writing: Writing, past: Past) -> Journal:
    """Return what has to be known to put the page back: how it is in every locale."""
    page = past["page"]
    originals = [Original(None, writing.texts, metadata(page.body))]
    for tag, locale_id in writing.locales.items():
        read = past[plan.IN_LOCALE + tag]
        if is_asked_for(read, past):
            written = tuple(writing.locale_text) if tag == writing.locale_name else ()
            originals.append(Original(locale_id, own_texts(read, page), metadata(read.body), written))
    return Journal(subject.base_url, subject.page_id, tuple(originals))


def changed(opened: Journal, past: Past) -> Changed:
    """Return what is known to have to be put back. Where an update may have been applied or not, nothing is known."""
    update = past.get("update in a locale")
    known: dict[str | None, Sequence[Place]] = {}
    for original in opened.originals:
        unsure = update is not None and dict(update.probe.query).get("localeId") == original.locale_id
        if not unsure:
            known[original.locale_id] = original.written
        elif update is not None and 200 <= update.response.status < 300:
            known[original.locale_id] = _changed_in(original, past)
    return known


def _changed_in(original: Original, past: Past) -> list[Place]:
    """Return what was written in a locale, and what the last read shows to have been lost with it."""
    query = (("localeId", original.locale_id),)
    reads = [one for name, one in past.items() if name.startswith(plan.AFTER_IN) and one.probe.query == query]
    shown = writable_texts(reads[-1].body) if reads else original.texts
    written = dict.fromkeys(original.written)
    return [*written, *(place for place in original.texts if place not in written and place not in shown)]


def crossed(opened: Journal, exchange: Exchange, past: Past) -> Iterator[Finding]:
    """Yield what updates have changed in a locale that they did not name, as a read at the end shows it."""
    if exchange.probe.key != "restored" or exchange.response.status != 200:
        return
    locale_id = dict(exchange.probe.query).get("localeId")
    others = [original for original in opened.originals if original.locale_id == locale_id and not original.written]
    before = [
        name
        for name, one in past.items()
        if name.startswith(plan.IN_LOCALE) and one.probe.query == exchange.probe.query
    ]
    if others and before and is_asked_for(past[before[0]], past):
        yield from judges.same_as(before[0], "update-crosses-locales")(exchange, past)


def is_asked_for(read: Exchange, past: Past) -> bool:
    """Return whether a read is answered with the page asked for, in the locale asked for, as far as that is known."""
    if read.response.status != read.probe.status:
        return False
    return all(finding.inferred for judge in read.probe.judges for finding in judge(read, past))


def listed_page(listing: Exchange, page_id: str) -> tuple[int, Any] | None:
    """Return the page as a list has it, with its index, or None where it does not."""
    body = listing.body if isinstance(listing.body, dict) else {}
    records = body.get("pages")
    for index, record in enumerate(records if isinstance(records, list) else ()):
        if isinstance(record, dict) and str(record.get("id")).lower() == page_id.lower():
            return index, record
    return None


def _listed_in(locale_id: str, listing: Exchange, subject: Subject) -> Any:  # noqa: ANN401  (JSON is any value)
    listed = listed_page(listing, subject.page_id)
    return listed[1] if listed is not None and listed[1].get("localeId") == locale_id else None


def _agreed(texts: Mapping[Place, str], listed: Any) -> dict[Place, str]:  # noqa: ANN401  (JSON is any value)
    """Return the texts of which a list says the same as the read: of any other, nobody knows what to put back."""
    known = texts if listed is None else writable_texts(listed)
    return {place: text for place, text in texts.items() if known.get(place) == text}


def _texts(page: Exchange) -> dict[Place, str]:
    texts = writable_texts(page.body)
    if not texts:
        raise NotJudgedError("The page has no text that could be put back, so nothing was written: name another page.")
    return texts


def _refuse_special_page(subject: Subject, page: Any) -> None:  # noqa: ANN401  (JSON is any value)
    """Leave the home page and templates of a real site alone: visitors and bindings depend on them."""
    if is_special(page) and not subject.is_local and not subject.special:
        raise NotJudgedError(
            "The page is the home page or a collection's template: name an ordinary draft page, or add --special-page."
        )


def _refuse_marked(page: Any, where: str) -> None:  # noqa: ANN401  (JSON is any value)
    if is_marked(page):
        raise NotJudgedError(
            f"The page has the texts of an earlier check, or of one that runs now, in {where}: wait for it, or put the "
            "page back with that check's journal and 'webflow-contract restore', or by hand."
        )


def _locale_to_write(subject: Subject, locales: Mapping[str, str], site: Any) -> str | None:  # noqa: ANN401  (JSON is any value)
    if subject.locale is None:
        return None
    listed = site.get("locales") if isinstance(site, dict) else None
    try:
        locale_id = SiteLocales.of_locales(listed).id_to_send(subject.locale)
    except InvalidArgumentError as error:
        raise NotJudgedError(str(error)) from error
    tag = next((tag for tag, known in locales.items() if known == locale_id), None)
    if tag is None:
        raise NotJudgedError(f"{subject.locale!r} is no secondary locale: leave --locale out.")
    return tag
