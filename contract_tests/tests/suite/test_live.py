"""With ``--live``, a service is asked within a budget, its page alone is written, and it is as before at the end."""

import json
import re

import pytest

from webflow_contract.check.subject import MARKER
from webflow_contract.exchange import Request, Response
from webflow_contract.sandbox import Sandbox

from .conftest import JOURNAL, Run, State, written

UPDATES = "webflow_contract.suite.test_updates"


def test_a_service_is_asked_within_the_budget_and_its_page_is_as_before(
    live: Run, sandbox: Sandbox, state: State, pytester: pytest.Pytester
) -> None:
    before = state()
    second = sandbox.tokens["without-pages-write"]
    done = live("webflow_contract.suite", "--live-locale", "fr-FR", WEBFLOW_TOKEN_WITHOUT_WRITE=second)
    done.assert_outcomes(passed=22, skipped=1)
    assert done.ret == 0
    requests = sandbox.requests()
    writes = [entry for entry in requests if entry.method != "GET"]
    assert 50 < len(requests) <= 100
    done.stdout.fnmatch_lines(
        [f"webflow-contract: *: {len(requests)} requests, {len(writes)} of them writes; the page is as it was"]
    )
    assert {(entry.method, entry.path) for entry in writes} == {("PUT", f"/v2/pages/{sandbox.page_id}")}
    assert {dict(entry.query).get("localeId") for entry in writes} == {None, sandbox.locale_ids["fr-FR"]}
    assert state() == before
    assert not (pytester.path / JOURNAL).exists()


def test_what_is_asked_is_announced_and_held_to(live: Run, sandbox: Sandbox) -> None:
    done = live("webflow_contract.suite.test_reads", "--live-budget", "30")
    done.assert_outcomes(passed=2)
    done.stdout.re_match_lines(
        [rf"webflow-contract: live: http://127\.0\.0\.1:\d+/v2, page {sandbox.page_id}, at most 30 requests$"]
    )
    done.stdout.fnmatch_lines(["*; nothing was written"])
    assert len(sandbox.requests()) <= 30


def test_no_text_that_is_stored_goes_without_the_marker(live: Run, sandbox: Sandbox) -> None:
    assert live(UPDATES, "webflow_contract.suite.test_operations").ret == 0
    *stored, restored = [json.loads(body) for body in written(sandbox)]
    texts = [text for body in stored for text in texts_of(body)]
    assert texts
    assert [text for text in texts if MARKER not in text] == []
    assert [text for text in texts_of(restored) if MARKER in text] == []
    assert not [body for body in stored if "slug" in body]


def texts_of(body: dict[str, object]) -> list[str]:
    parts = [body, *(part for part in body.values() if isinstance(part, dict))]
    return [str(part[name]) for part in parts for name in ("title", "slug", "description") if name in part]


def test_the_same_requests_are_sent_each_time(live: Run, sandbox: Sandbox) -> None:
    sent = []
    for _ in range(2):
        sandbox.forget_requests()
        assert live(UPDATES).ret == 0
        sent.append([(entry.method, entry.path, entry.body) for entry in sandbox.requests()])
    assert sent[0] == sent[1]


def test_a_budget_that_is_too_small_says_how_much_it_takes(live: Run, sandbox: Sandbox) -> None:
    done = live(UPDATES, "--live-budget", "14")
    assert done.ret == pytest.ExitCode.TESTS_FAILED
    told = re.search(r"--live-budget 14 is too small: this page takes (\d+) requests", done.stdout.str())
    assert told is not None
    sandbox.forget_requests()
    assert live(UPDATES, "--live-budget", told[1]).ret == 0
    assert len(sandbox.requests()) <= int(told[1])


class Stumbling:
    """The sandbox, which from some request on is reached only the second time."""

    def __init__(self, sandbox: Sandbox, after: int) -> None:
        self.sandbox = sandbox
        self.after = after
        self.requests = 0

    def __call__(self, request: Request) -> Response:
        self.requests += 1
        if self.requests > self.after and self.requests % 2 and request.method == "GET":
            return Response(503, {"content-type": "text/html"}, b"<h1>503</h1>")
        return self.sandbox(request)


def test_what_the_budget_does_not_reach_is_no_success(live: Run, sandbox: Sandbox, state: State) -> None:
    before = state()
    stumbling = Stumbling(sandbox, after=6)
    done = live(UPDATES, "webflow_contract.suite.test_reads", "--live-budget", "40", handler=stumbling)
    assert done.ret == pytest.ExitCode.TESTS_FAILED
    done.stdout.fnmatch_lines(["not judged: the requests are used up*", "*; the page is as it was"])
    assert stumbling.requests <= 40
    assert state() == before


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"WEBFLOW_TOKEN": "sandbox-token-of-nobody"}, "the site cannot be read: the token is refused (401)"),
        ({"WEBFLOW_PAGE_ID": "0123456789abcdef01234567"}, "the page cannot be read: it is gone (404)"),
        ({"WEBFLOW_SITE_ID": "x"}, "the site cannot be read: its id is refused (400)"),
    ],
)
def test_what_cannot_be_read_is_not_judged(live: Run, sandbox: Sandbox, changed: dict[str, str], told: str) -> None:
    done = live(UPDATES, **changed)
    done.assert_outcomes(errors=5)
    assert f"not judged: {told}" in done.stdout.str()
    done.stdout.no_fnmatch_line("*Traceback*")
    assert written(sandbox) == []


@pytest.mark.parametrize(
    ("tag", "told"),
    [("en-US", "is no secondary locale"), ("pt-BR", "no text of its own in pt-BR"), ("ja-JP", "ja-JP")],
)
def test_a_locale_that_cannot_be_written_is_told(live: Run, sandbox: Sandbox, tag: str, told: str) -> None:
    done = live(UPDATES, "--live-locale", tag)
    done.assert_outcomes(errors=5)
    assert told in done.stdout.str()
    assert written(sandbox) == []
