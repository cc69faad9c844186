"""Exactly the plan is applied, only where the site is as the plan saw it, and each answer is judged field by field."""

import asyncio
import json
from collections import Counter
from typing import Any

import pytest

from webflow_contract.exchange import Request
from webflow_pages import OpenGraph, Seo
from webflow_pages.metadata.applying.applying import CONCURRENCY
from webflow_pages.metadata.applying.progress import Progress
from webflow_pages.metadata.errors import StaleError
from webflow_pages.metadata.fields import CLEARED, MIRROR
from webflow_pages.metadata.plan.reads import reads_needed

from .stage import Stage, outcomes

pytestmark = pytest.mark.parametrize("options", [{}, {"bulk": True}], ids=["single", "bulk"])

FR = "fr-FR"


@pytest.fixture
def stage(stage: Stage, options: dict[str, Any]) -> Stage:
    stage.options = options
    return stage


def bodies(stage: Stage) -> list[dict[str, Any]]:
    """Return what was sent for each page."""
    found: list[dict[str, Any]] = []
    for entry in stage.sandbox.requests():
        if entry.method == "PUT":
            found.append({"id": entry.path.rpartition("/")[2], **dict(entry.query), **json.loads(entry.body)})
        elif entry.method == "PATCH":
            found += json.loads(entry.body)["pages"]
    return found


def test_only_what_changes_is_sent(stage: Stage) -> None:
    plan = stage.plan(
        {
            ("/pricing", FR): {"title": "Nos prix", "seo.description": "Tout."},
            ("/pricing", "en-US"): {"open_graph.title": MIRROR},
            ("/contact", "en-US"): {"open_graph.title": "Letters"},
        }
    )
    applied = stage.apply(plan)
    pricing, contact = stage.paths["/pricing"], stage.paths["/contact"]
    assert bodies(stage) == [
        {
            "id": pricing,
            "localeId": stage.sandbox.locale_ids[FR],
            "title": "Nos prix",
            "seo": {"description": "Tout."},
        },
        {"id": pricing, "openGraph": {"titleCopied": True}},
        {"id": contact, "openGraph": {"title": "Letters", "titleCopied": False}},
    ]
    assert set(outcomes(applied).values()) == {"changed"}
    assert stage.is_as(plan)
    assert (applied.open, applied.halt, applied.staged) == (False, None, True)


def test_as_few_requests_as_can_be(stage: Stage, options: dict[str, Any]) -> None:
    plan = stage.plan(
        {(path, tag): {"title": f"{path} {tag}"} for path in ("/about", "/imprint") for tag in (FR, "de-DE")}
    )
    stage.sandbox.forget_requests()
    applied = stage.apply(plan)
    writes = 1 if options else 4
    assert reads_needed(plan.updates) == 3
    assert Counter(stage.asked()) == Counter(
        {"get-site": 1, "list-pages": 2, "update-page-metadata-bulk" if options else "update-page-metadata": writes}
    )
    assert applied.requests == reads_needed(plan.updates) + writes


def test_what_is_so_already_is_not_sent(stage: Stage) -> None:
    plan = stage.plan({("/about", FR): {"title": "Nous", "seo.title": "Qui"}, ("/pricing", FR): {"title": "Prix"}})
    stage.update("/about", FR, title="Nous")
    stage.update("/pricing", FR, title="Prix")
    stage.sandbox.forget_requests()
    applied = stage.apply(plan)
    assert outcomes(applied) == {
        ("/about", FR, "title"): "already-so",
        ("/about", FR, "seo.title"): "changed",
        ("/pricing", FR, "title"): "already-so",
    }
    assert [body.get("title") for body in bodies(stage)] == [None]


def test_a_page_that_somebody_changed_is_left_alone_and_the_others_go_on(stage: Stage) -> None:
    plan = stage.plan({("/about", FR): {"title": "Nous", "seo.title": "Qui"}, ("/pricing", FR): {"title": "Prix"}})
    stage.update("/about", FR, title="Theirs")
    applied = stage.apply(plan)
    assert outcomes(applied) == {
        ("/about", FR, "title"): "stale",
        ("/about", FR, "seo.title"): "stale",
        ("/pricing", FR, "title"): "changed",
    }
    assert [one.now for one in applied.outcomes] == ["Theirs", "About Lantern & Loom", "Prix"]
    whys = [one.why for one in applied.outcomes]
    assert whys == [None, "another field of this page is no longer as the plan saw it", None]
    assert not applied.open
    assert stage.state().values[stage.paths["/about"], FR]["title"] == "Theirs"


def test_a_field_that_the_plan_does_not_change_may_be_anything(stage: Stage) -> None:
    plan = stage.plan({("/about", FR): {"title": "Nous"}})
    stage.update("/about", FR, seo=Seo(title="Theirs"), open_graph=OpenGraph(description="x", description_copied=False))
    assert set(outcomes(stage.apply(plan)).values()) == {"changed"}


def test_webflow_ignores_a_slug_without_a_word_and_it_is_told(stage: Stage) -> None:
    plan = stage.plan({("/about", FR): {"title": "Nous", "slug": "nous"}})
    applied = stage.apply(plan)
    assert outcomes(applied) == {("/about", FR, "title"): "changed", ("/about", FR, "slug"): "ignored"}
    assert applied.outcomes[1].now == "about"


def test_webflow_makes_something_else_of_a_slug_and_it_is_told(stage: Stage) -> None:
    stage.sandbox.assume(malformed_slug="normalised")
    plan = stage.plan({("/about", "en-US"): {"slug": "About Us"}})
    applied = stage.apply(plan)
    assert [(one.outcome, one.now) for one in applied.outcomes] == [("normalised", "about-us")]
    assert applied.wrote


@pytest.mark.parametrize(("does", "outcome"), [("stored", "changed"), ("clears", "changed"), ("ignored", "ignored")])
def test_clearing_is_done_where_no_text_is_left(stage: Stage, does: str, outcome: str) -> None:
    stage.sandbox.assume(empty_string_clears=does)
    plan = stage.plan({("/about", "en-US"): {"seo.title": CLEARED}})
    assert set(outcomes(stage.apply(plan)).values()) == {outcome}


def test_a_text_that_goes_on_mirroring_was_ignored(stage: Stage) -> None:
    stage.sandbox.assume(text_with_copied_flag="flag_wins", text_without_copied_flag="stays_mirrored")
    plan = stage.plan({("/contact", "en-US"): {"open_graph.title": "Letters"}})
    assert set(outcomes(stage.apply(plan)).values()) == {"changed"}  # as the flag goes along


@pytest.mark.parametrize("refused", ["nothing_applied", "applied_until_it"])
def test_a_refused_value_fails_alone(stage: Stage, refused: str) -> None:
    stage.sandbox.assume(bulk_with_a_refused_entry=refused)
    plan = stage.plan(
        {
            ("/about", "en-US"): {"slug": "Not A Slug"},
            ("/pricing", "en-US"): {"title": "Prices"},
            ("/404", FR): {"title": "x"},
        }
    )
    applied = stage.apply(plan)
    assert outcomes(applied) == {
        ("/about", "en-US", "slug"): "failed",
        ("/pricing", "en-US", "title"): "changed",
        ("/404", FR, "title"): "changed",
    }
    assert "slug" in (applied.outcomes[0].why or "")
    assert set(stage.writes_of_pages().values()) == {1}
    assert (applied.open, applied.halt) == (False, None)


def gone(stage: Stage, path: str) -> Any:
    """Answer for a site from which a page has gone: it is in no listing, and 404."""
    page_id, inner = stage.paths[path], stage.sandbox

    def answer(request: Request) -> Any:
        response = inner(request)
        if page_id in request.path:
            return inner(Request("GET", "/v2/pages/" + "0" * 24, (), request.headers))
        if request.path.endswith("/pages") and request.method == "GET":
            body = response.json()
            body["pages"] = [page for page in body["pages"] if page["id"] != page_id]
            body["pagination"]["total"] = len(body["pages"])
            return type(response)(200, response.headers, json.dumps(body).encode())
        return response

    return answer


def test_a_page_that_is_gone_fails_alone(stage: Stage) -> None:
    from webflow_contract.carriers.transport import SandboxTransport

    plan = stage.plan(
        {("/about", FR): {"title": "x"}, ("/pricing", FR): {"title": "Prix"}, ("/404", FR): {"title": "y"}}
    )
    stage.transport = SandboxTransport(gone(stage, "/about"), sleep_async=stage.sandbox.clock.sleep_async)
    applied = stage.apply(plan)
    assert outcomes(applied) == {
        ("/about", FR, "title"): "failed",
        ("/pricing", FR, "title"): "changed",
        ("/404", FR, "title"): "changed",
    }
    assert "404" in (applied.outcomes[0].why or "")
    assert not applied.open


@pytest.mark.parametrize(
    "fault",
    ["cut", "cut-after-applying", "cut-body", "truncated-json", "empty-body", "internal-error", "bad-gateway-html"],
)
@pytest.mark.parametrize("operation", ["write", "list-pages", "get-page-metadata", "get-site"])
def test_trouble_for_a_moment_leads_to_nothing_written_twice(
    stage: Stage, options: dict[str, Any], fault: str, operation: str
) -> None:
    plan = stage.plan(
        {("/about", FR): {"title": "Nous"}, ("/pricing", FR): {"title": "Prix"}, ("/404", "de-DE"): {"title": "x"}}
    )
    name = f"update-page-metadata{'-bulk' if options else ''}" if operation == "write" else operation
    stage.sandbox.forget_requests()
    stage.sandbox.switches.on(fault, operation=name, times=1)
    applied = stage.apply(plan)
    if operation != "write" and fault in ("truncated-json", "empty-body"):
        # A 200 that cannot be read is no trouble that the client waits for.
        assert applied.open
        stage.sandbox.switches.off()
        applied = stage.apply(plan)
    assert set(outcomes(applied).values()) == {"changed"}
    assert not applied.open
    assert set(stage.writes_of_pages().values()) == {1}
    assert stage.is_as(plan)
    if fault in ("cut-after-applying", "cut-body", "truncated-json", "empty-body"):
        assert len(bodies(stage)) == 3  # it had arrived


@pytest.mark.parametrize("fault", ["token-revoked", "insufficient-permissions"])
def test_a_token_that_is_revoked_in_the_middle_stops_everything(
    stage: Stage, options: dict[str, Any], fault: str
) -> None:
    plan = stage.plan({(path, FR): {"title": "x"} for path in ("/about", "/pricing", "/404", "/imprint")})
    switch = stage.sandbox.switches.on(fault, skip=2 if options else 3)
    applied = stage.apply(plan, concurrency=1)
    assert applied.halt is not None
    assert applied.halt.cause == "authorization"
    assert applied.open
    assert set(outcomes(applied).values()) <= {"changed", "failed", "not-sent"}
    assert applied.wrote == (not options)
    stage.sandbox.switches.off(switch)
    again = stage.apply(plan)
    assert (again.run, again.open) == (applied.run, False)
    assert set(outcomes(again).values()) == {"changed"}
    assert set(stage.writes_of_pages().values()) == {1}


def test_an_answer_for_another_locale_stops_everything_loudly(stage: Stage, options: dict[str, Any]) -> None:
    from webflow_contract.carriers.transport import SandboxTransport

    def ignores_locales(request: Request) -> Any:
        if request.method == "PUT":
            request = Request(request.method, request.path, (), request.headers, request.content)
        if request.method == "PATCH":
            body = {
                "pages": [
                    {**one, "localeId": stage.sandbox.locale_ids["pt-BR"]}
                    for one in json.loads(request.content)["pages"]
                ]
            }
            request = Request(request.method, request.path, (), request.headers, json.dumps(body).encode())
        return stage.sandbox(request)

    plan = stage.plan({(path, FR): {"title": "x"} for path in ("/about", "/pricing", "/404", "/imprint")})
    stage.transport = SandboxTransport(ignores_locales, sleep_async=stage.sandbox.clock.sleep_async)
    applied = stage.apply(plan, concurrency=1)
    assert applied.halt is not None
    assert applied.halt.cause == "misdirected"
    assert len(stage.writes()) == (0 if options else 1)
    assert applied.wrote  # for all that anybody knows


def test_where_webflow_is_down_it_stops_soon_and_goes_on_later(stage: Stage) -> None:
    plan = stage.plan(
        {(path, tag): {"title": "x"} for path in ("/about", "/pricing", "/404") for tag in (FR, "de-DE", "pt-BR")}
    )
    stage.sandbox.forget_requests()
    stage.sandbox.switches.on("service-unavailable", skip=1)
    applied = stage.apply(plan, concurrency=1)
    assert applied.halt is not None
    assert applied.halt.cause == "unreachable"
    assert set(outcomes(applied).values()) == {"not-sent"}
    assert not applied.wrote
    stage.sandbox.switches.off()
    again = stage.apply(plan)
    assert (again.run, again.open) == (applied.run, False)
    assert stage.is_as(plan)


def test_an_unanswered_write_of_which_nobody_can_tell_is_looked_at_later(stage: Stage, options: dict[str, Any]) -> None:
    plan = stage.plan({("/about", FR): {"title": "Nous"}})
    stage.sandbox.switches.on("cut-after-applying", operation=f"update-page-metadata{'-bulk' if options else ''}")
    stage.sandbox.switches.on("service-unavailable", operation="get-page-metadata", skip=1)
    applied = stage.apply(plan)
    assert outcomes(applied) == {("/about", FR, "title"): "failed"}
    assert (applied.open, applied.wrote) == (True, True)
    stage.sandbox.switches.off()
    stage.sandbox.forget_requests()
    again = stage.apply(plan)
    assert outcomes(again) == {("/about", FR, "title"): "changed"}
    assert not bodies(stage)


def test_the_primary_locale_comes_last(stage: Stage) -> None:
    plan = stage.plan(
        {
            ("/about", "en-US"): {"seo.title": "Us"},
            ("/about", FR): {"seo.title": "Nous"},
            ("/about", "de-DE"): {"seo.title": "Wir"},
        }
    )
    assert set(outcomes(stage.apply(plan)).values()) == {"changed"}
    assert "localeId" not in bodies(stage)[-1]


def test_the_primary_locale_waits_for_another_one_that_could_not_be_written(
    stage: Stage, options: dict[str, Any]
) -> None:
    plan = stage.plan({("/about", FR): {"seo.title": "Nous"}, ("/about", "en-US"): {"seo.title": "Us"}})
    stage.sandbox.switches.on(
        "service-unavailable", operation=f"update-page-metadata{'-bulk' if options else ''}", times=3
    )
    stage.sandbox.switches.on("service-unavailable", operation="update-page-metadata", times=3)
    applied = stage.apply(plan)
    assert outcomes(applied) == {("/about", FR, "seo.title"): "failed", ("/about", "en-US", "seo.title"): "not-sent"}
    assert "another locale of this page" in (applied.outcomes[1].why or "")
    assert applied.open
    stage.sandbox.switches.off()
    assert set(outcomes(stage.apply(plan)).values()) == {"changed"}


def test_another_primary_locale_is_another_site(stage: Stage) -> None:
    from attrs import evolve

    plan = evolve(stage.plan({("/about", FR): {"title": "x"}}), primary="it-IT")
    stage.sandbox.forget_requests()
    with pytest.raises(StaleError, match="'en-US' now, and was 'it-IT'"):
        stage.apply(plan)
    assert stage.asked() == ["get-site"]


@pytest.mark.parametrize(
    ("fault", "cause"), [("token-revoked", "authorization"), ("service-unavailable", "unreachable")]
)
def test_where_the_site_cannot_be_read_nothing_else_is_asked(stage: Stage, fault: str, cause: str) -> None:
    plan = stage.plan({("/about", FR): {"title": "x"}})
    stage.sandbox.forget_requests()
    stage.sandbox.switches.on(fault, operation="get-site")
    applied = stage.apply(plan)
    assert applied.halt is not None
    assert applied.halt.cause == cause
    assert set(stage.asked()) == {"get-site"}
    assert set(outcomes(applied).values()) == {"not-sent"}
    assert applied.outcomes[0].why == applied.halt.why


def test_a_site_without_localization_has_a_primary_locale_without_a_tag(stage: Stage) -> None:
    stage = Stage.sized(stage.runs, 2, locales=1, **stage.options)
    stage.sandbox.assume(locales_without_localization="absent")
    plan = stage.plan({("/page-1", "primary"): {"title": "x"}})
    assert set(outcomes(stage.apply(plan)).values()) == {"changed"}


def test_it_stops_when_it_is_told_to(stage: Stage, options: dict[str, Any]) -> None:
    plan = stage.plan({(path, tag): {"title": "x"} for path in ("/about", "/pricing", "/404") for tag in (FR, "en-US")})

    async def apply() -> Any:
        stop = asyncio.Event()
        return await stage.apply_async(plan, stop=stop, concurrency=1, progress=lambda _: stop.set())

    applied = asyncio.run(apply())
    assert applied.halt is not None
    assert applied.halt.cause == "interrupted"
    assert applied.open
    again = stage.apply(plan)
    assert set(outcomes(again).values()) == {"changed"}
    assert set(stage.writes_of_pages().values()) == {1}


def test_cancelling_leaves_a_journal_to_go_on_with(stage: Stage) -> None:
    plan = stage.plan({(path, tag): {"title": "x"} for path in ("/about", "/404") for tag in (FR, "en-US")})

    async def apply() -> None:
        tasks: list[asyncio.Future[Any]] = []
        applying = stage.apply_async(plan, concurrency=1, progress=lambda _: tasks[0].cancel())
        tasks.append(asyncio.ensure_future(applying))
        await tasks[0]

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(apply())
    assert set(outcomes(stage.apply(plan)).values()) == {"changed"}
    assert set(stage.writes_of_pages().values()) == {1}


def test_progress_counts_up_to_the_end(stage: Stage) -> None:
    plan = stage.plan({(path, tag): {"title": "x"} for path in ("/about", "/pricing", "/404") for tag in (FR, "en-US")})
    seen: list[Progress] = []
    applied = stage.apply(plan, progress=seen.append)
    assert [progress.done for progress in seen] == list(range(7))
    assert {progress.total for progress in seen} == {6}
    assert seen[-1].requests == applied.requests
    assert seen[-1].seconds_left == 0


@pytest.mark.parametrize("concurrency", [1, 2, CONCURRENCY])
def test_within_the_quota_there_is_no_429(tmp_path: Any, options: dict[str, Any], concurrency: int) -> None:
    from webflow_contract.sandbox import Clock, Sandbox

    stage = Stage(tmp_path / "runs", Sandbox(rate_limit=10, clock=Clock(running=False)), options=options)
    plan = stage.plan(
        {
            (path, tag): {"title": f"{tag}"}
            for path in stage.paths
            for tag in (FR, "de-DE")
            if path != "/company" and path != "/imprint"
        }
    )
    applied = stage.apply(plan, concurrency=concurrency)
    assert set(outcomes(applied).values()) == {"changed"}
    assert 429 not in {entry.status for entry in stage.sandbox.requests()}


def test_nothing_in_a_run_has_the_token(stage: Stage) -> None:
    plan = stage.plan({("/about", FR): {"title": "Nous"}})
    stage.sandbox.switches.on("token-revoked", skip=2)
    stage.apply(plan)
    files = [path for path in stage.runs.rglob("*") if path.is_file()]
    assert len(files) == 3
    assert not any(stage.sandbox.token in path.read_text(encoding="utf-8") for path in files)
