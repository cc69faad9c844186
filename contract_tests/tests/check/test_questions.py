"""What nobody has shown is asked, and what the service does is told: whichever of the answers it is."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from attrs import evolve

from webflow_contract.assumptions import Assumption, Assumptions, register
from webflow_contract.check.questions.catalogue import NOT_ASKED, QUESTIONS, URGENT
from webflow_contract.check.questions.evidence import Evidence
from webflow_contract.check.report import Report
from webflow_contract.check.run import run
from webflow_contract.check.subject import Credentials, Subject
from webflow_contract.contract import effective
from webflow_contract.exchange import Request, Response
from webflow_contract.sandbox import Clock, Sandbox

ENOUGH = 100
ELSEWHERE: Mapping[str, str] = {"locales_without_localization": "one-tongue"}
"""Questions that another site than the first one answers."""

UNHEARD: Mapping[str, str] = {
    "headers_on_429": "it takes a 429, and has a test of its own",
    "enterprise_limit": "the site is on another plan",
    "quota_window": "the sandbox in process sends no Date",
}
"""Questions to which a check of the default page hears no answer."""

ASKED = [assumption for assumption in register() if assumption.name not in {*NOT_ASKED, *UNHEARD}]


class Ticking(Sandbox):
    """A sandbox whose time goes on with each request."""

    tick = 0.1

    def __call__(self, request: Request) -> Response:
        self.clock.advance(self.tick)
        return super().__call__(request)


def check(assumptions: Assumptions, site: str = "", path: str = "", **options: Any) -> Report:
    world = Ticking(assumptions=assumptions, clock=Clock(running=False), rate_limit=options.pop("rate_limit", 120))
    site_id = world.site_ids[site] if site else world.site_id
    page_id = world.page_ids_of(site)["/"] if site else world.page_ids[path] if path else world.page_id
    locale = None if site else "fr-FR"
    subject = Subject("http://127.0.0.1/v2", site_id, page_id, locale)
    credentials = Credentials(world.token, world.tokens["without-pages-write"])
    options = {"budget": ENOUGH, "sleep": world.clock.sleep, **options}
    return run(world, subject, credentials, effective.load(), label="", journal=None, **options)


def evidence(name: str, report: Report) -> Evidence:
    (found,) = [one for one in report.evidence if one.question == name]
    return found


def test_every_open_question_is_asked_or_it_is_said_why_not() -> None:
    names = [assumption.name for assumption in register()]
    assert sorted([*QUESTIONS, *NOT_ASKED]) == sorted(names)
    assert set(URGENT) <= QUESTIONS.keys()
    assert [one.question for one in check(Assumptions()).evidence] == names


def test_of_the_sandbox_as_it_comes_everything_that_is_heard_is_confirmed() -> None:
    report = check(Assumptions())
    confirmed = {one.question for one in report.evidence if one.outcome == "confirmed"}
    assert confirmed == {one.name for one in ASKED} - ELSEWHERE.keys()
    assert {one.question for one in report.evidence if one.outcome == "unknown"} == {
        *NOT_ASKED,
        *UNHEARD,
        *ELSEWHERE,
    }
    assert all(bool(one.reason) is (one.outcome == "unknown") for one in report.evidence)
    assert (report.verdict, report.restored) == ("clean", True)


def _other_answers() -> list[Any]:
    return [
        pytest.param(assumption, answer, id=f"{assumption.name}={answer}")
        for assumption in ASKED
        for answer in assumption.alternatives
        if answer != assumption.default
    ]


@pytest.mark.parametrize(("assumption", "answer"), _other_answers())
def test_whatever_the_service_does_is_what_the_evidence_says(assumption: Assumption, answer: str) -> None:
    report = check(Assumptions().flipped(**{assumption.name: answer}), ELSEWHERE.get(assumption.name, ""))

    found = evidence(assumption.name, report)
    assert (found.assumed, found.observed, found.outcome) == (assumption.default, answer, "refuted")
    assert (report.restored, report.not_judged) == (True, None)


@pytest.mark.parametrize(
    ("answer", "outcome"), [("present", "confirmed"), ("retry_after_only", "refuted"), ("absent", "refuted")]
)
def test_the_headers_of_a_429_where_somebody_asks_for_one(answer: str, outcome: str) -> None:
    report = check(Assumptions().flipped(headers_on_429=answer), rate_limit=60, exhaust_quota=True)
    assert (evidence("headers_on_429", report).observed, report.not_judged) == (answer, None)
    assert evidence("headers_on_429", report).outcome == outcome


def test_what_no_request_was_left_for_says_so() -> None:
    report = check(Assumptions(), budget=40)
    unasked = {one.question for one in report.evidence if "--budget" in one.reason}
    assert "empty_body" in unasked
    assert not unasked & NOT_ASKED.keys()


def test_of_a_run_that_does_not_begin_nothing_is_known() -> None:
    world = Sandbox()
    subject = Subject("http://127.0.0.1/v2", world.site_id, world.page_id)
    report = run(world, subject, Credentials(""), effective.load(), label="", journal=None)
    assert {one.outcome for one in report.evidence} == {"unknown"}


def altered(world: Sandbox, change: Any, when: Any) -> Any:
    """Change the JSON of some answers that succeed."""

    def answer(request: Request) -> Response:
        response = world(request)
        if response.status != 200 or not when(request):
            return response
        body = response.json()
        change(body)
        return evolve(response, content=json.dumps(body).encode())

    return answer


def ask(handler: Any, world: Sandbox, **options: Any) -> Report:
    subject = Subject("http://127.0.0.1/v2", world.site_id, world.page_id, "fr-FR")
    credentials = Credentials(world.token, world.tokens["without-pages-write"])
    options = {"budget": ENOUGH, "sleep": world.clock.sleep, **options}
    return run(handler, subject, credentials, effective.load(), label="", journal=None, **options)


def ticking(seconds: float = 0.1, **options: Any) -> Ticking:
    world = Ticking(clock=Clock(running=False), **options)
    world.tick = seconds
    return world


def test_texts_that_are_gone_are_cleared_as_much_as_empty_ones() -> None:
    world = ticking()
    handler = altered(world, lambda page: page["seo"].pop("description", None), lambda request: request.method == "PUT")
    assert evidence("left_out_fields", ask(handler, world)).observed == "cleared_in_sent_objects"


@pytest.mark.parametrize(("seconds", "observed"), [(0.001, None), (0.1, "keeps_date")])
def test_a_date_that_stays_says_something_only_if_time_has_passed(seconds: float, observed: str | None) -> None:
    world = ticking(seconds, assumptions=Assumptions(write_without_change="keeps_date"))
    assert evidence("write_without_change", ask(world, world)).observed == observed


def test_where_nothing_is_counted_nothing_follows_for_requests_without_a_token() -> None:
    world = ticking(rate_limit="off")
    assert evidence("unauthorized_requests", ask(world, world)).observed is None


def test_the_same_text_in_two_locales_does_not_say_that_one_follows_the_other() -> None:
    world = ticking()
    for tag in ("fr-FR", "de-DE", "pt-BR"):
        query = (("localeId", world.locale_ids[tag]),)
        headers = {"authorization": f"Bearer {world.token}", "content-type": "application/json"}
        page = world(Request("GET", f"/v2/pages/{world.page_id}", (), headers)).json()
        body = {"title": page["title"], "seo": page["seo"]}
        world(Request("PUT", f"/v2/pages/{world.page_id}", query, headers, json.dumps(body).encode()))
    assert evidence("read_without_override", ask(world, world)).observed is None


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("x-ratelimit-remaining", "9" * 5000),
        ("retry-after", "9" * 5000),
        ("date", "Wed, 25 Nov 2026 10:00:00 +99999999"),
        ("content-encoding", "gzip"),
        ("x-odd", "²é"),
    ],
)
def test_any_header_leaves_a_report(header: str, value: str) -> None:
    world = ticking()

    def odd(request: Request) -> Response:
        response = world(request)
        return evolve(response, headers={**response.headers, header: value, "content-type": "text/plain"})

    report = ask(odd, world)
    assert (report.verdict, report.restored) == ("drift", True)


def test_an_embedded_sandbox_is_not_asked_what_it_only_assumes() -> None:
    world = ticking()
    report = ask(world, world, asking=False)
    assert (report.evidence, report.verdict) == ((), "clean")
