"""Every drift that can be switched on, by name."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import evolve, frozen

from webflow_contract.drifts import wire
from webflow_contract.errors import ContractToolError, unknown
from webflow_contract.exchange import Handler, Request, Response


@frozen
class Drift:
    """A drift: its name, what changes, and how to put it in front of a handler."""

    name: str
    what: str
    wrap: Callable[[Handler], Handler]


def drifting(handler: Handler, names: Iterable[str]) -> Handler:
    """Return the handler with the named drifts in front of it. Later ones act on what earlier ones let through.

    Raises:
        ContractToolError: There is no drift of that name.
    """
    for name in names:
        if name not in DRIFTS:
            raise ContractToolError(unknown("drift", name, DRIFTS))
        handler = DRIFTS[name].wrap(handler)
    return handler


# Pages in answers


def _slug_number(page: dict[str, Any]) -> None:
    if isinstance(page.get("slug"), str):
        page["slug"] = 4711


def _title_removed(page: dict[str, Any]) -> None:
    page.pop("title", None)


def _description_renamed(page: dict[str, Any]) -> None:
    seo = page.get("seo")
    if isinstance(seo, dict) and "description" in seo:
        seo["metaDescription"] = seo.pop("description")


def _gains_field(page: dict[str, Any]) -> None:
    page["noIndex"] = False


def _seo_null(page: dict[str, Any]) -> None:
    page["seo"] = None


def _short_timestamp(page: dict[str, Any]) -> None:
    if isinstance(page.get("lastUpdated"), str):
        page["lastUpdated"] = page["lastUpdated"][:19] + "Z"


def _upper_case_id(page: dict[str, Any]) -> None:
    if isinstance(page.get("id"), str):
        page["id"] = page["id"].upper()


# Errors in answers


def _new_code(error: dict[str, Any]) -> None:
    error["code"] = "request_refused"


def _no_details(error: dict[str, Any]) -> None:
    error.pop("details", None)


def _html_not_found(request: Request, response: Response) -> Response:  # noqa: ARG001  (a Change has both)
    if response.status != 404:
        return response
    html = evolve(response, headers={**response.headers, "content-type": "text/html; charset=utf-8"})
    return wire.with_content(html, b"<!doctype html><title>Not Found</title><h1>404</h1>")


# Statuses and headers


def _update_created(request: Request, response: Response) -> Response:
    is_update = wire.is_update(request) or wire.is_bulk_update(request)
    return evolve(response, status=201) if is_update and response.status == 200 else response


def _text_plain(request: Request, response: Response) -> Response:  # noqa: ARG001  (a Change has both)
    return evolve(response, headers={**response.headers, "content-type": "text/plain; charset=utf-8"})


# Behaviour


def _update_ignored(update: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001  (whatever it says)
    return {}


def _update_wipes(update: dict[str, Any]) -> dict[str, Any]:
    seo, nothing = update.get("seo", {}), {"title": "", "description": ""}
    return {**update, "seo": {**nothing, **seo}} if isinstance(seo, dict) else update


def _locale_ignored(request: Request) -> Request:
    return evolve(request, query=tuple(pair for pair in request.query if pair[0] != "localeId"))


_TEXTS: Mapping[str, Any] = {"title": str, "description": str}
_TYPES: Mapping[str, Any] = {
    "title": str,
    "slug": str,
    "seo": _TEXTS,
    "openGraph": {**_TEXTS, "titleCopied": bool, "descriptionCopied": bool},
}
"""What an update's fields are; an object has fields of its own."""


def _validation_ignored(update: dict[str, Any], types: Mapping[str, Any] = _TYPES) -> dict[str, Any]:
    """Leave out the values of wrong types, so that nothing else keeps the update from being answered with 200."""
    kept: dict[str, Any] = {}
    for name, value in update.items():
        expected = types.get(name, object)
        if isinstance(expected, type):
            kept |= {name: value} if isinstance(value, expected) else {}
        elif isinstance(value, dict):
            kept[name] = _validation_ignored(value, expected)
    return kept


def _authentication_ignored(handler: Handler) -> Handler:
    """Answer requests without a valid token with the rights of the last valid one."""
    known: dict[str, str] = {}

    def answer(request: Request) -> Response:
        response = handler(request)
        if response.status == 200:
            known["authorization"] = request.headers.get("authorization", "")
        elif response.status == 401 and known:
            return handler(evolve(request, headers={**request.headers, **known}))
        return response

    return answer


_ALL = (
    Drift("slug-becomes-number", "a page's slug is a number", wire.pages(_slug_number)),
    Drift("title-removed", "pages have no title any more", wire.pages(_title_removed)),
    Drift("description-renamed", "seo.description is called metaDescription", wire.pages(_description_renamed)),
    Drift("page-gains-field", "pages have a field noIndex", wire.pages(_gains_field)),
    Drift("seo-becomes-null", "a page's seo is null", wire.pages(_seo_null)),
    Drift("timestamp-without-milliseconds", "lastUpdated has whole seconds", wire.pages(_short_timestamp)),
    Drift("id-in-upper-case", "a page's id is written in upper case", wire.pages(_upper_case_id)),
    Drift("error-code-unknown", "errors have a code that is on no list", wire.errors(_new_code)),
    Drift("error-details-removed", "errors have no details any more", wire.errors(_no_details)),
    Drift("not-found-becomes-html", "404 comes with an HTML page", wire.answers(_html_not_found)),
    Drift("update-answers-201", "an update is answered with 201", wire.answers(_update_created)),
    Drift("content-type-text", "every answer comes as text/plain", wire.answers(_text_plain)),
    Drift("retry-after-removed", "no answer has Retry-After", wire.answers(wire.without_header("retry-after"))),
    Drift("update-ignored", "an update is answered with 200 and changes nothing", wire.updates(_update_ignored)),
    Drift("update-wipes-seo", "an update clears the SEO texts that it leaves out", wire.updates(_update_wipes)),
    Drift("locale-ignored", "localeId is ignored, and the primary locale answers", wire.requests(_locale_ignored)),
    Drift("validation-ignored", "values of wrong types in an update are ignored", wire.updates(_validation_ignored)),
    Drift("authentication-ignored", "requests without a valid token are answered", _authentication_ignored),
)

DRIFTS: Mapping[str, Drift] = {drift.name: drift for drift in _ALL}
