"""What only the async client does. Everything else holds for both: see ``connect``."""

import asyncio
import inspect
import warnings
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from webflow_contract.carriers.server import running
from webflow_contract.carriers.transport import SandboxTransport
from webflow_contract.sandbox import Clock, Sandbox
from webflow_pages import AsyncWebflow, ConfigurationError, InternalServerError, TransportError, Webflow
from webflow_pages.pages import AsyncPages, Pages
from webflow_pages.sending import pacing
from webflow_pages.sites import AsyncSites, Sites


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(rate_limit="off", clock=Clock(running=False))


def within(sandbox: Sandbox, **options: Any) -> AsyncWebflow:
    transport = SandboxTransport(sandbox, sleep_async=sandbox.clock.sleep_async)
    client = httpx.AsyncClient(transport=transport)
    return AsyncWebflow(sandbox.token, base_url="http://127.0.0.1/v2", http_client=client, **options)


@pytest.mark.parametrize(("sync", "awaited"), [(Pages, AsyncPages), (Sites, AsyncSites), (Webflow, AsyncWebflow)])
def test_both_clients_have_the_same_methods_with_the_same_arguments(sync: type, awaited: type) -> None:
    def methods(kind: type) -> dict[str, list[tuple[str, object, object]]]:
        found = inspect.getmembers(kind, inspect.isfunction)
        return {
            name: [(one.name, one.kind, one.default) for one in inspect.signature(method).parameters.values()]
            for name, method in found
            if not name.startswith("_")
        }

    assert methods(sync) == methods(awaited)
    parameters = [list(inspect.signature(kind).parameters) for kind in (sync, awaited)]
    assert parameters[0] == parameters[1]


def test_a_page_is_read_and_updated_on_a_port() -> None:
    sandbox = Sandbox(rate_limit="off")

    async def use(base_url: str) -> list[object]:
        async with AsyncWebflow(sandbox.token, base_url=base_url) as webflow:
            page = await webflow.pages.update(sandbox.page_id, locale="fr_fr", title="Nos tarifs")
            read = await webflow.pages.get(sandbox.page_id, locale="fr-FR")
            titles = [page.title async for page in webflow.pages.list(sandbox.site_id, locale="fr-FR")]
            sites = await webflow.sites.list()
            site = await webflow.sites.get(sandbox.site_id)
            return [page.title, read.title, "Nos tarifs" in titles, len(sites), site.id]

    with running(sandbox) as base_url:
        assert asyncio.run(use(base_url)) == ["Nos tarifs", "Nos tarifs", True, 2, sandbox.site_id]


def test_tasks_share_a_client_and_what_it_learned(sandbox: Sandbox) -> None:
    async def use() -> list[object]:
        webflow = within(sandbox)
        await webflow.pages.get(sandbox.page_id, locale="fr-FR")
        learned = len(sandbox.requests())
        tags = ["fr-FR", "de-DE", "pt-BR"] * 10
        pages = await asyncio.gather(*(webflow.pages.get(sandbox.page_id, locale=tag) for tag in tags))
        assert len(sandbox.requests()) == learned + len(tags)
        return [page.title for page in pages]

    assert asyncio.run(use()) == ["Tarifs", "Preise", "Pricing"] * 10


def test_a_slow_answer_keeps_nobody_else_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "_SCOUT", 0.2)  # how long others wait for the first answer of all
    sandbox = Sandbox(rate_limit="off")
    sandbox.switches.on("slow", operation="list-sites", seconds=30)

    async def use(base_url: str) -> object:
        async with AsyncWebflow(sandbox.token, base_url=base_url) as webflow:
            late = asyncio.create_task(webflow.sites.list())
            while not sandbox.requests():
                await asyncio.sleep(0)
            page = await asyncio.wait_for(webflow.pages.get(sandbox.page_id), 10)
            assert not late.done()
            late.cancel()
            with pytest.raises(asyncio.CancelledError):
                await late
            return page.title

    with running(sandbox) as base_url:
        assert asyncio.run(use(base_url)) == "Pricing"


@pytest.mark.parametrize("fault", ["cut", "cut-body", "stalled", "stalled-body"])
def test_no_answer_is_an_error_of_ours(sandbox: Sandbox, fault: str) -> None:
    sandbox.switches.on(fault)
    with pytest.raises(TransportError, match=r"no answer"):
        asyncio.run(within(sandbox, timeout=5).pages.get(sandbox.page_id))


def test_an_error_says_what_the_sync_one_says(sandbox: Sandbox) -> None:
    sandbox.switches.on("internal-error")
    with pytest.raises(InternalServerError) as awaited:
        asyncio.run(within(sandbox).pages.get(sandbox.page_id))
    client = httpx.Client(transport=SandboxTransport(sandbox))
    with client, pytest.raises(InternalServerError) as sync:
        Webflow(sandbox.token, base_url="http://127.0.0.1/v2", http_client=client).pages.get(sandbox.page_id)
    assert str(awaited.value) == str(sync.value)


def test_pages_are_read_as_they_are_needed(sandbox: Sandbox) -> None:
    async def first() -> object:
        pages = within(sandbox).pages.list(sandbox.site_id)
        assert isinstance(pages, AsyncIterator)
        assert sandbox.requests() == ()
        return (await anext(pages)).title

    assert asyncio.run(first()) == "Home"
    assert len(sandbox.requests()) == 1


def test_a_client_that_was_handed_in_stays_open_and_an_own_one_does_not() -> None:
    sandbox = Sandbox(rate_limit="off")

    async def use(base_url: str) -> None:
        async with httpx.AsyncClient() as client:
            async with AsyncWebflow(sandbox.token, base_url=base_url, http_client=client) as webflow:
                await webflow.pages.get(sandbox.page_id)
            assert not client.is_closed
        own = AsyncWebflow(sandbox.token, base_url=base_url)
        await own.close()
        await own.pages.get(sandbox.page_id)
        await own.close()
        await own.pages.get(sandbox.page_id)
        await own.close()

    with running(sandbox) as base_url, warnings.catch_warnings():
        warnings.simplefilter("error", ResourceWarning)
        asyncio.run(use(base_url))


@pytest.mark.parametrize(
    ("kind", "given", "words"),
    [
        (Webflow, httpx.AsyncClient, "has to be an httpx.Client, and is AsyncClient"),
        (AsyncWebflow, httpx.Client, "has to be an httpx.AsyncClient, and is Client"),
        (AsyncWebflow, dict, "has to be an httpx.AsyncClient, and is dict"),
    ],
)
def test_a_client_of_the_other_kind_is_refused(kind: Any, given: Any, words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        kind("token", http_client=given())


def test_surroundings_that_keep_httpx_from_sending_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "nonsense://proxy")
    with pytest.raises(ConfigurationError, match="Look at the variables for proxies"):
        asyncio.run(AsyncWebflow("token").sites.list())


def test_the_token_is_in_no_repr() -> None:
    webflow = AsyncWebflow("s3cret-token")
    assert repr(webflow) == "AsyncWebflow(base_url='https://api.webflow.com/v2')"
    assert "s3cret-token" not in repr([webflow, webflow.pages, webflow.sites, vars(webflow)])
