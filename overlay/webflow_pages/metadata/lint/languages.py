"""Texts in a secondary locale that were not translated, texts in another script, and words in two scripts at once."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from webflow_pages.metadata.entries import Entry
from webflow_pages.metadata.fields import FIELDS, Field
from webflow_pages.metadata.lint.context import Context, Found, is_bound, language_of, quoted
from webflow_pages.metadata.lint.scripts import is_only, letters, scripts_of
from webflow_pages.metadata.lint.words import common_words

_TEXTS: Final[tuple[Field, ...]] = tuple(field for field in FIELDS if field != "slug")

_WORD: Final = re.compile(r"[^\W\d_]+")

_MANY: Final = 5
"""Words of a text that is no name, in languages whose common words are not known here."""

_FEW: Final = 3
"""Words in Latin letters that a name in a locale of another script has at the most."""

_LONG: Final = 10
"""Letters in another script that a name has at the most."""

_LIKE_LATIN: Final = frozenset(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406"
)
_LIKE_CYRILLIC: Final = frozenset("aeopcyxiABEKMHOPCTYXI")
"""Letters of one script that look like letters of the other."""

_BOTH: Final = re.compile("[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]")
_IN_BOTH: Final = re.compile("[A-Za-z\u0400-\u04ff]+")


def languages(entry: Entry, context: Context) -> Iterator[Found]:
    """Yield the texts that are not in the language of their locale."""
    primary = context.in_primary(entry)
    translated = primary is not None and language_of(entry.locale) != language_of(context.primary)
    scripts = scripts_of(entry.locale)
    for field in _TEXTS:
        text = entry.values.get(field)
        if not isinstance(text, str) or is_bound(text):
            continue
        if not text.isascii() and _BOTH.search(text) is not None:
            yield from _mixed(field, text)
        if translated and primary is not None and primary.get(field) == text and _is_prose(text, context, entry.locale):
            yield Found("PM501", field, f"{quoted(text)} is the text of {context.primary}, inherited or copied")
        elif scripts:
            yield from _script(field, text, scripts, entry.locale, language_of(context.primary))


def _is_prose(text: str, context: Context, locale: str) -> bool:
    """Return whether a text is one to translate, and no name: it has words that names seldom have."""
    words = _WORD.findall(text.casefold())
    language = language_of(context.primary)
    if language not in common_words():
        return len(words) >= _MANY or _unspaced(text)
    return not _telling(language, language_of(locale)).isdisjoint(words)


def _unspaced(text: str) -> bool:
    """Return whether a text in a script without spaces is longer than a name."""
    counts = letters(text)
    return sum(counts.get(script, 0) for script in ("Kana", "Hani", "Thai", "Laoo", "Khmr", "Mymr")) >= _LONG


@cache
def _telling(language: str, other: str) -> frozenset[str]:
    """Return the common words of a language that another does not have."""
    return common_words()[language] - common_words().get(other, frozenset())


def _script(field: Field, text: str, scripts: tuple[str, ...], locale: str, primary: str) -> Iterator[Found]:
    if (scripts == ("Latn",) and text.isascii()) or is_only(text, scripts):
        return
    counts = letters(text)
    own = sum(counts.get(script, 0) for script in scripts)
    total = sum(counts.values())
    if not total or own * 2 >= total:
        return
    script = max(counts, key=lambda name: counts[name])
    wrong = _is_sentence(text, own, counts["Latn"], primary) if script == "Latn" else _is_long(text, total - own)
    if wrong:
        yield Found("PM502", field, f"{quoted(text)} is hardly in the script of {locale}")


def _is_sentence(text: str, own: int, latin: int, primary: str) -> bool:
    """Return whether Latin letters are more than names: in languages of other scripts, many names are in Latin ones."""
    if own * 10 > latin:
        return False
    words = [word for word in _WORD.findall(text) if word[0] < "\u0250"]
    if len(words) < _FEW:
        return False
    known = common_words()["en"] | common_words().get(primary, frozenset())
    common = sum(len(word) > 1 and word.casefold() in known for word in words)
    lower = sum(word.islower() and len(word) > 1 for word in words)
    return common > 0 or lower > 1


def _is_long(text: str, count: int) -> bool:
    return count >= _LONG or (count > _FEW and len(_WORD.findall(text)) > 1)


def _mixed(field: Field, text: str) -> Iterator[Found]:
    """Yield a word whose fewer letters look like those of the other script."""
    for found in _IN_BOTH.finditer(text):
        word = found.group()
        latin = [letter for letter in word if letter.isascii()]
        if not latin or len(latin) == len(word):
            continue
        cyrillic = [letter for letter in word if not letter.isascii()]
        fewer, alike = (latin, _LIKE_CYRILLIC) if len(latin) <= len(cyrillic) else (cyrillic, _LIKE_LATIN)
        if alike.issuperset(fewer):
            of = "Latin" if fewer is latin else "Cyrillic"
            yield Found("PM503", field, f"{quoted(word)} has {of} letters in it: {', '.join(dict.fromkeys(fewer))}")
            return
