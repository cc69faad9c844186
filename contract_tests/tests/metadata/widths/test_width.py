"""Widths: as a font library has them, exactly where letters do not change their shape and nearly where they do."""

# ruff: noqa: RUF001  (letters of other scripts are what this is about)

import importlib.util
from base64 import b64decode
from functools import cache
from importlib import resources
from pathlib import Path
from types import ModuleType

import pytest
import uharfbuzz
from hypothesis import given
from hypothesis import strategies as st

from webflow_pages.metadata.errors import MetadataError
from webflow_pages.metadata.widths import PROFILES, Limit, width
from webflow_pages.metadata.widths.profiles import characters

MEASURE = Path(__file__).parents[3] / "fonts" / "measure.py"

ARIMO = resources.files("fontpkg_arimo").joinpath("files", "Arimo[wght].ttf")


@cache
def font(name: str) -> uharfbuzz.Font:
    """Return Arimo, Noto for a script, or a few letters of Noto Sans CJK, which stand beside this file."""
    if name == "CJK":
        content = b64decode((Path(__file__).parent / "cjk.otf.base64").read_text(encoding="ascii"))
    else:
        noto = resources.files("manimgx_fonts").joinpath(f"{name}[wght].ttf")
        content = (ARIMO if name == "Arimo" else noto).read_bytes()
    return uharfbuzz.Font(uharfbuzz.Face(content))


def shaped(text: str, name: str) -> float:
    """Return how wide HarfBuzz sets a text, in ems, without kerning."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font(name), buffer, {"kern": False, "liga": False})
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    if positions is None:
        return 0.0
    assert all(info.codepoint for info in infos), "the font lacks a letter"
    return sum(position.x_advance for position in positions) / font(name).face.upem


def ems(text: str) -> float:
    found = width(text, "arial", 1)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "text",
    [
        "Lamps for every room: 20 % off — “today” only!",
        "Façade, naïve, Ångström, Œuvre, ß, ẞ, Ğ, ő, ț",
        "Лампы для дома и офиса, Ціни їжаків, Ђорђе",
        "Φωτιστικά για το σπίτι, ΕΛΛΆΔΑ, ή, ΐ",
        "Bảng giá và gói dịch vụ chiếu sáng, Đường Nguyễn Huệ",
        "a\u0301 e\u0308 n\u0303",
        "\u200bzero\u200d width\u2060",
        "גלו את המוצרים שלנו",
        "€ £ ¥ © ® ™ § ¶ • …",
    ],
)
def test_exact_where_letters_keep_their_shape(text: str) -> None:
    assert ems(text) == pytest.approx(shaped(text, "Arimo"), abs=1e-9)


@given(st.text(st.characters(codec="latin-1", exclude_categories=["Cc", "Cf"]), max_size=60))
def test_exact_for_any_latin_text(text: str) -> None:
    assert ems(text) == pytest.approx(shaped(text, "Arimo"), abs=1e-9)


SHAPED = {
    "NotoSansArabic": (0.02, "تعرفعلىأفضلالمنتجاتوالخدماتالتينقدمهالعملائنافيجميعأنحاءالعالم", "لأنالإسلام", "قیمت‌ها"),
    "NotoSansDevanagari": (0.07, "हिन्दीमेंसर्वश्रेष्ठसॉफ्टवेयरऔरवेबसाइटनिर्माणसेवाएँ", "हमारेबारेमेंजानें"),
    "NotoSansBengali": (0.07, "আমাদেরসেরাপণ্যএবংপরিষেবাসম্পর্কেজানুনবিশ্বস্ত"),
    "NotoSansGujarati": (0.07, "અમારાશ્રેષ્ઠઉત્પાદનોઅનેસેવાઓવિશેજાણોગ્રાહકોમાટેસ્વાગત"),
    "NotoSansTamil": (0.07, "எங்கள்சிறந்ததயாரிப்புகள்மற்றும்சேவைகளைப்பற்றிஅறியவும்"),
    "NotoSansTelugu": (0.07, "మాఉత్తమఉత్పత్తులుమరియుసేవలగురించితెలుసుకోండి"),
    "NotoSansKannada": (0.07, "ನಮ್ಮಅತ್ಯುತ್ತಮಉತ್ಪನ್ನಗಳುಮತ್ತುಸೇವೆಗಳಬಗ್ಗೆತಿಳಿಯಿರಿ"),
    "NotoSansMalayalam": (0.07, "ഞങ്ങളുടെമികച്ചഉൽപ്പന്നങ്ങളെയുംസേവനങ്ങളെയുംകുറിച്ച്അറിയുക"),
    "NotoSansKhmer": (0.07, "ស្វែងយល់អំពីផលិតផលនិងសេវាកម្មល្អបំផុតរបស់យើងខ្ញុំ"),
    "NotoSansMyanmar": (0.07, "ကျွန်ုပ်တို့၏အကောင်းဆုံးထုတ်ကုန်များနှင့်ဝန်ဆောင်မှုများ"),
    "NotoSansThai": (0.01, "เรียนรู้เกี่ยวกับผลิตภัณฑ์และบริการที่ดีที่สุดของเราสำหรับลูกค้า"),
    "NotoSansLao": (0.01, "ຮຽນຮູ້ກ່ຽວກັບຜະລິດຕະພັນແລະການບໍລິການທີ່ດີທີ່ສຸດ"),
    "NotoSansGeorgian": (0.01, "გაიგეთმეტიჩვენისაუკეთესოპროდუქტებისშესახებ"),
    "NotoSansArmenian": (0.01, "Իմացեքավելինմերլավագույնապրանքներիմասին"),
}
"""How far off texts may be, by font. Without spaces, which each font has of another width."""


@pytest.mark.parametrize(("name", "expected"), SHAPED.items(), ids=list(SHAPED))
def test_near_where_letters_change_their_shape(name: str, expected: tuple[float | str, ...]) -> None:
    off, *texts = expected
    assert isinstance(off, float)
    for text in texts:
        assert ems(str(text)) == pytest.approx(shaped(str(text), name), rel=off)


@pytest.mark.parametrize(
    ("text", "off"),
    [
        ("日本語の料金プランとよくある質問", 0.0),
        ("價格方案關於我們", 0.0),
        ("「日本語」、（）！？ＡＢＣ１２３", 0.0),
        ("요금제및가격", 0.09),  # 0.92 em in Noto, 1 em in what Windows shows (reported)
    ],
)
def test_wide_letters_are_an_em(text: str, off: float) -> None:
    assert ems(text) == len(text)
    assert ems(text) == pytest.approx(shaped(text, "CJK"), rel=off)


def test_mixed_scripts_add_up() -> None:
    parts = ("Lamp ", "ランプ", " лампа", "램프")
    assert ems("".join(parts)) == pytest.approx(sum(map(ems, parts)))


def test_half_width_is_not_wide() -> None:
    assert ems("\uff76\uff9e") < ems("カ") * 2


@pytest.mark.parametrize(
    "emoji",
    [
        "😀",
        "👍🏽",
        "👩\u200d👩\u200d👧\u200d👦",
        "🇩🇪",
        "❤\ufe0f",
        "1\ufe0f\u20e3",
        "👩🏽\u200d⚕\ufe0f",
        "☕",
        "🏴\U000e0067\U000e0062\U000e007f",
    ],
)
def test_an_emoji_is_one_glyph_whatever_it_is_made_of(emoji: str) -> None:
    one = shaped("😀", "NotoEmoji")
    assert ems(emoji) == pytest.approx(one, abs=0.001)
    assert ems(f"a{emoji}{emoji}b") == pytest.approx(ems("ab") + 2 * one, abs=0.002)


def test_a_sign_that_is_no_emoji_is_a_letter() -> None:
    assert ems("©") == pytest.approx(shaped("©", "Arimo"))
    assert ems("❤") < ems("❤\ufe0f")


def test_a_binding_has_no_width() -> None:
    assert width('Post {{wf {"path":"name","type":"PlainText"} }}', "arial", 20) is None
    assert Limit(70, unit="characters").measure("{{wf {} }}") is None


def test_size_counts_and_a_font_has_to_be_known() -> None:
    assert width("Lamps", "arial", 20) == pytest.approx(ems("Lamps") * 20)
    with pytest.raises(MetadataError, match="arial"):
        width("Lamps", "papyrus", 20)


@given(st.text(st.characters(), max_size=60))
def test_any_text_has_a_width(text: str) -> None:
    found = width(text)
    assert found is None if "{{wf" in text else found is not None and 0 <= found <= 16 * 4 * len(text)
    assert characters(text) <= len(text)


@given(st.text("اللأبتم\u0640\u064b\u200dن ", max_size=12), st.text("اللأبتم ", max_size=12))
def test_arabic_letters_that_do_not_touch_add_up(before: str, after: str) -> None:
    assert ems(f"{before} {after}") == pytest.approx(ems(before) + ems(" ") + ems(after))


def test_the_profiles_limit_what_is_shown() -> None:
    desktop, mobile = PROFILES["google-desktop"].limits, PROFILES["google-mobile"].limits
    assert (desktop["seo.title"].most, desktop["seo.description"].most) == (580, 920)
    assert mobile["seo.description"].most < desktop["seo.description"].most
    assert desktop["open_graph.title"].unit == "characters"
    assert desktop["open_graph.title"].measure("👍 Cafe\u0301") == 6


def measuring() -> ModuleType:
    spec = importlib.util.spec_from_file_location("measure", MEASURE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_advances_are_what_the_fonts_say() -> None:
    module = measuring()
    shipped = resources.files("webflow_pages.metadata.widths").joinpath("advances.json").read_text(encoding="utf-8")
    assert module.as_text(module.measured()) == shipped
    assert len(shipped.encode()) < 50_000
