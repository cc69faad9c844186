"""Putting many files in their places: all are written out beside them first, so that a full disk changes none."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from attrs import frozen

from webflow_pages.metadata.errors import Place, WriteError


@frozen
class Replacement:
    """A file and what it is to hold.

    Args:
        path: Where it is to be.
        content: What it is to hold.
        old: Where it has been so far; None for a new one.
    """

    path: Path
    content: bytes
    old: Path | None = None


def replace_all(folder: Path, replacements: Sequence[Replacement], removed: Iterable[Path] = ()) -> None:
    """Put files in their places, move those that were elsewhere, and remove others.

    Args:
        folder: The folder that all of them are below. It is made if it is not there.
        replacements: The files.
        removed: The files to remove. Folders that are empty then are removed as well.

    Raises:
        WriteError: A file cannot be written. Unless it was put in its place before, each is as it was.
    """
    new_folders: list[Path] = []
    parts: Path | None = None
    at = folder
    try:
        for one in replacements:
            at = one.path.parent
            _make(at, new_folders)
        at = folder
        if replacements:
            parts = Path(tempfile.mkdtemp(prefix=".pulling-", dir=folder))
            written = [_write(parts / str(number), one) for number, one in enumerate(replacements)]
            targets = {one.path for one in replacements}
            for part, one in zip(written, replacements, strict=True):
                at = one.path
                _put(part, one, targets)
        for path in removed:
            at = path
            path.unlink(missing_ok=True)
    except OSError as error:
        raise WriteError(f"it cannot be written: {error.strerror or error}", Place(str(at))) from error
    finally:
        if parts is not None:
            shutil.rmtree(parts, ignore_errors=True)
        _remove_empty([*new_folders, *(one.old.parent for one in replacements if one.old is not None)], folder)
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


def _write(part: Path, one: Replacement) -> Path:
    """Write a file out, with the permissions of the one that it is to replace."""
    part.write_bytes(one.content)
    before = one.old or one.path
    if before.exists():
        shutil.copymode(before, part)
    return part


def _put(part: Path, one: Replacement, targets: set[Path]) -> None:
    """Put a file in its place. One that moves is moved first: at no moment are there two of them."""
    if one.old is not None and one.old != one.path and one.old not in targets:
        os.replace(one.old, one.path)
    os.replace(part, one.path)


def _remove_empty(folders: Iterable[Path], top: Path) -> None:
    """Remove folders that are empty, and those above them that are empty then, up to the top one."""
    for folder in folders:
        with suppress(OSError):  # it is not empty, or not there any more
            while folder != top and top in folder.parents:
                folder.rmdir()
                folder = folder.parent
