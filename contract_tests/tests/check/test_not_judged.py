"""What could not be judged is said, is never green, and leaves the page alone."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from webflow_contract.check.report import Report
from webflow_contract.check.sending import NotJudgedError
from webflow_contract.check.subject import Credentials
from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.sandbox import Sandbox

Check = Callable[..., Report]
Altering = Callable[..., Handler]
Write = Callable[..., None]
MARKED = "Pricing (webflow-contract probe)"


def of_page(request: Request) -> bool:
    return "/pages/" in request.path and not request.query


def unjudged(report: Report, reason: str) -> None:
    assert (report.verdict, report.exit_code) == ("inconclusive", 3)
    assert (report.findings, report.writes, report.restored) == ((), 0, None)
    assert reason in (report.not_judged or "")


def test_no_token(check: Check, recorder: Any) -> None:
    unjudged(check(recorder, credentials=Credentials("")), "set WEBFLOW_TOKEN")
    assert recorder.passed == []


def test_a_token_that_is_refused(check: Check) -> None:
    unjudged(check(credentials=Credentials("expired-token")), "The token is refused (401)")


def test_a_token_that_cannot_read_the_site(check: Check, world: Sandbox) -> None:
    credentials = Credentials(world.tokens["without-sites-read"])
    unjudged(check(credentials=credentials), "The site cannot be reached with this token (403)")


def test_a_token_that_cannot_write(check: Check, world: Sandbox, state: Callable[[], list[bytes]]) -> None:
    before = state()
    report = check(credentials=Credentials(world.tokens["without-pages-write"]))
    assert (report.verdict, report.findings, report.restored) == ("inconclusive", (), True)
    assert "cannot be reached with this token (403): it needs" in (report.not_judged or "")
    assert state() == before


def test_no_answer(check: Check) -> None:
    def unreachable(request: Request) -> Response:
        raise NotJudgedError("nobody there")

    unjudged(check(unreachable), "nobody there")


def test_a_page_that_is_gone(check: Check) -> None:
    unjudged(check(page="ffffffffffffffffffffffff"), "The page is gone (404)")


def test_a_site_that_is_gone(check: Check) -> None:
    unjudged(check(site="ffffffffffffffffffffffff"), "The site is gone (404)")


def test_an_open_journal(check: Check, recorder: Any, tmp_path: Path) -> None:
    journal = tmp_path / "journal.json"
    journal.write_text("whatever it says", encoding="utf-8")

    unjudged(check(recorder, journal=journal), f"run 'webflow-contract restore {journal}' first")
    assert recorder.passed == []
    assert journal.read_text(encoding="utf-8") == "whatever it says"


def test_another_check_that_opens_its_journal_meanwhile(check: Check, world: Sandbox, tmp_path: Path) -> None:
    journal = tmp_path / "journal.json"

    def other_starts(request: Request) -> Response:
        journal.write_text("the other's", encoding="utf-8")
        return world(request)

    unjudged(check(other_starts, journal=journal), "run 'webflow-contract restore")
    assert journal.read_text(encoding="utf-8") == "the other's"


@pytest.mark.parametrize("locale", [None, "fr-FR"])
@pytest.mark.parametrize("tag", [None, "fr-FR", "de-DE"])
@pytest.mark.parametrize(
    "body",
    [{"title": MARKED}, {"seo": {"description": MARKED}}, {"openGraph": {"title": MARKED, "titleCopied": False}}],
)
def test_a_probe_s_text_in_any_locale(
    check: Check, write: Write, world: Sandbox, body: Any, tag: str | None, locale: str | None
) -> None:
    write(world.page_id, body, tag)
    unjudged(check(locale=locale), f"or of one that runs now, in {tag or 'the primary locale'}")


def test_a_probe_s_text_that_the_check_could_not_write_itself(check: Check, altering: Altering) -> None:
    def mirrored(page: Any) -> None:
        page["openGraph"] |= {"title": MARKED, "titleCopied": True}

    report = check(altering(mirrored, lambda request: "/pages/" in request.path))
    assert "texts of an earlier check" in (report.not_judged or "")
    assert report.writes == 0


def emptied(page: Any) -> None:
    for record in page.get("pages", [page]):
        mirrored = {"title": None, "titleCopied": True, "description": None, "descriptionCopied": True}
        record |= {"title": "", "seo": {"title": "", "description": ""}, "openGraph": mirrored}


def test_a_page_without_texts(check: Check, altering: Altering) -> None:
    handler = altering(emptied, lambda request: "/pages" in request.path)
    unjudged(check(handler), "The page has no text that could be put back")


def test_a_locale_without_texts_when_it_is_named(check: Check, altering: Altering) -> None:
    handler = altering(emptied, lambda request: "localeId" in dict(request.query))
    unjudged(check(handler), "The page has no text of its own in fr-FR")
    assert check(handler, locale=None).verdict == "clean"


@pytest.mark.parametrize("locale", ["fr-CA", "ja"])
def test_a_locale_that_the_site_has_not(check: Check, locale: str) -> None:
    unjudged(check(locale=locale), f"has no locale {locale!r}. It has en-US, fr-FR, de-DE, pt-BR")


def test_the_primary_locale_is_no_secondary_one(check: Check, world: Sandbox) -> None:
    unjudged(check(locale="en-US"), "'en-US' is no secondary locale: leave --locale out")
    unjudged(check(locale=world.cms_locale_ids["fr-FR"]), "is the cmsLocaleId of 'fr-FR'")


@pytest.mark.parametrize("locale", ["FR_fr", "fr-Latn-FR"])
def test_a_locale_is_found_in_any_spelling(check: Check, locale: str) -> None:
    assert check(locale=locale).verdict == "clean"


@pytest.mark.parametrize("status", [502, 503, 520, 526])
def test_a_read_that_the_service_does_not_get_is_sent_once_more(check: Check, world: Sandbox, status: int) -> None:
    answers = iter([Response(status, {"content-type": "text/html"}, b"<h1>cloud</h1>")])

    def hiccup(request: Request) -> Response:
        return next(answers, None) or world(request)

    assert check(hiccup).verdict == "clean"


def test_a_service_that_is_not_reached_is_not_judged(
    check: Check, world: Sandbox, state: Callable[[], list[bytes]]
) -> None:
    before = state()
    count = iter(range(100))

    def ending(request: Request) -> Response:
        if 24 < next(count) < 27:
            return Response(503, {"content-type": "text/html"}, b"<h1>cloud</h1>")
        return world(request)

    report = check(ending)
    assert (report.verdict, report.findings) == ("inconclusive", ())
    assert "answers 503" in (report.not_judged or "")
    assert state() == before


@pytest.mark.parametrize("page", ["/", "/detail_posts"])
def test_special_pages_of_a_site_elsewhere(live: Check, world: Sandbox, page: str) -> None:
    unjudged(live(page=world.page_ids[page]), "name an ordinary draft page, or add --special-page")


@pytest.mark.parametrize(
    "change",
    [
        {"id": "5eed0000000000000000d002"},
        {"localeId": "5eed0000000000000000b002"},
        {"id": None},
        {"id": ["5eed0000000000000000d003"]},
        {"localeId": {}},
    ],
)
def test_an_answer_about_another_page_or_locale_is_not_what_gets_put_back(
    check: Check, altering: Altering, state: Callable[[], list[bytes]], change: dict[str, Any]
) -> None:
    before = state()
    report = check(altering(lambda page: page.update(change), of_page))
    assert "response-identity-changed" in {finding.rule for finding in report.findings}
    assert (report.verdict, report.writes) == ("drift", 0)
    assert "nothing was written" in (report.not_judged or "")
    assert state() == before


def test_a_locale_that_is_read_as_another_is_not_written(
    check: Check, world: Sandbox, state: Callable[[], list[bytes]]
) -> None:
    before = state()

    def reads_ignore_locale(request: Request) -> Response:
        query = () if request.method == "GET" else request.query
        return world(Request(request.method, request.path, query, request.headers, request.content))

    assert check(reads_ignore_locale).verdict == "drift"
    assert state() == before


def test_what_was_found_before_it_stopped_counts(check: Check, altering: Altering) -> None:
    def break_off(request: Request) -> bool:
        if request.method == "PUT":
            raise NotJudgedError("the line is cut")
        return of_page(request)

    report = check(altering(lambda page: page.update(noIndex=True), break_off))
    assert report.not_judged == "the line is cut"
    assert report.findings
    assert (report.verdict, report.restored) == ("drift", True)


def test_an_empty_answer_is_a_finding_and_not_silence(check: Check) -> None:
    report = check(lambda request: Response(200, {"content-type": "application/json"}, b""))
    assert report.verdict == "drift"
    assert report.writes == 0


def test_a_site_whose_locales_are_nonsense_is_checked_without_them(check: Check, altering: Altering) -> None:
    def nonsense(site: Any) -> None:
        site["locales"]["secondary"] = [None, 1, {"id": "x/../y", "tag": "fr-FR"}, {"tag": "de-DE"}]

    handler = altering(nonsense, lambda request: "/sites/" in request.path and not request.path.endswith("/pages"))
    report = check(handler, locale=None)
    assert report.verdict == "drift"
    assert json.dumps(report.not_judged) == "null"
    assert report.restored is True


def test_a_second_token_that_is_refused(check: Check, world: Sandbox, state: Callable[[], list[bytes]]) -> None:
    before = state()
    report = check(credentials=Credentials(world.token, "expired-token"))
    assert (report.verdict, report.findings, report.restored) == ("inconclusive", (), True)
    assert "WEBFLOW_TOKEN_WITHOUT_WRITE" in (report.not_judged or "")
    assert state() == before
