"""The plan: which probes are sent, in which order, and what each is for.

Reads come first, as they tell what can be written. An update names only texts that can be put back. That a missing or
wrong token, a wrong type and null are refused is documented or reported. That a malformed id, a body that is no JSON
and an id that nothing has are refused, and how, is inferred from other endpoints: probes say so.

Requests are scarce, so that each does all it can: the first update of the primary locale also shows that none of
another locale has crossed, and one read at the end tells an update that has not stayed from a refused one that did.
"""

from collections.abc import Mapping

from webflow_contract.check.findings import Place
from webflow_contract.check.plan.reading import (
    IN_LOCALE,
    MALFORMED_ID,
    NO_SUCH_ID,
    more_reads,
    opening,
    portions,
    reads,
)
from webflow_contract.check.plan.updating import AFTER_IN, Writing, single
from webflow_contract.check.subject import Subject

__all__ = [
    "AFTER_IN",
    "IN_LOCALE",
    "MALFORMED_ID",
    "NO_SUCH_ID",
    "Writing",
    "more_reads",
    "opening",
    "portions",
    "reads",
    "requests",
    "single",
]


def requests(subject: Subject, locales: Mapping[str, str], *, scoped: bool) -> int:
    """Return how many requests the whole plan takes, putting the page back included."""
    written = "" if subject.locale is None else next(iter(locales), "")
    texts: dict[Place, str] = {("title",): "specimen", ("seo", "title"): "specimen"}
    writing = Writing(subject, texts, scoped, locales, written, {("title",): "specimen"})
    before = [*opening(subject), *reads(subject, locales), *portions(subject, locales, None)]
    return len(before) + len(writing.probes()) + writing.restoring()
