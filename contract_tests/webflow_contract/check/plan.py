"""The plan: which probes are sent, in which order, and what each is for.

Reads come first, as they tell what can be written. An update names only texts that can be put back. What is expected
of a refusal is documented or reported, but for one thing: that an unknown page is answered with 404, which is
documented as a status and never shown for pages (unknown: it may be 403).

Requests are scarce, so that each does all it can: the first update of the primary locale also shows that none of
another locale has crossed, and one read at the end tells an update that has not stayed from a refused one that did.
"""

from collections.abc import Mapping
from typing import Any

from attrs import evolve, field, frozen

from webflow_contract.check import judges
from webflow_contract.check.findings import Place
from webflow_contract.check.probes import Credential, Judge, Probe
from webflow_contract.check.subject import MARKER, Subject, update_of

_READ, _UPDATE, _AFTER = "get-page-metadata", "update-page-metadata", "read after all"
_REFUSAL = "response-non-success-status-removed"
_VALIDATION = "request-validation-ignored"
NO_SUCH_ID = "0123456789abcdef01234567"
MALFORMED_ID = "not-an-id"
_PAST_THE_END = 1_000_000
_LARGEST_LIMIT = 100
"""Records. More are asked for, and this many given (reported)."""
_BEYOND = (("limit", str(_LARGEST_LIMIT + 1)), ("offset", str(_PAST_THE_END)))
_ODD = (
    "Q&A \"q\" 'q' “q” <q> &amp; \\ %20 1+1 - \u2013 ... 007 ½ \ufb01 é e\u0301 漢字 🌍 "
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 \u200f ${x} #{x}"
)
"""What gets lost where text is escaped, unescaped, normalised, made prettier, or cut into characters of two bytes."""
_LONG = 320
"""Characters of the longest text: descriptions are advised to have 160, and no document sets a limit."""


def opening(subject: Subject) -> list[Probe]:
    """Return the reads that everything else rests on: the site and the page."""
    page, site = f"/pages/{subject.page_id}", f"/sites/{subject.site_id}"
    is_site = judges.is_site(subject.site_id)
    is_page = (judges.is_page(subject.page_id, None), judges.is_same_page(subject.site_id))
    return [
        Probe("site", "get-site", "the site, and which locales it has", 200, site, judges=(is_site,)),
        Probe("page", _READ, "the page as it is", 200, page, judges=is_page),
    ]


def reads(subject: Subject, locales: Mapping[str, str]) -> list[Probe]:
    """Return the other reads. ``locales`` are the ids of the secondary locales by tag.

    The last one is the list that has the page as it is: the next requests may be writes.
    """
    sites = (judges.lists_site(subject.site_id), judges.lists_once("sites"))
    return [
        Probe("sites", "list-sites", "the site among the others", 200, "/sites", judges=sites),
        evolve(
            _portion(subject, "no page", "too high a limit, past the end: it is lowered, and there is nothing"),
            query=_BEYOND,
            judges=(judges.paginates(_LARGEST_LIMIT, _PAST_THE_END),),
        ),
        *_refused_reads(subject),
        *(_localized(subject, tag, locale_id) for tag, locale_id in locales.items()),
        _pages(subject, "pages", "the page among the others", "page", judges.same_total("no page")),
    ]


def _pages(subject: Subject, name: str, reason: str, read: str, *judged: Judge) -> Probe:
    """Return the read of all pages, or as many as fit: the page is as the named read has it, each is there once."""
    listed = judges.lists_page(subject.page_id, read), judges.lists_locale(None, subject.site_id)
    return _portion(subject, name, reason, _LARGEST_LIMIT, 0, *listed, judges.lists_once("pages"), *judged)


def _portion(
    subject: Subject, name: str, reason: str, limit: int = _LARGEST_LIMIT, offset: int = 0, *judged: Judge
) -> Probe:
    query = (("limit", str(limit)), ("offset", str(offset)))
    path = f"/sites/{subject.site_id}/pages"
    return Probe(name, "list-pages", reason, 200, path, query=query, judges=(judges.paginates(limit, offset), *judged))


def one_page(subject: Subject, locales: Mapping[str, str], index: int | None) -> Probe:
    """Return the read of one page of the list: in a secondary locale, if there is one.

    ``index`` is where the list has the page that is checked, and None where it does not. The first place of a list is
    no good, as it says nothing of the offset.
    """
    offset = index or 1
    portion = judges.lists_portion_of("pages", offset)
    if not locales:
        return _portion(subject, "one page", "limit and offset are heeded", 1, offset, portion)
    tag, locale_id = next(iter(locales.items()))
    read = (judges.lists_page(subject.page_id, f"page in {tag}"),) if index == offset else ()
    reason = "limit, offset and locale are heeded"
    here = judges.lists_locale(locale_id, subject.site_id)
    probe = _portion(subject, "one page", reason, 1, offset, portion, here, *read)
    return evolve(probe, query=(*probe.query, ("localeId", locale_id)))


def _localized(subject: Subject, tag: str, locale_id: str) -> Probe:
    query, path = (("localeId", locale_id),), f"/pages/{subject.page_id}"
    here = judges.is_page(subject.page_id, locale_id), judges.is_same_page(subject.site_id, "page")
    reason, key = "the page in a secondary locale", "page in a locale"
    return Probe(f"page in {tag}", _READ, reason, 200, path, query=query, judges=here, key=key)


def _refused_reads(subject: Subject) -> list[Probe]:
    page, site, pages = f"/pages/{subject.page_id}", f"/sites/{subject.site_id}", f"/sites/{subject.site_id}/pages"
    return [
        Probe("malformed page id", _READ, "a malformed id is refused", 400, f"/pages/{MALFORMED_ID}"),
        Probe("unknown page", _READ, "an unknown page is not found", 404, f"/pages/{NO_SUCH_ID}"),
        Probe("malformed site id", "get-site", "a malformed id is refused", 400, f"/sites/{MALFORMED_ID}"),
        Probe("unknown site", "get-site", "an unknown site is not found", 404, f"/sites/{NO_SUCH_ID}"),
        Probe("pages of unknown site", "list-pages", "it is not found", 404, f"/sites/{NO_SUCH_ID}/pages"),
        Probe("limit 0", "list-pages", "a limit of 0 is refused", 400, pages, query=(("limit", "0"),)),
        _unauthorized("page, no token", _READ, page, "no token"),
        _unauthorized("site, wrong token", "get-site", site, "wrong token"),
        # As it was asked with a token, should answers be kept for whoever asks.
        evolve(_unauthorized("pages, wrong token", "list-pages", pages, "wrong token"), query=_BEYOND),
        _unauthorized("sites, wrong token", "list-sites", "/sites", "wrong token"),
    ]


def more_reads(subject: Subject) -> list[Probe]:
    """Return reads that have to be refused, too, for where there are requests left: each the other way round."""
    page, site = f"/pages/{subject.page_id}", f"/sites/{subject.site_id}"
    whole = _portion(subject, "", "").query
    return [
        _unauthorized("page, wrong token", _READ, page, "wrong token"),
        evolve(_unauthorized("pages, no token", "list-pages", f"{site}/pages", "no token"), query=whole),
        _unauthorized("site, no token", "get-site", site, "no token"),
        _unauthorized("sites, no token", "list-sites", "/sites", "no token"),
    ]


def _unauthorized(name: str, operation: str, path: str, credential: Credential) -> Probe:
    reason, rule = "a valid token is asked for", "authentication-ignored"
    return Probe(name, operation, reason, 401, path, credential=credential, if_accepted=rule)


@frozen
class Writing:
    """What the updates may write: the page's own texts, and those in one secondary locale, if one was named.

    ``texts`` are never empty. ``locales`` are the ids of the secondary locales by tag, and ``locale_text`` is what is
    written in the one called ``locale_name``. ``scoped`` says whether there is a second token that lacks
    ``pages:write``.
    """

    subject: Subject
    texts: Mapping[Place, str]
    scoped: bool
    locales: Mapping[str, str] = field(factory=dict)
    locale_name: str = ""
    locale_text: Mapping[Place, str] = field(factory=dict)

    @property
    def locale_id(self) -> str | None:
        """The id of the locale that is written; None where there is none."""
        return self.locales.get(self.locale_name)

    def probes(self) -> list[Probe]:
        """Return every update, and the reads that prove what they did.

        The locale comes first: what it does not override, it may take from the primary locale (inferred), and so
        would change with it.
        """
        return [*self._in_locale(), *self._accepted(), *self._refused(), *self._elsewhere()[: self._read_anyway()]]

    def more(self) -> list[Probe]:
        """Return what is sent besides, where there are requests left: other locales, and more that is to be refused."""
        kinds: dict[str, Any] = {"update with a boolean": True, "update with a list": [], "update with an object": {}}
        refused = [self._mistyped(name, "a text has to be text", value) for name, value in kinds.items()]
        malformed = self._refuse_all("update of malformed id", 400, "it is refused", page_id=MALFORMED_ID)
        return [*self._elsewhere()[self._read_anyway() :], *refused, malformed]

    def restoring(self) -> int:
        """Return how many requests it takes to put the page back, where nothing goes wrong."""
        return 2 if self.locale_id is None else 4

    def _in_locale(self) -> list[Probe]:
        if self.locale_id is None:
            return []
        here = judges.is_page(self.subject.page_id, self.locale_id)
        echo = judges.echoes(self._localized(), f"page in {self.locale_name}")
        probe = self._update("update in a locale", "it is applied, the rest stays", self._localized(), here, echo)
        probes = [evolve(probe, query=(("localeId", self.locale_id),))]
        if self.locale_text.keys() <= {single(self.texts)}:  # the update that comes next would cover what has crossed
            apart = judges.same_as("page", "update-crosses-locales")
            probes.append(self._read("read after update in a locale", "the primary locale stays as it is", apart))
        return probes

    def _accepted(self) -> list[Probe]:
        one = update_of({single(self.texts): f"{self.texts[single(self.texts)]} {MARKER}"})
        every = update_of({place: _odd(text) for place, text in self.texts.items()})
        last, ignored = self._last(), {"noSuchField": "ignored"}
        if self.subject.is_local:  # elsewhere, what was not ignored after all could not be put back
            ignored |= {"id": NO_SUCH_ID, "createdOn": "2000-01-01T00:00:00.000Z"}
        again, dated = judges.same_as("update", "update-not-idempotent"), judges.dates("page")
        return [
            self._update("partial update", "one text", one, judges.echoes(one, "page", self._localized()), dated),
            self._update("update", "every text, odd and long", every, judges.echoes(every, "partial update")),
            self._update("same update", "the same update changes nothing more", every, again),
            self._update(
                "last update",
                "another text; unknown and read-only fields are ignored",
                {**last, **ignored},
                judges.echoes(last, "same update"),
            ),
        ]

    def _refused(self) -> list[Probe]:
        authentication = "authentication-ignored"
        wrong: Credential = "wrong token"
        refusals = [
            self._mistyped("update with a number", "a text has to be text", 4711),
            self._mistyped("update with null", "null is no text", None),
            self._refuse("update with no JSON", 400, "the body has to be JSON", b'{"title": ', _VALIDATION),
            self._refuse_all("update, no token", 401, "a token is asked for", authentication, credential="no token"),
            self._refuse_all("update, wrong token", 401, "tokens are checked", authentication, credential=wrong),
            self._refuse_all("update of unknown page", 404, "it is not found", page_id=NO_SUCH_ID),
        ]
        if self.scoped:
            lacking: Credential = "token without pages:write"
            reason = "pages:write is asked for"
            refusals.append(
                self._refuse_all("update, no scope", 403, reason, "authorization-ignored", credential=lacking)
            )
        stays = judges.keeps("last update")
        others = judges.lists_as_before("pages", self.subject.page_id)
        return [
            *refusals,
            self._read(_AFTER, "the last update stays, a refused one does nothing", stays),
            _pages(self.subject, "pages after all", "the list has it, too, and no other page changed", _AFTER, others),
        ]

    def _read_anyway(self) -> int:
        """Return how many locales are read after the updates in any case: the one that was written, and another."""
        return 1 if self.locale_id is None else 2

    def _elsewhere(self) -> list[Probe]:
        """Return the reads of all locales, that which was written first: nothing has crossed into them."""
        tags = sorted(self.locales, key=lambda tag: tag != self.locale_name)
        return [self._other(tag, self.locales[tag]) for tag in tags]

    def _other(self, tag: str, locale_id: str) -> Probe:
        before = "update in a locale" if tag == self.locale_name else f"page in {tag}"
        here = judges.is_page(self.subject.page_id, locale_id)
        apart = judges.stays_apart(before, "page", _AFTER)
        probe = self._read(f"read after all in {tag}", "updates elsewhere have left it alone", here, apart)
        return evolve(probe, query=(("localeId", locale_id),), key="read after all in a locale")

    @property
    def _first(self) -> Place:
        return next(iter(self.texts))

    def _localized(self) -> dict[str, Any]:
        return update_of({place: f"{text} {MARKER}" for place, text in self.locale_text.items()})

    def _last(self) -> dict[str, Any]:
        *_, place = self.texts
        return update_of({place: f"{self.texts[place]} {MARKER} once more"})

    def _update(self, name: str, reason: str, body: Any, *judged: Judge) -> Probe:  # noqa: ANN401  (JSON is any value)
        path = f"/pages/{self.subject.page_id}"
        return Probe(name, _UPDATE, reason, 200, path, "PUT", body=body, judges=judged)

    def _mistyped(self, name: str, reason: str, value: Any) -> Probe:  # noqa: ANN401  (JSON is any value)
        """Refuse a value that is no text, beside one that is and must not be applied either."""
        other = {place: f"{text} {MARKER} {name}" for place, text in [*self.texts.items()][1:2]}
        return self._refuse(name, 400, reason, update_of({self._first: value, **other}), _VALIDATION)

    def _refuse_all(self, name: str, status: int, reason: str, if_accepted: str = _REFUSAL, **options: Any) -> Probe:  # noqa: ANN401
        """Refuse an update of all texts. Should it be applied, they tell which one it was."""
        body = update_of({place: f"{text} {MARKER} {name}" for place, text in self.texts.items()})
        return self._refuse(name, status, reason, body, if_accepted, **options)

    def _refuse(
        self,
        name: str,
        status: int,
        reason: str,
        body: Any,  # noqa: ANN401  (JSON is any value)
        if_accepted: str,
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


def single(texts: Mapping[Place, str]) -> Place:
    """Return the text of the update that sends a single one: inside an object that has others, if there is one."""
    return next((place for place in texts if len(place) > 1), next(iter(texts)))


def _odd(text: str) -> str:
    """Return a long text with all kinds of characters in it."""
    odd = f"{text} {MARKER} {_ODD}"
    return f"{odd} {'long ' * _LONG}"[: max(_LONG, len(odd))].rstrip()


def requests(subject: Subject, locales: Mapping[str, str], *, scoped: bool) -> int:
    """Return how many requests the whole plan takes, putting the page back included."""
    written = "" if subject.locale is None else next(iter(locales), "")
    specimen: dict[Place, str] = {("title",): "specimen", ("seo", "title"): "specimen"}
    writing = Writing(subject, specimen, scoped, locales, written, dict([specimen.popitem()]))
    return len([*opening(subject), *reads(subject, locales), one_page(subject, locales, None), *writing.probes()]) + (
        writing.restoring()
    )
