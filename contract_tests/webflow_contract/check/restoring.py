"""Put a page back to what it was before the first write, and prove it."""

from webflow_contract.check.journal import Journal, Original
from webflow_contract.check.probes import Probe
from webflow_contract.check.sending import NotJudgedError, Sender
from webflow_contract.check.subject import update_of, writable_texts


def restore(sender: Sender, journal: Journal) -> bool:
    """Write the original texts in every locale, and return whether a read then shows them all."""
    # A list: every locale is put back, also after one that could not be.
    done = [_restore_one(sender, journal.page_id, original) for original in journal.originals]
    return all(done)


def _restore_one(sender: Sender, page_id: str, original: Original) -> bool:
    path = f"/pages/{page_id}"
    query = () if original.locale_id is None else (("localeId", original.locale_id),)
    place = original.locale_id or "the primary locale"
    put, body = "update-page-metadata", update_of(original.texts)
    try:
        sender.send(Probe(f"restore {place}", put, "the texts are put back", 200, path, "PUT", query=query, body=body))
        read = Probe(f"restored {place}", "get-page-metadata", "they are there again", 200, path, query=query)
        shown = sender.send(read).body
    except NotJudgedError:
        return False
    texts = writable_texts(shown)
    return all(texts.get(key) == text for key, text in original.texts.items())
