"""What fields hold, from an answer and into an update."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_contract.carriers.transport import SandboxTransport
from webflow_contract.sandbox import Assumptions, Clock, Sandbox
from webflow_pages import UNSET, OpenGraph, Seo, Webflow
from webflow_pages.metadata.fields import CLEARED, MIRROR, Value, Values, update_of, values_of

from ..plan.strategies import values


@pytest.fixture(scope="module")
def client() -> Iterator[Webflow]:
    """Return a client to a sandbox that takes any text."""
    accepting = {"malformed_slug": "accepted", "duplicate_slug": "accepted", "empty_title": "stored"}
    sandbox = Sandbox(rate_limit="off", assumptions=Assumptions().flipped(**accepting), clock=Clock(running=False))
    with httpx.Client(transport=SandboxTransport(sandbox)) as http_client:
        yield Webflow(sandbox.token, base_url="http://127.0.0.1/v2", http_client=http_client)


PAGE = "5eed0000000000000000d003"


def page_of(webflow: Webflow, **body: Any) -> Any:
    page = webflow.pages.get(PAGE)
    return type(page).from_dict({**page.to_dict(), **body})


def test_absent_cleared_set_and_mirrored_are_four_things(webflow: Webflow) -> None:
    page = page_of(
        webflow,
        title="Pricing",
        slug=None,
        seo={"title": "", "description": None},
        openGraph={"title": None, "titleCopied": True, "description": "Lamps", "descriptionCopied": False},
    )
    assert values_of(page) == {
        "title": "Pricing",
        "seo.title": CLEARED,
        "open_graph.title": MIRROR,
        "open_graph.description": "Lamps",
    }


@pytest.mark.parametrize("part", [{"seo": {}, "openGraph": {}}, {"seo": {"title": None}, "openGraph": {"title": None}}])
def test_parts_may_be_missing(webflow: Webflow, part: dict[str, Any]) -> None:
    assert values_of(page_of(webflow, title="A", slug="a", **part)) == {"title": "A", "slug": "a"}


@pytest.mark.parametrize(
    ("before", "after", "sent"),
    [
        ({}, "New", OpenGraph(title="New")),
        ({"open_graph.title": "Old"}, "New", OpenGraph(title="New")),
        ({"open_graph.title": MIRROR}, "New", OpenGraph(title="New", title_copied=False)),
        ({"open_graph.title": "Old"}, MIRROR, OpenGraph(title_copied=True)),
    ],
)
def test_a_flag_is_sent_where_mirroring_begins_or_ends(before: Values, after: Value, sent: OpenGraph) -> None:
    assert update_of({"open_graph.title": after}, before) == {"open_graph": sent}


def test_only_what_changes_is_sent() -> None:
    sent = update_of({"title": "A", "seo.description": "B"}, {"slug": "a", "seo.title": "C"})
    assert sent == {"title": "A", "seo": Seo(description="B")}
    assert sent["seo"].title is UNSET


@given(st.data())
def test_what_is_sent_is_what_a_page_then_holds(client: Webflow, data: st.DataObject) -> None:
    before = values_of(client.pages.get(PAGE))
    asked = data.draw(values.map(lambda drawn: {field: value for field, value in drawn.items() if sendable(value)}))
    changes = {
        field: value for field, value in asked.items() if before.get(field) != value and (field, value) != ("slug", "")
    }
    if changes:
        client.pages.update(PAGE, **update_of(changes, before))
    assert values_of(client.pages.get(PAGE)) == {**before, **changes}


def sendable(value: Value) -> bool:
    return value is MIRROR or str(value).isprintable()
