"""The plan: which probes are sent, in which order, and what each is for.

Reads come first, as they tell what can be written. An update names only texts that can be put back. What is expected
of a refusal is documented or reported, but for one thing: that an unknown page is answered with 404, which is
documented as a status and never shown for pages (unknown: it may be 403).
"""

from collections.abc import Mapping
from typing import Any

from attrs import evolve, field, frozen

from webflow_contract.check import judges
from webflow_contract.check.findings import Place
from webflow_contract.check.probes import Credential, Judge, Probe
from webflow_contract.check.subject import MARKER, Subject, update_of

_READ, _UPDATE = "get-page-metadata", "update-page-metadata"
_NO_SUCH_ID = "0123456789abcdef01234567"
_MALFORMED_ID = "not-an-id"
_PAST_THE_END = 1_000_000


def opening(subject: Subject) -> list[Probe]:
    """Return the reads that everything else rests on: the site and the page."""
    page, site = f"/pages/{subject.page_id}", f"/sites/{subject.site_id}"
    is_site, is_page = judges.is_site(subject.site_id), judges.is_page(subject.page_id, None)
    return [
        Probe("site", "get-site", "the site, and which locales it has", 200, site, judges=(is_site,)),
        Probe("page", _READ, "the page as it is", 200, page, judges=(is_page,)),
    ]


def reads(subject: Subject, locales: Mapping[str, str]) -> list[Probe]:
    """Return the other reads. ``locales`` are the ids of the secondary locales by tag."""
    listed, listed_page = judges.lists_site(subject.site_id), judges.lists_page(subject.page_id, "page")
    return [
        Probe("sites", "list-sites", "the site among the others", 200, "/sites", judges=(listed,)),
        _portion(subject, "pages", "the page among the others", 100, 0, listed_page),
        _one_page(subject, next(iter(locales.values()), None)),
        _portion(subject, "no page", "an offset past the end is answered with nothing", 100, _PAST_THE_END),
        *(_localized(subject, tag, locale_id) for tag, locale_id in locales.items()),
    ]


def _portion(subject: Subject, name: str, reason: str, limit: int, offset: int, *judged: Judge) -> Probe:
    query = (("limit", str(limit)), ("offset", str(offset)))
    path = f"/sites/{subject.site_id}/pages"
    return Probe(name, "list-pages", reason, 200, path, query=query, judges=(judges.paginates(limit, offset), *judged))


def _one_page(subject: Subject, locale_id: str | None) -> Probe:
    """Return the read of one page further down the list: in a secondary locale, if there is one."""
    if locale_id is None:
        return _portion(subject, "one page", "limit and offset are heeded", 1, 1)
    reason = "limit, offset and locale are heeded"
    probe = _portion(subject, "one page", reason, 1, 1, judges.lists_locale(locale_id))
    return evolve(probe, query=(*probe.query, ("localeId", locale_id)))


def _localized(subject: Subject, tag: str, locale_id: str) -> Probe:
    query, path = (("localeId", locale_id),), f"/pages/{subject.page_id}"
    here = judges.is_page(subject.page_id, locale_id)
    reason, key = "the page in a secondary locale", "page in a locale"
    return Probe(f"page in {tag}", _READ, reason, 200, path, query=query, judges=(here,), key=key)


def refused_reads(subject: Subject) -> list[Probe]:
    """Return the reads that have to be refused."""
    page, site, pages = f"/pages/{subject.page_id}", f"/sites/{subject.site_id}", f"/sites/{subject.site_id}/pages"
    return [
        Probe("malformed page id", _READ, "a malformed id is refused", 400, f"/pages/{_MALFORMED_ID}"),
        Probe("unknown page", _READ, "an unknown page is not found", 404, f"/pages/{_NO_SUCH_ID}"),
        Probe("malformed site id", "get-site", "a malformed id is refused", 400, f"/sites/{_MALFORMED_ID}"),
        Probe("unknown site", "get-site", "an unknown site is not found", 404, f"/sites/{_NO_SUCH_ID}"),
        Probe("pages of unknown site", "list-pages", "it is not found", 404, f"/sites/{_NO_SUCH_ID}/pages"),
        Probe("limit 0", "list-pages", "a limit of 0 is refused", 400, pages, query=(("limit", "0"),)),
        _unauthorized("page, no token", _READ, page, "no token"),
        _unauthorized("site, wrong token", "get-site", site, "wrong token"),
        _unauthorized("pages, wrong token", "list-pages", pages, "wrong token"),
        _unauthorized("sites, wrong token", "list-sites", "/sites", "wrong token"),
    ]


def _unauthorized(name: str, operation: str, path: str, credential: Credential) -> Probe:
    reason, rule = "a valid token is asked for", "authentication-ignored"
    return Probe(name, operation, reason, 401, path, credential=credential, if_accepted=rule)


@frozen
class Writing:
    """What the updates may write: the page's own texts, and those in one secondary locale, if one was named.

    ``texts`` are never empty. ``locale_text`` is the one that is written in the locale. ``scoped`` says whether there
    is a second token that lacks ``pages:write``.
    """

    subject: Subject
    texts: dict[Place, str]
    scoped: bool
    locale_name: str = ""
    locale_id: str | None = None
    locale_text: Mapping[Place, str] = field(factory=dict)

    def probes(self) -> list[Probe]:
        """Return every update, and the reads that prove what they did.

        The locale comes first: what it does not override, it may take from the primary locale (inferred), and so
        would change with it.
        """
        return [*self._in_locale(), *self._accepted(), *self._refused()]

    def _accepted(self) -> list[Probe]:
        every = update_of({place: f"{text} {MARKER}" for place, text in self.texts.items()})
        one = update_of(dict([self._first("é 漢字 🌍")]))
        ignored: dict[str, Any] = {"noSuchField": "ignored"}
        if self.subject.is_local:  # elsewhere, what was not ignored after all could not be put back
            ignored |= {"id": _NO_SUCH_ID, "createdOn": "2000-01-01T00:00:00.000Z"}
        last = judges.same_as("partial update", "update-changes-untouched")
        again = judges.same_as("update", "update-not-idempotent")
        stays = judges.same_as("update", "update-not-persisted")
        return [
            self._update("update", "every text is applied, the rest stays", every, judges.echoes(every, "page")),
            self._read("read of the update", "the update stays", stays),
            self._update("same update", "the same update changes nothing more", every, again),
            self._update("partial update", "one text, not ASCII, is applied", one, judges.echoes(one, "update")),
            self._update("ignored update", "unknown and read-only fields are ignored", ignored, last),
        ]

    def _refused(self) -> list[Probe]:
        same = update_of(self.texts)
        place, _ = self._first("")
        number, null = update_of({place: 4711}), update_of({place: None})
        validation, authentication = "request-validation-ignored", "authentication-ignored"
        refusals = [
            self._refuse("update with a number", 400, "a text has to be text", number, validation),
            self._refuse("update with null", 400, "null is no text", null, validation),
            self._refuse("update with no JSON", 400, "the body has to be JSON", b'{"title": ', validation),
            self._refuse("update, no token", 401, "a token is asked for", same, authentication, credential="no token"),
            self._refuse(
                "update, wrong token", 401, "tokens are checked", same, authentication, credential="wrong token"
            ),
            self._refuse("update of unknown page", 404, "it is not found", same, page_id=_NO_SUCH_ID),
            self._refuse("update of malformed id", 400, "it is refused", same, page_id=_MALFORMED_ID),
        ]
        if self.scoped:
            lacking: Credential = "token without pages:write"
            reason = "pages:write is asked for"
            refusals.append(
                self._refuse("update, no scope", 403, reason, same, "authorization-ignored", credential=lacking)
            )
        unchanged = judges.same_as("ignored update", "refused-update-applied")
        return [*refusals, self._read("read after refusals", "a refused update changes nothing", unchanged)]

    def _in_locale(self) -> list[Probe]:
        if self.locale_id is None:
            return []
        body = update_of({place: f"{text} {MARKER}" for place, text in self.locale_text.items()})
        query = (("localeId", self.locale_id),)
        here, echo = (
            judges.is_page(self.subject.page_id, self.locale_id),
            judges.echoes(body, f"page in {self.locale_name}"),
        )
        crossed = judges.same_as("page", "update-crosses-locales")
        update = self._update("update in a locale", "its text is applied, the rest stays", body, here, echo)
        return [
            evolve(update, query=query),
            self._read("read after update in a locale", "the primary locale stays as it is", crossed),
        ]

    def _first(self, more: str) -> tuple[Place, str]:
        place, text = next(iter(self.texts.items()))
        return place, f"{text} {MARKER} {more}".rstrip()

    def _update(self, name: str, reason: str, body: Any, *judged: Judge) -> Probe:  # noqa: ANN401  (JSON is any value)
        path = f"/pages/{self.subject.page_id}"
        return Probe(name, _UPDATE, reason, 200, path, "PUT", body=body, judges=judged)

    def _refuse(
        self,
        name: str,
        status: int,
        reason: str,
        body: Any,  # noqa: ANN401  (JSON is any value)
        if_accepted: str = "response-non-success-status-removed",
        *,
        credential: Credential = "token",
        page_id: str = "",
    ) -> Probe:
        path = f"/pages/{page_id or self.subject.page_id}"
        return Probe(
            name, _UPDATE, reason, status, path, "PUT", body=body, credential=credential, if_accepted=if_accepted
        )

    def _read(self, name: str, reason: str, *judged: Judge) -> Probe:
        return Probe(name, _READ, reason, 200, f"/pages/{self.subject.page_id}", judges=judged)
