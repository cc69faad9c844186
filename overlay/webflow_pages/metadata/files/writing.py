"""Pulling: writing what a site holds into files."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, count
from pathlib import Path

from webflow_pages.errors import LocaleError
from webflow_pages.metadata.errors import FileError, Place
from webflow_pages.metadata.fields import Values
from webflow_pages.metadata.files.folders import read_folder, read_source
from webflow_pages.metadata.files.merging import merged
from webflow_pages.metadata.mistakes import Mistakes
from webflow_pages.metadata.files.names import key_of, name_of, other_name
from webflow_pages.metadata.files.page_files import PageFile
from webflow_pages.metadata.files.pulled import Pulled
from webflow_pages.metadata.files.rendering import lines_of, page_tree
from webflow_pages.metadata.files.replacing import Replacement, replace_all
from webflow_pages.metadata.files.table_writing import order, write_table
from webflow_pages.metadata.files.tables import is_table
from webflow_pages.metadata.resolving import Locales, Pages
from webflow_pages.metadata.state import SitePage, SiteState


def write_files(state: SiteState, target: Path, *, prune: bool = False) -> Pulled:
    """Write what a site holds into a folder of YAML files, one for each page, or into one table.

    In files that are there, values that differ are changed, and the rest of their text stays: comments, order, quotes,
    and the locales that were not read. A file that says what the site holds is not touched.

    Args:
        state: The site.
        target: The folder, or a file that ends in ``.csv``.
        prune: Remove the files of pages that the site no longer has.

    Raises:
        MetadataError: A file that is there is malformed, or of another site. Nothing was written.
        WriteError: A file cannot be written.
    """
    if is_table(target):
        return write_table(state, target)
    if target.exists() and not target.is_dir():
        raise FileError("it is a file: name a folder, or a file that ends in .csv", Place(str(target)))
    files = read_folder(target) if target.is_dir() else []
    there, gone = _by_page(files, state)
    names, texts = _Names(target, files, there, state), _Texts(state)
    replacements: list[Replacement] = []
    total = 0
    for page in sorted(state.pages.values(), key=order):
        total += max(len(there[page.id]), 1)
        replacements += _of_page(page, there[page.id], names, texts)
    texts.mistakes.stop()
    removed = [Path(one.name) for one in gone] if prune else []
    replace_all(target, replacements, removed)
    moved = [(str(one.old), str(one.path)) for one in replacements if one.old not in (None, one.path)]
    return Pulled(
        pages=len(state.pages),
        written=tuple(str(one.path) for one in replacements if one.old in (None, one.path)),
        unchanged=total - len(replacements),
        moved=tuple(moved),
        gone=() if prune else tuple(one.name for one in gone),
        removed=tuple(map(str, removed)),
    )


def _by_page(files: Sequence[PageFile], state: SiteState) -> tuple[Mapping[str, list[PageFile]], list[PageFile]]:
    """Return the files by the id of their page, and those of pages that the site does not have.

    Raises:
        MetadataError: One is of another site, or nobody can say which page it is about.
    """
    mistakes, pages = Mistakes(), Pages(state)
    there, gone = defaultdict[str, list[PageFile]](list), list[PageFile]()
    for one in files:
        ids = [one.page_id] if one.page_id is not None else pages.at(one.path or "")
        if one.site_id not in (None, state.site_id):
            text = f"it is of site {one.site_id}, and this is site {state.site_id}: name another folder"
            mistakes.add(text, one.site_place)
        elif len(ids) > 1:
            mistakes.add(
                f"{len(ids)} pages have the path {one.path}: write 'page:' and one of {', '.join(ids)}", one.place
            )
        elif ids and ids[0] in state.pages:
            there[ids[0]].append(one)
        else:
            gone.append(one)
    mistakes.stop()
    return there, gone


def _of_page(page: SitePage, there: Sequence[PageFile], names: "_Names", texts: "_Texts") -> Iterator[Replacement]:
    """Yield what is to become of the files of a page."""
    if not there:
        path = names.of(page)
        yield Replacement(path, texts.new(page, str(path)))
    for one in there:
        old = Path(one.name)
        path = names.of(page) if names.moves(one, page) else old
        content = texts.changed(page, one, there)
        if content is not None or path != old:
            yield Replacement(path, read_source(old) if content is None else content, old)


class _Names:
    """The names of files: those that are taken, and for each page one that is not."""

    def __init__(
        self, folder: Path, files: Sequence[PageFile], there: Mapping[str, Sequence[PageFile]], state: SiteState
    ) -> None:
        self._folder = folder
        moving = {
            one.name
            for page_id in state.pages
            for one in there.get(page_id, ())
            if self.moves(one, state.pages[page_id])
        }
        self._taken = {self._key(one) for one in files if one.name not in moving}
        self._left = {self._key(one) for one in files if one.name in moving}

    def moves(self, one: PageFile, page: SitePage) -> bool:
        """Return whether a file moves: its page's path has changed, and it had the name that goes with the old one."""
        if one.path is None or one.path == page.path:
            return False
        usual = name_of(one.path, page.id)
        return self._key(one) in (key_of(usual), key_of(other_name(usual, page.id)))

    def of(self, page: SitePage) -> Path:
        """Return a name that no other file has, and take it. Pages that would have the same have their id in it."""
        usual = name_of(page.path, page.id)
        other = other_name(usual, page.id)
        more = (other_name(usual, f"{page.id}-{number}") for number in count(2))
        name = next(name for name in chain((usual, other), more) if self._is_free(name))
        self._taken.add(key_of(name))
        return self._folder / name

    def _is_free(self, name: str) -> bool:
        key = key_of(name)
        return key not in self._taken and (key in self._left or not (self._folder / name).exists())

    def _key(self, one: PageFile) -> str:
        return key_of(Path(one.name).relative_to(self._folder).as_posix())


class _Texts:
    """The texts of files: new ones, and those that there are with what has changed."""

    def __init__(self, state: SiteState) -> None:
        self._state = state
        self._locales = Locales(state.locales)
        self.mistakes = Mistakes()

    def new(self, page: SitePage, name: str) -> bytes:
        """Return what the file of a page holds that has none."""
        every = {locale.tag: self._values(page, locale.tag, name) for locale in self._state.locales}
        tree = page_tree(
            self._state.site_id, page, {tag: values for tag, values in every.items() if values is not None}
        )
        return "".join(f"{line}\n" for line in lines_of(tree)).encode("utf-8", "replace")

    def changed(self, page: SitePage, one: PageFile, there: Sequence[PageFile]) -> bytes | None:
        """Return what a file is to hold, or None if that is what it holds.

        Where a page has several files, each keeps its locales, and new ones go into the first.
        """
        spelt = self._spelt(one)
        elsewhere = {tag for other in there for tag in self._spelt(other)}
        locales: dict[str, Values] = {}
        for locale in self._state.locales:
            values = self._values(page, locale.tag, one.name)
            if values is not None and (locale.tag in spelt or (one is there[0] and locale.tag not in elsewhere)):
                locales[spelt.get(locale.tag, locale.tag)] = values
        if len(self.mistakes):
            return None
        before = read_source(Path(one.name))
        text = before.decode("utf-8-sig")
        after = merged(text, page_tree(self._state.site_id, page, locales), one.name)
        return None if after == text else before[: len(before) - len(text.encode())] + after.encode()

    def _spelt(self, one: PageFile) -> dict[str, str]:
        """Return how a file spells the site's locales, by their tags. Others are left out."""
        spelt: dict[str, str] = {}
        for entry in one.entries:
            try:
                spelt[self._locales.find(entry.locale).tag] = entry.locale
            except LocaleError:
                continue
        return spelt

    def _values(self, page: SitePage, tag: str, name: str) -> Values | None:
        """Return what a page holds in a locale, and note what no file can hold."""
        values = self._state.values.get((page.id, tag))
        for field, value in (values or {}).items():
            if isinstance(value, str) and not value.isascii() and any("\ud800" <= one <= "\udfff" for one in value):
                text = f"{field} in {tag} has half a character, which no file can hold: correct it in Webflow"
                self.mistakes.add(text, Place(name))
        return values
