"""A small fake of the service that counts what it is asked, and clients that ask it."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any, Self

import httpx
import pytest
import stamina

from webflow_pages import AsyncWebflow, Webflow

TOKEN = "token-of-the-tests"
SITE = "5eed0000000000000000a001"
PAGE = "5eed0000000000000000d003"


def locale(number: int, tag: object, **fields: object) -> dict[str, object]:
    ids = {"id": f"5eed0000000000000000b{number:03}", "cmsLocaleId": f"5eed0000000000000000c{number:03}"}
    return {**ids, "tag": tag, "enabled": True, **fields}


LOCALES: dict[str, Any] = {
    "primary": locale(1, "en-US"),
    "secondary": [locale(2, "fr-FR"), locale(3, "de-DE", enabled=False), locale(4, "pt-BR")],
}


class Service:
    """One site and any page. Answers in the locale asked for, unless ``answered`` says which."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self.site: dict[str, Any] = {"id": SITE, "locales": LOCALES}
        self.page: dict[str, Any] = {"id": PAGE, "siteId": SITE, "title": "Pricing"}
        self.answered: dict[str, object] | None = None
        self.pages: list[dict[str, Any]] | None = None
        self.pagination: Callable[[int, int], dict[str, object]] | None = lambda offset, total: {
            "limit": 100,
            "offset": offset,
            "total": total,
        }

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        assert len(self.requests) <= 50, "this has no end"
        path = request.url.path.removeprefix("/v2")
        if path.endswith("/sites"):
            return httpx.Response(200, json={"sites": [self.site]})
        if path.endswith("/pages"):
            return httpx.Response(200, json=self._portion(request))
        if path.startswith("/sites/"):
            return httpx.Response(200, json=self.site)
        return httpx.Response(200, json=self._in_locale(self.page, request))

    def _portion(self, request: httpx.Request) -> dict[str, object]:
        offset, limit = (int(request.url.params[name]) for name in ("offset", "limit"))
        pages = [self.page] if self.pages is None else self.pages
        portion = [self._in_locale(page, request) for page in pages[offset : offset + limit]]
        if self.pagination is None:
            return {"pages": portion}
        return {"pages": portion, "pagination": self.pagination(offset, len(pages))}

    def _in_locale(self, page: dict[str, Any], request: httpx.Request) -> dict[str, Any]:
        if self.answered is not None:
            return {**page, **self.answered}
        return {**page, "localeId": request.url.params.get("localeId")}

    @property
    def asked(self) -> list[str]:
        """The requests in short: method and target below the base URL."""
        return [f"{request.method} {request.url.raw_path.decode().removeprefix('/v2')}" for request in self.requests]


@pytest.fixture
def service() -> Service:
    return Service()


class FakeClock:
    """A clock on which waiting takes no time. ``naps`` are the seconds of each wait."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.naps: list[float] = []

    def seconds(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += seconds

    async def sleep_async(self, seconds: float) -> None:
        self.sleep(seconds)
        await asyncio.sleep(0)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


class Awaited:
    """An ``AsyncWebflow`` behind the face of a ``Webflow``, so that each test holds for both."""

    def __init__(self, webflow: AsyncWebflow, runner: asyncio.Runner) -> None:
        self._webflow = webflow
        self._runner = runner
        self.pages = AwaitedCalls(webflow.pages, runner)
        self.sites = AwaitedCalls(webflow.sites, runner)

    def __repr__(self) -> str:
        return repr(self._webflow).replace("AsyncWebflow", "Webflow")

    def __enter__(self) -> Self:
        assert self._runner.run(self._webflow.__aenter__()) is self._webflow
        return self

    def __exit__(self, *error: object) -> None:
        self._runner.run(self._webflow.__aexit__(*error))  # type: ignore[arg-type]

    def close(self) -> None:
        self._runner.run(self._webflow.close())

    def with_options(self, **options: Any) -> "Awaited":
        return Awaited(self._webflow.with_options(**options), self._runner)

    def add_hook(self, hook: Any) -> None:
        self._webflow.add_hook(hook)

    def remove_hook(self, hook: Any) -> None:
        self._webflow.remove_hook(hook)


class AwaitedCalls:
    """The methods of ``webflow.pages`` or ``webflow.sites``, awaited."""

    def __init__(self, methods: Any, runner: asyncio.Runner) -> None:
        self._methods = methods
        self._runner = runner

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            returned = getattr(self._methods, name)(*arguments, **options)
            if isinstance(returned, AsyncIterator):
                return AwaitedIterator(returned, self._runner)
            return self._runner.run(returned)

        return call


class AwaitedIterator(Iterator[Any]):
    """An async iterator, awaited. Like the iterator, and unlike a generator, it can go on after an error."""

    def __init__(self, pages: AsyncIterator[Any], runner: asyncio.Runner) -> None:
        self._pages = pages
        self._runner = runner

    def __next__(self) -> Any:
        try:
            return self._runner.run(anext(self._pages))  # type: ignore[arg-type]
        except StopAsyncIteration:
            raise StopIteration from None


@pytest.fixture(params=["sync", "async"])
def connect(request: pytest.FixtureRequest, clock: FakeClock) -> Iterator[Callable[..., Webflow]]:
    """Make a client that asks a handler; other keywords are the client's. Each test runs with both clients."""
    opened: list[Callable[[], object]] = []
    where: dict[str, Any] = {"base_url": "https://api.webflow.com/v2", "clock": clock}

    def connect(handler: Callable[[httpx.Request], httpx.Response], **options: Any) -> Webflow:
        client = httpx.Client(transport=httpx.MockTransport(handler))
        opened.append(client.close)
        return Webflow(TOKEN, **where, http_client=client, **options)

    def connect_async(handler: Callable[[httpx.Request], httpx.Response], **options: Any) -> Any:
        client = httpx.AsyncClient(transport=httpx.MockTransport(handler))
        opened.append(lambda: runner.run(client.aclose()))
        return Awaited(AsyncWebflow(TOKEN, **where, http_client=client, **options), runner)

    with asyncio.Runner() as runner:
        yield connect if request.param == "sync" else connect_async
        for close in opened:
            close()


@pytest.fixture
def webflow(service: Service, connect: Callable[..., Webflow]) -> Webflow:
    return connect(service)


@pytest.fixture(autouse=True)
def _no_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WEBFLOW_TOKEN", "WEBFLOW_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def _no_retries() -> Iterator[None]:
    """Have nobody try again, and so nobody wait. Tests of retries switch them on."""
    with stamina.set_testing(True, attempts=1):
        yield


@pytest.fixture(scope="session")
def fixture() -> Callable[[str], dict[str, Any]]:
    """Read a body with its source by name."""

    def read(name: str) -> dict[str, Any]:
        text = (Path(__file__).parent / "fixtures" / f"{name}.json").read_text(encoding="utf-8")
        found: dict[str, Any] = json.loads(text)
        return found

    return read
