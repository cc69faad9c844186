"""No page is written that was read more than ten seconds before, however slow answers or small the quota."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from attrs import define, field

from webflow_contract.carriers.transport import SandboxTransport
from webflow_contract.exchange import Request, Response
from webflow_pages import AsyncWebflow
from webflow_pages.metadata.applying import journal
from webflow_pages.metadata.applying.ready import FRESH
from webflow_pages.metadata.applying.run import read_run
from webflow_pages.metadata.applying.work import IN_VAIN
from webflow_pages.metadata.plan.reads import reads_needed

from .stage import BASE_URL, Stage, outcomes

KINDS = pytest.mark.parametrize("options", [{}, {"bulk": True}], ids=["single", "bulk"])


@define
class Watch:
    """Answers as the sandbox does, and knows how old what was told of a page is when that is written.

    Args:
        stage: The stage.
        seconds: How long each method takes.
        before: What happens before a request is answered, by its number.
    """

    stage: Stage
    seconds: dict[str, float] = field(factory=dict)
    before: dict[int, Callable[[], object]] = field(factory=dict)
    told: dict[tuple[str, str | None], float] = field(factory=dict)
    ages: list[float] = field(factory=list)
    asked: Counter[str] = field(factory=Counter)

    def __call__(self, request: Request) -> Response:
        clock, locale = self.stage.sandbox.clock, dict(request.query).get("localeId")
        self.before.get(self.asked.total(), lambda: None)()
        self.asked[request.method] += 1
        if request.method == "PUT":
            self._written(request.path.rpartition("/")[2], locale)
        elif request.method == "PATCH":
            for one in json.loads(request.content)["pages"]:
                self._written(one["id"], one.get("localeId"))
        response = self.stage.sandbox(request)
        clock.advance(self.seconds.get(request.method, 0.0))
        body = response.json()
        for page in body.get("pages", [body]) if request.method == "GET" else ():
            self.told[page["id"], locale] = clock.seconds()
        return response

    def _written(self, page: str, locale: str | None) -> None:
        self.ages.append(self.stage.sandbox.clock.seconds() - self.told[page, locale])


def titles(number: int, *, every: int = 1) -> Any:
    return {(f"/page-{at * every}", "fr"): {"title": f"Title {at}"} for at in range(number)}


@KINDS
@pytest.mark.parametrize("concurrency", [1, 3, 16])
@pytest.mark.parametrize(
    ("rate_limit", "seconds"), [(2, {}), (10, {"GET": 0.1, "PUT": 0.1, "PATCH": 0.1}), (60, {"GET": 2.0, "PUT": 3.0})]
)
def test_nothing_is_written_that_was_read_long_before(
    tmp_path: Path, options: dict[str, Any], concurrency: int, rate_limit: int, seconds: dict[str, float]
) -> None:
    pages = 20 if rate_limit > 2 else 6
    stage = Stage.sized(tmp_path, pages, rate_limit=rate_limit, **options)
    plan = stage.plan(titles(pages))
    watch = Watch(stage, seconds)
    stage.answer_with(watch)
    applied = stage.apply(plan, concurrency=concurrency)
    assert set(outcomes(applied).values()) == {"changed"}
    assert len(watch.ages) == pages
    assert max(watch.ages) <= FRESH
    assert 429 not in {entry.status for entry in stage.sandbox.requests()}


@pytest.mark.parametrize("rate_limit", [10, 30])
def test_it_takes_one_more_read_for_each_window_at_the_most(tmp_path: Path, rate_limit: int) -> None:
    stage = Stage.sized(tmp_path, 100, rate_limit=rate_limit)
    plan = stage.plan(titles(100))
    stage.answer_late(Watch(stage, {"GET": 0.1, "PUT": 0.1}))
    applied = stage.apply(plan)
    windows = -(-applied.requests // rate_limit)
    assert applied.requests <= reads_needed(plan.updates) + 100 + windows - 1
    journal_of = next(tmp_path.rglob("journal.jsonl")).read_text(encoding="utf-8")
    assert '"failed"' not in journal_of  # what cannot be sent in time is not even begun
    # Each window is used up, from the first request to the last one.
    assert applied.seconds <= (windows - 1) * 62 + 12


def test_a_page_changed_while_the_quota_is_used_up_is_left_alone(tmp_path: Path) -> None:
    stage = Stage.sized(tmp_path, 20, rate_limit=10)
    plan = stage.plan(titles(20))

    def meanwhile() -> None:  # the site was read, the pages, and eight were written
        stage.change("/page-8", "fr", title="Theirs")

    stage.sandbox.clock.advance(61)  # planning has used up some of the quota
    watch = Watch(stage, before={10: meanwhile})
    stage.answer_with(watch)
    applied = stage.apply(plan)
    assert Counter(one.outcome for one in applied.outcomes) == {"changed": 19, "stale": 1}
    (stale,) = [one for one in applied.outcomes if one.outcome == "stale"]
    assert stale.now == "Theirs"
    assert stage.state().values[stale.page_id, "fr"]["title"] == "Theirs"


@KINDS
def test_a_slow_disk_makes_it_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: dict[str, Any]
) -> None:
    stage = Stage.sized(tmp_path, 3, **options)
    plan = stage.plan(titles(3))
    watch, store, slow = Watch(stage), journal.store, [0.0, 11.0]

    def slowly(file: int, content: bytes) -> None:
        if b'"sending"' in content:
            stage.sandbox.clock.advance(slow.pop() if slow else 0.0)
        store(file, content)

    monkeypatch.setattr(journal, "store", slowly)
    stage.answer_with(watch)
    applied = stage.apply(plan)
    assert set(outcomes(applied).values()) == {"changed"}
    assert max(watch.ages) <= FRESH
    assert watch.asked["GET"] >= 3
    assert applied.wrote
    assert set(stage.writes_of_pages().values()) == {1}


@KINDS
def test_where_something_else_uses_up_the_quota_it_stops(tmp_path: Path, options: dict[str, Any]) -> None:
    stage = Stage.sized(tmp_path, 3, rate_limit=1, **options)
    plan = stage.plan(titles(3))
    applied = stage.apply(plan)
    assert applied.halt is not None
    assert applied.halt.cause == "quota"
    assert "something else uses up" in applied.halt.why
    assert (applied.open, applied.wrote) == (True, False)
    assert set(outcomes(applied).values()) == {"not-sent"}
    assert stage.asked().count("list-pages") == 2 + 1 + IN_VAIN  # those of the plan, the first one, and in vain


@KINDS
def test_updates_far_from_each_other_are_sent_before_they_are_too_old(tmp_path: Path, options: dict[str, Any]) -> None:
    """With the beta as well, which would wait for more to send together."""
    stage = Stage.sized(tmp_path, 700, rate_limit=4, **options)
    plan = stage.plan(titles(7, every=100))
    watch = Watch(stage)
    stage.answer_with(watch)
    applied = stage.apply(plan, concurrency=2)
    assert set(outcomes(applied).values()) == {"changed"}
    assert max(watch.ages) <= FRESH
    assert applied.requests <= 1 + 7 + (3 if options else 7) + 5


def test_the_beta_does_not_wait_for_more_than_comes_in_time(tmp_path: Path) -> None:
    stage = Stage.sized(tmp_path, 500, bulk=True)
    plan = stage.plan(titles(5, every=100))
    watch = Watch(stage, {"GET": 6.0})
    stage.answer_with(watch)
    applied = stage.apply(plan, concurrency=1)
    assert set(outcomes(applied).values()) == {"changed"}
    assert max(watch.ages) <= FRESH
    assert watch.asked["GET"] <= 2 * 5


class Shared(SandboxTransport):
    """Has another client of the same token use up the quota after each listing, or the first one."""

    def __init__(self, watch: Watch, then: Callable[[], object], *, always: bool) -> None:
        super().__init__(watch, sleep_async=watch.stage.sandbox.clock.sleep_async)
        self._stage, self._then, self._always, self._left = watch.stage, then, always, 1

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await super().handle_async_request(request)
        if request.url.path.endswith("/pages") and (self._left or self._always):
            self._left = 0
            await self._use_up()
            self._then()
        return response

    async def _use_up(self) -> None:
        sandbox = self._stage.sandbox
        client = httpx.AsyncClient(transport=SandboxTransport(sandbox))
        other = AsyncWebflow(sandbox.token, base_url=BASE_URL, http_client=client, clock=sandbox.clock)
        async with client:
            while (await other.sites.get(sandbox.site_id)).response.quota.remaining != 2:
                pass
            # Another program has a request as well.
            sandbox(Request("GET", "/v2/sites", (), {"authorization": f"Bearer {sandbox.token}"}))
            await other.sites.get(sandbox.site_id)


@KINDS
def test_another_client_of_the_same_token_may_use_up_the_quota_in_between(
    tmp_path: Path, options: dict[str, Any]
) -> None:
    """What was read is read again then, as it cannot be written at once."""
    stage = Stage.sized(tmp_path, 4, rate_limit=10, **options)
    plan = stage.plan(titles(4))
    stage.sandbox.clock.advance(61)
    watch = Watch(stage)
    stage.transport = Shared(watch, lambda: stage.change("/page-2", "fr", title="Theirs"), always=False)
    applied = stage.apply(plan)
    assert applied.counts["stale"] == 1
    assert applied.counts["changed"] == 3
    assert not read_run(tmp_path, applied.run).records[stage.paths["/page-2"], "fr"].wrote
    assert max(watch.ages) <= FRESH
    assert set(stage.writes_of_pages().values()) == {1}
    assert 429 not in {entry.status for entry in stage.sandbox.requests()}


@KINDS
def test_where_another_client_always_does_it_stops(tmp_path: Path, options: dict[str, Any]) -> None:
    stage = Stage.sized(tmp_path, 4, rate_limit=10, **options)
    plan = stage.plan(titles(4))
    stage.sandbox.clock.advance(61)
    stage.transport = Shared(Watch(stage), lambda: None, always=True)
    applied = stage.apply(plan)
    assert applied.halt is not None
    assert applied.halt.cause == "quota"
    assert (applied.open, applied.wrote) == (True, False)
