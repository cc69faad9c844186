"""Whatever lands in a locale or a page that nobody meant is told, and is put back or said not to be."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from webflow_contract.check.report import Report
from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.sandbox import Sandbox

Check = Callable[..., Report]
State = Callable[[], list[bytes]]
Write = Callable[..., None]


def also(world: Sandbox, when: Callable[[Request], bool], *elsewhere: dict[str, str] | str) -> Handler:
    """Apply some updates in other locales or to other pages, too: a query, or a path."""

    def answer(request: Request) -> Response:
        response = world(request)
        if request.method == "PUT" and when(request):
            for other in elsewhere:
                token = {"authorization": f"Bearer {world.token}", "content-type": "application/json"}
                path, query = (other, ()) if isinstance(other, str) else (f"/v2/pages/{world.page_id}", other.items())
                world(Request("PUT", path, tuple(query), token, request.content))
        return response

    return answer


def accepted(request: Request) -> bool:
    return "sandbox-token-full" in request.headers.get("authorization", "") and b"4711" not in request.content


def localized(request: Request) -> bool:
    return accepted(request) and bool(request.query)


def primary(request: Request) -> bool:
    return accepted(request) and not request.query


def unauthorized(request: Request) -> bool:
    return "authorization" not in request.headers


def in_locale(world: Sandbox, tag: str) -> dict[str, str]:
    return {"localeId": world.locale_ids[tag]}


@pytest.fixture
def german(world: Sandbox, write: Write) -> None:
    """Give the page a text of its own in every locale."""
    for tag in ("de-DE", "pt-BR"):
        write(world.page_id, {"title": f"In {tag}", "seo": {"title": f"Title in {tag}"}}, tag)


CROSSING: dict[str, Callable[[Sandbox], Handler]] = {
    "an update of a locale, in the primary one": lambda world: also(world, localized, {}),
    "an update of a locale, in another one": lambda world: also(world, localized, in_locale(world, "de-DE")),
    "an update of the primary locale, in another one": lambda world: also(world, primary, in_locale(world, "de-DE")),
    "a refused update, in another locale": lambda world: also(world, unauthorized, in_locale(world, "pt-BR")),
}


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("name", CROSSING)
@pytest.mark.parametrize("budget", [None, 100])
def test_what_lands_in_another_locale_is_found_and_put_back_or_said_not_to_be(
    check: Check, world: Sandbox, state: State, tmp_path: Path, name: str, budget: int | None
) -> None:
    before, journal = state(), tmp_path / "journal.json"
    report = check(CROSSING[name](world), journal=journal, budget=budget)
    assert {finding.rule for finding in report.findings} & {"update-crosses-locales", "update-changes-untouched"}
    assert report.restored is (state() == before)
    assert journal.exists() is (report.restored is False)


@pytest.mark.usefixtures("german")
def test_a_locale_that_overwrites_the_primary_one_while_it_is_put_back_is_seen(
    check: Check, world: Sandbox, state: State
) -> None:
    before = state()
    report = check(CROSSING["an update of a locale, in the primary one"](world))
    assert (report.verdict, report.restored) == ("drift", True)
    assert state() == before


def questioning(world: Sandbox, locale_id: str, lands_in: Iterable[str]) -> Handler:
    """Take an update with some locale's id, and apply it in others."""

    def answer(request: Request) -> Response:
        if request.method == "PUT" and ("localeId", locale_id) in request.query:
            for tag in lands_in:
                query = (("localeId", world.locale_ids[tag]),)
                response = world(evolve(request, query=query))
            return response
        return world(request)

    return answer


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(("which", "lands_in"), [("unknown", ["fr-FR"]), ("primary", ["fr-FR", "de-DE", "pt-BR"])])
@pytest.mark.parametrize("locale", [None, "fr-FR"])
def test_a_question_that_lands_in_a_locale_does_no_harm(
    check: Check, world: Sandbox, state: State, which: str, lands_in: list[str], locale: str | None
) -> None:
    before = state()
    locale_id = {"unknown": "0123456789abcdef01234567", "primary": world.locale_ids["en-US"]}[which]
    report = check(questioning(world, locale_id, lands_in), budget=100, locale=locale)
    assert report.restored is True
    assert state() == before
    assert any(one.outcome == "refuted" and (one.observed or "").startswith("localeId") for one in report.evidence)


def test_a_cms_locale_id_that_is_taken_for_the_locale_ties_no_text(
    check: Check, world: Sandbox, state: State, write: Write, read: Callable[..., Any]
) -> None:
    page, before = world.page_ids["/about"], state()
    handler = questioning(world, world.cms_locale_ids["fr-FR"], ["fr-FR"])
    assert check(handler, page=page, budget=100).restored is True
    assert state() == before

    write(page, {"seo": {"title": "Who we are"}})  # the French page has a title of its own, and no SEO title
    assert read(page, "fr-FR")["seo"]["title"] == "Who we are"


@pytest.mark.parametrize("when", [primary, unauthorized])
def test_another_page_that_changes_with_an_update_is_a_finding(
    check: Check, world: Sandbox, when: Callable[[Request], bool]
) -> None:
    handler = also(world, when, f"/v2/pages/{world.page_ids['/contact']}")
    found = {(one.rule, one.operation) for one in check(handler).findings}
    assert ("update-changes-untouched", "list-pages") in found


def test_another_page_that_somebody_edits_meanwhile_is_none(check: Check, world: Sandbox, write: Write) -> None:
    def editor(request: Request) -> Response:
        if request.method == "PUT":
            write(world.page_ids["/contact"], {"title": "Call us"})
        return world(request)

    assert check(editor).verdict == "clean"


def test_a_publish_in_between_is_no_finding(check: Check, world: Sandbox) -> None:
    """It moves the date of every page and of the site (reported)."""
    count = iter(range(1000))

    def publishing(request: Request) -> Response:
        response = world(request)
        if next(count) < 14 or response.status != 200 or "/pages" not in request.path or request.method != "GET":
            return response
        body = response.json()
        for page in body.get("pages", ()):
            page["lastUpdated"] = "2099-01-01T00:00:00.000Z"
        return evolve(response, content=json.dumps(body).encode())

    assert check(publishing).verdict == "clean"
