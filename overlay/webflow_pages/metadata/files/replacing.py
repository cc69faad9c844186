"""Putting many files in their places, so that whatever happens meanwhile, each page has a whole file.

All that is new is written out beside them first: a full disk changes none. Files that move are moved then, each to
where nothing is, and only after that one file after the other is replaced by its new content. At every moment a page
has one file, the old one or the new one, and a copy that nobody needs is all that can be left behind.
"""

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from attrs import frozen

from webflow_pages.metadata.errors import Place, WriteError
from webflow_pages.metadata.files.names import key_of
from webflow_pages.metadata.files.parts import parts_in


@frozen
class Move:
    """Where a file has been, where it goes, and where it can be for a moment: under a name that no other file has."""

    old: Path
    new: Path
    aside: Path


@frozen
class Replacement:
    """A file and what it is to hold.

    Args:
        path: Where it is to be.
        content: What it is to hold; None for what it holds already.
        move: How it gets there; None if it is there, or new.
    """

    path: Path
    content: bytes | None
    move: Move | None = None

    @property
    def old(self) -> Path:
        """Where it is now, if it is not new."""
        return self.path if self.move is None else self.move.old


def replace_all(folder: Path, replacements: Sequence[Replacement], removed: Sequence[Path] = ()) -> None:
    """Put files in their places, move those that were elsewhere, and remove others.

    Args:
        folder: The folder that all of them are below. It is made if it is not there.
        replacements: The files.
        removed: The files to remove. Folders that are empty then are removed as well.

    Raises:
        WriteError: A file cannot be written. Each is in its new place or in its old one, and as it was or as it is to
            be.
    """
    new_folders: list[Path] = []
    at = folder
    try:
        for one in replacements:
            at = one.path.parent
            _make(at, new_folders)
        at = folder
        if replacements:
            with parts_in(folder) as parts:
                written = [_write(parts / str(number), one) for number, one in enumerate(replacements)]
                for old, at in _in_order(one.move for one in replacements if one.move is not None):
                    os.replace(old, at)
                for part, one in zip(written, replacements, strict=True):
                    at = one.path
                    if part is not None:
                        os.replace(part, at)
        for at in removed:
            at.unlink(missing_ok=True)
    except OSError as error:
        raise WriteError(f"it cannot be written: {error.strerror or error}", Place(str(at))) from error
    finally:
        _remove_empty([*new_folders, *(one.old.parent for one in replacements)], folder)
    _remove_empty([path.parent for path in removed], folder)


def _make(folder: Path, made: list[Path]) -> None:
    """Make a folder and those above it, and remember which were not there."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        if folder == folder.parent:
            break
        folder = folder.parent
    for one in reversed(missing):
        one.mkdir()
        made.append(one)


def _write(part: Path, one: Replacement) -> Path | None:
    """Write a file out, with the permissions of the one that it is to replace. Return None if there is nothing to."""
    if one.content is None:
        return None
    part.write_bytes(one.content)
    if one.old.exists():
        shutil.copymode(one.old, part)
    return part


def _in_order(moves: Iterable[Move]) -> Iterator[tuple[Path, Path]]:
    """Yield from where to where files go, in an order in which each goes to where none is any more.

    Where files change places, one of them goes aside first.
    """
    waiting = {_key(move.old): move for move in moves}
    while waiting:
        chain = _chain(waiting)
        first, *others = chain
        in_a_ring = _key(chain[-1].new) == _key(first.old)
        if in_a_ring:
            yield first.old, first.aside
        for move in reversed(others):
            yield move.old, move.new
        yield first.aside if in_a_ring else first.old, first.new
        for move in chain:
            del waiting[_key(move.old)]


def _chain(waiting: Mapping[str, Move]) -> list[Move]:
    """Return a move, the one of the file that is in its way, the one of the file that is in the way of that, and on."""
    chain = [next(iter(waiting.values()))]
    while (following := waiting.get(_key(chain[-1].new))) is not None and following is not chain[0]:
        chain.append(following)
    return chain


def _key(path: Path) -> str:
    return key_of(str(path))


def _remove_empty(folders: Iterable[Path], top: Path) -> None:
    """Remove folders that are empty, and those above them that are empty then, up to the top one."""
    for folder in folders:
        with suppress(OSError):  # it is not empty, or not there any more
            while folder != top and top in folder.parents:
                folder.rmdir()
                folder = folder.parent
