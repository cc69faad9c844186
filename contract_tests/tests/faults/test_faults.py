"""Each fault does what it says, and no more."""

import json
from pathlib import Path
from typing import Any

import pytest

from webflow_contract.drifts import DRIFTS
from webflow_contract.exchange import AT_ONCE, Delivery, Handler, Request, Response
from webflow_contract.faults import FAULTS, names
from webflow_contract.sandbox import Clock, Sandbox

every_fault = pytest.mark.parametrize("name", FAULTS)

# What reaches the client of a PUT, and whether the page was written.
HTML, JSON = "text/html; charset=UTF-8", "application/json; charset=utf-8"
DELIVERIES = {
    "slow": (Delivery(delay=2.0), True),
    "stalled": (Delivery(ends="before_head", then="stalled"), False),
    "stalled-after-applying": (Delivery(ends="before_head", then="stalled"), True),
    "stalled-body": (Delivery(ends="within_body", then="stalled"), True),
    "cut": (Delivery(ends="before_head"), False),
    "cut-after-applying": (Delivery(ends="before_head"), True),
    "cut-body": (Delivery(ends="within_body"), True),
}
STATUSES = {
    "too-many-requests": (429, JSON, "too_many_requests"),
    "too-many-requests-without-retry-after": (429, JSON, "too_many_requests"),
    "token-revoked": (401, JSON, "not_authorized"),
    "validation-details": (400, JSON, "validation_error"),
    "insufficient-permissions": (403, JSON, "insufficient_permissions"),
    "invalid-auth-version": (403, JSON, "invalid_auth_version"),
    "not-enterprise-plan-site": (403, JSON, "not_enterprise_plan_site"),
    "conflict": (409, JSON, "conflict"),
    "internal-error": (500, JSON, "internal_error"),
    "service-unavailable": (503, JSON, "service_unavailable"),
    "bad-gateway-html": (502, HTML, None),
    "service-unavailable-html": (503, HTML, None),
    "unknown-error-html": (520, HTML, None),
    "origin-timeout-html": (524, HTML, None),
}
BODIES = {"truncated-json", "empty-body", "wrong-charset", "wrong-content-encoding"}


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(clock=Clock(running=False))


def request(sandbox: Sandbox, method: str, body: Any = None) -> Request:
    headers, content = {"authorization": f"Bearer {sandbox.token}"}, b"" if body is None else json.dumps(body).encode()
    return Request(method, f"/v2/pages/{sandbox.page_id}", (), headers, content)


def put(handler: Handler, sandbox: Sandbox) -> Response:
    return handler(request(sandbox, "PUT", {"title": "Prix à Paris"}))


def applied(sandbox: Sandbox) -> bool:
    title: str = sandbox(request(sandbox, "GET")).json()["title"]
    return title == "Prix à Paris"


def test_every_fault_is_in_one_table() -> None:
    assert {*DELIVERIES, *STATUSES, *BODIES} == set(FAULTS)


def test_no_name_means_both_a_fault_and_a_drift() -> None:
    assert not FAULTS.keys() & DRIFTS.keys()
    assert len(names()) == len(FAULTS) + len(DRIFTS)


@every_fault
def test_a_fault_says_what_it_does(name: str) -> None:
    fault = FAULTS[name]
    assert fault.name == name == name.lower()
    assert fault.what
    assert not fault.what.endswith(".")


@pytest.mark.parametrize(("name", "expected"), DELIVERIES.items())
def test_an_answer_is_delivered_in_another_way(sandbox: Sandbox, name: str, expected: tuple[Delivery, bool]) -> None:
    answer = put(FAULTS[name].wrap(sandbox), sandbox)
    assert (answer.delivery, applied(sandbox)) == expected


@pytest.mark.parametrize(("name", "expected"), STATUSES.items())
def test_a_status_comes_instead_and_nothing_was_written(
    sandbox: Sandbox, name: str, expected: tuple[int, str, str | None]
) -> None:
    answer = put(FAULTS[name].wrap(sandbox), sandbox)

    body = answer.json() if expected[1] == JSON else {"code": None}
    assert (answer.status, answer.headers["content-type"], body["code"]) == expected
    assert answer.delivery == AT_ONCE
    assert not applied(sandbox)
    if expected[1] == JSON:
        assert list(body) == ["message", "code", "externalReference", "details"]
    else:
        assert answer.content.startswith(b"<!DOCTYPE html>")


QUOTA = {"x-ratelimit-limit", "x-ratelimit-remaining", "retry-after"}
# What the service refuses costs quota and says so (recorded of 4xx, documented for every answer).
COUNTED = {
    "validation-details",
    "insufficient-permissions",
    "invalid-auth-version",
    "not-enterprise-plan-site",
    "conflict",
    "too-many-requests",
}


@pytest.mark.parametrize("name", STATUSES)
def test_what_the_service_refuses_consumes_quota_and_the_rest_does_not(sandbox: Sandbox, name: str) -> None:
    answer = put(FAULTS[name].wrap(sandbox), sandbox)

    assert QUOTA & set(answer.headers) == (QUOTA if name in COUNTED else set())
    after = sandbox(request(sandbox, "GET")).headers
    assert after["x-ratelimit-remaining"] == ("58" if name in COUNTED else "59")


def test_a_429_says_that_nothing_is_left_and_when_to_come_back(sandbox: Sandbox) -> None:
    sandbox(request(sandbox, "GET"))
    sandbox.clock.advance(20)
    headers = put(FAULTS["too-many-requests"].wrap(sandbox), sandbox).headers
    assert [headers[name] for name in sorted(QUOTA)] == ["40", "60", "0"]


def test_a_refusal_without_quota_is_the_429_that_it_would_be(sandbox: Sandbox) -> None:
    limited = Sandbox(rate_limit=1, clock=sandbox.clock)
    limited(request(limited, "GET"))
    assert put(FAULTS["conflict"].wrap(limited), limited).status == 429


def test_details_are_the_ones_that_were_seen(sandbox: Sandbox) -> None:
    seen = Path(__file__).parents[1] / "overlay/fixtures/400-details.json"
    recorded = json.loads(seen.read_text(encoding="utf-8"))
    assert put(FAULTS["validation-details"].wrap(sandbox), sandbox).json() == recorded["body"]


def test_truncated_json_is_a_whole_answer(sandbox: Sandbox) -> None:
    answer = put(FAULTS["truncated-json"].wrap(sandbox), sandbox)
    whole = sandbox(request(sandbox, "GET"))

    assert answer.content == whole.content[: len(whole.content) // 2]
    assert (answer.status, answer.delivery) == (200, AT_ONCE)
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        answer.json()


def test_an_empty_body_is_empty(sandbox: Sandbox) -> None:
    assert put(FAULTS["empty-body"].wrap(sandbox), sandbox).content == b""


def test_a_wrong_charset_cannot_be_read_as_the_header_says(sandbox: Sandbox) -> None:
    answer = FAULTS["wrong-charset"].wrap(sandbox)(request(sandbox, "PUT", {"title": "ASCII"}))

    assert answer.headers["content-type"] == JSON
    assert json.loads(answer.content.decode("latin-1"))["title"] == "ASCII"
    with pytest.raises(UnicodeDecodeError):
        answer.content.decode()


def test_a_wrong_content_encoding_is_only_said(sandbox: Sandbox) -> None:
    answer = put(FAULTS["wrong-content-encoding"].wrap(sandbox), sandbox)

    assert answer.headers["content-encoding"] == "gzip"
    assert answer.json()["title"] == "Prix à Paris"


@every_fault
def test_a_length_that_is_stated_is_true(name: str) -> None:
    def service(_: Request) -> Response:
        content = b'{"title":"Pricing"}'
        return Response(200, {"content-type": JSON, "content-length": str(len(content))}, content)

    answer = FAULTS[name].wrap(service)(Request("GET", "/v2/sites"))
    assert answer.headers.get("content-length", str(len(answer.content))) == str(len(answer.content))
