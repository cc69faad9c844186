"""What is on, for which requests, and what is off again."""

import json
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_contract import routes
from webflow_contract.carriers.transport import SandboxTransport
from webflow_contract.drifts import DRIFTS, drifting
from webflow_contract.exchange import AT_ONCE, Request, Response
from webflow_contract.faults import FAULTS, Switch, SwitchError, Switches, names
from webflow_contract.faults.switches import MOST
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
        ({"name": "slow", "skip": -1}, "skip has to be a whole number of 0 or more, and is -1"),
        ({"name": "slow", "every": 0}, "every has to be a whole number of 1 or more, and is 0"),
        ({"name": "slow", "times": 0}, "times has to be a whole number of 1 or more, and is 0"),
        ({"name": "slow", "times": True}, "times has to be a whole number of 1 or more, and is True"),
        ({"name": "slow", "skip": 1.5}, "skip has to be a whole number of 0 or more, and is 1.5"),
        ({"name": "slow", "every": "2"}, "every has to be a whole number of 1 or more, and is '2'"),
        ({"name": "slow", "operation": ""}, "there is no operation ''"),
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


@pytest.fixture
def eager_threads() -> Iterator[None]:
    """Let threads take turns after every few instructions."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def in_threads(*acts: Callable[[], Any]) -> None:
    threads = [threading.Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.usefixtures("eager_threads")
def test_threads_share_the_count(switches: Switches) -> None:
    switches.on("conflict", times=500)
    seen: list[int] = []
    in_threads(*[lambda: seen.extend(statuses(switches, 250))] * 8)

    assert sorted(seen) == [200] * 1500 + [409] * 500


@pytest.mark.usefixtures("eager_threads")
def test_threads_that_switch_lose_nothing(switches: Switches) -> None:
    def switch_on() -> None:
        for _ in range(10):
            switches.on("slow", seconds=0)

    in_threads(*[switch_on] * 8)
    assert len({switch.id for switch in switches.active}) == 80


@pytest.mark.usefixtures("eager_threads")
def test_an_answer_goes_to_the_request_that_it_is_for() -> None:
    def echo(request: Request) -> Response:
        return Response(200, {}, request.path.encode() * 4)

    switches, wrong = Switches(echo), list[str]()
    switches.on("truncated-json", operation="list-sites")
    switches.on("wrong-content-encoding")

    def ask(path: str) -> None:
        for _ in range(1500):
            if not switches(Request("GET", path)).content.startswith(path.encode()):
                wrong.append(path)

    in_threads(*(lambda path=path: ask(path) for path in ("/v2/sites", "/qq/pages", "/zz/sites/a")))  # type: ignore[misc]
    assert wrong == []


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


REQUESTS = {
    "list-sites": Request("GET", "/v2/sites"),
    "get-site": Request("GET", "/v2/sites/a"),
    "list-pages": Request("GET", "/v2/sites/a/pages"),
    "get-page-metadata": Request("GET", "/v2/pages/a"),
    "update-page-metadata": Request("PUT", "/v2/pages/a"),
    "update-page-metadata-bulk": Request("PATCH", "/beta/pages"),
    "authorized_by": Request("GET", "/v2/token/authorized_by"),
}


@pytest.mark.parametrize("operation", routes.OPERATIONS)
def test_every_operation_can_be_meant_alone(switches: Switches, operation: str) -> None:
    switches.on("bad-gateway-html", operation=operation)
    assert {name for name, request in REQUESTS.items() if switches(request).status == 502} == {operation}


def test_a_tally_tells_how_often_each_has_acted(switches: Switches) -> None:
    first, second = switches.on("conflict", skip=1, times=2), switches.on("slow", operation="get-site")
    statuses(switches, 5)
    assert switches.tally() == {first: 2, second: 0}
    assert tuple(switches.tally()) == switches.active


def test_what_answers_instead_hides_what_was_switched_on_before(switches: Switches) -> None:
    first, second = switches.on("internal-error", times=1), switches.on("service-unavailable", times=1)
    assert switches.answer(SITES)[1] == ("service-unavailable",)
    assert switches.tally() == {first: 0, second: 1}
    assert statuses(switches, 2) == [500, 200]


DELIVERIES = [name for name, fault in FAULTS.items() if fault.delivery != AT_ONCE]


@given(names=st.lists(st.sampled_from(DELIVERIES), min_size=1, max_size=4))
def test_deliveries_add_up_in_whatever_order(names: list[str]) -> None:
    switches = Switches(fine)
    for name in names:
        switches.on(name)

    delivery = switches(SITES).delivery

    assert delivery.delay == 2.0 * names.count("slow")
    order = ["before_head", "within_body", "whole"]
    assert delivery.ends == min((FAULTS[name].delivery.ends for name in names), key=order.index)
    earliest = [FAULTS[name].delivery for name in names if FAULTS[name].delivery.ends == delivery.ends]
    assert delivery.then in {one.then for one in earliest}


def test_an_answer_is_late_and_then_cut() -> None:
    sandbox = Sandbox(rate_limit="off", clock=Clock(running=False))
    for name in ("slow", "cut", "truncated-json"):
        sandbox.switches.on(name)
    client = httpx.Client(transport=SandboxTransport(sandbox, sleep=sandbox.clock.sleep))
    with client, pytest.raises(httpx.RemoteProtocolError):
        client.get("https://api.webflow.com/v2/sites")
    assert sandbox.clock.seconds() == 2
    (entry,) = sandbox.requests()
    assert (entry.status, entry.switches) == (None, ("slow", "cut", "truncated-json"))


def test_there_is_an_end_to_how_many_are_on(switches: Switches) -> None:
    for _ in range(MOST):
        switches.on("wrong-charset")
    with pytest.raises(SwitchError, match="100 are on already"):
        switches.on("slow")
    assert switches(SITES).status == 200


def test_a_reset_goes_back_to_what_was_remembered(switches: Switches) -> None:
    kept = switches.on("conflict", times=1)
    switches.remember()
    switches.on("slow")
    assert statuses(switches, 2) == [409, 200]

    switches.reset()

    assert switches.tally() == {kept: 0}
    assert statuses(switches, 2) == [409, 200]


@pytest.mark.parametrize("name", ["title-removed", "slug-becomes-number", "page-gains-field"])
def test_a_drift_of_pages_is_in_a_bulk_update_too(name: str) -> None:
    sandbox = Sandbox(rate_limit="off")
    token = {"authorized": "", "authorization": f"Bearer {sandbox.token}"}
    bulk = Request("PATCH", "/beta/pages", (), token, json.dumps({"pages": [{"id": sandbox.page_id}]}).encode())
    plain = sandbox(bulk).json()["pages"][0]
    sandbox.switches.on(name)
    assert sandbox(bulk).json()["pages"][0] != plain


@pytest.mark.parametrize("name", ["update-ignored", "update-wipes-seo"])
def test_a_drift_of_updates_is_in_a_bulk_update_too(name: str) -> None:
    def described(*, drifting: bool, bulk: bool) -> Any:
        sandbox = Sandbox(rate_limit="off", clock=frozen())
        token = {"authorization": f"Bearer {sandbox.token}"}
        if drifting:
            sandbox.switches.on(name)
        update = {"title": "New", "seo": {"title": "New"}}
        if bulk:
            content = json.dumps({"pages": [{"id": sandbox.page_id, **update}]}).encode()
            return sandbox(Request("PATCH", "/beta/pages", (), token, content)).json()["pages"][0]
        return sandbox(Request("PUT", f"/v2/pages/{sandbox.page_id}", (), token, json.dumps(update).encode())).json()

    assert described(drifting=True, bulk=True) == described(drifting=True, bulk=False)
    assert described(drifting=True, bulk=True) != described(drifting=False, bulk=True)
