"""The service that is asked, with the one page that is written: what it is known to be, and how it is asked for."""

from collections.abc import Callable, Container, Mapping
from types import MappingProxyType
from typing import Any

from webflow_contract.check.findings import Place
from webflow_contract.check.judges import is_page, same_as
from webflow_contract.check.probes import Credential, Exchange, Probe
from webflow_contract.check.subject import Subject
from webflow_contract.suite.asking import Asker, Look

READ, UPDATE = "get-page-metadata", "update-page-metadata"


class Service:
    """A service, its page, and what is known of both.

    Args:
        asker: Asks and judges.
        subject: Where site and page are.
        site: The site, as it was read.
        locales: The ids of the secondary locales, by tag.
        pages: The page as it was read, by the id of the locale; None is the primary one.
        texts: What may be written of it, in the same way. A locale that is not there is not written.
        is_live: Whether the page is somebody's: then requests are scarce, and what is sent has to be harmless.
        has_second_token: Whether there is one that lacks ``pages:write``.
        renew: Makes everything what it was; None where that cannot be had.
    """

    def __init__(
        self,
        asker: Asker,
        subject: Subject,
        site: Exchange,
        locales: Mapping[str, str],
        pages: Mapping[str | None, Exchange],
        texts: Mapping[str | None, Mapping[Place, str]],
        *,
        is_live: bool,
        has_second_token: bool,
        renew: Callable[[], None] | None,
    ) -> None:
        self.subject = subject
        self.locales = locales
        self.texts = texts
        self.is_live = is_live
        self.has_second_token = has_second_token
        self._asker = asker
        self._site = site
        self._pages = pages
        self._renew = renew
        self._known = dict(pages)

    @property
    def primary_id(self) -> str | None:
        """The id of the primary locale; None where the site says none."""
        locales = self._site.body.get("locales")
        primary = locales.get("primary") if isinstance(locales, dict) else None
        found = primary.get("id") if isinstance(primary, dict) else None
        return found if isinstance(found, str) else None

    def begin(self) -> None:
        """Make everything what it was at first, where that can be had, so that no example rests on another."""
        if self._renew is not None:
            self._renew()
            self._known = dict(self._pages)

    def ask(
        self,
        probe: Probe,
        *looks: Look,
        past: Mapping[str, Exchange] = MappingProxyType({}),
        lawful: Container[int] = frozenset(),
    ) -> Exchange:
        """Send any probe and judge the answer. ``past`` are the exchanges that the judges ask for, by name."""
        if probe.writes:  # until the answer is there and is right, nobody knows what has become of the page
            self._known.clear()
        return self._asker.ask(probe, *looks, past={"site": self._site, **past}, lawful=lawful)

    def page(self, locale_id: str | None = None) -> Exchange:
        """Return the page as it is: read only where that is not known."""
        return self._known.get(locale_id) or self.read(locale_id=locale_id)

    def read(self, *looks: Look, locale_id: str | None = None, **past: Exchange) -> Exchange:
        """Read the page and judge that it is the one asked for, and whatever else is asked."""
        here = None if locale_id == self.primary_id else locale_id
        probe = Probe("read", READ, "the page as it is", 200, self.path, query=in_locale(locale_id))
        self._known[here] = self.ask(probe, is_page(self.subject.page_id, here), *looks, past=past)
        return self._known[here]

    def update(self, body: Any, *looks: Look, locale_id: str | None = None, **past: Exchange) -> Exchange:  # noqa: ANN401  (JSON is any value)
        """Update the page and judge that it is the one asked for, and whatever else is asked."""
        others = {locale: page for locale, page in self._known.items() if locale_id not in (None, locale)}
        probe = Probe("update", UPDATE, "it is applied", 200, self.path, "PUT", in_locale(locale_id), body)
        exchange = self.ask(probe, is_page(self.subject.page_id, locale_id), *looks, past=past)
        # What a locale does not override it may take from the primary one (inferred), so that all may have changed.
        self._known = {**others, locale_id: exchange}
        return exchange

    def refuse(
        self,
        body: Any,  # noqa: ANN401  (JSON is any value)
        reason: str,
        rule: str,
        *,
        status: int = 400,
        credential: Credential = "token",
        lawful: Container[int] = frozenset(),
    ) -> None:
        """Send an update that has to be refused, and judge that it is and that the page stays as it is."""
        before = self.page()
        probe = Probe(
            "refused",
            UPDATE,
            reason,
            status,
            self.path,
            "PUT",
            body=body,
            credential=credential,
            if_accepted=rule,
        )
        self.ask(probe, lawful=lawful)
        self.read(same_as("before", "refused-update-applied"), before=before)

    @property
    def path(self) -> str:
        """The path of the page."""
        return f"/pages/{self.subject.page_id}"


def in_locale(locale_id: str | None) -> tuple[tuple[str, str], ...]:
    """Return the query that names a locale; the primary one goes without."""
    return () if locale_id is None else (("localeId", locale_id),)
