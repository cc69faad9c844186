"""The reads of the plan: what is there, and what has to be refused."""

from collections.abc import Mapping

from attrs import evolve

from webflow_contract.check import judges
from webflow_contract.check.probes import Credential, Judge, Probe
from webflow_contract.check.subject import Subject

READ = "get-page-metadata"
IN_LOCALE = "page in "
"""How the names begin of the first reads of a locale; its tag follows."""
NO_SUCH_ID = "0123456789abcdef01234567"
MALFORMED_ID = "not-an-id"
_PAST_THE_END = 1_000_000
_LARGEST_LIMIT = 100
"""Records. More are asked for, and this many given (reported)."""
_BEYOND = (("limit", str(_LARGEST_LIMIT + 1)), ("offset", str(_PAST_THE_END)))


def opening(subject: Subject) -> list[Probe]:
    """Return the reads that everything else rests on: the site and the page."""
    page, site = f"/pages/{subject.page_id}", f"/sites/{subject.site_id}"
    is_site = judges.is_site(subject.site_id)
    is_page = (judges.is_page(subject.page_id, None), judges.is_same_page(subject.site_id))
    return [
        Probe("site", "get-site", "the site, and which locales it has", 200, site, judges=(is_site,)),
        Probe("page", READ, "the page as it is", 200, page, judges=is_page),
    ]


def reads(subject: Subject, locales: Mapping[str, str]) -> list[Probe]:
    """Return the other reads. ``locales`` are the ids of the secondary locales by tag.

    The last one is the list that has the page as it is: the next requests may be writes.
    """
    sites = (judges.lists_site(subject.site_id), judges.lists_once("sites"))
    return [
        Probe("sites", "list-sites", "the site among the others", 200, "/sites", judges=sites),
        *_refused_reads(subject),
        *(_localized(subject, tag, locale_id) for tag, locale_id in locales.items()),
        evolve(
            _portion(subject, "no page", "too high a limit, past the end: it is lowered, and there is nothing"),
            query=_BEYOND,
            judges=(judges.paginates(_LARGEST_LIMIT, _PAST_THE_END),),
        ),
        pages(subject, "pages", "the page among the others", judges.same_total("no page")),
    ]


def pages(subject: Subject, name: str, reason: str, *judged: Judge) -> Probe:
    """Return the read of all pages, or as many as fit: each is there once, and is one of the site."""
    listed = judges.lists_locale(None, subject.site_id), judges.lists_once("pages")
    return _portion(subject, name, reason, _LARGEST_LIMIT, 0, *listed, *judged)


def _portion(
    subject: Subject, name: str, reason: str, limit: int = _LARGEST_LIMIT, offset: int = 0, *judged: Judge
) -> Probe:
    query = (("limit", str(limit)), ("offset", str(offset)))
    path = f"/sites/{subject.site_id}/pages"
    return Probe(name, "list-pages", reason, 200, path, query=query, judges=(judges.paginates(limit, offset), *judged))


def portions(subject: Subject, locales: Mapping[str, str], index: int | None) -> list[Probe]:
    """Return the reads that rest on the list of all pages. ``index`` is where that has the page; None: nowhere."""
    whole = _portion(subject, "", "").query  # as it was asked with a token, should answers be kept for whoever asks
    unauthorized = _unauthorized("pages, wrong token", "list-pages", _listing(subject), "wrong token")
    return [_one_page(subject, locales, index), evolve(unauthorized, query=whole)]


def _one_page(subject: Subject, locales: Mapping[str, str], index: int | None) -> Probe:
    """Return the read of one page of the list: in a secondary locale, if there is one.

    It is the page that is checked, if the list has it. The first place of a list is no good, as it says nothing of the
    offset.
    """
    offset = index or 1
    portion = judges.lists_portion_of("pages", offset)
    if not locales:
        return _portion(subject, "one page", "limit and offset are heeded", 1, offset, portion)
    tag, locale_id = next(iter(locales.items()))
    here = judges.lists_locale(locale_id, subject.site_id)
    texts = judges.lists_texts_of(subject.page_id, IN_LOCALE + tag, "page")
    probe = _portion(subject, "one page", "limit, offset and locale are heeded", 1, offset, portion, here, texts)
    return evolve(probe, query=(*probe.query, ("localeId", locale_id)))


def _listing(subject: Subject) -> str:
    return f"/sites/{subject.site_id}/pages"


def _localized(subject: Subject, tag: str, locale_id: str) -> Probe:
    query, path = (("localeId", locale_id),), f"/pages/{subject.page_id}"
    here = judges.is_page(subject.page_id, locale_id), judges.is_same_page(subject.site_id, "page")
    reason, key = "the page in a secondary locale", "page in a locale"
    return Probe(IN_LOCALE + tag, READ, reason, 200, path, query=query, judges=here, key=key)


def _refused_reads(subject: Subject) -> list[Probe]:
    page, site, pages = f"/pages/{subject.page_id}", f"/sites/{subject.site_id}", _listing(subject)
    return [
        _unknown("malformed page id", READ, "a malformed id is refused", 400, f"/pages/{MALFORMED_ID}"),
        _unknown("unknown page", READ, "an unknown page is not found", 404, f"/pages/{NO_SUCH_ID}"),
        _unknown("unknown site", "get-site", "an unknown site is not found", 404, f"/sites/{NO_SUCH_ID}"),
        _unknown("pages of unknown site", "list-pages", "it is not found", 404, f"/sites/{NO_SUCH_ID}/pages"),
        Probe("limit 0", "list-pages", "a limit of 0 is refused", 400, pages, query=(("limit", "0"),)),
        _unauthorized("page, no token", READ, page, "no token"),
        _unauthorized("site, wrong token", "get-site", site, "wrong token"),
        _unauthorized("sites, wrong token", "list-sites", "/sites", "wrong token"),
    ]


def more_reads(subject: Subject, locales: Mapping[str, str]) -> list[Probe]:
    """Return reads that have to be refused, too, for where there are requests left."""
    page, site = f"/pages/{subject.page_id}", f"/sites/{subject.site_id}"
    whole = _portion(subject, "", "").query
    return [
        _unknown("malformed site id", "get-site", "a malformed id is refused", 400, f"/sites/{MALFORMED_ID}"),
        _unauthorized("page, wrong token", READ, page, "wrong token"),
        evolve(_unauthorized("pages, no token", "list-pages", _listing(subject), "no token"), query=whole),
        _unauthorized("site, no token", "get-site", site, "no token"),
        _unauthorized("sites, no token", "list-sites", "/sites", "no token"),
        Probe("limit -1", "list-pages", "a limit below 0 is refused", 400, _listing(subject), query=(("limit", "-1"),)),
        *(
            evolve(
                _unauthorized("page in a locale, no token", READ, page, "no token"), query=(("localeId", locale_id),)
            )
            for locale_id in list(locales.values())[:1]
        ),
    ]


def _unknown(name: str, operation: str, reason: str, status: int, path: str) -> Probe:
    """Return a read of what is not there. A token that does not reach something may be told so instead (inferred)."""
    also = frozenset({401, 403}) if status == 404 else frozenset[int]()
    return Probe(name, operation, reason, status, path, also=also, inferred=True)


def _unauthorized(name: str, operation: str, path: str, credential: Credential) -> Probe:
    reason, rule = "a valid token is asked for", "authentication-ignored"
    return Probe(name, operation, reason, 401, path, credential=credential, if_accepted=rule)
