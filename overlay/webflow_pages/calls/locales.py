"""From what people call a locale to the id that Webflow wants. Nothing here does I/O.

What the rules rest on: page endpoints take a locale's ``id``, while its ``cmsLocaleId`` is for items of the CMS
(documented; people mix them up more than anything else, by the reports). Without ``localeId`` the primary locale is
meant (documented); what a ``PUT`` does with the primary's id is unknown, so it is never sent. ``enabled`` says only
whether the locale is published to a subdirectory (reported), so it is never a gate.
"""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from attrs import frozen

from webflow_api.models.locale import Locale
from webflow_api.models.locales import Locales
from webflow_api.models.site import Site
from webflow_pages.calls.shapes import ShapeError, check
from webflow_pages.errors import InvalidArgumentError, LocaleError
from webflow_pages.unset import Unset

PRIMARY = "primary"

_ID = re.compile(r"[0-9a-fA-F]{24}")
_TAG = re.compile(r"[A-Za-z]{1,8}([-_][A-Za-z0-9]{1,8})*")
_PLAIN_TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z]{4})?([-_]([A-Za-z]{2}|[0-9]{3}))?")
"""Language, script and region: always well-formed (RFC 5646, 2.1), so that nothing has to be loaded to see it."""


def check_locale(locale: object) -> str | None:
    """Return a locale as given, or None for the primary one.

    Raises:
        LocaleError: It is no tag, no id and not ``"primary"``.
    """
    if locale is None or locale == PRIMARY:
        return None
    if not isinstance(locale, str) or not (_ID.fullmatch(locale) or _is_tag(locale)):
        raise LocaleError(f"{locale!r} is no locale: give a BCP 47 tag such as 'fr-FR', a locale's id, or {PRIMARY!r}")
    return locale


@frozen
class SiteLocales:
    """The locales of one site. A site without localization has no secondary ones."""

    primary: Locale | None
    secondary: tuple[Locale, ...]

    @classmethod
    def of_site(cls, site: Site) -> "SiteLocales":
        """Take the locales of a site as ``sites.get`` returns it."""
        return cls.of_locales(site.locales)

    @classmethod
    def of_locales(cls, locales: Locales | Mapping[str, Any] | Unset | None) -> "SiteLocales":
        """Take locales as the API has them: a model, or the JSON object under a site's ``locales``.

        Raises:
            InvalidArgumentError: They are neither.
        """
        if locales is None or isinstance(locales, Unset):
            return cls(None, ())
        if isinstance(locales, Mapping):
            locales = _of_json(locales)
        if not isinstance(locales, Locales):
            raise InvalidArgumentError(f"locales has to be a site's locales, and is {type(locales).__name__}")
        primary = None if isinstance(locales.primary, Unset) else locales.primary
        if primary is not None and not isinstance(primary, Locale):
            raise InvalidArgumentError("locales has to be a site's locales: 'primary' is no locale")
        secondary: Any = locales.secondary or ()
        if not isinstance(secondary, Sequence) or not all(isinstance(locale, Locale) for locale in secondary):
            raise InvalidArgumentError("locales has to be a site's locales: 'secondary' is no list of locales")
        return cls(primary, tuple(secondary))

    @property
    def primary_id(self) -> str | None:
        """The id of the primary locale, where the site tells it."""
        return None if self.primary is None else _text(self.primary.id)

    def id_to_send(self, locale: str | None) -> str | None:
        """Return the ``localeId`` to send for a tag or an id, or None where none must be sent: for the primary locale.

        Raises:
            LocaleError: The site has no such locale, or more than one; or it is a ``cmsLocaleId``.
        """
        if locale is None:
            return None
        found = self._find(locale)
        if found is self.primary:
            return None
        if not isinstance(found.id, str):
            raise LocaleError(f"The locale {locale!r} has no id at Webflow: nothing can be sent for it")
        return found.id

    def _find(self, locale: str) -> Locale:
        every = [known for known in (self.primary, *self.secondary) if known is not None]
        matches = [known for known in every if known.id == locale.lower()]
        matches = matches or [known for known in every if known.tag == locale]
        matches = matches or [known for known in every if _plain(_text(known.tag)) == _plain(locale)]
        if not matches:
            self._refuse_cms_locale_id(locale, every)
            matches = [known for known in every if _same_tag(locale, _text(known.tag))]
        if len(matches) > 1:
            ids = ", ".join(id_ for known in matches if (id_ := _text(known.id)))
            raise LocaleError(f"The site has {len(matches)} locales {locale!r}: give the id of one of them ({ids})")
        if not matches:
            raise LocaleError(_unknown(locale, [tag for known in every if (tag := _text(known.tag))]))
        return matches[0]

    @staticmethod
    def _refuse_cms_locale_id(locale: str, every: list[Locale]) -> None:
        for known in every:
            if known.cms_locale_id == locale.lower():
                raise LocaleError(
                    f"{locale!r} is the cmsLocaleId of {known.tag!r}, which is for CMS items: "
                    f"pages take the locale's id, {known.id!r}, or its tag"
                )


def _of_json(locales: Mapping[str, Any]) -> Locales:
    if "primary" not in locales and "secondary" not in locales:
        raise InvalidArgumentError(
            "locales has neither 'primary' nor 'secondary': give what is under a site's 'locales'"
        )
    try:
        check(locales, Locales)
    except ShapeError as error:
        raise InvalidArgumentError(f"locales has to look like what is under a site's 'locales': {error}") from None
    return Locales.from_dict(locales)


def _text(value: str | Unset) -> str | None:
    return value if isinstance(value, str) else None


def _plain(tag: str | None) -> str | None:
    return None if tag is None else tag.replace("_", "-").lower()


def _is_tag(locale: str) -> bool:
    if _PLAIN_TAG.fullmatch(locale):
        return True
    if not _TAG.fullmatch(locale):
        return False
    # Here and not above: loading it costs start-up time, and most calls do without.
    from langcodes import standardize_tag
    from langcodes.tag_parser import LanguageTagError

    try:
        standardize_tag(locale)
    except LanguageTagError:
        return False
    return True


def _same_tag(one: str, other: str | None) -> bool:
    return other is not None and _standard(one) == _standard(other)


def _standard(tag: str) -> str:
    """Return the one spelling of a tag. A site may call its locale anything; what is no tag stays what it is."""
    if not _is_tag(tag):
        return tag
    from langcodes import standardize_tag

    return standardize_tag(tag)


def _unknown(locale: str, tags: list[str]) -> str:
    if not tags:
        return f"The site has no locales, and so no {locale!r}: leave locale out"
    nearest = _nearest(locale.replace("_", "-").lower(), {tag.lower(): tag for tag in tags})
    meant = f" Did you mean {nearest!r}?" if nearest else ""
    return f"The site has no locale {locale!r}. It has {', '.join(tags)}.{meant}"


def _nearest(asked: str, tags: Mapping[str, str]) -> str | None:
    """Return the tag that is spelt most alike, of the same language if there is one."""
    language = asked.split("-")[0]
    same_language = [tag for tag in tags if tag.split("-")[0] == language]
    found = get_close_matches(asked, same_language or tags, n=1, cutoff=0.0 if same_language else 0.6)
    return tags[found[0]] if found else None
