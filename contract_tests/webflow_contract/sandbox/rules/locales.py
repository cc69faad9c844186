"""Which locale of a site a request means."""

from webflow_contract.assumptions import Assumptions, LocalePolicy
from webflow_contract.sandbox.rules import errors
from webflow_contract.sandbox.seed.model import Locale, Site


def read_locale(given: str | None, site: Site, assumptions: Assumptions) -> Locale:
    """Return the locale to read. The primary one may be named (documented) or left out."""
    if given is None or given == site.primary.id:
        return site.primary
    return _secondary(
        given,
        site,
        unknown=assumptions.get_with_unknown_locale_id,
        cms=assumptions.get_with_cms_locale_id,
        assumptions=assumptions,
    )


def written_locale(given: str | None, site: Site, assumptions: Assumptions) -> Locale:
    """Return the locale to write."""
    if given is None:
        return site.primary
    if given == site.primary.id:
        if assumptions.put_with_primary_locale_id == "bad_request":
            raise errors.not_a_secondary_locale()
        return site.primary
    return _secondary(
        given,
        site,
        unknown=assumptions.put_with_unknown_locale_id,
        cms=assumptions.put_with_cms_locale_id,
        assumptions=assumptions,
    )


def _secondary(given: str, site: Site, *, unknown: LocalePolicy, cms: LocalePolicy, assumptions: Assumptions) -> Locale:
    """Return a secondary locale, enabled or not: a disabled one is read and written as well (reported)."""
    for locale in site.secondary:
        if locale.id == given:
            return locale
    is_cms = any(locale.cms_locale_id == given for locale in (site.primary, *site.secondary))
    policy = cms if is_cms else unknown
    if policy == "bad_request":
        raise errors.not_a_valid_locale(assumptions)
    if policy == "not_found":
        raise errors.not_found()
    return site.primary
