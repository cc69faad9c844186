"""Reading a file as text, and writing one whole or not at all."""

import os
import stat
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from webflow_pages.metadata.errors import FileError, Place, WriteError

LARGEST: Final = 2**29
"""Bytes. No plan is that large, and some files never end."""

_PORTION: Final = 2**20
"""Bytes that are read at once."""

_LONGEST_NAME: Final = 50
"""Characters of a file's name that the one beside it has as well. File systems take 255 bytes."""


def read_text(path: Path, *, largest: int = LARGEST) -> str:
    """Return a file's text, without the mark of its byte order. The file may be a pipe.

    Args:
        path: The file.
        largest: How many bytes it has at the most.

    Raises:
        FileError: It is not there, it cannot be read, it is too large, or it is no UTF-8. Where its bytes are wrong,
            the place is that of the first one. Its cause is a ``FileNotFoundError`` if it is not there.
    """
    return decoded(read_bytes(path, largest=largest), str(path))


def read_bytes(path: Path, *, largest: int = LARGEST, ordinary: bool = False) -> bytes:
    """Return a file's bytes.

    Args:
        path: The file.
        largest: How many it has at the most.
        ordinary: Refuse what is no ordinary file, such as a pipe, which may never come to an end.

    Raises:
        FileError: As ``read_text``.
    """
    place = Place(str(path))
    content = bytearray()
    try:
        if ordinary and not stat.S_ISREG(path.stat().st_mode):
            raise FileError("it is no ordinary file: name one that is, or give it another name", place)
        with path.open("rb") as opened:
            while portion := opened.read(_PORTION):
                content += portion
                if len(content) > largest:
                    raise FileError(f"it is too large: it may have {largest:,} bytes", place)
    except FileNotFoundError as error:
        raise FileError("there is no such file", place) from error
    except (OSError, ValueError) as error:  # a name with a NUL
        raise FileError(f"it cannot be read: {getattr(error, 'strerror', None) or error}", place) from error
    return bytes(content)


def decoded(content: bytes, name: str) -> str:
    """Return bytes as text, without the mark of its byte order.

    Args:
        content: The bytes.
        name: What errors call the file.

    Raises:
        FileError: They are no UTF-8.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", "replace")
        place = Place(name, before.count("\n") + 1, len(before) - before.rfind("\n"))
        raise FileError("it is not UTF-8: save it as such", place) from error


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all. What is no ordinary file, such as a pipe, is written to.

    Raises:
        WriteError: It cannot be written. What was there is still there.
    """
    place = Place(str(path))
    try:
        written = content.encode() if isinstance(content, str) else content
        if path.exists() and not path.is_file():  # a pipe has no path of its own: /dev/stdout is not to be resolved
            path.write_bytes(written)
        else:
            _replace(path.resolve(), written)
    except UnicodeEncodeError as error:
        code = ord(error.object[error.start])
        text = f"it cannot be written: half a character (U+{code:04X}) is in it, which no file in UTF-8 can hold"
        raise WriteError(text, place) from error
    except (OSError, ValueError, RuntimeError) as error:  # a name with a NUL; a link that leads to itself
        raise WriteError(f"it cannot be written: {getattr(error, 'strerror', None) or error}", place) from error


def _replace(path: Path, content: bytes) -> None:
    """Write a file beside the one that is meant, under a name that nobody has, and put it in its place."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    prefix = f".{path.name[:_LONGEST_NAME]}."
    with NamedTemporaryFile("wb", dir=path.parent, prefix=prefix, delete=False) as part:
        try:
            part.write(content)
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
