"""The rules of lint. How their codes begin tells what they are about."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final

from webflow_pages.metadata.lint.rule import Rule

_WIDTHS: Final = (
    "Reported: Google gives no number, and tools agree on 580 px for titles and 920 px for descriptions on desktops."
)
_STATES: Final = (
    "Absent, cleared and blank are told apart. One that is absent is told only where all of a page is known, and not "
    "in a secondary locale where the primary one has none either."
)
_IGNORED: Final = "Documented 2026-05-12: Webflow answers 200 and leaves the slug as it is."

_ALL: Final = (
    Rule(
        "PM101",
        "title-missing",
        "error",
        f"A page has no title. {_STATES}",
        "Write a title: Webflow names the page by it, and shows it where there is no SEO title.",
        'title: ""',
    ),
    Rule(
        "PM102",
        "seo-title-missing",
        "warning",
        f"A page has no SEO title. {_STATES}",
        "Write one: without it, search results show the page's title (inferred), or what they make up.",
        'seo.title: ""',
    ),
    Rule(
        "PM103",
        "title-blank",
        "error",
        "A title or an SEO title has nothing in it but white space, or what nobody can see.",
        "Write a title, or leave the field out.",
        'seo.title: "  "',
    ),
    Rule(
        "PM104",
        "seo-title-too-wide",
        "warning",
        "An SEO title is wider than search results show, so that its end is cut off. Measured in Arial; one with a "
        "binding is not measured.",
        "Shorten it, or put what matters first. [lint.widths] sets another limit, and [lint] profile another device.",
        "seo.title: Lamps, lampshades, bulbs and everything else for a bright home in every season of the year",
        _WIDTHS,
    ),
    Rule(
        "PM105",
        "seo-title-too-narrow",
        "note",
        "An SEO title is narrower than the settings ask for. Off unless [lint.widths] title-least is set.",
        "Say more of what the page has, or set a smaller title-least.",
        "seo.title: Lamps (title-least = 200)",
        "Reported: crawlers call titles below 200 px short.",
    ),
    Rule(
        "PM106",
        "title-duplicate",
        "note",
        "Several pages have the same title in a locale. Upper case and white space do not count, nor what a secondary "
        "locale has in common with the primary one, where it is told already.",
        "Give each page a title of its own, as people choose between them by it.",
        "title: Overview (on two pages)",
    ),
    Rule(
        "PM107",
        "seo-title-duplicate",
        "warning",
        "Several pages have the same SEO title in a locale. Upper case and white space do not count, nor what a "
        "secondary locale has in common with the primary one, nor texts with a binding.",
        "Say in each title what only that page has.",
        "seo.title: Lamps for every room (on two pages)",
        "Documented by Google: distinct titles for distinct pages.",
    ),
    Rule(
        "PM201",
        "description-missing",
        "warning",
        f"A page has no SEO description. {_STATES}",
        "Write one: without it, search results show some sentence of the page.",
        'seo.description: ""',
    ),
    Rule(
        "PM202",
        "description-blank",
        "error",
        "An SEO description has nothing in it but white space, or what nobody can see.",
        "Write a description, or leave the field out.",
        'seo.description: "  "',
    ),
    Rule(
        "PM203",
        "description-too-wide",
        "warning",
        "An SEO description is wider than search results show, so that its end is cut off. Measured in Arial; one with "
        "a binding is not measured.",
        "Shorten it, or put what matters first. [lint.widths] sets another limit, and [lint] profile another device.",
        "seo.description: (200 characters of text)",
        _WIDTHS,
    ),
    Rule(
        "PM204",
        "description-too-narrow",
        "note",
        "An SEO description is narrower than the settings ask for. Off unless [lint.widths] description-least is set.",
        "Say more of what the page has, or set a smaller description-least.",
        "seo.description: All our lamps. (description-least = 400)",
        "Reported: crawlers call descriptions below 400 px short.",
    ),
    Rule(
        "PM205",
        "description-duplicate",
        "warning",
        "Several pages have the same SEO description in a locale. Upper case and white space do not count, nor what a "
        "secondary locale has in common with the primary one, nor texts with a binding.",
        "Describe in each what only that page has, or leave it out.",
        "seo.description: Lamps for every room, made by hand. (on two pages)",
    ),
    Rule(
        "PM301",
        "open-graph-missing",
        "warning",
        "An Open Graph text is neither set nor mirrors the SEO text. One that is absent is told only where all of a "
        "page is known, and not in a secondary locale where the primary one has none either.",
        "Write 'mirror' for it, or a text of its own.",
        'open_graph.title: ""',
    ),
    Rule(
        "PM302",
        "open-graph-copies",
        "note",
        "An Open Graph text is the same as the SEO text, and does not mirror it. It stays behind when that changes.",
        "Write 'mirror' instead of the text.",
        "seo.title: Lamps for every room, open_graph.title: Lamps for every room",
    ),
    Rule(
        "PM303",
        "open-graph-too-wide",
        "note",
        "An Open Graph text has more characters than social networks show.",
        "Shorten it, or put what matters first. [lint.widths] open-graph-title and open-graph-description set others.",
        "open_graph.title: (90 characters of text)",
        "Reported 2023-04-17: X documents 70 characters for a title and 200 for a description; others differ.",
    ),
    Rule(
        "PM304",
        "open-graph-blank",
        "error",
        "An Open Graph text has nothing in it but white space, or what nobody can see.",
        "Write 'mirror' for it, or a text.",
        'open_graph.title: "  "',
    ),
    Rule(
        "PM401",
        "slug-syntax",
        "warning",
        "A slug is empty or has something else in it than lower-case letters from a to z, digits, hyphens and "
        "underscores, or a hyphen first or last. The pattern is a guess: nobody documents what Webflow accepts.",
        "Write it in lower case, with hyphens for spaces and without accents.",
        "slug: Über uns",
        "Inferred: Webflow's designer makes slugs of that form of names (reported).",
    ),
    Rule(
        "PM402",
        "slug-collision",
        "error",
        "Two pages below the same parent have the same slug in a locale. Parents are told apart by their path in the "
        "primary locale. A page whose slug is not given has the one at the end of its path.",
        "Give one of them another slug.",
        "slug: team (of /about/team and /about/people)",
        "Unknown: what Webflow answers then.",
    ),
    Rule(
        "PM403",
        "slug-ignored",
        "note",
        "A slug that Webflow is known to ignore: of the home page, of a template, or, without an Advanced or "
        "Enterprise localization plan, in a secondary locale. Told where it differs from what the page has now, or, "
        "if that is not known, for the home page, for a template whose path ends in another one, and in a secondary "
        "locale where it differs from the primary one's. That of utility pages is ignored as well: nobody can tell "
        "which these are.",
        "Leave it out. In a secondary locale, keep it if the site has such a plan.",
        "slug: home (of the page /)",
        _IGNORED,
    ),
    Rule(
        "PM501",
        "untranslated",
        "warning",
        "A text in a secondary locale is the primary locale's, and has common words of its language. A locale that was "
        "never translated reads like this as well: inherited and copied texts cannot be told apart (inferred). Left "
        "out are locales of the same language, bindings, and texts without such words, like names and numbers; for "
        "languages whose words are not known here, texts below five words.",
        "Translate it.",
        "seo.title: Lamps for your home (en and de-DE)",
    ),
    Rule(
        "PM502",
        "wrong-script",
        "warning",
        "A text is in another script than its locale's language is written in. A language that is written in several, "
        "such as Serbian, may be in each, unless the locale says which, as sr-Latn does. Names in another script are "
        "left alone: for Latin letters in a locale of another script, at least three words are needed, one of them a "
        "common word or two of them in lower case; for letters of another script, two words or ten letters, and more "
        "than half of the text.",
        "Write it in the language of the locale, or look whether two locales are mixed up.",
        "seo.title: Lamps for your home (ja-JP)",
        "Unicode: the likely script of a language.",
    ),
    Rule(
        "PM503",
        "mixed-script-word",
        "warning",
        "A word is of Latin and Cyrillic letters that look alike. Searches do not find it.",
        "Type the word anew.",
        "seo.title: L\u0430mps (with a Cyrillic \u0430)",
    ),
    Rule(
        "PM601",
        "template-without-binding",
        "warning",
        "The SEO or Open Graph text of a template has no binding: all items of the collection have the same.",
        "Bind it to a field of the collection in Webflow's designer.",
        "seo.title: Blog post (of a template)",
        "Reported: templates keep bindings in these texts.",
    ),
    Rule(
        "PM602",
        "binding-malformed",
        "error",
        "A text has the beginning of a binding without its end, or with something else than JSON in it. Webflow would "
        "show it as it is (inferred).",
        "Put the text back as it was pulled, or bind it anew in Webflow's designer.",
        'seo.title: Post {{wf {"path":"name" }}',
        'Reported: a binding is like {{wf {"path":"slug","type":"PlainText"} }}.',
    ),
    Rule(
        "PM603",
        "binding-outside-template",
        "warning",
        "A page that is no template has a binding: there is no item to fill it in. Told where the kind of the page is "
        "known, or a file has the page's id, as those that were pulled.",
        "Replace it by a text.",
        'seo.title: {{wf {"path":"name","type":"PlainText"} }} (of /pricing)',
        "Inferred: bindings were only ever seen on templates.",
    ),
    Rule(
        "PM701",
        "placeholder-text",
        "warning",
        "A text is a placeholder, or has one in it: lorem ipsum, TBD, 'Untitled' and the like in several languages, "
        "[Your company], {{name}}.",
        "Write the text.",
        "seo.description: Lorem ipsum dolor sit amet",
    ),
    Rule(
        "PM702",
        "truncated-text",
        "warning",
        "A text seems to be cut off: it ends in an ellipsis that is not one of 'and more …', or a description ends in "
        "a comma, an article or a conjunction. One that is cut in the middle of a word, as at 155 or 160 characters, "
        "is not told: without a dictionary it is like one that was written to that length and has no full stop, as "
        "many have.",
        "Write it to its end. Search results cut by themselves what is too long.",
        "seo.description: We make lamps for your home, your office and the",
    ),
    Rule(
        "PM703",
        "white-space",
        "note",
        "A text begins or ends with white space, or has a line break, a tab or several spaces in a row.",
        "Take it out.",
        'seo.title: "Lamps  for every room "',
    ),
    Rule(
        "PM704",
        "invisible-characters",
        "warning",
        "A text has characters in it that nobody sees and that belong to no script: control characters, overrides of "
        "the direction, byte order marks, soft hyphens, tags, and zero width spaces in languages that have no use for "
        "them.",
        "Take them out, or type the text anew: they come along when text is copied.",
        'seo.title: "Lamps\\u200b"',
    ),
    Rule(
        "PM705",
        "html-in-text",
        "warning",
        "A text has HTML tags or entities in it, which are shown as they are (inferred).",
        "Write the characters themselves.",
        "seo.title: Lamps &amp; <b>bulbs</b>",
    ),
    Rule(
        "PM706",
        "broken-encoding",
        "error",
        "A text was read in another encoding than it was written in: a replacement character, or UTF-8 read as "
        "Windows-1252.",
        "Read the file anew as UTF-8. Excel does with a byte order mark, which 'webflow-pages pull' writes.",
        "seo.title: FÃ¼r zu Hause",
    ),
    Rule(
        "PM707",
        "spreadsheet-error",
        "error",
        "A text is what a spreadsheet shows where a formula fails or a column is too narrow: #NAME?, #REF!, ##### and "
        "the like, in several languages. Told where the text is nothing else, as pages may be about them.",
        "Mend the formula or widen the column, save the table anew, and look at what else it holds.",
        'seo.title: "#REF!"',
    ),
    Rule(
        "PM901",
        "ignore-unused",
        "note",
        "A [[lint.ignore]] of the settings matches no finding.",
        "Take it out of the settings.",
        'rule = "PM102", page = "/gone"',
    ),
    Rule(
        "PM902",
        "ignore-expired",
        "note",
        "A [[lint.ignore]] of the settings has had its day: what it matches counts again.",
        "Mend what it matches, or set another day.",
        "until = 2020-01-01",
    ),
    Rule(
        "PM903",
        "primary-unknown",
        "note",
        "No file has the primary locale that the settings name. Nothing is compared with it then, and PM501, "
        "for one, has nothing to say.",
        "Write [lint] primary as the files do, or leave it out.",
        'primary = "en" (files of en-US and de-DE)',
    ),
)

GROUPS: Final[Mapping[str, str]] = {
    "PM1": "Titles",
    "PM2": "Descriptions",
    "PM3": "Open Graph",
    "PM4": "Slugs",
    "PM5": "Languages",
    "PM6": "Templates and bindings",
    "PM7": "Any text",
    "PM9": "The settings of lint",
}
"""What rules are about, by how their codes begin."""

RULES: Final[Mapping[str, Rule]] = {rule.code: rule for rule in _ALL}
"""The rules by code."""

_BY_NAME: Final[Mapping[str, Rule]] = {rule.name: rule for rule in _ALL}


def find_rule(named: str) -> Rule | None:
    """Return the rule that has this code or name; None if none has."""
    return RULES.get(named.strip().upper()) or _BY_NAME.get(named.strip().lower())


def nearest(named: str) -> list[str]:
    """Return the codes or names that are like one that there is not."""
    code = get_close_matches(named.strip().upper(), RULES, n=2, cutoff=0.7)
    return code or get_close_matches(named.strip().lower(), _BY_NAME, n=2, cutoff=0.5)
