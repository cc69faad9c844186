"""Put a page back to what it was before the first write, and prove it.

In a secondary locale, a text that is written no longer follows the primary one (inferred). So there, only what differs
is written back.
"""

from webflow_contract.check.findings import Place, pointer
from webflow_contract.check.journal import Journal, Original
from webflow_contract.check.probes import Exchange, Probe
from webflow_contract.check.sending import NotJudgedError, Sender
from webflow_contract.check.subject import update_of, writable_texts


def restore(sender: Sender, journal: Journal) -> list[str]:
    """Write the original texts in every locale. Return, line by line, what a read then does not show as it was."""
    problems = [_restore_one(sender, journal.page_id, original) for original in journal.originals]
    return [problem for problem in problems if problem is not None]


def _restore_one(sender: Sender, page_id: str, original: Original) -> str | None:
    path = f"/pages/{page_id}"
    query = () if original.locale_id is None else (("localeId", original.locale_id),)
    where = original.locale_id or "the primary locale"
    read = Probe(f"restored {where}", "get-page-metadata", "the texts are there", 200, path, query=query)
    different = dict(original.texts)
    try:
        if original.locale_id is not None:
            different = _different(original, sender.send(read))
        if not different:
            return None
        put, body = "update-page-metadata", update_of(different)
        sender.send(Probe(f"restore {where}", put, "the texts are put back", 200, path, "PUT", query=query, body=body))
        shown = sender.send(read)
    except NotJudgedError as reason:
        return f"{where}: {reason}"
    places = ", ".join(pointer(place) for place in _different(original, shown))
    return f"{where}: not as before: {places} (read with status {shown.response.status})" if places else None


def _different(original: Original, shown: Exchange) -> dict[Place, str]:
    texts = writable_texts(shown.body) if shown.response.status == 200 else {}
    return {place: text for place, text in original.texts.items() if texts.get(place) != text}
