"""Decide what may be written: only what can be put back, on a page that nobody else is at work on."""

from collections.abc import Mapping
from typing import Any

from webflow_contract.check.findings import Place
from webflow_contract.check.journal import Journal, Original
from webflow_contract.check.plan import Writing, single
from webflow_contract.check.probes import Exchange, Past
from webflow_contract.check.sending import NotJudgedError
from webflow_contract.check.subject import Credentials, Subject, is_marked, metadata, writable_texts
from webflow_pages.calls.locales import SiteLocales
from webflow_pages.errors import InvalidArgumentError


def prepare(subject: Subject, credentials: Credentials, locales: Mapping[str, str], past: Past) -> Writing:
    """Return what the updates may write. ``locales`` are the ids of the secondary locales by tag.

    Raises:
        NotJudgedError: Nothing may be.
    """
    page, localized = past["page"], {tag: past[f"page in {tag}"] for tag in locales}
    if not is_asked_for(page, past):
        raise NotJudgedError("The page could not be read as it is, so nothing was written.")
    _refuse_special_page(subject, page.body)
    listed = listed_page(past["pages"], subject.page_id)
    reads = {"the primary locale": page.body, **{tag: read.body for tag, read in localized.items()}}
    for where, body in [*reads.items(), ("the primary locale", listed and listed[1])]:
        _refuse_marked(body, where)
    texts = _agreed(_texts(page, ""), listed and listed[1])
    if not texts:
        raise NotJudgedError("A read and a list differ in every text of the page, so nothing was written.")
    scoped = credentials.without_write is not None
    tag = _locale_to_write(subject, locales, past["site"].body)
    # What came for another locale than the one asked for is a finding, and cannot be what is put back there.
    if tag is None or not is_asked_for(localized[tag], past):
        return Writing(subject, texts, scoped, locales)
    elsewhere = _agreed(_texts(localized[tag], f" in {tag}"), _listed_in(locales[tag], past["one page"], subject))
    if not elsewhere:
        return Writing(subject, texts, scoped, locales)
    return Writing(subject, texts, scoped, locales, tag, _own(elsewhere, writable_texts(page.body), single(texts)))


def journal(subject: Subject, writing: Writing, past: Past) -> Journal:
    """Return what has to be known to put the page back."""
    originals = [Original(None, writing.texts, metadata(past["page"].body))]
    if writing.locale_id is not None:
        body = past[f"page in {writing.locale_name}"].body
        written = tuple(writing.locale_text)
        originals.append(Original(writing.locale_id, writable_texts(body), metadata(body), written))
    return Journal(subject.base_url, subject.page_id, tuple(originals))


def changed(opened: Journal, past: Past) -> dict[str, list[Place]]:
    """Return what is known to have to be put back in secondary locales, by their id: nothing where it is not known.

    That is what was written for certain, and what the last read shows to have changed with it. A text that is now the
    primary locale's may be taken from there, as it was, and goes back with it.
    """
    update, last = past.get("update in a locale"), past.get("read after all")
    if update is None or not 200 <= update.response.status < 300:
        return {}
    found: dict[str, list[Place]] = {}
    for original in opened.originals:
        if original.locale_id is not None and (("localeId", original.locale_id),) == update.probe.query:
            reads = [one for name, one in past.items() if name.startswith("read after all in ")]
            shown = next((read.body for read in reads if read.probe.query == update.probe.query), None)
            primary = {} if last is None else writable_texts(last.body)
            lost = [] if shown is None else _lost(original, writable_texts(shown), primary)
            found[original.locale_id] = list(dict.fromkeys([*original.written, *lost]))
    return found


def _lost(original: Original, shown: Mapping[Place, str], primary: Mapping[Place, str]) -> list[Place]:
    """Return the texts that are gone, or are neither as they were nor the primary locale's."""
    return [
        place
        for place, text in original.texts.items()
        if shown.get(place) != text and (place not in shown or shown[place] != primary.get(place))
    ]


def is_asked_for(read: Exchange, past: Past) -> bool:
    """Return whether a read is answered with the page asked for, in the locale asked for."""
    if read.response.status != read.probe.status:
        return False
    return not any(finding for judge in read.probe.judges for finding in judge(read, past))


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


def _own(texts: Mapping[Place, str], of_primary: Mapping[Place, str], covered: Place) -> dict[Place, str]:
    """Return the texts that are written in a locale: its own, or one if it has none.

    One that it has in common with the primary locale may be taken from there, and would no longer be. ``covered`` is
    what the next update of the primary locale writes: should it cross, nobody would see it.
    """
    own = {place: text for place, text in texts.items() if of_primary.get(place) != text}
    if not own:
        return dict([next(iter(texts.items()))])
    return {place: text for place, text in own.items() if place != covered} or own


def _texts(page: Exchange, where: str) -> dict[Place, str]:
    texts = writable_texts(page.body)
    if not texts:
        raise NotJudgedError(
            f"The page has no text{where} that could be put back, so nothing was written: name another page."
        )
    return texts


def _refuse_special_page(subject: Subject, page: Any) -> None:  # noqa: ANN401  (JSON is any value)
    """Leave the home page and templates of a real site alone: visitors and bindings depend on them."""
    special = isinstance(page, dict) and (page.get("slug") is None or page.get("collectionId") is not None)
    if special and not subject.is_local and not subject.special:
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
