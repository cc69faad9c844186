"""The sandbox with a folder of runs, and ways to plan, to apply and to read afterwards."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from attrs import define, field

from webflow_contract.carriers.transport import SandboxTransport
from webflow_contract.exchange import Request, Response
from webflow_contract.faults import FAULTS
from webflow_contract.sandbox import Clock, Sandbox
from webflow_contract.sandbox.log import Entry
from webflow_contract.sandbox.seed import Seed, default, sized
from webflow_pages import AsyncWebflow, Webflow
from webflow_pages.metadata.applying.applied import Applied
from webflow_pages.metadata.applying.applying import apply
from webflow_pages.metadata.applying.run import Run, begin
from webflow_pages.metadata.fields import FIELDS, Field, Value
from webflow_pages.metadata.plan.model import Change, Plan, Update
from webflow_pages.metadata.state import SiteState, read_state

BASE_URL = "http://127.0.0.1/v2"
NOW = datetime(2026, 1, 31, 10, 15, tzinfo=UTC)

Wanted = Mapping[tuple[str, str], Mapping[Field, Value]]
"""What is wanted, by path in the primary locale and tag."""


@define
class Stage:
    """A sandbox, a folder of runs, and what there is to do with them."""

    runs: Path
    sandbox: Sandbox = field(factory=lambda: Sandbox(rate_limit="off", clock=Clock(running=False)))
    transport: Any = None
    options: dict[str, Any] = field(factory=dict)
    seed: Seed = field(factory=default)

    @classmethod
    def sized(cls, runs: Path, pages: int, *, locales: int = 2, rate_limit: Any = "off", **options: Any) -> "Stage":
        """Return a site with so many pages, ``/page-0`` and so on, in ``en`` and ``fr``."""
        seed = sized(pages=pages, locales=locales)
        return cls(runs, Sandbox(seed, rate_limit=rate_limit, clock=Clock(running=False)), options=options, seed=seed)

    def answer_with(self, handler: Callable[[Request], Response]) -> None:
        """Have something else answer from now on, which may ask the sandbox."""
        self.transport = SandboxTransport(handler, sleep_async=self.sandbox.clock.sleep_async)

    def answer_late(self, handler: Callable[[Request], Response] | None = None) -> "Late":
        """Have requests be out at the same time from now on. The sandbox answers, or something else."""
        self.transport = late = Late(handler or self.sandbox, self.sandbox.clock)
        return late

    def with_fault(self, fault: str, request: Request) -> Response:
        """Answer one request with a fault."""
        switch = self.sandbox.switches.on(fault)
        try:
            return self.sandbox(request)
        finally:
            self.sandbox.switches.off(switch)

    def change(self, path: str, tag: str, **changes: Any) -> None:
        """Change a page as somebody else would, at any moment, without using up the token's quota."""
        unlimited = Sandbox(self.seed, rate_limit="off", clock=self.sandbox.clock)
        unlimited.restore(self.sandbox.snapshot())
        Stage(self.runs, unlimited).update(path, tag, base_url="http://127.0.0.2/v2", **changes)  # a pace of its own
        self.sandbox.restore(unlimited.snapshot())

    @property
    def paths(self) -> Mapping[str, str]:
        return self.sandbox.page_ids

    def state(self) -> SiteState:
        transport = SandboxTransport(self.sandbox, sleep=self.sandbox.clock.sleep)
        with httpx.Client(transport=transport) as client:
            webflow = Webflow(self.sandbox.token, base_url=BASE_URL, http_client=client, clock=self.sandbox.clock)
            return read_state(webflow, self.sandbox.site_id)

    def plan(self, wanted: Wanted, origin: str = "files") -> Plan:
        state = self.state()
        ids = {page.path: page for page in state.pages.values()}
        tags = {locale.tag: locale for locale in state.locales}
        updates = []
        for (path, tag), values in wanted.items():
            page, before = ids[path], state.values[ids[path].id, tag]
            changes = tuple(Change(one, before.get(one), values[one]) for one in FIELDS if one in values)
            place = (page.id, page.path, tag, tags[tag].id, page.kind, page.position)
            updates.append(Update(*place, changes, before))
        return Plan(
            site_id=state.site_id,
            primary=state.locales[0].tag,
            made="2026-01-31T10:00:00Z",
            origin=origin,
            page_locales=len(state.values),
            updates=tuple(updates),
        )

    def apply(self, plan: Plan, **options: Any) -> Applied:
        return asyncio.run(self.apply_async(plan, **options))

    async def apply_async(self, plan: Plan, **options: Any) -> Applied:
        with begin(self.runs, plan, at=NOW) as run:
            return await self.go_on(run, plan, **options)

    async def go_on(self, run: Run, plan: Plan, **options: Any) -> Applied:
        clock = self.sandbox.clock
        transport = self.transport or SandboxTransport(self.sandbox, sleep_async=clock.sleep_async)
        async with httpx.AsyncClient(transport=transport) as client:
            webflow = AsyncWebflow(
                self.sandbox.token,
                base_url=BASE_URL,
                site_id=self.sandbox.site_id,
                http_client=client,
                clock=clock,
            )
            return await apply(webflow, plan, run, clock=clock, **{**self.options, **options})

    def update(self, path: str, tag: str, *, base_url: str = BASE_URL, **changes: Any) -> None:
        """Change a page as somebody else would."""
        transport = SandboxTransport(self.sandbox, sleep=self.sandbox.clock.sleep)
        with httpx.Client(transport=transport) as client:
            webflow = Webflow(self.sandbox.token, base_url=base_url, http_client=client, clock=self.sandbox.clock)
            webflow.pages.update(self.paths[path], locale=tag, **changes)

    def writes(self) -> list[tuple[str, str | None]]:
        """Return page and locale of each write that was carried out, in order."""
        return [
            (entry.path.rpartition("/")[2], dict(entry.query).get("localeId"))
            for entry in self.sandbox.requests()
            if entry.method == "PUT" and _was_carried_out(entry)
        ]

    def writes_of_pages(self) -> Counter[tuple[str, str]]:
        """Return how often each page and locale was written, in whatever way."""
        tags = {id_: tag for tag, id_ in self.sandbox.locale_ids.items()}
        primary = next(iter(self.sandbox.locale_ids))
        found = Counter((page, tags.get(locale or "", primary)) for page, locale in self.writes())
        for entry in self.sandbox.requests():
            if entry.method == "PATCH" and _was_carried_out(entry):
                for one in json.loads(entry.body)["pages"]:
                    found[one["id"], tags.get(one.get("localeId", ""), primary)] += 1
        return found

    @staticmethod
    def keys(plan: Plan) -> list[tuple[str, str]]:
        """Return pages and locales of a plan."""
        return [(update.page_id, update.locale) for update in plan.updates]

    def asked(self) -> list[str]:
        """Return the operation of each request, in order."""
        return [entry.operation or "?" for entry in self.sandbox.requests()]

    def is_as(self, plan: Plan) -> bool:
        """Return whether the site is as a plan wants it."""
        values = self.state().values
        return all(
            values[update.page_id, update.locale].get(change.field) == change.after
            for update in plan.updates
            for change in update.changes
        )


class Late(httpx.AsyncBaseTransport):
    """Lets a handler answer after others have had their turn, and knows how many requests were out at once."""

    def __init__(self, handler: Callable[[Request], Response], clock: Clock) -> None:
        self._transport = SandboxTransport(handler, sleep_async=clock.sleep_async)
        self._out = 0
        self.at_once: list[int] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self._out += 1
        self.at_once.append(self._out)
        for _ in range(9):
            await asyncio.sleep(0)
        self._out -= 1
        return await self._transport.handle_async_request(request)


def _was_carried_out(entry: Entry) -> bool:
    """Return whether a write was carried out, whatever became of its answer."""
    kept_away = {name for name in entry.switches if FAULTS[name].instead is not None}
    return not kept_away and entry.status in (200, None)


def outcomes(applied: Applied) -> dict[tuple[str, str, str], str]:
    """Return outcomes by path, locale and field."""
    return {(one.name, one.locale, one.field): one.outcome for one in applied.outcomes}
