"""From what files name to what the site has: pages by id or path, and locales by tag."""

from collections import defaultdict
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final

from webflow_api.models.locale import Locale
from webflow_pages.calls.locales import SiteLocales, check_locale
from webflow_pages.errors import LocaleError
from webflow_pages.metadata.entries import Entry, Wanted
from webflow_pages.metadata.errors import MetadataError, Place, UnknownPageError
from webflow_pages.metadata.mistakes import Mistakes
from webflow_pages.metadata.state import SiteLocale, SitePage, SiteState

_COMPARED: Final = 60
"""Unknown paths for which the nearest are looked for: that takes its time, and no more than a few are told."""


class Locales:
    """The locales of a site, by any spelling of their tags.

    Args:
        locales: The locales.
    """

    def __init__(self, locales: Sequence[SiteLocale]) -> None:
        self._by_id = {locale.id: locale for locale in locales}
        primary = next((Locale(tag=locale.tag) for locale in locales if locale.primary), None)
        secondary = [Locale(id=locale.id, tag=locale.tag) for locale in locales if locale.id is not None]
        self._known = SiteLocales(primary, tuple(secondary))
        self._found: dict[str, SiteLocale | LocaleError] = {}

    def find(self, tag: str) -> SiteLocale:
        """Return the locale that a tag means; ``primary`` is one.

        Raises:
            LocaleError: There is none, or there are several.
        """
        found = self._found.get(tag)
        if found is None:
            found = self._found[tag] = self._look_for(tag)
        if isinstance(found, LocaleError):
            raise found
        return found

    def _look_for(self, tag: str) -> SiteLocale | LocaleError:
        try:
            return self._by_id[self._known.id_to_send(check_locale(tag))]
        except LocaleError as error:
            return error
        except KeyError:
            return LocaleError(f"The site has no locale {tag!r}")


class Pages:
    """The pages of a site, by what files name them with.

    Args:
        state: The site.
    """

    def __init__(self, state: SiteState) -> None:
        self._by_id = state.pages
        self._by_path: dict[str, list[str]] = defaultdict(list)
        for page in state.pages.values():
            if page.path is not None:
                self._by_path[page.path].append(page.id)
        self._compared = 0

    def at(self, path: str) -> Sequence[str]:
        """Return the ids of the pages that have a path."""
        return self._by_path.get(path, ())

    def find(self, page_id: str | None, path: str | None, place: Place | None = None) -> SitePage:
        """Return the page that has an id, or else a path.

        An id wins over a path that no page has any more: the page has moved since.

        Raises:
            UnknownPageError: No page is meant, or more than one.
        """
        named = self.at(path or "")
        if page_id is None:
            if len(named) != 1:
                raise UnknownPageError(self._not_one(path or "?", named), place)
            return self._by_id[named[0]]
        page = self._by_id.get(page_id)
        if page is None:
            other = f"; {path} is page {' or '.join(named)} now" if named else ""
            raise UnknownPageError(f"the site has no page {page_id}{other}: pull again, or correct the id", place)
        if named and page_id not in named:
            is_at = "has no path" if page.path is None else f"is {page.path}"
            text = f"page {page_id} {is_at}, and {path} is page {' or '.join(named)}: leave out the one that is wrong"
            raise UnknownPageError(text, place)
        return page

    def _not_one(self, path: str, named: Sequence[str]) -> str:
        if named:
            return f"{len(named)} pages have the path {path}: name one by its id ({', '.join(named)})"
        self._compared += 1
        nearest = get_close_matches(path, self._by_path, n=3) if self._compared <= _COMPARED and len(path) < 200 else []
        meant = f"did you mean {' or '.join(nearest)}?" if nearest else "'webflow-pages list' has them all"
        return f"no page has the path {path}: {meant}"


def resolve(wanted: Wanted, state: SiteState) -> list[Entry]:
    """Return what files ask for, with the ids, paths, kinds and tags that the site has.

    Raises:
        UnknownPageError: Pages are named that the site does not have, or that it has several of.
        MetadataError: The files are of another site, name other locales, or name a page and locale twice. All mistakes
            are told together.
    """
    mistakes = Mistakes()
    if wanted.site_id not in (None, state.site_id):
        place = wanted.entries[0].place if wanted.entries else None
        text = f"this is of site {wanted.site_id}, and the site is {state.site_id}: name that one with --site"
        raise MetadataError(text, Place(place.file) if place is not None else None)
    pages, locales = Pages(state), Locales(state.locales)
    found: dict[tuple[str, str], Entry] = {}
    for entry in wanted.entries:
        resolved = _resolved(entry, pages, locales, mistakes)
        if resolved is None:
            continue
        key = (str(resolved.page_id), resolved.locale)
        before = found.setdefault(key, resolved)
        if before is not resolved:
            text = f"page {resolved.name} in {resolved.locale} is there twice, first in {before.place}: keep one"
            mistakes.add(text, entry.place, MetadataError)
    mistakes.stop()
    return list(found.values())


def _resolved(entry: Entry, pages: Pages, locales: Locales, mistakes: Mistakes) -> Entry | None:
    try:
        page = pages.find(entry.page_id, entry.path, entry.place)
        tag = locales.find(entry.locale).tag
    except UnknownPageError as error:
        mistakes.add_error(error)
        return None
    except LocaleError as error:
        mistakes.add(str(error), entry.place, MetadataError)
        return None
    return Entry(page.path, page.id, tag, entry.values, page.kind, entry.place, entry.places)
