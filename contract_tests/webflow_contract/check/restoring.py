"""Put a page back to what it was before the first write, and prove it.

In a secondary locale, a text that is written no longer follows the primary one (inferred). So there, only what the
check has changed is written back.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import evolve, frozen

from webflow_contract.check.findings import Place, pointer
from webflow_contract.check.journal import Journal, Original
from webflow_contract.check.judges import compare, echoes
from webflow_contract.check.probes import Exchange, Probe
from webflow_contract.check.sending import NotJudgedError, Sender
from webflow_contract.check.subject import MARKER, metadata, update_of, writable_texts


def restore(
    sender: Sender, journal: Journal, *, over_edits: bool = True, changed: Mapping[str, Sequence[Place]] | None = None
) -> list[str]:
    """Write the original texts in every locale. Return, line by line, what a read then does not show as it was.

    With ``over_edits`` false, a text that is neither the original nor a probe's is left alone, and named in such a
    line: it may be somebody's work of meanwhile. ``changed`` is what is known to have changed, by the id of the
    secondary locale: the others are read before anything is put back there.
    """
    problems: list[str] = []
    for original in journal.originals:
        # Where a locale shows what the primary one has (inferred), putting it back first would tie it to that for good.
        if problems and original.locale_id is not None:
            problems.append(f"{original.locale_id}: not before the primary locale")
        else:
            known = original.written if original.locale_id is None else (changed or {}).get(original.locale_id)
            problems.extend(_restore_one(sender, journal.page_id, original, known if over_edits else None, over_edits))
    return problems


def _restore_one(
    sender: Sender, page_id: str, original: Original, known: Sequence[Place] | None, over_edits: bool
) -> list[str]:
    """Put one locale back; a second time if it takes it, as what failed may have passed by then."""
    texts = {place: original.texts[place] for place in known or ()}
    putting = _Putting(sender, page_id, original, over_edits, texts)
    return putting.back(look=known is None) and putting.back(look=original.locale_id is not None or known is None)


@frozen
class _Putting:
    """What it takes to put one locale back. ``known`` are the texts that are known to need it."""

    sender: Sender
    page_id: str
    original: Original
    over_edits: bool
    known: Mapping[Place, str]

    def back(self, *, look: bool) -> list[str]:
        """Write what is known to need it and, after a look, what differs. Return what a read then does not show."""
        where = self.original.locale_id or "the primary locale"
        path = f"/pages/{self.page_id}"
        query = () if self.original.locale_id is None else (("localeId", self.original.locale_id),)
        read = Probe(f"restored {where}", "get-page-metadata", "put back", 200, path, query=query, key="restored")
        put = evolve(read, name=f"restore {where}", operation="update-page-metadata", method="PUT", key="restore")
        shown, texts = None, dict(self.known)
        try:
            if look:
                shown = _shown(self.sender, read, self.original)
                texts |= _to_write(self.original, shown, self.over_edits)
            if texts:
                body = update_of(texts)
                self.sender.send(evolve(put, body=body, judges=(echoes(body, ""),)))
            if texts or shown is None:
                shown = _shown(self.sender, read, self.original)
        except NotJudgedError as reason:
            return [f"{where}: {reason}"]
        differing = compare(metadata(shown.body), dict(self.original.metadata))
        places = ", ".join(pointer(place) for place, _, _ in differing)
        return [f"{where}: not as before: {places}"] if places else []


def _shown(sender: Sender, read: Probe, original: Original) -> Exchange:
    """Read the page in the locale of an original.

    Raises:
        NotJudgedError: It is not answered with a page in that locale, so that nothing follows from it.
    """
    exchange = sender.send(read)
    page: dict[str, Any] = exchange.body if isinstance(exchange.body, dict) else {}
    elsewhere = original.locale_id is not None and page.get("localeId") != original.locale_id
    if exchange.response.status != 200 or not page or elsewhere:
        raise NotJudgedError(f"the page cannot be read back (status {exchange.response.status})")
    return exchange


def _to_write(original: Original, shown: Exchange, over_edits: bool) -> Mapping[Place, str]:
    texts = writable_texts(shown.body)
    different = {place: text for place, text in original.texts.items() if texts.get(place) != text}
    if over_edits:
        return different
    return {place: text for place, text in different.items() if MARKER in texts.get(place, "")}
