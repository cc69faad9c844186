"""What the service answers to a request: a plain function of the request and the world.

A request is counted, authenticated, checked for its scope, validated, and only then carried out.
"""

import json
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import unquote

from attrs import field, frozen

from webflow_contract.exchange import Request, Response
from webflow_contract.sandbox import errors, validation
from webflow_contract.sandbox.bodies import Json, page_body, site_body
from webflow_contract.sandbox.errors import RefusedError
from webflow_contract.sandbox.locales import read_locale, written_locale
from webflow_contract.sandbox.model import Locale, Site, Token
from webflow_contract.sandbox.pages import Staged
from webflow_contract.sandbox.quota import Reading
from webflow_contract.sandbox.validation import Update
from webflow_contract.sandbox.world import World

# Whoever has no valid token is counted here: no token is empty.
_NOBODY: Final = ""


@frozen
class _Call:
    """A request that found its operation, with the id in its path if that has one."""

    request: Request
    world: World
    token: Token
    id: str


@frozen
class _Arguments:
    """What validation made of parameters and body."""

    locale_id: str | None = None
    limit: int = validation.MAX_LIMIT
    offset: int = 0
    update: Update = field(factory=Update)


@frozen
class _Operation:
    scope: str
    validate: Callable[[_Call], _Arguments]
    answer: Callable[[_Call, _Arguments], Json]


def respond(request: Request, world: World) -> Response:
    """Return the answer to a request."""
    token = world.tokens.get(_bearer(request))
    reading = _reading(token, world)
    try:
        return _response(200, _answer(request, world, token, reading), _headers(200, reading, world))
    except RefusedError as refusal:
        headers = _headers(refusal.status, reading, world)
        return _response(refusal.status, refusal.envelope(), headers)


def _bearer(request: Request) -> str:
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" else ""


def _reading(token: Token | None, world: World) -> Reading | None:
    if token is None:
        return world.quota.count(_NOBODY) if world.assumptions.headers_on_401 == "present" else None
    return world.quota.count(token.value)


def _headers(status: int, reading: Reading | None, world: World) -> Mapping[str, str]:
    if reading is None:
        return {}
    shown = world.assumptions.headers_on_429 if status == 429 else "present"
    if shown == "absent":
        return {}
    return reading.headers() if shown == "present" else reading.retry_after_header()


def _response(status: int, body: Json, headers: Mapping[str, str]) -> Response:
    text = json.dumps(body, separators=(",", ":"), ensure_ascii=False)
    # JSON may carry half of a surrogate pair, which has no UTF-8. Its escape is what JavaScript writes, too.
    content = text.encode(errors="backslashreplace")
    return Response(
        status=status,
        headers={"content-type": "application/json; charset=utf-8", **headers},
        content=content,
    )


def _answer(request: Request, world: World, token: Token | None, reading: Reading | None) -> Json:
    assumptions = world.assumptions
    if reading is not None and reading.exceeded:
        raise errors.too_many_requests()
    route = _route(request.path)
    if route is None and assumptions.unknown_route == "not_found":
        raise errors.not_found()
    if token is None:
        raise errors.not_authorized()
    if route is None:
        raise errors.not_found()
    operations, resource_id = route
    operation = operations.get(request.method)
    if operation is None:
        raise errors.not_found() if assumptions.other_method == "not_found" else errors.malformed_request()
    return _perform(operation, _Call(request=request, world=world, token=token, id=resource_id))


def _route(path: str) -> tuple[Mapping[str, _Operation], str] | None:
    match path.split("/"):
        case ["", "v2", "sites"]:
            return _SITES, ""
        case ["", "v2", "sites", site_id] if site_id:
            return _SITE, unquote(site_id)
        case ["", "v2", "sites", site_id, "pages"] if site_id:
            return _SITE_PAGES, unquote(site_id)
        case ["", "v2", "pages", page_id] if page_id:
            return _PAGE, unquote(page_id)
        case _:
            return None


def _perform(operation: _Operation, call: _Call) -> Json:
    if call.world.assumptions.scope_or_validation_first == "scope":
        _require_scope(operation, call)
        arguments = operation.validate(call)
    else:
        arguments = operation.validate(call)
        _require_scope(operation, call)
    return operation.answer(call, arguments)


def _require_scope(operation: _Operation, call: _Call) -> None:
    if operation.scope not in call.token.scopes:
        raise errors.missing_scope(operation.scope)


def _validate_nothing(call: _Call) -> _Arguments:  # noqa: ARG001  (the operations' common signature)
    return _Arguments()


def _validate_id(call: _Call) -> _Arguments:
    validation.require_id(call.id)
    return _Arguments()


def _validate_read(call: _Call) -> _Arguments:
    validation.require_id(call.id)
    return _Arguments(locale_id=_locale_id(call))


def _validate_listing(call: _Call) -> _Arguments:
    validation.require_id(call.id)
    limit, offset = validation.pagination(call.request.query, call.world.assumptions)
    return _Arguments(locale_id=_locale_id(call), limit=limit, offset=offset)


def _validate_write(call: _Call) -> _Arguments:
    validation.require_id(call.id)
    locale_id = _locale_id(call)
    if call.world.assumptions.body_or_page_first == "page":
        _writable_page(call)
    content_type = call.request.headers.get("content-type", "")
    update = validation.update(call.request.content, content_type, call.world.assumptions)
    return _Arguments(locale_id=locale_id, update=update)


def _locale_id(call: _Call) -> str | None:
    return validation.locale_parameter(call.request.query, call.world.assumptions)


def _list_sites(call: _Call, arguments: _Arguments) -> Json:  # noqa: ARG001  (no arguments, no pagination)
    sites = [site for site in call.world.sites.values() if site.id in call.token.site_ids]
    return {"sites": [site_body(site) for site in sites]}


def _read_site(call: _Call, arguments: _Arguments) -> Json:  # noqa: ARG001  (the id is all there is)
    return site_body(_site(call))


def _list_pages(call: _Call, arguments: _Arguments) -> Json:
    site, pages = _site(call), call.world.pages
    locale = read_locale(arguments.locale_id, site, call.world.assumptions)
    ids = pages.listed(site.id)
    found = [pages.find(page_id) for page_id in ids[arguments.offset : arguments.offset + arguments.limit]]
    of_primary = call.world.assumptions.listed_texts == "of_primary"
    texts_of = site.primary if of_primary else locale
    return {
        "pages": [_body(call, page, site, locale, texts_of) for page in found if page is not None],
        "pagination": {"limit": arguments.limit, "offset": arguments.offset, "total": len(ids)},
    }


def _read_page(call: _Call, arguments: _Arguments) -> Json:
    page, site = _page(call)
    return _body(call, page, site, read_locale(arguments.locale_id, site, call.world.assumptions))


def _write_page(call: _Call, arguments: _Arguments) -> Json:
    page, site = _writable_page(call)
    locale = written_locale(arguments.locale_id, site, call.world.assumptions)
    page = call.world.pages.update(page, site, locale, arguments.update, call.world.timestamp())
    return _body(call, page, site, locale)


def _body(call: _Call, page: Staged, site: Site, locale: Locale, texts_of: Locale | None = None) -> Json:
    pages, assumptions = call.world.pages, call.world.assumptions
    return page_body(page, site, locale, pages=pages, assumptions=assumptions, texts_of=texts_of)


def _site(call: _Call) -> Site:
    site = call.world.sites.get(call.id)
    if site is None:
        raise errors.not_found("The site cannot be found")
    _require_access(site, call)
    return site


def _page(call: _Call) -> tuple[Staged, Site]:
    page = call.world.pages.find(call.id)
    if page is None:
        raise _unknown_page(call)
    site = call.world.sites[page.page.site_id]
    _require_access(site, call)
    return page, site


def _writable_page(call: _Call) -> tuple[Staged, Site]:
    page, site = _page(call)
    if page.page.kind == "folder" and call.world.assumptions.put_on_folder == "not_found":
        raise _unknown_page(call)
    return page, site


def _unknown_page(call: _Call) -> RefusedError:
    with_reason = call.world.assumptions.unknown_page == "not_found_with_reason"
    return errors.not_found("The page cannot be found" if with_reason else None)


def _require_access(site: Site, call: _Call) -> None:
    if site.id in call.token.site_ids:
        return
    match call.world.assumptions.page_of_another_site:
        case "not_found":
            raise errors.not_found()
        case "forbidden":
            raise errors.forbidden()
        case "not_authorized":
            raise errors.not_authorized()


_SITES: Final = {"GET": _Operation("sites:read", _validate_nothing, _list_sites)}
_SITE: Final = {"GET": _Operation("sites:read", _validate_id, _read_site)}
_SITE_PAGES: Final = {"GET": _Operation("pages:read", _validate_listing, _list_pages)}
_PAGE: Final = {
    "GET": _Operation("pages:read", _validate_read, _read_page),
    "PUT": _Operation("pages:write", _validate_write, _write_page),
}
