"""Whatever stands at any place of any answer, there is a report, and the page is as it was or said not to be."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from webflow_contract.check.report import Report
from webflow_contract.check.run import run
from webflow_contract.check.subject import Credentials, Subject
from webflow_contract.contract import effective
from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.routes import operation_of
from webflow_contract.sandbox import Sandbox

CONTRACT = effective.load()
ODD: list[Any] = [None, True, 0, -1.5, 10**400, "", "2026", "\ud800", [], [[]], {}, {"id": []}, [{"id": {}}]]


def places(value: Any) -> Iterator[tuple[str, ...]]:
    """Yield each place of a body; a star stands for the items of a list."""
    yield ()
    inside = (
        value.items() if isinstance(value, dict) else [("*", value[0])] if isinstance(value, list) and value else []
    )
    for key, inner in inside:
        yield from ((key, *place) for place in places(inner))


def with_value(body: Any, place: tuple[str, ...], value: Any) -> Any:
    """Return a body with another value at a place, in each item of a list."""
    if not place:
        return value
    if isinstance(body, list):
        return [with_value(item, place[1:], value) for item in body]
    if isinstance(body, dict) and place[0] in body:
        return {**body, place[0]: with_value(body[place[0]], place[1:], value)}
    return body


def changed(world: Handler, operation: str, status: int, place: tuple[str, ...], value: Any) -> Handler:
    def answer(request: Request) -> Response:
        response = world(request)
        if operation_of(request) != operation or response.status != status:
            return response
        return evolve(response, content=json.dumps(with_value(response.json(), place, value)).encode())

    return answer


def check(handler: Handler, world: Sandbox) -> Report:
    subject = Subject("http://127.0.0.1/v2", world.site_id, world.page_id, "fr-FR")
    credentials = Credentials(world.token, world.tokens["without-pages-write"])
    return run(handler, subject, credentials, CONTRACT, label="", journal=None, budget=100, sleep=lambda seconds: None)


def recorded() -> list[tuple[str, int, tuple[str, ...]]]:
    """Return every place of every answer to a check."""
    world, seen = Sandbox(rate_limit="off"), dict[tuple[str, int, tuple[str, ...]], None]()

    def watching(request: Request) -> Response:
        response = world(request)
        operation = operation_of(request)
        if operation is not None:
            seen.update(dict.fromkeys((operation, response.status, place) for place in places(response.json())))
        return response

    check(watching, world)
    return list(seen)


PLACES = recorded()


def test_places_are_those_of_the_bodies() -> None:
    assert {("get-page-metadata", 200, ("seo", "title")), ("list-pages", 200, ("pages", "*", "localeId"))} <= {*PLACES}
    assert len(PLACES) > 150


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=75, deadline=None)
@given(st.sampled_from(PLACES), st.sampled_from(ODD))
def test_any_value_at_any_place_leaves_a_report(at: tuple[str, int, tuple[str, ...]], value: Any) -> None:
    world = Sandbox(rate_limit="off")
    before = _texts(world)
    report = check(changed(world, *at, value), world)
    assert report.restored is False or _texts(world) == before


def _texts(world: Sandbox) -> list[Any]:
    found = []
    for locale_id in (None, *world.locale_ids.values()):
        query = () if locale_id is None else (("localeId", locale_id),)
        headers = {"authorization": f"Bearer {world.token}"}
        page = world(Request("GET", f"/v2/pages/{world.page_id}", query, headers)).json()
        found.append({name: value for name, value in page.items() if name != "lastUpdated"})
    return found


@pytest.mark.parametrize("value", ODD, ids=lambda value: json.dumps(value)[:12])
@pytest.mark.parametrize("place", [("title",), ("seo",), ("localeId",), ("id",), ("lastUpdated",)])
@pytest.mark.parametrize("operation", ["get-page-metadata", "update-page-metadata", "list-pages"])
def test_the_places_that_everything_rests_on_may_hold_anything(
    operation: str, place: tuple[str, ...], value: Any
) -> None:
    world = Sandbox(rate_limit="off")
    at = ("pages", "*", *place) if operation == "list-pages" else place
    assert check(changed(world, operation, 200, at, value), world).verdict in ("drift", "not-restored")
