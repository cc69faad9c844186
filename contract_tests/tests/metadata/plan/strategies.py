"""Sites, and what files may ask of them."""

from hypothesis import strategies as st

from webflow_pages.metadata.entries import Entry
from webflow_pages.metadata.fields import CLEARED, FIELDS, MIRROR, MIRRORING, Field, Value
from webflow_pages.metadata.state import SiteLocale, SitePage, SiteState

LOCALES = (SiteLocale("en-US", None), SiteLocale("fr-FR", "b" * 24), SiteLocale("de-DE", "c" * 24))

texts = st.one_of(
    st.sampled_from(["One", "Two", CLEARED, '{{wf {"path":"slug"} }}', "a\nb\x1b[0m <b>|"]), st.text(max_size=8)
)


def values_of(field: Field) -> st.SearchStrategy[Value]:
    return st.one_of(texts, st.just(MIRROR)) if field in MIRRORING else texts


values = st.fixed_dictionaries({}, optional={field: values_of(field) for field in FIELDS})


@st.composite
def states(draw: st.DrawFn) -> SiteState:
    kinds = draw(st.lists(st.sampled_from(["page", "page", "home", "template"]), min_size=1, max_size=4))
    pages = {
        f"{number:024x}": SitePage(
            f"{number:024x}",
            draw(st.sampled_from([None, f"/{number}"])),
            kind,  # type: ignore[arg-type]
            draw(st.booleans()),
            number,
        )
        for number, kind in enumerate(kinds)
    }
    count = draw(st.integers(1, len(LOCALES)))
    held = {(page, locale.tag): draw(values) for page in pages for locale in LOCALES[:count]}
    return SiteState("a" * 24, LOCALES[:count], pages, held)


@st.composite
def wishes(draw: st.DrawFn, state: SiteState) -> list[Entry]:
    return [
        Entry(entry.path, entry.page_id, entry.locale, draw(values), entry.kind)
        for entry in state.entries()
        if draw(st.booleans())
    ]
