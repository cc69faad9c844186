"""Write a file whole or not at all."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from webflow_contract.errors import DocumentError


def write_whole(path: Path, text: str, what: str) -> None:
    """Write a file whole or not at all. What is no ordinary file, such as a pipe, is written to.

    ``what`` is how an error calls it.

    Raises:
        DocumentError: It cannot be written.
    """
    target = path.resolve()
    try:
        if target.exists() and not target.is_file():
            target.write_text(text, encoding="utf-8")
        else:
            _replace(target, text)
    except OSError as error:
        raise DocumentError(f"{path}: the {what} cannot be written: {error.strerror}") from error


def _replace(path: Path, text: str) -> None:
    """Write a file beside the one that is meant, under a name that nobody has, and put it in its place."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=f"{path.name}.", delete=False) as part:
        try:
            part.write(text)
            part.close()
            os.chmod(part.name, mode)
            os.replace(part.name, path)
        except OSError:
            Path(part.name).unlink(missing_ok=True)
            raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
