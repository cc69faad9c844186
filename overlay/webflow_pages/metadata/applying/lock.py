"""A lock, so that two programs never apply from one folder at once. It ends with the process, however that ends."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from webflow_pages.metadata.errors import MetadataError, Place, WriteError

_NAME: Final = ".lock"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep others out of a folder of runs. Where the system or the file system has no such lock, nobody is kept out.

    Raises:
        MetadataError: Somebody else is at work there.
        WriteError: The folder cannot be written to.
    """
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    path = folder / _NAME
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise WriteError(f"it cannot be written: {error.strerror}", Place(str(path))) from error
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            advice = f"another 'webflow-pages apply' or 'rollback' is at work in {folder}"
            raise MetadataError(f"{advice}: wait for it to end, and run this again") from None
        except OSError:  # a file system without locks, such as some over a network
            pass
        yield
    finally:
        os.close(file)
