"""The answer has to be about the page that was asked for."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from webflow_pages import LocaleMismatchError, UnexpectedResponseError, Webflow

from .conftest import LOCALES, PAGE, SITE, Service

Connect = Callable[..., Webflow]

OTHER = "5eed0000000000000000d004"
FRENCH = LOCALES["secondary"][0]["id"]


def _update(webflow: Webflow, **options: Any) -> object:
    return webflow.pages.update(PAGE, title="T", **options)


def _get(webflow: Webflow, **options: Any) -> object:
    return webflow.pages.get(PAGE, **options)


@pytest.mark.parametrize("id_", [OTHER, "1", "", PAGE[:-1], f"{PAGE}0"])
@pytest.mark.parametrize("options", [{}, {"locale": "fr-FR"}])
@pytest.mark.parametrize(
    ("call", "consequence"), [(_get, ""), (_update, "; the update may have gone to the wrong place")]
)
def test_another_page_is_an_error_that_names_both(
    connect: Connect,
    service: Service,
    call: Callable[..., object],
    consequence: str,
    options: dict[str, str],
    id_: str,
) -> None:
    service.page["id"] = id_
    with pytest.raises(UnexpectedResponseError) as caught:
        call(connect(service, locales=LOCALES), **options)

    assert type(caught.value) is UnexpectedResponseError
    assert str(caught.value).startswith(f"Look at page {PAGE}: the answer is about page {id_}{consequence}. ")
    assert (caught.value.pointer, caught.value.status) == ("/id", 200)


@pytest.mark.parametrize("call", [_get, _update])
def test_it_comes_before_the_locale(connect: Connect, service: Service, call: Callable[..., object]) -> None:
    service.page["id"] = OTHER
    service.answered = {"localeId": FRENCH}
    with pytest.raises(UnexpectedResponseError) as caught:
        call(connect(service, locales=LOCALES), locale="de-DE")
    assert not isinstance(caught.value, LocaleMismatchError)


@pytest.mark.parametrize(("asked", "answered"), [(PAGE.upper(), PAGE), (PAGE, PAGE.upper()), ("abcDEF", "ABCdef")])
def test_upper_case_is_the_same_page(connect: Connect, service: Service, asked: str, answered: str) -> None:
    service.page["id"] = answered
    webflow = connect(service)

    assert webflow.pages.get(asked).id == answered
    assert webflow.pages.update(asked, title="T").id == answered
    assert webflow.pages.get(asked, locale="fr-FR").id == answered
    assert webflow.pages.update_locales(asked, {"de-DE": {"title": "T"}})["de-DE"].page


def test_what_another_page_says_is_not_remembered(connect: Connect, service: Service) -> None:
    """Which site a page is on, to name one."""
    webflow = connect(service)
    service.page = {"id": OTHER, "siteId": "5eed0000000000000000a999"}
    with pytest.raises(UnexpectedResponseError):
        webflow.pages.get(PAGE)
    service.page = {"id": PAGE, "siteId": SITE}
    service.requests.clear()
    webflow.pages.get(PAGE, locale="fr-FR")

    assert service.asked == [f"GET /pages/{PAGE}", f"GET /sites/{SITE}", f"GET /pages/{PAGE}?localeId={FRENCH}"]


def test_another_page_does_not_tell_the_site_of_the_one_asked_for(connect: Connect, service: Service) -> None:
    """The read that is to find the site out is checked like any other, before anything is written."""
    service.page = {"id": OTHER, "siteId": SITE}
    with pytest.raises(UnexpectedResponseError):
        connect(service).pages.update(PAGE, locale="fr-FR", title="T")

    assert [asked for asked in service.asked if asked.startswith("PUT")] == []


def test_for_one_locale_of_several_it_is_told_there(connect: Connect, service: Service) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        answer = service(request)
        if request.method == "PUT" and request.url.params.get("localeId") == FRENCH:
            return httpx.Response(200, json={**answer.json(), "id": OTHER})
        return answer

    changes: Any = {tag: {"title": "Pricing"} for tag in ("primary", "fr-FR", "de-DE")}
    done = connect(handler).pages.update_locales(PAGE, changes)

    assert [update.applied for update in done.values()] == [True, False, True]
    assert "the answer is about page" in done["fr-FR"].outcome
    assert done["fr-FR"].sent
