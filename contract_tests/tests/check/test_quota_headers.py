"""What the headers of the quota must not say."""

from collections.abc import Callable, Mapping

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from webflow_contract.check.probes import Exchange, Probe
from webflow_contract.check.quota import contradictions
from webflow_contract.check.report import Report
from webflow_contract.exchange import Request, Response
from webflow_contract.sandbox import Sandbox

GOOD = {"x-ratelimit-limit": "60", "x-ratelimit-remaining": "12", "retry-after": "31"}


def exchange(headers: Mapping[str, str], status: int = 200, credential: str = "token") -> Exchange:
    probe = Probe("", "get-page-metadata", "", 200, "/", credential=credential)  # type: ignore[arg-type]
    return Exchange(probe, Request("GET", "/"), Response(status, headers), {})


def kinds(headers: Mapping[str, str], *earlier: Exchange, waited: bool = False, status: int = 200) -> list[str]:
    return [one.kind for one in contradictions(exchange({**GOOD, **headers}, status), earlier, waited=waited)]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, []),
        ({"x-ratelimit-remaining": "60"}, []),
        ({"x-ratelimit-remaining": "61"}, ["more than the limit"]),
        ({"x-ratelimit-limit": "0", "x-ratelimit-remaining": "0"}, ["no limit"]),
        ({"retry-after": "120"}, []),
        ({"retry-after": "121"}, ["too long"]),
        ({"retry-after": "31536000"}, ["too long"]),
        ({"retry-after": "soon", "x-ratelimit-limit": "many", "x-ratelimit-remaining": "-1"}, []),
        ({"retry-after": "9" * 40}, ["too long"]),
        ({"x-ratelimit-remaining": "9" * 40}, ["more than the limit"]),
        ({"retry-after": "9" * 5000}, []),
    ],
)
def test_one_answer_by_itself(headers: dict[str, str], expected: list[str]) -> None:
    assert kinds(headers) == expected


def test_a_429_may_ask_for_a_longer_wait() -> None:
    assert kinds({"retry-after": "3600"}, status=429) == []


def test_a_token_has_one_limit() -> None:
    assert kinds({}, exchange({"x-ratelimit-limit": "120"})) == ["another limit"]
    assert kinds({}, exchange({}), exchange({"x-ratelimit-limit": "60"})) == []
    assert kinds({}, exchange({"x-ratelimit-limit": "120"}, credential="no token")) == []


def test_a_window_that_has_just_begun_has_room() -> None:
    used_up = {"x-ratelimit-remaining": "0"}
    assert kinds(used_up) == []
    assert kinds(used_up, waited=True) == ["used up at once"]
    assert kinds({**used_up, "x-ratelimit-limit": "1"}, waited=True) == []


@given(st.dictionaries(st.sampled_from([*GOOD, "x"]), st.text(max_size=30)))
def test_any_header_is_judged(headers: dict[str, str]) -> None:
    assert all(one.rule == "quota-contradictory" for one in contradictions(exchange(headers), (), waited=True))


def test_a_quota_that_is_always_used_up_is_not_waited_for_again_and_again(
    check: Callable[..., Report], world: Sandbox
) -> None:
    slept: list[float] = []

    def used_up(request: Request) -> Response:
        response = world(request)
        return evolve(response, headers={**response.headers, "x-ratelimit-remaining": "0"})

    report = check(used_up, sleep=slept.append)
    assert len(slept) == 1
    assert {finding.rule for finding in report.findings} == {"quota-contradictory"}
    assert report.restored is True
