"""Put a page back to what it was before the first write, and prove it in every locale.

In a secondary locale, a text that is written no longer follows the primary one (inferred). So there, only texts of its
own are written back, and the others have to come back with the primary locale.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import evolve, frozen

from webflow_contract.check.findings import Place
from webflow_contract.check.journal import Journal, Original
from webflow_contract.check.judges import echoes
from webflow_contract.check.judges.comparing import compare
from webflow_contract.check.probes import Exchange, Probe
from webflow_contract.check.sending import NotJudgedError, Sender
from webflow_contract.check.subject import MARKER, metadata, update_of, writable_texts
from webflow_contract.pointers import pointer

Changed = Mapping[str | None, Sequence[Place]]
"""Places of texts that have changed, by the id of the locale; None is the primary one."""


def restore(sender: Sender, journal: Journal, *, over_edits: bool = True, changed: Changed | None = None) -> list[str]:
    """Write the original texts. Return, line by line, what a last read of each locale does not show as it was.

    With ``over_edits`` false, a text that is neither the original nor a probe's is left alone, and named in such a
    line: it may be somebody's work of meanwhile. ``changed`` is what is known to have changed; in a locale that is not
    among it, a read has to tell. What failed at first may have passed by then, so that it is tried twice.
    """
    putting = _Putting(sender, journal, over_edits)
    return putting.back(changed or {}) and putting.back({})


@frozen
class _Putting:
    sender: Sender
    journal: Journal
    over_edits: bool

    def back(self, changed: Changed) -> list[str]:
        """Write what has changed, the primary locale first, and then read every locale."""
        for original in self.journal.originals:
            try:
                self._write(original, changed.get(original.locale_id))
            except NotJudgedError:  # what was to be written is not there, which the reads will tell
                continue
        return [line for original in self.journal.originals for line in self._differences(original)]

    def _write(self, original: Original, known: Sequence[Place] | None) -> None:
        if known is None:
            texts = _to_write(original, self._shown(original), self.over_edits)
        else:
            texts = {place: original.texts[place] for place in known}
        if texts:
            body = update_of(texts)
            probe = evolve(self._probe(original, "restore"), operation="update-page-metadata", method="PUT")
            self.sender.send(evolve(probe, body=body, judges=(echoes(body, ""),)))

    def _differences(self, original: Original) -> list[str]:
        where = original.locale_id or "the primary locale"
        try:
            shown = self._shown(original)
        except NotJudgedError as reason:
            return [f"{where}: {reason}"]
        differing = compare(metadata(shown.body), dict(original.metadata))
        places = ", ".join(pointer(place) for place, _, _ in differing)
        return [f"{where}: not as before: {places}"] if places else []

    def _shown(self, original: Original) -> Exchange:
        """Read the page in the locale of an original.

        Raises:
            NotJudgedError: It is not answered with a page in that locale, so that nothing follows from it.
        """
        exchange = self.sender.send(self._probe(original, "restored"))
        page: dict[str, Any] = exchange.body if isinstance(exchange.body, dict) else {}
        elsewhere = original.locale_id is not None and page.get("localeId") != original.locale_id
        if exchange.response.status != 200 or not page or elsewhere:
            raise NotJudgedError(f"the page cannot be read back (status {exchange.response.status})")
        return exchange

    def _probe(self, original: Original, key: str) -> Probe:
        query = () if original.locale_id is None else (("localeId", original.locale_id),)
        path, name = f"/pages/{self.journal.page_id}", f"{key} {original.locale_id or 'the primary locale'}"
        return Probe(name, "get-page-metadata", "put back", 200, path, query=query, key=key)


def _to_write(original: Original, shown: Exchange, over_edits: bool) -> Mapping[Place, str]:
    texts = writable_texts(shown.body)
    different = {place: text for place, text in original.texts.items() if texts.get(place) != text}
    if over_edits:
        return different
    return {place: text for place, text in different.items() if MARKER in texts.get(place, MARKER)}  # or it is gone
