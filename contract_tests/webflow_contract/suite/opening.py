"""Look at a service before anything is asked of it: its site, its locales, and what of its page may be written."""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

import pytest

from webflow_contract.check.findings import Place
from webflow_contract.check.judges import is_page
from webflow_contract.check.preparing import own_texts
from webflow_contract.check.probes import Exchange, Probe
from webflow_contract.check.subject import Subject, is_marked, is_special, locale_ids, writable_texts
from webflow_contract.suite.asking import Asker
from webflow_contract.suite.service import READ, Service, in_locale
from webflow_pages.calls.locales import SiteLocales
from webflow_pages.errors import InvalidArgumentError

_REFUSED = {
    400: "its id is refused (400): name one of 24 hexadecimal digits",
    401: "the token is refused (401): set WEBFLOW_TOKEN to a valid one",
    403: "the token does not reach it (403): it needs pages:read, pages:write and sites:read",
    404: "it is gone (404): name one that exists and that the token reaches",
}


def embedded(asker: Asker, subject: Subject, renew: Callable[[], None], *, has_second_token: bool) -> Service:
    """Look at a sandbox of our own: any page of it may be written, in every locale."""
    site, locales, pages = _seen(asker, subject)
    texts = {locale: writable_texts(page.body) for locale, page in pages.items() if _is_asked_for(page, site, subject)}
    return Service(
        asker, subject, site, locales, pages, texts, is_live=False, has_second_token=has_second_token, renew=renew
    )


def live(asker: Asker, subject: Subject, *, has_second_token: bool) -> Service:
    """Look at a service of somebody's, and fail where its page is none that can be written and put back."""
    site, locales, pages = _seen(asker, subject)
    _refuse_special_page(pages[None].body, subject)
    tags = {locale_id: tag for tag, locale_id in locales.items()}
    for locale_id, page in pages.items():
        if is_marked(page.body):
            where = "the primary locale" if locale_id is None else tags[locale_id]
            _fail(
                f"the page still has the texts of an earlier run in {where}: put it back with that run's journal and "
                "'webflow-contract restore', or by hand"
            )
    texts = {None: _texts(pages[None], site, subject), **_texts_in_locale(pages, site, subject)}
    return Service(
        asker, subject, site, locales, pages, texts, is_live=True, has_second_token=has_second_token, renew=None
    )


def _seen(asker: Asker, subject: Subject) -> tuple[Exchange, dict[str, str], dict[str | None, Exchange]]:
    """Read the site, and the page in every locale. What is wrong with the answers is for the tests to say."""
    path = f"/pages/{subject.page_id}"
    site = _opened(asker, Probe("site", "get-site", "the site", 200, f"/sites/{subject.site_id}"), "the site")
    pages: dict[str | None, Exchange] = {None: _opened(asker, Probe("page", READ, "the page", 200, path), "the page")}
    locales = locale_ids(site.body)
    for locale_id in locales.values():
        pages[locale_id] = asker.look(Probe("page", READ, "the page", 200, path, query=in_locale(locale_id)))
    return site, locales, pages


def _opened(asker: Asker, probe: Probe, what: str) -> Exchange:
    exchange = asker.look(probe)
    status = exchange.response.status
    if status >= 300 or not isinstance(exchange.body, dict):
        _fail(f"{what} cannot be read: {_REFUSED.get(status, f'it is answered with {status} and no JSON object')}")
    return exchange


def _refuse_special_page(page: Mapping[str, Any], subject: Subject) -> None:
    """Leave the home page and templates of a real site alone: visitors and bindings depend on them."""
    if is_special(page) and not subject.is_local:
        _fail("the page is the home page or a collection's template: name an ordinary draft page")


def _is_asked_for(page: Exchange, site: Exchange, subject: Subject) -> bool:
    locale_id = dict(page.probe.query).get("localeId")
    wrong = any(is_page(subject.page_id, locale_id)(page, {"site": site}))
    return page.response.status < 300 and isinstance(page.body, dict) and not wrong


def _texts(page: Exchange, site: Exchange, subject: Subject) -> dict[Place, str]:
    if not _is_asked_for(page, site, subject):
        _fail("what is answered is not the page asked for, so nothing is written")
    texts = writable_texts(page.body)
    if not texts:
        _fail("the page has no text that could be put back, so nothing is written: name another page")
    return texts


def _texts_in_locale(
    pages: Mapping[str | None, Exchange], site: Exchange, subject: Subject
) -> dict[str | None, Mapping[Place, str]]:
    """Return what may be written in the secondary locale that was named: its own texts.

    One that is the same as the primary locale's may follow that one, and would never again once it was written.
    """
    if subject.locale is None:
        return {}
    try:
        locale_id = SiteLocales.of_locales(site.body.get("locales")).id_to_send(subject.locale)
    except InvalidArgumentError as error:
        _fail(str(error))
    if locale_id is None or locale_id not in pages:
        _fail(f"{subject.locale!r} is no secondary locale: leave --live-locale out")
    if not _is_asked_for(pages[locale_id], site, subject):
        return {}  # which is a finding, and no page that could be put back there
    own = own_texts(pages[locale_id], pages[None])
    if not own:
        _fail(f"the page has no text of its own in {subject.locale}, so nothing is written: translate one first")
    return {locale_id: own}


def _fail(reason: str) -> NoReturn:
    pytest.fail(f"not judged: {reason}.", pytrace=False)
