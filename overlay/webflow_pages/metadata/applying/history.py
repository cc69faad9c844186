"""The runs of a folder: what each has come to, and which of them undo or supersede which.

That a run is undone or superseded is written nowhere: it follows from what the later run has written, so that one that
could write nothing changes nothing. ``superseded`` is a run that broke off, where a later one was made of the same
files, or to undo the same run, and had something else to do than what was left.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal

from webflow_pages.metadata.applying import journal
from webflow_pages.metadata.applying.log import Head, Log
from webflow_pages.metadata.errors import FileError, MetadataError, Place

JOURNAL: Final = "journal.jsonl"
"""The file of a run that has its journal."""

ROLLBACK_OF: Final = "rollback of "
"""How the origin of a plan begins that undoes a run; the run's id follows."""

State = Literal["broke off", "finished", "undone", "undone in part", "superseded"]

_ID: Final = re.compile(r"([0-9]{8}T[0-9]{6}\.[0-9]{3}Z)-([0-9a-f]{8})(?:-([0-9]+))?")


def is_id(name: str) -> bool:
    """Return whether a name may be the id of a run."""
    return _ID.fullmatch(name) is not None


def run_ids(runs: Path) -> list[str]:
    """Return the ids of all runs, oldest first.

    Raises:
        FileError: The folder cannot be read. That there is none is fine.
    """
    try:
        return sorted((path.name for path in runs.iterdir() if is_id(path.name)), key=_age)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise FileError(f"it cannot be read: {error.strerror}", Place(str(runs))) from error


def _age(id_: str) -> tuple[str, str, int]:
    match = _ID.fullmatch(id_)
    assert match is not None  # noqa: S101  (it is an id)
    return match[1], match[2], int(match[3] or 1)


def undone_in(origin: str) -> str | None:
    """Return the id of the run that a plan of this origin undoes; None where it undoes none."""
    return origin.removeprefix(ROLLBACK_OF) if origin.startswith(ROLLBACK_OF) else None


class History:
    """The runs of a folder, as their journals have them. Plans are not read.

    Raises:
        FileError: The folder cannot be read.
    """

    def __init__(self, runs: Path) -> None:
        self.ids: list[str] = run_ids(runs)
        self._runs = runs
        self._heads: dict[str, Head | None] = {}
        self._logs: dict[str, Log] = {}

    def head(self, id_: str) -> Head | None:
        """Return what the first line of a run's journal says; None where it cannot be read."""
        if id_ not in self._heads:
            try:
                self._heads[id_] = self._read_head(id_)
            except FileError:
                self._heads[id_] = None
        return self._heads[id_]

    def log(self, id_: str) -> Log:
        """Return what a run's journal says.

        Raises:
            FileError: It cannot be read.
        """
        if id_ not in self._logs:
            self._logs[id_] = journal.read(self._runs / id_ / JOURNAL)
        return self._logs[id_]

    def state(self, id_: str) -> State:
        """Return what a run has come to.

        Raises:
            FileError: Its journal cannot be read.
        """
        log, undone_by = self.log(id_), self.undone_by(id_)
        if undone_by is not None:
            return "undone" if self._is_whole(undone_by) else "undone in part"
        if self.superseded_by(id_) is not None:
            return "superseded"
        return "broke off" if log.open else "finished"

    def undone_by(self, id_: str) -> str | None:
        """Return the latest run that undoes another one, has written something, and was not undone itself."""
        those = reversed(self.rollbacks(id_))
        return next((later for later in those if self._wrote(later) and not self._is_undone(later)), None)

    def rollbacks(self, id_: str) -> list[str]:
        """Return the runs that undo another one, or were to."""
        return [later for later, head in self._after(id_) if undone_in(head.origin) == id_]

    def superseded_by(self, id_: str) -> str | None:
        """Return the latest run that stands in for another one, and has written something."""
        those = [later for later, head in self._after(id_) if id_ in head.supersedes and self._wrote(later)]
        return those[-1] if those else None

    def is_open(self, id_: str) -> bool:
        """Return whether a run can go on: it has something left to do, and no other one has undone or superseded it.

        Raises:
            FileError: Its journal cannot be read.
        """
        if journal.is_over(self._runs / id_ / JOURNAL) or not self.log(id_).open:
            return False
        if self.superseded_by(id_) is not None:
            return False
        return not any(map(self._wrote, self.rollbacks(id_)))

    def unfinished(self, plan: str) -> str | None:
        """Return the latest run of a plan, by the plan's id, that can go on.

        Raises:
            FileError: Its journal cannot be read.
        """
        for id_ in reversed(self.ids):
            if _age(id_)[1] == plan[:8] and self._read_head(id_).plan == plan and self.is_open(id_):
                return id_
        return None

    def open_ones(self, site: str, origin: str) -> list[str]:
        """Return the runs of a site and an origin that can go on, the latest first.

        Raises:
            FileError: The journal of one cannot be read.
        """
        heads = ((id_, self.head(id_)) for id_ in reversed(self.ids))
        return [id_ for id_, head in heads if head and (head.site, head.origin) == (site, origin) and self.is_open(id_)]

    def undone_before(self, plan: str) -> str | None:
        """Return the latest run of a plan, by the plan's id, where that is undone, at least in part."""
        for id_ in reversed(self.ids):
            head = self.head(id_)
            if head is not None and head.plan == plan:
                return id_ if self.undone_by(id_) is not None else None
        return None

    def latest(self) -> str:
        """Return the latest run that has changed something, or may have, and does not undo another one.

        Raises:
            MetadataError: There is none.
            FileError: A journal cannot be read.
        """
        for id_ in reversed(self.ids):
            log = self.log(id_)
            if undone_in(log.head.origin) is None and log.wrote:
                return id_
        raise MetadataError(f"no run in {self._runs} has changed anything ('webflow-pages runs' lists all)")

    def _read_head(self, id_: str) -> Head:
        return journal.read_head(self._runs / id_ / JOURNAL)

    def _after(self, id_: str) -> Iterator[tuple[str, Head]]:
        for later in self.ids[self.ids.index(id_) + 1 :]:
            head = self.head(later)
            if head is not None:
                yield later, head

    def _wrote(self, id_: str) -> bool:
        """Return whether a run has written something, or may have: what cannot be read may."""
        try:
            return self.log(id_).wrote
        except FileError:
            return True

    def _is_undone(self, id_: str) -> bool:
        undone_by = self.undone_by(id_)
        return undone_by is not None and self._is_whole(undone_by)

    def _is_whole(self, id_: str) -> bool:
        try:
            log = self.log(id_)
        except FileError:
            return False
        return log.complete and not log.head.left_out
