"""How many requests there will be is said first, and held to."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from webflow_contract.check.report import Report
from webflow_contract.check.subject import Credentials
from webflow_contract.drifts import DRIFTS, drifting
from webflow_contract.exchange import Request, Response
from webflow_contract.sandbox import Sandbox

Check = Callable[..., Report]
PUT_MALFORMED = "/v2/pages/not-an-id"


def announced(lines: list[str]) -> int:
    (line,) = [line for line in lines if line.startswith("at most")]
    found = re.fullmatch(r"at most (\d+) requests, (\d) of them to put the page back if that works at once", line)
    assert found
    return int(found[1])


@pytest.mark.parametrize("budget", [None, 39, 40, 45, 61, 100])
@pytest.mark.parametrize("locale", [None, "fr-FR"])
def test_it_is_announced_and_held_to(check: Check, recorder: Any, budget: int | None, locale: str | None) -> None:
    lines: list[str] = []
    report = check(recorder, budget=budget, locale=locale, progress=lines.append)
    assert announced(lines) == (budget or 40)
    assert len(recorder.passed) == report.requests <= announced(lines)
    assert (report.verdict, report.restored) == ("clean", True)


def test_it_is_announced_before_anything_but_the_site_is_asked_for(check: Check) -> None:
    lines: list[str] = []
    check(progress=lines.append)
    assert lines[0].startswith("GET /sites/")
    assert lines[1].startswith("at most ")


@pytest.mark.parametrize("name", DRIFTS)
def test_it_is_held_to_whatever_drifts_with_the_page_put_back(check: Check, world: Sandbox, name: str) -> None:
    report = check(drifting(world, [name]))
    assert report.requests <= 40
    assert (report.not_judged, report.restored) == (None, True)


def test_a_plan_that_takes_more_is_not_begun(check: Check, recorder: Any) -> None:
    report = check(recorder, budget=38)
    assert (report.verdict, report.requests, report.writes) == ("inconclusive", 1, 0)
    assert report.not_judged == "The plan takes 39 requests for this site: allow them with --budget."


def test_with_fewer_locales_and_tokens_the_plan_takes_fewer(check: Check, world: Sandbox) -> None:
    alone = check(credentials=Credentials(world.token), locale=None, budget=35)
    assert (alone.verdict, alone.requests) == ("clean", 35)


@pytest.mark.parametrize("every", [2, 3, 5])
def test_a_service_that_often_fails_uses_it_up_and_gets_its_page_back(
    check: Check, world: Sandbox, state: Callable[[], list[bytes]], every: int
) -> None:
    before, count = state(), iter(range(1, 1000))

    def failing(request: Request) -> Response:
        if next(count) % every == 0:
            return Response(500, {"content-type": "application/json"}, b"{}")
        return world(request)

    report = check(failing)
    assert report.restored in (True, None)
    assert "The budget is used up" in (report.not_judged or "")
    assert (report.verdict, report.exit_code) == ("drift", 1)
    assert state() == before


def test_what_is_left_of_it_is_spent_on_more_probes(check: Check, recorder: Any) -> None:
    check(recorder)
    assert PUT_MALFORMED not in {request.path for request in recorder.writes}
    check(recorder, budget=60)
    assert PUT_MALFORMED in {request.path for request in recorder.writes}


def test_a_429_is_no_part_of_it(check: Check, world: Sandbox) -> None:
    refused = iter([True] * 3)
    sleeps: list[float] = []

    def limited(request: Request) -> Response:
        if request.method == "PUT" and not sleeps[2:] and next(refused, False):
            return Response(429, {"retry-after": "1", "content-type": "application/json"}, b"{}")
        return world(request)

    report = check(limited, budget=39, sleep=sleeps.append)
    assert len(sleeps) == 3
    assert report.not_judged is not None or report.requests == 39 + 3
