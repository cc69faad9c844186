"""Words that tell something of a text, by language, from ``words.json``."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final


@cache
def _document() -> dict[str, Any]:
    text = resources.files("webflow_pages.metadata.lint").joinpath("words.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


@cache
def common_words() -> Mapping[str, frozenset[str]]:
    """Return the words that hold sentences together and that names seldom have, by language, with case folded."""
    return {language: frozenset(words.casefold().split()) for language, words in _document()["common"].items()}


@cache
def dangling_words(language: str) -> frozenset[str]:
    """Return the words that no sentence of a language ends in: articles, conjunctions and the like."""
    return frozenset(_document()["dangling"].get(language, "").split())


@cache
def placeholders() -> frozenset[str]:
    """Return the texts that stand where the real one is to come, with case folded."""
    return frozenset(text.casefold() for text in _document()["placeholders"])


@cache
def words_for_more() -> tuple[str, ...]:
    """Return the words after which an ellipsis stands for more of the kind."""
    return tuple(_document()["more"])


@cache
def spreadsheet_errors() -> frozenset[str]:
    """Return what spreadsheets show where a formula fails, in upper case, in several languages."""
    return frozenset(_document()["spreadsheets"])


LONGEST: Final = 50
"""Characters beyond which no text is one of the placeholders."""
