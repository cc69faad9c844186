"""What applying a plan costs against the vendor's SDK in a loop, on the same work.

500 pages in 5 locales, of which a tenth is to change, at 60 requests a minute, each of which takes a while. The site is
the sandbox in this process, and time is its clock's: nobody waits. Of the pages to change, somebody else changes some
after the plan was made, and twice a minute the one that is next in line, while the quota is used up. For some others, a
slug is asked for that Webflow ignores without a word.
"""

import argparse
import asyncio
import selectors
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, Final
from unittest import mock

import httpx
import webflow as vendor
from attrs import define, field, frozen
from rich.console import Console
from rich.table import Table
from webflow.core import ApiError
from webflow.environment import WebflowEnvironment
from webflow.resources.pages import PageMetadataWriteSeo

from webflow_contract.carriers.transport import SandboxTransport
from webflow_contract.exchange import Request, Response
from webflow_contract.sandbox import Clock, Sandbox
from webflow_contract.sandbox.seed import sized
from webflow_pages import AsyncWebflow, Webflow
from webflow_pages.metadata.applying.applied import Applied
from webflow_pages.metadata.applying.applying import apply
from webflow_pages.metadata.applying.run import begin
from webflow_pages.metadata.entries import Entry
from webflow_pages.metadata.fields import Field, Value
from webflow_pages.metadata.plan.making import make_plan
from webflow_pages.metadata.plan.model import Plan
from webflow_pages.metadata.plan.reads import reads_needed
from webflow_pages.metadata.state import read_state

BASE_URL: Final = "http://127.0.0.1/v2"
THEIRS: Final = "Theirs"
LIMIT: Final = 60
MOMENTS: Final = (20, 40)
"""Seconds of each minute of the run at which somebody else changes a page."""


@frozen
class Row:
    """What one contestant came to. Times are seconds of the sandbox' clock."""

    name: str
    requests: int
    least: int
    refused: int
    seconds: float
    kept: str
    noticed: str

    @property
    def least_seconds(self) -> int:
        """Seconds that so few requests take at the least: all windows but the last one last to their end."""
        return (self.least - 1) // LIMIT * 60


class Warping(asyncio.SelectorEventLoop):
    """An event loop whose time is a sandbox clock's: where it would wait, the clock moves on."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        super().__init__(_Selector(clock))

    def time(self) -> float:
        """Return the clock's seconds."""
        return self._clock.seconds()


class _Selector(selectors.DefaultSelector):
    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Move the clock on instead of waiting."""
        ready = super().select(0)
        if not ready and timeout:
            self._clock.advance(timeout)
        return ready


class _LoopClock:
    """The clock as a client in such a loop uses it."""

    def __init__(self, clock: Clock) -> None:
        self.seconds = clock.seconds
        self.sleep = clock.sleep

    async def sleep_async(self, seconds: float) -> None:
        """Wait, and let other tasks run meanwhile."""
        await asyncio.sleep(seconds)


class Slow(httpx.AsyncBaseTransport):
    """Answers as a sandbox does, half of a latency before and after."""

    def __init__(self, handler: Callable[[Request], Response], latency: float) -> None:
        self._transport = SandboxTransport(handler)
        self._latency = latency

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request."""
        await asyncio.sleep(self._latency / 2)
        response = await self._transport.handle_async_request(request)
        await asyncio.sleep(self._latency / 2)
        return response


@define
class Site:
    """A site, a plan for it, and what others do there: what they have changed since, and what they will.

    It counts what it answers.
    """

    sandbox: Sandbox
    plan: Plan
    theirs: set[tuple[str, str]]
    ignored: set[tuple[str, str]]
    written: set[tuple[str, str | None]] = field(factory=set)
    requests: int = 0
    refused: int = 0
    _began: float = field(init=False)
    _changed: int = 0

    def __attrs_post_init__(self) -> None:
        self._began = self.sandbox.clock.seconds()

    @property
    def seconds(self) -> float:
        """Seconds of the run so far."""
        return self.sandbox.clock.seconds() - self._began

    def __call__(self, request: Request) -> Response:
        """Answer a request, after what others have done until now."""
        while self.seconds >= self._changed // len(MOMENTS) * 60 + MOMENTS[self._changed % len(MOMENTS)]:
            self._changed += 1
            self._change_next()
        response = self.sandbox(request)
        self.requests += 1
        self.refused += response.status == 429
        if response.status == 200 and request.method == "PUT":
            self.written.add((request.path.rpartition("/")[2], dict(request.query).get("localeId")))
        return response

    def _change_next(self) -> None:
        """Change what is next in line, as somebody else would."""
        for update in self.plan.updates:
            key = (update.page_id, update.locale)
            if (update.page_id, update.locale_id) not in self.written and key not in self.theirs | self.ignored:
                self.theirs.add(key)
                with free(self.sandbox) as webflow:
                    webflow.pages.update(update.page_id, locale=update.locale_id or "primary", title=THEIRS)
                return


@contextmanager
def free(sandbox: Sandbox) -> Iterator[Webflow]:
    """Let a client work on a sandbox that costs nothing of its quota."""
    unlimited = Sandbox(sized(pages=500, locales=5), rate_limit="off", clock=sandbox.clock)
    unlimited.restore(sandbox.snapshot())
    with httpx.Client(transport=SandboxTransport(unlimited)) as client:
        yield Webflow(unlimited.token, base_url=BASE_URL, http_client=client, clock=sandbox.clock)
    sandbox.restore(unlimited.snapshot())


def prepared(seed: int) -> Site:
    """Return a site, a plan for it, and what others do there."""
    sandbox = Sandbox(sized(pages=500, locales=5), rate_limit="off", clock=Clock(running=False))
    with httpx.Client(transport=SandboxTransport(sandbox)) as client:
        webflow = Webflow(sandbox.token, base_url=BASE_URL, http_client=client, clock=sandbox.clock)
        state = read_state(webflow, sandbox.site_id)
        random = Random(seed)  # noqa: S311  (no secret)
        chosen = random.sample(list(state.entries()), 250)
        secondary = {(str(entry.page_id), entry.locale) for entry in chosen if entry.locale != "en"}
        ignored = set(random.sample(sorted(secondary), 10))
        plan = make_plan(
            state,
            [_changed(entry, slug=(entry.page_id, entry.locale) in ignored) for entry in chosen],
            made="2026-11-26T03:00:00Z",
            allow=("primary", "slugs"),
        )
        others = [update for update in plan.updates if (update.page_id, update.locale) not in ignored]
        theirs = random.sample(others, 10)
        for update in theirs:
            webflow.pages.update(update.page_id, locale=update.locale_id or "primary", title=THEIRS)
    limited = Sandbox(sized(pages=500, locales=5), rate_limit=LIMIT, clock=sandbox.clock)
    limited.restore(sandbox.snapshot())
    return Site(limited, plan, {(update.page_id, update.locale) for update in theirs}, ignored)


def _changed(entry: Entry, *, slug: bool) -> Entry:
    values: dict[Field, Value] = {"title": f"{entry.values['title']}, anew", "seo.title": "A new title"}
    if slug:
        values["slug"] = f"{entry.values['slug']}-anew"
    return Entry(entry.path, entry.page_id, entry.locale, values, entry.kind)


def kept_of(site: Site) -> str:
    """Return how many of others' changes are still there."""
    with free(site.sandbox) as webflow:
        state = read_state(webflow, site.plan.site_id)
    return f"{sum(state.values[key]['title'] == THEIRS for key in site.theirs)} of {len(site.theirs)}"


def ours(latency: float, seed: int, *, bulk: bool) -> Row:
    """Apply with this package."""
    site = prepared(seed)
    sandbox, plan = site.sandbox, site.plan

    async def work() -> Applied:
        transport = Slow(site, latency)
        clock = _LoopClock(sandbox.clock)
        async with httpx.AsyncClient(transport=transport) as client:
            webflow = AsyncWebflow(
                sandbox.token, base_url=BASE_URL, site_id=plan.site_id, http_client=client, clock=clock
            )
            with tempfile.TemporaryDirectory() as folder, begin(Path(folder), plan, at=datetime.now(UTC)) as run:
                return await apply(webflow, plan, run, bulk=bulk, clock=clock)

    applied = _run(sandbox.clock, work())
    # What somebody else has changed is read, and not written.
    writes = len(plan.updates) - len(site.theirs)
    noticed = applied.counts["ignored"]
    return Row(
        f"webflow-pages apply{' --bulk' if bulk else ''}",
        site.requests,
        reads_needed(plan.updates) + (-(-writes // 100) if bulk else writes),
        site.refused,
        site.seconds,
        kept_of(site),
        f"{noticed} of 10",
    )


def _run(clock: Clock, work: Coroutine[Any, Any, Applied]) -> Applied:
    with asyncio.Runner(loop_factory=lambda: Warping(clock)) as runner:
        return runner.run(work)


class _SlowSync(httpx.BaseTransport):
    def __init__(self, handler: Callable[[Request], Response], clock: Clock, latency: float) -> None:
        self._transport = SandboxTransport(handler)
        self._clock = clock
        self._latency = latency

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._clock.advance(self._latency / 2)
        response = self._transport.handle_request(request)
        self._clock.advance(self._latency / 2)
        return response


def vendors(latency: float, seed: int) -> Row:
    """Do the same with the vendor's SDK in a loop, as scripts do: read all locales, then write what is to change."""
    site = prepared(seed)
    sandbox, plan = site.sandbox, site.plan
    environment = WebflowEnvironment(base=BASE_URL, data_api=BASE_URL, content_delivery_api=BASE_URL)
    transport = _SlowSync(site, sandbox.clock, latency)
    gave_up = 0
    with httpx.Client(transport=transport) as client, mock.patch("time.sleep", sandbox.clock.sleep):
        sdk = vendor.Webflow(access_token=sandbox.token, environment=environment, httpx_client=client)
        for locale_id in dict.fromkeys(update.locale_id for update in plan.updates):
            for offset in range(0, 500, 100):
                sdk.pages.list(plan.site_id, locale_id=locale_id, offset=offset)
        for update in plan.updates:
            after: Any = update.after
            more = {"slug": after["slug"]} if "slug" in after else {}
            seo = PageMetadataWriteSeo(title=after["seo.title"])
            try:
                sdk.pages.update_page_settings(
                    update.page_id, locale_id=update.locale_id, title=after["title"], seo=seo, **more
                )
            except ApiError:
                gave_up += 1
    return Row(
        f"the vendor's SDK in a loop{f' ({gave_up} given up)' if gave_up else ''}",
        site.requests,
        25 + len(plan.updates),
        site.refused,
        site.seconds,
        kept_of(site),
        "not looked at",
    )


def main() -> None:
    """Let each contestant do the work, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--latency", type=float, default=0.4, help="seconds that each answer takes (0.4)")
    parser.add_argument("--seed", type=int, default=7, help="which pages change (7)")
    given = parser.parse_args()
    rows = [
        ours(given.latency, given.seed, bulk=False),
        ours(given.latency, given.seed, bulk=True),
        vendors(given.latency, given.seed),
    ]
    table = Table(title=f"250 of 2,500 pages and locales, {LIMIT} requests a minute, {given.latency:g} s an answer")
    for name in ("", "requests", "least", "429s", "minutes", "least", "quota used", "others' kept", "ignored, noticed"):
        table.add_column(name, justify="right" if name else "left")
    for row in rows:
        share = f"{100 * row.least_seconds / row.seconds:.1f} %" if row.least_seconds else "-"
        numbers = (f"{row.requests}", f"{row.least}", f"{row.refused}", f"{row.seconds / 60:.2f}")
        table.add_row(row.name, *numbers, f"{row.least_seconds / 60:.2f}", share, row.kept, row.noticed)
    Console(width=150).print(table)


if __name__ == "__main__":
    main()
