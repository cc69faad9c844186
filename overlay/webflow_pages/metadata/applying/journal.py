"""The journal of a run: what was about to be sent, written down before it is, and what came of it.

It is a file of lines, each a JSON object, and only grows. A line counts once it is whole and on the disk: the end of a
line that a crash or a full disk has torn is cut off when it is read, and nothing that it stood for had been sent. Any
other line that cannot be read, or speaks of a page that is not in the plan, is an error.
"""

import contextlib
import json
import os
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Self

from webflow_pages.metadata.applying.log import SCHEMA, Head, Key, Line, Log, Record, head_of
from webflow_pages.metadata.applying.outcomes import FieldOutcome
from webflow_pages.metadata.errors import FileError, Place, WriteError
from webflow_pages.metadata.fields import Values
from webflow_pages.metadata.plan.document import value_to_json, values_to_json

_TAIL: Final = 4096
"""Bytes at the end of a journal that have its last line, if that says that the run has ended."""

__all__ = ["Head", "Journal", "Key", "Line", "Log", "Record"]


def head(said: Head) -> Line:
    """Return a journal's first line."""
    return {
        "schema": SCHEMA,
        "run": said.run,
        "plan": said.plan,
        "site": said.site,
        "origin": said.origin,
        "updates": said.updates,
        "leftOut": said.left_out,
        "supersedes": list(said.supersedes),
    }


def sending(key: Key, send: Values, before: Values) -> Line:
    """Return the line that stands before a write: what is going to be sent, and the snapshot of all fields."""
    return _line("sending", key, send=values_to_json(send), before=values_to_json(before))


def answered(key: Key, outcomes: tuple[FieldOutcome, ...], left: Values | None = None) -> Line:
    """Return the line that says what became of a page in a locale, and what all its fields hold now, if it is known."""
    fields = {one.field: {"outcome": one.outcome, "now": value_to_json(one.now)} for one in outcomes}
    more = {} if left is None else {"left": values_to_json(left)}
    return _line("answered", key, fields=fields, **more)


def failed(key: Key, why: str, *, unknown: bool) -> Line:
    """Return the line that says that a write failed. ``unknown`` says whether it may have been carried out."""
    return _line("failed", key, why=why, unknown=unknown)


def resumed() -> Line:
    """Return the line that says that a run goes on."""
    return _line("resumed")


def ended(*, is_open: bool) -> Line:
    """Return the line that says that a run has come to its end, and whether something is left to do."""
    return _line("ended", open=is_open)


def _line(what: str, key: Key | None = None, **more: object) -> Line:
    where = {} if key is None else {"page": key[0], "locale": key[1]}
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"what": what, "at": at, **where, **more}


def encode(lines: tuple[Line, ...]) -> bytes:
    """Return lines as the bytes of a journal."""
    return b"".join(json.dumps(line, separators=(",", ":")).encode() + b"\n" for line in lines)


def store(file: int, content: bytes) -> None:
    """Write to the end of a file, and wait until that is on the disk.

    Raises:
        OSError: Not all of it could be written.
    """
    while content:
        content = content[os.write(file, content) :]
    os.fsync(file)


def read(path: Path, keys: Collection[Key] | None = None) -> Log:
    """Return what a journal says. A torn end is left out.

    Args:
        path: Where it is.
        keys: The pages and locales of its plan, where that is at hand.

    Raises:
        FileError: It cannot be read, or a line of it, or it speaks of a page that is not in the plan.
    """
    return _read(path, keys)[0]


def read_head(path: Path) -> Head:
    """Return what the first line of a journal says.

    Raises:
        FileError: It cannot be read.
    """
    try:
        with path.open("rb") as file:
            return _head(path, file.readline())
    except OSError as error:
        raise _missing(path, error) from error


def is_over(path: Path) -> bool:
    """Return whether a journal ends with the line that nothing is left to do. No other line of it is read.

    Raises:
        FileError: It cannot be read.
    """
    try:
        with path.open("rb") as file:
            file.seek(max(file.seek(0, os.SEEK_END) - _TAIL, 0))
            end = file.read()
    except OSError as error:
        raise _missing(path, error) from error
    last = end.rstrip(b"\n").rpartition(b"\n")[2]
    try:
        line = json.loads(last) if end.endswith(b"\n") else {}
        return bool(line["what"] == "ended" and line["open"] is False)
    except (KeyError, TypeError, ValueError, RecursionError):
        return False


def _read(path: Path, keys: Collection[Key] | None) -> tuple[Log, int]:
    """Return what a journal says, and how many bytes of it are whole lines."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _missing(path, error) from error
    whole = content.rfind(b"\n") + 1
    first, *lines = content[:whole].split(b"\n")
    log = Log(_head(path, first + b"\n" if whole else first), keys=keys)
    for number, line in enumerate(lines[:-1], start=2):
        try:
            log.note(json.loads(line))
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            raise _unreadable(path, number) from error
    return log, whole


def _head(path: Path, line: bytes) -> Head:
    if not line.endswith(b"\n"):
        raise _unreadable(path, 1)
    try:
        return head_of(json.loads(line))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise _unreadable(path, 1) from error


_ELSE = "bring it back from a backup, or move the folder {} away, and what this run did is forgotten"


def _missing(path: Path, error: OSError) -> FileError:
    what = f"the journal cannot be read, and nothing was sent: {error.strerror or error}"
    return FileError(f"{what}: {_ELSE.format(path.parent)}", Place(str(path)))


def _unreadable(path: Path, number: int) -> FileError:
    what = "this line of the journal cannot be read, or is about a page that is not in the plan, and nothing was sent"
    return FileError(f"{what}: {_ELSE.format(path.parent)}", Place(str(path), number))


class Journal:
    """A journal that is being written."""

    def __init__(self, path: Path, file: int, size: int) -> None:
        self._path = path
        self._file = file
        self._size = size
        self._broken: WriteError | None = None

    @classmethod
    def open(cls, path: Path, keys: Collection[Key]) -> tuple[Self, Log]:
        """Open a journal, cut off a torn end, and return it with what it says. ``keys`` as in ``read``.

        Raises:
            FileError: It cannot be read or written, or a line of it cannot be read.
        """
        log, size = _read(path, keys)
        try:
            file = os.open(path, os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0))
            try:
                os.truncate(file, size)
                os.fsync(file)
            except BaseException:
                os.close(file)
                raise
        except OSError as error:
            raise _unwritable(path, error) from error
        return cls(path, file, size), log

    def append(self, *lines: Line) -> None:
        """Write lines, and return once they are on the disk: all of them, or none.

        Raises:
            WriteError: They cannot be written, or others could not be before, after which nobody knows what is there.
        """
        if self._broken is not None:
            raise WriteError(self._broken.text, self._broken.place)
        content = encode(lines)
        self._broken = WriteError("it could not be written before: run this again", Place(str(self._path)))
        try:
            store(self._file, content)
        except OSError as error:
            with contextlib.suppress(OSError):  # else the next reader does it
                os.truncate(self._file, self._size)
            self._broken = _unwritable(self._path, error)
            raise self._broken from error
        self._size += len(content)
        self._broken = None

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


def _unwritable(path: Path, error: OSError) -> WriteError:
    return WriteError(
        f"the journal cannot be written, and nothing is sent without it: {error.strerror or error}", Place(str(path))
    )
