"""What Webflow ignores without a word is told: the fields whose value in the answer is not what was sent."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webflow_contract.carriers.transport import SandboxTransport
from webflow_contract.sandbox import Clock, Sandbox
from webflow_pages import UNSET, OpenGraph, Seo, Webflow

from .conftest import PAGE, SITE, FakeClock, Service

Connect = Callable[..., Webflow]


# Against the sandbox, which ignores what Webflow does.


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(rate_limit="off", clock=Clock(running=False))


@pytest.fixture
def within(sandbox: Sandbox) -> Iterator[Webflow]:
    transport = SandboxTransport(sandbox, sleep=sandbox.clock.sleep)
    with httpx.Client(transport=transport) as client:
        yield Webflow(sandbox.token, base_url="http://127.0.0.1/v2", http_client=client)


@pytest.mark.parametrize("path", ["/", "/404", "/detail_posts"])
def test_a_slug_that_a_page_cannot_have_is_told(within: Webflow, sandbox: Sandbox, path: str) -> None:
    page = within.pages.update(sandbox.page_ids[path], slug="start", title="Start")

    assert page.not_applied == ("slug",)
    assert page.title == "Start"
    assert page.slug != "start"


def test_a_slug_in_a_secondary_locale_is_told(within: Webflow, sandbox: Sandbox) -> None:
    """The plan of this site has none there."""
    page = within.pages.update(sandbox.page_id, locale="fr-FR", slug="prix", title="Nos prix")

    assert page.not_applied == ("slug",)
    assert (page.title, page.slug) == ("Nos prix", "pricing")


def test_all_that_takes_is_not_told(within: Webflow, sandbox: Sandbox) -> None:
    page = within.pages.update(
        sandbox.page_id,
        title="T",
        slug="t",
        seo=Seo(title="S", description="D"),
        open_graph=OpenGraph(title="O", title_copied=False, description="P", description_copied=False),
    )

    assert page.not_applied == ()
    assert within.pages.get(sandbox.page_id) == page


def test_a_slug_that_is_there_already_took(within: Webflow, sandbox: Sandbox) -> None:
    assert within.pages.update(sandbox.page_id, slug="pricing").not_applied == ()
    assert within.pages.update(sandbox.page_id, locale="fr-FR", slug="pricing").not_applied == ()


def test_a_slug_that_was_made_another_one_is_told(within: Webflow, sandbox: Sandbox) -> None:
    sandbox.assume(malformed_slug="normalised")
    page = within.pages.update(sandbox.page_id, slug="Our Prices")

    assert (page.slug, page.not_applied) == ("our-prices", ("slug",))


@pytest.mark.parametrize(
    ("wins", "told"), [("flag_wins", "open_graph.title"), ("text_wins", "open_graph.title_copied")]
)
def test_a_text_and_that_it_mirrors_do_not_both_take(within: Webflow, sandbox: Sandbox, wins: str, told: str) -> None:
    """A text that mirrors the SEO text comes back as null."""
    sandbox.assume(text_with_copied_flag=wins)
    open_graph = OpenGraph(title="O", title_copied=True, description="P", description_copied=False)

    assert within.pages.update(sandbox.page_id, open_graph=open_graph).not_applied == (told,)


def test_an_open_graph_text_that_stays_mirrored_is_told(within: Webflow, sandbox: Sandbox) -> None:
    sandbox.assume(text_without_copied_flag="stays_mirrored")
    mirrored = sandbox.page_ids["/contact"]
    page = within.pages.update(mirrored, open_graph=OpenGraph(title="O", description="P"))

    assert page.open_graph
    assert (page.open_graph.title, page.open_graph.title_copied) == (None, True)
    assert page.not_applied == ("open_graph.title", "open_graph.description")
    assert within.pages.update(mirrored, open_graph=OpenGraph(title="O", title_copied=False)).not_applied == ()


def test_a_flag_alone_is_told_too(connect: Connect, service: Service) -> None:
    service.page = {"id": PAGE, "siteId": SITE, "openGraph": {"titleCopied": True, "descriptionCopied": True}}
    page = connect(service).pages.update(PAGE, open_graph=OpenGraph(title_copied=False, description_copied=True))

    assert page.not_applied == ("open_graph.title_copied",)


def test_an_update_that_the_service_ignores_is_told_whole(within: Webflow, sandbox: Sandbox) -> None:
    sandbox.switches.on("update-ignored")
    page = within.pages.update(
        sandbox.page_id,
        title="T",
        slug="t",
        seo=Seo(title="S", description="D"),
        open_graph=OpenGraph(title="O", title_copied=True, description="P", description_copied=True),
    )

    assert page.not_applied == (
        "title",
        "slug",
        "seo.title",
        "seo.description",
        "open_graph.title",
        "open_graph.description",
        "open_graph.title_copied",
        "open_graph.description_copied",
    )


# Where nothing is told.


def test_a_page_that_was_only_read_has_nothing_to_tell(within: Webflow, sandbox: Sandbox) -> None:
    assert within.pages.get(sandbox.page_id).not_applied == ()
    assert {page.not_applied for page in within.pages.list(sandbox.site_id)} == {()}


@pytest.mark.parametrize("arguments", [{"seo": Seo()}, {"open_graph": OpenGraph()}, {"title": UNSET, "seo": Seo()}])
def test_what_was_not_sent_is_not_told(connect: Connect, service: Service, arguments: dict[str, Any]) -> None:
    service.page = {"id": PAGE, "siteId": SITE, "seo": {"title": None}, "openGraph": {"title": "x"}}

    assert connect(service).pages.update(PAGE, **arguments).not_applied == ()


@pytest.mark.parametrize("part", [{}, {"seo": {}}, {"seo": {"title": None}}, {"seo": {"title": ""}}])
def test_what_the_answer_leaves_out_did_not_take(connect: Connect, service: Service, part: dict[str, Any]) -> None:
    service.page = {"id": PAGE, "siteId": SITE, **part}

    assert connect(service).pages.update(PAGE, seo=Seo(title="S")).not_applied == ("seo.title",)


# Whatever is sent and whatever comes back.

LEAVES = {
    ("title",): "title",
    ("slug",): "slug",
    ("seo", "title"): "seo.title",
    ("seo", "description"): "seo.description",
    ("openGraph", "title"): "open_graph.title",
    ("openGraph", "description"): "open_graph.description",
    ("openGraph", "titleCopied"): "open_graph.title_copied",
    ("openGraph", "descriptionCopied"): "open_graph.description_copied",
}
TEXT = st.sampled_from(["", "a", "b", "1", "true", "é"])
FLAG = st.booleans()


def _maybe(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


TEXTS = {"title": TEXT, "description": TEXT}
SHOWN = {name: text | st.none() for name, text in TEXTS.items()}
CHANGES = _maybe(
    title=TEXT,
    slug=TEXT,
    seo=_maybe(**TEXTS).map(lambda values: Seo(**values)),
    open_graph=_maybe(**TEXTS, title_copied=FLAG, description_copied=FLAG).map(lambda values: OpenGraph(**values)),
).filter(bool)
ANSWERS = _maybe(
    title=TEXT,
    slug=TEXT | st.none(),
    seo=_maybe(**SHOWN),
    openGraph=_maybe(**SHOWN, titleCopied=FLAG, descriptionCopied=FLAG),
)

_MISSING = object()


def _leaf(body: Any, path: tuple[str, ...]) -> object:
    for name in path:
        if not isinstance(body, dict) or name not in body:
            return _MISSING
        body = body[name]
    return body


@settings(max_examples=300, deadline=None)
@given(changes=CHANGES, answer=ANSWERS)
def test_it_is_the_leaves_of_the_body_that_differ(changes: dict[str, Any], answer: dict[str, Any]) -> None:
    sent: list[Any] = []

    def handler(request: httpx.Request) -> httpx.Response:
        sent.append(json.loads(request.content))
        return httpx.Response(200, json={"id": PAGE, **answer})

    with httpx.Client(transport=httpx.MockTransport(handler)) as client:
        page = Webflow("token", http_client=client, clock=FakeClock()).pages.update(PAGE, **changes)

    expected = {
        name
        for path, name in LEAVES.items()
        if _leaf(sent[0], path) is not _MISSING and _leaf(sent[0], path) != _leaf(answer, path)
    }
    assert set(page.not_applied) == expected
    assert len(page.not_applied) == len(expected)
