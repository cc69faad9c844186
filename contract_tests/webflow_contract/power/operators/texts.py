"""Texts: what becomes of a text between being sent and being stored."""

import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, unquote

from webflow_contract.drifts import wire
from webflow_contract.pointers import pointer
from webflow_contract.power.fields import TEXTS
from webflow_contract.power.mutants import Mutant, Recording
from webflow_contract.power.places import Body, Place, at, put
from webflow_contract.power.refusals import refusing

Change = Callable[[str], Any]


def mutants(recording: Recording) -> Iterator[Mutant]:  # noqa: ARG001  (an operator has it)
    """Yield mutants that store something else than the text that was sent, or refuse it."""
    for operator, change in _STORED.items():
        yield Mutant(operator, "all", wire.updates(_everywhere(change)))
        for place in TEXTS:
            yield Mutant(operator, pointer(place), wire.updates(_only(place, change)))
    for kind, is_of_it in _REFUSED.items():
        yield Mutant("text refused", kind, refusing(_has_text(is_of_it)))


def _cut(length: int) -> Change:
    return lambda text: text[:length]


def _cut_in_bytes(length: int) -> Change:
    return lambda text: text.encode(errors="replace")[:length].decode(errors="ignore")


def _without(pattern: str) -> Change:
    return lambda text: re.sub(pattern, "", text)


def _instead(old: str, new: str) -> Change:
    return lambda text: text.replace(old, new)


_BEYOND = "[\U00010000-\U0010ffff]"
"""What JavaScript writes in two halves, and some databases do not take."""

_STORED: dict[str, Change] = {
    "text cut at 20 characters": _cut(20),
    "text cut at 60 characters": _cut(60),
    "text cut at 70 characters": _cut(70),
    "text cut at 100 characters": _cut(100),
    "text cut at 160 characters": _cut(160),
    "text cut at 255 characters": _cut(255),
    "text cut at 255 bytes": _cut_in_bytes(255),
    "text cut with an ellipsis": lambda text: text if len(text) <= 60 else f"{text[:59]}\N{HORIZONTAL ELLIPSIS}",
    "text cut at its first line": lambda text: text.split("\n")[0],
    "text trimmed": str.strip,
    "text with single spaces": lambda text: re.sub(r" +", " ", text),
    "text with simple spaces": lambda text: re.sub(r"\s", " ", text),
    "text without line breaks": _without(r"[\r\n]"),
    "text with other line breaks": _instead("\n", "\r\n"),
    "text without tabs": _without(r"\t"),
    "text in lower case": str.lower,
    "text in upper case": str.upper,
    "text in title case": str.title,
    "text capitalized": lambda text: text[:1].upper() + text[1:],
    "text escaped as HTML": html.escape,
    "text unescaped as HTML": html.unescape,
    "text escaped beyond ASCII": lambda text: text.encode("ascii", "xmlcharrefreplace").decode(),
    "text without tags": _without(r"<[^>]*>"),
    "text without angle brackets": _without(r"[<>]"),
    "text with typographic quotes": lambda text: re.sub(r"'", "\N{RIGHT SINGLE QUOTATION MARK}", _quotes(text)),
    "text without quotes": _without(r"[\"']"),
    "text with its quotes escaped": _instead('"', '\\"'),
    "text with its quotes doubled": _instead("'", "''"),
    "text without backslashes": _instead("\\", ""),
    "text with its backslashes doubled": _instead("\\", "\\\\"),
    "text without ampersands": _instead("&", "and"),
    "text without parentheses": _without(r"[()]"),
    "text without punctuation": _without(r"[.,;:!?|]"),
    "text with plain dashes": lambda text: re.sub("[\N{EN DASH}\N{EM DASH}]", "-", text),
    "text with typographic dots": _instead("...", "\N{HORIZONTAL ELLIPSIS}"),
    "text escaped for an address": lambda text: quote(text, errors="replace"),
    "text unescaped from an address": unquote,
    "text with plus for space": _instead(" ", "+"),
    "text with space for plus": _instead("+", " "),
    "text trimmed of what is not ASCII": lambda text: text.encode("ascii", "ignore").decode(),
    "text with question marks for what is not ASCII": lambda text: text.encode("ascii", "replace").decode(),
    "text without accents": lambda text: "".join(
        character for character in unicodedata.normalize("NFD", text) if not unicodedata.combining(character)
    ),
    "text decomposed": lambda text: unicodedata.normalize("NFD", text),
    "text composed": lambda text: unicodedata.normalize("NFC", text),
    "text simplified": lambda text: unicodedata.normalize("NFKC", text),
    "text read as Latin-1": lambda text: text.encode(errors="replace").decode("latin-1"),
    "text in Latin-1 as far as it goes": lambda text: text.encode("latin-1", "replace").decode("latin-1"),
    "text without astral characters": _without(_BEYOND),
    "text cut at an astral character": lambda text: re.split(_BEYOND, text)[0],
    "text with astral characters replaced": lambda text: re.sub(_BEYOND, "\N{REPLACEMENT CHARACTER}" * 2, text),
    "text with astral characters halved": lambda text: re.sub(_BEYOND, "\ud83c", text),
    "text without joiners": _without("[\u200d\ufe0f]"),
    "text without marks of direction": _without("[\u200e\u200f\u202a-\u202e]"),
    "text without control characters": _without(r"[\x00-\x08\x0b\x0c\x0e-\x1f]"),
    "text that is a number read as one": lambda text: int(text) if text.isdecimal() else text,
    "text without its zeros": lambda text: text.lstrip("0"),
    "text without its placeholders": _without(r"\{\{.*?\}\}|\$\{.*?\}"),
    "text sorted": lambda text: "".join(sorted(text)),
    "text twice": lambda text: text * 2,
    "text with the site's name": lambda text: f"{text} | Lantern & Loom",
}

_REFUSED: dict[str, Callable[[str], bool]] = {
    "longer than 30 characters": lambda text: len(text) > 30,
    "longer than 60 characters": lambda text: len(text) > 60,
    "longer than 100 characters": lambda text: len(text) > 100,
    "longer than 160 characters": lambda text: len(text) > 160,
    "longer than 255 characters": lambda text: len(text) > 255,
    "not ASCII": lambda text: not text.isascii(),
    "not Latin-1": lambda text: any(character > "\xff" for character in text),
    "astral characters": lambda text: re.search(_BEYOND, text) is not None,
    "quotes": lambda text: '"' in text or "'" in text,
    "parentheses": lambda text: "(" in text,
    "ampersands": lambda text: "&" in text,
    "pipes": lambda text: "|" in text,
    "angle brackets": lambda text: "<" in text or ">" in text,
    "backslashes": lambda text: "\\" in text,
    "percent signs": lambda text: "%" in text,
    "line breaks": lambda text: "\n" in text,
    "spaces": lambda text: " " in text,
    "digits": lambda text: any(map(str.isdecimal, text)),
    "words of SQL": lambda text: re.search(r"(?i)select .* from|drop table|--", text) is not None,
    "addresses": lambda text: "://" in text,
}


def _quotes(text: str) -> str:
    return re.sub(r'"([^"]*)"', "\N{LEFT DOUBLE QUOTATION MARK}\\1\N{RIGHT DOUBLE QUOTATION MARK}", text)


def _texts(update: Body) -> Iterator[str]:
    for place in TEXTS:
        text = at(update, place)
        if isinstance(text, str):
            yield text


def _has_text(is_of_it: Callable[[str], bool]) -> Callable[[Body], bool]:
    return lambda update: any(map(is_of_it, _texts(update)))


def _everywhere(change: Change) -> Callable[[Body], Body]:
    def changed(update: Body) -> Body:
        for place in TEXTS:
            _change_at(update, place, change)
        return update

    return changed


def _only(place: Place, change: Change) -> Callable[[Body], Body]:
    def changed(update: Body) -> Body:
        _change_at(update, place, change)
        return update

    return changed


def _change_at(update: Body, place: Place, change: Change) -> None:
    text = at(update, place)
    if isinstance(text, str):
        put(update, place, change(text))
