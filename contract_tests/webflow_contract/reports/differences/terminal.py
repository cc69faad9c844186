"""A difference for people: what changed, how bad it is, where, before and after; then what is only said otherwise."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rich.console import Console
from rich.text import Text

from webflow_contract.diff.change import Change, Difference, Note
from webflow_contract.diff.vendor import Comparison, Judged, Standing
from webflow_contract.pointers import pointer
from webflow_contract.reports.differences.brief import sides
from webflow_contract.reports.differences.wording import alike, grouped, places, retold, standings, summary, where
from webflow_contract.reports.styles import STYLES
from webflow_contract.reports.wording import visible
from webflow_contract.rules.changes import CHANGES

_HEADINGS: Final[Mapping[Standing, str]] = {
    "lacking": "The vendor has it, and the contract does not",
    "claimed": "The contract says it otherwise",
    "covered": "spec/observed.yaml covers it",
}


def show(difference: Difference, console: Console) -> None:
    """Print a difference."""
    for line in (*_head(difference, "in neither"), *_changes(difference.changes), *_tail(difference)):
        console.print(line, soft_wrap=True)


def show_comparison(comparison: Comparison, console: Console) -> None:
    """Print how the vendor's document stands to the contract."""
    difference = comparison.difference
    for line in (*_head(difference, "not in it"), *_standings(comparison)):
        console.print(line, soft_wrap=True)
    console.print()
    console.print(Text(standings(comparison), style="yellow" if comparison.judged else "green"), soft_wrap=True)


def _head(difference: Difference, missing: str) -> Iterator[Text]:
    yield Text(visible(f"{difference.old} → {difference.new}"))
    yield Text(f"  compared: {', '.join(difference.compared)}")
    if difference.missing:
        yield Text(f"  {missing}: {', '.join(difference.missing)}")


def _tail(difference: Difference) -> Iterator[Text]:
    if difference.notes:
        yield Text()
        yield from _notes(difference.notes)
    yield Text()
    yield Text(summary(difference), style=STYLES.get(difference.worst() or "", "green"))


def _changes(changes: Sequence[Change]) -> Iterator[Text]:
    """Print what is bad in full, and what nobody notices on a line each."""
    for group in grouped(changes):
        if group[0].level != "information":
            yield Text()
            yield from _in_full(group)
    known = [change for change in changes if change.level == "information"]
    if known:
        yield Text()
    yield from _brief(known)


def _in_full(group: Sequence[Change]) -> Iterator[Text]:
    one = group[0]
    usual = CHANGES[one.rule].level
    head = Text(one.level, style=STYLES[one.level]).append(f" {one.rule}", style="bold").append(f" {one.id}")
    yield head.append("" if usual == one.level else f" (usually {usual})")
    yield Text(visible(f"  {where(group)}"))
    yield Text(visible(f"  {CHANGES[one.rule].meaning}"))
    if told := sides(one):
        yield Text(visible(f"  {told}"))
    gone = one.after is None and one.old is not None
    place = one.old if gone else one.new
    if place is not None:
        yield Text(visible(f"  {'was ' if gone else ''}at {pointer(place)}"), style="dim")


def _brief(changes: Sequence[Change]) -> Iterator[Text]:
    """Print a line for what is the same change in many places."""
    for group in alike(changes):
        one = group[0]
        line = Text(one.level, style=STYLES[one.level]).append(f" {one.rule}", style="bold")
        told = sides(one)
        yield line.append(visible(f"  {places(group)}{f': {told}' if told else ''}"))


def _standings(comparison: Comparison) -> Iterator[Text]:
    for standing, heading in _HEADINGS.items():
        found = [one for one in comparison.judged if one.standing == standing]
        yield Text()
        yield Text(f"{heading}{':' if found else ': nothing'}", style="bold")
        for deviation, changes in _by_deviation(found).items():
            if deviation is not None:
                yield Text(f"  {deviation}", style="italic")
            indent = "  " if deviation is None else "    "
            yield from (Text(indent).append(line) for line in _brief(changes))


def _by_deviation(judged: Sequence[Judged]) -> dict[str | None, list[Change]]:
    found: dict[str | None, list[Change]] = {}
    for one in judged:
        found.setdefault(one.deviation, []).append(one.change)
    return found


def _notes(notes: Sequence[Note]) -> Iterator[Text]:
    yield Text(
        "Only said otherwise. No client notices, but changes of behaviour are announced like this, too:", style="bold"
    )
    for heading, lines in retold(notes):
        yield Text(visible(f"  {heading}"))
        for sign, text in lines:
            yield Text(visible(f"    {sign} {text}"), style="red" if sign == "-" else "green")
