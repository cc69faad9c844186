"""Put a page back to what it was before the first write, and prove it.

In a secondary locale, a text that is written no longer follows the primary one (inferred). So there, only what the
check has changed is written back.
"""

from collections.abc import Mapping
from typing import Any

from attrs import evolve

from webflow_contract.check.findings import Place, pointer
from webflow_contract.check.journal import Journal, Original
from webflow_contract.check.judges import compare
from webflow_contract.check.probes import Exchange, Probe
from webflow_contract.check.sending import NotJudgedError, Sender
from webflow_contract.check.subject import MARKER, metadata, update_of, writable_texts


def restore(sender: Sender, journal: Journal, *, over_edits: bool = True) -> list[str]:
    """Write the original texts in every locale. Return, line by line, what a read then does not show as it was.

    With ``over_edits`` false, a text that is neither the original nor a probe's is left alone, and named in such a
    line: it may be somebody's work of meanwhile.
    """
    problems: list[str] = []
    for original in journal.originals:
        # Where a locale shows what the primary one has (inferred), putting it back first would tie it to that for good.
        if problems and original.locale_id is not None:
            problems.append(f"{original.locale_id}: not before the primary locale")
        else:
            problems.extend(
                _restore_one(sender, journal.page_id, original, over_edits)
                and _restore_one(sender, journal.page_id, original, over_edits)  # what failed may have passed by now
            )
    return problems


def _restore_one(sender: Sender, page_id: str, original: Original, over_edits: bool) -> list[str]:
    where = original.locale_id or "the primary locale"
    path = f"/pages/{page_id}"
    query = () if original.locale_id is None else (("localeId", original.locale_id),)
    read = Probe(f"restored {where}", "get-page-metadata", "it is as it was", 200, path, query=query, key="restored")
    put = Probe(
        f"restore {where}", "update-page-metadata", "it is put back", 200, path, "PUT", query=query, key="restore"
    )
    shown, texts = None, original.texts
    try:
        if original.locale_id is not None or not over_edits:
            shown = _shown(sender, read, original)
            texts = _to_write(original, shown, over_edits)
        if texts:
            sender.send(evolve(put, body=update_of(texts)))
        if texts or shown is None:
            shown = _shown(sender, read, original)
    except NotJudgedError as reason:
        return [f"{where}: {reason}"]
    places = ", ".join(pointer(place) for place, _, _ in compare(metadata(shown.body), dict(original.metadata)))
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
