"""``webflow-contract propose``."""

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from cyclopts import Parameter

from webflow_contract.commands.talking import say
from webflow_contract.errors import ContractToolError

if TYPE_CHECKING:
    from webflow_contract.diff.change import Change
    from webflow_contract.documents import Document
    from webflow_contract.following.follow import Followed

_ALL: Final = "all"


def propose(
    *ids: Annotated[str, Parameter(name="ID")],
    report: Path,
    patch: bool = False,
    seen: str | None = None,
    root: Path = Path(),
) -> int:
    """Print what would make findings or changes part of the contract.

    For a finding of 'check --json', what was observed: the actions for spec/observed.yaml, with their evidence. For
    changes of 'diff --json', what is documented: a patch of spec/openapi.yaml.

    Exit codes: 0 printed or nothing to do, 2 usage, no such id, or nothing that can be proposed.

    Parameters
    ----------
    ids
        The ids; of changes, 'all' alone are all of them.
    report
        The JSON report that has them.
    patch
        For a finding: print a patch of the checkout's spec/observed.yaml, which 'git apply' takes.
    seen
        The day of that run, such as 2027-05-31, for the evidence. Without it, today is taken, in UTC.
    root
        The checkout.
    """
    from webflow_contract import documents
    from webflow_contract.following.reading import is_difference

    first = next(iter(ids), None)
    if first is None:
        raise ContractToolError("name the id of a finding or a change, as the report has it")
    content = documents.parse(documents.text_of(report), f"{report}")
    if is_difference(content):
        return _documented(_chosen(ids, _changes(content, report), report), root)
    if len(ids) > 1:
        raise ContractToolError("propose one finding at a time: each changes what the contract says for the next")
    return _observed(first, report, _day(seen), dated=seen is not None, patch=patch, root=root)


def _observed(id_: str, report: Path, day: date, *, dated: bool, patch: bool, root: Path) -> int:
    from webflow_contract.contract import effective
    from webflow_contract.following import observed, patching
    from webflow_contract.reports.reading import read

    record = read(report)
    told = record.finding(id_)
    if patch:
        text = patching.exactly(root / "spec" / "observed.yaml")
        proposal = observed.propose(told, effective.build(root / "spec"))
        longer = observed.appended(text, observed.actions(proposal, told, record.subject, day))
        sys.stdout.write(patching.patch("spec/observed.yaml", text, longer))
        say("Apply it with 'git apply', look it over, and run 'make generate'.")
    else:
        proposal = observed.propose(told, effective.load())
        sys.stdout.write(observed.dump(observed.actions(proposal, told, record.subject, day)))
        say("Paste this at the end of spec/observed.yaml, look it over, and run 'make generate' before the next one.")
    if not dated:
        say("The date is today's: if the check ran on another day, correct it.")
    if observed.is_on_this_machine(record.subject):
        say("It was seen on this machine only, which says nothing of Webflow.")
    return 0


def _documented(changes: "list[Change]", root: Path) -> int:
    from webflow_contract.following import patching
    from webflow_contract.following.follow import follow

    if not changes:
        say("The report has no changes: the contract can stay as it is.")
        return 0
    text = patching.exactly(root / "spec" / "openapi.yaml")
    followed = follow(changes, text)
    obstacles = _obstacles(text, followed.text, root)
    sys.stdout.write(patching.patch("spec/openapi.yaml", text, followed.text))
    for line in (*_told(followed), *obstacles):
        say(line)
    if followed.taken:
        say("Apply it with 'git apply', put the descriptions into your words, and run 'make generate'.")
    if followed.taken or followed.known:
        return 0
    raise ContractToolError("nothing of it can be taken over by a patch: edit spec/openapi.yaml by hand")


def _told(followed: "Followed") -> Iterator[str]:
    for change, others in followed.taken:
        also = f"; that changes {', '.join(others)}, too" if others else ""
        yield f"taken    {change.id} {change.rule}{also}"
    for change in followed.known:
        yield f"known    {change.id} {change.rule}: the contract says it already"
    for change, why in followed.left:
        yield f"left     {change.id} {change.rule}: {why}"


def _obstacles(before: str, after: str, root: Path) -> list[str]:
    """Say which deviations the patch leaves nothing to deviate from."""
    from webflow_contract import documents
    from webflow_contract.following.layering import in_the_way

    if before == after:
        return []
    observed = root / "spec" / "observed.yaml"
    was, now = (documents.parse(text, "spec/openapi.yaml") for text in (before, after))
    failing = in_the_way(was, now, documents.read(observed), f"{observed}")
    return [f"in the way  {name}: with the patch, {why}" for name, why in failing.items()]


def _changes(content: "Document", report: Path) -> "dict[str, Change]":
    from webflow_contract.following import reading
    from webflow_contract.reports.validating import mistake

    wrong = mistake(content, "webflow_contract.reports.differences", "difference.schema.json")
    if wrong is not None:
        raise ContractToolError(f"{report}: is no difference that 'webflow-contract diff --json' wrote: {wrong}")
    return reading.read(content, f"{report}")


def _chosen(ids: tuple[str, ...], known: "dict[str, Change]", report: Path) -> "list[Change]":
    if ids == (_ALL,):
        return list(known.values())
    if _ALL in ids:
        raise ContractToolError(f"'{_ALL}' stands alone: leave out the other ids, or '{_ALL}'")
    unknown = [id_ for id_ in ids if id_ not in known]
    if unknown:
        listed = ", ".join(f"{change.id} ({change.rule})" for change in list(known.values())[:3])
        such = f", such as {listed}" if known else ""
        raise ContractToolError(f"{report} has no change {unknown[0]!r}: it has {len(known)}{such}")
    return [known[id_] for id_ in ids]


def _day(given: str | None) -> date:
    from webflow_contract.check.baseline import BaselineError, day

    today = datetime.now(UTC).date()
    try:
        seen = today if given is None else day(given)
    except BaselineError as error:
        raise ContractToolError(f"--seen: {error}") from error
    if seen > today:
        raise ContractToolError(f"--seen: {seen} has not come yet")
    return seen
