"""The client and the sandbox, made from the same facts by different hands, understand each other."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

import webflow_pages
from webflow_contract.carriers.server import running
from webflow_contract.carriers.transport import SandboxTransport
from webflow_contract.sandbox import Clock, Sandbox
from webflow_pages import OpenGraph, Seo, Webflow


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(rate_limit="off")


@pytest.fixture
def connect_to() -> Iterator[Callable[..., Webflow]]:
    opened: list[httpx.Client] = []

    def connect_to(sandbox: Sandbox, token: str | None = None, **options: Any) -> Webflow:
        client = httpx.Client(transport=SandboxTransport(sandbox))
        opened.append(client)
        return Webflow(sandbox.token if token is None else token, http_client=client, **options)

    yield connect_to
    for client in opened:
        client.close()


@pytest.fixture
def webflow(sandbox: Sandbox, connect_to: Callable[..., Webflow]) -> Webflow:
    return connect_to(sandbox)


def test_reads_a_page_in_each_locale(webflow: Webflow, sandbox: Sandbox) -> None:
    titles = {tag: webflow.pages.get(sandbox.page_id, locale=tag).title for tag in ("primary", "fr_fr", "de-DE")}

    assert titles == {"primary": "Pricing", "fr_fr": "Tarifs", "de-DE": "Preise"}


def test_updates_one_locale_and_no_other(webflow: Webflow, sandbox: Sandbox) -> None:
    before = webflow.pages.get(sandbox.page_id)
    page = webflow.pages.update(
        sandbox.page_id,
        locale="fr-FR",
        title="Nos prix",
        seo=Seo(description="Le prix juste."),
        open_graph=OpenGraph(title="Prix", title_copied=False),
    )

    assert page.locale_id == sandbox.locale_ids["fr-FR"]
    assert page.title == "Nos prix"
    assert page.seo
    assert page.open_graph
    assert (page.seo.title, page.seo.description) == ("Tarifs | Lantern & Loom", "Le prix juste.")
    assert page.open_graph.title == "Prix"
    assert webflow.pages.get(sandbox.page_id, locale="fr-FR") == page
    assert webflow.pages.get(sandbox.page_id).title == before.title


def test_a_slug_that_is_ignored_shows_in_the_answer(webflow: Webflow, sandbox: Sandbox) -> None:
    assert webflow.pages.update(sandbox.page_id, slug="prices").slug == "prices"
    assert webflow.pages.update(sandbox.page_ids["/"], slug="home").slug != "home"


def test_the_primary_locale_goes_by_every_name(webflow: Webflow, sandbox: Sandbox) -> None:
    names = [None, "primary", "en-US", sandbox.locale_ids["en-US"]]

    assert {webflow.pages.update(sandbox.page_id, locale=name, title="P").title for name in names} == {"P"}


def test_lists_pages_in_a_locale(webflow: Webflow, sandbox: Sandbox) -> None:
    titles = {page.id: page.title for page in webflow.pages.list(sandbox.site_id, locale="fr-FR")}

    assert titles[sandbox.page_id] == "Tarifs"
    assert sandbox.page_ids["/company"] not in titles


def test_reads_sites_and_their_locales(webflow: Webflow, sandbox: Sandbox) -> None:
    site = webflow.sites.get(sandbox.site_id)

    assert site.locales
    assert site.locales.primary
    assert site.locales.primary.tag == "en-US"
    assert [locale.tag for locale in site.locales.secondary or ()] == ["fr-FR", "de-DE", "pt-BR"]
    assert {site.id for site in webflow.sites.list()} == {sandbox.site_id, sandbox.site_ids["one-tongue"]}


def test_a_site_without_localization_works(webflow: Webflow, sandbox: Sandbox) -> None:
    page = webflow.pages.update(sandbox.page_ids_of("one-tongue")["/"], locale="en-US", title="Start")

    assert (page.title, page.locale_id, page.slug) == ("Start", None, None)
    with pytest.raises(webflow_pages.LocaleError, match=r"It has en-US\.$"):
        webflow.pages.get(sandbox.page_ids_of("one-tongue")["/"], locale="fr-FR")


def test_a_cms_locale_id_is_refused(webflow: Webflow, sandbox: Sandbox) -> None:
    with pytest.raises(webflow_pages.LocaleError, match="is the cmsLocaleId of 'fr-FR'"):
        webflow.pages.update(sandbox.page_id, locale=sandbox.cms_locale_ids["fr-FR"], title="x")


def test_a_malformed_id_is_a_bad_request(webflow: Webflow) -> None:
    with pytest.raises(webflow_pages.BadRequestError, match="Provided ID is invalid") as caught:
        webflow.pages.get("not-an-id")

    assert caught.value.code == "validation_error"


def test_a_slug_that_cannot_be_one_is_a_bad_request(webflow: Webflow, sandbox: Sandbox) -> None:
    with pytest.raises(webflow_pages.BadRequestError):
        webflow.pages.update(sandbox.page_id, slug="No Slug!")


def test_a_wrong_token_is_unauthorized(sandbox: Sandbox, connect_to: Callable[..., Webflow]) -> None:
    with pytest.raises(webflow_pages.UnauthorizedError, match=r"^Check the token") as caught:
        connect_to(sandbox, "wrong").pages.get(sandbox.page_id)

    assert caught.value.code == "not_authorized"


def test_a_token_without_a_scope_is_forbidden(sandbox: Sandbox, connect_to: Callable[..., Webflow]) -> None:
    with pytest.raises(webflow_pages.ForbiddenError, match="pages:write"):
        connect_to(sandbox, sandbox.tokens["without-pages-write"]).pages.update(sandbox.page_id, title="x")


def test_a_token_that_may_not_read_sites_hands_the_locales_in(
    webflow: Webflow, sandbox: Sandbox, connect_to: Callable[..., Webflow]
) -> None:
    with pytest.raises(webflow_pages.ForbiddenError, match="sites:read"):
        connect_to(sandbox, sandbox.tokens["without-sites-read"]).pages.get(sandbox.page_id, locale="fr-FR")

    locales = webflow.sites.get(sandbox.site_id).locales
    assert locales
    with httpx.Client(transport=SandboxTransport(sandbox)) as client:
        narrow = Webflow(sandbox.tokens["without-sites-read"], locales=locales, http_client=client)
        assert narrow.pages.get(sandbox.page_id, locale="fr-FR").title == "Tarifs"


def test_an_unknown_page_is_not_found(webflow: Webflow) -> None:
    with pytest.raises(webflow_pages.NotFoundError, match="Requested resource not found"):
        webflow.pages.get("f" * 24)


def test_a_used_up_quota_is_waited_for(connect_to: Callable[..., Webflow]) -> None:
    sandbox = Sandbox(rate_limit=2, clock=Clock(running=False))
    webflow = connect_to(sandbox, clock=sandbox.clock)

    for _ in range(5):
        webflow.pages.get(sandbox.page_id)

    assert {entry.status for entry in sandbox.requests()} == {200}
    assert 120 <= sandbox.clock.seconds() < 121


def test_a_used_up_quota_that_must_not_be_waited_for_is_an_error(connect_to: Callable[..., Webflow]) -> None:
    sandbox = Sandbox(rate_limit=2, clock=Clock(running=False))
    webflow = connect_to(sandbox, clock=sandbox.clock, max_wait=59)
    webflow.pages.get(sandbox.page_id)
    webflow.pages.get(sandbox.page_id)

    with pytest.raises(webflow_pages.QuotaError, match=r"^Come back in 60 s: ") as caught:
        webflow.pages.get(sandbox.page_id)
    assert caught.value.retry_after == 60
    assert len(sandbox.requests()) == 2


def test_the_same_over_real_http(sandbox: Sandbox) -> None:
    with running(sandbox) as base_url, Webflow(sandbox.token, base_url=base_url) as webflow:
        page = webflow.pages.update(sandbox.page_id, locale="fr_FR", title="Größe 価格", seo=Seo(title="{{wf }} "))

        assert webflow.pages.get(sandbox.page_id, locale=sandbox.locale_ids["fr-FR"]) == page
        assert page.title == "Größe 価格"
        assert sandbox.page_id in {listed.id for listed in webflow.pages.list(sandbox.site_id)}
        with pytest.raises(webflow_pages.NotFoundError):
            webflow.sites.get("f" * 24)
