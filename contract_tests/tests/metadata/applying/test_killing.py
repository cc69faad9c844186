"""Being killed at any moment does no harm: the next attempt goes on, and nothing is lost or written twice."""

import errno
import json
import os
from collections import Counter
from typing import Any

import httpx
import pytest
from attrs import define

from webflow_contract.carriers.transport import SandboxTransport
from webflow_contract.sandbox import Clock, Sandbox, Snapshot
from webflow_pages.metadata.applying import journal
from webflow_pages.metadata.fields import MIRROR
from webflow_pages.metadata.plan.model import Plan

from .stage import Stage, Wanted

WANTED: Wanted = {
    ("/pricing", "fr-FR"): {"title": "Nos prix", "seo.description": "Tous nos prix."},
    ("/about", "fr-FR"): {"seo.title": "Qui sommes-nous"},
    ("/imprint", "fr-FR"): {"seo.description": "Mentions légales."},
    ("/pricing", "de-DE"): {"open_graph.title": MIRROR},
    ("/pricing", "en-US"): {"title": "Prices", "seo.title": "Prices | Lantern & Loom"},
    ("/about", "en-US"): {"open_graph.description": "Who weaves."},
}


class KilledError(BaseException):
    """The process is gone."""


@define
class Fate:
    """When the process is killed: at a request, before or after it is delivered, or at a write to the journal."""

    request: int | None = None
    delivered: bool = False
    line: int | None = None
    share: float = 0.0
    requests: int = 0
    lines: int = 0
    dead: bool = False

    def die(self) -> None:
        self.dead = True
        raise KilledError

    def store(self, file: int, content: bytes) -> None:
        if self.dead:
            raise KilledError
        self.lines += 1
        if self.lines - 1 == self.line:
            os.write(file, content[: int(self.share * len(content))])
            self.die()
        os.write(file, content)


class Mortal(httpx.AsyncBaseTransport):
    """A transport that is gone once its process is."""

    def __init__(self, fate: Fate, sandbox: Sandbox) -> None:
        self._fate = fate
        self._transport = SandboxTransport(sandbox, sleep_async=sandbox.clock.sleep_async)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        fate = self._fate
        if fate.dead:
            raise KilledError
        fate.requests += 1
        its_time = fate.requests - 1 == fate.request
        if its_time and not fate.delivered:
            fate.die()
        response = await self._transport.handle_async_request(request)
        if its_time:
            fate.die()
        return response


@pytest.fixture
def start(stage: Stage) -> Snapshot:
    stage.sandbox = Sandbox(rate_limit="off", clock=Clock(running=False))
    return stage.sandbox.snapshot()


def live_and_die(stage: Stage, plan: Plan, fate: Fate, monkeypatch: pytest.MonkeyPatch, **options: Any) -> bool:
    """Apply until the process is killed; return whether it was."""
    stage.transport = Mortal(fate, stage.sandbox)
    with monkeypatch.context() as context:
        context.setattr(journal, "store", fate.store)
        try:
            stage.apply(plan, **options)
        except KilledError:
            return True
        finally:
            stage.transport = None
    return False


def fates(requests: int, lines: int) -> list[Fate]:
    return [
        *(Fate(request=number, delivered=delivered) for number in range(requests) for delivered in (False, True)),
        *(Fate(line=number, share=share) for number in range(lines) for share in (0.0, 0.5, 1.0)),
    ]


@pytest.mark.parametrize("options", [{"concurrency": 1}, {}, {"bulk": True}], ids=["one", "many", "bulk"])
def test_whenever_it_is_killed_nothing_is_lost_or_written_twice(
    stage: Stage, start: Snapshot, monkeypatch: pytest.MonkeyPatch, options: dict[str, Any]
) -> None:
    plan = stage.plan(WANTED)
    whole = Fate()
    assert not live_and_die(stage, plan, whole, monkeypatch, **options)
    killed = 0
    for number, fate in enumerate(fates(whole.requests, whole.lines)):
        stage.sandbox.restore(start)
        stage.runs = stage.runs.with_name(f"runs-{number}")
        stage.sandbox.forget_requests()
        killed += live_and_die(stage, plan, fate, monkeypatch, **options)
        applied = stage.apply(plan, **options)
        assert (applied.halt, applied.open) == (None, False)
        # Killed right after its last line, it was finished, and is looked at anew.
        over = fate.line == whole.lines - 1 and fate.share == 1.0
        assert {one.outcome for one in applied.outcomes} == {"already-so" if over else "changed"}, fate
        assert stage.writes_of_pages() == Counter(dict.fromkeys(stage.keys(plan), 1)), fate
        assert stage.is_as(plan)
        assert len(list(stage.runs.glob("2*"))) == 1 + over
    assert killed == 2 * whole.requests + 3 * whole.lines


def test_killed_again_and_again_it_still_comes_to_its_end(
    stage: Stage, start: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = stage.plan(WANTED)
    stage.sandbox.forget_requests()
    attempts = 0
    while live_and_die(stage, plan, Fate(request=3, delivered=attempts % 2 == 0), monkeypatch):
        attempts += 1
        assert attempts < 20
    assert attempts > 1
    assert stage.is_as(plan)
    assert stage.writes_of_pages() == Counter(dict.fromkeys(stage.keys(plan), 1))


def test_what_was_answered_is_not_read_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = stage.plan(WANTED)
    whole = Fate()
    live_and_die(stage, plan, whole, monkeypatch, concurrency=1)
    stage.sandbox.reset()
    stage.runs = stage.runs.with_name("others")
    assert live_and_die(stage, plan, Fate(request=whole.requests - 1), monkeypatch, concurrency=1)
    stage.sandbox.forget_requests()
    stage.apply(plan)
    # The site, the one page that is left, and its write.
    assert stage.asked() == ["get-site", "get-page-metadata", "update-page-metadata"]


def test_a_finished_run_is_not_gone_on_with(stage: Stage) -> None:
    plan = stage.plan(WANTED)
    first, second = stage.apply(plan), stage.apply(plan)
    assert first.run != second.run
    assert {one.outcome for one in second.outcomes} == {"already-so"}
    assert not second.wrote
    assert len(stage.writes()) == len(WANTED)


@pytest.mark.parametrize("share", [0.0, 0.5])
@pytest.mark.parametrize("bulk", [False, True])
def test_a_full_disk_stops_before_the_next_write(
    stage: Stage, start: Snapshot, monkeypatch: pytest.MonkeyPatch, share: float, bulk: bool
) -> None:
    plan = stage.plan(WANTED)
    lines = 3 if bulk else 14
    for limit in range(1, lines):
        stage.sandbox.restore(start)
        stage.sandbox.forget_requests()
        stage.runs = stage.runs.with_name(f"full-{limit}")
        disk = _Disk(limit, share)
        with monkeypatch.context() as context:
            context.setattr(journal, "store", disk.store)
            applied = stage.apply(plan, bulk=bulk)
        assert applied.open
        assert applied.halt is not None
        assert applied.halt.cause == "journal"
        assert "No space left on device" in applied.halt.why
        written = stage.writes_of_pages()
        assert set(written) <= disk.announced
        # Of what was sent, the answer is told, although it could not be written down.
        assert {(one.page_id, one.locale) for one in applied.outcomes if one.outcome == "changed"} == set(written)
        again = stage.apply(plan, bulk=bulk)
        assert (again.open, again.run) == (False, applied.run)
        assert stage.is_as(plan)
        assert stage.writes_of_pages() == Counter(dict.fromkeys(stage.keys(plan), 1))


class _Disk:
    """A disk that is full after so many writes to the journal."""

    def __init__(self, limit: int, share: float) -> None:
        self._left = limit
        self._share = share
        self.announced: set[tuple[str, str]] = set()

    def store(self, file: int, content: bytes) -> None:
        if not self._left:
            os.write(file, content[: int(self._share * len(content))])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._left -= 1
        os.write(file, content)
        lines = [json.loads(line) for line in content.splitlines()]
        self.announced |= {(line["page"], line["locale"]) for line in lines if line.get("what") == "sending"}
