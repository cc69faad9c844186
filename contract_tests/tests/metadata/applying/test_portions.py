"""Where a plan takes several reads: what is read, how far ahead, and what becomes of pages that have moved."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from webflow_contract.exchange import Request, Response
from webflow_pages.metadata.applying.progress import Progress
from webflow_pages.metadata.plan.cost import seconds_for
from webflow_pages.metadata.plan.model import Plan, Quota, Update
from webflow_pages.metadata.plan.reads import portions, reads_needed

from .stage import Stage, Wanted, outcomes


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage.sized(tmp_path, 250)


def titles(*numbers: int, tag: str = "fr") -> Wanted:
    return {(f"/page-{number}", tag): {"title": f"Title {number}"} for number in numbers}


def listed(stage: Stage) -> list[tuple[int, int]]:
    """Return the offset of each listing, and how many requests were before it."""
    return [
        (int(dict(entry.query)["offset"]), at)
        for at, entry in enumerate(stage.sandbox.requests())
        if entry.operation == "list-pages"
    ]


def applied(stage: Stage, plan: Plan, **options: Any) -> Any:
    stage.sandbox.forget_requests()
    return stage.apply(plan, **options)


def test_a_portion_begins_at_its_first_page_and_is_read_with_one_request(stage: Stage) -> None:
    plan = stage.plan(titles(0, 99, 120, 219, 220, 249))
    came = applied(stage, plan)
    assert [offset for offset, _ in listed(stage)] == [0, 120, 220]
    assert came.requests == reads_needed(plan.updates) + 6
    assert stage.is_as(plan)


def test_a_page_by_itself_is_read_by_itself(stage: Stage) -> None:
    plan = stage.plan(titles(0, 1, 249))
    applied(stage, plan)
    assert stage.asked().count("list-pages") == stage.asked().count("get-page-metadata") == 1


@pytest.mark.parametrize(
    ("concurrency", "before"),
    [
        (1, [1, 11, 21]),  # each portion is written before the next one is read
        (9, [1, 3, 21]),  # the first write goes alone, and a portion is read meanwhile; then, writes come first
        (10, [1, 2, 21]),
        (18, [1, 2, 4]),
        (19, [1, 2, 3]),
    ],
)
def test_little_is_read_ahead(stage: Stage, concurrency: int, before: list[int]) -> None:
    """Nine pages in a portion: another one is read as long as fewer updates wait than requests may be out at once."""
    plan = stage.plan(titles(*range(0, 240, 12)))
    stage.answer_late()
    applied(stage, plan, concurrency=concurrency)
    assert [at for _, at in listed(stage)] == before


def test_a_whole_portion_is_nearly_written_before_the_next_one_is_read(stage: Stage) -> None:
    plan = stage.plan(titles(*range(110)))
    stage.answer_late()
    applied(stage, plan, concurrency=16)
    first, second = (at for _, at in listed(stage))
    assert 100 - 16 <= second - first <= 101


def moved(stage: Stage, by: int) -> Callable[[Request], Response]:
    """Answer for a site whose listing begins with as many other pages as there are at its end."""

    def answer(request: Request) -> Response:
        response = stage.sandbox(request)
        if request.method != "GET" or not request.path.endswith("/pages"):
            return response
        query, body = dict(request.query), response.json()
        every = stage.sandbox(Request("GET", request.path, _whole(query, 0), request.headers)).json()["pages"]
        every += stage.sandbox(Request("GET", request.path, _whole(query, 100), request.headers)).json()["pages"]
        every += stage.sandbox(Request("GET", request.path, _whole(query, 200), request.headers)).json()["pages"]
        offset = int(query.get("offset", 0))
        body["pages"] = (every[-by:] + every[:-by])[offset : offset + 100]
        return Response(200, response.headers, json.dumps(body).encode())

    return answer


def _whole(query: dict[str, str], offset: int) -> tuple[tuple[str, str], ...]:
    return tuple({**query, "offset": str(offset), "limit": "100"}.items())


def test_pages_that_have_moved_are_read_one_by_one(stage: Stage) -> None:
    plan = stage.plan(titles(0, 1, 97, 98, 99))
    stage.answer_with(moved(stage, 2))
    came = applied(stage, plan)
    assert set(outcomes(came).values()) == {"changed"}
    assert stage.asked().count("get-page-metadata") == 2
    assert came.requests == 1 + 1 + 2 + 5


def test_pages_that_have_moved_far_are_read_once_each(stage: Stage) -> None:
    plan = stage.plan(titles(*range(40)))
    stage.answer_with(moved(stage, 150))
    came = applied(stage, plan)
    assert set(outcomes(came).values()) == {"changed"}
    assert came.requests == 1 + 1 + 40 + 40


def failing(stage: Stage, fails: Callable[[Request], bool]) -> Callable[[Request], Response]:
    """Answer with 503 to some requests."""

    def answer(request: Request) -> Response:
        return stage.with_fault("service-unavailable", request) if fails(request) else stage.sandbox(request)

    return answer


def is_write_of(stage: Stage, *numbers: int) -> Callable[[Request], bool]:
    pages = {stage.paths[f"/page-{number}"] for number in numbers}
    return lambda request: request.method == "PUT" and request.path.rpartition("/")[2] in pages


def is_listing(*offsets: int) -> Callable[[Request], bool]:
    return lambda request: request.path.endswith("/pages") and int(dict(request.query)["offset"]) in offsets


def test_a_portion_that_cannot_be_read_counts_once_however_many_pages_it_has(stage: Stage) -> None:
    plan = stage.plan(titles(*range(0, 250, 5)))
    stage.answer_with(failing(stage, is_listing(0, 100)))
    came = applied(stage, plan, concurrency=1)
    assert came.halt is None  # two in a row
    assert (came.counts["not-sent"], came.counts["changed"]) == (40, 10)
    assert {"503" in (one.why or "503") for one in came.outcomes} == {True}
    assert came.open


def test_three_portions_in_a_row_that_cannot_be_read_stop_it(stage: Stage) -> None:
    plan = stage.plan({**titles(*range(0, 250, 5)), **titles(*range(0, 250, 5), tag="en")})
    stage.answer_with(failing(stage, is_listing(0, 100, 200)))
    came = applied(stage, plan, concurrency=1)
    assert came.halt is not None
    assert came.halt.cause == "unreachable"
    assert came.halt.why.startswith("Webflow does not answer as it should: ")
    assert [offset for offset, _ in listed(stage)] == [0] * 3 + [100] * 3 + [200] * 3  # each is tried three times
    assert came.counts["not-sent"] == 100


@pytest.mark.parametrize(("numbers", "stops"), [((1, 2), False), ((1, 3, 5, 7), False), ((1, 2, 3), True)])
def test_three_pages_in_a_row_that_cannot_be_written_stop_it(
    stage: Stage, numbers: tuple[int, ...], stops: bool
) -> None:
    plan = stage.plan(titles(*range(10)))
    stage.answer_with(failing(stage, is_write_of(stage, *numbers)))
    came = applied(stage, plan, concurrency=1)
    assert (came.halt is not None and came.halt.cause == "unreachable" and "503" in came.halt.why) == stops
    assert came.counts["changed"] == (1 if stops else 10 - len(numbers))
    assert came.open


def test_pages_that_are_refused_show_that_webflow_answers(stage: Stage) -> None:
    slugs: Wanted = {(f"/page-{number}", "en"): {"slug": "Not A Slug"} for number in range(4)}
    came = applied(stage, stage.plan({**slugs, **titles(5, tag="en")}), concurrency=1)
    assert came.halt is None
    assert (came.counts["failed"], came.counts["changed"]) == (4, 1)


def test_a_read_in_between_shows_that_webflow_answers(stage: Stage) -> None:
    plan = stage.plan(titles(0, 100, 200))  # each is read by itself
    stage.answer_with(failing(stage, is_write_of(stage, 0, 100, 200)))
    came = applied(stage, plan, concurrency=1)
    assert came.halt is None
    assert came.counts["failed"] == 3


def test_the_time_that_is_left_counts_the_reads_to_come(stage: Stage) -> None:
    numbers = range(0, 250, 9)  # 28, in three portions
    plan = evolve(stage.plan({**titles(*numbers), **titles(*numbers, tag="en")}), quota=Quota(60))
    seen: list[Progress] = []
    applied(stage, plan, progress=seen.append, concurrency=1)
    left = [progress.seconds_left for progress in seen]
    assert left[0] == seconds_for(56 + 7, Quota(60)) > seconds_for(56, Quota(60))
    told = Quota(60, 59, 60)  # by the sandbox, which has no limit here
    assert left[1] == seconds_for(55 + 5, told) > seconds_for(55, told)
    assert left[2] == 0.0
    assert left[-1] == 0.0


def test_the_reads_of_the_primary_locale_are_counted_until_they_are_over(stage: Stage) -> None:
    numbers = range(0, 250, 4)  # 63, in three portions
    plan = stage.plan({**titles(0, 1), **titles(*numbers, tag="en")})
    seen: list[Progress] = []
    applied(stage, plan, progress=seen.append, concurrency=1)
    assert seen[2 + 5].seconds_left == 60.0  # 58 writes and two reads, and 59 requests are left in this minute
    assert seen[2 + 6].seconds_left == 0.0


def test_as_many_requests_are_out_at_once_as_may_be(stage: Stage) -> None:
    plan = stage.plan(titles(*range(40)))
    late = stage.answer_late()
    applied(stage, plan, concurrency=7)
    # The site, the pages and the first write are alone.
    assert late.at_once[:3] == [1, 1, 1]
    assert max(late.at_once) == 7
    assert late.at_once.count(7) == 39 // 7


def test_portions_are_as_few_as_can_be(stage: Stage) -> None:
    def at(position: int, locale: str | None = "l") -> Update:
        return Update("p", "/p", str(locale), locale, "page", position, (), {})

    found = portions([at(149), at(50), at(150), at(0, None), at(49)])
    assert [(one.locale_id, one.offset, [update.position for update in one.updates]) for one in found] == [
        ("l", 49, [49, 50]),
        ("l", 149, [149, 150]),
        (None, 0, [0]),
    ]
    assert reads_needed([]) == 0
