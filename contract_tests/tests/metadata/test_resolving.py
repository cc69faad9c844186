"""From what files name to what the site has."""

import pytest
from attrs import evolve

from webflow_pages.metadata.entries import Entry, Wanted
from webflow_pages.metadata.errors import MetadataError, Place, UnknownPageError
from webflow_pages.metadata.resolving import Pages, resolve
from webflow_pages.metadata.state import SiteLocale, SitePage, SiteState

SITE = "5eed0000000000000000a001"
ONE, TWO, TWIN, FLOATING = (f"5eed0000000000000000d00{number}" for number in range(1, 5))

STATE = SiteState(
    SITE,
    [SiteLocale("en-US", None), SiteLocale("fr-FR", "b" * 24), SiteLocale("zh-Hans-CN", "c" * 24)],
    {
        ONE: SitePage(ONE, "/pricing", "template", True, 0),
        TWO: SitePage(TWO, "/twin", "page", True, 1),
        TWIN: SitePage(TWIN, "/twin", "page", True, 2),
        FLOATING: SitePage(FLOATING, None, "page", True, 3),
    },
    {},
)


def entry(path: str | None, page_id: str | None = None, locale: str = "fr-FR", line: int = 1) -> Entry:
    return Entry(path, page_id, locale, {"title": "A"}, place=Place("a.yaml", line))


def wrong(*entries: Entry, site: str | None = None) -> list[str]:
    with pytest.raises(MetadataError) as caught:
        resolve(Wanted(site, entries), STATE)
    return [str(caught.value), *caught.value.listing]


@pytest.mark.parametrize(
    ("path", "page_id", "found"),
    [
        ("/pricing", None, (ONE, "/pricing", "template")),
        (None, ONE, (ONE, "/pricing", "template")),
        ("/pricing", ONE, (ONE, "/pricing", "template")),
        ("/it-was-here", ONE, (ONE, "/pricing", "template")),
        ("/twin", TWIN, (TWIN, "/twin", "page")),
        (None, FLOATING, (FLOATING, None, "page")),
    ],
)
def test_a_page_is_found_by_its_id_or_its_path(
    path: str | None, page_id: str | None, found: tuple[object, ...]
) -> None:
    (one,) = resolve(Wanted(SITE, (entry(path, page_id),)), STATE)

    assert (one.page_id, one.path, one.kind) == found
    assert (one.values, one.place) == ({"title": "A"}, Place("a.yaml", 1))


@pytest.mark.parametrize(
    ("tag", "found"),
    [("fr_fr", "fr-FR"), ("b" * 24, "fr-FR"), ("primary", "en-US"), ("EN-us", "en-US"), ("zh-hans-cn", "zh-Hans-CN")],
)
def test_a_locale_is_found_in_any_spelling(tag: str, found: str) -> None:
    assert [one.locale for one in resolve(Wanted(None, (entry("/pricing", locale=tag),)), STATE)] == [found]


@pytest.mark.parametrize(
    ("path", "page_id", "locale", "says"),
    [
        ("/pricng", None, "fr", "a.yaml:1: no page has the path /pricng: did you mean /pricing?"),
        ("/xyz", None, "fr", "a.yaml:1: no page has the path /xyz: 'webflow-pages list' has them all"),
        ("/twin", None, "fr", f"a.yaml:1: 2 pages have the path /twin: name one by its id ({TWO}, {TWIN})"),
        (None, "0" * 24, "fr", f"a.yaml:1: the site has no page {'0' * 24}: pull again, or correct the id"),
        ("/pricing", "0" * 24, "fr", f"the site has no page {'0' * 24}; /pricing is page {ONE} now"),
        ("/pricing", TWO, "fr", f"page {TWO} is /twin, and /pricing is page {ONE}: leave out the one that is wrong"),
        ("/pricing", FLOATING, "fr", f"page {FLOATING} has no path, and /pricing is page {ONE}"),
        (
            "/pricing",
            None,
            "fr-CA",
            "a.yaml:1: The site has no locale 'fr-CA'. It has en-US, fr-FR, zh-Hans-CN. Did you mean",
        ),
        ("/pricing", None, "?", "a.yaml:1: '?' is no locale"),
    ],
)
def test_what_the_site_does_not_have(path: str | None, page_id: str | None, locale: str, says: str) -> None:
    assert says in wrong(entry(path, page_id, "fr-FR" if locale == "fr" else locale))[0]


def test_a_page_and_locale_is_wanted_once() -> None:
    told = wrong(entry("/pricing", line=3), entry(None, ONE, "fr_FR", line=7))

    assert told == ["a.yaml:7: page /pricing in fr-FR is there twice, first in a.yaml:3: keep one"]


def test_files_of_another_site_are_refused() -> None:
    told = wrong(entry("/pricing"), site="5eed0000000000000000a002")

    assert told[0].startswith(f"a.yaml: this is of site 5eed0000000000000000a002, and the site is {SITE}")


def test_all_of_it_is_told_at_once_and_in_time() -> None:
    told = wrong(*(entry(f"/unknown-{number}", line=number) for number in range(2000)))

    assert told[0].endswith("(and 1999 more mistakes)")
    assert (len(told), told[-1]) == (21, "and 1980 more")


def test_the_error_tells_what_it_is_about() -> None:
    with pytest.raises(UnknownPageError):
        resolve(Wanted(None, (entry("/x"), entry("/y"))), STATE)
    with pytest.raises(MetadataError) as caught:
        resolve(Wanted(None, (entry("/x"), entry("/pricing", locale="it"))), STATE)
    assert not isinstance(caught.value, UnknownPageError)


def test_no_more_is_looked_for_than_is_told() -> None:
    """Looking for the nearest of many paths takes its time, and so does it for a long one."""
    pages, told = Pages(STATE), list[str]()
    for _ in range(100):
        with pytest.raises(UnknownPageError) as caught:
            pages.find(None, "/pricng")
        told.append(caught.value.text)
    long = evolve(STATE, pages={ONE: SitePage(ONE, "/pricing" * 25, "page", True, 0)})
    with pytest.raises(UnknownPageError) as caught:
        Pages(long).find(None, "/pricing" * 25 + "s")

    assert told[19] == "no page has the path /pricng: did you mean /pricing?"
    assert told[-1] == "no page has the path /pricng: 'webflow-pages list' has them all"
    assert caught.value.text.endswith(": 'webflow-pages list' has them all")


def test_no_more_than_three_paths_are_suggested() -> None:
    paths = {f"{number:024d}": f"/pricing-{number}" for number in range(9)}
    state = evolve(STATE, pages={one: SitePage(one, path, "page", True, 0) for one, path in paths.items()})
    with pytest.raises(UnknownPageError) as caught:
        Pages(state).find(None, "/pricing")

    assert caught.value.text.count(" or ") == 2
