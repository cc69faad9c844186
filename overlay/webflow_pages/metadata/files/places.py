"""Where the file of each page goes, so that no two files want one name."""

from collections.abc import Mapping, Sequence
from itertools import chain, count
from pathlib import Path

from webflow_pages.metadata.files.names import key_of, name_of, other_name
from webflow_pages.metadata.files.page_files import PageFile
from webflow_pages.metadata.files.replacing import Move
from webflow_pages.metadata.state import SitePage, SiteState


class Places:
    """The names of files: those that are taken, and for each page one that is not.

    Args:
        folder: The folder that all files are below.
        files: The files that are there.
        there: Those of each page, by its id.
        state: The site.
    """

    def __init__(
        self, folder: Path, files: Sequence[PageFile], there: Mapping[str, Sequence[PageFile]], state: SiteState
    ) -> None:
        self._folder = folder
        moving = {
            one.name
            for page_id in state.pages
            for one in there.get(page_id, ())
            if self._moves(one, state.pages[page_id])
        }
        self._taken = {self._key(one) for one in files if one.name not in moving}
        self._left = {self._key(one) for one in files if one.name in moving}

    def move(self, one: PageFile, page: SitePage) -> Move | None:
        """Return where a file moves, and take that name; None where it stays.

        It moves where the path of its page has changed, and it had the name that goes with the old one.
        """
        old = Path(one.name)
        return Move(old, self.of(page), _aside(old, page)) if self._moves(one, page) else None

    def _moves(self, one: PageFile, page: SitePage) -> bool:
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


def _aside(old: Path, page: SitePage) -> Path:
    """Return a name beside a file that nobody has. Usually it is one by which the next pull knows that it moves."""
    names = (old.with_name(f"{old.stem}~{page.id}{f'-{number}' if number else ''}{old.suffix}") for number in count())
    return next(name for name in names if not name.exists())
