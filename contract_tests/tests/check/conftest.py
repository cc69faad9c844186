"""Sandboxes to check, a short way to check them, and a way to see what a check left behind."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

from webflow_contract.check.report import Report
from webflow_contract.check.run import run
from webflow_contract.check.subject import Credentials, Subject
from webflow_contract.contract import effective
from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.sandbox import Clock, Sandbox

LOCAL = "http://127.0.0.1/v2"
LIVE = "https://service.example/v2"


def _never(seconds: float) -> None:
    raise AssertionError(f"nothing makes it wait {seconds} s")


class Ticking(Sandbox):
    """A sandbox whose time goes on by a second with each request, and not by itself."""

    def __init__(self, **options: Any) -> None:
        super().__init__(clock=Clock(running=False), **options)

    def __call__(self, request: Request) -> Response:
        self.clock.advance(1)
        return super().__call__(request)


@pytest.fixture
def world() -> Sandbox:
    return Ticking(rate_limit="off")


@pytest.fixture
def check(world: Sandbox) -> Callable[..., Report]:
    """Check a handler, by default the world itself, with every token and the French locale."""

    def check(handler: Handler = world, **options: Any) -> Report:
        site, page = options.pop("site", world.site_id), options.pop("page", world.page_id)
        locale, base_url = options.pop("locale", "fr-FR"), options.pop("base_url", LOCAL)
        credentials = options.pop("credentials", Credentials(world.token, world.tokens["without-pages-write"]))
        options = {"label": "the sandbox", "journal": None, "sleep": _never, **options}
        subject = Subject(base_url, site, page, locale, options.pop("special", False))
        return run(handler, subject, credentials, effective.load(), **options)

    return check


@pytest.fixture
def live(check: Callable[..., Report]) -> Callable[..., Report]:
    """Check a handler as if it were somewhere else than on this machine."""

    def live(*handler: Handler, **options: Any) -> Report:
        return check(*handler, base_url=LIVE, **options)

    return live


@pytest.fixture
def state(world: Sandbox) -> Callable[[], list[bytes]]:
    """See every page in every locale, byte for byte, but for when it was last updated."""

    def see(path: str, locale_id: str) -> bytes:
        query = (("localeId", locale_id),) if locale_id else ()
        request = Request("GET", f"/v2{path}", query, {"authorization": f"Bearer {world.token}"})
        return re.sub(rb'"lastUpdated":"[^"]*"', b'"lastUpdated":0', world(request).content)

    def state() -> list[bytes]:
        locales = ["", *(locale_id for tag, locale_id in world.locale_ids.items() if tag != "en-US")]
        listed = [see(f"/sites/{world.site_id}/pages", locale) for locale in locales]
        ids = [page["id"] for page in json.loads(listed[0])["pages"]]
        assert world.page_id in ids
        return [*listed, *(see(f"/pages/{page}", locale) for page in ids for locale in locales)]

    return state


@pytest.fixture
def read(world: Sandbox) -> Callable[..., Any]:
    """Read a page of the world."""

    def read(page_id: str, tag: str | None = None) -> Any:
        query = (("localeId", world.locale_ids[tag]),) if tag else ()
        return world(Request("GET", f"/v2/pages/{page_id}", query, _authorized(world))).json()

    return read


@pytest.fixture
def write(world: Sandbox) -> Callable[..., None]:
    """Write a page of the world."""

    def write(page_id: str, body: Any, tag: str | None = None) -> None:
        query = (("localeId", world.locale_ids[tag]),) if tag else ()
        content = json.dumps(body).encode()
        headers = {**_authorized(world), "content-type": "application/json"}
        assert world(Request("PUT", f"/v2/pages/{page_id}", query, headers, content)).status == 200

    return write


def _authorized(world: Sandbox) -> dict[str, str]:
    return {"authorization": f"Bearer {world.token}"}


class Recorder:
    """Stands in front of a handler and keeps what passes."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self.passed: list[tuple[Request, Response]] = []

    def __call__(self, request: Request) -> Response:
        response = self._handler(request)
        self.passed.append((request, response))
        return response

    @property
    def writes(self) -> list[Request]:
        return [request for request, _ in self.passed if request.method != "GET"]


@pytest.fixture
def recorder(world: Sandbox) -> Recorder:
    return Recorder(world)


@pytest.fixture
def altering(world: Sandbox) -> Callable[..., Handler]:
    """Make a handler that changes the JSON of some of the world's answers."""

    def altering(change: Callable[[Any], None], when: Callable[[Request], bool], handler: Handler = world) -> Handler:
        def answer(request: Request) -> Response:
            response = handler(request)
            if response.status != 200 or not when(request):
                return response
            body = response.json()
            change(body)
            return evolve(response, content=json.dumps(body).encode())

        return answer

    return altering
