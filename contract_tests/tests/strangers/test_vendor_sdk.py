"""The vendor's own SDK runs against the sandbox as it is, and understands what it is answered."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from typing import Any, TypeVar

import httpx
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from webflow import AsyncWebflow, Page, Webflow, WebflowEnvironment
from webflow.core import ApiError, RequestOptions, UniversalBaseModel
from webflow.errors import (
    BadRequestError,
    ForbiddenError,
    InternalServerError,
    NotFoundError,
    TooManyRequestsError,
    UnauthorizedError,
)
from webflow.resources.pages import PageMetadataWriteOpenGraph, PageMetadataWriteSeo

from webflow_contract.carriers.server import running
from webflow_contract.sandbox import Clock, Sandbox
from webflow_contract.sandbox.seed import default

Result = TypeVar("Result")
Connect = Callable[[str, str], Webflow]

START = datetime(2026, 10, 9, 12, 0, 0, 279000, tzinfo=UTC)
ONCE = RequestOptions(max_retries=0)
UNKNOWN_ID = "f" * 24


def _environment(base_url: str) -> WebflowEnvironment:
    return WebflowEnvironment(base=base_url, data_api=base_url, content_delivery_api=base_url)


def _in_a_loop(base_url: str, token: str, work: Callable[[AsyncWebflow], Awaitable[Result]]) -> Result:
    """Run what an asynchronous client does to its end."""

    async def run() -> Result:
        async with httpx.AsyncClient() as client:
            return await work(AsyncWebflow(access_token=token, environment=_environment(base_url), httpx_client=client))

    return asyncio.run(run())


@pytest.fixture(scope="module")
def connect() -> Iterator[Connect]:
    # The SDK has no way to close the client that it makes itself.
    with httpx.Client() as client:
        yield lambda base_url, token: Webflow(
            access_token=token, environment=_environment(base_url), httpx_client=client
        )


@pytest.fixture(scope="module")
def on_a_port() -> Iterator[tuple[Sandbox, str]]:
    sandbox = Sandbox(rate_limit="off", clock=Clock(START, running=False))
    with running(sandbox) as base_url:
        yield sandbox, base_url


@pytest.fixture
def sandbox(on_a_port: tuple[Sandbox, str]) -> Sandbox:
    sandbox, _ = on_a_port
    sandbox.reset()
    return sandbox


@pytest.fixture
def base_url(on_a_port: tuple[Sandbox, str]) -> str:
    return on_a_port[1]


@pytest.fixture
def webflow(sandbox: Sandbox, base_url: str, connect: Connect) -> Webflow:
    return connect(base_url, sandbox.token)


def _parts(model: UniversalBaseModel) -> Iterator[UniversalBaseModel]:
    """Yield what was parsed, and whatever is in it."""
    yield model
    for value in dict(model).values():
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, UniversalBaseModel):
                yield from _parts(part)


def _unknown(model: UniversalBaseModel) -> set[str]:
    """Return the properties that the SDK does not know."""
    return {name for part in _parts(model) for name in part.model_extra or ()}


def _missing(model: UniversalBaseModel) -> set[str]:
    """Return the properties that the SDK knows, and that were not answered."""
    return {name for part in _parts(model) for name in set(type(part).model_fields) - part.model_fields_set}


def _changed(before: Page, after: Page) -> set[str]:
    return {name for name in Page.model_fields if getattr(before, name) != getattr(after, name)}


# Reading.


def test_lists_the_sites_of_the_token(webflow: Webflow) -> None:
    sites = webflow.sites.list().sites

    assert sites
    assert [(site.display_name, site.short_name) for site in sites] == [
        ("Lantern & Loom", "lantern-loom"),
        ("One Tongue", "one-tongue"),
    ]


def test_reads_a_site_with_its_dates_domains_and_locales(webflow: Webflow, sandbox: Sandbox) -> None:
    site = webflow.sites.get(sandbox.site_id)

    assert (site.id, site.workspace_id) == (sandbox.site_id, "5eed0000000000000000e001")
    assert (site.time_zone, site.parent_folder_id) == ("Europe/Paris", None)
    assert (site.data_collection_enabled, site.data_collection_type) == (False, "disabled")
    assert site.created_on == datetime(2026, 1, 12, 9, 6, 25, 279000, tzinfo=UTC)
    assert site.last_updated == datetime(2026, 2, 23, 15, 53, 18, 252000, tzinfo=UTC)
    assert site.last_published == datetime(2026, 2, 23, 16, 4, 41, 810000, tzinfo=UTC)
    assert site.custom_domains
    assert [domain.url for domain in site.custom_domains] == ["lantern-loom.example", "www.lantern-loom.example"]
    assert site.locales
    assert site.locales.primary
    assert (site.locales.primary.tag, site.locales.primary.subdirectory) == ("en-US", "")
    assert [(locale.tag, locale.enabled, locale.subdirectory) for locale in site.locales.secondary or ()] == [
        ("fr-FR", True, "fr"),
        ("de-DE", False, "de"),
        ("pt-BR", True, "pt"),
    ]


def test_reads_a_site_without_localization(webflow: Webflow, sandbox: Sandbox) -> None:
    site = webflow.sites.get(sandbox.site_ids["one-tongue"])
    home = webflow.pages.get_metadata(sandbox.page_ids_of("one-tongue")["/"])

    assert site.custom_domains == []
    assert site.locales
    assert site.locales.primary
    assert site.locales.primary.tag == "en-US"
    assert site.locales.secondary is None
    assert (home.title, home.locale_id, home.published_path) == ("Home", None, "/")


def test_finds_every_property_that_it_knows_and_only_what_the_service_does_not_document_beyond(
    webflow: Webflow, sandbox: Sandbox
) -> None:
    page = webflow.pages.get_metadata(sandbox.page_id)
    site = webflow.sites.get(sandbox.site_id)
    listing = webflow.pages.list(sandbox.site_id, limit=1)
    user = webflow.token.authorized_by()

    assert [_missing(model) for model in (page, site, listing, user)] == [set()] * 4
    assert _unknown(page) == _unknown(listing) == {"shouldPublish"}
    assert _unknown(site) == {"fullSiteCompiledAt"}
    assert _unknown(user) == set()


def test_goes_through_the_pages_until_the_end(webflow: Webflow, sandbox: Sandbox) -> None:
    found: list[Page] = []
    sizes = []
    while True:
        listing = webflow.pages.list(sandbox.site_id, limit=3, offset=len(found))
        assert listing.pages is not None
        assert listing.pagination
        assert (listing.pagination.limit, listing.pagination.offset) == (3, len(found))
        sizes.append(len(listing.pages))
        found += listing.pages
        if len(found) >= (listing.pagination.total or 0):
            break

    assert sizes == [3, 3, 2]
    assert [page.title for page in found] == [
        "Home", "About", "Pricing", "Contact", "Posts Template", "404", "Press", "Imprint"
    ]  # fmt: skip
    assert found == webflow.pages.list(sandbox.site_id).pages
    assert webflow.pages.list(sandbox.site_id, limit=3, offset=len(found)).pages == []


def test_lists_pages_in_a_secondary_locale(webflow: Webflow, sandbox: Sandbox) -> None:
    french = sandbox.locale_ids["fr-FR"]
    pages = [
        page
        for offset in (0, 4)
        for page in webflow.pages.list(sandbox.site_id, locale_id=french, limit=4, offset=offset).pages or ()
    ]

    assert [page.title for page in pages] == [
        "Home", "À propos", "Tarifs", "Contact", "Posts Template", "404", "Press", "Imprint"
    ]  # fmt: skip
    assert {page.locale_id for page in pages} == {french}
    assert [page.published_path for page in pages][:3] == ["/fr", "/fr/about", "/fr/pricing"]


def test_reads_a_page_in_each_locale(webflow: Webflow, sandbox: Sandbox) -> None:
    pages = {
        tag: webflow.pages.get_metadata(sandbox.page_id, locale_id=locale_id)
        for tag, locale_id in sandbox.locale_ids.items()
    }

    assert {tag: (page.title, page.locale_id) for tag, page in pages.items()} == {
        "en-US": ("Pricing", sandbox.locale_ids["en-US"]),
        "fr-FR": ("Tarifs", sandbox.locale_ids["fr-FR"]),
        "de-DE": ("Preise", sandbox.locale_ids["de-DE"]),
        "pt-BR": ("Pricing", sandbox.locale_ids["pt-BR"]),
    }
    assert pages["en-US"] == webflow.pages.get_metadata(sandbox.page_id)


def test_reads_a_page_in_a_folder(webflow: Webflow, sandbox: Sandbox) -> None:
    page = webflow.pages.get_metadata(sandbox.page_ids["/company/press"])

    assert (page.id, page.site_id) == (sandbox.page_ids["/company/press"], sandbox.site_id)
    assert (page.slug, page.parent_id, page.collection_id) == ("press", sandbox.page_ids["/company"], None)
    assert page.published_path == "/company/press"
    assert (page.archived, page.draft, page.can_branch) == (False, False, True)
    assert (page.is_branch, page.branch_id) == (False, None)
    assert page.created_on == datetime(2026, 1, 16, 13, 5, 12, 279000, tzinfo=UTC)


def test_reads_the_template_of_a_collection(webflow: Webflow, sandbox: Sandbox) -> None:
    page = webflow.pages.get_metadata(sandbox.page_ids["/detail_posts"])

    assert page.collection_id == "5eed0000000000000000f001"
    assert page.can_branch is False
    assert page.seo
    assert page.seo.title == '{{wf {"path":"slug","type":"PlainText"} }} | Lantern & Loom'


def test_reads_a_home_page_whose_open_graph_texts_are_mirrored(webflow: Webflow, sandbox: Sandbox) -> None:
    page = webflow.pages.get_metadata(sandbox.page_ids["/"])

    assert page.slug is None
    assert page.seo
    assert page.seo.title == "Lantern & Loom"
    assert page.open_graph
    assert (page.open_graph.title, page.open_graph.title_copied) == (None, True)
    assert (page.open_graph.description, page.open_graph.description_copied) == (None, True)


def test_a_text_that_was_never_set_is_none(webflow: Webflow, sandbox: Sandbox) -> None:
    page = webflow.pages.get_metadata(sandbox.page_ids["/imprint"])

    assert page.seo
    assert (page.seo.title, page.seo.description) == ("Imprint", None)
    assert page.seo.model_fields_set == {"title"}


def test_learns_who_authorized_the_token(webflow: Webflow) -> None:
    user = webflow.token.authorized_by()

    assert (user.first_name, user.last_name, user.email) == ("Ada", "Weaver", "loom@lantern-loom.example")


# Updating.


def test_updates_everything_of_a_page(webflow: Webflow, sandbox: Sandbox) -> None:
    before = webflow.pages.get_metadata(sandbox.page_id)
    sandbox.clock.advance(61.5)
    page = webflow.pages.update_page_settings(
        sandbox.page_id,
        title="Prices",
        slug="prices",
        seo=PageMetadataWriteSeo(title="What lamps cost", description="All sizes."),
        open_graph=PageMetadataWriteOpenGraph(
            title="Lamps", title_copied=False, description="Lit by hand.", description_copied=False
        ),
    )

    assert _changed(before, page) == {"title", "slug", "seo", "open_graph", "last_updated"}
    assert (page.title, page.slug) == ("Prices", "prices")
    assert page.seo
    assert (page.seo.title, page.seo.description) == ("What lamps cost", "All sizes.")
    assert page.open_graph
    assert (page.open_graph.title, page.open_graph.title_copied) == ("Lamps", False)
    assert (page.open_graph.description, page.open_graph.description_copied) == ("Lit by hand.", False)
    assert page.last_updated == sandbox.clock.now()
    assert webflow.pages.get_metadata(sandbox.page_id) == page
    assert page in (webflow.pages.list(sandbox.site_id).pages or ())


def test_updates_a_secondary_locale_and_no_other(webflow: Webflow, sandbox: Sandbox) -> None:
    french, german = sandbox.locale_ids["fr-FR"], sandbox.locale_ids["de-DE"]
    primary_before = webflow.pages.get_metadata(sandbox.page_id)
    german_before = webflow.pages.get_metadata(sandbox.page_id, locale_id=german)
    page = webflow.pages.update_page_settings(
        sandbox.page_id,
        locale_id=french,
        title="Nos prix",
        seo=PageMetadataWriteSeo(title="Combien ?", description="Le prix juste."),
        open_graph=PageMetadataWriteOpenGraph(title="À la lumière", title_copied=False, description_copied=True),
    )

    assert (page.title, page.locale_id, page.published_path) == ("Nos prix", french, "/fr/pricing")
    assert page.seo
    assert (page.seo.title, page.seo.description) == ("Combien ?", "Le prix juste.")
    assert page.open_graph
    assert (page.open_graph.title, page.open_graph.title_copied) == ("À la lumière", False)
    assert (page.open_graph.description, page.open_graph.description_copied) == (None, True)
    assert webflow.pages.get_metadata(sandbox.page_id, locale_id=french) == page
    assert _changed(primary_before, webflow.pages.get_metadata(sandbox.page_id)) == {"last_updated"}
    assert _changed(german_before, webflow.pages.get_metadata(sandbox.page_id, locale_id=german)) == {"last_updated"}


@pytest.mark.parametrize("tag", ["en-US", "fr-FR"])
def test_a_partial_update_leaves_the_rest(webflow: Webflow, sandbox: Sandbox, tag: str) -> None:
    locale_id = None if tag == "en-US" else sandbox.locale_ids[tag]
    before = webflow.pages.get_metadata(sandbox.page_id, locale_id=locale_id)
    after = webflow.pages.update_page_settings(
        sandbox.page_id, locale_id=locale_id, seo=PageMetadataWriteSeo(description="Only this.")
    )

    assert _changed(before, after) == {"seo", "last_updated"}
    assert before.seo
    assert after.seo
    assert (after.seo.title, after.seo.description) == (before.seo.title, "Only this.")
    assert webflow.pages.get_metadata(sandbox.page_id, locale_id=locale_id) == after


def test_an_open_graph_text_is_mirrored_and_the_other_one_kept(webflow: Webflow, sandbox: Sandbox) -> None:
    page = webflow.pages.update_page_settings(sandbox.page_id, open_graph=PageMetadataWriteOpenGraph(title_copied=True))

    assert page.open_graph
    assert (page.open_graph.title, page.open_graph.title_copied) == (None, True)
    assert page.open_graph.description == "Three sizes, one price list."
    assert page.open_graph.description_copied is False


def test_a_slug_that_is_not_applied_shows_in_the_answer(webflow: Webflow, sandbox: Sandbox) -> None:
    home = webflow.pages.update_page_settings(sandbox.page_ids["/"], title="Start", slug="start")
    french = webflow.pages.update_page_settings(
        sandbox.page_id, locale_id=sandbox.locale_ids["fr-FR"], title="Nos prix", slug="tarifs"
    )

    assert (home.title, home.slug) == ("Start", None)
    assert (french.title, french.slug) == ("Nos prix", "pricing")


def test_a_larger_plan_has_slugs_of_its_own_in_each_locale(connect: Connect) -> None:
    seed = default()
    sandbox = Sandbox(evolve(seed, sites=(evolve(seed.sites[0], localization_plan="advanced"), *seed.sites[1:])))
    with running(sandbox) as base_url:
        webflow = connect(base_url, sandbox.token)
        french = webflow.pages.update_page_settings(
            sandbox.page_id, locale_id=sandbox.locale_ids["fr-FR"], slug="tarifs"
        )

        assert french.slug == "tarifs"
        assert webflow.pages.get_metadata(sandbox.page_id).slug == "pricing"


# Sockets may take their time.
@settings(deadline=None)
@given(title=st.text(min_size=1), description=st.text())
def test_any_text_comes_back_as_it_was_sent(
    on_a_port: tuple[Sandbox, str], connect: Connect, title: str, description: str
) -> None:
    sandbox, base_url = on_a_port
    webflow = connect(base_url, sandbox.token)
    webflow.pages.update_page_settings(
        sandbox.page_id, title=title, seo=PageMetadataWriteSeo(title=title, description=description)
    )
    page = webflow.pages.get_metadata(sandbox.page_id)

    assert page.seo
    assert (page.title, page.seo.title, page.seo.description) == (title, title, description)


# Refusals.


def test_a_malformed_id_is_a_bad_request(webflow: Webflow) -> None:
    with pytest.raises(BadRequestError) as caught:
        webflow.pages.get_metadata("not-an-id")

    assert caught.value.body == {
        "message": "Validation Error: Provided ID is invalid",
        "code": "validation_error",
        "externalReference": None,
        "details": [],
    }


def test_a_slug_that_cannot_be_one_is_a_bad_request_and_changes_nothing(webflow: Webflow, sandbox: Sandbox) -> None:
    before = webflow.pages.get_metadata(sandbox.page_id)
    with pytest.raises(BadRequestError) as caught:
        webflow.pages.update_page_settings(sandbox.page_id, title="Prices", slug="No Slug!")

    assert caught.value.body["code"] == "validation_error"
    assert "(slug)" in caught.value.body["message"]
    assert webflow.pages.get_metadata(sandbox.page_id) == before


def test_the_primary_locale_is_not_written_by_its_id(webflow: Webflow, sandbox: Sandbox) -> None:
    with pytest.raises(BadRequestError) as caught:
        webflow.pages.update_page_settings(sandbox.page_id, locale_id=sandbox.locale_ids["en-US"], title="Prices")

    assert caught.value.body["code"] == "bad_request"
    assert caught.value.body["message"].endswith("The provided locale must be a secondary locale.")


def test_a_wrong_token_is_unauthorized_even_after_the_right_one(
    webflow: Webflow, sandbox: Sandbox, base_url: str, connect: Connect
) -> None:
    webflow.pages.get_metadata(sandbox.page_id)
    with pytest.raises(UnauthorizedError) as caught:
        connect(base_url, "wrong").pages.get_metadata(sandbox.page_id)

    assert caught.value.body.code == "not_authorized"
    assert caught.value.body.message == "Request not authorized"
    assert (caught.value.body.external_reference, caught.value.body.details) == (None, [])
    assert _missing(caught.value.body) == _unknown(caught.value.body) == set()


def test_a_token_that_may_not_read_its_user_is_forbidden(sandbox: Sandbox, base_url: str, connect: Connect) -> None:
    with pytest.raises(ForbiddenError) as caught:
        connect(base_url, sandbox.tokens["without-sites-read"]).token.authorized_by()

    assert caught.value.body["code"] == "missing_scopes"
    assert "'authorized_user:read'" in caught.value.body["message"]


def test_a_token_that_may_not_write_gets_the_403_that_pages_have_no_class_for(
    webflow: Webflow, sandbox: Sandbox, base_url: str, connect: Connect
) -> None:
    before = webflow.pages.get_metadata(sandbox.page_id)
    narrow = connect(base_url, sandbox.tokens["without-pages-write"])
    with pytest.raises(ApiError) as caught:
        narrow.pages.update_page_settings(sandbox.page_id, title="Prices")

    assert caught.value.status_code == 403
    assert caught.value.body["code"] == "missing_scopes"
    assert "'pages:write'" in caught.value.body["message"]
    assert webflow.pages.get_metadata(sandbox.page_id) == before


@pytest.mark.parametrize("page", ["unknown", "of somebody else"])
def test_a_page_that_the_token_cannot_see_is_not_found(webflow: Webflow, sandbox: Sandbox, page: str) -> None:
    page_id = UNKNOWN_ID if page == "unknown" else sandbox.page_ids_of("somebody-else")["/"]
    with pytest.raises(NotFoundError) as caught:
        webflow.pages.update_page_settings(page_id, title="Mine")

    assert caught.value.body.code == "resource_not_found"
    assert caught.value.body.message == "Requested resource not found"


def test_an_unknown_site_is_not_found(webflow: Webflow) -> None:
    with pytest.raises(NotFoundError) as caught:
        webflow.sites.get(UNKNOWN_ID)

    assert caught.value.body.code == "resource_not_found"
    with pytest.raises(NotFoundError):
        webflow.pages.list(UNKNOWN_ID)


def test_an_operation_that_the_sandbox_does_not_have_is_not_found(webflow: Webflow, sandbox: Sandbox) -> None:
    with pytest.raises(NotFoundError) as caught:
        webflow.pages.get_content(sandbox.page_id)

    assert caught.value.body.code == "resource_not_found"


def test_an_internal_error_is_one(webflow: Webflow, sandbox: Sandbox) -> None:
    sandbox.switches.on("internal-error")
    with pytest.raises(InternalServerError) as caught:
        webflow.pages.get_metadata(sandbox.page_id, request_options=ONCE)

    assert caught.value.body.code == "internal_error"


# Quota and retries.


def test_sees_its_quota_run_out_and_is_told_when_it_is_back(connect: Connect) -> None:
    sandbox = Sandbox(rate_limit=1, clock=Clock(START, running=False))
    with running(sandbox) as base_url:
        webflow = connect(base_url, sandbox.token)
        first = webflow.pages.with_raw_response.get_metadata(sandbox.page_id, request_options=ONCE)
        assert (first.headers["x-ratelimit-limit"], first.headers["x-ratelimit-remaining"]) == ("1", "0")
        assert first.data.title == "Pricing"
        sandbox.clock.advance(17)
        with pytest.raises(TooManyRequestsError) as caught:
            webflow.pages.update_page_settings(sandbox.page_id, title="Prices", request_options=ONCE)

        assert caught.value.body.code == "too_many_requests"
        assert caught.value.headers
        assert caught.value.headers["x-ratelimit-remaining"] == "0"
        assert caught.value.headers["retry-after"] == "43"
        sandbox.clock.advance(43)
        assert webflow.pages.get_metadata(sandbox.page_id, request_options=ONCE).title == "Pricing"


def test_waits_as_long_as_it_is_told_and_then_gets_through(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox = Sandbox(rate_limit=1, clock=Clock(START, running=False))
    monkeypatch.setattr(time, "sleep", sandbox.clock.sleep)
    with running(sandbox) as base_url:
        webflow = connect(base_url, sandbox.token)
        webflow.sites.list()
        sandbox.clock.advance(17)
        page = webflow.pages.update_page_settings(sandbox.page_id, title="Prices")

    assert page.title == "Prices"
    assert page.last_updated == sandbox.clock.now()
    assert sandbox.clock.seconds() == 60
    assert [entry.status for entry in sandbox.requests()] == [200, 429, 200]


def test_gets_over_a_service_that_is_away_for_a_moment(webflow: Webflow, sandbox: Sandbox) -> None:
    sandbox.switches.on("service-unavailable", times=1)
    page = webflow.pages.update_page_settings(sandbox.page_id, title="Prices")

    assert page.title == "Prices"
    assert [entry.status for entry in sandbox.requests()] == [503, 200]


# Without blocking.


def test_reads_in_several_locales_at_once(sandbox: Sandbox, base_url: str) -> None:
    async def read(webflow: AsyncWebflow) -> list[str | None]:
        pages = [webflow.pages.get_metadata(sandbox.page_id, locale_id=one) for one in sandbox.locale_ids.values()]
        return [page.title for page in await asyncio.gather(*pages)]

    assert _in_a_loop(base_url, sandbox.token, read) == ["Pricing", "Tarifs", "Preise", "Pricing"]


def test_reads_sites_pages_and_user_without_blocking(webflow: Webflow, sandbox: Sandbox, base_url: str) -> None:
    async def read(client: AsyncWebflow) -> list[Any]:
        listing = client.pages.list(sandbox.site_id, locale_id=sandbox.locale_ids["de-DE"], limit=2, offset=1)
        return await asyncio.gather(
            client.sites.list(), client.sites.get(sandbox.site_id), listing, client.token.authorized_by()
        )

    sites, site, listing, user = _in_a_loop(base_url, sandbox.token, read)
    assert [site.short_name for site in sites.sites] == ["lantern-loom", "one-tongue"]
    assert site == sites.sites[0]
    assert [page.title for page in listing.pages] == ["About", "Preise"]
    assert listing.pagination.total == 8
    assert user.first_name == "Ada"


def test_updates_in_several_locales_at_once_without_one_touching_another(sandbox: Sandbox, base_url: str) -> None:
    secondary = [locale_id for tag, locale_id in sandbox.locale_ids.items() if tag != "en-US"]

    async def update(webflow: AsyncWebflow) -> list[Page]:
        updates = [
            webflow.pages.update_page_settings(sandbox.page_id, locale_id=locale_id, title=f"{locale_id}!")
            for locale_id in secondary
        ]
        await asyncio.gather(*updates)
        reads = [webflow.pages.get_metadata(sandbox.page_id, locale_id=locale_id) for locale_id in [None, *secondary]]
        return await asyncio.gather(*reads)

    primary, *others = _in_a_loop(base_url, sandbox.token, update)
    assert primary.title == "Pricing"
    assert [page.title for page in others] == [f"{locale_id}!" for locale_id in secondary]
    assert [page.slug for page in others] == ["pricing"] * 3


@pytest.mark.parametrize(
    ("token", "page_id", "error", "message"),
    [
        ("full", "not-an-id", BadRequestError, "Provided ID is invalid"),
        ("full", UNKNOWN_ID, NotFoundError, "Requested resource not found"),
        ("wrong", UNKNOWN_ID, UnauthorizedError, "Request not authorized"),
        ("without-pages-write", UNKNOWN_ID, ApiError, "pages:write"),
    ],
    ids=["malformed id", "unknown page", "wrong token", "missing scope"],
)
def test_the_same_refusals_without_blocking(
    sandbox: Sandbox, base_url: str, token: str, page_id: str, error: type[ApiError], message: str
) -> None:
    async def update(webflow: AsyncWebflow) -> Page:
        return await webflow.pages.update_page_settings(page_id, title="Mine")

    with pytest.raises(ApiError) as caught:
        _in_a_loop(base_url, sandbox.tokens.get(token, token), update)

    assert type(caught.value) is error
    assert message in str(caught.value.body)


def test_many_requests_at_once_are_counted_one_by_one() -> None:
    sandbox = Sandbox(rate_limit=5, clock=Clock(START, running=False))

    async def read(webflow: AsyncWebflow) -> list[Page | BaseException]:
        pages = [webflow.pages.get_metadata(sandbox.page_id, request_options=ONCE) for _ in range(12)]
        return await asyncio.gather(*pages, return_exceptions=True)

    with running(sandbox) as base_url:
        answers = _in_a_loop(base_url, sandbox.token, read)

    refused = [answer for answer in answers if isinstance(answer, TooManyRequestsError)]
    assert len(refused) == 7
    assert {answer.title for answer in answers if isinstance(answer, Page)} == {"Pricing"}
    assert {(answer.headers or {}).get("retry-after") for answer in refused} == {"60"}
