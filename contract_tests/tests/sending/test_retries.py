"""What is tried again, how often, and after how long; and that nothing else is.

Time is a clock of the tests, so that nobody waits. The tests of the machine's own clock let nobody wait either.
"""

import asyncio
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import httpx
import pytest
import stamina
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from stamina.instrumentation import RetryDetails, set_on_retry_hooks

from webflow_pages import (
    AsyncWebflow,
    ClientError,
    ConflictError,
    Exchange,
    InternalServerError,
    NotFoundError,
    Page,
    ResponseError,
    ServerError,
    ServiceUnavailableError,
    TooManyRequestsError,
    TransportError,
    UnexpectedResponseError,
    Webflow,
    WebflowError,
)
from webflow_pages.calls.call import Answer
from webflow_pages.results import Headers
from webflow_pages.sending.retries import LONGEST, MAX_RETRIES, RetryPolicy
from webflow_pages.sending.sender import Sender

TOKENS = (f"token-{number}-of-the-tests" for number in count())
"""One for each client, so that none waits for the quota of another one's token."""
PAGE = "5eed0000000000000000d003"

NEVER_SENT = [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError]
WITHOUT_ANSWER = [
    httpx.ReadTimeout,
    httpx.ReadError,
    httpx.WriteTimeout,
    httpx.WriteError,
    httpx.RemoteProtocolError,
    httpx.CloseError,
]
AGAIN = [429, 500, 502, 503, 504, 507, 508, 520, 522, 524, 599]
NEVER = [400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 412, 413, 418, 422, 423, 425, 428, 431, 451, 499]
NEVER_OF_SERVERS = [501, 505, 511]

Outcome = int | httpx.Response | type[httpx.HTTPError]
"""A status, of which 200 comes with a page; a whole answer; or why no answer comes."""


class FakeClock:
    """A clock on which waiting takes no time. ``naps`` are the seconds of each wait."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.naps: list[float] = []

    def seconds(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += seconds

    async def sleep_async(self, seconds: float) -> None:
        self.sleep(seconds)
        await asyncio.sleep(0)


class Service:
    """Has one outcome after the other for whoever asks, and the last one from then on."""

    def __init__(self, *outcomes: Outcome) -> None:
        self.outcomes = list(outcomes)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        outcome = self.outcomes[min(len(self.requests), len(self.outcomes) - 1)]
        self.requests.append(request)
        assert len(self.requests) <= 20, "this has no end"
        if isinstance(outcome, type):
            raise outcome("made up", request=request)
        if outcome == 200:
            return httpx.Response(200, json={"id": PAGE, "title": "T"})
        if isinstance(outcome, int):
            return httpx.Response(outcome)
        return httpx.Response(outcome.status_code, headers=outcome.headers.raw, content=outcome.content)


Update = Callable[..., Page]
"""Updates a page at a service, with the options of a client."""


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(params=["sync", "async"])
def update(request: pytest.FixtureRequest, clock: FakeClock) -> Update:
    """Have each test hold for both clients."""

    def update(service: Service, *, hook: Callable[[Exchange], object] | None = None, **options: Any) -> Page:
        options = {"clock": clock, **options}
        with httpx.Client(transport=httpx.MockTransport(service)) as client:
            webflow = Webflow(next(TOKENS), http_client=client, **options)
            if hook is not None:
                webflow.add_hook(hook)
            return webflow.pages.update(PAGE, title="T")

    def update_async(service: Service, *, hook: Callable[[Exchange], object] | None = None, **options: Any) -> Page:
        options = {"clock": clock, **options}

        async def run() -> Page:
            async with httpx.AsyncClient(transport=httpx.MockTransport(service)) as client:
                webflow = AsyncWebflow(next(TOKENS), http_client=client, **options)
                if hook is not None:
                    webflow.add_hook(hook)
                return await webflow.pages.update(PAGE, title="T")

        return asyncio.run(run())

    return update if request.param == "sync" else update_async


@pytest.fixture(autouse=True)
def _retries() -> Iterator[None]:
    """Have stamina as it is in production, whatever other tests did to it, and tell nobody of retries."""
    hooks = stamina.instrumentation.get_on_retry_hooks()
    set_on_retry_hooks([])
    with stamina.set_testing(False):
        yield
    stamina.set_active(True)
    set_on_retry_hooks(hooks)


@pytest.fixture(autouse=True)
def _no_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WEBFLOW_BASE_URL", raising=False)


# What is tried again.


@pytest.mark.parametrize("outcome", [*AGAIN, *NEVER_SENT, *WITHOUT_ANSWER])
def test_a_call_is_tried_until_it_is_answered(update: Update, clock: FakeClock, outcome: Outcome) -> None:
    service = Service(outcome, outcome, 200)

    assert update(service).title == "T"
    assert len(service.requests) == 3
    assert len(clock.naps) == 2


@pytest.mark.parametrize("outcome", AGAIN)
@pytest.mark.parametrize("max_retries", [0, 1, 3, 10])
def test_no_more_often_than_it_is_told(update: Update, clock: FakeClock, outcome: int, max_retries: int) -> None:
    service = Service(outcome)

    with pytest.raises(ResponseError) as caught:
        update(service, max_retries=max_retries)
    assert caught.value.status == outcome
    assert len(service.requests) == 1 + max_retries
    assert len(clock.naps) == max_retries


@pytest.mark.parametrize("outcome", NEVER_SENT)
def test_what_was_never_sent_is_told_so(update: Update, outcome: type[httpx.HTTPError]) -> None:
    service = Service(outcome)

    with pytest.raises(TransportError) as caught:
        update(service)
    assert caught.value.sent is False
    assert len(service.requests) == 1 + MAX_RETRIES


@pytest.mark.parametrize("outcome", WITHOUT_ANSWER)
def test_what_may_have_been_sent_is_told_so(update: Update, outcome: type[httpx.HTTPError]) -> None:
    service = Service(outcome)

    with pytest.raises(TransportError) as caught:
        update(service)
    assert caught.value.sent is True
    assert len(service.requests) == 1 + MAX_RETRIES


def test_without_being_told_it_is_tried_twice_more() -> None:
    assert MAX_RETRIES == 2


@pytest.mark.parametrize("status", [*NEVER, *NEVER_OF_SERVERS])
def test_another_refusal_would_be_the_same(update: Update, clock: FakeClock, status: int) -> None:
    service = Service(status, 200)

    with pytest.raises(ClientError if status < 500 else ServerError) as caught:
        update(service, max_retries=10)
    assert caught.value.status == status
    assert len(service.requests) == 1
    assert clock.naps == []


@pytest.mark.parametrize("outcome", [201, 204, 302, 304, 600, httpx.Response(200, content=b'{"id": "')])
def test_an_answer_that_nobody_understands_is_no_reason_to_ask_again(
    update: Update, clock: FakeClock, outcome: Outcome
) -> None:
    service = Service(outcome, 200)

    with pytest.raises(UnexpectedResponseError):
        update(service)
    assert len(service.requests) == 1
    assert clock.naps == []


def test_a_refusal_after_a_retry_is_the_end(update: Update) -> None:
    service = Service(503, 409, 200)

    with pytest.raises(ConflictError):
        update(service, max_retries=5)
    assert len(service.requests) == 2


def test_a_success_after_a_retry_is_the_end(update: Update, clock: FakeClock) -> None:
    service = Service(503, 200, 500)

    assert update(service, max_retries=5).title == "T"
    assert len(service.requests) == 2
    assert len(clock.naps) == 1


@pytest.mark.parametrize(("status", "kind", "attempts"), [(404, NotFoundError, 1), (503, ServiceUnavailableError, 3)])
def test_a_hook_of_the_callers_httpx_client_that_raises_for_a_status_hides_no_answer(
    clock: FakeClock, status: int, kind: type[ResponseError], attempts: int
) -> None:
    """Many have one that calls ``raise_for_status``. The answer is there all the same, and counts."""
    service = Service(status)
    hooks = {"response": [httpx.Response.raise_for_status]}
    with httpx.Client(transport=httpx.MockTransport(service), event_hooks=hooks) as client:
        webflow = Webflow(next(TOKENS), http_client=client, clock=clock)
        with pytest.raises(kind) as caught:
            webflow.pages.get(PAGE)

    assert caught.value.status == status
    assert len(service.requests) == attempts


def test_the_last_outcome_counts(update: Update) -> None:
    with pytest.raises(InternalServerError):
        update(Service(httpx.ConnectError, 429, 500))
    with pytest.raises(TransportError, match="ReadError"):
        update(Service(500, httpx.ConnectError, httpx.ReadError))


@pytest.mark.parametrize("arrived", [500, 429, httpx.ReadError, httpx.ReadTimeout])
@pytest.mark.parametrize("number", [0, 1])
def test_an_update_of_which_one_attempt_may_have_arrived_may_have_arrived(
    update: Update, arrived: Outcome, number: int
) -> None:
    outcomes: list[Outcome] = [httpx.ConnectError, httpx.ConnectTimeout, httpx.ConnectError]
    outcomes[number] = arrived

    with pytest.raises(TransportError, match="ConnectError") as caught:
        update(Service(*outcomes))
    assert caught.value.sent is True


def test_each_attempt_sends_the_same(update: Update) -> None:
    service = Service(500, httpx.ReadError, 200)
    update(service)

    sent = [(each.method, each.url, each.content, dict(each.headers)) for each in service.requests]
    assert sent[0][2] == b'{"title":"T"}'
    assert sent == [sent[0]] * 3


def test_each_step_of_a_call_has_its_own_retries(clock: FakeClock) -> None:
    """The page, its site, and the page in the locale: one may fail as often as another."""
    site = {"id": "1", "locales": {"primary": {"id": "2"}, "secondary": [{"id": "3", "tag": "fr-FR"}]}}
    bodies = [{"id": PAGE, "siteId": "1"}, site, {"id": PAGE, "localeId": "3"}]
    answers = [answer for body in bodies for answer in (500, 503, httpx.Response(200, json=body))]
    service = Service(*answers)

    with httpx.Client(transport=httpx.MockTransport(service)) as client:
        page = Webflow(next(TOKENS), http_client=client, clock=clock).pages.get(PAGE, locale="fr-FR")
    assert page.locale_id == "3"
    assert len(service.requests) == 9


def test_hooks_see_each_attempt(update: Update) -> None:
    seen: list[Exchange] = []
    update(Service(429, httpx.ConnectTimeout, 200), hook=seen.append)

    assert [(each.attempt, each.status) for each in seen] == [(1, 429), (2, None), (3, 200)]
    assert isinstance(seen[1].error, TransportError)
    assert {each.operation for each in seen} == {"update-page-metadata"}


# After how long.


@pytest.mark.parametrize(
    ("outcome", "longest"),
    [
        (500, [0.5, 1, 2, 4, 8, 8, 8, 8]),
        (httpx.ConnectError, [0.5, 1, 2, 4, 8, 8, 8, 8]),
        (429, [8] * 8),  # without a Retry-After: what is used up takes a while to come back
    ],
)
def test_the_wait_doubles_up_to_a_limit_and_jitters(
    update: Update, clock: FakeClock, outcome: Outcome, longest: list[float]
) -> None:
    with pytest.raises(WebflowError):
        update(Service(outcome), max_retries=8)

    for nap, most in zip(clock.naps, longest, strict=True):
        assert most / 2 <= nap <= most
    assert len(set(clock.naps)) == len(clock.naps)


def test_clients_that_failed_together_come_back_at_different_times() -> None:
    """At the least half as late as at the most; and by ``Retry-After``, up to half a second later."""
    early, late = (RetryPolicy(2, LONGEST, lambda jitter=jitter: jitter) for jitter in (0.0, 1.0))
    unavailable = Answer(503, Headers(), b"")
    told = Answer(503, Headers([("Retry-After", "7")]), b"")

    assert (early.wait(unavailable, 0, 0), late.wait(unavailable, 0, 0)) == (0.25, 0.5)
    assert (early.wait(unavailable, 1, 0), late.wait(unavailable, 1, 0)) == (0.5, 1.0)
    assert (early.wait(told, 0, 0), late.wait(told, 0, 0)) == (7.0, 7.5)


DATE = "Sun, 06 Nov 1994 08:49:37 GMT"
FORMS: list[tuple[dict[str, str], float]] = [
    ({"Retry-After": "0"}, 0),
    ({"Retry-After": "7"}, 7),
    ({"Retry-After": "007"}, 7),
    ({"Retry-After": " 7 "}, 7),
    ({"Retry-After": "Sun, 06 Nov 1994 08:49:44 GMT", "Date": DATE}, 7),
    ({"Retry-After": "Sunday, 06-Nov-94 08:49:44 GMT", "Date": DATE}, 7),
    ({"Retry-After": "Sun Nov  6 08:49:44 1994", "Date": DATE}, 7),
    ({"Retry-After": "Sun, 06 Nov 1994 08:49:44 GMT", "Date": "Sunday, 06-Nov-94 08:49:37 GMT"}, 7),
    ({"Retry-After": "Sun, 06 Nov 1994 09:49:44 +0100", "Date": DATE}, 7),
    # It has passed, by the answer's own clock or by the one here.
    ({"Retry-After": DATE, "Date": DATE}, 0),
    ({"Retry-After": "Sun, 06 Nov 1994 08:49:30 GMT", "Date": DATE}, 0),
    ({"Retry-After": DATE}, 0),
    ({"Retry-After": "Sunday, 06-Nov-94 08:49:37 GMT"}, 0),
    ({"Retry-After": DATE, "Date": "garbage"}, 0),
]
GARBAGE = [
    "",
    "-7",
    "+7",
    "7.5",
    "7s",
    "0x7",
    "1e1",
    "7, 7",
    "soon",
    "NaN",
    "inf",
    "\u0667",
    "Sun, 06 Nov 1994",
    "Sun, 99 Nov 1994 08:49:37 GMT",
    "Sun, 06 Nov 99999 08:49:37 GMT",
    "Fri, 31 Dec 9999 23:59:59 -2359",
    "Date",
    ", : GMT",
]


def _answer(status: int, headers: dict[str, str]) -> httpx.Response:
    return httpx.Response(status, headers={name: value.encode() for name, value in headers.items()})


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(("headers", "seconds"), FORMS)
def test_retry_after_counts_in_all_its_forms(
    update: Update, clock: FakeClock, status: int, headers: dict[str, str], seconds: float
) -> None:
    service = Service(_answer(status, headers), 200)
    update(service)

    # After a 429, the call may have to wait for its turn as well.
    assert seconds <= clock.naps[0] <= seconds + 0.5
    with pytest.raises(
        ResponseError, match=rf"Try again [^.]+, in {seconds:.0f} s\. Webflow answered {status}"
    ) as caught:
        update(Service(_answer(status, headers)), max_retries=0)
    assert caught.value.retry_after == seconds


@pytest.mark.parametrize("form", ["%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %d %H:%M:%S %Y"])
def test_a_date_without_the_answers_own_is_compared_with_the_clock_here(
    update: Update, clock: FakeClock, form: str
) -> None:
    then = (datetime.now(UTC) + timedelta(seconds=30)).strftime(form)
    service = Service(_answer(503, {"Retry-After": then}), 200)
    update(service)

    (nap,) = clock.naps
    assert 25 <= nap <= 30.5


@pytest.mark.parametrize("value", GARBAGE)
def test_garbage_counts_as_nothing(update: Update, clock: FakeClock, value: str) -> None:
    update(Service(_answer(503, {"Retry-After": value, "Date": DATE}), 200))

    (nap,) = clock.naps
    assert 0.25 <= nap <= 0.5
    with pytest.raises(ServerError, match=r"^Try again later\. Webflow answered 503") as caught:
        update(Service(_answer(503, {"Retry-After": value})), max_retries=0)
    assert caught.value.retry_after is None


@pytest.mark.parametrize("status", [*NEVER, 201, 302])
def test_with_any_other_status_it_says_nothing(update: Update, clock: FakeClock, status: int) -> None:
    with pytest.raises(ResponseError) as caught:
        update(Service(_answer(status, {"Retry-After": "30"}), 200))

    assert caught.value.retry_after is None
    assert " in 30 s" not in str(caught.value)
    assert clock.naps == []


def test_a_success_says_nothing_of_when_to_come_back(update: Update, clock: FakeClock) -> None:
    quota = {"X-RateLimit-Limit": "60", "X-RateLimit-Remaining": "59", "Retry-After": "60"}
    page = update(Service(httpx.Response(200, headers=quota, json={"id": PAGE})))

    assert page.id == PAGE
    assert clock.naps == []


# No longer than the limit.


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("76", 76),
        ("86400", 86_400),
        ("999999999", 999_999_999),
        ("Mon, 07 Nov 1994 08:49:37 GMT", 86_400),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 252_618_189_022),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_a_wait_longer_than_the_limit_raises_at_once_and_says_when_to_come_back(
    update: Update, clock: FakeClock, value: str, seconds: float, status: int
) -> None:
    service = Service(_answer(status, {"Retry-After": value, "Date": DATE}), 200)

    with pytest.raises(ResponseError, match=rf"^Try again [^.]+, in {seconds} s\. Webflow answered {status}") as caught:
        update(service)
    assert caught.value.retry_after == seconds
    assert len(service.requests) == 1
    assert clock.naps == []


@pytest.mark.parametrize("value", ["9999999999", "9" * 400, "1" + "0" * 5000])
def test_a_number_without_end_is_a_long_time(update: Update, clock: FakeClock, value: str) -> None:
    service = Service(_answer(429, {"Retry-After": value}), 200)

    with pytest.raises(TooManyRequestsError, match=r", in \d+ s\. Webflow answered 429") as caught:
        update(service)
    assert caught.value.retry_after
    assert 86_400 * 365 <= caught.value.retry_after < float("inf")
    assert len(service.requests) == 1
    assert clock.naps == []


@pytest.mark.parametrize(("max_wait", "attempts"), [(0, 1), (6.9, 1), (7.5, 2), (13.9, 2), (16, 3), (None, 3)])
def test_max_wait_is_for_all_waits_of_a_call_together(
    update: Update, clock: FakeClock, max_wait: float | None, attempts: int
) -> None:
    service = Service(_answer(503, {"Retry-After": "7"}))

    with pytest.raises(ServerError) as caught:
        update(service, max_wait=max_wait)
    assert caught.value.retry_after == 7
    assert len(service.requests) == attempts
    assert sum(clock.naps) <= (75 if max_wait is None else max_wait)


def test_the_time_that_attempts_take_counts(update: Update, clock: FakeClock) -> None:
    class Slow(Service):
        def __call__(self, request: httpx.Request) -> httpx.Response:
            clock.now += 30
            return super().__call__(request)

    service = Slow(503)
    with pytest.raises(ServerError):
        update(service, max_retries=10)
    # After 30 s and 61 s there is time for one more; after 92 s there is none.
    assert len(service.requests) == 3


def test_who_must_not_wait_for_the_quota_between_attempts_is_told_the_last_outcome(
    update: Update, clock: FakeClock
) -> None:
    """That nothing was sent, as the error about the quota says, would not be true."""
    used_up = {"X-RateLimit-Limit": "60", "X-RateLimit-Remaining": "0"}
    service = Service(_answer(503, used_up), 200)

    with pytest.raises(ServerError) as caught:
        update(service, max_wait=30)
    assert caught.value.status == 503
    assert len(service.requests) == 1
    assert sum(clock.naps) <= 30


def test_who_may_wait_for_the_quota_between_attempts_does(update: Update, clock: FakeClock) -> None:
    used_up = {"X-RateLimit-Limit": "60", "X-RateLimit-Remaining": "0"}
    service = Service(_answer(503, used_up), 200)

    assert update(service).title == "T"
    assert len(service.requests) == 2
    assert sum(clock.naps) == pytest.approx(60, abs=1)


def _once(service: Service, clock: FakeClock, **options: Any) -> Page:
    with httpx.Client(transport=httpx.MockTransport(service)) as client:
        return Webflow(next(TOKENS), http_client=client, clock=clock, **options).pages.update(PAGE, title="T")


class NoPace:
    """Takes the place of the pace, so that each wait is one between attempts."""

    def take(self) -> bool:
        return True

    def answered(self, *answer: object) -> None:
        pass

    def unanswered(self, *asked: object, **reached: bool) -> None:
        pass


SECONDS = st.one_of(st.integers(0, 90), st.just(10**6)).map(str)
OUTCOMES = st.one_of(
    st.tuples(st.sampled_from([*AGAIN, 400, 409, 501, 200]), st.none() | SECONDS),
    st.tuples(st.sampled_from([httpx.ConnectError, httpx.ReadTimeout]), st.none()),
)


@settings(max_examples=200, deadline=None)
@given(
    outcomes=st.lists(st.tuples(OUTCOMES, st.floats(0, 40)), min_size=1, max_size=8),
    jitters=st.lists(st.floats(0, 1), min_size=1, max_size=8),
    max_retries=st.integers(0, 6),
    max_wait=st.none() | st.floats(0, 200),
)
def test_attempts_and_time_are_bounded_whatever_happens(
    outcomes: Sequence[tuple[tuple[Any, str | None], float]],
    jitters: Sequence[float],
    max_retries: int,
    max_wait: float | None,
) -> None:
    clock, began = FakeClock(), []
    longest = LONGEST if max_wait is None else max_wait
    left = iter(jitters)

    def handler(request: httpx.Request) -> httpx.Response:
        (outcome, after), takes = outcomes[min(len(began), len(outcomes) - 1)]
        began.append(clock.now)
        clock.now += takes
        if isinstance(outcome, type):
            raise outcome("made up", request=request)
        headers = {} if after is None else {"Retry-After": after}
        return httpx.Response(outcome, headers=headers, json={"id": PAGE})

    with httpx.Client(transport=httpx.MockTransport(handler)) as client:
        webflow = Webflow(next(TOKENS), http_client=client, clock=clock, max_retries=max_retries, max_wait=max_wait)
        sender = webflow._sender
        policy = evolve(sender.setup.policy, random=lambda: next(left, jitters[-1]))
        webflow._use(Sender(evolve(sender.setup, policy=policy, pace=NoPace()), sender.pool), webflow._known)
        try:
            came: Page | WebflowError = webflow.pages.update(PAGE, title="T")
        except WebflowError as error:
            came = error

    played = [outcomes[min(number, len(outcomes) - 1)][0] for number in range(len(began))]
    assert 1 <= len(began) <= 1 + max_retries
    assert len(clock.naps) == len(began) - 1
    assert sum(clock.naps) <= longest
    assert began[-1] - began[0] <= longest + 1e-6
    # Each attempt but the last one was worth another, and the last one counts.
    assert all(isinstance(outcome, type) or outcome in AGAIN for outcome, _ in played[:-1])
    last, after = played[-1]
    if isinstance(last, type):
        assert isinstance(came, TransportError)
    elif last == 200:
        assert isinstance(came, Page)
    else:
        assert isinstance(came, ResponseError)
        assert came.status == last
        assert came.retry_after == (None if after is None or last in (400, 409) else float(after))
    # Nobody comes back before the time that was told, and nobody much later.
    for (_, told), nap in zip(played[:-1], clock.naps, strict=True):
        assert float(told) <= nap <= float(told) + 0.5 if told is not None else 0.25 <= nap <= 8
    # Who gave up had reason to.
    worth_it = isinstance(last, type) or last in AGAIN
    if worth_it and len(began) <= max_retries:
        number = len(began) - 1
        untold = 8 if last == 429 else min(0.5 * 2**number, 8)
        wait = float(after) + 0.5 if after is not None else untold
        assert clock.now - began[0] + wait > longest


# Who waits.


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Keep what this thread waits for by the machine's clock, and let it not wait. Servers of other tests go on."""
    waited: list[float] = []
    here, sleep, sleep_async = threading.get_ident(), time.sleep, asyncio.sleep

    def note(seconds: float) -> None:
        if threading.get_ident() == here:
            waited.append(seconds)
        else:
            sleep(seconds)

    async def note_async(seconds: float) -> None:
        if threading.get_ident() == here:
            waited.append(seconds)
            await sleep_async(0)
        else:
            await sleep_async(seconds)

    monkeypatch.setattr(time, "sleep", note)
    monkeypatch.setattr(asyncio, "sleep", note_async)
    return waited


def test_by_the_machines_clock_stamina_waits(update: Update, waited: list[float]) -> None:
    told: list[RetryDetails] = []
    set_on_retry_hooks([told.append])  # type: ignore[list-item]
    update(Service(_answer(503, {"Retry-After": "7"}), 500, 200), clock=None)

    first, second = (seconds for seconds in waited if seconds)
    assert 7 <= first <= 7.5
    assert 0.5 <= second <= 1
    assert [each.wait_for for each in told] == [first, pytest.approx(second)]
    assert [str(each.caused_by) for each in told] == ["update-page-metadata: 503", "update-page-metadata: 500"]
    assert {(each.args, tuple(each.kwargs)) for each in told} == {((), ())}


def test_by_the_machines_clock_the_limit_holds_as_well(update: Update, waited: list[float]) -> None:
    service = Service(_answer(429, {"Retry-After": "76"}), 200)

    with pytest.raises(TooManyRequestsError):
        update(service, clock=None)
    assert len(service.requests) == 1
    assert waited == []


def test_by_a_clock_of_the_callers_stamina_does_not_wait(update: Update, clock: FakeClock, waited: list[float]) -> None:
    update(Service(503, 200))

    assert [seconds for seconds in waited if seconds] == []
    assert len(clock.naps) == 1


def test_staminas_switch_turns_retries_off(update: Update, clock: FakeClock) -> None:
    stamina.set_active(False)
    service = Service(503, 200)

    with pytest.raises(ServerError):
        update(service, max_retries=5)
    assert len(service.requests) == 1
    assert clock.naps == []

    stamina.set_active(True)
    assert update(service).title == "T"


@pytest.mark.parametrize(("attempts", "max_retries", "sent"), [(1, 5, 1), (2, 5, 2), (4, 1, 2), (4, 0, 1)])
def test_staminas_testing_mode_lets_nobody_wait(
    update: Update, waited: list[float], attempts: int, max_retries: int, sent: int
) -> None:
    service = Service(_answer(503, {"Retry-After": "7"}))
    with stamina.set_testing(True, attempts=attempts), pytest.raises(ServerError):
        update(service, max_retries=max_retries, clock=None)

    assert len(service.requests) == sent
    assert [seconds for seconds in waited if seconds] == []


def test_an_interruption_while_waiting_is_the_end(clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(clock, "sleep", interrupt)
    service = Service(503, 200)
    with pytest.raises(KeyboardInterrupt):
        _once(service, clock)
    assert len(service.requests) == 1


def test_an_interruption_while_a_retry_is_under_way_is_the_end(clock: FakeClock) -> None:
    class Interrupted(Service):
        def __call__(self, request: httpx.Request) -> httpx.Response:
            answer = super().__call__(request)
            if len(self.requests) == 2:
                raise KeyboardInterrupt
            return answer

    service = Interrupted(503)
    with pytest.raises(KeyboardInterrupt):
        _once(service, clock, max_retries=5)
    assert len(service.requests) == 2


def test_a_task_that_is_cancelled_while_waiting_asks_no_more() -> None:
    service = Service(_answer(503, {"Retry-After": "30"}))

    async def use() -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(service)) as client:
            task = asyncio.create_task(AsyncWebflow(next(TOKENS), http_client=client).pages.get(PAGE))
            while not service.requests:
                await asyncio.sleep(0)
            await asyncio.sleep(0.01)
            assert not task.done()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(use())
    assert len(service.requests) == 1


# What retries cost those who need none.

_PROGRAM = """
import sys, httpx, webflow_pages

def loaded():
    return bool({"stamina", "tenacity"} & set(sys.modules))

class Clock:
    seconds = staticmethod(lambda: 0.0)
    sleep = staticmethod(lambda seconds: None)

statuses = [200, 404, 409, 503, 503]
answers = iter(statuses)
client = httpx.Client(transport=httpx.MockTransport(lambda request: httpx.Response(next(answers), json={"id": "1"})))
webflow = webflow_pages.Webflow("token", http_client=client, clock=Clock(), max_retries=1)
print("made", loaded())
for _ in statuses[:3]:
    try:
        webflow.pages.get("1")
    except webflow_pages.ClientError:
        pass
print("refused", loaded())
try:
    webflow.pages.get("1")
except webflow_pages.ServerError:
    print("tried again", loaded())
"""


def test_stamina_is_not_imported_before_a_first_failure() -> None:
    done = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines() == ["made False", "refused False", "tried again True"]
