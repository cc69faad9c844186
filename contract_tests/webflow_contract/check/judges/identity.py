"""Judge that an answer is about what was asked, and that a refusal is the one that goes with its status."""

from collections.abc import Iterator

from webflow_contract.check.findings import Finding, Place, describe, type_name
from webflow_contract.check.judges.comparing import (
    MISSING,
    as_object,
    at,
    say,
)
from webflow_contract.check.probes import Exchange, Judge, Past

_OF_EVERY_LOCALE = ("parentId", "collectionId", "createdOn", "isBranch", "branchId")
"""Properties of a page that are no texts: where it is and where it comes from (inferred)."""

_CODES = {400: {"validation_error", "bad_request"}, 401: {"not_authorized"}, 403: {"missing_scopes"}}
_CODES |= {404: {"resource_not_found"}}
"""The code of each refusal that a probe provokes (recorded for 400 and 404, documented and reported for the others)."""


def is_page(page_id: str, locale_id: str | None) -> Judge:
    """Judge that the answer is the page asked for, in the locale asked for. None stands for the primary locale."""

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:
        page = as_object(exchange.body)
        if str(page.get("id")).lower() != page_id.lower():
            yield identity(exchange, ("id",), page_id, page.get("id"))
        came = page.get("localeId")
        expected = primary_ids(past) if locale_id is None else {locale_id}
        if isinstance(came, (dict, list)) or came not in expected:
            yield identity(exchange, ("localeId",), " or ".join(sorted(map(str, expected))), came)

    return Judge(("response-identity-changed",), judge)


def is_same_page(site_id: str, read: str = "") -> Judge:
    """Judge that a page is one of the site, and in each locale the one that the named read has."""

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:
        page = as_object(exchange.body)
        if "siteId" in page and page["siteId"] != site_id:
            yield identity(exchange, ("siteId",), site_id, page["siteId"])
        if read in past:
            for name in _OF_EVERY_LOCALE:
                wanted = at(past[read].body, (name,))
                if name in page and wanted is not MISSING and page[name] != wanted:
                    yield identity(exchange, (name,), say(wanted), page[name], inferred=True)

    return Judge(("response-identity-changed",), judge)


def is_site(site_id: str) -> Judge:
    """Judge that the answer is the site asked for."""

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:  # noqa: ARG001  (a Judge has both)
        came = as_object(exchange.body).get("id")
        if str(came).lower() != site_id.lower():
            yield identity(exchange, ("id",), site_id, came)

    return Judge(("response-identity-changed",), judge)


def refuses(exchange: Exchange) -> Iterator[Finding]:
    """Judge that a refusal has the code that goes with its status."""
    status, body = exchange.response.status, as_object(exchange.body)
    wanted, came = _CODES.get(status), body.get("code")
    if wanted and isinstance(came, str) and came not in wanted:
        yield exchange.finding("error-code-changed", ("code",), " or ".join(sorted(wanted)), describe(came), came)


def identity(exchange: Exchange, place: Place, wanted: str, came: object, *, inferred: bool = False) -> Finding:
    """Make a finding about an answer that is about something else."""
    rule = "response-identity-changed"
    return exchange.finding(rule, place, wanted, describe(came), type_name(came), inferred=inferred)


def primary_ids(past: Past) -> set[str | None]:
    """Return what ``localeId`` may be for the primary locale: null on a site without localization (reported)."""
    site = past.get("site")
    primary = at(site.body, ("locales", "primary", "id")) if site is not None else MISSING
    return {None, primary} if isinstance(primary, str) else {None}
