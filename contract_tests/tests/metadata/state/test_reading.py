"""A site as it is read: which requests that takes, and what is then known."""

from typing import Any

import httpx
import pytest

from webflow_contract.carriers.transport import SandboxTransport
from webflow_contract.sandbox import Sandbox
from webflow_contract.sandbox.seed import sized
from webflow_pages import InvalidArgumentError, LocaleError, Webflow
from webflow_pages.metadata.fields import MIRROR
from webflow_pages.metadata.state import read_state


def test_it_takes_a_read_for_the_site_and_one_for_each_hundred_pages_in_each_locale() -> None:
    sandbox = Sandbox(sized(pages=201, locales=3), rate_limit="off")
    with httpx.Client(transport=SandboxTransport(sandbox)) as http_client:
        webflow = Webflow(sandbox.token, base_url="http://127.0.0.1/v2", http_client=http_client)
        state = read_state(webflow, sandbox.site_id)
    sent = [entry.operation for entry in sandbox.requests()]
    assert sent == ["get-site", *["list-pages"] * 9]
    assert state.requests == 10
    assert len(state.pages) == 201
    assert len(list(state.entries())) == 603
    assert [page.position for page in state.pages.values()] == [*range(201)]


def test_pages_are_known_by_path_and_kind_and_locales_by_tag(webflow: Webflow, webflow_sandbox: Sandbox) -> None:
    state = read_state(webflow, webflow_sandbox.site_id)
    assert [locale.tag for locale in state.locales] == ["en-US", "fr-FR", "de-DE", "pt-BR"]
    assert [locale.primary for locale in state.locales] == [True, False, False, False]
    by_path = {page.path: page for page in state.pages.values()}
    assert by_path["/"].kind == "home"
    assert by_path["/pricing"].kind == "page"
    assert [page.kind for page in state.pages.values()].count("template") == 1
    page = by_path["/pricing"].id
    assert state.values[page, "en-US"]["title"] == "Pricing"
    assert state.values[page, "fr-FR"]["title"] == "Tarifs"
    assert state.values[by_path["/"].id, "en-US"]["open_graph.title"] is MIRROR


def test_the_primary_locale_is_read_with_those_that_are_named(webflow: Webflow, webflow_sandbox: Sandbox) -> None:
    state = read_state(webflow, webflow_sandbox.site_id, ["fr_fr"])
    assert [locale.tag for locale in state.locales] == ["en-US", "fr-FR"]
    with pytest.raises(LocaleError, match="fr-FR"):
        read_state(webflow, webflow_sandbox.site_id, ["fr-CA"])


def test_a_site_without_localization_has_one_locale() -> None:
    sandbox = Sandbox(sized(pages=2, locales=1), rate_limit="off")
    with httpx.Client(transport=SandboxTransport(sandbox)) as http_client:
        webflow = Webflow(sandbox.token, base_url="http://127.0.0.1/v2", http_client=http_client)
        state = read_state(webflow, sandbox.site_id)
    assert [(locale.tag, locale.id) for locale in state.locales] == [("en", None)]


@pytest.mark.parametrize("offset", [0, 3, 7])
def test_a_listing_starts_at_an_offset(webflow: Webflow, webflow_sandbox: Sandbox, offset: int) -> None:
    every = [page.id for page in webflow.pages.list(webflow_sandbox.site_id)]
    listing = webflow.pages.list(webflow_sandbox.site_id, offset=offset)
    assert listing.portions == 0
    assert [page.id for page in listing] == every[offset:]
    assert listing.portions == 1


@pytest.mark.parametrize("offset", [-1, True, 1.0, "0", None])
def test_an_offset_is_a_number(webflow: Webflow, webflow_sandbox: Sandbox, offset: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="offset has to be"):
        webflow.pages.list(webflow_sandbox.site_id, offset=offset)
    assert not webflow_sandbox.requests()
