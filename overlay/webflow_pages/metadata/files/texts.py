"""The texts of files when a site is pulled: new ones, and those that there are with what has changed."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from webflow_pages.errors import LocaleError
from webflow_pages.metadata.errors import Place
from webflow_pages.metadata.fields import Values
from webflow_pages.metadata.files.characters import has_half_character
from webflow_pages.metadata.files.folders import read_source
from webflow_pages.metadata.files.merging import merged
from webflow_pages.metadata.files.page_files import PageFile
from webflow_pages.metadata.files.pulled import Replaced, replaced_texts
from webflow_pages.metadata.files.rendering import lines_of, page_tree
from webflow_pages.metadata.mistakes import Mistakes
from webflow_pages.metadata.resolving import Locales
from webflow_pages.metadata.state import SitePage, SiteState
from webflow_pages.metadata.storing import decoded


class Texts:
    """The texts of the files of a site.

    Args:
        state: The site.

    Attributes:
        mistakes: What no file can hold.
        replaced: The texts that are no longer in the files.
    """

    def __init__(self, state: SiteState) -> None:
        self._state = state
        self._locales = Locales(state.locales)
        self.mistakes: Mistakes = Mistakes()
        self.replaced: list[Replaced] = []

    def new(self, page: SitePage, name: str) -> bytes:
        """Return what the file of a page holds that has none.

        Args:
            page: The page.
            name: What errors call the file.
        """
        locales = {
            locale.tag: values
            for locale in self._state.locales
            if (values := self._state.values.get((page.id, locale.tag))) is not None
        }
        if not self._can_be_held(page, locales, name):
            return b""
        tree = page_tree(self._state.site_id, page, locales)
        return "".join(f"{line}\n" for line in lines_of(tree)).encode()

    def changed(self, page: SitePage, one: PageFile, there: Sequence[PageFile], name: str) -> bytes | None:
        """Return what a file is to hold, or None if that is what it holds.

        Where a page has several files, each keeps its locales, and new ones go into the first.

        Args:
            page: The page.
            one: The file.
            there: All files of the page.
            name: What the file is called from now on.
        """
        spelt = self._spelt(one)
        elsewhere = {tag for other in there for tag in self._spelt(other)}
        locales: dict[str, Values] = {}
        for locale in self._state.locales:
            values = self._state.values.get((page.id, locale.tag))
            if values is not None and (locale.tag in spelt or (one is there[0] and locale.tag not in elsewhere)):
                locales[spelt.get(locale.tag, locale.tag)] = values
        if not self._can_be_held(page, locales, one.name):
            return None
        before = read_source(Path(one.name))
        text = decoded(before, one.name)
        after = merged(text, page_tree(self._state.site_id, page, locales), one.name)
        self.replaced += self._replaced(page, one, name)
        return None if after == text else before[: len(before) - len(text.encode())] + after.encode()

    def _replaced(self, page: SitePage, one: PageFile, name: str) -> Iterator[Replaced]:
        spelt = {spelling: tag for tag, spelling in self._spelt(one).items()}
        for entry in one.entries:
            tag = spelt.get(entry.locale)
            values = self._state.values.get((page.id, tag)) if tag is not None else None
            if tag is not None and values is not None:
                yield from replaced_texts(name, page.path or page.id, tag, entry.values, values)

    def _spelt(self, one: PageFile) -> dict[str, str]:
        """Return how a file spells the site's locales, by their tags. Others are left out."""
        spelt: dict[str, str] = {}
        for entry in one.entries:
            try:
                spelt[self._locales.find(entry.locale).tag] = entry.locale
            except LocaleError:
                continue
        return spelt

    def _can_be_held(self, page: SitePage, locales: dict[str, Values], name: str) -> bool:
        """Return whether a file can hold a page, and note what it cannot."""
        texts = [("its path", page.path or ""), ("its id", page.id), *(("a locale's tag", tag) for tag in locales)]
        for tag, values in locales.items():
            texts += [(f"{field} in {tag}", value) for field, value in values.items() if isinstance(value, str)]
        halves = [what for what, text in texts if has_half_character(text)]
        for what in halves:
            text = f"{what} has half a character, which no file can hold: correct it in Webflow"
            self.mistakes.add(text, Place(name))
        return not halves
