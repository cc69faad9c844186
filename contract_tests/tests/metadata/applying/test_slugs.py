"""Slugs of a locale are written one after the other in the plan's order: one page may take what another one leaves."""

from pathlib import Path
from typing import Any

import pytest

from webflow_contract.exchange import Request, Response
from webflow_pages.metadata.plan.model import Plan

from .stage import Stage, Wanted, outcomes

CHAIN = ["/page-210", "/page-150", "/page-50"]
"""Each takes the slug that the one before it leaves. They are in portions of their own."""


def chained(stage: Stage) -> Plan:
    """Return a plan with the chain, in the order in which it has to be done, among others."""
    others: Wanted = {(f"/page-{number}", "en"): {"title": "x"} for number in range(3, 250, 25)}
    chain: Wanted = {
        (path, "en"): {"slug": slug} for path, slug in zip(CHAIN, ["page-free", "page-210", "page-150"], strict=True)
    }
    return stage.plan({**chain, **others})


@pytest.mark.parametrize("options", [{}, {"bulk": True}], ids=["single", "bulk"])
@pytest.mark.parametrize(
    ("concurrency", "duplicate"), [(1, "validation_error"), (16, "validation_error"), (2, "made_unique")]
)
def test_a_page_takes_the_slug_that_another_one_leaves(
    tmp_path: Path, options: dict[str, Any], concurrency: int, duplicate: str
) -> None:
    stage = Stage.sized(tmp_path, 250, **options)
    stage.sandbox.assume(duplicate_slug=duplicate)
    plan = chained(stage)
    applied = stage.apply(plan, concurrency=concurrency)
    assert set(outcomes(applied).values()) == {"changed"}
    assert stage.is_as(plan)


@pytest.mark.parametrize("concurrency", [1, 16])
def test_the_order_of_slugs_is_the_plans_whatever_they_are(tmp_path: Path, concurrency: int) -> None:
    stage = Stage.sized(tmp_path, 250)
    order = [7, 240, 3, 120, 5, 130, 4]
    slugs: Wanted = {(f"/page-{number}", "en"): {"slug": f"anew-{number}"} for number in order}
    others: Wanted = {(f"/page-{number}", "en"): {"title": "x"} for number in range(100, 110)}
    plan = stage.plan({**slugs, **others})
    stage.sandbox.forget_requests()
    applied = stage.apply(plan, concurrency=concurrency)
    assert set(outcomes(applied).values()) == {"changed"}
    pages = [stage.paths[f"/page-{number}"] for number in order]
    assert [page for page, _ in stage.writes() if page in pages] == pages


def test_within_a_small_quota_as_well_and_with_few_reads(tmp_path: Path) -> None:
    stage = Stage.sized(tmp_path, 250, rate_limit=6)
    plan = chained(stage)
    applied = stage.apply(plan)
    assert set(outcomes(applied).values()) == {"changed"}
    assert stage.is_as(plan)
    windows = applied.requests // 6 + 1
    assert applied.requests <= 1 + 3 + 13 + 2 * windows


@pytest.mark.parametrize("fault", ["service-unavailable", "cut"])
def test_what_takes_a_slug_waits_for_the_one_before_it(tmp_path: Path, fault: str) -> None:
    stage = Stage.sized(tmp_path, 250)
    plan = chained(stage)
    first = stage.paths["/page-210"]

    def down(request: Request) -> Response:
        is_it = request.method == "PUT" and first in request.path
        return stage.with_fault(fault, request) if is_it else stage.sandbox(request)

    stage.answer_with(down)
    applied = stage.apply(plan)
    told = outcomes(applied)
    assert told["/page-210", "en", "slug"] == "failed"
    assert told["/page-150", "en", "slug"] == told["/page-50", "en", "slug"] == "not-sent"
    assert applied.counts["changed"] == 10
    assert applied.open
    stage.transport = None
    again = stage.apply(plan)
    assert (again.run, again.open) == (applied.run, False)
    assert set(outcomes(again).values()) == {"changed"}
    assert stage.is_as(plan)


def test_a_page_after_one_whose_slug_is_refused_is_tried(tmp_path: Path) -> None:
    stage = Stage.sized(tmp_path, 250)
    plan = stage.plan(
        {
            ("/page-210", "en"): {"slug": "Not A Slug"},
            ("/page-50", "en"): {"slug": "fine"},
            ("/page-1", "en"): {"title": "x"},
        }
    )
    told = outcomes(stage.apply(plan))
    assert told == {
        ("/page-210", "en", "slug"): "failed",
        ("/page-50", "en", "slug"): "changed",
        ("/page-1", "en", "title"): "changed",
    }


def test_a_page_after_one_that_has_its_slug_already_is_tried(tmp_path: Path) -> None:
    stage = Stage.sized(tmp_path, 250)
    plan = chained(stage)
    stage.update("/page-210", "en", slug="page-free")
    assert set(outcomes(stage.apply(plan)).values()) == {"changed", "already-so"}
    assert stage.is_as(plan)


def test_a_page_after_one_whose_slug_had_arrived_is_tried(tmp_path: Path) -> None:
    stage = Stage.sized(tmp_path, 250)
    plan = chained(stage)
    first = stage.paths["/page-210"]

    def breaks_off(request: Request) -> Response:
        fault = "cut-after-applying" if request.method == "PUT" else "token-revoked"
        return stage.with_fault(fault, request) if first in request.path else stage.sandbox(request)

    stage.answer_with(breaks_off)
    assert stage.apply(plan).open
    stage.transport = None
    assert set(outcomes(stage.apply(plan)).values()) == {"changed"}
    assert stage.is_as(plan)
