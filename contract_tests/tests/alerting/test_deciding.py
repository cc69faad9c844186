"""What is told, and when: a finding once, its end once, and nothing of what goes and comes back in between."""

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from webflow_contract.alerting.alert import Alert
from webflow_contract.alerting.checked import Checked
from webflow_contract.alerting.deciding import decide
from webflow_contract.alerting.state import Seen, State
from webflow_contract.check.coverage import Coverage
from webflow_contract.errors import ContractToolError
from webflow_contract.rules import Level

from .conftest import SUBJECT, checked, ids, night, seen

ONE, TWO = seen("1" * 12), seen("2" * 12)
Runs = Sequence[tuple[float, Checked]]


def nights(runs: Runs, state: State | None = None) -> tuple[list[Alert], State]:
    """Decide on one run after the other, each so many days after the first night."""
    alerts: list[Alert] = []
    for day, run in runs:
        alert, state = decide(state, run, night(day))
        alerts.append(alert)
    assert state is not None
    return alerts, state


def told(runs: Runs) -> list[tuple[list[str], list[str]]]:
    """Return the ids that each run tells as new and as gone."""
    return [(ids(alert.new), ids(alert.gone)) for alert in nights(runs)[0]]


NEW, GONE, NOTHING = ([ONE.id], []), ([], [ONE.id]), ([], [])


# The rules, one by one


def test_the_first_run_tells_everything() -> None:
    (alert,), state = nights([(0, checked(ONE, TWO))])
    assert (ids(alert.new), alert.exit_code) == ([ONE.id, TWO.id], 1)
    assert (state.subject, list(state.known)) == (SUBJECT, [ONE.id, TWO.id])


def test_what_is_known_is_not_told_again() -> None:
    alerts, state = nights([(0, checked(ONE)), (1, checked(ONE)), (9, checked(ONE, TWO))])
    assert [ids(alert.new) for alert in alerts] == [[ONE.id], [], [TWO.id]]
    assert [alert.exit_code for alert in alerts] == [1, 0, 1]
    assert [alert.known for alert in alerts] == [0, 1, 1]
    known = state.known[ONE.id]
    assert (known.first_seen, known.told, known.last_seen) == (night(0), night(0), night(9))


@pytest.mark.parametrize(("away", "is_gone"), [(1, False), (2, False), (2.001, True), (9, True)])
def test_gone_is_what_was_missed_for_more_than_two_days(away: float, is_gone: bool) -> None:
    alerts, state = nights([(0, checked(ONE)), (1, checked()), (1 + away, checked())])
    assert ids(alerts[-1].gone) == [ONE.id] * is_gone
    assert alerts[-1].exit_code == 0
    assert alerts[-1].away == (not is_gone)
    assert list(state.known) == [ONE.id] * (not is_gone)


def test_time_in_which_nobody_looked_is_no_absence() -> None:
    assert told([(0, checked(ONE)), (30, checked()), (31, checked(ONE))]) == [NEW, NOTHING, NOTHING]


def test_what_goes_and_comes_back_is_told_once() -> None:
    runs = [(day, checked(*[ONE] * (day % 3 == 0))) for day in range(30)]
    assert told(runs) == [NEW, *[NOTHING] * 29]


def test_what_comes_back_after_it_was_told_as_gone_is_new() -> None:
    runs = [(0, checked(ONE)), *((day, checked()) for day in (1, 2, 3, 4)), (5, checked(ONE))]
    assert told(runs) == [NEW, NOTHING, NOTHING, NOTHING, GONE, NEW]


@pytest.mark.parametrize(
    "run",
    [
        checked(not_judged="The service is down."),
        checked(restored=False),
        checked(coverage=Coverage({ONE.finding.operation: {"200": False}})),
        checked(coverage=Coverage({}, behaviour={ONE.finding.operation: {ONE.finding.rule: False}})),
        checked(
            coverage=Coverage(
                {ONE.finding.operation: {"200": True}}, {ONE.finding.operation: {"200": {"/id": True, "/slug": False}}}
            )
        ),
    ],
    ids=[
        "not judged",
        "not restored",
        "its status did not come",
        "its rule was not held to",
        "its property did not come",
    ],
)
def test_what_was_not_looked_for_is_not_gone(run: Checked) -> None:
    assert told([(0, checked(ONE)), *((day, run) for day in range(1, 20))]) == [NEW, *[NOTHING] * 19]
    # Nor does it end a wait that has begun.
    assert told([(0, checked(ONE)), (1, checked()), (2, run), (4, checked())])[-1] == GONE


def test_a_run_that_was_not_judged_tells_what_it_found_and_does_not_hide_what_it_is() -> None:
    found = checked(ONE, not_judged="The quota is used up.")
    (first, second), _ = nights([(0, found), (1, found)])
    assert (ids(first.new), first.exit_code, first.verdict) == ([ONE.id], 1, "drift")
    assert (ids(second.new), second.exit_code, second.verdict) == ([], 3, "inconclusive")
    unrestored, _ = decide(None, evolve(found, restored=False), night(0))
    assert (ids(unrestored.new), unrestored.exit_code) == ([ONE.id], 4)


LEVELS: tuple[Level, ...] = ("breaking", "warning", "information")


@pytest.mark.parametrize("before", LEVELS)
@pytest.mark.parametrize("after", LEVELS)
def test_a_level_that_rises_is_new_and_one_that_falls_is_not(before: Level, after: Level) -> None:
    (_, alert), state = nights([(0, checked(evolve(ONE, level=before))), (1, checked(evolve(ONE, level=after)))])
    rises = LEVELS.index(after) < LEVELS.index(before)
    assert (ids(alert.new), alert.exit_code) == ([ONE.id] * rises, int(rises))
    assert (state.known[ONE.id].first_seen, state.known[ONE.id].told) == (night(0), night(int(rises)))


def test_a_level_that_falls_and_rises_again_is_told_once_unless_it_had_fallen_for_long() -> None:
    worse, milder = checked(ONE), checked(evolve(ONE, level="information"))
    flapping = [(day, (worse, milder)[day % 2]) for day in range(10)]
    assert told(flapping) == [NEW, *[NOTHING] * 9]
    long = [(0, worse), (1, milder), (2, milder), (4, milder), (5, worse)]
    assert told(long) == [NEW, NOTHING, NOTHING, NOTHING, NEW]


def test_a_server_error_that_was_seen_once_is_no_news_and_no_absence() -> None:
    once = checked(unconfirmed=frozenset([ONE.id]))
    assert told([(0, once), (1, checked(ONE)), *((day, once) for day in (2, 5, 9))]) == [NOTHING, NEW, *[NOTHING] * 3]
    (*_, last), state = nights([(0, checked(ONE)), (1, checked()), (2, once), (4, checked())])
    assert (last.gone, last.away, state.known[ONE.id].last_seen) == ((), 1, night(2))


def test_what_a_baseline_accepts_is_no_news_until_it_counts_again() -> None:
    accepted = checked(accepted=frozenset([ONE.id]))
    assert told([(0, accepted), (1, checked(ONE))]) == [NOTHING, NEW]
    assert told([(0, checked(ONE)), (1, accepted), (9, accepted), (10, checked(ONE))]) == [NEW, NOTHING, NOTHING, NEW]


def test_a_state_of_another_subject_is_refused() -> None:
    _, state = nights([(0, checked(ONE))])
    with pytest.raises(ContractToolError, match="keep a state for each"):
        decide(state, evolve(checked(), subject="http://127.0.0.1/v2"), night(1))


def test_a_state_without_any_finding_is_of_whatever_is_checked_next() -> None:
    _, state = nights([(0, checked(not_judged="There is no token."))])
    other = evolve(checked(ONE), subject="http://127.0.0.1/v2")
    alert, state = decide(state, other, night(1))
    assert (alert.subject, ids(alert.new), state.subject) == (other.subject, [ONE.id], other.subject)
    with pytest.raises(ContractToolError, match="keep a state for each"):
        decide(state, checked(), night(2))


def test_times_are_kept_in_utc_to_the_second_and_need_a_zone() -> None:
    there = night(0).astimezone(timezone(timedelta(hours=5))).replace(microsecond=999_999)
    _, state = decide(None, checked(ONE), there)
    assert (state.updated, state.known[ONE.id].told) == (night(0), night(0))
    assert state.updated.utcoffset() == timedelta(0)
    with pytest.raises(ValueError, match="no time zone"):
        decide(None, checked(), datetime(2027, 5, 1))


# A clock that was wrong


def test_a_clock_that_stood_ahead_loses_nothing() -> None:
    runs = [(0, checked(ONE)), (3650, checked()), *((day, checked()) for day in (1, 2, 3, 4, 5))]
    assert told(runs) == [NEW, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, GONE]


def test_a_clock_that_stands_back_for_a_run_ends_no_wait() -> None:
    runs = [(100, checked(ONE)), (101, checked()), (1, checked()), (102, checked()), (103, checked(ONE))]
    assert told(runs) == [NEW, *[NOTHING] * 4]


def test_what_a_clock_that_stands_back_shows_of_a_wait_is_not_believed() -> None:
    unjudged = checked(not_judged="The service is down.")
    assert told([(80, checked(ONE)), (85, checked()), (100, unjudged), (90, checked())]) == [NEW, *[NOTHING] * 3]


def test_with_a_clock_that_stands_back_what_is_new_is_told_and_what_is_known_is_not() -> None:
    assert told([(100, checked(ONE)), (1, checked(ONE, TWO))]) == [NEW, ([TWO.id], [])]


# Any sequence of nights

GAPS = st.sampled_from([0.25, 1.0, 1.0, 1.0, 1.5, 2.0, 2.25, 7.0])
STATES = st.sampled_from(["there", "there", "not there", "not there", "not looked for"])
NIGHTS = st.lists(st.tuples(GAPS, STATES), min_size=1, max_size=40)


def run_of(what: str) -> Checked:
    if what == "not looked for":
        return checked(not_judged="The service is down.")
    return checked(*[ONE] * (what == "there"))


def dated(nights_: Sequence[tuple[float, str]]) -> list[tuple[float, str]]:
    days = [sum(gap for gap, _ in nights_[: index + 1]) for index in range(len(nights_))]
    return [(day, what) for day, (_, what) in zip(days, nights_, strict=True)]


def expected(runs: Sequence[tuple[float, str]]) -> list[tuple[list[str], list[str]]]:
    """Tell the story of one finding again, from the whole past of each night and without any state."""
    story: list[tuple[list[str], list[str]]] = []
    for index, (day, what) in enumerate(runs):
        changes = [one for one in story if one != NOTHING]
        is_told = bool(changes) and changes[-1] == NEW
        missed: list[float] = []
        for earlier, was in reversed(runs[: index + 1]):
            if was == "there":
                break
            missed += [earlier] * (was == "not there")
        if what == "there":
            story.append(NOTHING if is_told else NEW)
        else:
            ends = what == "not there" and day - missed[-1] > 2
            story.append(GONE if is_told and ends else NOTHING)
    return story


@given(NIGHTS)
def test_any_sequence_of_nights_tells_what_its_past_says(nights_: Sequence[tuple[float, str]]) -> None:
    runs = dated(nights_)
    assert told([(day, run_of(what)) for day, what in runs]) == expected(runs)


@given(NIGHTS)
def test_new_and_gone_take_turns_and_the_first_sight_is_always_told(nights_: Sequence[tuple[float, str]]) -> None:
    runs = dated(nights_)
    story = told([(day, run_of(what)) for day, what in runs])
    news = [(day, one) for (day, _), one in zip(runs, story, strict=True) if one != NOTHING]
    assert [one for _, one in news] == [(NEW, GONE)[index % 2] for index in range(len(news))]
    sights = [day for day, what in runs if what == "there"]
    assert [day for day, _ in news[:1]] == sights[:1]
    for (first, _), (again, _) in zip(news[::2], news[2::2], strict=False):
        assert again - max(day for day in sights if day < again) > 2
        assert again - first > 2


BOTH = st.tuples(GAPS, st.frozensets(st.sampled_from([ONE, TWO])), st.booleans())


@given(st.lists(BOTH, min_size=1, max_size=20))
def test_findings_do_not_disturb_each_other(nights_: list[tuple[float, frozenset[Seen], bool]]) -> None:
    day = 0.0
    both: list[tuple[float, Checked]] = []
    alone: dict[Seen, list[tuple[float, Checked]]] = {ONE: [], TWO: []}
    for gap, there, judged in nights_:
        day += gap
        reason = None if judged else "The service is down."
        both.append((day, checked(*there, not_judged=reason)))
        for one, runs in alone.items():
            runs.append((day, checked(*({one} & there), not_judged=reason)))
    together = told(both)
    for one, runs in alone.items():
        mine = [
            ([id_ for id_ in new if id_ == one.id], [id_ for id_ in gone if id_ == one.id]) for new, gone in together
        ]
        assert mine == told(runs)


@given(st.lists(st.tuples(st.integers(-20, 20), STATES), min_size=1, max_size=30))
def test_whatever_the_clock_does_nothing_is_told_twice_or_told_as_gone_too_early(
    nights_: Sequence[tuple[int, str]],
) -> None:
    runs = dated([(float(gap), what) for gap, what in nights_])
    story = told([(day, run_of(what)) for day, what in runs])
    news = [one for one in story if one != NOTHING]
    assert news == [(NEW, GONE)[index % 2] for index in range(len(news))]
    first = next((index for index, (_, what) in enumerate(runs) if what == "there"), None)
    assert [index for index, one in enumerate(story) if one == NEW][:1] == ([] if first is None else [first])
    for index in (index for index, one in enumerate(story) if one == GONE):
        start = max(at for at in range(index) if runs[at][1] == "there")
        days = [day for day, _ in runs[start : index + 1]]
        since = max([start, *(start + at for at in range(1, len(days)) if days[at] < days[at - 1])])
        assert runs[index][0] - runs[since][0] > 2  # by a clock that ran forwards all the while
