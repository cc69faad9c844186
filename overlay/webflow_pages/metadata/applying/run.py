"""Runs: each plan that is applied has a folder with the plan, as it was applied, and the journal."""

import contextlib
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from attrs import define, field

from webflow_pages.metadata.applying import journal
from webflow_pages.metadata.applying.journal import Journal, Key, Line, Log, Record
from webflow_pages.metadata.applying.lock import locked
from webflow_pages.metadata.errors import FileError, MetadataError, Place, WriteError
from webflow_pages.metadata.plan.document import plan_id, read_plan, write_plan
from webflow_pages.metadata.plan.model import Plan

RUNS: Final = Path(".webflow-pages", "runs")
"""Where runs are kept, below the folder that the files are in."""

ROLLBACK_OF: Final = "rollback of "
"""How the origin of a plan begins that undoes a run; the run's id follows."""

_PLAN: Final = "plan.json"
_JOURNAL: Final = "journal.jsonl"
_NEW: Final = ".new-"
_ID: Final = re.compile(r"[0-9]{8}T[0-9]{6}\.[0-9]{3}Z-[0-9a-f]{8}(-[0-9]+)?")


@define
class Run:
    """A plan that was applied, or is being.

    Args:
        id: Its id, such as ``20260131T101500.279Z-0123abcd``: when it began, and how the plan's id begins.
        folder: Where it is kept.
        plan: The plan.
        log: What the journal says.
    """

    id: str
    folder: Path
    plan: Plan
    log: Log
    _journal: Journal | None = field(default=None, repr=False)

    @property
    def records(self) -> Mapping[Key, Record]:
        """What the journal says of each page in each locale."""
        return self.log.records

    @property
    def wrote(self) -> bool:
        """Whether anything was changed, or may have been."""
        return any(record.wrote for record in self.log.records.values())

    def write(self, *lines: Line) -> None:
        """Write lines into the journal, and return once they are on the disk.

        Raises:
            WriteError: They cannot be written.
            MetadataError: The run was only opened to be read.
        """
        if self._journal is None:
            raise MetadataError(f"the run {self.id} was only opened to be read: begin it to go on")
        self._journal.append(*lines)
        for line in lines:
            self.log.note(line)


@contextlib.contextmanager
def begin(runs: Path, plan: Plan, *, at: datetime) -> Iterator[Run]:
    """Go on with the run of a plan that was not finished, or else begin one; and keep others out meanwhile.

    A run that is begun to undo another one ends that one for good.

    Args:
        runs: The folder of all runs. It is made if it is not there.
        plan: The plan.
        at: The present time.

    Raises:
        MetadataError: Somebody else is at work there.
        WriteError: The folder cannot be written to.
        FileError: A file of the run cannot be read.
    """
    try:
        runs.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(runs, error) from error
    with locked(runs):
        id_ = plan_id(plan)
        unfinished = _unfinished(runs, id_)
        folder = runs / unfinished if unfinished is not None else _new(runs, plan, id_, at)
        opened, log = Journal.open(folder / _JOURNAL)
        run = Run(folder.name, folder, plan, log, opened)
        try:
            if unfinished is not None:
                run.write(journal.resumed())
            elif plan.origin.startswith(ROLLBACK_OF):
                _close(runs, plan.origin.removeprefix(ROLLBACK_OF), by=run.id)
            yield run
        finally:
            opened.close()


def read_run(runs: Path, id_: str) -> Run:
    """Read a run.

    Raises:
        MetadataError: There is none of that id.
        FileError: A file of it cannot be read.
    """
    if not _ID.fullmatch(id_) or not (runs / id_).is_dir():
        known = run_ids(runs)
        there = f"the latest one is {known[-1]}" if known else "there are none"
        raise MetadataError(f"there is no run {id_!r} in {runs}: {there} ('webflow-pages runs' lists all)")
    folder = runs / id_
    plan, log = read_plan(folder / _PLAN), journal.read(folder / _JOURNAL)
    if log.plan != plan_id(plan):
        advice = "this is not the plan that the run was begun with: bring it back from a backup"
        raise FileError(advice, Place(str(folder / _PLAN)))
    return Run(id_, folder, plan, log)


def run_ids(runs: Path) -> list[str]:
    """Return the ids of all runs, oldest first.

    Raises:
        FileError: The folder cannot be read. That there is none is fine.
    """
    try:
        return sorted(path.name for path in runs.iterdir() if _ID.fullmatch(path.name))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise FileError(f"it cannot be read: {error.strerror}", Place(str(runs))) from error


def _unfinished(runs: Path, plan: str) -> str | None:
    """Return the latest run of a plan that has something left to do."""
    for id_ in reversed(run_ids(runs)):
        if id_.split("-")[1] == plan[:8]:
            log = journal.read(runs / id_ / _JOURNAL)
            if log.plan == plan and log.open:
                return id_
    return None


def _new(runs: Path, plan: Plan, id_: str, at: datetime) -> Path:
    """Make the folder of a run, whole or not at all."""
    name = _free(runs, f"{at:%Y%m%dT%H%M%S}.{at.microsecond // 1000:03}Z-{id_[:8]}")
    for left in runs.glob(f"{_NEW}*"):  # by one that was killed just then
        shutil.rmtree(left, ignore_errors=True)
    part = runs / f"{_NEW}{name}"
    try:
        part.mkdir()
        write_plan(plan, part / _PLAN)
        _sync(part / _PLAN)
        with (part / _JOURNAL).open("xb") as file:
            journal.store(file.fileno(), journal.encode((journal.head(name, id_, plan.site_id),)))
        _sync(part)
        part.rename(runs / name)
        _sync(runs)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise _unwritable(part, error) from error
    except FileError:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return runs / name


def _free(runs: Path, name: str) -> str:
    number, free = 2, name
    while (runs / free).exists():
        free = f"{name}-{number}"
        number += 1
    return free


def _close(runs: Path, id_: str, *, by: str) -> None:
    if id_ in run_ids(runs):
        undone, _ = Journal.open(runs / id_ / _JOURNAL)
        try:
            undone.append(journal.closed(by))
        finally:
            undone.close()


def _sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk. Windows cannot do that with a folder."""
    if os.name != "posix" and path.is_dir():
        return
    file = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _unwritable(path: Path, error: OSError) -> WriteError:
    return WriteError(f"it cannot be written, and nothing was sent: {error.strerror or error}", Place(str(path)))
