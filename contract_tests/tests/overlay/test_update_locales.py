"""Several locales of a page are updated in one call, one after the other, and each is told of."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import httpx
import pytest

from webflow_contract.carriers.transport import SandboxTransport
from webflow_contract.sandbox import Clock, Sandbox
from webflow_pages import (
    UNSET,
    BadRequestError,
    ConfigurationError,
    ConflictError,
    ForbiddenError,
    InternalServerError,
    InvalidArgumentError,
    LocaleError,
    LocaleMismatchError,
    LocalesUpdate,
    LocaleUpdate,
    MissingScopesError,
    NotFoundError,
    OpenGraph,
    PageChanges,
    QuotaError,
    Seo,
    ServiceUnavailableError,
    TooManyRequestsError,
    TransportError,
    TransportTimeoutError,
    UnauthorizedError,
    UnexpectedResponseError,
    ValidationError,
    Webflow,
)

from .conftest import LOCALES, PAGE, SITE, Service, locale

Connect = Callable[..., Webflow]

ID = {"primary": None, **{one["tag"]: one["id"] for one in LOCALES["secondary"]}}
CHANGES: dict[str, PageChanges] = {
    "fr-FR": {"title": "Tarifs"},
    "primary": {"title": "Prices"},
    "de-DE": {"title": "Preise"},
    "pt-BR": {"title": "Preços"},
}


class Refusing(Service):
    """The service, where updates of some locales come to something else."""

    def __init__(self, **outcomes: httpx.Response | type[httpx.HTTPError]) -> None:
        super().__init__()
        self.outcomes = {ID[tag.replace("_", "-")]: outcome for tag, outcome in outcomes.items()}

    def __call__(self, request: httpx.Request) -> httpx.Response:
        answer = super().__call__(request)
        outcome = self.outcomes.get(request.url.params.get("localeId")) if request.method == "PUT" else None
        if isinstance(outcome, type):
            raise outcome("made up", request=request)
        if outcome is None:
            return answer
        return httpx.Response(outcome.status_code, content=outcome.content)


def _updates(service: Service) -> list[tuple[str | None, Any]]:
    """Return what was updated, in order: the locale's id and the body."""
    return [
        (request.url.params.get("localeId"), json.loads(request.content))
        for request in service.requests
        if request.method == "PUT"
    ]


# What is sent.


def test_each_locale_gets_its_own_update_in_the_order_given(webflow: Webflow, service: Service) -> None:
    done = webflow.pages.update_locales(PAGE, CHANGES)

    assert _updates(service) == [(ID[tag], changes) for tag, changes in CHANGES.items()]
    assert list(done) == list(CHANGES)


def test_all_that_can_be_updated_is_sent(webflow: Webflow, service: Service) -> None:
    seo, open_graph = Seo(title="S", description="D"), OpenGraph(title="O", title_copied=False)
    webflow.pages.update_locales(
        PAGE, {"fr-FR": {"title": "T", "slug": "s", "seo": seo, "open_graph": open_graph}, "de-DE": {"title": ""}}
    )

    whole = {"title": "T", "slug": "s", "seo": seo.to_dict(), "openGraph": open_graph.to_dict()}
    assert _updates(service) == [(ID["fr-FR"], whole), (ID["de-DE"], {"title": ""})]


def test_the_locales_are_read_once_for_all(webflow: Webflow, service: Service) -> None:
    webflow.pages.update_locales(PAGE, CHANGES)

    assert [asked for asked in service.asked if asked.startswith("GET")] == [f"GET /pages/{PAGE}", f"GET /sites/{SITE}"]


def test_the_primary_locale_alone_needs_nothing_to_be_read(webflow: Webflow, service: Service) -> None:
    assert webflow.pages.update_locales(PAGE, {"primary": {"title": "T"}}).applied is False
    assert service.asked == [f"PUT /pages/{PAGE}"]


def test_no_locale_is_nothing_to_send(webflow: Webflow, service: Service) -> None:
    done = webflow.pages.update_locales(PAGE, {})

    assert (dict(done), len(done), service.asked) == ({}, 0, [])
    assert done.applied is True


# What is told.


@pytest.fixture
def echo(connect: Connect) -> Webflow:
    """Make a client to a service that stores what it is sent."""
    service = Service()

    def handler(request: httpx.Request) -> httpx.Response:
        answer = service(request)
        return httpx.Response(200, json={**answer.json(), **json.loads(request.content or b"{}")})

    return connect(handler)


def test_what_became_of_each_is_told_by_the_locale_as_it_was_given(echo: Webflow) -> None:
    changes: dict[str, PageChanges] = {"FR_fr": {"title": "Tarifs"}, LOCALES["secondary"][2]["id"]: {"title": "Preços"}}
    done = echo.pages.update_locales(PAGE, changes)

    assert isinstance(done, LocalesUpdate)
    assert isinstance(done, Mapping)
    assert list(done) == list(changes)
    assert done.applied
    for given, update in done.items():
        assert (update.locale, update.error, update.sent, update.applied) == (given, None, True, True)
        assert update.page
        assert (update.page.title, update.page.response.status) == (changes[given]["title"], 200)
    assert done["FR_fr"].page
    assert done["FR_fr"].page.locale_id == ID["fr-FR"]
    with pytest.raises(KeyError):
        done["fr-FR"]


def test_what_did_not_take_is_told_for_its_locale(connect: Connect, service: Service) -> None:
    service.page = {"id": PAGE, "siteId": SITE, "title": "T", "slug": "t"}
    done = connect(service).pages.update_locales(
        PAGE, {"fr-FR": {"title": "T", "slug": "new"}, "de-DE": {"title": "T"}}
    )

    assert done["fr-FR"].page
    assert done["fr-FR"].page.not_applied == ("slug",)
    assert [update.applied for update in done.values()] == [False, True]
    assert not done.applied


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        (httpx.Response(400, json={"code": "validation_error"}), ValidationError),
        (httpx.Response(404), NotFoundError),
        (httpx.Response(409), ConflictError),
        (httpx.Response(500), InternalServerError),
        (httpx.Response(503), ServiceUnavailableError),
        (httpx.Response(200, text="<html>"), UnexpectedResponseError),
        (httpx.Response(200, json={"id": "another"}), UnexpectedResponseError),
    ],
)
@pytest.mark.parametrize("failing", CHANGES)
def test_one_that_fails_does_not_hold_back_the_others(
    connect: Connect, outcome: Any, kind: type[Exception], failing: str
) -> None:
    service = Refusing(**{failing.replace("-", "_"): outcome})
    done = connect(service).pages.update_locales(PAGE, CHANGES)

    assert [locale_id for locale_id, _ in _updates(service)] == [ID[tag] for tag in CHANGES]
    assert list(done) == list(CHANGES)
    assert {tag for tag, update in done.items() if update.page is None} == {failing}
    assert {tag: type(update.error) for tag, update in done.items() if update.error} == {failing: kind}
    assert not done[failing].applied
    assert not done.applied


def test_a_body_that_is_no_page_says_where_to_look(connect: Connect) -> None:
    done = connect(Refusing(fr_FR=httpx.Response(200, text="<html>"))).pages.update_locales(PAGE, CHANGES)

    assert str(done["fr-FR"].error).startswith(f"Look at page {PAGE}: what became of the update is not known.")
    assert done["de-DE"].page


@pytest.mark.parametrize(
    ("outcome", "error", "sent"),
    [
        (httpx.Response(401, json={"code": "not_authorized"}), UnauthorizedError, True),
        (httpx.Response(403), ForbiddenError, True),
        (httpx.Response(403, json={"code": "missing_scopes"}), MissingScopesError, True),
        (httpx.Response(429), TooManyRequestsError, True),
        (httpx.ConnectError, TransportError, False),
        (httpx.ReadTimeout, TransportTimeoutError, True),
        (httpx.Response(200, json={"id": PAGE, "localeId": ID["de-DE"]}), LocaleMismatchError, True),
    ],
)
def test_what_would_hit_the_others_as_well_stops(
    connect: Connect, outcome: Any, error: type[Exception], sent: bool
) -> None:
    service = Refusing(primary=outcome)
    done = connect(service).pages.update_locales(PAGE, CHANGES)

    assert [locale_id for locale_id, _ in _updates(service)] == [ID["fr-FR"], None]
    assert list(done) == list(CHANGES)
    assert done["fr-FR"].page
    assert type(done["primary"].error) is error
    assert done["primary"].sent is sent
    assert done["primary"].outcome == str(done["primary"].error)
    for tag in "de-DE", "pt-BR":
        assert done[tag] == LocaleUpdate(tag)
        assert (done[tag].page, done[tag].error, done[tag].sent, done[tag].applied) == (None, None, False, False)
    assert not done.applied


@pytest.mark.parametrize(
    ("outcome", "sent"),
    [
        (httpx.ConnectError, False),
        (httpx.ConnectTimeout, False),
        (httpx.ReadTimeout, True),
        (httpx.RemoteProtocolError, True),
        (httpx.Response(400), True),
        (httpx.Response(503), True),
        (httpx.Response(200, text="<html>"), True),
    ],
)
def test_whether_it_was_sent_is_told(connect: Connect, outcome: Any, sent: bool) -> None:
    done = connect(Refusing(de_DE=outcome)).pages.update_locales(PAGE, CHANGES)

    assert done["de-DE"].error
    assert done["de-DE"].sent is sent
    assert done["fr-FR"].sent is True


def test_what_became_of_each_is_told_in_words(connect: Connect) -> None:
    service = Refusing(de_DE=httpx.Response(400, json={"message": "Because"}), pt_BR=httpx.Response(403))
    service.site["locales"] = {**LOCALES, "secondary": [*LOCALES["secondary"], locale(5, "es-ES")]}
    service.page = {"id": PAGE, "siteId": SITE, "title": "T", "slug": "t", "seo": {"title": None}}
    done = connect(service).pages.update_locales(
        PAGE,
        {
            "primary": {"title": "T"},
            "fr-FR": {"title": "T", "slug": "new", "seo": Seo(title="S")},
            "de-DE": {"title": "T"},
            "pt-BR": {"title": "T"},
            "es-ES": {"title": "T"},
        },
    )

    assert [update.outcome for update in done.values()] == [
        "applied",
        "not applied: slug, seo.title",
        "Correct the request. Webflow answered 400, Because",
        "Use a token that may do this. Webflow answered 403, no body",
        "not sent",
    ]


def test_what_the_quota_keeps_back_was_not_sent(connect: Connect, service: Service) -> None:
    used_up = {"X-RateLimit-Limit": "60", "X-RateLimit-Remaining": "0", "Retry-After": "40"}

    def handler(request: httpx.Request) -> httpx.Response:
        answer = service(request)
        answer.headers.update(used_up if request.method == "PUT" else {})
        return answer

    done = connect(handler, max_wait=5).pages.update_locales(PAGE, CHANGES)

    assert [locale_id for locale_id, _ in _updates(service)] == [ID["fr-FR"]]
    assert [update.sent for update in done.values()] == [True, False, False, False]
    error = done["primary"].error
    assert isinstance(error, QuotaError)
    assert error.retry_after == 40
    assert [done[tag].outcome for tag in ("de-DE", "pt-BR")] == ["not sent", "not sent"]


# What is refused before anything is sent.


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"fr-FR": {"titel": "T"}},
            r"^changes\['fr-FR'\]\['titel'\] is no field that can be updated: did you mean 'title'\?",
        ),
        ({"fr-FR": {"xyz": "T"}}, r"^changes\['fr-FR'\]\['xyz'\] .*: there are title, slug, seo, open_graph$"),
        ({"fr-FR": {"openGraph": OpenGraph()}}, "did you mean 'open_graph'"),
        ({"fr-FR": {5: "T"}}, r"^changes\['fr-FR'\]\[5\] is no field"),
        ({"fr-FR": {"title": None}}, r"^changes\['fr-FR'\]: title cannot be None, which Webflow refuses: leave it out"),
        ({"fr-FR": {"seo": Seo(title=None)}}, r"^changes\['fr-FR'\]: seo\.title cannot be None"),  # type: ignore[arg-type]
        ({"fr-FR": {"seo": {"title": "T"}}}, r"^changes\['fr-FR'\]: seo has to be Seo, and is dict$"),
        ({"fr-FR": {"title": 5}}, r"^changes\['fr-FR'\]: title has to be str, and is int$"),
        (
            {"fr-FR": {}},
            r"^changes\['fr-FR'\]: There is nothing to change: give at least one of title, slug, seo, open_",
        ),
        ({"fr-FR": {"seo": UNSET}}, r"^changes\['fr-FR'\]: There is nothing to change: give at least one of title, "),
        ({"fr-FR": None}, r"^changes\['fr-FR'\] has to map fields to values, and is NoneType$"),
        ({"fr-FR": "Tarifs"}, r"^changes\['fr-FR'\] has to map fields to values, and is str$"),
        ({"fr-FR": Seo(title="T")}, r"^changes\['fr-FR'\] has to map fields to values, and is Seo$"),
        ([("fr-FR", {"title": "T"})], r"^changes has to map locales to what to change, and is list$"),
        (None, r"^changes has to map locales to what to change, and is NoneType$"),
        ("fr-FR", r"^changes has to map locales to what to change, and is str$"),
    ],
)
def test_what_cannot_be_sent_is_refused_before_anything_is(
    webflow: Webflow, service: Service, changes: Any, words: str
) -> None:
    if isinstance(changes, dict):
        changes = {"primary": {"title": "T"}, **changes}
    with pytest.raises(InvalidArgumentError, match=words):
        webflow.pages.update_locales(PAGE, changes)

    assert service.asked == []


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("xx-YY", r"^The site has no locale 'xx-YY'\. It has en-US, fr-FR, de-DE, pt-BR\."),
        ("fr-CA", r"Did you mean 'fr-FR'\?"),
        (LOCALES["secondary"][0]["cmsLocaleId"], "is the cmsLocaleId of 'fr-FR'"),
        ("not a locale", "is no locale: give a BCP 47 tag"),
        (5, "^5 is no locale"),
    ],
)
def test_an_unknown_locale_is_refused_before_anything_is_updated(
    webflow: Webflow, service: Service, locale: Any, words: str
) -> None:
    with pytest.raises(LocaleError, match=words):
        webflow.pages.update_locales(PAGE, {"fr-FR": {"title": "T"}, locale: {"title": "T"}})

    assert _updates(service) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("fr-FR", "fr_fr"),
        ("fr-FR", LOCALES["secondary"][0]["id"]),
        ("FR-fr", "fr-FR"),
        ("primary", "en-US"),
        ("en_us", LOCALES["primary"]["id"]),
    ],
)
def test_a_locale_that_is_there_twice_is_refused_before_anything_is_updated(
    webflow: Webflow, service: Service, one: str, other: str
) -> None:
    with pytest.raises(InvalidArgumentError, match=f"^'{one}' and '{other}' are the same locale: give it once$"):
        webflow.pages.update_locales(PAGE, {one: {"title": "1"}, "de-DE": {"title": "2"}, other: {"title": "3"}})

    assert _updates(service) == []


@pytest.mark.parametrize("page_id", ["..", "a/b", "", None])
def test_what_cannot_be_an_id_is_refused_before_anything_is_sent(
    webflow: Webflow, service: Service, page_id: Any
) -> None:
    with pytest.raises(InvalidArgumentError, match=r"^page_id has to be an id"):
        webflow.pages.update_locales(page_id, CHANGES)
    with pytest.raises(InvalidArgumentError, match=r"^page_id has to be an id"):
        webflow.pages.update_locales(page_id, {})
    assert service.asked == []


def test_without_the_locales_nothing_is_updated(connect: Connect, service: Service) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        answer = service(request)
        return httpx.Response(403, json={}) if "/sites/" in request.url.path else answer

    webflow = connect(handler)
    with pytest.raises(Exception, match="Webflow answered 403"):
        webflow.pages.update_locales(PAGE, CHANGES)
    assert _updates(service) == []


def test_surroundings_that_keep_everything_from_being_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "nonsense://proxy")
    done = Webflow("token", locales=LOCALES).pages.update_locales(PAGE, {"fr-FR": {"title": "T"}})

    assert isinstance(done["fr-FR"].error, ConfigurationError)
    assert done["fr-FR"].sent is False


# Against the sandbox.


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(rate_limit="off", clock=Clock(running=False))


@pytest.fixture
def within(sandbox: Sandbox) -> Iterator[Webflow]:
    transport = SandboxTransport(sandbox, sleep=sandbox.clock.sleep)
    with httpx.Client(transport=transport) as client:
        yield Webflow(sandbox.token, base_url="http://127.0.0.1/v2", http_client=client)


def test_the_sandbox_has_every_locale_as_it_was_told(within: Webflow, sandbox: Sandbox) -> None:
    titles = {"fr-FR": "Nos tarifs", "de-DE": "Unsere Preise", "primary": "Our prices"}
    done = within.pages.update_locales(sandbox.page_id, {tag: {"title": title} for tag, title in titles.items()})

    assert done.applied
    assert {tag: within.pages.get(sandbox.page_id, locale=tag).title for tag in titles} == titles
    assert within.pages.get(sandbox.page_id, locale="pt-BR").title == "Our prices"


def test_the_sandbox_refuses_one_and_ignores_another(within: Webflow, sandbox: Sandbox) -> None:
    done = within.pages.update_locales(
        sandbox.page_id,
        {"primary": {"slug": "No Slug!"}, "fr-FR": {"slug": "prix"}, "de-DE": {"title": "Unsere Preise"}},
    )

    assert isinstance(done["primary"].error, BadRequestError)
    assert done["fr-FR"].page
    assert done["fr-FR"].page.not_applied == ("slug",)
    assert [update.applied for update in done.values()] == [False, False, True]
    assert within.pages.get(sandbox.page_id).slug == "pricing"


def test_a_token_that_is_revoked_meanwhile_stops_it(within: Webflow, sandbox: Sandbox) -> None:
    sandbox.switches.on("token-revoked", operation="update-page-metadata", skip=1)
    done = within.pages.update_locales(sandbox.page_id, {tag: {"title": "T"} for tag in ("fr-FR", "de-DE", "pt-BR")})

    assert [type(update.error) for update in done.values()] == [type(None), UnauthorizedError, type(None)]
    assert [update.sent for update in done.values()] == [True, True, False]
    assert sum(entry.method == "PUT" for entry in sandbox.requests()) == 2
