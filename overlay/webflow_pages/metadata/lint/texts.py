"""What can be the matter with any text, whatever it is for."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from webflow_pages.metadata.entries import Entry
from webflow_pages.metadata.fields import BINDING, FIELDS, Field
from webflow_pages.metadata.lint.context import Context, Found, language_of, quoted
from webflow_pages.metadata.lint.encoding import misreading
from webflow_pages.metadata.lint.missing import is_blank
from webflow_pages.metadata.lint.placeholders import placeholder
from webflow_pages.metadata.lint.spreadsheets import is_spreadsheet_error
from webflow_pages.metadata.lint.words import dangling_words, words_for_more

_TEXTS: Final[tuple[Field, ...]] = tuple(field for field in FIELDS if field != "slug")

_SPACES: Final = re.compile(r"^\s|\s$|\s\s|[\t\n\r\v\f\x85\u2028\u2029]")

_INVISIBLE: Final = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
    "|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]"
)
"""No joiners, marks of direction and isolates: scripts need them. Nor tags behind a black flag, which they change."""

_BREAKS: Final = frozenset({"th", "km", "lo", "my"})
"""Languages that write no spaces, whose lines break at a zero width space."""

_EMBEDDING: Final = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "ug", "ur", "yi"})
"""Languages written from right to left, which may embed texts of the other direction."""

_HTML: Final = re.compile(
    r"</?(?:a|abbr|b|blockquote|br|button|code|div|em|font|h[1-6]|head|hr|html|i|iframe|img|input|li|link|meta|ol|p|pre|s"
    r"|script|small|span|strong|style|sub|sup|svg|table|td|title|tr|u|ul)(?:\s[^<>]*)?/?>"
    r"|<!--|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});",
    re.IGNORECASE,
)

_ELLIPSIS: Final = re.compile(r"(?:\u2026|\.\.\.|\.\s\.\s\.)\s*[\"'\u201d\u2019\u00bb)\]]?\s*$")

_END: Final = 12
"""Characters at the end of a text, more than an ellipsis has with what may stand behind it."""

_WORDS: Final = re.compile(r"\w+")

_SENTENCE: Final = 6
"""Words of a description that is no list of names."""


def texts(entry: Entry, context: Context) -> Iterator[Found]:
    """Yield what is the matter with an entry's texts, whatever they are for."""
    del context
    for field in _TEXTS:
        text = entry.values.get(field)
        if not isinstance(text, str) or not text or is_blank(text):
            continue
        checks = _CHECKS if BINDING not in text else _BOUND_CHECKS
        for code, check in checks:
            message = check(text, field, entry.locale)
            if message is not None:
                yield Found(code, field, message)


def _placeholder(text: str, field: Field, locale: str) -> str | None:
    del field
    found = placeholder(text, language_of(locale))
    if found is None or is_spreadsheet_error(text):
        return None
    return f"{quoted(found)} is a placeholder"


def _truncated(text: str, field: Field, locale: str) -> str | None:
    end = text[-_END:]
    found = _ELLIPSIS.search(text) if "\u2026" in end or "." in end else None
    if found is not None:
        return None if _is_more(text[: found.start()]) else "it ends in an ellipsis"
    if not field.endswith("description"):
        return None
    if text.rstrip()[-1:] in {",", "\u060c", "\u3001", "\uff0c"}:
        return "it ends in a comma"
    words = text.rsplit(None, _SENTENCE)
    if len(words) >= _SENTENCE and words[-1] in dangling_words(language_of(locale)):
        return f"it ends in {quoted(words[-1])}, as if something was to follow"
    return None


def _is_more(text: str) -> bool:
    """Return whether a text says that there is more of the kind, so that an ellipsis belongs behind it."""
    words = _WORDS.findall(text.casefold())
    return (
        bool(words)
        and words[-1].endswith(words_for_more())
        and (words[-1] in words_for_more() or not words[-1].isascii())
    )


def _white_space(text: str, field: Field, locale: str) -> str | None:
    del field, locale
    if text.isprintable() and "  " not in text and text[0] != " " != text[-1]:
        return None  # without a search, for nearly all
    found = _SPACES.search(text)
    if found is None:
        return None
    if found.start() == 0:
        return "it begins with white space"
    return "it ends with white space" if found.end() == len(text) else "it has a line break, a tab or several spaces"


def _invisible(text: str, field: Field, locale: str) -> str | None:
    del field
    if text.isprintable():
        return None
    language = language_of(locale)
    for found in _INVISIBLE.finditer(text):
        character = found.group()
        needed = (character == "\u200b" and language in _BREAKS) or (
            character in "\u202a\u202b\u202c" and language in _EMBEDDING
        )
        if not needed:
            return f"U+{ord(character):04X} at character {found.start() + 1}, which nobody sees"
    return None


def _html(text: str, field: Field, locale: str) -> str | None:
    del field
    if "<" not in text and "&" not in text:
        return None
    found = _HTML.search(text)
    if found is None or found.group() in (placeholder(text, language_of(locale)) or ""):
        return None  # <title> is told as a placeholder
    return f"{quoted(found.group())} is shown as it is"


def _spreadsheet(text: str, field: Field, locale: str) -> str | None:
    del field, locale
    return f"{quoted(text)} is what a spreadsheet shows instead of a text" if is_spreadsheet_error(text) else None


def _encoding(text: str, field: Field, locale: str) -> str | None:
    del field, locale
    return misreading(text)


_CHECKS: Final[tuple[tuple[str, Callable[[str, Field, str], str | None]], ...]] = (
    ("PM701", _placeholder),
    ("PM702", _truncated),
    ("PM703", _white_space),
    ("PM704", _invisible),
    ("PM705", _html),
    ("PM706", _encoding),
    ("PM707", _spreadsheet),
)

_BOUND_CHECKS: Final = tuple((code, check) for code, check in _CHECKS if code not in {"PM702", "PM703"})
"""What is looked at in a text with a binding, which may be filled in with anything and is not to be trimmed."""
