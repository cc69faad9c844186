"""Runs: each plan that is applied has a folder with the plan, as it was applied, and the journal."""

import contextlib
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from attrs import define, field

from webflow_pages.metadata.applying import journal
from webflow_pages.metadata.applying.history import JOURNAL, History, is_id, run_ids, undone_in
from webflow_pages.metadata.applying.journal import Journal
from webflow_pages.metadata.applying.lock import locked
from webflow_pages.metadata.applying.log import Head, Key, Line, Log, Record
from webflow_pages.metadata.errors import FileError, MetadataError, Place, WriteError
from webflow_pages.metadata.plan.document import plan_id, read_plan, write_plan
from webflow_pages.metadata.plan.model import Plan

RUNS: Final = Path(".webflow-pages", "runs")
"""Where runs are kept, below the folder that the files are in."""

PLAN: Final = "plan.json"
"""The file of a run that has its plan."""

_NEW: Final = ".new-"


@define
class Run:
    """A plan that was applied, or is being.

    Args:
        id: Its id, such as ``20260131T101500.279Z-0123abcd``: when it began, and how the plan's id begins.
        folder: Where it is kept.
        plan: The plan.
        log: What the journal says.
        goes_on: Whether it broke off before, and goes on now.
    """

    id: str
    folder: Path
    plan: Plan
    log: Log
    goes_on: bool = False
    _journal: Journal | None = field(default=None, repr=False)

    @property
    def records(self) -> Mapping[Key, Record]:
        """What the journal says of each page in each locale."""
        return self.log.records

    @property
    def wrote(self) -> bool:
        """Whether anything was changed, or may have been."""
        return self.log.wrote

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
def begin(runs: Path, plan: Plan, *, at: datetime, supersedes: Collection[str] = ()) -> Iterator[Run]:
    """Go on with the run of a plan that was not finished, or else begin one; and keep others out meanwhile.

    As soon as a run has written something, those that it undoes or supersedes are over for good.

    Args:
        runs: The folder of all runs. It is made if it is not there.
        plan: The plan.
        at: The present time.
        supersedes: Runs that broke off and that a new run stands in for.

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
        unfinished = History(runs).unfinished(id_)
        folder = runs / unfinished if unfinished is not None else _new(runs, plan, id_, at, supersedes)
        opened, log = Journal.open(folder / JOURNAL, _keys(plan))
        run = Run(folder.name, folder, plan, log, unfinished is not None, opened)
        try:
            if run.goes_on:
                with contextlib.suppress(WriteError):  # nothing else can be written after that, and that is told
                    run.write(journal.resumed())
            yield run
        finally:
            opened.close()


def read_run(runs: Path, id_: str) -> Run:
    """Read a run.

    Raises:
        MetadataError: There is none of that id.
        FileError: A file of it cannot be read, or its plan is not the one that it was begun with.
    """
    if not is_id(id_) or not (runs / id_).is_dir():
        known = run_ids(runs)
        there = f"the latest one is {known[-1]}" if known else "there are none"
        raise MetadataError(f"there is no run {id_!r} in {runs}: {there} ('webflow-pages runs' lists all)")
    folder = runs / id_
    plan = read_plan(folder / PLAN)
    if journal.read_head(folder / JOURNAL).plan != plan_id(plan):
        advice = "this is not the plan that the run was begun with: bring it back from a backup"
        raise FileError(advice, Place(str(folder / PLAN)))
    return Run(id_, folder, plan, journal.read(folder / JOURNAL, _keys(plan)))


def _keys(plan: Plan) -> frozenset[Key]:
    return frozenset((update.page_id, update.locale) for update in plan.updates)


def _new(runs: Path, plan: Plan, id_: str, at: datetime, supersedes: Collection[str]) -> Path:
    """Make the folder of a run, whole or not at all."""
    name = _free(runs, f"{at:%Y%m%dT%H%M%S}.{at.microsecond // 1000:03}Z-{id_[:8]}")
    head = Head(name, id_, plan.site_id, plan.origin, len(plan.updates), _left_out(plan), tuple(supersedes))
    for left in runs.glob(f"{_NEW}*"):  # by one that was killed just then
        shutil.rmtree(left, ignore_errors=True)
    part = runs / f"{_NEW}{name}"
    try:
        part.mkdir()
        write_plan(plan, part / PLAN)
        _sync(part / PLAN)
        with (part / JOURNAL).open("xb") as file:
            journal.store(file.fileno(), journal.encode((journal.head(head),)))
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


def _left_out(plan: Plan) -> int:
    """Return how many changes a plan refuses, or cannot bring back. A text that becomes a locale's own is back."""
    keys = _keys(plan)
    lost = [one for one in plan.losses if one.field is not None or (one.page_id, one.locale) not in keys]
    return len(plan.refusals) + (len(lost) if undone_in(plan.origin) is not None else 0)


def _free(runs: Path, name: str) -> str:
    number, free = 2, name
    while (runs / free).exists():
        free = f"{name}-{number}"
        number += 1
    return free


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
