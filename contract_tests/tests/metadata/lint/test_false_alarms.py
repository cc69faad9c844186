"""Texts that people write: lint has nothing to say about them but that some are short."""

# ruff: noqa: RUF001  (letters of other scripts are what this is about)

import pytest

from webflow_pages.metadata.entries import Entry
from webflow_pages.metadata.lint import LintSettings, lint

TEXTS = {
    "en": [
        "Todo list app for small teams | Plainly",
        "What to look for in a CRM: 7 things that matter",
        "The brand you can count on",
        "Plans & pricing – Acme",
        "AT&T vs. Verizon: which one is right for you?",
        "C++ <3 Rust: 5 lessons",
        "Super Bowl XXX: The Full Story",
        "Hepatitis A: causes and treatment",
        "O'Reilly & Sons — since 1899",
        "How we cut costs by 40% & shipped faster",
        "Node.js vs. Deno",
        "iPhone 15 Pro Max cases",
        "Sushi 寿司 in Berlin",
        "Русский язык course for beginners",
        "The μ-law explained; α and β testing",
        "Résumé tips for 2026",
        "Untitled Goose Game review",
        "Test automation for teams",
        "Title insurance for first-time buyers",
        "Sign up here",
        "Write your text here with our editor",
        "None of your business: privacy by design",
        "Description of services",
        "[Webinar] Scaling SEO with AI",
        "{Dev}Ops weekly",
        "50% off everything",
        "Use %s in printf",
        "Lamps, bulbs and more…",
        "Everything and more...",
        "3 x 4 m tents",
        "Email us at hello@acme.com",
        "Learn a / b testing",
        "Ich liebe Berlin: German slang",
        "Mother & Child™ ®",
        "“Smart quotes” – it’s fine",
        "Coming soon",
        "New page speed tool",
        "Foo Fighters tickets",
        "Bar & Restaurant",
        "ToDo: an app that works",
        "Popular, &c.",
        "Q&A: your questions",
        "Plan A, plan B",
        "Vitamin C & D",
        "Read more about us here",
        "A/B tests – what, why & how",
        "100 % cotton",
    ],
    "de-DE": [
        "Unsere Preise",
        "Lampen für Zuhause – handgemacht in Berlin",
        "SEO-Audit in 5 Minuten",
        "Was kostet ein Umzug? Alle Preise im Überblick",
        "Über uns",
        "Datenschutz",
        "Wir laden Sie herzlich ein",
        "Das können wir",
        "E-Commerce & Marketing",
        "Titelverteidigung: so geht's",
        "Beschreibung der Leistungen",
        "Haben & Sein",
        "Für Groß und Klein usw. …",
    ],
    "fr-FR": [
        "Nos tarifs : choisissez l’offre qui vous convient",
        "À propos",
        "L’équipe « Acme »",
        "Découvrez nos lampes et bien plus…",
        "Où nous trouver ?",
        "Le site n° 1 pour vos voyages !",
    ],
    "es-ES": [
        "TODO LO QUE NECESITAS PARA TU CASA",
        "Todo sobre lámparas",
        "¿Quiénes somos?",
        "Sobre nosotros",
        "Y mucho más…",
    ],
    "pt-BR": ["Tudo para a sua casa", "Preços e planos", "TODO DIA UMA OFERTA", "São Paulo: Ótimas opções"],
    "it-IT": ["Chi siamo", "Perché scegliere noi", "Ciò che conta è la qualità"],
    "pl-PL": ["O nas", "Cennik i plany – Acme", "Źródło światła"],
    "ja-JP": [
        "料金プラン | Acme",
        "SEOとは？初心者向けガイド",
        "iPhone 15 Pro Max",
        "Webflow University",
        "お問い合わせ",
        "Adobe Photoshop Lightroom Classic CC",
        "よくある質問（FAQ）",
        "会社概要 - Acme Inc.",
        "Google Analytics 4 入門",
    ],
    "ko-KR": ["요금제 및 가격", "회사 소개 | Acme", "SEO 가이드", "자주 묻는 질문"],
    "zh-CN": ["价格与方案", "关于我们 - Acme", "常见问题", "WordPress 教程"],
    "ru-RU": [
        "Цены и тарифы",
        "О нас",
        "SEO-аудит за 5 минут",
        "IT-отдел под ключ",
        "SEOшник года",
        "Как выбрать CRM для бизнеса",
        "3D-печать в Москве",
        "iPhone 15 Pro Max",
        "ВКонтакте vs Telegram",
    ],
    "uk-UA": ["Ціни та тарифи", "Про нас", "Зв'язатися з нами"],
    "el-GR": ["Τιμές και προγράμματα", "Σχετικά με εμάς"],
    "ar": ["الأسعار والخطط", "من نحن | Acme", "تواصل معنا"],
    "he-IL": ["מחירים ותוכניות", "אודות Acme"],
    "hi-IN": ["मूल्य और योजनाएँ", "हमारे बारे में"],
    "th-TH": ["ราคาและแพ็กเกจ", "เกี่ยวกับเรา"],
    "vi-VN": ["Bảng giá và gói dịch vụ", "Về chúng tôi"],
    "tr-TR": ["Fiyatlar ve planlar", "Hakkımızda"],
    "sr-Latn-RS": ["Cene i planovi"],
    "sr": ["Цене и планови"],
    "kk-KZ": ["Бағалар"],
    "fa-IR": ["قیمت‌ها و طرح‌ها"],
}


@pytest.mark.parametrize("locale", TEXTS)
def test_no_false_alarm(locale: str) -> None:
    pages = [
        Entry(f"/{number}", f"id {number}", locale, {"title": text, "seo.title": text, "seo.description": text})
        for number, text in enumerate(TEXTS[locale])
    ]
    told = [(one.code, one.message) for one in lint(pages, LintSettings(), primary="en")]
    assert [one for one in told if one[0] not in {"PM105", "PM204"}] == []
