"""A site as it is read: which requests that takes, and what is then known."""

import json
from typing import Any

import httpx
import pytest
from attrs import evolve

from webflow_contract.carriers.transport import SandboxTransport
from webflow_contract.exchange import Request, Response
from webflow_contract.sandbox import Sandbox
from webflow_contract.sandbox.seed import sized
from webflow_pages import InvalidArgumentError, LocaleError, Webflow
from webflow_pages.metadata.errors import MetadataError
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


class Moving:
    """A sandbox in which a page comes or goes while some of the listings are read."""

    def __init__(self, sandbox: Sandbox, times: int) -> None:
        self._sandbox = sandbox
        self._times = times

    def __call__(self, request: Request) -> Response:
        response = self._sandbox(request)
        offset = dict(request.query).get("offset", "0")
        if request.path.endswith("/pages") and offset != "0" and self._times:
            self._times -= 1
            body = response.json()
            body["pagination"]["total"] -= 1
            return evolve(response, content=json.dumps(body).encode())
        return response


@pytest.mark.parametrize(("times", "reads"), [(0, 5), (1, 7)])
def test_a_listing_in_which_pages_move_is_read_again(times: int, reads: int) -> None:
    sandbox = Sandbox(sized(pages=101, locales=2), rate_limit="off")
    with httpx.Client(transport=SandboxTransport(Moving(sandbox, times))) as http_client:
        webflow = Webflow(sandbox.token, base_url="http://127.0.0.1/v2", http_client=http_client)
        state = read_state(webflow, sandbox.site_id)
    assert len(state.pages) == 101
    assert state.requests == reads == len(sandbox.requests())


def test_a_site_in_which_pages_never_rest_is_not_read() -> None:
    sandbox = Sandbox(sized(pages=101, locales=1), rate_limit="off")
    with httpx.Client(transport=SandboxTransport(Moving(sandbox, 99))) as http_client:
        webflow = Webflow(sandbox.token, base_url="http://127.0.0.1/v2", http_client=http_client)
        with pytest.raises(MetadataError, match="pages come and go"):
            read_state(webflow, sandbox.site_id)


def test_what_a_locale_shows_just_as_the_primary_one_can_be_left_out(
    webflow: Webflow, webflow_sandbox: Sandbox
) -> None:
    state = read_state(webflow, webflow_sandbox.site_id)
    own = state.without_inherited()
    for (page, tag), values in state.values.items():
        primary = state.values[page, "en-US"]
        expected = values if tag == "en-US" else {f: v for f, v in values.items() if primary.get(f) != v}
        assert own.values[page, tag] == expected
    assert own.pages == state.pages


def test_two_locales_of_one_tag_are_refused() -> None:
    seed = sized(pages=1, locales=2)
    (site,) = seed.sites
    twin = evolve(seed, sites=(evolve(site, secondary=(evolve(site.secondary[0], tag="en"),)),))
    sandbox = Sandbox(twin, rate_limit="off")
    with httpx.Client(transport=SandboxTransport(sandbox)) as http_client:
        webflow = Webflow(sandbox.token, base_url="http://127.0.0.1/v2", http_client=http_client)
        with pytest.raises(MetadataError, match="several locales 'en'"):
            read_state(webflow, sandbox.site_id)


def test_what_is_a_draft_or_archived_is_not_public() -> None:
    seed = sized(pages=3, locales=1)
    pages = (seed.pages[0], evolve(seed.pages[1], draft=True), evolve(seed.pages[2], archived=True))
    sandbox = Sandbox(evolve(seed, pages=pages), rate_limit="off")
    with httpx.Client(transport=SandboxTransport(sandbox)) as http_client:
        webflow = Webflow(sandbox.token, base_url="http://127.0.0.1/v2", http_client=http_client)
        state = read_state(webflow, sandbox.site_id)
    assert [page.public for page in state.pages.values()] == [True, False, False]


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
