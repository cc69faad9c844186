"""Reading a file as text, and writing one whole or not at all."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from webflow_pages.metadata.errors import FileError, Place, WriteError


def read_text(path: Path) -> str:
    """Return a file's text.

    Raises:
        FileError: It cannot be read, or it is no UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise FileError(f"it cannot be read: {error.strerror}", Place(str(path))) from error
    except UnicodeDecodeError as error:
        raise FileError("it is no text in UTF-8: save it as such", Place(str(path))) from error


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all. What is no ordinary file, such as a pipe, is written to.

    Raises:
        WriteError: It cannot be written. What was there is still there.
    """
    target = path.resolve()
    try:
        if target.exists() and not target.is_file():
            target.write_text(text, encoding="utf-8", newline="")
        else:
            _replace(target, text)
    except OSError as error:
        raise WriteError(f"it cannot be written: {error.strerror}", Place(str(path))) from error


def _replace(path: Path, text: str) -> None:
    """Write a file beside the one that is meant, under a name that nobody has, and put it in its place."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    with NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as part:
        try:
            part.write(text)
            part.close()
            os.chmod(part.name, mode)
            os.replace(part.name, path)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
