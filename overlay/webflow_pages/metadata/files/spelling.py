"""The names in files: what somebody may have meant by one that there is not."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from webflow_pages.metadata.fields import FIELDS, Field

_NOT_LETTERS: Final = re.compile(r"[\W_]+")

_LONGEST: Final = 100
"""Letters. Nothing is near to a name that is longer, and looking for it would take long."""

_USUAL: Final[dict[str, Field]] = {
    "name": "title",
    "metatitle": "seo.title",
    "seometatitle": "seo.title",
    "pagetitle": "seo.title",
    "description": "seo.description",
    "metadescription": "seo.description",
    "seometadescription": "seo.description",
    "ogtitle": "open_graph.title",
    "ogdescription": "open_graph.description",
    "socialtitle": "open_graph.title",
    "socialdescription": "open_graph.description",
}
"""What others call the fields, in letters alone."""


def nearest_field(name: str) -> Field | None:
    """Return the field that a name may mean, such as ``seo.description`` for ``seo.metaDescription``."""
    letters = _letters(name)
    known: dict[str, Field] = {**{_letters(field): field for field in FIELDS}, **_USUAL}
    if letters in known:
        return known[letters]
    found = nearest(letters, known)
    return known[found] if found is not None else None


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Return the name that is spelt most alike, if one is."""
    if len(name) > _LONGEST:
        return None
    by_letters = {_letters(one): one for one in names}
    found = get_close_matches(_letters(name), by_letters, n=1, cutoff=0.65)
    return by_letters[found[0]] if found else None


def shown(text: str) -> str:
    """Return a text of a file as messages quote it, and not all of a long one."""
    return repr(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")


def _letters(name: str) -> str:
    return _NOT_LETTERS.sub("", name).lower()
