"""Write the advance widths that lint measures texts with, from free fonts that packages of the registry ship.

Run it after another version of a font: ``python contract_tests/fonts/measure.py``. With ``--check`` it writes nothing,
and fails where the file is not what the fonts say.
"""

# Neither font library is typed.
# pyright: reportAttributeAccessIssue=false, reportOptionalMemberAccess=false

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata, resources
from pathlib import Path
from typing import Any
from unicodedata import category

import uharfbuzz
from fontTools.ttLib import TTFont

FILE = Path(__file__).parents[2] / "overlay" / "webflow_pages" / "metadata" / "widths" / "advances.json"

ARIMO = ("fontpkg_arimo", "files/Arimo[wght].ttf")
NOTO = "manimgx_fonts"
SCRIPTS = (
    "Arabic",
    "Armenian",
    "Bengali",
    "Devanagari",
    "Ethiopic",
    "Georgian",
    "Gujarati",
    "Gurmukhi",
    "Hebrew",
    "Kannada",
    "Khmer",
    "Lao",
    "Malayalam",
    "Myanmar",
    "Oriya",
    "Sinhala",
    "Tamil",
    "Telugu",
    "Thai",
    "Symbols",
)
"""What Arimo lacks, in the order in which it is looked for."""

_NO_ADVANCE = frozenset({"Mn", "Me", "Cf", "Cc"})
_JOINER, _LAM, _ALEFS = "\u200d", "\u0644", "\u0622\u0623\u0625\u0627"

Document = dict[str, Any]


def measured() -> Document:
    """Return the advances of all fonts, with where they come from."""
    arimo = _opened(*ARIMO)
    others = {name: _opened(NOTO, f"NotoSans{name}[wght].ttf") for name in SCRIPTS}
    emoji = _opened(NOTO, "NotoEmoji[wght].ttf")
    arabic = uharfbuzz.Font(uharfbuzz.Face(_bytes(NOTO, "NotoSansArabic[wght].ttf")))
    known = _advances(arimo)
    scripts: dict[int, int] = {}
    for font in others.values():
        scripts = {**_advances(font), **scripts}
    scripts = {point: advance for point, advance in scripts.items() if point not in known}
    return {
        "fonts": [
            _provenance(*ARIMO),
            *(_provenance(NOTO, f"NotoSans{name}[wght].ttf") for name in SCRIPTS),
            _provenance(NOTO, "NotoEmoji[wght].ttf"),
        ],
        "arial": {"em": arimo["head"].unitsPerEm, "runs": dict(_runs(known))},
        "others": {"em": 1000, "runs": dict(_runs(scripts))},
        "arabic": dict(_arabic(arabic, scripts)),
        "emoji": round(_one(_advances(emoji).values()) * 1000 / emoji["head"].unitsPerEm),
    }


def as_text(document: Document) -> str:
    """Write the advances so that a run of characters is a line."""
    return json.dumps(document, indent=0, ensure_ascii=True) + "\n"


def _bytes(package: str, name: str) -> bytes:
    return resources.files(package).joinpath(name).read_bytes()


def _opened(package: str, name: str) -> TTFont:
    with resources.as_file(resources.files(package).joinpath(name)) as path:
        return TTFont(path)


def _provenance(package: str, name: str) -> Document:
    font = _opened(package, name)
    return {
        "font": font["name"].getDebugName(4),
        "version": font["name"].getDebugName(5),
        "license": "OFL-1.1",
        "copyright": font["name"].getDebugName(0),
        "package": f"{package.replace('_', '-')} {metadata.version(package.replace('_', '-'))}",
        "sha256": hashlib.sha256(_bytes(package, name)).hexdigest(),
    }


def _advances(font: TTFont) -> dict[int, int]:
    """Return the advance of each character that has one of its own, in units of the font."""
    glyphs = font["hmtx"].metrics
    return {
        point: glyphs[glyph][0]
        for point, glyph in sorted(font.getBestCmap().items())
        if category(chr(point)) not in _NO_ADVANCE and not 0xE000 <= point <= 0xF8FF
    }


def _runs(advances: Mapping[int, int]) -> Iterator[tuple[str, str]]:
    """Yield the first character of each run, in hexadecimal, with the advances of all: ``3*569`` is three times 569."""
    points = sorted(advances)
    start = 0
    for end in range(1, len(points) + 1):
        if end == len(points) or points[end] != points[end - 1] + 1:
            yield f"{points[start]:x}", _packed(advances[point] for point in points[start:end])
            start = end


def _packed(values: Iterable[int]) -> str:
    packed: list[tuple[int, int]] = []
    for value in values:
        if packed and packed[-1][1] == value:
            packed[-1] = (packed[-1][0] + 1, value)
        else:
            packed.append((1, value))
    return " ".join(str(value) if count == 1 else f"{count}*{value}" for count, value in packed)


def _arabic(font: uharfbuzz.Font, advances: Mapping[int, int]) -> Iterator[tuple[str, list[int]]]:
    """Yield the letters that join, with their advances: alone, after, before and between others.

    One that joins only those before it has the first two. So has a lam with an alef, which are one glyph.
    """
    texts = [chr(point) for point in advances if 0x620 <= point <= 0x6FF and category(chr(point)) == "Lo"]
    for text in (*texts, *(_LAM + alef for alef in _ALEFS)):
        glyphs = [_shaped(font, shown) for shown in (text, _JOINER + text, text + _JOINER, _JOINER + text + _JOINER)]
        alone, after, before, between = (advance for _, advance in glyphs)
        if glyphs[2][0] != glyphs[0][0]:
            yield text, [alone, after, before, between]
        elif glyphs[1][0] != glyphs[0][0]:
            yield text, [alone, after]


def _shaped(font: uharfbuzz.Font, text: str) -> tuple[list[int], int]:
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    assert positions is not None  # noqa: S101  (a buffer that was shaped has positions)
    seen = [info.codepoint for info, position in zip(infos, positions, strict=True) if position.x_advance]
    return seen, sum(position.x_advance for position in positions)


def _one(values: Iterable[int]) -> int:
    """Return the advance that nearly all emoji have."""
    counts: dict[int, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return max(counts, key=lambda value: counts[value])


def main() -> int:
    """Write the file, or with ``--check`` compare it."""
    text = as_text(measured())
    if sys.argv[1:] == ["--check"]:
        return 0 if FILE.is_file() and FILE.read_text(encoding="utf-8") == text else 1
    FILE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
