"""The updates of the plan: what has to be applied, what has to be refused, and the reads that show what they did."""

from collections.abc import Mapping
from typing import Any

from attrs import evolve, field, frozen

from webflow_contract.check import judges
from webflow_contract.check.findings import Place
from webflow_contract.check.plan.reading import IN_LOCALE, MALFORMED_ID, NO_SUCH_ID, READ, pages
from webflow_contract.check.probes import Credential, Judge, Probe
from webflow_contract.check.subject import MARKER, Subject, update_of

_UPDATE, _AFTER = "update-page-metadata", "read after all"
AFTER_IN = f"{_AFTER} in "
"""How the names begin of the reads of a locale after the updates; its tag follows."""
_REFUSAL = "response-non-success-status-removed"
_AUTHENTICATION = "authentication-ignored"
_VALIDATION = "request-validation-ignored"
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
        reason = "a text has to be text"
        refused = [self._mistyped(name, reason, value) for name, value in kinds.items()]
        nested = update_of({single(self.texts): 4711})
        refused.append(self._refuse("update with a number inside", 400, reason, nested, _VALIDATION))
        if self.locale_id is not None:
            unauthorized = self._refuse(
                "update in a locale, no token", 401, "a token is asked for", self._localized(), _AUTHENTICATION
            )
            refused.append(evolve(unauthorized, query=(("localeId", self.locale_id),), credential="no token"))
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
        wrong: Credential = "wrong token"
        refusals = [
            self._mistyped("update with a number", "a text has to be text", 4711),
            self._mistyped("update with null", "null is no text", None),
            evolve(
                self._refuse("update with no JSON", 400, "the body has to be JSON", b'{"title": ', _VALIDATION),
                inferred=True,
            ),
            self._refuse_all("update, no token", 401, "a token is asked for", _AUTHENTICATION, credential="no token"),
            self._refuse_all("update, wrong token", 401, "tokens are checked", _AUTHENTICATION, credential=wrong),
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
            pages(self.subject, "pages after all", "the list has it, too, and no other page changed", *lists),
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
        return Probe(name, READ, reason, 200, f"/pages/{self.subject.page_id}", judges=judged)


def single(texts: Mapping[Place, str]) -> Place:
    """Return the text of the update that sends a single one: inside an object that has others, if there is one."""
    return next((place for place in texts if len(place) > 1), next(iter(texts)))


def _plain(text: str) -> str:
    return f"{text} {MARKER} {_PLAIN}"


def _odd(text: str) -> str:
    """Return a long text with all kinds of characters in it."""
    odd = f"{_plain(text)} {_ODD}"
    return f"{odd} {'long ' * _LONG}"[: max(_LONG, len(odd))].rstrip()
