"""A field that changes though nobody asked for it is told, and nothing else is written after that."""

import json
from typing import Any

import pytest

from webflow_contract.exchange import Request, Response
from webflow_pages import OpenGraph, Seo
from webflow_pages.metadata.applying.judging import answered_at_once
from webflow_pages.metadata.applying.log import Record
from webflow_pages.metadata.applying.run import read_run
from webflow_pages.metadata.fields import MIRROR, Values
from webflow_pages.metadata.plan.model import Change, Plan, Update

from .stage import Stage, Wanted, outcomes

FR = "fr-FR"
CLEARED = ["cleared", "cleared_in_sent_objects"]


def record_of(stage: Stage, run: str, path: str, tag: str) -> Record:
    return read_run(stage.runs, run).records[stage.paths[path], tag]


@pytest.mark.parametrize("does", CLEARED)
@pytest.mark.parametrize("concurrency", [1, 16])
def test_what_was_not_sent_and_changes_is_told_and_nothing_else_is_written(
    stage: Stage, does: str, concurrency: int
) -> None:
    stage.sandbox.assume(left_out_fields=does)
    text = stage.state().values[stage.paths["/about"], FR]["seo.description"]
    plan = stage.plan({(path, FR): {"seo.title": "x"} for path in ("/about", "/pricing", "/imprint")})
    stage.answer_late()
    applied = stage.apply(plan, concurrency=concurrency)
    assert len(stage.writes()) == 1
    (beside,) = [one for one in applied.outcomes if one.field == "seo.description"]
    assert (beside.outcome, beside.before, beside.after, beside.now) == ("also-changed", text, None, None)
    assert "not asked for" in (beside.why or "")
    assert applied.counts["changed"] == 1
    assert applied.counts["not-sent"] == 2
    assert (applied.open, applied.wrote) == (True, True)
    assert applied.halt is not None
    assert applied.halt.cause == "side-effects"
    for part in ("/about fr-FR", "seo.description", "The rest was not sent", f"rollback {applied.run}"):
        assert part in applied.halt.why
    assert "listing" not in applied.halt.why
    left = record_of(stage, applied.run, "/about", FR).left
    assert left == stage.state().values[stage.paths["/about"], FR]


def test_so_it_is_with_the_beta(stage: Stage) -> None:
    stage = Stage.sized(stage.runs, 120, bulk=True)
    stage.sandbox.assume(left_out_fields="cleared")
    plan = stage.plan({(f"/page-{number}", "fr"): {"title": "x"} for number in range(120)})
    applied = stage.apply(plan)
    assert stage.asked().count("update-page-metadata-bulk") == 1
    assert applied.counts["not-sent"] == 20
    assert applied.counts["also-changed"] == 3 * 100
    assert applied.halt is not None
    assert applied.halt.cause == "side-effects"


def test_an_update_that_was_refused_shows_nothing_of_its_kind(stage: Stage) -> None:
    stage.sandbox.assume(left_out_fields="cleared")
    others: Wanted = {(path, "en-US"): {"slug": path[1:], "seo.title": "x"} for path in ("/pricing", "/contact")}
    plan = stage.plan({("/about", "en-US"): {"slug": "Not A Slug", "seo.title": "x"}, **others})
    stage.answer_late()
    applied = stage.apply(plan)
    assert len(stage.writes()) == 1
    assert (applied.counts["failed"], applied.counts["not-sent"]) == (2, 2)


def test_each_kind_of_update_goes_alone_at_first(stage: Stage) -> None:
    stage.sandbox.assume(left_out_fields="cleared_in_sent_objects")
    titles: Wanted = {(path, FR): {"title": "x"} for path in ("/about", "/pricing")}
    others: Wanted = {(path, FR): {"seo.title": "x"} for path in ("/404", "/imprint")}
    plan = stage.plan({**titles, **others})
    stage.answer_late()
    applied = stage.apply(plan)
    assert len(stage.writes()) == 3
    assert applied.counts["changed"] == 3
    assert applied.counts["not-sent"] == 1


def test_where_nothing_is_left_it_has_not_stopped_and_yet_is_told(stage: Stage) -> None:
    stage.sandbox.assume(left_out_fields="cleared")
    applied = stage.apply(stage.plan({("/about", FR): {"title": "x"}}))
    assert (applied.open, applied.halt) == (False, None)
    assert applied.counts["also-changed"] > 0


def test_it_goes_on_later_and_still_tells_what_had_changed(stage: Stage) -> None:
    stage.sandbox.assume(left_out_fields="cleared_in_sent_objects")
    plan = stage.plan({(path, FR): {"seo.title": "x"} for path in ("/about", "/pricing")})
    first = stage.apply(plan)
    stage.sandbox.assume(left_out_fields="kept")
    again = stage.apply(plan)
    assert (again.run, again.open) == (first.run, False)
    assert again.counts["changed"] == 2
    assert again.outcomes[:2] == first.outcomes[:2]
    assert [one for one in again.outcomes if one.outcome == "also-changed"] == [
        one for one in first.outcomes if one.outcome == "also-changed"
    ]


def test_a_planned_field_that_was_so_already_and_is_cleared_is_told(stage: Stage) -> None:
    plan = stage.plan({("/about", FR): {"title": "x", "seo.description": "d"}})
    stage.update("/about", FR, seo=Seo(description="d"))
    stage.sandbox.assume(left_out_fields="cleared")
    applied = stage.apply(plan)
    told = {one.field: (one.outcome, one.after, one.now) for one in applied.outcomes}
    assert told["title"] == ("changed", "x", "x")
    assert told["seo.description"] == ("also-changed", "d", None)
    assert len(told) == len(applied.outcomes)


@pytest.mark.parametrize("options", [{}, {"bulk": True}])
def test_it_is_seen_where_no_answer_came(stage: Stage, options: dict[str, Any]) -> None:
    stage.sandbox.assume(left_out_fields="cleared_in_sent_objects")
    name = f"update-page-metadata{'-bulk' if options else ''}"
    stage.sandbox.switches.on("cut-after-applying", operation=name, times=1)
    plan = stage.plan({("/about", FR): {"seo.title": "x"}})
    applied = stage.apply(plan, **options)
    assert outcomes(applied) == {
        ("/about", FR, "seo.title"): "changed",
        ("/about", FR, "seo.description"): "also-changed",
    }


def test_what_somebody_changes_between_two_attempts_is_none(stage: Stage) -> None:
    plan = stage.plan({("/about", FR): {"seo.title": "x"}})
    stage.sandbox.switches.on("cut-after-applying", operation="update-page-metadata")
    stage.sandbox.switches.on("service-unavailable", operation="get-page-metadata", skip=1)
    assert stage.apply(plan).open
    stage.sandbox.switches.off()
    stage.update("/about", FR, seo=Seo(description="theirs"))
    assert outcomes(stage.apply(plan)) == {("/about", FR, "seo.title"): "changed"}


def test_a_listing_that_tells_other_texts_than_the_pages_stops_it(stage: Stage) -> None:
    stage = Stage.sized(stage.runs, 3)
    stage.sandbox.assume(listed_texts="of_primary")
    applied = stage.apply(stage.plan({(f"/page-{number}", "fr"): {"title": "x"} for number in range(3)}))
    assert len(stage.writes()) == 1
    assert applied.halt is not None
    assert applied.halt.cause == "side-effects"
    assert "the listing of pages" in applied.halt.why


def test_what_mirrors_and_goes_on_mirroring_has_not_changed(stage: Stage) -> None:
    stage = Stage.sized(stage.runs, 2)
    plan = stage.plan({("/page-1", "fr"): {"seo.title": "x"}, ("/page-1", "en"): {"open_graph.description": MIRROR}})
    assert set(outcomes(stage.apply(plan)).values()) == {"changed"}


def test_an_own_text_that_comes_to_mirror_has_changed(stage: Stage) -> None:
    stage.update("/about", FR, open_graph=OpenGraph(title="Card", title_copied=False))
    plan = stage.plan({("/about", FR): {"title": "x"}})

    def mirrors(request: Request) -> Response:
        if request.method == "PUT":
            body = {**json.loads(request.content), "openGraph": {"titleCopied": True}}
            request = Request(request.method, request.path, request.query, request.headers, json.dumps(body).encode())
        return stage.sandbox(request)

    stage.answer_with(mirrors)
    (_, beside) = stage.apply(plan).outcomes
    assert (beside.field, beside.outcome, beside.before, beside.now) == (
        "open_graph.title",
        "also-changed",
        "Card",
        MIRROR,
    )


@pytest.mark.parametrize(
    ("before", "now", "is_told"),
    [
        ({}, {"seo.title": ""}, False),
        ({"seo.title": ""}, {}, False),
        ({"open_graph.title": MIRROR}, {"open_graph.title": MIRROR}, False),
        ({"open_graph.title": MIRROR}, {}, True),
        ({}, {"open_graph.title": MIRROR}, True),
        ({}, {"seo.title": "x"}, True),
        ({"seo.title": "x"}, {"seo.title": "y"}, True),
        ({"slug": "a"}, {"slug": "b"}, True),
    ],
)
def test_no_text_is_as_good_as_an_empty_one(before: Values, now: Values, is_told: bool) -> None:
    update = Update("p", "/p", FR, "l", "page", 0, (Change("title", "a", "b"),), {"title": "a"})
    told = answered_at_once(update, {"title": "b"}, {"title": "a", **before}, {"title": "b", **now})
    assert [one.outcome for one in told] == ["changed", *["also-changed"] * is_told]


def test_plans_without_side_effects_name_only_planned_fields(stage: Stage) -> None:
    plan: Plan = stage.plan({(path, FR): {"seo.title": "x"} for path in ("/about", "/pricing", "/imprint")})
    applied = stage.apply(plan)
    assert [one.field for one in applied.outcomes] == ["seo.title"] * 3
    for update in plan.updates:
        assert record_of(stage, applied.run, update.name, FR).left == stage.state().values[update.page_id, FR]
