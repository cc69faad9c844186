"""The public API as type checkers see it. Never run: ``test_package`` has mypy read it."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import assert_type

import httpx

from webflow_pages import (
    UNSET,
    AsyncPageIterator,
    AsyncWebflow,
    BulkUpdate,
    Exchange,
    Locale,
    LocaleError,
    Locales,
    LocalesUpdate,
    NotFoundError,
    OpenGraph,
    Page,
    PageChanges,
    PageIterator,
    PageOpenGraph,
    PageSeo,
    Quota,
    QuotaError,
    RateLimitError,
    Response,
    ResponseError,
    Seo,
    Site,
    SiteList,
    TooManyRequestsError,
    TransportError,
    TransportTimeoutError,
    Unset,
    Webflow,
    WebflowError,
    contract_date,
    contract_version,
)
from webflow_pages.metadata import (
    MIRROR,
    Applied,
    Entry,
    Matrix,
    MetadataError,
    Place,
    Plan,
    SiteState,
    apply,
    as_text,
    begin,
    make_plan,
    matrix_of,
    read_settings,
    read_state,
    read_wanted,
    resolve,
    rollback_plan,
)

assert_type(contract_version, str)
assert_type(contract_date, str)

assert_type(Webflow(), Webflow)
webflow = Webflow(
    "token",
    base_url="https://api.webflow.com/v2",
    site_id="1",
    locales=Locales(primary=Locale(id="1", tag="en-US")),
    timeout=5,
    http_client=httpx.Client(),
)
Webflow(token="token", locales={"primary": {"id": "1"}}, timeout=None, http_client=None)
Webflow("token", "https://api.webflow.com/v2")  # type: ignore[call-arg]

with webflow as entered:
    assert_type(entered, Webflow)

page = assert_type(webflow.pages.get("1"), Page)
assert_type(webflow.pages.get("1", locale="fr-FR"), Page)
assert_type(webflow.pages.get("1", locale=None), Page)
webflow.pages.get("1", "fr-FR")  # type: ignore[call-arg]

assert_type(webflow.pages.update("1"), Page)
assert_type(
    webflow.pages.update(
        "1",
        locale="fr-FR",
        title="T",
        slug=UNSET,
        seo=Seo(title="T", description=UNSET),
        open_graph=OpenGraph(title="T", title_copied=False, description="D", description_copied=True),
    ),
    Page,
)
webflow.pages.update("1", title=None)  # type: ignore[arg-type]
webflow.pages.update("1", titel="T")  # type: ignore[call-arg]
webflow.pages.update("1", seo=Seo(title=None))  # type: ignore[arg-type]
webflow.pages.update("1", seo={"title": "T"})  # type: ignore[arg-type]

assert_type(webflow.pages.list("1", locale="fr-FR"), PageIterator)
as_iterator: Iterator[Page] = webflow.pages.list("1")
assert_type(webflow.sites.get("1"), Site)
assert_type(webflow.sites.list(), SiteList)
as_list: list[Site] = webflow.sites.list()
assert_type(webflow.close(), None)

assert_type(page.id, str)
assert_type(page.title, str | Unset)
assert_type(page.slug, str | Unset | None)
assert_type(page.locale_id, str | Unset | None)
assert_type(page.seo, PageSeo | Unset)
assert_type(page.open_graph, PageOpenGraph | Unset)
if page.seo:
    assert_type(page.seo.title, str | Unset | None)

assert_type(page.response, Response)
assert_type(page.response.status, int)
assert_type(page.response.headers["Retry-After"], str)
assert_type(page.response.quota, Quota)
assert_type(page.response.quota.remaining, int | None)
assert_type(page.response.request_id, str | None)
assert_type(page.not_applied, tuple[str, ...])
assert_type(webflow.pages.list("1").response, Response | None)
assert_type(webflow.sites.list().response, Response)

changes: PageChanges = {"title": "T", "seo": Seo(title="T")}
for tag, update in webflow.pages.update_locales("1", {"fr-FR": changes, "de-DE": {"slug": "t"}}).items():
    assert_type(tag, str)
    assert_type(update.page, Page | None)
    assert_type(update.error, WebflowError | None)
    assert_type(update.outcome, str)
    assert_type(update.applied, bool)
webflow.pages.update_locales("1", {"fr-FR": {"titel": "T"}})  # type: ignore[typeddict-unknown-key]

assert_type(webflow.with_options(timeout=5, max_retries=0, max_wait=1.5, headers={"X-A": "b"}), Webflow)
webflow.with_options(token="t")  # type: ignore[call-arg]


def hook(exchange: Exchange) -> None:
    assert_type(exchange.status, int | None)
    assert_type(exchange.body, bytes)


assert_type(webflow.add_hook(hook), None)
assert_type(webflow.remove_hook(hook), None)

try:
    webflow.pages.get("1")
except NotFoundError as not_found:
    assert_type(not_found.status, int)
    assert_type(not_found.code, str | None)
    assert_type(not_found.message, str | None)
    assert_type(not_found.body, str)
    assert_type(not_found.retry_after, float | None)
    assert_type(not_found.pointer, str | None)
    assert_type(not_found.request_id, str | None)
    assert_type(not_found.headers["Retry-After"], str)
    as_response: ResponseError = not_found
except LocaleError as locale_error:
    as_value_error: ValueError = locale_error
    as_root: WebflowError = locale_error
except TransportTimeoutError as timeout_error:
    as_transport: TransportError = timeout_error
    assert_type(timeout_error.sent, bool)
except (QuotaError, TooManyRequestsError) as rate_limit_error:
    as_rate_limit: RateLimitError = rate_limit_error
    assert_type(rate_limit_error.retry_after, float | None)


async def use_async() -> None:
    async with AsyncWebflow("token", site_id="1", http_client=httpx.AsyncClient()) as entered_async:
        assert_type(entered_async, AsyncWebflow)
        assert_type(await entered_async.pages.get("1", locale="fr-FR"), Page)
        assert_type(await entered_async.pages.update("1", title="T", seo=Seo(title="T")), Page)
        await entered_async.pages.update("1", title=None)  # type: ignore[arg-type]
        await entered_async.pages.update("1", titel="T")  # type: ignore[call-arg]
        assert_type(entered_async.pages.list("1"), AsyncPageIterator)
        as_async_iterator: AsyncIterator[Page] = entered_async.pages.list("1")
        async for each in as_async_iterator:
            assert_type(each, Page)
        assert_type(await entered_async.pages.update_locales("1", {"fr-FR": changes}), LocalesUpdate)
        assert_type(entered_async.with_options(max_retries=1), AsyncWebflow)
        assert_type(await entered_async.sites.get("1"), Site)
        assert_type(await entered_async.sites.list(), SiteList)
    AsyncWebflow(http_client=httpx.Client())  # type: ignore[arg-type]
    Webflow(http_client=httpx.AsyncClient())  # type: ignore[arg-type]


async def use_metadata(root: Path) -> None:
    state = read_state(webflow, "1", ["fr-FR"])
    assert_type(state, SiteState)
    entries = resolve(read_wanted(root), state)
    assert_type(entries, list[Entry])
    entries.append(Entry("/pricing", None, "fr-FR", {"open_graph.title": MIRROR, "seo.title": "T"}))
    Entry("/pricing", None, "fr-FR", {"seo.titel": "T"})  # type: ignore[dict-item]
    settings = read_settings(None)
    plan = make_plan(state, entries, allow=["primary"], lint=settings.lint)
    assert_type(plan, Plan)
    make_plan(state, entries, allow=["everything"])  # type: ignore[list-item]
    assert_type(as_text(plan), str)
    assert_type(matrix_of(state, settings.lint), Matrix)
    async with AsyncWebflow(site_id="1") as client:
        with begin(root, plan, at=datetime.now(UTC)) as run:
            applied = await apply(client, plan, run)
            assert_type(applied, Applied)
            assert_type(rollback_plan(run, state), Plan)
        await client.pages.update_bulk([BulkUpdate("1", "fr-FR", title="T")])
    try:
        read_wanted(root)
    except MetadataError as error:
        assert_type(error.place, Place | None)
        assert_type(error.text, str)
