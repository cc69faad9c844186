"""A client's own traffic shows drift, and watching it breaks nothing."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

import webflow_contract
from webflow_contract.carriers.transport import SandboxTransport
from webflow_contract.check.findings import Finding
from webflow_contract.drifts import DRIFTS
from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.observing import observe
from webflow_contract.sandbox import Clock, Sandbox
from webflow_pages import AsyncWebflow, OpenGraph, ResponseError, Seo, Webflow, WebflowError

Connect = Callable[[Handler], Webflow]


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(rate_limit="off", clock=Clock(running=False))


@pytest.fixture
def connect(sandbox: Sandbox) -> Iterator[Connect]:
    opened: list[httpx.Client] = []

    def connect(handler: Handler) -> Webflow:
        opened.append(httpx.Client(transport=SandboxTransport(handler, sleep=sandbox.clock.sleep)))
        return Webflow(sandbox.token, http_client=opened[-1], clock=sandbox.clock)

    yield connect
    for client in opened:
        client.close()


def use(webflow: Webflow, sandbox: Sandbox) -> None:
    """Do what a program does: read, list, update, and ask for what is not there. Errors are its own matter."""
    calls: list[Callable[[], object]] = [
        lambda: webflow.sites.list(),
        lambda: webflow.sites.get(sandbox.site_id),
        lambda: list(webflow.pages.list(sandbox.site_id)),
        lambda: webflow.pages.get(sandbox.page_id),
        lambda: webflow.pages.get(sandbox.page_id, locale="fr-FR"),
        lambda: webflow.pages.update(
            sandbox.page_id,
            title="Lamps",
            slug="lamps",
            seo=Seo(description="Warm light"),
            open_graph=OpenGraph("Lamps"),
        ),
        lambda: webflow.pages.update(sandbox.page_ids["/"], title="Home", slug="ignored", open_graph=OpenGraph("Home")),
        lambda: webflow.pages.update(sandbox.page_id, locale="fr-FR", title="Lampes", slug="lampes"),
        lambda: webflow.pages.get("f" * 24),
    ]
    for call in calls:
        try:
            call()
        except WebflowError:
            continue


def test_the_unchanged_sandbox_shows_nothing(connect: Connect, sandbox: Sandbox) -> None:
    found: list[Finding] = []
    webflow = connect(sandbox)
    with observe(webflow, on_finding=found.append) as observation:
        use(webflow, sandbox)

    assert found == []
    assert observation.exchanges == len(sandbox.requests()) > 8


UNSEEN = {
    "update-wipes-seo": "what an update left out is not known from its answer",
    "locale-ignored": "the client itself raises LocaleMismatchError",
    "validation-ignored": "the client sends no wrong type",
    "authentication-ignored": "the client sends its token",
}


@pytest.mark.parametrize("name", [name for name in DRIFTS if name not in UNSEEN])
def test_a_drift_of_answers_is_seen(connect: Connect, sandbox: Sandbox, name: str) -> None:
    found: list[Finding] = []
    webflow = connect(DRIFTS[name].wrap(sandbox))
    observation = observe(webflow, on_finding=found.append)
    use(webflow, sandbox)

    assert found
    assert [finding.id for finding in found] == [finding.id for finding in observation.findings]
    assert len({finding.id for finding in found}) == len(found)


def test_a_finding_says_where_and_how_to_see_it_again(connect: Connect, sandbox: Sandbox) -> None:
    found: list[Finding] = []
    webflow = connect(DRIFTS["slug-becomes-number"].wrap(sandbox))
    observe(webflow, on_finding=found.append)
    with pytest.raises(ResponseError):
        webflow.pages.get(sandbox.page_id)

    (finding,) = found
    assert (finding.rule, finding.level, finding.pointer) == ("response-property-type-changed", "breaking", "/slug")
    assert finding.operation == "get-page-metadata"
    assert finding.reproduce.endswith(f'/pages/{sandbox.page_id}"')
    assert sandbox.token not in repr(finding)


def test_an_update_that_is_ignored_is_seen_but_what_is_known_to_be_ignored_is_not(
    connect: Connect, sandbox: Sandbox
) -> None:
    found: list[Finding] = []
    webflow = connect(DRIFTS["update-ignored"].wrap(sandbox))
    observe(webflow, on_finding=found.append)

    webflow.pages.update(sandbox.page_ids["/"], slug="ignored", open_graph=OpenGraph("Mirrored", title_copied=True))
    assert found == []
    webflow.pages.update(sandbox.page_id, title="New", seo=Seo(description="New"))
    assert [(finding.rule, finding.pointer) for finding in found] == [
        ("update-not-echoed", "/title"),
        ("update-not-echoed", "/seo/description"),
    ]


@pytest.mark.parametrize("status", [502, 503, 504, 520])
def test_what_stands_in_front_of_the_service_says_nothing_of_it(connect: Connect, status: int) -> None:
    webflow = connect(lambda request: Response(status, {"content-type": "text/html"}, b"<html>"))
    observation = observe(webflow, on_finding=lambda finding: pytest.fail(str(finding)))
    with pytest.raises(ResponseError):
        webflow.with_options(max_retries=0).pages.get("1")

    assert observation.exchanges == 0


def test_it_ends_when_it_is_stopped(connect: Connect, sandbox: Sandbox) -> None:
    found: list[Finding] = []
    webflow = connect(DRIFTS["page-gains-field"].wrap(sandbox))
    observation = observe(webflow, on_finding=found.append)
    webflow.pages.get(sandbox.page_id)
    observation.stop()
    observation.stop()
    webflow.pages.update(sandbox.page_id, title="x")

    assert len(found) == 1
    assert observation.exchanges == 1


def test_whatever_goes_wrong_in_it_the_call_goes_on(
    connect: Connect, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(finding: Finding) -> None:
        raise RuntimeError(finding.observed)

    webflow = connect(DRIFTS["page-gains-field"].wrap(sandbox))
    observe(webflow, on_finding=fail)

    with caplog.at_level(logging.WARNING):
        assert webflow.pages.get(sandbox.page_id).id == sandbox.page_id
    assert [record.name for record in caplog.records] == ["webflow_pages"]
    assert "RuntimeError" in caplog.text


@pytest.mark.parametrize("body", [b"", b"[]", b"[" * 100_000, b"\xff", b'{"id": 1e999}', b'{"id": NaN}'])
def test_no_body_is_too_odd_for_it(connect: Connect, body: bytes, caplog: pytest.LogCaptureFixture) -> None:
    found: list[Finding] = []
    webflow = connect(lambda request: Response(200, {"content-type": "application/json"}, body))
    observe(webflow, on_finding=found.append)
    with pytest.raises(ResponseError):
        webflow.pages.update("1", title="x")

    assert found
    assert caplog.records == []


def test_an_async_client_is_watched_as_well(sandbox: Sandbox) -> None:
    found: list[Finding] = []

    async def run() -> None:
        transport = SandboxTransport(DRIFTS["page-gains-field"].wrap(sandbox))
        async with httpx.AsyncClient(transport=transport) as client:
            webflow = AsyncWebflow(sandbox.token, http_client=client)
            with webflow_contract.observe(webflow, on_finding=found.append):
                await webflow.with_options(timeout=5).pages.get(sandbox.page_id)

    asyncio.run(run())
    assert [finding.rule for finding in found] == ["response-optional-property-added"]


def test_findings_without_end_are_not_kept_without_end(connect: Connect) -> None:
    asked = 0

    def another_field_each_time(request: Request) -> Response:
        nonlocal asked
        asked += 1
        return Response(200, {"content-type": "application/json"}, b'{"id": "1", "field%d": 1}' % asked)

    found: list[Any] = []
    webflow = connect(another_field_each_time)
    observation = observe(webflow, on_finding=found.append)
    for _ in range(1100):
        webflow.pages.get("1")

    assert len(found) == len(observation.findings) < 1100
    assert observation.exchanges == 1100
