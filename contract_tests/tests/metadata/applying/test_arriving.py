"""What an update without an answer has done is looked at, and what is still as before goes out once more."""

import errno
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from webflow_contract.exchange import Request, Response
from webflow_pages import Seo
from webflow_pages.metadata.applying import journal
from webflow_pages.metadata.applying.judging import Arrived, has_arrived
from webflow_pages.metadata.applying.run import read_run
from webflow_pages.metadata.fields import Values

from .stage import Stage, outcomes

FR = "fr-FR"


@pytest.mark.parametrize(
    ("sent", "before", "live", "arrived"),
    [
        ({"title": "b"}, {"title": "a"}, {"title": "a"}, "no"),
        ({"title": "b"}, {"title": "a"}, {"title": "b"}, "yes"),
        ({"title": "b"}, {"title": "a"}, {"title": "c"}, "unclear"),
        ({"title": "b", "seo.title": "d"}, {"title": "a", "seo.title": "c"}, {"title": "b", "seo.title": "d"}, "yes"),
        ({"title": "b", "seo.title": "d"}, {"title": "a", "seo.title": "c"}, {"title": "b", "seo.title": "c"}, "no"),
        (
            {"title": "b", "seo.title": "d"},
            {"title": "a", "seo.title": "c"},
            {"title": "b", "seo.title": "e"},
            "unclear",
        ),
        ({"title": "b", "slug": "d"}, {"title": "a", "slug": "c"}, {"title": "b", "slug": "c"}, "yes"),
        ({"title": "b", "slug": "d"}, {"title": "a", "slug": "c"}, {"title": "a", "slug": "c"}, "no"),
        ({"title": "b", "slug": "d"}, {"title": "a", "slug": "c"}, {"title": "a", "slug": "d"}, "no"),
        ({"slug": "d"}, {"slug": "c"}, {"slug": "c"}, "no"),
        ({"slug": "d"}, {"slug": "c"}, {"slug": "d"}, "yes"),
        ({"seo.title": ""}, {"seo.title": "a"}, {}, "yes"),
        ({"seo.title": "a"}, {}, {}, "no"),
    ],
)
def test_an_update_arrives_as_a_whole_but_for_a_slug(
    sent: Values, before: Values, live: Values, arrived: Arrived
) -> None:
    assert has_arrived(sent, before, live) == arrived


def bodies(stage: Stage) -> list[Any]:
    return [json.loads(entry.body) for entry in stage.sandbox.requests() if entry.method == "PUT"]


def first_put(stage: Stage, then: Callable[[Request], Response]) -> None:
    """Have something else answer the first PUT."""
    left = [then]

    def answer(request: Request) -> Response:
        return left.pop()(request) if left and request.method == "PUT" else stage.sandbox(request)

    stage.answer_with(answer)


def half(stage: Stage, request: Request) -> Response:
    """Carry out only the title of an update, and give no answer."""
    body = {"title": json.loads(request.content)["title"]}
    short = Request(request.method, request.path, request.query, request.headers, json.dumps(body).encode())
    return stage.with_fault("cut-after-applying", short)


def test_what_has_not_arrived_is_sent_once_more(stage: Stage) -> None:
    plan = stage.plan({("/about", FR): {"title": "Nous", "seo.title": "Qui"}})
    first_put(stage, lambda request: half(stage, request))
    applied = stage.apply(plan)
    assert bodies(stage) == [{"title": "Nous"}, {"seo": {"title": "Qui"}}]
    assert set(outcomes(applied).values()) == {"changed"}
    (record,) = read_run(stage.runs, applied.run).records.values()
    assert record.before["title"] != "Nous"
    assert record.sent == {"title": "Nous", "seo.title": "Qui"}


@pytest.mark.parametrize("options", [{}, {"bulk": True}], ids=["single", "bulk"])
def test_the_next_attempt_sends_only_what_has_not_arrived(stage: Stage, options: dict[str, Any]) -> None:
    plan = stage.plan({("/about", FR): {"title": "Nous", "seo.title": "Qui"}})
    before = stage.state().values[stage.paths["/about"], FR]
    first_put(stage, lambda request: half(stage, request))
    stage.sandbox.switches.on("service-unavailable", operation="get-page-metadata", skip=1)
    first = stage.apply(plan)
    assert set(outcomes(first).values()) == {"failed"}
    stage.sandbox.switches.off()
    stage.sandbox.forget_requests()
    again = stage.apply(plan, **options)
    sent = [json.loads(entry.body) for entry in stage.sandbox.requests() if entry.method in ("PUT", "PATCH")]
    assert [body.get("pages", [body])[0].get("title") for body in sent] == [None]
    assert again.run == first.run
    assert set(outcomes(again).values()) == {"changed"}
    (record,) = read_run(stage.runs, again.run).records.values()
    assert record.before == before
    assert record.sent == {"title": "Nous", "seo.title": "Qui"}


def test_what_has_arrived_counts_as_changed_where_the_rest_is_refused(stage: Stage) -> None:
    plan = stage.plan({("/about", FR): {"title": "Nous", "seo.title": "Qui"}})
    first_put(stage, lambda request: half(stage, request))
    stage.sandbox.switches.on("service-unavailable", operation="get-page-metadata", skip=1)
    stage.apply(plan)
    stage.sandbox.switches.off()
    stage.update("/about", FR, seo=Seo(title="Theirs"))
    told = outcomes(stage.apply(plan))
    assert told == {("/about", FR, "title"): "changed", ("/about", FR, "seo.title"): "stale"}


def test_a_field_that_was_so_and_that_somebody_has_changed_since_is_stale(stage: Stage) -> None:
    plan = stage.plan({("/about", FR): {"title": "Nous", "seo.title": "Qui"}})
    stage.update("/about", FR, seo=Seo(title="Qui"))
    stage.sandbox.switches.on("cut-after-applying", operation="update-page-metadata")
    stage.sandbox.switches.on("service-unavailable", operation="get-page-metadata", skip=1)
    assert stage.apply(plan).open
    stage.sandbox.switches.off()
    stage.update("/about", FR, seo=Seo(title="Theirs"))
    told = outcomes(stage.apply(plan))
    assert told == {("/about", FR, "title"): "changed", ("/about", FR, "seo.title"): "stale"}


def test_what_was_stale_is_looked_at_again_where_the_run_goes_on(stage: Stage) -> None:
    plan = stage.plan({("/about", FR): {"title": "Nous"}, ("/pricing", FR): {"title": "Prix"}})
    before = stage.state().values[stage.paths["/about"], FR]["title"]
    stage.update("/about", FR, title="Theirs")
    stage.sandbox.switches.on("cut", operation="update-page-metadata")
    first = stage.apply(plan)
    assert outcomes(first) == {("/about", FR, "title"): "stale", ("/pricing", FR, "title"): "failed"}
    stage.sandbox.switches.off()
    stage.update("/about", FR, title=before)
    again = stage.apply(plan)
    assert again.run == first.run
    assert set(outcomes(again).values()) == {"changed"}


def test_an_ignored_slug_is_not_sent_once_more(stage: Stage) -> None:
    plan = stage.plan({("/about", FR): {"title": "Nous", "slug": "nous"}})
    stage.sandbox.switches.on("cut-after-applying", operation="update-page-metadata", times=1)
    applied = stage.apply(plan)
    assert len(bodies(stage)) == 1
    assert outcomes(applied) == {("/about", FR, "title"): "changed", ("/about", FR, "slug"): "ignored"}


@pytest.mark.parametrize("options", [{}, {"bulk": True}], ids=["single", "bulk"])
def test_what_somebody_wrote_meanwhile_is_not_written_over(stage: Stage, options: dict[str, Any]) -> None:
    plan = stage.plan({("/about", FR): {"title": "Nous", "seo.title": "Qui"}})
    left = ["cut"]

    def answer(request: Request) -> Response:
        if request.method not in ("PUT", "PATCH") or not left:
            return stage.sandbox(request)
        response = stage.with_fault(left.pop(), request)
        stage.change("/about", FR, title="Theirs")
        return response

    stage.answer_with(answer)
    applied = stage.apply(plan, **options)
    assert outcomes(applied) == {("/about", FR, "title"): "stale", ("/about", FR, "seo.title"): "stale"}
    assert applied.outcomes[0].now == "Theirs"
    assert stage.state().values[stage.paths["/about"], FR]["title"] == "Theirs"
    assert not applied.open


@pytest.mark.parametrize("options", [{}, {"bulk": True}], ids=["single", "bulk"])
def test_a_page_that_goes_while_it_is_written_was_not_written(stage: Stage, options: dict[str, Any]) -> None:
    plan = stage.plan({("/about", FR): {"title": "Nous"}})
    gone: list[bool] = []

    def answer(request: Request) -> Response:
        if request.method in ("PUT", "PATCH"):
            gone.append(True)
            return stage.with_fault("cut", request)
        if gone:
            return stage.sandbox(Request("GET", "/v2/pages/" + "0" * 24, (), request.headers))
        return stage.sandbox(request)

    stage.answer_with(answer)
    applied = stage.apply(plan, **options)
    assert outcomes(applied) == {("/about", FR, "title"): "failed"}
    assert "404" in (applied.outcomes[0].why or "")
    assert (applied.open, applied.wrote) == (False, False)


def test_what_may_have_arrived_once_may_still_arrive(stage: Stage) -> None:
    """The first attempt may have, whatever is known of the second one."""
    plan = stage.plan({("/about", FR): {"title": "Nous"}})
    refused = ["not-sent", "cut"]

    def answer(request: Request) -> Response:
        if request.method != "PUT":
            return stage.sandbox(request)
        if refused:
            fault = refused.pop()
            return stage.with_fault("too-many-requests" if fault == "not-sent" else fault, request)
        return stage.sandbox(Request("GET", "/v2/pages/malformed", (), request.headers))

    stage.answer_with(answer)
    applied = stage.apply(plan)
    assert outcomes(applied) == {("/about", FR, "title"): "failed"}
    assert (applied.open, applied.wrote) == (False, True)


def test_of_an_earlier_attempt_as_well(stage: Stage) -> None:
    plan = stage.plan({("/about", FR): {"title": "Nous"}})
    stage.sandbox.switches.on("cut", operation="update-page-metadata")
    stage.sandbox.switches.on("service-unavailable", operation="get-page-metadata", skip=1)
    assert stage.apply(plan).open
    stage.sandbox.switches.off()
    first_put(stage, lambda request: stage.sandbox(Request("GET", "/v2/pages/malformed", (), request.headers)))
    applied = stage.apply(plan)
    assert outcomes(applied) == {("/about", FR, "title"): "failed"}
    assert applied.wrote


def test_a_journal_that_leaves_out_a_field_is_looked_at_anew(stage: Stage) -> None:
    plan = stage.plan({("/about", FR): {"title": "Nous", "seo.title": "Qui"}, ("/pricing", FR): {"title": "x"}})
    stage.sandbox.switches.on("token-revoked", operation="update-page-metadata", skip=1)
    run = stage.apply(plan, concurrency=1).run
    stage.sandbox.switches.off()
    path: Path = stage.runs / run / "journal.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        line.get("fields", {}).pop("seo.title", None)
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    applied = stage.apply(plan)
    assert applied.run == run
    assert outcomes(applied) == {
        ("/about", FR, "title"): "already-so",
        ("/about", FR, "seo.title"): "already-so",
        ("/pricing", FR, "title"): "changed",
    }


@pytest.mark.parametrize(
    ("on_look", "cause", "why"), [("token-revoked", "authorization", "401"), ("too-many-requests", None, "503")]
)
def test_why_a_page_cannot_be_looked_at_counts_if_it_holds_for_all(
    stage: Stage, on_look: str, cause: str | None, why: str
) -> None:
    plan = stage.plan({("/about", FR): {"title": "Nous"}})
    stage.sandbox.switches.on("service-unavailable", operation="update-page-metadata")
    stage.sandbox.switches.on(on_look, operation="get-page-metadata", skip=1)
    applied = stage.apply(plan)
    assert (None if applied.halt is None else applied.halt.cause) == cause
    assert why in (applied.outcomes[0].why or "")
    assert applied.open


@pytest.mark.parametrize("options", [{}, {"bulk": True}], ids=["single", "bulk"])
@pytest.mark.parametrize("fault", ["token-revoked", "service-unavailable", "late"])
def test_where_the_end_of_a_write_cannot_be_written_down_it_stops(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, options: dict[str, Any], fault: str
) -> None:
    plan = stage.plan({("/about", FR): {"title": "Nous"}})
    store = journal.store
    if fault != "late":
        name = f"update-page-metadata{'-bulk' if options else ''}"
        stage.sandbox.switches.on(fault, operation=name)

    def full(file: int, content: bytes) -> None:
        if b'"failed"' in content:
            raise OSError(errno.ENOSPC, "No space left on device")
        if b'"sending"' in content and fault == "late":
            stage.sandbox.clock.advance(11)
        store(file, content)

    monkeypatch.setattr(journal, "store", full)
    applied = stage.apply(plan, **options)
    assert applied.halt is not None
    assert applied.halt.cause == ("authorization" if fault == "token-revoked" else "journal")
    assert outcomes(applied) == {("/about", FR, "title"): "not-sent" if fault == "late" else "failed"}
    assert applied.open
