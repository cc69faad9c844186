"""What is on, for which requests, and what is off again."""

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_contract import routes
from webflow_contract.drifts import DRIFTS, drifting
from webflow_contract.exchange import Request, Response
from webflow_contract.faults import FAULTS, Switch, SwitchError, Switches, names
from webflow_contract.sandbox import Clock, Sandbox


def fine(_: Request) -> Response:
    return Response(200, {"content-type": "application/json"}, b"{}")


SITES, PAGE = Request("GET", "/v2/sites"), Request("GET", "/v2/pages/5eed0000000000000000d003")


@pytest.fixture
def switches() -> Switches:
    return Switches(fine)


def statuses(switches: Switches, count: int, request: Request = SITES) -> list[int]:
    return [switches(request).status for _ in range(count)]


def test_nothing_is_on_at_first(switches: Switches) -> None:
    assert (switches.active, statuses(switches, 2)) == ((), [200, 200])


def test_what_is_on_acts_on_every_request_until_it_is_off(switches: Switches) -> None:
    switch = switches.on("conflict")
    assert statuses(switches, 3) == [409, 409, 409]
    switches.off(switch)
    assert statuses(switches, 1) == [200]


def test_an_operation_is_meant_and_no_other(switches: Switches) -> None:
    switches.on("conflict", operation="list-sites")
    assert (switches(SITES).status, switches(PAGE).status) == (409, 200)


@given(
    skip=st.integers(0, 5),
    every=st.integers(1, 4),
    times=st.one_of(st.none(), st.integers(1, 4)),
    operations=st.lists(st.booleans(), max_size=30),
)
def test_some_requests_are_meant(skip: int, every: int, times: int | None, operations: list[bool]) -> None:
    switches = Switches(fine)
    switches.on("conflict", operation="list-sites", skip=skip, every=every, times=times)

    seen = [switches(SITES if is_meant else PAGE).status for is_meant in operations]

    meant = [index for index, is_meant in enumerate(operations) if is_meant]
    hit = meant[skip::every][:times]
    assert [index for index, status in enumerate(seen) if status == 409] == hit


def test_each_switch_counts_for_itself(switches: Switches) -> None:
    switches.on("conflict", times=1)
    switches.on("internal-error", skip=1, times=1)
    assert statuses(switches, 3) == [409, 500, 200]


def test_the_later_one_acts_on_what_the_earlier_one_let_through(switches: Switches) -> None:
    switches.on("conflict")
    switches.on("truncated-json")
    answer, hands = switches.answer(SITES)
    assert (answer.status, len(answer.content) > 10, hands) == (409, True, ("conflict", "truncated-json"))
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        answer.json()


def test_only_who_had_a_hand_in_it_is_named(switches: Switches) -> None:
    switches.on("conflict", operation="get-site")
    switches.on("slow", skip=1)
    assert [switches.answer(SITES)[1] for _ in range(2)] == [(), ("slow",)]


def test_seconds_are_how_late_it_is(switches: Switches) -> None:
    switches.on("slow", seconds=0.25)
    assert switches(SITES).delivery.delay == 0.25


def test_one_is_switched_off_by_id_or_name_or_with_all_others(switches: Switches) -> None:
    first, second, third = (switches.on(name) for name in ("slow", "slow", "cut"))
    switches.off(first.id)
    assert switches.active == (second, third)
    switches.on("slow")
    switches.off("slow")
    assert switches.active == (third,)
    switches.off()
    assert switches.active == ()


@pytest.mark.parametrize("what", [7, "slow", Switch(id=7, name="slow")])
def test_what_is_not_on_cannot_be_switched_off(switches: Switches, what: Any) -> None:
    switches.on("cut")
    with pytest.raises(SwitchError, match="is not on"):
        switches.off(what)
    assert len(switches.active) == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"name": "slwo"}, "there is no fault or drift 'slwo': did you mean 'slow'?"),
        ({"name": "zzz"}, "There are: slow, stalled"),
        ({"name": "slow", "operation": "list-site"}, "there is no operation 'list-site': did you mean 'list-sites'?"),
        ({"name": "slow", "skip": -1}, "skip has to be 0 or more, and is -1"),
        ({"name": "slow", "every": 0}, "every has to be 1 or more, and is 0"),
        ({"name": "slow", "times": 0}, "times has to be 1 or more, and is 0"),
        ({"name": "slow", "seconds": -0.1}, "seconds has to be 0 to 600, and is -0.1"),
        ({"name": "slow", "seconds": float("nan")}, "seconds has to be 0 to 600, and is nan"),
        ({"name": "cut", "seconds": 1}, "seconds goes with 'slow', and not with 'cut'"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_on(switches: Switches, options: Any, words: str) -> None:
    with pytest.raises(SwitchError) as caught:
        switches.on(**options)
    assert words in str(caught.value)
    assert switches.active == ()


@pytest.mark.parametrize("name", names())
def test_every_fault_and_drift_can_be_switched_on_and_off(name: str) -> None:
    sandbox = Sandbox(rate_limit="off", clock=Clock(running=False))
    path, token = f"/v2/pages/{sandbox.page_id}", {"authorization": f"Bearer {sandbox.token}"}
    before = sandbox(Request("GET", path, headers=token))
    switch = sandbox.switches.on(name)
    sandbox(Request("GET", path, headers=token))
    sandbox.switches.off(switch)

    assert sandbox(Request("GET", path, headers=token)) == before
    assert [entry.switches for entry in sandbox.requests()] == [(), (name,), ()]


def test_a_drift_that_remembers_goes_on_remembering() -> None:
    """It is put in front once, not anew for each request."""
    sandbox = Sandbox(rate_limit="off", clock=Clock(running=False))
    sandbox.switches.on("authentication-ignored")
    sandbox(Request("GET", "/v2/sites", headers={"authorization": f"Bearer {sandbox.token}"}))
    sandbox.switches.on("slow")

    assert sandbox(Request("GET", "/v2/sites")).status == 200


@pytest.mark.parametrize("name", DRIFTS)
def test_a_drift_that_is_switched_on_does_what_it_does_in_front(name: str) -> None:
    def told(handler: Any, sandbox: Sandbox) -> list[Response]:
        path, french = f"/v2/pages/{sandbox.page_id}", (("localeId", sandbox.locale_ids["fr-FR"]),)
        token = {"authorization": f"Bearer {sandbox.token}"}
        requests = [
            Request("GET", path, french, token),
            Request("PUT", path, (), token, b'{"title":"New"}'),
            Request("PUT", path, (), token, b'{"title":1}'),
            Request("GET", "/v2/pages/0123456789abcdef01234567", (), token),
            Request("GET", path),
            Request("GET", path, (), token),
        ]
        return [handler(request) for request in requests]

    switched, plain = (Sandbox(rate_limit="off", clock=frozen()) for _ in range(2))
    switched.switches.on(name)
    assert told(switched, switched) == told(drifting(plain, [name]), plain)


def frozen() -> Clock:
    return Clock(datetime(2026, 10, 9, 12, tzinfo=UTC), running=False)


def test_threads_share_the_count(switches: Switches) -> None:
    switches.on("conflict", times=50)
    seen: list[int] = []
    threads = [threading.Thread(target=lambda: seen.extend(statuses(switches, 25))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(seen) == [200] * 150 + [409] * 50


@pytest.mark.parametrize(
    ("method", "path", "operation"),
    [
        ("GET", "/v2/sites", "list-sites"),
        ("GET", "/v2/sites/a", "get-site"),
        ("GET", "/v2/sites/a/pages", "list-pages"),
        ("GET", "/v2/pages/a", "get-page-metadata"),
        ("PUT", "/v2/pages/a", "update-page-metadata"),
        ("GET", "/proxy/to/v2/pages/a", "get-page-metadata"),
        ("GET", "/pages/a", "get-page-metadata"),
        ("PATCH", "/beta/pages", "update-page-metadata-bulk"),
        ("GET", "/v2/token/authorized_by", "authorized_by"),
        ("GET", "/v2/sites/sites/pages", "list-pages"),
        ("GET", "/v2/sites/pages", "get-site"),
        ("GET", "/v2/pages/sites", "get-page-metadata"),
        ("DELETE", "/v2/pages/a", None),
        ("GET", "/v2/pages/a/", None),
        ("GET", "/v2/pages/", None),
        ("GET", "/v2", None),
        ("GET", "*", None),
    ],
)
def test_an_operation_is_told_by_method_and_path(method: str, path: str, operation: str | None) -> None:
    assert routes.operation_of(Request(method, path)) == operation


def test_every_operation_has_a_fault_that_can_be_for_it_alone() -> None:
    assert len(routes.OPERATIONS) == len(set(routes.OPERATIONS)) == 7
    for operation in routes.OPERATIONS:
        Switches(fine).on("slow", operation=operation)
    assert "slow" in FAULTS


def test_a_tally_tells_how_often_each_has_acted(switches: Switches) -> None:
    first, second = switches.on("conflict", skip=1, times=2), switches.on("slow", operation="get-site")
    statuses(switches, 5)
    assert switches.tally() == {first: 2, second: 0}
    assert tuple(switches.tally()) == switches.active
