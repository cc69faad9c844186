"""Listing the pages of a site."""

from collections.abc import Callable
from typing import Any

import pytest

from webflow_contract.exchange import Response
from webflow_contract.sandbox import Sandbox

Ask = Callable[..., Response]


def _list(ask: Ask, sandbox: Sandbox, **query: Any) -> Response:
    return ask(sandbox, "GET", f"/sites/{sandbox.site_id}/pages", **query)


def test_a_listing_shows_every_page_and_no_folder(sandbox: Sandbox, ask: Ask) -> None:
    body = _list(ask, sandbox).json()

    ids = [page["id"] for page in body["pages"]]
    assert sandbox.page_ids["/company/press"] in ids
    assert sandbox.page_ids["/company"] not in ids
    assert body["pagination"] == {"limit": 100, "offset": 0, "total": 8}
    assert len(ids) == 8


@pytest.mark.parametrize("tag", ["en-US", "fr-FR", "de-DE", "pt-BR"])
def test_a_listed_page_equals_the_page(sandbox: Sandbox, ask: Ask, tag: str) -> None:
    locale = sandbox.locale_ids[tag]

    for page in _list(ask, sandbox, localeId=locale).json()["pages"]:
        assert page == ask(sandbox, "GET", f"/pages/{page['id']}", localeId=locale).json()


def test_windows_of_a_listing_add_up(sandbox: Sandbox, ask: Ask) -> None:
    whole = _list(ask, sandbox).json()["pages"]
    parts = [_list(ask, sandbox, limit="3", offset=str(offset)).json()["pages"] for offset in (0, 3, 6)]

    assert [len(part) for part in parts] == [3, 3, 2]
    assert [page for part in parts for page in part] == whole


@pytest.mark.parametrize(("limit", "echoed"), [("100", 100), ("101", 100), ("9" * 5000, 100), ("7", 7)])
def test_a_limit_above_100_is_clamped(sandbox: Sandbox, ask: Ask, limit: str, echoed: int) -> None:
    answer = _list(ask, sandbox, limit=limit)

    assert answer.status == 200
    assert answer.json()["pagination"]["limit"] == echoed


@pytest.mark.parametrize("offset", ["8", "1000", "9" * 5000, "0" * 5000 + "8"])
def test_an_offset_past_the_end_is_empty(sandbox: Sandbox, ask: Ask, offset: str) -> None:
    answer = _list(ask, sandbox, offset=offset)

    assert answer.status == 200
    assert answer.json()["pages"] == []
    assert answer.json()["pagination"]["offset"] >= 8


@pytest.mark.parametrize("limit", ["0", "-1", "NaN", "1.5", "1e2", " 1", "1\n", "٣", "01"])
def test_a_bad_limit_is_refused_with_its_pattern(sandbox: Sandbox, ask: Ask, limit: str) -> None:
    answer = _list(ask, sandbox, limit=limit)

    assert answer.status == 400
    assert answer.json() == {
        "message": 'Validation Error: ["Value (limit) should match pattern \\"^[1-9]\\\\d*$\\""]',
        "code": "validation_error",
        "externalReference": None,
        "details": [],
    }


@pytest.mark.parametrize("offset", ["-1", "x", "1.0", "٣"])
def test_a_bad_offset_is_refused_with_its_pattern(sandbox: Sandbox, ask: Ask, offset: str) -> None:
    answer = _list(ask, sandbox, offset=offset)

    assert answer.status == 400
    assert answer.json()["message"] == ('Validation Error: ["Value (offset) should match pattern \\"^\\\\d+$\\""]')


def test_an_unknown_site_is_not_found(sandbox: Sandbox, ask: Ask) -> None:
    answer = ask(sandbox, "GET", f"/sites/{'0' * 24}/pages")

    assert answer.status == 404
    assert answer.json()["message"] == "Requested resource not found: The site cannot be found"
