"""A service that keeps the contract: nothing is found, little is asked, and all is as it was."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

from webflow_contract.check.report import Report
from webflow_contract.check.run import run
from webflow_contract.check.subject import Credentials, Subject
from webflow_contract.contract import effective
from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.sandbox import Sandbox
from webflow_contract.sandbox.seed import default
from webflow_contract.sandbox.seed.model import LocalizationPlan

Check = Callable[..., Report]
State = Callable[[], list[bytes]]


def test_the_sandbox_is_clean_within_forty_requests(check: Check) -> None:
    report = check()

    assert (report.verdict, report.exit_code) == ("clean", 0)
    assert (report.findings, report.not_judged, report.restored) == ((), None, True)
    assert 0 < report.writes < report.requests <= 40


def test_everything_is_as_it_was_byte_for_byte(check: Check, state: State, recorder: Any) -> None:
    before = state()
    check(recorder)
    assert len(recorder.writes) > 10
    assert state() == before


def test_the_report_counts_what_was_sent(check: Check, recorder: Any) -> None:
    report = check(recorder)
    assert (report.requests, report.writes) == (len(recorder.passed), len(recorder.writes))


def test_only_the_page_named_is_written_and_only_with_documented_methods(
    check: Check, recorder: Any, world: Sandbox
) -> None:
    check(recorder)
    assert {request.method for request, _ in recorder.passed} == {"GET", "PUT"}
    applied = [request for request, response in recorder.passed if request.method == "PUT" and response.status == 200]
    assert {request.path for request in applied} == {f"/v2/pages/{world.page_id}"}


def written_locales(recorder: Any, world: Sandbox) -> set[str]:
    """Return the tags of the secondary locales that any update names."""
    named = {value for request in recorder.writes for _, value in request.query}
    return {tag for tag, locale_id in world.locale_ids.items() if locale_id in named and tag != "en-US"}


def test_without_a_locale_no_secondary_locale_is_written(check: Check, recorder: Any, world: Sandbox) -> None:
    assert check(recorder, locale=None, budget=100).verdict == "clean"
    assert written_locales(recorder, world) == set()


@pytest.mark.parametrize("name", ["fr-FR", "fr_fr", "FR-fr", "id"])
def test_only_the_locale_named_is_written_whatever_its_spelling(
    check: Check, recorder: Any, world: Sandbox, name: str
) -> None:
    french = world.locale_ids["fr-FR"]
    assert check(recorder, locale=french if name == "id" else name, budget=100).verdict == "clean"
    assert written_locales(recorder, world) == {"fr-FR"}


def test_every_secondary_locale_is_read(check: Check, recorder: Any, world: Sandbox) -> None:
    check(recorder, locale=None)
    read = {value for request, _ in recorder.passed for name, value in request.query if name == "localeId"}
    assert read >= {locale_id for tag, locale_id in world.locale_ids.items() if tag != "en-US"}


def test_without_a_second_token_there_is_no_403(check: Check, recorder: Any, world: Sandbox) -> None:
    report = check(recorder, credentials=Credentials(world.token))

    assert report.verdict == "clean"
    assert 403 not in {response.status for _, response in recorder.passed}
    assert not report.coverage.statuses["update-page-metadata"]["403"]
    assert "Bearer None" not in {request.headers.get("authorization") for request, _ in recorder.passed}


def test_with_a_second_token_403_is_seen(check: Check) -> None:
    assert check().coverage.statuses["update-page-metadata"]["403"]


def test_every_text_sent_carries_the_marker_or_is_the_page_s_own(
    check: Check, recorder: Any, world: Sandbox, read: Callable[..., Any]
) -> None:
    own = set(_texts(read(world.page_id))) | set(_texts(read(world.page_id, "fr-FR")))
    check(recorder)
    sent = {text for request in recorder.writes for text in _texts(_json(request.content))}
    strangers = {text for text in sent - own if "(webflow-contract probe)" not in text}
    assert strangers == {"ignored", "0123456789abcdef01234567", "2000-01-01T00:00:00.000Z"}
    assert len(sent - strangers - own) > 5


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return {}


def _texts(body: dict[str, Any]) -> list[str]:
    nested = [value for value in body.values() if isinstance(value, dict)]
    values = [value for holder in (body, *nested) for value in holder.values()]
    return [value for value in values if isinstance(value, str)]


@pytest.mark.parametrize(
    "page",
    ["/", "/about", "/contact", "/detail_posts", "/company/press"],
)
def test_any_page_of_the_sandbox_can_be_checked(check: Check, state: State, world: Sandbox, page: str) -> None:
    before = state()
    report = check(page=world.page_ids[page], locale=None, budget=100)
    assert (report.verdict, report.findings) == ("clean", ())
    assert state() == before


@pytest.mark.parametrize("page", ["/", "/contact", "/detail_posts", "/company/press"])
def test_a_locale_without_texts_of_its_own_gets_none(
    check: Check, state: State, recorder: Any, world: Sandbox, page: str
) -> None:
    """One that is written there may never follow the primary locale again."""
    before = state()
    report = check(recorder, page=world.page_ids[page], budget=100)
    assert (report.verdict, report.writes) == ("inconclusive", 0)
    assert "The page has no text of its own in fr-FR" in (report.not_judged or "")
    assert state() == before


def test_a_site_without_localization_is_clean(check: Check, world: Sandbox) -> None:
    report = check(site=world.site_ids["one-tongue"], page=world.page_ids_of("one-tongue")["/"], locale=None)
    assert (report.verdict, report.findings) == ("clean", ())


def under(plan: LocalizationPlan) -> Sandbox:
    """Return a sandbox whose first site is under a localization plan."""
    site, *others = default().sites
    return Sandbox(evolve(default(), sites=(evolve(site, localization_plan=plan), *others)), rate_limit="off")


@pytest.mark.parametrize("plan", ["essential", "advanced"])
@pytest.mark.parametrize("locale", [None, "fr-FR"])
@pytest.mark.parametrize("budget", [None, 100])
def test_checks_under_each_plan_raise_no_false_alarm(
    plan: LocalizationPlan, locale: str | None, budget: int | None
) -> None:
    world = under(plan)
    for _ in range(3):  # the second one finds the page as the first one has left it
        subject = Subject("http://127.0.0.1/v2", world.site_id, world.page_id, locale)
        credentials = Credentials(world.token, world.tokens["without-pages-write"])
        report = run(world, subject, credentials, effective.load(), label="", journal=None, budget=budget)
        assert (report.verdict, report.findings) == ("clean", ())


def changing(world: Sandbox, change: Callable[[dict[str, Any]], None], when: Callable[[Request], bool]) -> Handler:
    """Change every page that some answers have."""

    def answer(request: Request) -> Response:
        response = world(request)
        if response.status != 200 or "/pages" not in request.path or not when(request):
            return response
        body = response.json()
        for page in body.get("pages", [body]):
            change(page)
        return evolve(response, content=json.dumps(body).encode())

    return answer


def shows_mirrored(page: dict[str, Any]) -> None:
    for name in ("title", "description"):
        if page["openGraph"][f"{name}Copied"]:
            page["openGraph"][name] = page["seo"].get(name) or "a text"


def refused(status: int, code: str) -> Callable[[Sandbox], Handler]:
    def service(world: Sandbox) -> Handler:
        error = {"message": "no", "code": code, "externalReference": None, "details": []}

        def answer(request: Request) -> Response:
            response = world(request)
            unknown = response.status == 404
            return evolve(response, status=status, content=json.dumps(error).encode()) if unknown else response

        return answer

    return service


SOUND: dict[str, Callable[[Sandbox], Handler]] = {
    "what is unknown is forbidden": refused(403, "forbidden"),
    "what is unknown is not authorized": refused(401, "not_authorized"),
    "a mirrored text is shown": lambda world: changing(world, shows_mirrored, lambda request: True),
    "an unknown field comes now and then": lambda world: changing(
        world, lambda page: page.update(noIndex=False), lambda request: request.method == "PUT" and bool(request.query)
    ),
}
"""Services that keep to what is known, and do otherwise where nobody knows."""


@pytest.mark.parametrize("name", SOUND)
@pytest.mark.parametrize("page", ["/pricing", "/about"])
def test_a_service_that_does_otherwise_where_nobody_knows_breaks_nothing(
    check: Check, world: Sandbox, name: str, page: str
) -> None:
    report = check(SOUND[name](world), page=world.page_ids[page], budget=60)
    told = {finding.rule for finding in report.findings}
    assert told <= {"response-optional-property-added"}
    assert (report.not_judged, report.restored) == (None, True)


UNSHOWN: dict[str, Callable[[Sandbox], Handler]] = {
    "should publish with each update": lambda world: changing(
        world, lambda page: page.update(shouldPublish=False), lambda request: request.method == "PUT"
    ),
    "created anew in each locale": lambda world: changing(
        world,
        lambda page: page.update(createdOn="2026-02-02T00:00:00.000Z"),
        lambda request: bool({"localeId"} & dict(request.query).keys()),
    ),
}


@pytest.mark.parametrize("name", UNSHOWN)
def test_what_is_only_inferred_is_a_warning_at_the_most(check: Check, world: Sandbox, name: str) -> None:
    report = check(UNSHOWN[name](world))
    assert report.findings
    assert (report.not_judged, report.restored) == (None, True)
    assert report.coverage.requests["update-page-metadata"]["query localeId"]  # it keeps no locale from being written
    assert {(finding.inferred, finding.level) for finding in report.findings} == {(True, "warning")}


def test_a_locale_still_follows_the_primary_where_it_did(
    check: Check, world: Sandbox, read: Callable[..., Any], write: Callable[..., None]
) -> None:
    check(page=world.page_ids["/about"], locale="fr-FR")

    write(world.page_ids["/about"], {"seo": {"title": "Who we are"}})

    french = read(world.page_ids["/about"], "fr-FR")
    assert (french["title"], french["seo"]["title"]) == ("À propos", "Who we are")
