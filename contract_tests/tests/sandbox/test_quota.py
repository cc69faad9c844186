"""The window of requests, its headers, and what happens when it is used up."""

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

from webflow_contract.exchange import Response
from webflow_contract.sandbox import Sandbox
from webflow_contract.sandbox.seed import default
from webflow_contract.sandbox.seed.model import SitePlan

Ask = Callable[..., Response]


@pytest.fixture
def limited(clock: Any) -> Sandbox:
    return Sandbox(rate_limit=3, clock=clock)


def _standing(answer: Response) -> tuple[int, ...]:
    names = ("x-ratelimit-limit", "x-ratelimit-remaining", "retry-after")
    return tuple(int(answer.headers[name]) for name in names)


def test_headers_count_down_from_the_first_request(limited: Sandbox, ask: Ask, clock: Any) -> None:
    assert _standing(ask(limited, "GET", "/sites")) == (3, 2, 60)
    clock.advance(17.5)
    assert _standing(ask(limited, "GET", "/sites")) == (3, 1, 43)
    clock.advance(42)
    assert _standing(ask(limited, "GET", "/sites")) == (3, 0, 1)


def test_refused_requests_consume_quota(limited: Sandbox, ask: Ask) -> None:
    ask(limited, "GET", "/nowhere")
    ask(limited, "GET", "/pages/malformed")
    answer = ask(limited, "PUT", f"/pages/{limited.page_id}", {"title": None})

    assert answer.status == 400
    assert _standing(answer) == (3, 0, 60)


def test_over_the_limit_is_429_until_the_window_ends(limited: Sandbox, ask: Ask, clock: Any) -> None:
    for _ in range(3):
        assert ask(limited, "GET", "/sites").status == 200
    clock.advance(20)

    answer = ask(limited, "PUT", f"/pages/{limited.page_id}", {"title": "Too late"})

    assert answer.status == 429
    assert answer.json() == {
        "message": "Too Many Requests",
        "code": "too_many_requests",
        "externalReference": None,
        "details": [],
    }
    assert _standing(answer) == (3, 0, 40)
    clock.advance(int(answer.headers["retry-after"]))
    fresh = ask(limited, "GET", f"/pages/{limited.page_id}")
    assert fresh.status == 200
    assert fresh.json()["title"] == "Pricing"
    assert _standing(fresh) == (3, 2, 60)


def test_the_window_does_not_open_before_the_first_request(limited: Sandbox, ask: Ask, clock: Any) -> None:
    clock.advance(600)

    assert _standing(ask(limited, "GET", "/sites")) == (3, 2, 60)


def test_each_token_has_its_own_quota(limited: Sandbox, ask: Ask) -> None:
    for _ in range(4):
        ask(limited, "GET", "/sites")

    assert ask(limited, "GET", "/sites").status == 429
    assert ask(limited, "GET", "/sites", token=limited.tokens["without-pages-write"]).status == 200


def test_those_without_a_token_share_one_window(limited: Sandbox, ask: Ask) -> None:
    assert [ask(limited, "GET", "/sites", token=token).status for token in (None, "a", "b", "c")] == [
        401,
        401,
        401,
        429,
    ]
    assert ask(limited, "GET", "/sites").status == 200


def test_without_a_limit_headers_stay_and_never_run_out(sandbox: Sandbox, ask: Ask) -> None:
    answers = [ask(sandbox, "GET", "/sites") for _ in range(200)]

    assert {answer.status for answer in answers} == {200}
    assert {_standing(answer) for answer in answers} == {(60, 59, 60)}


@pytest.mark.parametrize(
    ("method", "path", "token"),
    [
        ("GET", "/sites", "sandbox-token-full"),
        ("GET", "/nowhere", "sandbox-token-full"),
        ("GET", "/pages/malformed", "sandbox-token-full"),
        ("GET", "/sites", None),
        ("GET", "/sites", "sandbox-token-without-sites-read"),
    ],
)
def test_every_answer_carries_the_headers(
    sandbox: Sandbox, ask: Ask, method: str, path: str, token: str | None
) -> None:
    assert _standing(ask(sandbox, method, path, token=token)) == (60, 59, 60)


PLANS = {"starter": 60, "basic": 60, "cms": 120, "ecommerce": 120, "business": 120}


@pytest.mark.parametrize(("plan", "limit"), PLANS.items())
def test_the_plan_is_the_limit(ask: Ask, plan: SitePlan, limit: int) -> None:
    sites = tuple(evolve(site, plan=plan) for site in default().sites)
    sandbox = Sandbox(evolve(default(), sites=sites))

    assert _standing(ask(sandbox, "GET", "/sites")) == (limit, limit - 1, 60)


def test_a_token_that_reaches_no_site_has_the_least(ask: Ask) -> None:
    tokens = tuple(evolve(token, site_ids=frozenset[str]()) for token in default().tokens)

    assert _standing(ask(Sandbox(evolve(default(), tokens=tokens)), "GET", "/sites"))[0] == 60


def _used(sandbox: Sandbox) -> int:
    with sandbox.looking() as world:
        return world.quota.used(sandbox.token, world.assumptions.quota_window)


def test_what_is_used_is_used_in_the_present_window(limited: Sandbox, ask: Ask, clock: Any) -> None:
    ask(limited, "GET", "/sites")
    ask(limited, "GET", "/sites")
    assert _used(limited) == 2
    clock.advance(59.9)
    assert _used(limited) == 2
    clock.advance(0.1)
    assert _used(limited) == 0


def test_nothing_is_used_before_the_first_request(limited: Sandbox) -> None:
    assert _used(limited) == 0


@pytest.mark.parametrize("first", [0, 1])
def test_another_window_at_run_time_never_makes_anyone_wait_for_more_than_a_minute(
    limited: Sandbox, ask: Ask, clock: Any, first: int
) -> None:
    ways = ("with_first_request", "with_the_minute")
    for turn in range(first, first + 6):
        limited.assume(quota_window=ways[turn % 2])
        assert _used(limited) == 0
        _, remaining, retry_after = _standing(ask(limited, "GET", "/sites"))
        assert (remaining, 1 <= retry_after <= 60) == (2, True)
        clock.advance(17.5)
