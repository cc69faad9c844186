"""However applying ends, the journal says so, and whoever cancels it is heard."""

import asyncio
import json
from typing import Any

import httpx
import pytest
from attrs import evolve

from webflow_contract.carriers.transport import SandboxTransport
from webflow_pages import AsyncWebflow, ConfigurationError
from webflow_pages.metadata.applying import applying
from webflow_pages.metadata.applying.applying import apply
from webflow_pages.metadata.applying.run import begin
from webflow_pages.metadata.errors import StaleError
from webflow_pages.metadata.plan.model import Plan

from .stage import BASE_URL, NOW, Stage, outcomes

FR = "fr-FR"


def last_line(stage: Stage) -> Any:
    (journal,) = stage.runs.rglob("journal.jsonl")
    return json.loads(journal.read_text(encoding="utf-8").splitlines()[-1])


def test_a_run_for_another_site_has_ended(stage: Stage) -> None:
    plan = evolve(stage.plan({("/about", FR): {"title": "x"}}), primary="it-IT")
    with pytest.raises(StaleError):
        stage.apply(plan)
    assert (last_line(stage)["what"], last_line(stage)["open"]) == ("ended", False)


async def closed(stage: Stage, plan: Plan, *, after: int) -> None:
    """Apply with a client that is closed after some requests."""
    client = httpx.AsyncClient()

    async def transport(request: httpx.Request) -> httpx.Response:
        nonlocal after
        after -= 1
        if after < 0:
            await client.aclose()
            raise RuntimeError("the client is closed")
        return await SandboxTransport(stage.sandbox).handle_async_request(request)

    client = httpx.AsyncClient(transport=httpx.MockTransport(transport))
    webflow = AsyncWebflow(stage.sandbox.token, base_url=BASE_URL, site_id=plan.site_id, http_client=client)
    with begin(stage.runs, plan, at=NOW) as run:
        await apply(webflow, plan, run)


@pytest.mark.parametrize(("after", "is_open"), [(0, False), (2, True)])
def test_a_run_that_cannot_send_has_ended_if_it_has_written_nothing(stage: Stage, after: int, is_open: bool) -> None:
    plan = stage.plan({("/about", FR): {"title": "x"}})
    with pytest.raises(ConfigurationError):
        asyncio.run(closed(stage, plan, after=after))
    assert (last_line(stage)["what"], last_line(stage)["open"]) == ("ended", is_open)


class Stubborn(httpx.AsyncBaseTransport):
    """Answers nothing, and takes its time when it is cancelled."""

    def __init__(self) -> None:
        self.asked, self.cancelled, self.release = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.cancelled.set()
            await self.release.wait()
        raise AssertionError(request)


@pytest.mark.parametrize("first", ["stop", "cancel"])
def test_whoever_cancels_it_while_it_ends_is_heard(stage: Stage, monkeypatch: pytest.MonkeyPatch, first: str) -> None:
    plan = stage.plan({("/about", FR): {"title": "x"}})
    monkeypatch.setattr(applying, "_GRACE", 0.01)

    async def work() -> None:
        stage.transport, stop = Stubborn(), asyncio.Event()
        doing = asyncio.ensure_future(stage.apply_async(plan, stop=stop))
        await stage.transport.asked.wait()
        if first == "stop":
            stop.set()
        else:
            doing.cancel()
        await stage.transport.cancelled.wait()
        doing.cancel()
        try:
            with pytest.raises(asyncio.CancelledError):
                await asyncio.wait_for(doing, 1)
        finally:
            stage.transport.release.set()

    asyncio.run(work())
    assert (last_line(stage)["what"], last_line(stage)["open"]) == ("ended", True)


def test_what_is_out_is_waited_for_shortly_and_then_not_known(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = stage.plan({("/about", FR): {"title": "x"}, ("/about", "en-US"): {"title": "y"}})
    monkeypatch.setattr(applying, "_GRACE", 0.01)

    async def work() -> Any:
        stop = asyncio.Event()

        class Silent(httpx.AsyncBaseTransport):
            async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
                if request.method == "PUT":
                    stop.set()
                    await asyncio.Event().wait()
                return await SandboxTransport(stage.sandbox).handle_async_request(request)

        stage.transport = Silent()
        return await stage.apply_async(plan, stop=stop)

    applied = asyncio.run(work())
    assert outcomes(applied) == {("/about", FR, "title"): "failed", ("/about", "en-US", "title"): "not-sent"}
    assert applied.outcomes[0].why == (
        "it was interrupted: whether it was written is not known, and seen when it goes on"
    )
    assert applied.outcomes[1].why == "it was interrupted"
    assert (applied.open, applied.wrote) == (True, True)
