"""The plan: which probes are sent, in which order, and what each is for.

Reads come first, as they tell what can be written. An update names only texts that can be put back. That a missing or
wrong token, a wrong type and null are refused is documented or reported. That a malformed id, a body that is no JSON
and an id that nothing has are refused, and how, is inferred from other endpoints: probes say so.

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
IN_LOCALE, AFTER_IN = "page in ", "read after all in "
"""How the names begin of the reads of a locale; its tag follows."""
_PLAIN = "Q&A \u201cq\u201d é 漢字 🌍"
_ODD = (
    "\"q\" 'q' <q> &amp; \\ %20 1+1 - \u2013 ... 007 ½ \ufb01 e\u0301 "
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 \u200f ${x} #{x}"
)
"""What gets lost where text is escaped, unescaped, normalised, made prettier, or cut into characters of two bytes.

On a real site only the plain one is sent: what becomes of the others, and of long texts, no document says.
"""
_LONG = 320
"""Characters of a long text."""


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
        *_refused_reads(subject),
        *(_localized(subject, tag, locale_id) for tag, locale_id in locales.items()),
        evolve(
            _portion(subject, "no page", "too high a limit, past the end: it is lowered, and there is nothing"),
            query=(("limit", str(_LARGEST_LIMIT + 1)), ("offset", str(_PAST_THE_END))),
            judges=(judges.paginates(_LARGEST_LIMIT, _PAST_THE_END),),
        ),
        _pages(subject, "pages", "the page among the others", judges.same_total("no page")),
    ]


def _pages(subject: Subject, name: str, reason: str, *judged: Judge) -> Probe:
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
    return Probe(IN_LOCALE + tag, _READ, reason, 200, path, query=query, judges=here, key=key)


def _refused_reads(subject: Subject) -> list[Probe]:
    page, site, pages = f"/pages/{subject.page_id}", f"/sites/{subject.site_id}", _listing(subject)
    return [
        _unknown("malformed page id", _READ, "a malformed id is refused", 400, f"/pages/{MALFORMED_ID}"),
        _unknown("unknown page", _READ, "an unknown page is not found", 404, f"/pages/{NO_SUCH_ID}"),
        _unknown("unknown site", "get-site", "an unknown site is not found", 404, f"/sites/{NO_SUCH_ID}"),
        _unknown("pages of unknown site", "list-pages", "it is not found", 404, f"/sites/{NO_SUCH_ID}/pages"),
        Probe("limit 0", "list-pages", "a limit of 0 is refused", 400, pages, query=(("limit", "0"),)),
        _unauthorized("page, no token", _READ, page, "no token"),
        _unauthorized("site, wrong token", "get-site", site, "wrong token"),
        _unauthorized("sites, wrong token", "list-sites", "/sites", "wrong token"),
    ]


def more_reads(subject: Subject) -> list[Probe]:
    """Return reads that have to be refused, too, for where there are requests left."""
    page, site = f"/pages/{subject.page_id}", f"/sites/{subject.site_id}"
    whole = _portion(subject, "", "").query
    return [
        _unknown("malformed site id", "get-site", "a malformed id is refused", 400, f"/sites/{MALFORMED_ID}"),
        _unauthorized("page, wrong token", _READ, page, "wrong token"),
        evolve(_unauthorized("pages, no token", "list-pages", _listing(subject), "no token"), query=whole),
        _unauthorized("site, no token", "get-site", site, "no token"),
        _unauthorized("sites, no token", "list-sites", "/sites", "no token"),
    ]


def _unknown(name: str, operation: str, reason: str, status: int, path: str) -> Probe:
    """Return a read of what is not there. A token that does not reach something may be told so instead (inferred)."""
    also = frozenset({401, 403}) if status == 404 else frozenset[int]()
    return Probe(name, operation, reason, status, path, also=also, inferred=True)


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

    def probes(self, more: int = 0) -> list[Probe]:
        """Return every update, and the reads that prove what they did. ``more`` refusals are among them.

        The locale comes first: what it does not override, it may take from the primary locale (inferred), and so
        would change with it.
        """
        return [*self._in_locale(), *self._accepted(), *self._refused(), *self.more()[:more], *self._after()]

    def more(self) -> list[Probe]:
        """Return more updates that have to be refused, for where there are requests left."""
        kinds: dict[str, Any] = {"update with a boolean": True, "update with a list": [], "update with an object": {}}
        refused = [self._mistyped(name, "a text has to be text", value) for name, value in kinds.items()]
        malformed = self._refuse_all("update of malformed id", 400, "it is refused", page_id=MALFORMED_ID)
        return [*refused, evolve(malformed, inferred=True)]

    def others(self) -> list[Probe]:
        """Return the reads of the locales that are not written, for where there are requests left."""
        return [self._other(tag, id_) for tag, id_ in self.locales.items() if tag != self.locale_name]

    def restoring(self) -> int:
        """Return how many requests it takes to put the page back and to look at every locale, if it works at once."""
        return 2 + len(self.locales) + (self.locale_id is not None)

    def _in_locale(self) -> list[Probe]:
        if self.locale_id is None:
            return []
        here = judges.is_page(self.subject.page_id, self.locale_id)
        echo = judges.echoes(self._localized(), IN_LOCALE + self.locale_name)
        probe = self._update("update in a locale", "it is applied, the rest stays", self._localized(), here, echo)
        probes = [evolve(probe, query=(("localeId", self.locale_id),))]
        if self.locale_text.keys() <= {single(self.texts)}:  # the update that comes next would cover what has crossed
            apart = judges.same_as("page", "update-crosses-locales")
            probes.append(self._read("read after update in a locale", "the primary locale stays as it is", apart))
        return probes

    def _accepted(self) -> list[Probe]:
        one = update_of({single(self.texts): f"{self.texts[single(self.texts)]} {MARKER}"})
        odd = _odd if self.subject.is_local else _plain
        every = update_of({place: odd(text) for place, text in self.texts.items()})
        last, ignored = self._last(), {"noSuchField": "ignored"}
        if self.subject.is_local:  # elsewhere, what was not ignored after all could not be put back
            ignored |= {"id": NO_SUCH_ID, "createdOn": "2000-01-01T00:00:00.000Z"}
        again, dated = judges.same_as("update", "update-not-idempotent"), judges.dates("page")
        return [
            self._update("partial update", "one text", one, judges.echoes(one, "page", self._localized()), dated),
            self._update("update", "every text, in all scripts", every, judges.echoes(every, "partial update")),
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
            evolve(
                self._refuse("update with no JSON", 400, "the body has to be JSON", b'{"title": ', _VALIDATION),
                inferred=True,
            ),
            self._refuse_all("update, no token", 401, "a token is asked for", authentication, credential="no token"),
            self._refuse_all("update, wrong token", 401, "tokens are checked", authentication, credential=wrong),
            evolve(
                self._refuse_all("update of unknown page", 404, "it is not found", page_id=NO_SUCH_ID),
                also=frozenset({401, 403}),
                inferred=True,
            ),
        ]
        if self.scoped:
            lacking: Credential = "token without pages:write"
            reason = "pages:write is asked for"
            refusals.append(
                self._refuse_all("update, no scope", 403, reason, "authorization-ignored", credential=lacking)
            )
        return refusals

    def _after(self) -> list[Probe]:
        """Return the reads that show what has become of the page, its site, and the locale that was written.

        What was written elsewhere must not have crossed. How the other locales are, is looked at once all is put back.
        """
        stays, page_id = judges.keeps("last update"), self.subject.page_id
        lists = judges.lists_page(page_id, _AFTER), judges.lists_as_before("pages", page_id)
        probes = [
            self._read(_AFTER, "the last update stays, a refused one does nothing", stays),
            _pages(self.subject, "pages after all", "the list has it, too, and no other page changed", *lists),
        ]
        if self.locale_id is not None:
            probes.append(self._other(self.locale_name, self.locale_id))
        return probes

    def _other(self, tag: str, locale_id: str) -> Probe:
        here = judges.is_page(self.subject.page_id, locale_id)
        before = "update in a locale" if tag == self.locale_name else IN_LOCALE + tag
        apart = judges.stays_apart(before, "page", _AFTER)
        probe = self._read(AFTER_IN + tag, "updates elsewhere have left it alone", here, apart)
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


def _plain(text: str) -> str:
    return f"{text} {MARKER} {_PLAIN}"


def _odd(text: str) -> str:
    """Return a long text with all kinds of characters in it."""
    odd = f"{_plain(text)} {_ODD}"
    return f"{odd} {'long ' * _LONG}"[: max(_LONG, len(odd))].rstrip()


def requests(subject: Subject, locales: Mapping[str, str], *, scoped: bool) -> int:
    """Return how many requests the whole plan takes, putting the page back included."""
    written = "" if subject.locale is None else next(iter(locales), "")
    texts: dict[Place, str] = {("title",): "specimen", ("seo", "title"): "specimen"}
    writing = Writing(subject, texts, scoped, locales, written, {("title",): "specimen"})
    before = [*opening(subject), *reads(subject, locales), *portions(subject, locales, None)]
    return len(before) + len(writing.probes()) + writing.restoring()
