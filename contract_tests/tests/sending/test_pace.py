"""The pace itself, without clients: a model of the service, calls that come and go, and time that jumps."""

import heapq
import math
from collections.abc import Callable
from itertools import count
from typing import Any, Literal

import pytest
from attrs import define, field, frozen
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from webflow_pages.sending.pacing import Pace, Turn

from .conftest import in_threads

WINDOW = 60.0


# The model: what happens, and when.


class Agenda:
    """What is to happen, by time. It is the clock, too."""

    def __init__(self) -> None:
        self.now = 0.0
        self.happened = 0
        self._order = count()
        self._events: list[tuple[float, int, Callable[[], object]]] = []

    def seconds(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        raise AssertionError("a pace never sleeps itself")

    async def sleep_async(self, seconds: float) -> None:
        raise AssertionError("a pace never sleeps itself")

    def after(self, seconds: float, event: Callable[[], object]) -> None:
        heapq.heappush(self._events, (self.now + seconds, next(self._order), event))

    def run(self) -> None:
        while self._events:
            self.now, _, event = heapq.heappop(self._events)
            self.happened += 1
            assert self.happened < 200_000, "this has no end"
            event()


@define
class Service:
    """Counts requests in windows of 60 seconds that the first request opens.

    Args:
        limit: Requests in a window.
        tells: Makes the value of ``Retry-After`` from the seconds that are left; None leaves it out.
        down: Seconds until which something in front of it answers, which tells nothing and counts nothing.
    """

    limit: int
    tells: Callable[[float], int | None] = math.ceil
    down: float = 0.0
    refused: int = 0
    _opened: float = -math.inf
    _used: int = 0

    def count(self, now: float) -> tuple[int, dict[str, str]]:
        if now < self.down:
            return 502, {}
        if now >= self._opened + WINDOW:
            self._opened, self._used = now, 0
        self._used += 1
        status = 200 if self._used <= self.limit else 429
        self.refused += status == 429
        remaining = max(self.limit - self._used, 0)
        headers = {"x-ratelimit-limit": str(self.limit), "x-ratelimit-remaining": str(remaining)}
        left = self.tells(self._opened + WINDOW - now)
        return status, headers if left is None else {**headers, "retry-after": str(left)}

    def forget(self) -> None:
        """Open a new window with the next request, whatever was told."""
        self._opened = -math.inf


Ending = Literal["told", "untold", "lost before", "lost after", "not sent"]


@frozen
class Trip:
    """What becomes of one call.

    Args:
        starts: When the program makes it.
        wakes: Seconds until it is on its way once it may.
        there: Seconds until the service counts it.
        back: Seconds until its answer is here.
        ends: Whether the answer tells the quota, tells nothing, or is none: since the request never got there, though
            it did, or because it was never sent.
        leaves: Seconds after which it is cancelled if it is still in line, or not yet on its way.
    """

    starts: float = 0.0
    wakes: float = 0.0
    there: float = 0.0
    back: float = 0.0
    ends: Ending = "told"
    leaves: float | None = None


@define(eq=False)
class Journey:
    """A trip that is made."""

    trip: Trip
    agenda: Agenda
    service: Service
    pace: Pace
    turn: Turn = field(init=False)
    granted: int = 0
    sent: float | None = None
    left: bool = False
    over: bool = False
    watching: bool = False

    def start(self) -> None:
        self.turn = Turn(self.wake)
        if self.pace.take():
            self.turn.granted = True
            self.wake()
        else:
            self.pace.wait(self.turn)
        if self.trip.leaves is not None:
            self.agenda.after(self.trip.leaves, self.leave)

    def wake(self) -> None:
        """Be told that there is something to do. It is done later, as in a thread or a task."""
        assert self.turn.granted or self.turn.watches
        if self.turn.granted:
            self.granted += 1
            self.check_room()
            self.agenda.after(self.trip.wakes, self.send)
        elif not self.watching:
            self.watching = True
            self.agenda.after(self.trip.wakes, self.watch)

    def check_room(self) -> None:
        window = self.pace._window
        if window is not None and self.agenda.now < window.latest:
            assert self.pace._in_flight <= window.remaining

    def watch(self) -> None:
        if not self.turn.granted and not self.left:
            nap = self.pace.nap()
            assert 0 <= nap <= 1
            self.agenda.after(nap, self.look)

    def look(self) -> None:
        if not self.turn.granted and not self.left:
            self.pace.look()
            self.watch()

    def leave(self) -> None:
        if self.sent is None:
            self.left = True
            self.pace.leave(self.turn)

    def send(self) -> None:
        if self.left:
            return
        self.sent = self.agenda.now
        if self.trip.ends in ("lost before", "not sent"):
            self.agenda.after(self.trip.there + self.trip.back, self.fail)
        else:
            self.agenda.after(self.trip.there, self.arrive)

    def arrive(self) -> None:
        status, headers = self.service.count(self.agenda.now)
        if self.trip.ends == "untold":
            status, headers = 502, {}
        if self.trip.ends == "lost after":
            self.agenda.after(self.trip.back, self.fail)
        else:
            self.agenda.after(self.trip.back, lambda: self.answer(status, headers))

    def answer(self, status: int, headers: dict[str, str]) -> None:
        self.over = True
        assert self.sent is not None
        self.pace.answered(self.sent, status, headers)

    def fail(self) -> None:
        self.over = True
        assert self.sent is not None
        self.pace.unanswered(self.sent, reached=self.trip.ends != "not sent", failed=True)


@define
class World:
    """A service, a pace, and the trips that were made."""

    service: Service
    agenda: Agenda = field(factory=Agenda)
    journeys: list[Journey] = field(factory=list)
    pace: Pace = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.pace = Pace(self.agenda)

    def make(self, trips: list[Trip]) -> None:
        """Make all trips, and check that each came to an end and that no turn was lost or given twice."""
        for trip in trips:
            journey = Journey(trip, self.agenda, self.service, self.pace)
            self.journeys.append(journey)
            self.agenda.after(trip.starts, journey.start)
        self.agenda.run()
        for journey in self.journeys:
            assert journey.over != journey.left
            assert journey.granted <= 1
            assert journey.over <= journey.granted
        assert (self.pace._in_flight, len(self.pace._waiting)) == (0, 0)

    def others(self, starts: float, requests: int) -> None:
        """Have somebody else use the token."""
        for _ in range(requests):
            self.agenda.after(starts, lambda: self.service.count(self.agenda.now))


def seconds(most: float) -> st.SearchStrategy[float]:
    """Return whole milliseconds, or no time at all."""
    return st.one_of(st.just(0.0), st.integers(0, int(1000 * most)).map(lambda milliseconds: milliseconds / 1000))


def starts() -> st.SearchStrategy[float]:
    """Return moments at which programs make calls: many at once, and near the ends of windows."""
    return st.one_of(st.just(0.0), seconds(3), st.sampled_from([59.0, 60.0, 61.0, 119.5]), seconds(200))


TRIPS = st.builds(Trip, starts=starts(), wakes=seconds(0.5), there=seconds(1.5), back=seconds(2))
QUICK_TRIPS = st.builds(Trip, starts=starts(), wakes=seconds(0.1), there=seconds(0.1), back=seconds(2))


def odd_trips(there: float, *ends: Ending) -> st.SearchStrategy[Trip]:
    """Return trips that take long to come back, end in one of these ways, or are cancelled."""
    return st.builds(
        Trip,
        starts=starts(),
        wakes=seconds(3),
        there=seconds(there),
        back=st.one_of(seconds(3), seconds(70)),
        ends=st.sampled_from(ends),
        leaves=st.none() | st.sampled_from([0.0, 0.1, 1.0, 60.0]) | seconds(150),
    )


HANGING_TRIPS = odd_trips(1.5, "told")
FAILING_TRIPS = odd_trips(0.1, "untold", "lost before", "lost after", "not sent")
ODD_TRIPS = odd_trips(1.5, "told", "untold", "lost before", "lost after", "not sent")


# Its properties.


@settings(max_examples=200, deadline=None)
@given(st.integers(10, 20), st.lists(TRIPS, max_size=60), st.lists(HANGING_TRIPS, max_size=4), st.randoms())
def test_a_pace_that_has_a_token_for_itself_never_causes_a_429(
    limit: int, trips: list[Trip], hanging: list[Trip], order: Any
) -> None:
    trips = trips + hanging
    order.shuffle(trips)
    world = World(Service(limit))

    world.make(trips)

    assert world.service.refused == 0


@settings(max_examples=200, deadline=None)
@given(st.integers(10, 20), st.lists(QUICK_TRIPS, max_size=60), st.lists(FAILING_TRIPS, max_size=2), st.randoms())
def test_requests_without_an_answer_cause_no_429(
    limit: int, trips: list[Trip], failing: list[Trip], order: Any
) -> None:
    """Not even these two, which let four calls open a window together."""
    trips = trips + failing
    order.shuffle(trips)
    world = World(Service(limit))

    world.make(trips)

    assert world.service.refused == 0


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 20), st.integers(1, 70), st.lists(TRIPS, min_size=1, max_size=5))
def test_a_burst_takes_no_more_windows_than_it_has_to(limit: int, calls: int, kinds: list[Trip]) -> None:
    trips = [kinds[number % len(kinds)] for number in range(calls)]
    trips = [Trip(0.0, trip.wakes, trip.there, trip.back) for trip in trips]
    world = World(Service(limit))

    world.make(trips)

    # What a window loses: the way of the call that opens it, what it takes to wake it, and a look at the clock.
    slowest = max(trip.wakes + trip.there + trip.back for trip in trips)
    windows = math.ceil(calls / limit) - 1
    last = max(journey.sent or 0.0 for journey in world.journeys)
    assert last <= windows * (WINDOW + slowest) + 2 * slowest + 0.1 * (windows + 1) + 1e-6
    assert world.service.refused == 0


@pytest.mark.parametrize("down", [1.0, 4.0, 10.0, 100.0])
def test_when_a_service_is_well_again_its_quota_is_kept(down: float) -> None:
    world = World(Service(60, down=down))

    world.make([Trip(0.0, 0.0, 0.1, 0.9)] * 400 + [Trip(down, 0.0, 0.1, 0.9)] * 100)

    assert world.service.refused == 0


def test_while_a_service_is_down_calls_do_not_wait_for_each_other() -> None:
    world = World(Service(60, down=1000.0))

    world.make([Trip(0.0, 0.0, 0.1, 29.9)] * 300)

    assert world.agenda.now < 8 * 30 + 1


@pytest.mark.parametrize(("there", "back"), [(0.0, 0.0), (0.1, 0.1), (0.4, 0.5)])
def test_300_calls_at_60_a_minute_lose_as_much_as_the_way_there_and_back(there: float, back: float) -> None:
    world = World(Service(60))

    world.make([Trip(0.0, 0.0, there, back)] * 300)

    last = max(journey.sent or 0.0 for journey in world.journeys)
    assert last == pytest.approx(4 * (WINDOW + there + back) + there + back, abs=0.1)
    assert last <= 4 * WINDOW * 1.02
    assert world.service.refused == 0


SERVICES: dict[str, Callable[[float], int | None]] = {
    "rounds up": math.ceil,
    "rounds down": math.floor,
    "says nothing of when": lambda left: None,
    "says nonsense": lambda left: 3600,
    "says 0": lambda left: 0,
}


@settings(max_examples=250, deadline=None)
@given(
    limit=st.integers(1, 8),
    service=st.sampled_from(sorted(SERVICES)),
    trips=st.lists(st.one_of(TRIPS, ODD_TRIPS), max_size=30),
    others=st.lists(st.tuples(seconds(200), st.integers(1, 20)), max_size=3),
    forgets=st.lists(seconds(200), max_size=2),
)
def test_every_call_gets_its_turn_whatever_the_service_and_others_do(
    limit: int, service: str, trips: list[Trip], others: list[tuple[float, int]], forgets: list[float]
) -> None:
    world = World(Service(limit, SERVICES[service]))
    for when, requests in others:
        world.others(when, requests)
    for when in forgets:
        world.agenda.after(when, world.service.forget)

    world.make(trips)

    # One call at least goes in each window, or each time that one is no longer waited for.
    assert world.agenda.now <= 200 + (len(trips) + 1) * (WINDOW + 10) + 100


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 20), st.lists(st.tuples(seconds(100), st.integers(1, 20)), max_size=3))
def test_others_of_the_same_token_cost_a_429_for_each_window_at_the_most(
    limit: int, others: list[tuple[float, int]]
) -> None:
    world = World(Service(limit))
    for when, requests in others:
        world.others(when, requests)
    trips = [Trip(number * 3.0) for number in range(60)]  # one after the other: each knows all that was told

    world.make(trips)

    theirs = sum(requests for _, requests in others)
    assert world.service.refused <= theirs + world.agenda.now / WINDOW + 1


# Its parts.


@pytest.fixture
def agenda() -> Agenda:
    return Agenda()


@pytest.fixture
def pace(agenda: Agenda) -> Pace:
    return Pace(agenda)


def tell(pace: Pace, remaining: int, retry_after: int, *, sent: float = 0.0, status: int = 200) -> None:
    headers = {"x-ratelimit-limit": "60", "x-ratelimit-remaining": str(remaining), "retry-after": str(retry_after)}
    pace.answered(sent, status, headers)


def test_turns_are_given_in_the_order_of_the_line(pace: Pace) -> None:
    woken: list[int] = []
    assert pace.take()
    for number in range(5):
        pace.wait(Turn(lambda number=number: woken.append(number)))  # type: ignore[misc]
    assert woken == [0]  # who is to watch the clock

    tell(pace, 3, 60)

    assert woken == [0, 0, 1, 2, 3]
    assert not pace.take()


def test_nobody_goes_before_those_in_line(pace: Pace, agenda: Agenda) -> None:
    assert pace.take()
    tell(pace, 0, 60)
    pace.wait(Turn(lambda: None))
    agenda.now = 60.1

    assert not pace.take()


def test_who_is_woken_sees_why(pace: Pace) -> None:
    """Or it would wait on, and for ever: nobody wakes it twice."""
    seen: list[tuple[bool, bool]] = []
    assert pace.take()
    turns: list[Turn] = []
    for number in range(3):
        turns.append(Turn(lambda number=number: seen.append((turns[number].granted, turns[number].watches))))  # type: ignore[misc]
        pace.wait(turns[-1])
    tell(pace, 2, 60)

    assert seen == [(False, True), (True, True), (True, False), (False, True)]


def gone() -> None:
    raise RuntimeError("Event loop is closed")


def test_who_is_not_there_any_more_is_passed_over(pace: Pace) -> None:
    assert pace.take()
    turns = [Turn(wake) for wake in (lambda: None, gone, gone, lambda: None, gone, lambda: None)]
    for turn in turns:
        pace.wait(turn)

    tell(pace, 2, 60)

    assert [turn.granted for turn in turns] == [True, False, False, True, False, False]
    assert turns[5].watches
    for turn in turns:
        pace.leave(turn)
    assert (pace._in_flight, len(pace._waiting)) == (0, 0)


def test_a_scout_that_is_not_there_any_more_is_followed_by_the_next_at_once(pace: Pace, agenda: Agenda) -> None:
    assert pace.take()
    tell(pace, 0, 60)
    first = Turn(lambda: None)
    pace.wait(first)
    first.wake = gone
    second = Turn(lambda: None)
    pace.wait(second)
    agenda.now = 60.1

    pace.look()

    assert (first.granted, second.granted) == (False, True)


def test_a_turn_may_be_given_back_while_others_are_given(pace: Pace) -> None:
    """As the garbage collector does it, which may come at any moment, with the task of a loop that was closed."""
    assert pace.take()
    thrown_away = Turn(gone)
    turns = [Turn(lambda: pace.leave(thrown_away)), thrown_away, Turn(lambda: None)]

    def give() -> None:
        for turn in turns:
            pace.wait(turn)
        tell(pace, 2, 60)

    in_threads(1, give)

    assert [turn.granted for turn in turns] == [True, False, True]
    assert (pace._in_flight, len(pace._waiting)) == (2, 0)


def test_a_turn_that_is_given_back_twice_counts_once(pace: Pace) -> None:
    assert pace.take()
    turn = Turn(lambda: None)
    pace.wait(turn)
    tell(pace, 5, 60)

    pace.leave(turn)
    pace.leave(turn)

    assert pace._in_flight == 0


@pytest.mark.parametrize("waiting", [100, 10_000])
def test_an_answer_costs_the_same_however_many_wait(pace: Pace, waiting: int) -> None:
    read: list[str] = []

    class Seen(Turn):
        def __getattribute__(self, name: str) -> Any:
            read.append(name)
            return super().__getattribute__(name)

    for _ in range(3):
        assert pace.take() or True
    tell(pace, 59, 60)
    for _ in range(59):
        assert pace.take()
    for _ in range(waiting):
        pace.wait(Seen(lambda: None))
    read.clear()

    tell(pace, 59, 60)  # which gives one turn
    tell(pace, 0, 60)  # which gives none

    assert 0 < len(read) < 20


def test_of_answers_out_of_order_the_least_remaining_counts(pace: Pace) -> None:
    assert pace.take()
    tell(pace, 59, 60)
    for _ in range(3):
        assert pace.take()

    for remaining in (56, 58, 57):
        tell(pace, remaining, 60)

    assert [pace.take() for _ in range(57)] == [True] * 56 + [False]


def test_what_ended_without_a_word_may_have_been_counted_after_a_later_answer(pace: Pace, agenda: Agenda) -> None:
    assert pace.take()
    tell(pace, 3, 60)
    assert pace.take()
    assert pace.take()
    agenda.now = 1.0
    pace.unanswered(0.0, reached=True, failed=True)  # counted after the one that is answered now
    agenda.now = 2.0
    tell(pace, 2, 58, sent=0.0)

    assert [pace.take() for _ in range(2)] == [True, False]


def test_what_ended_without_a_word_before_is_in_what_an_answer_says(pace: Pace, agenda: Agenda) -> None:
    assert pace.take()
    agenda.now = 1.0
    pace.unanswered(0.0, reached=True, failed=True)
    agenda.now = 1.5
    assert pace.take()
    agenda.now = 2.0
    tell(pace, 2, 58, sent=1.5)

    assert [pace.take() for _ in range(3)] == [True, True, False]


def test_of_what_ended_without_a_word_only_what_did_so_since_counts(pace: Pace, agenda: Agenda) -> None:
    for ended in (1.0, 3.0):
        assert pace.take()
        agenda.now = ended
        pace.unanswered(0.0, reached=True, failed=False)
    assert pace.take()
    agenda.now = 4.0
    tell(pace, 2, 56, sent=2.0)

    assert [pace.take() for _ in range(2)] == [True, False]


def test_of_several_answers_the_one_that_ends_the_window_first_counts(pace: Pace, agenda: Agenda) -> None:
    assert pace.take()
    agenda.now = 4.0
    tell(pace, 1, 60)  # it took long, and the window may have opened just now
    assert pace.take()
    agenda.now = 5.2
    tell(pace, 0, 56, sent=5.1)  # no, it was before

    assert pace.expected_wait() == pytest.approx(56)
    agenda.now = 61.3
    assert pace.take()


def test_after_a_failure_twice_as_many_open_the_next_window_until_one_is_known(pace: Pace, agenda: Agenda) -> None:
    def scouts() -> int:
        taken = 0
        while pace.take():
            taken += 1
        return taken

    for expected in (1, 2, 4):
        assert scouts() == expected
        for _ in range(expected - 1):
            pace.unanswered(0.0, reached=False, failed=False)
        pace.unanswered(agenda.now, reached=False, failed=True)
    assert scouts() == 8
    for _ in range(8):
        tell(pace, 0, 60)

    agenda.now = 60.1
    assert scouts() == 1


def test_a_failure_within_a_window_lets_no_more_open_the_next_one(pace: Pace, agenda: Agenda) -> None:
    assert pace.take()
    tell(pace, 1, 60)
    assert pace.take()
    pace.unanswered(0.0, reached=True, failed=True)
    agenda.now = 60.1

    assert [pace.take(), pace.take()] == [True, False]


def test_a_late_answer_of_the_window_before_changes_nothing(pace: Pace, agenda: Agenda) -> None:
    assert pace.take()
    tell(pace, 2, 60)
    agenda.now = 59.9
    assert pace.take()  # its answer is late
    agenda.now = 60.1
    assert pace.take()
    agenda.now = 60.2
    tell(pace, 59, 60, sent=60.1)
    agenda.now = 61.0
    tell(pace, 0, 1, sent=59.9)

    assert [pace.take() for _ in range(60)] == [True] * 59 + [False]


def test_a_late_answer_does_not_stand_for_the_one_that_opens_the_window(pace: Pace, agenda: Agenda) -> None:
    assert pace.take()
    tell(pace, 2, 60)
    assert pace.take()  # its answer is late
    agenda.now = 60.1
    assert pace.take()
    agenda.now = 60.2
    tell(pace, 1, 1, sent=0.0)

    assert not pace.take()


def test_an_answer_that_took_a_minute_does_not_end_a_window_early(pace: Pace, agenda: Agenda) -> None:
    assert pace.take()
    tell(pace, 1, 60)
    assert pace.take()  # its answer takes more than a minute
    agenda.now = 60.5
    assert pace.take()
    tell(pace, 0, 60, sent=60.5)
    agenda.now = 61.0
    tell(pace, 0, 59, sent=0.0)

    agenda.now = 120.4
    assert not pace.take()
    agenda.now = 120.6
    assert pace.take()


def test_what_told_nothing_is_not_remembered_for_ever(pace: Pace) -> None:
    for _ in range(10_000):
        pace.unanswered(0.0, reached=True, failed=True)

    assert len(pace._missed) < 200


def test_a_line_is_expected_to_wait_for_as_many_windows_as_it_fills(pace: Pace, agenda: Agenda) -> None:
    assert pace.expected_wait() == 0.0
    assert pace.take()
    assert pace.expected_wait() == 0.0
    tell(pace, 0, 60)
    agenda.now = 20.0

    expected = []
    for _ in range(121):
        expected.append(pace.expected_wait())
        pace.wait(Turn(lambda: None))

    assert expected == [40.0] * 60 + [100.0] * 60 + [160.0]
    assert pace.expected_wait(in_line=True) == 40.0
    agenda.now = 60.1
    assert pace.expected_wait() == 0.0


@given(st.floats(0, 1e9), st.floats(0, 1e9), st.integers(0, 60))
def test_naps_come_to_an_end(now: float, sent: float, retry_after: int) -> None:
    """Whatever floats are: a nap that is too short to move the clock would be taken for ever."""
    assume(sent <= now)
    agenda = Agenda()
    agenda.now = now
    pace = Pace(agenda)
    assert pace.take()
    tell(pace, 0, retry_after, sent=sent)
    turn = Turn(lambda: None)
    pace.wait(turn)

    for _ in range(1000):
        if turn.granted:
            break
        agenda.now += pace.nap()
        pace.look()

    assert turn.granted
