"""Texts that stand where the real one is to come."""

import re
from typing import Final

_WHOLE: Final = frozenset(
    " ".join(text.split())
    for text in """
    untitled|untitled page|page title|page name|title|seo title|meta title|title tag|title here|description
    seo description|meta description|page description|description here|new page|placeholder|placeholder text|test|testing
    test page|testpage|sample text|dummy text|n/a|none|null|undefined|asdf|asdfasdf|qwerty|foo|bar|foo bar|foobar|tbd|tba
    tbc|todo|to do|to be done|to be defined|coming|fixme|xx|xxx|xxxx|lorem|heading|copy of|static template
    titel|seitentitel|seo-titel|beschreibung|meta-beschreibung|seitenbeschreibung|ohne titel|unbenannt|neue seite|testseite
    platzhalter|titre|titre de la page|titre seo|sans titre|nouvelle page|description de la page|page de test
    título|título de la página|sin título|nueva página|página de prueba|descripción|descripción de la página|titolo
    titolo della pagina|senza titolo|nuova pagina|descrizione|pagina di prova|título da página|sem título|nova página
    descrição|paginatitel|naamloos|nieuwe pagina|beschrijving|sidtitel|namnlös|ny sida|beskrivning|beskrivelse|uden titel
    uten tittel|tytuł|tytuł strony|bez tytułu|nowa strona|opis|název|bez názvu|popis|başlık|başlıksız|açıklama
    заголовок|заголовок страницы|без названия|новая страница|описание|тест|назва|без назви|опис|τίτλος|χωρίς τίτλο
    タイトル|ページタイトル|無題|新しいページ|説明|テスト|标题|页面标题|无标题|新页面|描述|测试|標題|無標題|描述|測試
    제목|페이지 제목|제목 없음|새 페이지|설명|테스트|عنوان|عنوان الصفحة|بدون عنوان|כותרת|ללא כותרת|शीर्षक|ชื่อหน้า
    """.replace("\n", "|").split("|")
    if text.strip()
)
"""Texts that are placeholders if there is nothing else, in lower case."""

_ANYWHERE: Final = re.compile(
    r"(?i:\blorem ipsum\b|\bdolor sit amet\b)"
    r"|\bTBD\b|\bFIXME\b|\bTODO:|\bxxx+\b"
    r"|(?i:[\[<{](?:your|insert|add|enter|company|brand|business|product|service|city|town|location|keyword|name|title"
    r"|description|site|ihre?|firma|firmenname|produkt|stadt|votre|entreprise|ville|su|empresa|ciudad)\b[^\]>}\n]{0,40}[\]>}])"
    r"|\{\{(?!wf)[^{}]{0,60}\}\}|\$\{[A-Za-z_.]{1,60}\}|%%[a-z_]{1,40}%%|%[sd]\b"
    r"|(?i:\b(?:your|insert|add|enter|write)\s(?:\w+\s){0,3}(?:title|description|text|headline)\shere\b)"
)
"""Placeholders within a text. ``TODO`` alone is a word in Spanish and Portuguese, and ``Todo`` one in English."""

_TODO: Final = re.compile(r"\bTODO\b")

_TODO_LANGUAGES: Final = frozenset({"es", "pt", "gl", "ca", "it", "ast"})

_EDGES: Final = " \t\n\r\"'“”„«»()[]{}<>*-–—_.:!…#"


def placeholder(text: str, language: str) -> str | None:
    """Return the placeholder that a text is or has in it; None if there is none."""
    if len(text) < _LONGEST and " ".join(text.casefold().strip(_EDGES).split()) in _WHOLE:
        return text
    found = _ANYWHERE.search(text)
    if found is None and language not in _TODO_LANGUAGES and not text.isupper():
        found = _TODO.search(text)
    return None if found is None else found.group()


_LONGEST: Final = 50
"""Characters beyond which no text is one of the placeholders."""
