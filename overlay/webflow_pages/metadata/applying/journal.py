"""The journal of a run: what was about to be sent, written down before it is, and what came of it.

It is a file of lines, each a JSON object, and only grows. A line counts once it is whole and on the disk: the end of a
line that a crash or a full disk has torn is cut off when it is read, and nothing that it stood for had been sent. Any
other line that cannot be read is an error.
"""

import contextlib
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Self, cast

from attrs import define, field, frozen

from webflow_pages.metadata.applying.outcomes import OUTCOMES, WRITTEN, FieldOutcome, Outcome
from webflow_pages.metadata.errors import FileError, Place, WriteError
from webflow_pages.metadata.fields import Field, Value, Values
from webflow_pages.metadata.plan.document import value_from_json, value_to_json, values_from_json, values_to_json

Line = Mapping[str, Any]
Key = tuple[str, str]
"""A page's id and a locale's tag."""

SCHEMA: Final = 1
"""The version of journals."""


@frozen
class Told:
    """What an answer, or a look at the page, told of one field."""

    outcome: Outcome
    now: Value | None


@define
class Record:
    """What the journal says of one page in one locale.

    Args:
        sent: What was sent, or was about to be.
        before: What its fields held just before: the snapshot.
        told: What is known to have become of it, by field; None where that is not known, or nothing was sent.
        left: What all its fields held after that; None where nobody looked at all of them.
        unknown: Whether something was sent, or was about to be, of which nobody knows what became.
    """

    sent: dict[Field, Value] = field(factory=dict)
    before: dict[Field, Value] = field(factory=dict)
    told: Mapping[Field, Told] | None = None
    left: Values | None = None
    unknown: bool = False

    @property
    def wrote(self) -> bool:
        """Whether the page was changed, or may have been."""
        return self.unknown or (self.told is not None and any(one.outcome in WRITTEN for one in self.told.values()))


@define
class Log:
    """What a journal says.

    Args:
        run: The run's id.
        plan: The plan's id.
        records: What it says of each page in each locale.
        open: Whether there is something left to do.
        closed_by: The run that undoes this one; None where there is none.
    """

    run: str
    plan: str
    records: dict[Key, Record] = field(factory=dict)
    open: bool = True
    closed_by: str | None = None

    def note(self, line: Line) -> None:
        """Take note of a line.

        Raises:
            KeyError, TypeError, ValueError, AttributeError: It is none of a journal.
        """
        what = line["what"]
        if what in ("sending", "answered", "failed"):
            self._note_record(what, line)
        elif what == "ended":
            self.open = bool(line["open"])
        elif what == "closed":
            self.open, self.closed_by = False, str(line["by"])
        elif what == "resumed":
            self.open = True
        else:
            raise ValueError(what)

    def _note_record(self, what: str, line: Line) -> None:
        page, locale = line["page"], line["locale"]
        if not isinstance(page, str) or not isinstance(locale, str):
            raise TypeError(line)
        record = self.records.setdefault((page, locale), Record())
        if what == "sending":
            # What is sent again was seen to be as before: the newest snapshot has what was there at first.
            record.sent, record.before = values_from_json(line["send"]), values_from_json(line["before"])
            record.told, record.left, record.unknown = None, None, True
        elif what == "answered":
            record.told, record.left, record.unknown = _told(line["fields"]), _left(line.get("left")), False
        else:
            record.unknown = bool(line["unknown"])


def _told(fields: Mapping[str, Any]) -> dict[Field, Told]:
    found: dict[Field, Told] = {}
    for name, given in fields.items():
        if given["outcome"] not in OUTCOMES:
            raise ValueError(given)
        found[cast("Field", name)] = Told(given["outcome"], value_from_json(given["now"]))
    return found


def _left(values: Mapping[str, Any] | None) -> Values | None:
    return None if values is None else values_from_json(values)


def sending(key: Key, send: Values, before: Values) -> Line:
    """Return the line that stands before a write: what is going to be sent, and the snapshot of all fields."""
    return _line("sending", key, send=values_to_json(send), before=values_to_json(before))


def answered(key: Key, outcomes: tuple[FieldOutcome, ...], left: Values | None = None) -> Line:
    """Return the line that says what became of a page in a locale, and what all its fields hold now, if that is known."""
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


def closed(by: str) -> Line:
    """Return the line that says that a run is not to go on, as another one undoes it."""
    return _line("closed", by=by)


def _line(what: str, key: Key | None = None, **more: object) -> Line:
    where = {} if key is None else {"page": key[0], "locale": key[1]}
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"what": what, "at": at, **where, **more}


def head(run: str, plan: str, site: str) -> Line:
    """Return a journal's first line."""
    return {"schema": SCHEMA, "run": run, "plan": plan, "site": site}


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


def read(path: Path) -> Log:
    """Return what a journal says. A torn end is left out.

    Raises:
        FileError: It cannot be read, or a line of it.
    """
    return _read(path)[0]


def _read(path: Path) -> tuple[Log, int]:
    """Return what a journal says, and how many bytes of it are whole lines."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileError(f"it cannot be read: {error.strerror}", Place(str(path))) from error
    whole = content.rfind(b"\n") + 1
    log: Log | None = None
    for number, line in enumerate(content[:whole].split(b"\n")[:-1], start=1):
        try:
            given = json.loads(line)
            if log is None:
                log = _log(given)
            else:
                log.note(given)
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            raise _unreadable(path, number) from error
    if log is None:
        raise _unreadable(path, 1)
    return log, whole


def _log(given: Line) -> Log:
    if given["schema"] != SCHEMA:
        raise ValueError(given["schema"])
    return Log(str(given["run"]), str(given["plan"]))


def _unreadable(path: Path, number: int) -> FileError:
    return FileError(
        "this line of the journal cannot be read, and nothing was sent: bring back the file from a backup, or move the "
        f"folder {path.parent} away, and what this run did is forgotten",
        Place(str(path), number),
    )


class Journal:
    """A journal that is being written."""

    def __init__(self, path: Path, file: int, size: int) -> None:
        self._path = path
        self._file = file
        self._size = size
        self._broken = False

    @classmethod
    def open(cls, path: Path) -> tuple[Self, Log]:
        """Open a journal, cut off a torn end, and return it with what it says.

        Raises:
            FileError: It cannot be read or written, or a line of it cannot be read.
        """
        log, size = _read(path)
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
            WriteError: They cannot be written. No other line will be, as nobody knows what is on the disk.
        """
        if self._broken:
            raise WriteError("it could not be written before: run this again", Place(str(self._path)))
        content = encode(lines)
        self._broken = True
        try:
            store(self._file, content)
        except OSError as error:
            with contextlib.suppress(OSError):  # else the next reader does it
                os.truncate(self._file, self._size)
            raise _unwritable(self._path, error) from error
        self._size += len(content)
        self._broken = False

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


def _unwritable(path: Path, error: OSError) -> WriteError:
    return WriteError(
        f"the journal cannot be written, and nothing is sent without it: {error.strerror or error}", Place(str(path))
    )
