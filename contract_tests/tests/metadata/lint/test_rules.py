"""Each rule: texts for which it fires, and texts near them for which it does not."""

# ruff: noqa: RUF001  (letters of other scripts are what this is about)

from typing import Any

import pytest

from webflow_pages.metadata.entries import Entry, Kind
from webflow_pages.metadata.fields import MIRROR, Field, Value
from webflow_pages.metadata.lint import RULES, LintSettings, find_rule, lint
from webflow_pages.metadata.lint.rules import GROUPS
from webflow_pages.metadata.lint.words import spreadsheet_errors
from webflow_pages.metadata.widths import Limit

BOUND = '{{wf {"path":"name","type":"PlainText"} }}'


def entry(values: dict[Field, Value], locale: str = "en", path: str | None = "/lamps", kind: Kind = "page") -> Entry:
    return Entry(path, f"id of {path}", locale, values, kind)


def fired(*entries: Entry, complete: bool = False, **options: Any) -> list[tuple[str, str]]:
    """Return code and field of each finding."""
    findings = lint(entries, LintSettings(), primary="en", complete=complete, **options)
    return [(one.code, one.field or "") for one in findings]


def codes(values: dict[Field, Value], locale: str = "en", kind: Kind = "page", **options: Any) -> set[str]:
    return {code for code, _ in fired(entry(values, locale, kind=kind), **options)}


def codes_of(text: str, locale: str = "en") -> set[str]:
    """Return the codes of a text as a description."""
    return codes({"seo.description": text}, locale)


def test_codes_names_and_levels_are_told_once_and_in_full() -> None:
    assert list(RULES) == sorted(RULES)
    assert len({rule.name for rule in RULES.values()}) == len(RULES)
    assert {code[:3] for code in RULES} == set(GROUPS)
    for code, rule in RULES.items():
        assert rule.code == code
        assert rule.level in {"error", "warning", "note"}
        assert rule.meaning.endswith(".")
        assert rule.advice.endswith(".")
        assert rule.example
        assert find_rule(code.lower()) is find_rule(rule.name.upper()) is rule


@pytest.mark.parametrize(
    ("field", "missing", "blank"),
    [
        ("title", "PM101", "PM103"),
        ("seo.title", "PM102", "PM103"),
        ("seo.description", "PM201", "PM202"),
        ("open_graph.title", "PM301", "PM304"),
        ("open_graph.description", "PM301", "PM304"),
    ],
)
def test_absent_cleared_and_blank_are_three_things(field: Field, missing: str, blank: str) -> None:
    full: dict[Field, Value] = {
        "title": "Lamps",
        "seo.title": "Lamps for every room",
        "seo.description": "We make lamps by hand in our own shop.",
        "open_graph.title": MIRROR,
        "open_graph.description": MIRROR,
    }
    assert fired(entry(full), complete=True) == []
    absent = {name: value for name, value in full.items() if name != field}
    assert fired(entry(absent), complete=True) == [(missing, field)]
    assert fired(entry(absent)) == []
    for complete in (True, False):
        assert fired(entry({**full, field: ""}), complete=complete) == [(missing, field)]
        for unseen in (" ", "\n\t", "\u00a0", "\u200b", "\u200e \u3000"):
            assert fired(entry({**full, field: unseen}), complete=complete) == [(blank, field)]
        assert fired(entry({**full, field: "."}), complete=complete) == []
    told = lint([entry({**full, field: ""})], LintSettings(), primary="en")
    gone = lint([entry(absent)], LintSettings(), primary="en", complete=True)
    assert ["cleared" in one.message for one in told if one.code == missing] == [True]
    assert ["there is no" in one.message for one in gone if one.code == missing] == [True]


def test_what_the_primary_locale_lacks_as_well_is_told_there() -> None:
    rest: dict[Field, Value] = {
        "title": "X1",
        "seo.title": "Y1",
        "open_graph.title": "Z1",
        "open_graph.description": "W1",
    }
    found = lint([entry(rest), entry(rest, "fr")], LintSettings(), primary="en", complete=True)
    assert [(one.code, one.locale) for one in found if one.code == "PM201"] == [("PM201", "en")]
    with_text = entry({**rest, "seo.description": "Text"})
    found = lint([with_text, entry(rest, "fr")], LintSettings(), primary="en", complete=True)
    assert [(one.code, one.locale) for one in found if one.code == "PM201"] == [("PM201", "fr")]


@pytest.mark.parametrize(
    ("field", "text", "fires"),
    [
        ("seo.title", "W" * 30, None),  # 566 px
        ("seo.title", "W" * 31, "PM104"),
        ("seo.title", "i" * 130, None),
        ("seo.title", "i" * 131, "PM104"),
        ("seo.title", "灯" * 29, None),
        ("seo.title", "灯" * 30, "PM104"),
        ("seo.title", f"{'W' * 60} {BOUND}", None),
        ("seo.description", "灯" * 65, None),
        ("seo.description", "灯" * 66, "PM203"),
        ("open_graph.title", "i" * 70, None),
        ("open_graph.title", "i" * 71, "PM303"),
        ("open_graph.title", "e\u0301" * 70, None),
        ("open_graph.description", "i" * 200, None),
        ("open_graph.description", "i" * 201, "PM303"),
        ("title", "W" * 100, None),
    ],
)
def test_width(field: Field, text: str, fires: str | None) -> None:
    wide = {"PM104", "PM203", "PM303"}
    assert codes({field: text}) & wide == ({fires} if fires is not None else set())


def test_the_limit_itself_is_shown_in_full() -> None:
    assert codes({"seo.title": "灯" * 29}, "ja") == set()  # 580 px
    (found,) = lint([entry({"seo.title": "灯" * 29 + "i"}, "ja")], LintSettings(), primary="en")
    assert found.message == "584 px of the 580 px that are shown"


NARROW = LintSettings(
    {
        **LintSettings().limits,
        "seo.title": Limit(580, 200, size=20),
        "seo.description": Limit(920, 400, size=14),
    }
)


def test_narrow_is_what_settings_ask_for() -> None:
    short: dict[Field, Value] = {"seo.title": "Lamps", "seo.description": "Lamps."}
    assert lint([entry(short)], LintSettings(), primary="en") == []
    assert {one.code for one in lint([entry(short)], NARROW, primary="en")} == {"PM105", "PM204"}
    wide_enough: dict[Field, Value] = {
        "seo.title": "Lamps for every room and day",
        "seo.description": "Lamps for every room. " * 5 + "Yes.",
    }
    assert lint([entry(wide_enough)], NARROW, primary="en") == []
    assert [one.code for one in lint([entry({"seo.title": BOUND})], NARROW, primary="en")] == ["PM603"]


def test_the_least_itself_is_enough() -> None:
    def narrow(text: str) -> bool:
        return any(one.code == "PM105" for one in lint([entry({"seo.title": text}, "ja")], NARROW, primary="ja"))

    assert not narrow("灯" * 10)  # 200 px
    assert narrow("灯" * 9 + "W")


def test_open_graph_that_copies() -> None:
    assert codes({"seo.title": "Lamps", "open_graph.title": "Lamps"}) == {"PM302"}
    assert codes({"seo.title": "Lamps", "open_graph.title": "Lamps!"}) == set()
    assert codes({"seo.title": "Lamps", "open_graph.title": MIRROR}) == set()
    assert codes({"open_graph.title": MIRROR}) == set()


@pytest.mark.parametrize("slug", ["a", "team", "our-team", "page_2", "2026", "detail_posts", "_x", "a" * 200, "a--b"])
def test_slugs_that_are_fine(slug: str) -> None:
    assert codes({"slug": slug}) == set()


@pytest.mark.parametrize(
    "slug", ["", " ", "Team", "über-uns", "our team", "a/b", "-a", "a-", "a.b", "a\n", "チーム", "a\u200b"]
)
def test_slugs_that_are_malformed(slug: str) -> None:
    assert codes({"slug": slug}) == {"PM401"}


def test_slugs_that_collide() -> None:
    pages = [
        entry({"slug": "team"}, path="/about/people"),
        entry({}, path="/about/team"),
        entry({"slug": "team"}, path="/contact/team"),
        entry({"slug": "team"}, "de", path="/about/x"),
        entry({"slug": "posts"}, path="/posts", kind="template"),
        entry({"slug": "posts"}, path="/articles"),
        Entry(None, "no path", "en", {"slug": "team"}),
    ]
    found = lint(pages, LintSettings(), primary="en")
    collisions = [(one.page, one.message) for one in found if one.code == "PM402"]
    assert collisions == [
        ("/about/people", "'team' is also the slug of /about/team, below /about"),
        ("/about/team", "'team' is also the slug of /about/people, below /about"),
    ]


def test_slugs_that_are_ignored() -> None:
    assert codes({"slug": "home"}, kind="home") == {"PM403"}
    assert fired(entry({"slug": "home"}, path="/")) == [("PM403", "slug")]
    assert codes({"slug": "posts"}, kind="template") == {"PM403"}
    assert codes({"slug": "lamps"}, kind="template") == set()
    both = [entry({"slug": "lamps"}), entry({"slug": "lampen"}, "de"), entry({"slug": "lamps"}, "fr")]
    found = lint(both, LintSettings(), primary="en")
    assert [(one.code, one.locale, one.level) for one in found] == [("PM403", "de", "note")]
    before = {("id of /lamps", "de"): {"slug": "lampen"}}
    assert lint(both, LintSettings(), primary="en", before=before) == []


@pytest.mark.parametrize(
    ("text", "locale", "untranslated"),
    [
        ("Lamps for your home", "de-DE", True),
        ("Our prices", "fr", True),
        ("What a lamp costs, and why.", "ja-JP", True),
        ("Lamps for your home", "en-GB", False),
        ("Webflow Conference Berlin 2026", "de-DE", False),
        ("Lantern & Loom", "de", False),
        ("2026", "de", False),
        ("Team", "fr", False),
        (f"All about {BOUND}", "de", False),
    ],
)
def test_untranslated(text: str, locale: str, untranslated: bool) -> None:
    found = lint([entry({"seo.title": text}), entry({"seo.title": text}, locale)], LintSettings(), primary="en")
    told = [one for one in found if one.code.startswith("PM5")]
    assert [(one.code, one.locale) for one in told] == ([("PM501", locale)] if untranslated else [])
    assert codes({"seo.title": text}, locale) & {"PM501"} == set()


def test_untranslated_in_a_language_whose_words_are_not_known() -> None:
    def told(text: str) -> bool:
        pages = [entry({"title": text}, "sw"), entry({"title": text}, "de")]
        return any(one.code == "PM501" for one in lint(pages, LintSettings(), primary="sw"))

    assert told("Taa kwa kila chumba cha nyumba")
    assert not told("Taa za Mombasa")


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("Lamps for your home", "ja-JP"),
        ("Lamps for your home", "ru"),
        ("Lamps for your home", "zh-TW"),
        ("beautiful lamps made in Berlin", "ko"),
        ("Лампы для дома", "ja-JP"),
        ("Лампы для дома", "de-DE"),
        ("Лампы для дома", "sr-Latn"),
        ("ランプと照明の専門店です", "en-US"),
        ("أفضل المصابيح", "he"),
        ("Φωτιστικά για το σπίτι", "bg"),
        ("Φωτιστικά για το σπίτι", "sr"),
        ("Lampe za dom i kancelariju", "sr-Cyrl-RS"),
        ("Sijalice for your home", "sr_Cyrl"),
        ("Лампы для дома", "uz-Latn"),
        ("Лампы для дома", "pa"),
        ("Лампы для дома", "ms"),
    ],
)
def test_wrong_script(text: str, locale: str) -> None:
    assert codes({"seo.title": text}, locale) == {"PM502"}


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("Лампы для дома", "ru-RU"),
        ("Лампе за дом", "sr"),
        ("Lampe za dom i kancelariju", "sr"),
        ("Lampe za dom i kancelariju", "sr-RS"),
        ("Lampe za dom i kancelariju", "sr-Latn-RS"),
        ("Лампе за дом", "sr-ME"),
        ("Уй учун чироқлар", "uz"),
        ("Uy uchun chiroqlar", "uz-UZ"),
        ("چراغ های خانه", "uz-AF"),
        ("Ev üçün lampalar və işıqlar", "az"),
        ("Үйге арналған шамдар", "kk-KZ"),
        ("Úıge arnalǵan shamdar men lampalar", "kk"),
        ("ਘਰ ਲਈ ਲੈਂਪ", "pa"),
        ("گھر لئی لیمپ", "pa"),
        ("Lampayên ji bo malê", "ku"),
        ("چرای ماڵەوە", "ku-IQ"),
        ("ᠭᠡᠷ ᠦᠨ ᠳᠡᠩ", "mn"),
        ("iPhone 15 Pro Max", "ja-JP"),
        ("Adobe Photoshop Lightroom Classic", "ru"),
        ("SEOとは？Webflowの始め方", "ja"),
        ("Sushi 寿司 Berlin", "de"),
        ("Русский", "en"),
        ("日本語", "en"),
        ("Lamps for your home", "xx"),
        ("Лампы для дома", "primary"),
        ("Лампы для дома", "xx"),
        ("Лампы для дома", "und"),
        ("Лампы для дома", "x-y"),
        ("100 %", "ja"),
        (f"{BOUND} for your home and garden", "ja"),
    ],
)
def test_names_and_the_right_script(text: str, locale: str) -> None:
    assert codes({"seo.title": text}, locale) - {"PM603"} == set()


@pytest.mark.parametrize(
    ("text", "mixed"),
    [
        ("L\u0430mps", True),
        ("\u041cосква и Cанкт", True),
        ("SEOшник", False),
        ("IT-отдел", False),
        ("3D-печать и Wi-Fi", False),
        ("Lamps", False),
        ("Лампы", False),
    ],
)
def test_words_in_two_scripts(text: str, mixed: bool) -> None:
    assert ("PM503" in codes({"title": text}, "ru")) is mixed


def test_templates_and_bindings() -> None:
    assert codes({"seo.title": "Blog post"}, kind="template") == {"PM601"}
    assert codes({"title": "Blog posts"}, kind="template") == set()
    assert codes({"seo.title": f"{BOUND} | Acme"}, kind="template") == set()
    assert codes({"open_graph.title": MIRROR}, kind="template") == set()
    assert codes({"seo.title": f"{BOUND} | Acme"}) == {"PM603"}
    without_id = Entry("/lamps", None, "en", {"seo.title": BOUND})
    assert lint([without_id], LintSettings(), primary="en") == []
    assert [one.code for one in lint([without_id], LintSettings(), primary="en", complete=True)].count("PM603") == 1


@pytest.mark.parametrize(
    ("text", "malformed"),
    [
        (BOUND, False),
        (f"{BOUND} – {BOUND}", False),
        ('{{wf {"path":"a}}b","type":"x"} }}', False),
        ('{{wf{"path":"name"}}}', False),
        ('{{wf {"path":"name"} ', True),
        ('{{wf {"path":"name"} }', True),
        ("{{wf name }}", True),
        ('{{wf {"path":"name" }}', True),
        ("{{wf 5 }}", True),
        ("{{wf", True),
        (f"{BOUND} {{{{wf", True),
        ("{{wf " + "[" * 20_000, True),
    ],
)
def test_malformed_bindings(text: str, malformed: bool) -> None:
    assert ("PM602" in codes({"seo.title": text}, kind="template")) is malformed


@pytest.mark.parametrize(
    "text",
    [
        "Lorem ipsum dolor sit amet",
        "All of it: LOREM IPSUM",
        "TBD",
        "Price: TBD",
        "todo",
        "TODO: write this",
        "Untitled",
        "Page title",
        "[Your company] makes lamps",
        "Lamps in {{city}}",
        "Lamps by ${brand}",
        "%%title%% by Acme",
        "xxx",
        "Lamps xxxx",
        "ohne Titel",
        "Título",
        "無題",
        "Без названия",
        "Insert your title here",
        "<Titel>",
        "asdf",
    ],
)
def test_placeholders(text: str) -> None:
    assert "PM701" in codes_of(text)


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("Todo list app for small teams", "en"),
        ("ToDo: an app that works", "en"),
        ("TODO LO QUE NECESITAS", "es"),
        ("TODO sobre lámparas", "es-MX"),
        ("Untitled Goose Game", "en"),
        ("Test automation for teams", "en"),
        ("Title insurance", "en"),
        ("Super Bowl XXX", "en"),
        ("[Webinar] Lamps", "en"),
        ("{Dev}Ops", "en"),
        ("Sign up here", "en"),
        ("Write your text here and we print it", "en"),
        ("Dolor y sitio", "es"),
        (f"{BOUND} by Acme", "en"),
        ("50% off", "en"),
    ],
)
def test_no_placeholders(text: str, locale: str) -> None:
    assert "PM701" not in codes_of(text, locale)


@pytest.mark.parametrize(
    ("text", "locale", "cut"),
    [
        ("We make lamps for your home, your office and the", "en", True),
        ("Wir machen Lampen für Ihr Zuhause, Büro und", "de-DE", True),
        ("Nous faisons des lampes pour la maison et le", "fr", True),
        ("Lamps for your home,", "en", True),
        ("家や会社のランプ、", "ja", True),
        ("We make lamps for your ho…", "en", True),
        ("We make lamps for your ho...", "en", True),
        ("We make lamps ...  ", "en", True),
        ("Lamps, bulbs and more…", "en", False),
        ("Lampen, Leuchten usw. …", "de", False),
        ("Лампы, люстры и др...", "ru", False),
        ("The lamps you have been waiting for", "en", False),
        ("These are the lamps we love to work with", "en", False),
        ("Wir laden Sie in unser Geschäft ein", "de", False),
        ("Vitamins: what there is to know of vitamin A", "en", False),
        ("We make lamps for your home, your office and the", "de", False),
        ("Read on… it gets better.", "en", False),
        ("Rock and", "en", False),
    ],
)
def test_truncated(text: str, locale: str, cut: bool) -> None:
    assert ("PM702" in codes_of(text, locale)) is cut


def test_only_descriptions_are_cut_at_words() -> None:
    assert codes({"title": "We make lamps for your home and the"}) == set()
    assert codes({"title": "We make lamps for …"}) == {"PM702"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" Lamps", "PM703"),
        ("Lamps\u00a0", "PM703"),
        ("Lamps  for all", "PM703"),
        ("Lamps\nfor all", "PM703"),
        ("Lamps\tfor all", "PM703"),
        ("Prix\u00a0: 5\u202f€", None),
        ("Lampes «\u00a0Acme\u00a0»", None),
        ("ランプ\u3000照明", None),
        ("Lamps\u200b", "PM704"),
        ("\ufeffLamps", "PM704"),
        ("Lam\x00ps", "PM704"),
        ("Lamps \u202egpj", "PM704"),
        ("Lamps\ud800", "PM704"),
        ("قیمت\u200cها", None),
        ("👩\u200d👧", None),
        ("Lam\u00adpen", "PM704"),
        ("Lamps \U000e0041\U000e0042", "PM704"),
        ("Lamps in \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", None),
        ("\u2068Acme\u2069 Lamps", None),
        ("Lamps &amp; bulbs", "PM705"),
        ("Lamps&nbsp;for all", "PM705"),
        ("It&#39;s a lamp", "PM705"),
        ("<b>Lamps</b>", "PM705"),
        ("Lamps<br/>for all", "PM705"),
        ('<a href="/x">Lamps</a>', "PM705"),
        ("AT&T & Co; more", None),
        ("I <3 lamps", None),
        ("a < b > c", None),
        ("<T> in C++", None),
        ("R&D; and sales", None),
        ("FÃ¼r zu Hause", "PM706"),
        ("Itâ€™s a lamp", "PM706"),
        ("Lamps \ufffd", "PM706"),
        ("Ð›Ð°Ð¼Ð¿Ñ‹", "PM706"),
        ("Für zu Hause", None),
        ("CAFÉ À PARIS", None),
        ("São Paulo: Ótimas Opções", None),
        ("Â¡Hola!", "PM706"),
    ],
)
def test_characters(text: str, code: str | None) -> None:
    watched = {"PM703", "PM704", "PM705", "PM706"}
    assert codes({"title": text}) & watched == ({code} if code is not None else set())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<title>", {"PM701"}),
        ("<Title>", {"PM701"}),
        ("Lamps | <title>", {"PM701"}),
        ("<title>Lamps</title>", {"PM705"}),
        ("<Titel>", {"PM701"}),
        ("<title> of <b>Acme</b>", {"PM701"}),
        ("<b>Lorem ipsum</b>", {"PM701", "PM705"}),
        ("#N/A", {"PM707"}),
        ("#NULL!", {"PM707"}),
    ],
)
def test_what_is_two_things_is_told_as_one(text: str, told: set[str]) -> None:
    assert codes({"title": text}) == told


@pytest.mark.parametrize(
    ("text", "is_error"),
    [
        ("#NAME?", True),
        ("#REF!", True),
        (" #DIV/0! ", True),
        ("#VALUE!", True),
        ("#value!", True),
        ("#####", True),
        ("Err:502", True),
        ("#BEZUG!", True),
        ("#¿NOMBRE?", True),
        ("#ССЫЛКА!", True),
        ("How to fix #REF! in Excel", False),
        ("#REF", False),
        ("#1", False),
        ("##", False),
        ("#WINNING!", False),
        ("C# and F#", False),
        ("Err:602", False),
    ],
)
def test_errors_of_spreadsheets(text: str, is_error: bool) -> None:
    found = lint([entry({"seo.title": text})], LintSettings(), primary="en")
    assert [one.level for one in found if one.code == "PM707"] == ["error"] * is_error


def test_errors_of_spreadsheets_are_told_once() -> None:
    assert all(codes({"seo.title": text}) == {"PM707"} for text in spreadsheet_errors())


def test_a_zero_width_space_is_fine_where_lines_break_at_it() -> None:
    assert codes({"title": "ราคา\u200bและ"}, "th-TH") == set()
    assert codes({"title": "\u202bמחירים\u202c"}, "he") == set()


def test_a_binding_is_not_trimmed() -> None:
    assert codes({"seo.description": f" Story:  {BOUND} …"}, kind="template") == set()


@pytest.mark.parametrize(
    ("field", "code", "level"),
    [("title", "PM106", "note"), ("seo.title", "PM107", "warning"), ("seo.description", "PM205", "warning")],
)
def test_duplicates_name_up_to_three_others(field: Field, code: str, level: str) -> None:
    texts = ["Lamps", "lamps ", "LAMPS", "Lamps", "Lamps", "Bulbs"]
    pages = [entry({field: text}, path=f"/{number}") for number, text in enumerate(texts)]
    found = [one for one in lint(pages, LintSettings(), primary="en") if one.code == code]
    assert [one.page for one in found] == ["/0", "/1", "/2", "/3", "/4"]
    assert found[0].message == "'Lamps' is also that of /1, /2, /3 and 1 more"
    assert found[4].message == "'Lamps' is also that of /0, /1, /2 and 1 more"
    assert {one.level for one in found} == {level}


def test_what_is_no_duplicate() -> None:
    texts: dict[Field, Value] = {"title": "Lamps", "seo.title": "Lamps", "seo.description": "Lamps"}
    assert fired(entry(texts), entry({**texts}, "de")) == []
    assert (
        fired(entry({"seo.title": BOUND}, kind="template"), entry({"seo.title": BOUND}, path="/b", kind="template"))
        == []
    )
    assert fired(entry({"open_graph.title": MIRROR}), entry({"open_graph.title": MIRROR}, path="/b")) == []
    assert fired(entry({"seo.title": "Lamps"}), entry({"title": "Lamps"}, path="/b")) == []


def test_a_duplicate_that_a_locale_inherits_is_told_in_the_primary_one() -> None:
    pages = [entry({"seo.title": "Lamps"}, locale, path) for path in ("/a", "/b") for locale in ("en", "de")]
    found = lint(pages, LintSettings(), primary="en")
    assert [(one.page, one.locale) for one in found if one.code == "PM107"] == [("/a", "en"), ("/b", "en")]
    own = [*pages, entry({"seo.title": "Lamps"}, "de", "/c"), entry({"seo.title": "Bulbs"}, "en", "/c")]
    found = lint(own, LintSettings(), primary="en")
    assert [(one.page, one.locale) for one in found if one.code == "PM107"] == [
        ("/a", "en"),
        ("/b", "en"),
        ("/c", "de"),
    ]


def test_a_duplicate_of_an_inherited_text_is_told_of_both() -> None:
    pages = [
        entry({"seo.title": "Lamps"}, "en", "/a"),
        entry({"seo.title": "Lamps"}, "de", "/a"),
        entry({"seo.title": "Bulbs"}, "en", "/b"),
        entry({"seo.title": "Lamps"}, "de", "/b"),
    ]
    found = lint(pages, LintSettings(), primary="en")
    assert [(one.page, one.locale) for one in found if one.code == "PM107"] == [("/a", "de"), ("/b", "de")]


def test_a_page_and_its_branch_are_told_apart() -> None:
    pages = [
        Entry("/lamps", "page", "en", {"title": "Lamps", "seo.title": "TBD"}),
        Entry("/lamps", "branch", "en", {"title": "TBD"}),
        Entry("/lamps", "page", "de", {"title": "Lampen", "seo.title": "TBD"}),
        Entry("/lamps", "branch", "de", {"title": "TBD"}),
    ]
    found = lint(pages, LintSettings(), primary="en")
    assert [(one.page_id, one.locale, one.field, one.code) for one in found] == [
        ("page", "en", "seo.title", "PM701"),
        ("branch", "en", "title", "PM701"),
    ]
    assert {one.page for one in found} == {"/lamps"}


def test_what_a_locale_inherits_is_told_once() -> None:
    pages = [entry({"seo.title": "Lorem ipsum"}), entry({"seo.title": "Lorem ipsum"}, "de")]
    assert fired(*pages) == [("PM701", "seo.title")]
    assert fired(pages[0], entry({"seo.title": "Lorem ipsum!"}, "de")) == [("PM701", "seo.title")] * 2
