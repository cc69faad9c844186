"""The window of requests, its headers, and what happens when it is used up."""

from collections.abc import Callable
from typing import Any

import pytest

from webflow_contract.exchange import Response
from webflow_contract.sandbox import Sandbox

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
