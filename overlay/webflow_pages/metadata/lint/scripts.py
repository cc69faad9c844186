"""Which scripts a text is written in, and which one its language is."""

import re
from functools import cache
from typing import Final

from webflow_pages.metadata.lint.context import language_of

_LETTERS: Final = {
    "Latn": "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff",
    "Grek": "\u0370-\u0373\u0376-\u03ff\u1f00-\u1fff",
    "Cyrl": "\u0400-\u0481\u048a-\u052f",
    "Armn": "\u0531-\u0587",
    "Hebr": "\u05d0-\u05f2",
    "Arab": "\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc",
    "Deva": "\u0904-\u0939\u0958-\u0961\u0972-\u097f",
    "Beng": "\u0985-\u09b9\u09dc-\u09e1",
    "Guru": "\u0a05-\u0a39\u0a59-\u0a5e",
    "Gujr": "\u0a85-\u0ab9",
    "Orya": "\u0b05-\u0b39",
    "Taml": "\u0b85-\u0bb9",
    "Telu": "\u0c05-\u0c39",
    "Knda": "\u0c85-\u0cb9",
    "Mlym": "\u0d05-\u0d39",
    "Sinh": "\u0d85-\u0dc6",
    "Thai": "\u0e01-\u0e30\u0e40-\u0e46",
    "Laoo": "\u0e81-\u0eb0\u0ec0-\u0ec6",
    "Mymr": "\u1000-\u102a",
    "Geor": "\u10a0-\u10ff\u1c90-\u1cbf",
    "Hang": "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3",
    "Ethi": "\u1200-\u135a",
    "Mong": "\u1820-\u1878",
    "Khmr": "\u1780-\u17b3",
    "Kana": "\u3041-\u309f\u30a1-\u30ff\uff66-\uff9d",
    "Hani": "\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f",
}
"""Letters by script. What has no part in it (marks, digits, signs) is common to all."""

_TOGETHER: Final = {
    "Jpan": ("Kana", "Hani"),
    "Kore": ("Hang", "Hani"),
    "Hans": ("Hani",),
    "Hant": ("Hani",),
}
"""The scripts that languages are written in at once."""

_EITHER: Final = {
    "az": ("Latn", "Cyrl", "Arab"),
    "bs": ("Latn", "Cyrl"),
    "cnr": ("Latn", "Cyrl"),
    "crh": ("Latn", "Cyrl"),
    "ha": ("Latn", "Arab"),
    "kk": ("Cyrl", "Latn", "Arab"),
    "ks": ("Arab", "Deva"),
    "ku": ("Latn", "Arab", "Cyrl"),
    "ky": ("Cyrl", "Arab", "Latn"),
    "mn": ("Cyrl", "Mong"),
    "ms": ("Latn", "Arab"),
    "pa": ("Guru", "Arab"),
    "sd": ("Arab", "Deva"),
    "sh": ("Latn", "Cyrl"),
    "sr": ("Cyrl", "Latn"),
    "tg": ("Cyrl", "Arab", "Latn"),
    "tk": ("Latn", "Cyrl", "Arab"),
    "tt": ("Cyrl", "Latn"),
    "ug": ("Arab", "Cyrl", "Latn"),
    "uz": ("Latn", "Cyrl", "Arab"),
}
"""The scripts of languages that are written in one or another (Unicode: the scripts that are in use)."""

_LETTER: Final = re.compile("|".join(f"(?P<{script}>[{letters}]+)" for script, letters in _LETTERS.items()))


def letters(text: str) -> dict[str, int]:
    """Return how many letters of each script a text has."""
    counts: dict[str, int] = {}
    for found in _LETTER.finditer(text):
        script = found.lastgroup or ""
        counts[script] = counts.get(script, 0) + found.end() - found.start()
    return counts


def is_only(text: str, scripts: tuple[str, ...]) -> bool:
    """Return whether a text has no letter of another script."""
    return _others(scripts).search(text) is None


@cache
def _others(scripts: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"[{''.join(letters for script, letters in _LETTERS.items() if script not in scripts)}]")


@cache
def scripts_of(tag: str) -> tuple[str, ...]:
    """Return the scripts that a locale's language is likely written in (Unicode); none where that is not known.

    A language that is written in one or another may have each, unless the tag says which.
    """
    import langcodes

    try:
        language = langcodes.Language.get(tag.replace("_", "-"), normalize=False)
        known = language.is_valid() and language_of(tag) not in {"", "und"}
        script = language.maximize().script or ""
    except ValueError:  # it is no tag
        return ()
    if language.script is None and language.language in _EITHER:
        return _EITHER[language.language]
    scripts = _TOGETHER.get(script, (script,))
    return scripts if known and all(name in _LETTERS for name in scripts) else ()
