"""Thousands of pages cost no request more than a few do. Work is counted in calls, which no busy machine changes."""

import sys
from collections.abc import Callable
from typing import Any

import pytest

from webflow_contract.exchange import Response
from webflow_contract.sandbox import Clock, Sandbox
from webflow_contract.sandbox.seed import seed_of

Ask = Callable[..., Response]

FEW, MANY = 150, 6000


def a_world(pages: int) -> Sandbox:
    site = {
        "displayName": "Large",
        "localizationPlan": "advanced",
        "locales": {"primary": {"tag": "en"}, "secondary": [{"tag": "fr"}, {"tag": "de"}]},
        "pages": [
            {"title": f"Page {number}", "slug": f"page-{number}", "seo": {"title": "T", "description": "D"}}
            for number in range(pages)
        ],
    }
    return Sandbox(seed_of({"sites": [site]}), rate_limit="off", clock=Clock(running=False))


@pytest.fixture(scope="module")
def worlds() -> tuple[Sandbox, Sandbox]:
    return a_world(FEW), a_world(MANY)


def calls(act: Callable[[], Any]) -> int:
    """Count the calls that something takes, Python's own and those into C."""
    count = 0

    def see(frame: Any, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(see)
    try:
        act()
    finally:
        sys.setprofile(None)
    return count


REQUESTS: dict[str, Callable[[Ask, Sandbox], Response]] = {
    "read": lambda ask, world: ask(world, "GET", f"/pages/{world.page_id}"),
    "read in a locale": lambda ask, world: ask(
        world, "GET", f"/pages/{world.page_id}", localeId=world.locale_ids["fr"]
    ),
    "update": lambda ask, world: ask(world, "PUT", f"/pages/{world.page_id}", {"title": "New"}),
    "update of a slug": lambda ask, world: ask(world, "PUT", f"/pages/{world.page_id}", {"slug": "new"}),
    "slug that is taken": lambda ask, world: ask(world, "PUT", f"/pages/{world.page_id}", {"slug": "page-7"}),
    "slug in a locale": lambda ask, world: ask(
        world, "PUT", f"/pages/{world.page_id}", {"slug": "neu"}, localeId=world.locale_ids["de"]
    ),
    "first hundred": lambda ask, world: ask(world, "GET", f"/sites/{world.site_id}/pages"),
    "last ten": lambda ask, world: ask(
        world,
        "GET",
        f"/sites/{world.site_id}/pages",
        limit="10",
        offset=str(len(world.page_ids) - 10),
    ),
    "bulk": lambda ask, world: ask(
        world,
        "PATCH",
        "/pages",
        {
            "pages": [
                {"id": page, "slug": f"bulk-{number}"} for number, page in enumerate(list(world.page_ids.values())[:50])
            ]
        },
        base="/beta",
    ),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_a_request_takes_no_more_work_among_many_pages(worlds: tuple[Sandbox, Sandbox], ask: Ask, name: str) -> None:
    few, many = worlds
    for world in worlds:  # what is made once is made
        assert REQUESTS[name](ask, world).status in (200, 400)

    assert calls(lambda: REQUESTS[name](ask, many)) <= 1.05 * calls(lambda: REQUESTS[name](ask, few)) + 20


def test_all_pages_are_listed_in_hundreds(worlds: tuple[Sandbox, Sandbox], ask: Ask) -> None:
    world, seen = worlds[1], list[str]()
    for offset in range(0, MANY, 100):
        page = ask(world, "GET", f"/sites/{world.site_id}/pages", offset=str(offset)).json()
        seen += [one["id"] for one in page["pages"]]
        assert page["pagination"] == {"limit": 100, "offset": offset, "total": MANY}
    assert len(set(seen)) == MANY
