"""What each operation asks for, and what it answers."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from attrs import frozen

from webflow_contract.sandbox.rules import bulk, errors, validation
from webflow_contract.sandbox.rules.bodies import Json, page_body, site_body, user_body
from webflow_contract.sandbox.rules.call import Call
from webflow_contract.sandbox.rules.locales import read_locale, written_locale
from webflow_contract.sandbox.rules.updates import write
from webflow_contract.sandbox.rules.validation import Update


@frozen
class Operation:
    """An operation: its scope, what makes arguments of a call or refuses it, and what answers them."""

    scope: str
    validate: Callable[[Call], Any]
    answer: Callable[[Call, Any], Json]


@frozen
class _Listing:
    locale_id: str | None
    limit: int
    offset: int


@frozen
class _Write:
    locale_id: str | None
    update: Update


def _validate_nothing(call: Call) -> None:
    """Accept any call: there is nothing in it but its token."""


def _validate_id(call: Call) -> None:
    validation.require_id(call.id)


def _validate_read(call: Call) -> str | None:
    _validate_id(call)
    return _locale_id(call)


def _validate_listing(call: Call) -> _Listing:
    _validate_id(call)
    limit, offset = validation.pagination(call.request.query, call.assumptions)
    return _Listing(_locale_id(call), limit, offset)


def _validate_write(call: Call) -> _Write:
    _validate_id(call)
    locale_id = _locale_id(call)
    if call.assumptions.body_or_page_first == "page":
        call.writable_page(call.id)
    content_type = call.request.headers.get("content-type", "")
    return _Write(locale_id, validation.update(call.request.content, content_type, call.assumptions))


def _locale_id(call: Call) -> str | None:
    return validation.locale_parameter(call.request.query, call.assumptions)


def _list_sites(call: Call, arguments: None) -> Json:  # noqa: ARG001  (no arguments, no pagination)
    sites = [site for site in call.world.sites.values() if site.id in call.token.site_ids]
    return {"sites": [site_body(site, call.assumptions) for site in sites]}


def _read_site(call: Call, arguments: None) -> Json:  # noqa: ARG001  (the id is all there is)
    return site_body(call.site(), call.assumptions)


def _list_pages(call: Call, listing: _Listing) -> Json:
    site, pages = call.site(), call.world.pages
    locale = read_locale(listing.locale_id, site, call.assumptions)
    ids = pages.listed(site.id)
    found = [pages.find(page_id) for page_id in ids[listing.offset : listing.offset + listing.limit]]
    texts_of = site.primary if call.assumptions.listed_texts == "of_primary" else locale
    return {
        "pages": [page_body(page, site, locale, call.world, texts_of=texts_of) for page in found if page is not None],
        "pagination": {"limit": listing.limit, "offset": listing.offset, "total": len(ids)},
    }


def _read_page(call: Call, locale_id: str | None) -> Json:
    page, site = call.page(call.id)
    return page_body(page, site, read_locale(locale_id, site, call.assumptions), call.world)


def _write_page(call: Call, arguments: _Write) -> Json:
    page, site = call.writable_page(call.id)
    locale = written_locale(arguments.locale_id, site, call.assumptions)
    return page_body(write(arguments.update, page, site, locale, call.world), site, locale, call.world)


def _read_user(call: Call, arguments: None) -> Json:  # noqa: ARG001  (the token is all there is)
    if call.token.user is None:
        raise errors.no_user(call.assumptions)
    return user_body(call.token.user)


OPERATIONS: Final[Mapping[str, Operation]] = {
    "list-sites": Operation("sites:read", _validate_nothing, _list_sites),
    "get-site": Operation("sites:read", _validate_id, _read_site),
    "list-pages": Operation("pages:read", _validate_listing, _list_pages),
    "get-page-metadata": Operation("pages:read", _validate_read, _read_page),
    "update-page-metadata": Operation("pages:write", _validate_write, _write_page),
    "update-page-metadata-bulk": Operation("pages:write", bulk.validate, bulk.answer),
    "authorized_by": Operation("authorized_user:read", _validate_nothing, _read_user),
}
"""Every operation by operationId."""
