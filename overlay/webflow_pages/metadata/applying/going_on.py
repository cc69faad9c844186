"""Which run that broke off a new plan goes on with: the one that has left to do just what the plan has.

Files are planned anew each time. A new plan of the same files has what the run that broke off has left; then that run
goes on, with its own plan, and is one run to undo. Where the files, or the site, ask for something else by now, a new
run stands in for it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from attrs import frozen

from webflow_pages.metadata.applying.history import History
from webflow_pages.metadata.applying.log import Record
from webflow_pages.metadata.applying.outcomes import Outcome, is_so
from webflow_pages.metadata.applying.run import Run, read_run
from webflow_pages.metadata.fields import Field, Value
from webflow_pages.metadata.plan.model import Change, Plan, Update
from webflow_pages.metadata.state import SiteState

_IN_VAIN: Final[frozenset[Outcome]] = frozenset({"ignored", "normalised"})

_Left = tuple[str, str, str | None, Field, Value | None, Value]


@frozen
class Earlier:
    """Runs that broke off, and that a new plan was made in the place of.

    Args:
        run: The run that the new plan goes on with; None where there is none.
        others: The ids of those that a new run stands in for, the latest first.
        wrote: Those among them that have changed something, or may have.
    """

    run: Run | None = None
    others: tuple[str, ...] = ()
    wrote: tuple[str, ...] = ()


def earlier_than(plan: Plan, runs: Path, state: SiteState) -> Earlier:
    """Return the runs that broke off, of the same site, and of files or undoing the same run, just as a new plan.

    Args:
        plan: The new plan.
        runs: The folder of all runs.
        state: The site as the plan was made from it.

    Raises:
        FileError: A run of them cannot be read.
    """
    history = History(runs)
    open_ones = history.open_ones(plan.site_id, plan.origin)
    wanted = {_left(update, change, change.before) for update in plan.updates for change in update.changes}
    for id_ in open_ones:
        run = read_run(runs, id_)
        if run.plan.primary == plan.primary and set(_left_by(run, state)) == wanted:
            return Earlier(run)
    return Earlier(None, tuple(open_ones), tuple(id_ for id_ in open_ones if history.log(id_).wrote))


def _left_by(run: Run, state: SiteState) -> Iterator[_Left]:
    """Yield what a site does not show yet of a run's plan, as a new plan has it unless somebody has changed it since.

    What Webflow has ignored, or made something else, is among that: it is told, and not tried again.
    """
    for update in run.plan.updates:
        record = run.records.get((update.page_id, update.locale), Record())
        live = state.values.get((update.page_id, update.locale), {})
        for change in update.changes:
            if not is_so(live.get(change.field), change.after):
                told = (record.told or {}).get(change.field)
                in_vain = told is not None and told.outcome in _IN_VAIN
                yield _left(update, change, told.now if told and in_vain else change.before)


def _left(update: Update, change: Change, before: Value | None) -> _Left:
    return update.page_id, update.locale, update.locale_id, change.field, before, change.after
