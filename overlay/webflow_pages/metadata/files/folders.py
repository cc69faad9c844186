"""A folder of page files: which files they are, and what they say together."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from webflow_pages.metadata.entries import Entry
from webflow_pages.metadata.errors import FileError, Place
from webflow_pages.metadata.files.page_files import PageFile, read_page_file
from webflow_pages.metadata.mistakes import Mistakes
from webflow_pages.metadata.storing import decoded, read_bytes
from webflow_pages.metadata.tags import plain_tag

_ENDINGS: Final = (".yaml", ".yml")

_LARGEST: Final = 8 * 2**20
"""Bytes. No page has that much to say, and some files never end."""


def is_page_file(path: Path) -> bool:
    """Return whether a file is one of a page, by its name."""
    return path.name.lower().endswith(_ENDINGS)


def read_folder(folder: Path) -> list[PageFile]:
    """Return all page files below a folder, in the order of their names. Hidden files and folders are passed over.

    Raises:
        MetadataError: They have mistakes, or cannot be read. All of them are told.
    """
    mistakes = Mistakes()
    return _read(_files_of(folder, mistakes), mistakes)


def read_single(path: Path) -> list[PageFile]:
    """Return one page file, as ``read_folder`` does."""
    return _read([path], Mistakes())


def _read(paths: Iterable[Path], mistakes: Mistakes) -> list[PageFile]:
    found = []
    for path in paths:
        try:
            text = decoded(read_source(path), str(path))
        except FileError as error:
            mistakes.add_error(error)
            continue
        one = read_page_file(text, str(path), mistakes)
        if one is not None:
            found.append(one)
    _check_together(found, mistakes)
    mistakes.stop()
    return found


def _files_of(folder: Path, mistakes: Mistakes) -> list[Path]:
    """Return the page files below a folder. Links are mistakes: what they lead to may be anybody's."""
    found: list[Path] = []
    for path in _walk(folder, mistakes):
        if path.is_symlink():
            mistakes.add("a link, and links are not followed: put the file itself in its place", Place(str(path)))
        elif is_page_file(path):
            found.append(path)
    return sorted(found, key=lambda path: path.parts)


def _walk(folder: Path, mistakes: Mistakes) -> Iterator[Path]:
    """Yield page files, and links to folders."""

    def refuse(error: OSError) -> None:
        mistakes.add(f"the folder cannot be read: {error.strerror}", Place(str(error.filename)))

    for where, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (path for name in folders if (path := Path(where, name)).is_symlink())
        yield from (path for name in files if not name.startswith(".") and is_page_file(path := Path(where, name)))


def read_source(path: Path) -> bytes:
    """Return the bytes of a page file.

    Raises:
        FileError: It cannot be read, it is no ordinary file, or it is too large.
    """
    return read_bytes(path, largest=_LARGEST, ordinary=True)


def _check_together(files: Iterable[PageFile], mistakes: Mistakes) -> None:
    """Note what does not go together: the same page and locale twice, and two sites."""
    seen = Seen(mistakes)
    first: PageFile | None = None
    for one in files:
        for entry in one.entries:
            seen.add(entry)
        if one.site_id is None:
            continue
        first = first or one
        if one.site_id != first.site_id:
            text = f"site {one.site_id}, and {first.name} is of site {first.site_id}: keep each site in its own folder"
            mistakes.add(text, one.site_place)


class Seen:
    """The pages and locales that were there so far."""

    def __init__(self, mistakes: Mistakes) -> None:
        self._mistakes = mistakes
        self._by_id: dict[tuple[str, str], Place | None] = {}
        self._by_path: dict[tuple[str, str], tuple[str | None, Place | None]] = {}

    def add(self, entry: Entry) -> None:
        """Note a mistake if the page was there in that locale. Two pages can have one path: a page and its branch."""
        tag = plain_tag(entry.locale)
        before: Place | None = None
        if entry.page_id is not None:
            before = self._by_id.setdefault((entry.page_id, tag), entry.place)
        if entry.path is not None and before in (None, entry.place):
            page_id, place = self._by_path.setdefault((entry.path, tag), (entry.page_id, entry.place))
            if page_id is None or entry.page_id is None:
                before = place
        if before is not None and before is not entry.place:
            self._mistakes.add(
                f"page {entry.name} in {entry.locale} is there twice, first in {before}: keep one", entry.place
            )
