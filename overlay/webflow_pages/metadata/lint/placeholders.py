"""Texts that stand where the real one is to come."""

import re
from typing import Final

from webflow_pages.metadata.lint.words import LONGEST, placeholders

_ANYWHERE: Final = re.compile(
    r"(?i:\blorem ipsum\b|\bdolor sit amet\b)"
    r"|\bTBD\b|\bFIXME\b|\bTODO:|\bxxx+\b"
    r"|(?i:(?!<title>.{0,300}</title>)[\[<{](?:your|insert|add|enter|company|brand|business|product|service|city|town|location|keyword|name|title"
    r"|description|site|ihre?|firma|firmenname|produkt|stadt|votre|entreprise|ville|su|empresa|ciudad)\b[^\]>}\n]{0,40}[\]>}])"
    r"|\{\{(?!wf)[^{}]{0,60}\}\}|\$\{[A-Za-z_.]{1,60}\}|%%[a-z_]{1,40}%%"
    r"|(?i:^\W*(?:your|insert|add|enter|write)\s(?:\w+\s){0,3}(?:title|description|text|headline)\shere\W*$)"
)
"""Placeholders within a text. ``TODO`` alone is a word in Spanish and Portuguese, and ``Todo`` one in English."""

_TODO: Final = re.compile(r"\bTODO\b")

_TODO_LANGUAGES: Final = frozenset({"es", "pt", "gl", "ca", "it", "ast"})

_EDGES: Final = " \t\n\r\"'\u201c\u201d\u201e\u00ab\u00bb()[]{}<>*-\u2013\u2014_.:!\u2026#"


_SIGNS: Final = ("lorem", "dolor", "tbd", "todo", "fixme", "xxx", "here", "[", "{", "<", "%")
"""What a text has in it in lower case that has a placeholder: cheap to look for."""


def placeholder(text: str, language: str) -> str | None:
    """Return the placeholder that a text is or has in it; None if there is none."""
    lower = text.casefold()
    if len(text) < LONGEST and " ".join(lower.strip(_EDGES).split()) in placeholders():
        return text
    if not any(sign in lower for sign in _SIGNS):
        return None
    found = _ANYWHERE.search(text)
    if found is None and language not in _TODO_LANGUAGES and not text.isupper():
        found = _TODO.search(text)
    return None if found is None else found.group()
