"""The folder in which files are written out before they are put in their places.

What is in it is never the only copy of anything. So one that was left behind, as its program was killed, is removed by
the next one, unless that other program is still at work.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_PREFIX: Final = ".pulling-"
_LOCK: Final = "lock"


@contextmanager
def parts_in(folder: Path) -> Iterator[Path]:
    """Make a hidden folder within one, and remove it in the end, with all that is in it.

    Raises:
        OSError: It cannot be made.
    """
    _remove_left(folder)
    parts = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder))
    file: int | None = None
    try:
        file = os.open(parts / _LOCK, os.O_RDWR | os.O_CREAT)
        _lock(file)
        yield parts
    finally:
        if file is not None:
            os.close(file)
        shutil.rmtree(parts, ignore_errors=True)


def _remove_left(folder: Path) -> None:
    """Remove what other programs have left behind that are no more. What is not of that kind stays."""
    for parts in folder.glob(f"{_PREFIX}*"):
        if not parts.is_symlink() and _is_left(parts):
            shutil.rmtree(parts, ignore_errors=True)


def _is_left(parts: Path) -> bool:
    try:
        if not all(one.name == _LOCK or one.name.isdigit() for one in parts.iterdir()):
            return False
        file = os.open(parts / _LOCK, os.O_RDWR)
    except OSError:  # somebody else's, or it has just been made or removed
        return False
    try:
        return _lock(file)
    finally:
        os.close(file)


def _lock(file: int) -> bool:
    """Lock a file, and return whether that was possible: whoever has it locked is still there."""
    try:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (ImportError, OSError):  # Windows; a file system without locks; or somebody else has it
        return False
    return True
