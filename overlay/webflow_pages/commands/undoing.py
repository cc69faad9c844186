"""Undoing a run, and the runs that there are."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from webflow_pages.commands.applying import carry_out, confirmed, show_first
from webflow_pages.commands.documents import SCHEMA, Document
from webflow_pages.commands.outcomes import FAILED
from webflow_pages.commands.writing import say, tell, tell_json, visible

if TYPE_CHECKING:
    from webflow_pages.metadata.applying.run import Run
    from webflow_pages.metadata.plan.model import Plan

LATEST: Final = "latest"
"""What names the latest run."""


def rollback(run: str, *, output: Path | None, yes: bool, bulk: bool, json: bool, token_file: Path | None) -> int:
    """Plan what undoes a run, show it, and apply it once that is confirmed. Return the exit code.

    With ``output``, the plan is kept there, and nothing is sent.

    Raises:
        MetadataError: There is no such run, or it cannot be read.
        CommandError: As ``carry_out``.
        WebflowError: The site cannot be read.
    """
    from webflow_pages.metadata.applying.run import RUNS, read_run
    from webflow_pages.metadata.plan.document import write_plan

    plan = _plan(read_run(RUNS, _id(run)), token_file)
    if plan.updates or plan.refusals or plan.losses:
        show_first(plan, bulk=bulk, json=json)
    else:
        say("There is nothing to undo: the site is as it was before that run.")
    incomplete = FAILED if plan.refusals or plan.losses else 0
    if output is not None:
        write_plan(plan, output)
        say(f"Nothing was sent. The plan is in {output}: webflow-pages apply {output}")
        return incomplete
    if plan.updates and not confirmed(yes=yes):
        return 0
    return carry_out(plan, bulk=bulk, json=json, token_file=token_file) or incomplete


def _id(run: str) -> str:
    """Return the id of a run that is named so: the latest one's for ``latest``."""
    from webflow_pages.metadata.applying.run import RUNS, run_ids

    ids = run_ids(RUNS) if run == LATEST else []
    return ids[-1] if ids else run


def _plan(run: "Run", token_file: Path | None) -> "Plan":
    from webflow_pages import LocaleError
    from webflow_pages.commands.connecting import connect
    from webflow_pages.metadata.state import read_state
    from webflow_pages.metadata.undoing import rollback_plan, written_locales

    with connect(token_file) as webflow:
        try:
            state = read_state(webflow, run.plan.site_id, written_locales(run))
        except LocaleError:  # one of them is no longer there, and the plan says so
            state = read_state(webflow, run.plan.site_id)
    return rollback_plan(run, state)


def runs(*, json: bool) -> int:
    """List the runs in this folder, the latest last, and return the exit code: 1 where one cannot be read."""
    from webflow_pages.metadata.applying.run import RUNS, read_run, run_ids
    from webflow_pages.metadata.errors import MetadataError

    listed: list[Run] = []
    unreadable: list[str] = []
    for id_ in run_ids(RUNS):
        try:
            listed.append(read_run(RUNS, id_))
        except MetadataError as error:
            unreadable.append(str(error))
    if json:
        tell_json({"schema": SCHEMA, "runs": [_document(run) for run in listed]})
    elif listed:
        tell("".join(f"{visible(line)}\n" for line in _lines(listed)))
    else:
        say(f"There are no runs in {RUNS}.")
    for line in unreadable:
        say(f"webflow-pages: {line}")
    return FAILED if unreadable else 0


def _lines(listed: "list[Run]") -> Iterator[str]:
    for run in listed:
        written = sum(record.wrote for record in run.records.values())
        of = f"{written:,} of {len(run.plan.updates):,} pages and locales written"
        yield f"{run.id}  {_state(run):<9}  {of}, {run.plan.origin}"


def _state(run: "Run") -> str:
    return "broke off" if run.log.open else "undone" if run.log.closed_by else "finished"


def _document(run: "Run") -> Document:
    return {
        "run": run.id,
        "state": _state(run),
        "origin": run.plan.origin,
        "site": run.plan.site_id,
        "planned": len(run.plan.updates),
        "written": sum(record.wrote for record in run.records.values()),
        "undone_by": run.log.closed_by,
    }
