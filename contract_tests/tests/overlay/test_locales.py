"""A locale by any of its names, and never another one than asked for."""

import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import webflow_pages
from webflow_pages import (
    LocaleError,
    LocaleMismatchError,
    Locales,
    ServiceUnavailableError,
    UnexpectedResponseError,
    Webflow,
)

from .conftest import LOCALES
from .conftest import locale as locale_of_site

Connect = Callable[..., Webflow]

SITE = "5eed0000000000000000a001"
PAGE = "5eed0000000000000000d003"
ENGLISH, FRENCH, GERMAN, PORTUGUESE = (f"5eed0000000000000000b00{number}" for number in range(1, 5))
CMS_FRENCH = "5eed0000000000000000c002"

GET = f"GET /pages/{PAGE}"
GET_SITE = f"GET /sites/{SITE}"
LIST = f"GET /sites/{SITE}/pages?limit=100&offset=0"
LIST_FRENCH = f"GET /sites/{SITE}/pages?localeId={FRENCH}&limit=100&offset=0"


@pytest.fixture
def localized(service: Any, connect: Connect) -> Webflow:
    """Hand in the locales, so that nothing else is asked for."""
    return connect(service, locales=service.site["locales"])


# What is sent.


@pytest.mark.parametrize(
    "locale", ["fr-FR", "fr_FR", "fr_fr", "FR-fr", "fr-fr", "FR_FR", "fra-FR", FRENCH, FRENCH.upper()]
)
def test_a_locale_goes_by_many_names(localized: Webflow, service: Any, locale: str) -> None:
    assert localized.pages.get(PAGE, locale=locale).locale_id == FRENCH
    assert localized.pages.update(PAGE, locale=locale, title="Tarifs").locale_id == FRENCH
    assert [page.locale_id for page in localized.pages.list(SITE, locale=locale)] == [FRENCH]

    assert service.asked == [f"{GET}?localeId={FRENCH}", f"PUT /pages/{PAGE}?localeId={FRENCH}", LIST_FRENCH]


@pytest.mark.parametrize("locale", [None, "primary", "en-US", "en_us", "EN-us", ENGLISH, ENGLISH.upper()])
def test_for_the_primary_locale_no_id_is_sent(localized: Webflow, service: Any, locale: str | None) -> None:
    localized.pages.get(PAGE, locale=locale)
    localized.pages.update(PAGE, locale=locale, title="Pricing")
    list(localized.pages.list(SITE, locale=locale))

    assert service.asked == [GET, f"PUT /pages/{PAGE}", LIST]


@pytest.mark.parametrize("locale", ["de-DE", GERMAN])
def test_a_disabled_locale_works(localized: Webflow, locale: str) -> None:
    assert localized.pages.update(PAGE, locale=locale, title="Preise").locale_id == GERMAN


def test_a_disabled_primary_locale_works(webflow: Webflow, service: Any) -> None:
    service.site = deepcopy(service.site)
    service.site["locales"]["primary"]["enabled"] = False
    webflow.pages.get(PAGE, locale="en-US")

    assert service.asked[-1] == GET


# What is refused.


@pytest.mark.parametrize("spelling", [CMS_FRENCH, CMS_FRENCH.upper()])
def test_a_cms_locale_id_is_refused_by_name(localized: Webflow, service: Any, spelling: str) -> None:
    for call in (
        lambda: localized.pages.get(PAGE, locale=spelling),
        lambda: localized.pages.update(PAGE, locale=spelling, title="Tarifs"),
        lambda: list(localized.pages.list(SITE, locale=spelling)),
    ):
        with pytest.raises(LocaleError) as caught:
            call()
        assert str(caught.value) == (
            f"'{spelling}' is the cmsLocaleId of 'fr-FR', which is for CMS items: "
            f"pages take the locale's id, '{FRENCH}', or its tag"
        )
    assert service.asked == []


@pytest.mark.parametrize(
    ("locale", "meant"),
    [
        ("fr", "fr-FR"),
        ("fr_CA", "fr-FR"),
        ("pt-PT", "pt-BR"),
        ("en", "en-US"),
        ("EN-gb", "en-US"),
        ("da-DE", "de-DE"),
    ],
)
def test_an_unknown_tag_names_the_choices_and_the_nearest(localized: Webflow, locale: str, meant: str) -> None:
    with pytest.raises(LocaleError) as caught:
        localized.pages.get(PAGE, locale=locale)

    assert str(caught.value) == (
        f"The site has no locale '{locale}'. It has en-US, fr-FR, de-DE, pt-BR. Did you mean '{meant}'?"
    )


def test_the_nearest_is_of_the_same_language_where_there_is_one(service: Any, connect: Connect) -> None:
    webflow = connect(service, locales=_secondary("en-US", "es-419"))

    with pytest.raises(LocaleError, match=r"Did you mean 'es-419'\?$"):
        webflow.pages.get(PAGE, locale="es")


@pytest.mark.parametrize("locale", ["ja-JP", "zh-Hant-TW", "ffffffffffffffffffffffff", "000000000000000000000000"])
def test_what_is_near_to_nothing_names_the_choices_alone(localized: Webflow, service: Any, locale: str) -> None:
    with pytest.raises(LocaleError) as caught:
        localized.pages.update(PAGE, locale=locale, title="x")

    assert str(caught.value) == f"The site has no locale '{locale}'. It has en-US, fr-FR, de-DE, pt-BR."
    assert service.asked == []


@pytest.mark.parametrize(
    "locale",
    [
        *("", " ", "fr-", "-fr", "fr--FR", "fr FR", "fr.FR", "f", "français", "fr-FR\n", "a" * 9, "fr-FR-FR"),
        *("Primary ", "../sites", "fr?x=1", "b002", 5, b"fr-FR", ["fr-FR"], object),
    ],
)
def test_a_malformed_locale_is_refused_before_anything_is_sent(webflow: Webflow, service: Any, locale: Any) -> None:
    expected = re.escape(f"{locale!r} is no locale: give a BCP 47 tag such as 'fr-FR', a locale's id, or 'primary'")

    for call in (
        lambda: webflow.pages.get(PAGE, locale=locale),
        lambda: webflow.pages.update(PAGE, locale=locale, title="x"),
        lambda: webflow.pages.list(SITE, locale=locale),  # Not even asked for its first page.
    ):
        with pytest.raises(LocaleError, match=f"^{expected}$"):
            call()
    assert service.asked == []


@given(locale=st.text() | st.from_regex(r"[a-z]{1,9}([-_][A-Za-z0-9]{0,9}){0,4}", fullmatch=True))
def test_any_text_is_a_known_locale_or_an_error_that_sends_nothing(locale: str) -> None:
    sent = []

    def handler(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200, json={"id": "1", "localeId": request.url.params.get("localeId")})

    locales = {"primary": {"id": ENGLISH, "tag": "en"}, "secondary": [{"id": FRENCH, "tag": "fr"}]}
    with httpx.Client(transport=httpx.MockTransport(handler)) as client:
        webflow = Webflow("token", base_url="https://a.example", locales=locales, http_client=client)
        try:
            page = webflow.pages.get("1", locale=locale)
        except LocaleError as error:
            refused = str(error)
            assert refused.isprintable()
            assert not sent
        else:
            assert page.locale_id == (FRENCH if locale.lower()[:2] == "fr" else None)


# Sites whose locales are odd.


@pytest.mark.parametrize("locale", [None, "primary", "en-US", ENGLISH])
def test_a_site_without_localization_works(webflow: Webflow, service: Any, locale: str | None) -> None:
    service.site = {"id": SITE, "locales": {"primary": service.site["locales"]["primary"]}}
    service.answered = {"localeId": None}

    assert webflow.pages.get(PAGE, locale=locale).locale_id is None
    assert webflow.pages.update(PAGE, locale=locale, title="x").locale_id is None
    assert [page.locale_id for page in webflow.pages.list(SITE, locale=locale)] == [None]
    assert all("localeId" not in asked for asked in service.asked)


@pytest.mark.parametrize(
    "site", [{"id": SITE}, {"id": SITE, "locales": None}, {"id": SITE, "locales": {}}, {"locales": {"secondary": []}}]
)
def test_locales_may_be_absent_or_null(webflow: Webflow, service: Any, site: dict[str, Any]) -> None:
    service.site = {"id": SITE, **site}

    with pytest.raises(LocaleError, match=r"^The site has no locales, and so no 'fr-FR': leave locale out$"):
        webflow.pages.get(PAGE, locale="fr-FR")
    assert webflow.pages.get(PAGE, locale="primary").id == PAGE


@pytest.mark.parametrize("secondary", [None, [], ...])
def test_secondary_locales_may_be_absent_or_null(webflow: Webflow, service: Any, secondary: object) -> None:
    primary = service.site["locales"]["primary"]
    service.site["locales"] = {"primary": primary} if secondary is ... else {"primary": primary, "secondary": secondary}

    with pytest.raises(LocaleError, match=r"^The site has no locale 'fr-FR'\. It has en-US\.$"):
        webflow.pages.get(PAGE, locale="fr-FR")


@pytest.mark.parametrize(
    ("locales", "pointer"),
    [
        (5, "/locales"),
        ("fr-FR", "/locales"),
        ([], "/locales"),
        ({"primary": 5}, "/locales/primary"),
        ({"primary": None}, "/locales/primary"),
        ({"secondary": 5}, "/locales/secondary"),
        ({"secondary": "fr"}, "/locales/secondary"),
        ({"secondary": ["fr-FR"]}, "/locales/secondary/0"),
        ({"secondary": [{"id": "1"}, {"id": "2", "tag": 5}]}, "/locales/secondary/1/tag"),
    ],
)
def test_locales_of_a_shape_that_nobody_knows_are_named_and_needed_only_for_a_locale(
    webflow: Webflow, service: Any, locales: object, pointer: str
) -> None:
    service.site = {"id": SITE, "locales": locales}

    with pytest.raises(UnexpectedResponseError, match=rf"\({pointer} is .* and has to be ") as caught:
        webflow.sites.get(SITE)
    assert caught.value.pointer == pointer
    assert webflow.pages.get(PAGE).id == PAGE
    with pytest.raises(
        UnexpectedResponseError, match=r"^Pass locales=… to the client: the site's cannot be read"
    ) as caught:
        webflow.pages.get(PAGE, locale="fr-FR")
    assert caught.value.status == 200
    assert caught.value.pointer == pointer
    assert "content-type" in caught.value.headers


def _secondary(*tags: object) -> dict[str, Any]:
    return {"secondary": [{"id": f"{number:024}", "tag": tag} for number, tag in enumerate(tags, 1)]}


def test_a_tag_that_two_locales_share_is_refused_with_their_ids(service: Any, connect: Connect) -> None:
    webflow = connect(service, locales=_secondary("fr-FR", "fr-FR"))

    for spelling in ("fr-FR", "fr_fr"):
        with pytest.raises(LocaleError) as caught:
            webflow.pages.get(PAGE, locale=spelling)
        assert str(caught.value) == (
            f"The site has 2 locales '{spelling}': give the id of one of them ({1:024}, {2:024})"
        )
    assert service.asked == []
    assert webflow.pages.get(PAGE, locale=f"{2:024}").locale_id == f"{2:024}"


def test_the_exact_spelling_wins_over_another_one(service: Any, connect: Connect) -> None:
    webflow = connect(service, locales=_secondary("fr-fr", "fr-FR"))

    assert webflow.pages.get(PAGE, locale="fr-FR").locale_id == f"{2:024}"
    assert webflow.pages.get(PAGE, locale="fr-fr").locale_id == f"{1:024}"


def test_tags_of_a_site_may_be_anything(service: Any, connect: Connect) -> None:
    webflow = connect(service, locales=_secondary("", "not a tag", "iw", "zh-Hant"))

    assert webflow.pages.get(PAGE, locale="he").locale_id == f"{3:024}"
    assert webflow.pages.get(PAGE, locale="ZH_hant").locale_id == f"{4:024}"
    assert webflow.pages.get(PAGE, locale=f"{2:024}").locale_id == f"{2:024}"
    for locale in ("ja", "f" * 24):
        with pytest.raises(LocaleError, match=r"It has not a tag, iw, zh-Hant\.$"):
            webflow.pages.get(PAGE, locale=locale)


def test_a_secondary_locale_without_an_id_cannot_be_asked_for(service: Any, connect: Connect) -> None:
    webflow = connect(service, locales={"secondary": [{"tag": "fr-FR"}]})

    with pytest.raises(LocaleError, match=r"^The locale 'fr-FR' has no id at Webflow: nothing can be sent for it$"):
        webflow.pages.get(PAGE, locale="fr-FR")
    assert service.asked == []


@pytest.mark.parametrize("id_", [5, None, [], {}])
def test_ids_that_are_no_text_are_named(webflow: Webflow, service: Any, id_: object) -> None:
    service.page = {"id": id_, "siteId": SITE}
    service.site = {"id": id_}

    with pytest.raises(UnexpectedResponseError) as caught:
        list(webflow.pages.list(SITE))
    assert caught.value.pointer == "/pages/0/id"
    with pytest.raises(UnexpectedResponseError) as caught:
        webflow.sites.list()
    assert caught.value.pointer == "/sites/0/id"


# Locales that are handed in.


def test_locales_may_be_a_model(service: Any, connect: Connect) -> None:
    webflow = connect(service, locales=Locales.from_dict(service.site["locales"]))

    webflow.pages.get(PAGE, locale="pt-BR")

    assert service.asked == [f"{GET}?localeId={PORTUGUESE}"]


@pytest.mark.parametrize(
    "locales",
    [5, "fr-FR", ["fr-FR"], {"fr-FR": "1"}, {"id": SITE, "locales": {}}, {"primary": 5}, {"secondary": ["fr"]}],
)
def test_locales_that_are_none_are_refused_at_once(service: Any, connect: Connect, locales: Any) -> None:
    with pytest.raises(webflow_pages.InvalidArgumentError, match=r"^locales has "):
        connect(service, locales=locales)


# Locales that are new.


def _add_spanish(service: Any) -> str:
    added = locale_of_site(9, "es-ES")
    service.site["locales"] = {**LOCALES, "secondary": [*LOCALES["secondary"], added]}
    return str(added["id"])


def test_a_locale_that_is_added_later_is_found(webflow: Webflow, service: Any) -> None:
    webflow.pages.get(PAGE, locale="fr-FR")
    spanish = _add_spanish(service)
    service.requests.clear()
    webflow.pages.update(PAGE, locale="es-ES", title="Precios")
    webflow.pages.get(PAGE, locale=spanish)
    list(webflow.pages.list(SITE, locale="es_es"))

    assert service.asked == [
        GET_SITE,
        f"PUT /pages/{PAGE}?localeId={spanish}",
        f"{GET}?localeId={spanish}",
        f"GET /sites/{SITE}/pages?localeId={spanish}&limit=100&offset=0",
    ]


@pytest.mark.parametrize("read", [lambda webflow: webflow.sites.get(SITE), lambda webflow: webflow.sites.list()])
def test_a_locale_that_is_added_after_the_sites_were_read_is_found(
    webflow: Webflow, service: Any, read: Callable[[Webflow], object]
) -> None:
    read(webflow)
    spanish = _add_spanish(service)

    assert [page.locale_id for page in webflow.pages.list(SITE, locale="es-ES")] == [spanish]
    assert service.asked[1] == GET_SITE


def test_one_of_several_locales_that_is_added_later_is_found(webflow: Webflow, service: Any) -> None:
    webflow.pages.get(PAGE, locale="fr-FR")
    _add_spanish(service)
    service.requests.clear()
    changes: Any = {tag: {"title": "Pricing"} for tag in ("fr-FR", "es-ES")}

    assert webflow.pages.update_locales(PAGE, changes).applied
    assert service.asked[0] == GET_SITE
    assert [asked[:3] for asked in service.asked[1:]] == ["PUT", "PUT"]


def test_a_locale_that_is_not_there_costs_one_read_each_time_and_no_call(webflow: Webflow, service: Any) -> None:
    webflow.pages.get(PAGE, locale="fr-FR")
    service.requests.clear()
    for times in (1, 2):
        with pytest.raises(LocaleError, match="The site has no locale 'es-ES'"):
            webflow.pages.update(PAGE, locale="es-ES", title="Precios")
        assert service.asked == [GET_SITE] * times
    webflow.pages.get(PAGE, locale="fr-FR")  # which is still known
    assert service.asked[2:] == [f"{GET}?localeId={FRENCH}"]


def test_a_locale_that_was_looked_for_just_now_is_not_looked_for_again(service: Any, connect: Connect) -> None:
    webflow = connect(service, site_id=SITE)
    with pytest.raises(LocaleError):
        webflow.pages.get(PAGE, locale="es-ES")
    assert service.asked == [GET_SITE]


@pytest.mark.parametrize("options", [{}, {"site_id": SITE}])
def test_locales_that_were_handed_in_are_not_looked_up(service: Any, connect: Connect, options: dict[str, str]) -> None:
    webflow = connect(service, locales=service.site["locales"], **options)
    webflow.pages.get(PAGE)
    webflow.sites.get(SITE)
    _add_spanish(service)
    service.requests.clear()
    for call in (
        lambda: webflow.pages.get(PAGE, locale="es-ES"),
        lambda: list(webflow.pages.list(SITE, locale="es-ES")),
    ):
        with pytest.raises(LocaleError, match="The site has no locale 'es-ES'"):
            call()
    assert service.asked == []


def test_a_site_that_cannot_be_read_again_keeps_nobody_from_the_next_call(service: Any, connect: Connect) -> None:
    refusing: list[bool] = []

    def handler(request: httpx.Request) -> httpx.Response:
        answer: httpx.Response = service(request)
        return httpx.Response(503) if refusing and "/sites/" in request.url.path else answer

    webflow = connect(handler)
    webflow.pages.get(PAGE, locale="fr-FR")
    refusing.append(True)
    with pytest.raises(ServiceUnavailableError):
        webflow.pages.get(PAGE, locale="es-ES")
    refusing.clear()

    assert webflow.pages.get(PAGE, locale="fr-FR").locale_id == FRENCH


# What it costs.


def test_the_first_localized_call_costs_two_reads_and_the_next_ones_none(webflow: Webflow, service: Any) -> None:
    webflow.pages.get(PAGE, locale="fr-FR")
    assert service.asked == [GET, GET_SITE, f"{GET}?localeId={FRENCH}"]

    webflow.pages.update(PAGE, locale="pt-BR", title="Preços")
    list(webflow.pages.list(SITE, locale="fr-FR"))
    assert service.asked[3:] == [f"PUT /pages/{PAGE}?localeId={PORTUGUESE}", LIST_FRENCH]


def test_with_a_site_id_it_costs_one_read(service: Any, connect: Connect) -> None:
    webflow = connect(service, site_id=SITE)

    webflow.pages.update(PAGE, locale="fr-FR", title="Tarifs")
    webflow.pages.get(PAGE, locale="pt-BR")

    assert service.asked == [GET_SITE, f"PUT /pages/{PAGE}?localeId={FRENCH}", f"{GET}?localeId={PORTUGUESE}"]


@pytest.mark.parametrize("options", [{}, {"site_id": SITE}])
def test_with_locales_it_costs_nothing(service: Any, connect: Connect, options: dict[str, str]) -> None:
    webflow = connect(service, locales=service.site["locales"], **options)

    webflow.pages.get(PAGE, locale="fr-FR")
    list(webflow.pages.list(SITE, locale="fr-FR"))

    assert service.asked == [f"{GET}?localeId={FRENCH}", LIST_FRENCH]


def test_a_listing_tells_which_site_its_pages_are_on(webflow: Webflow, service: Any) -> None:
    list(webflow.pages.list(SITE))
    webflow.pages.get(PAGE, locale="fr-FR")

    assert service.asked == [LIST, GET_SITE, f"{GET}?localeId={FRENCH}"]


def test_reading_a_page_tells_which_site_it_is_on(webflow: Webflow, service: Any) -> None:
    webflow.pages.get(PAGE)
    webflow.pages.get(PAGE, locale="fr-FR")

    assert service.asked == [GET, GET_SITE, f"{GET}?localeId={FRENCH}"]


def test_the_id_that_was_asked_with_is_remembered_too(webflow: Webflow, service: Any) -> None:
    webflow.pages.get(PAGE.upper(), locale="fr-FR")
    webflow.pages.get(PAGE.upper(), locale="fr-FR")

    assert len(service.asked) == 4


@pytest.mark.parametrize("read", [lambda webflow: webflow.sites.get(SITE), lambda webflow: webflow.sites.list()])
def test_reading_sites_keeps_their_locales(webflow: Webflow, service: Any, read: Callable[[Webflow], object]) -> None:
    read(webflow)
    list(webflow.pages.list(SITE, locale="fr-FR"))

    assert service.asked[1:] == [LIST_FRENCH]


@pytest.mark.parametrize("locale", [None, "primary"])
def test_the_primary_locale_needs_nothing_to_be_known(webflow: Webflow, service: Any, locale: str | None) -> None:
    webflow.pages.update(PAGE, locale=locale, title="x")

    assert service.asked == [f"PUT /pages/{PAGE}"]


def test_a_page_that_is_known_to_be_elsewhere_uses_the_locales_of_its_site(service: Any, connect: Connect) -> None:
    elsewhere = "5eed0000000000000000a002"
    webflow = connect(service, site_id=elsewhere, locales=_secondary("ja-JP"))
    list(webflow.pages.list(SITE))

    webflow.pages.get(PAGE, locale="fr-FR")

    assert service.asked == [LIST, GET_SITE, f"{GET}?localeId={FRENCH}"]


def test_locales_handed_in_for_one_site_do_not_judge_another(service: Any, connect: Connect) -> None:
    webflow = connect(service, site_id="5eed0000000000000000a002", locales={"primary": {"id": FRENCH, "tag": "fr"}})
    service.answered = {"localeId": ENGLISH}

    assert [page.locale_id for page in webflow.pages.list(SITE)] == [ENGLISH]


def test_a_page_that_does_not_say_where_it_is_asks_for_the_site_id(webflow: Webflow, service: Any) -> None:
    service.page = {"id": PAGE}

    with pytest.raises(UnexpectedResponseError, match=r"^Pass site_id=… to the client: ") as caught:
        webflow.pages.update(PAGE, locale="fr-FR", title="x")

    assert service.asked == [GET]
    assert PAGE in caught.value.body


# What comes back.

OTHERS: list[dict[str, object]] = [{"localeId": GERMAN}, {"localeId": ENGLISH}, {"localeId": None}]


@pytest.mark.parametrize("answered", OTHERS)
def test_an_update_answered_for_another_locale_is_an_error(
    localized: Webflow, service: Any, answered: dict[str, object]
) -> None:
    service.answered = answered
    came = f"locale {answered['localeId']}" if isinstance(answered["localeId"], str) else "no locale"

    with pytest.raises(LocaleMismatchError) as caught:
        localized.pages.update(PAGE, locale="fr-FR", title="Tarifs")

    error = caught.value
    assert str(error).startswith(
        f"Look at page {PAGE}: asked for locale {FRENCH}, got {came}; the update may have gone to the wrong place."
    )
    assert (error.status, error.headers["content-type"]) == (200, "application/json")
    assert PAGE in error.body


@pytest.mark.parametrize("answered", OTHERS)
def test_a_read_answered_for_another_locale_is_an_error(
    localized: Webflow, service: Any, answered: dict[str, object]
) -> None:
    service.answered = answered

    for call in (
        lambda: localized.pages.get(PAGE, locale="fr-FR"),
        lambda: list(localized.pages.list(SITE, locale="fr-FR")),
    ):
        with pytest.raises(
            LocaleMismatchError, match=f"^Look at page {PAGE}: asked for locale {FRENCH}, got "
        ) as caught:
            call()
        assert "update" not in str(caught.value)
        assert caught.value.headers["content-type"] == "application/json"


def test_an_answer_without_a_locale_is_an_error(localized: Webflow, service: Any) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=service.page)

    with httpx.Client(transport=httpx.MockTransport(handler)) as client:
        webflow = Webflow("token", locales=service.site["locales"], http_client=client)
        with pytest.raises(LocaleMismatchError, match="got no locale"):
            webflow.pages.get(PAGE, locale="fr-FR")


@pytest.mark.parametrize("locale", [None, "primary", "en-US"])
def test_the_primary_locale_answered_by_another_is_an_error(
    localized: Webflow, service: Any, locale: str | None
) -> None:
    service.answered = {"localeId": FRENCH}

    with pytest.raises(LocaleMismatchError, match=f"asked for locale primary, got locale {FRENCH}"):
        localized.pages.get(PAGE, locale=locale)
    with pytest.raises(LocaleMismatchError, match="the update may have gone to the wrong place"):
        localized.pages.update(PAGE, locale=locale, title="x")
    with pytest.raises(LocaleMismatchError):
        list(localized.pages.list(SITE, locale=locale))


@pytest.mark.parametrize("answered", [{"localeId": ENGLISH}, {"localeId": None}])
def test_the_primary_locale_may_be_answered_by_its_id_or_null(
    localized: Webflow, service: Any, answered: dict[str, object]
) -> None:
    service.answered = answered

    assert localized.pages.get(PAGE, locale="en-US").locale_id == answered["localeId"]


def test_while_the_primary_locale_is_unknown_any_answer_is_taken_for_it(webflow: Webflow, service: Any) -> None:
    service.answered = {"localeId": ENGLISH}

    assert webflow.pages.get(PAGE).locale_id == ENGLISH
