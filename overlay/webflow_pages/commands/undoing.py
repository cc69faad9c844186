"""Undoing a run, and the runs that there are."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from webflow_pages.commands.applying import go_ahead, incomplete, show_first
from webflow_pages.commands.documents import SCHEMA, Document
from webflow_pages.commands.outcomes import FAILED
from webflow_pages.commands.writing import say, tell, tell_json, visible

if TYPE_CHECKING:
    from webflow_pages.metadata.applying.history import History
    from webflow_pages.metadata.applying.run import Run
    from webflow_pages.metadata.state import SiteState

_LATEST: Final = "latest"
"""What names the latest run that has changed something, or may have, and does not undo another one."""


def rollback(run: str, *, output: Path | None, yes: bool, bulk: bool, json: bool, token_file: Path | None) -> int:
    """Plan what undoes a run, show it, and apply it once that is confirmed. Return the exit code.

    An attempt that broke off goes on where it has just that left. With ``output``, the plan is kept there, and nothing
    is sent.

    Raises:
        MetadataError: There is no such run, or it cannot be read.
        CommandError: As ``carry_out``.
        WebflowError: The site cannot be read.
    """
    from webflow_pages.commands.applied import not_sent_document
    from webflow_pages.metadata.applying.going_on import earlier_than
    from webflow_pages.metadata.applying.history import History
    from webflow_pages.metadata.applying.run import RUNS, read_run
    from webflow_pages.metadata.plan.document import write_plan
    from webflow_pages.metadata.undoing import rollback_plan

    history = History(RUNS)
    done = read_run(RUNS, history.latest() if run == _LATEST else run)
    if run == _LATEST:
        say(f"The latest run that has changed something is {done.id}.")
    state = _state(done, token_file)
    plan = rollback_plan(done, state, rollbacks=[history.log(id_) for id_ in history.rollbacks(done.id)])
    if plan.updates or plan.refusals or plan.losses:
        show_first(plan, bulk=bulk, json=json)
    else:
        by = history.undone_by(done.id)
        why = f"run {by} has undone that run, and " if by is not None else ""
        say(f"There is nothing to undo: {why}the site is as it was before that run.")
    _say_what_else(history, done.id)
    if output is not None:
        write_plan(plan, output)
        if json:
            tell_json(not_sent_document(plan, "the plan was kept"))
        say(f"Nothing was sent. The plan is in {output}: webflow-pages apply {output}")
        return incomplete(plan)
    earlier = earlier_than(plan, RUNS, state)
    for id_ in earlier.wrote:
        say(f"Run {id_} undid a part of it and broke off: this goes on from what the site shows now.")
    return go_ahead(plan, earlier, yes=yes, bulk=bulk, json=json, token_file=token_file)


def _state(run: "Run", token_file: Path | None) -> "SiteState":
    from webflow_pages.commands.connecting import connect
    from webflow_pages.metadata.state import read_state

    with connect(token_file) as webflow:
        return read_state(webflow, run.plan.site_id)


def _say_what_else(history: "History", id_: str) -> None:
    """Say which runs broke off before one that stands in for them, and are not undone along with it."""
    for other in history.log(id_).head.supersedes:
        if other in history.ids and history.log(other).wrote and history.state(other) != "undone":
            say(f"What run {other} wrote before it broke off stays: webflow-pages rollback {other}")


def runs(*, json: bool) -> int:
    """List the runs in this folder, the latest last, and return the exit code: 1 where one cannot be read."""
    from webflow_pages.metadata.applying.history import History
    from webflow_pages.metadata.applying.run import RUNS
    from webflow_pages.metadata.errors import MetadataError

    history = History(RUNS)
    listed: list[Document] = []
    unreadable: list[str] = []
    for id_ in history.ids:
        try:
            listed.append(_document(history, id_))
        except MetadataError as error:
            unreadable.append(str(error))
    if json:
        tell_json({"schema": SCHEMA, "runs": listed})
    elif listed:
        tell("".join(f"{visible(line)}\n" for line in map(_line, listed)))
    elif not unreadable:
        say(f"There are no runs in {RUNS}.")
    for line in unreadable:
        say(f"webflow-pages: {line}")
    return FAILED if unreadable else 0


def _line(run: Document) -> str:
    maybe = f" ({run['unknown']:,} more may have been)" if run["unknown"] else ""
    written = f"{run['written']:,} of {run['planned']:,} pages and locales written{maybe}"
    by = run["undone_by"] or run["superseded_by"]
    return f"{run['run']}  {run['state']:<14}  {written}, {run['origin']}{f', by {by}' if by else ''}"


def _document(history: "History", id_: str) -> Document:
    log = history.log(id_)
    return {
        "run": id_,
        "state": history.state(id_),
        "origin": log.head.origin,
        "site": log.head.site,
        "planned": log.head.updates,
        "written": log.written,
        "unknown": log.unknown,
        "undone_by": history.undone_by(id_),
        "superseded_by": history.superseded_by(id_),
    }
