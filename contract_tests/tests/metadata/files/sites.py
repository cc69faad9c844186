"""Sites as they were read, and texts of all kinds."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from webflow_pages.metadata.entries import Entry, Kind
from webflow_pages.metadata.fields import FIELDS, MIRROR, MIRRORING, Field, Value, Values
from webflow_pages.metadata.state import SiteLocale, SitePage, SiteState

SITE = "5eed0000000000000000a001"
OTHER_SITE = "5eed0000000000000000a002"
EN, FR, DE = SiteLocale("en-US", None), SiteLocale("fr-FR", "b" * 24), SiteLocale("de-DE", "c" * 24)
BINDING = '{{wf {"path":"slug","type":"PlainText"} }}'


def id_of(number: int) -> str:
    return f"5eed{number:020d}"


PRICING = id_of(3)


def site(
    pages: Mapping[int, str | None],
    values: Values | None = None,
    *,
    kinds: Mapping[int, Kind] | None = None,
    **by_tag: Any,
) -> SiteState:
    """Return a site with pages by number, and either the same values in English or what each locale holds."""
    every = {"en_US": values or {"title": "Title"}, **by_tag}
    locales = [locale for locale in (EN, FR, DE) if locale.tag.replace("-", "_") in every]
    there = {
        id_of(number): SitePage(id_of(number), path, (kinds or {}).get(number, "page"), True, number)
        for number, path in pages.items()
    }
    held = {(page_id, one.tag): every[one.tag.replace("-", "_")] for page_id in there for one in locales}
    return SiteState(SITE, locales, there, held)


def told(entries: Any) -> dict[tuple[str | None, str], dict[Field, Value]]:
    """Return what entries say, by page and locale."""
    return {(entry.page_id, entry.locale): dict(entry.values) for entry in entries}


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder, hidden ones as well."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def first(entries: Any) -> Entry:
    return next(iter(entries))


_ODD = (
    *"\x00\x07\t\n\r\x1b\x7f\x85\u2028\u2029\ufeff\ufffe\uffff\u00a0\u200b\u200d\u202e '\"\\{}[],:#-?&*!|>%@`=+~\uff1d",
    *(
        "\U0001f600",
        "\U0010ffff",
        "e\u0301",
        "--- ",
        "...",
        ": ",
        " #",
        "null",
        "yes",
        "1e3",
        "0o7",
        "2024-01-02",
        "mirror",
    ),
    *("(mirror)", "(cleared)", "text", BINDING, "x" * 300),
)

texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.lists(st.sampled_from(_ODD), max_size=6).map("".join),
)


def held(drawn: st.SearchStrategy[str]) -> st.SearchStrategy[dict[Field, Value]]:
    """Return what fields can hold."""
    every: dict[Field, st.SearchStrategy[Value]] = {
        field: st.one_of(drawn, st.just(MIRROR)) if field in MIRRORING else drawn for field in FIELDS
    }
    return st.fixed_dictionaries({}, optional=every)
