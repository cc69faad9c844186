"""What was found is asked for again, and what does not come again is said to be intermittent."""

import json
from collections.abc import Callable, Iterable

import pytest
from attrs import evolve

from webflow_contract.check.findings import Finding
from webflow_contract.check.report import Report
from webflow_contract.check.sending import NoAnswerError
from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.sandbox import Sandbox

Check = Callable[..., Report]
HTML = {"content-type": "text/html"}


def is_read(request: Request) -> bool:
    return request.method == "GET" and "/pages/5eed" in request.path and "authorization" in request.headers


def is_update(request: Request) -> bool:
    return request.method == "PUT" and not request.query and "/pages/5eed" in request.path


def at(
    world: Handler, which: Iterable[int], answer: Callable[[Response], Response], when: Callable[[Request], bool]
) -> Handler:
    """Answer some of the requests that are concerned otherwise; the first one is number 1."""
    count, chosen = iter(range(1, 1000)), set(which)

    def handler(request: Request) -> Response:
        response = world(request)
        return answer(response) if when(request) and next(count) in chosen else response

    return handler


def without_title(response: Response) -> Response:
    body = response.json()
    body.pop("title", None)
    return evolve(response, content=json.dumps(body).encode())


def error(status: int) -> Callable[[Response], Response]:
    return lambda response: Response(status, HTML, b"<h1>no</h1>")


def missing_title(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.pointer == "/title"]


@pytest.mark.parametrize(
    ("which", "intermittent"),
    [
        ([1], True),  # seen once: the same read, sent again, shows the title
        (range(1, 100), False),
        (range(1, 100, 2), True),
    ],
)
def test_a_finding_says_whether_it_comes_every_time(
    check: Check, world: Sandbox, which: Iterable[int], intermittent: bool
) -> None:
    report = check(at(world, which, without_title, is_read), budget=60)
    (finding,) = [one for one in missing_title(report) if one.rule == "response-optional-property-removed"]
    assert finding.intermittent is intermittent
    assert (report.verdict, report.exit_code) == ("drift", 1)
    assert report.restored is True


def test_whether_it_comes_every_time_changes_no_id(check: Check, world: Sandbox) -> None:
    once, always = (missing_title(check(at(world, which, without_title, is_read))) for which in ([1], range(1, 100)))
    assert {finding.id for finding in once} <= {finding.id for finding in always}


@pytest.mark.parametrize("nth", [1, 2, 3, 4])
def test_an_update_that_is_lost_once_is_asked_for_again_at_once(check: Check, world: Sandbox, nth: int) -> None:
    """Whatever the update is: the page as it was before is no answer to it."""
    pages: list[bytes] = []

    def stale(request: Request) -> Response:
        if is_update(request):
            before = world(evolve(request, method="GET", content=b""))
            pages.append(before.content)
            if len(pages) == nth:
                return before
        return world(request)

    report = check(stale, budget=60)
    lost = [finding for finding in report.findings if finding.rule == "update-not-echoed"]
    # The third one is the same as the one before, so that nothing is lost with it.
    assert [finding.intermittent for finding in lost] == ([] if nth == 3 else [True] * len(lost))
    assert bool(lost) is (nth != 3)
    assert report.restored is True


@pytest.mark.parametrize("status", [500, 502, 503, 504, 520, 526])
@pytest.mark.parametrize("when", [is_read, is_update])
def test_one_server_error_is_told_and_does_not_count(
    check: Check, world: Sandbox, status: int, when: Callable[[Request], bool]
) -> None:
    report = check(at(world, [2], error(status), when))
    assert (report.verdict, report.findings) == ("clean", ())
    (once,) = report.unconfirmed
    assert (once.rule, once.status, once.intermittent) == ("response-server-error-intermittent", status, True)


@pytest.mark.parametrize("status", [500, 503])
@pytest.mark.parametrize("when", [is_read, is_update])
def test_the_same_server_error_twice_counts(
    check: Check, world: Sandbox, status: int, when: Callable[[Request], bool]
) -> None:
    report = check(at(world, [1, 4], error(status), when), budget=60)
    (found,) = report.findings
    assert (found.rule, found.status, found.intermittent) == ("response-server-error-intermittent", status, True)
    assert found.reproduce.startswith("curl ")
    assert (report.verdict, report.unconfirmed, report.restored) == ("drift", (), True)


def test_two_different_server_errors_are_two_that_came_once(check: Check, world: Sandbox) -> None:
    report = check(at(at(world, [1], error(500), is_read), [1], error(500), is_update), budget=60)
    assert (report.verdict, len(report.unconfirmed)) == ("clean", 2)


def test_a_server_error_that_stays_is_no_intermittent_one(check: Check, world: Sandbox) -> None:
    report = check(at(world, range(1, 100), error(500), is_update))
    removed = [finding for finding in report.findings if finding.rule == "response-success-status-removed"]
    assert removed
    assert report.unconfirmed == ()
    assert not any(finding.rule == "response-server-error-intermittent" for finding in report.findings)


@pytest.mark.parametrize("nth", [1, 5, 22, 30])
def test_a_request_that_is_not_answered_is_sent_once_more(
    check: Check, world: Sandbox, nth: int, state: Callable[[], list[bytes]]
) -> None:
    before, count = state(), iter(range(1, 1000))

    def cut(request: Request) -> Response:
        response = world(request)
        if next(count) == nth:
            raise NoAnswerError("It does not answer.")
        return response

    assert check(cut).verdict == "clean"
    assert state() == before


def test_a_service_that_does_not_answer_twice_is_not_judged(check: Check) -> None:
    def cut(request: Request) -> Response:
        raise NoAnswerError("It does not answer.")

    report = check(cut)
    assert (report.verdict, report.not_judged, report.requests) == ("inconclusive", "It does not answer.", 2)


def test_without_a_request_left_it_is_said_that_nobody_knows(check: Check, world: Sandbox) -> None:
    report = check(at(world, [2], without_title, is_read), budget=39)
    assert {finding.intermittent for finding in missing_title(report)} == {None}


@pytest.mark.parametrize("nth", [1, 2])
def test_an_answer_that_is_looked_at_twice_came_once(check: Check, world: Sandbox, nth: int) -> None:
    """The list of pages is judged by itself, and once more against the page."""

    def is_list(request: Request) -> bool:
        authorized = request.headers.get("authorization") == f"Bearer {world.token}"
        return authorized and request.path.endswith("/pages") and ("offset", "0") in request.query

    def without_header(response: Response) -> Response:
        headers = {name: value for name, value in response.headers.items() if name != "retry-after"}
        return evolve(response, headers=headers)

    (found,) = check(at(world, [nth], without_header, is_list), budget=60).findings
    assert (found.rule, found.intermittent) == ("optional-response-header-removed", True)
