"""From an answer to a value or an error."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from attrs import frozen

from webflow_api.models import page as page_model
from webflow_api.models import site as site_model
from webflow_api.models import site_list
from webflow_api.models.page_list import PageList
from webflow_pages.calls.call import Answer
from webflow_pages.calls.shapes import ShapeError, check, type_name
from webflow_pages.errors import ResponseError, UnexpectedResponseError, classify
from webflow_pages.results import Page, Response, Site, SiteList

T = TypeVar("T")


@frozen
class Listed:
    """A portion of a site's pages. ``total`` is how many there are in all; None where the answer does not tell."""

    pages: list[Page]
    total: int | None
    response: Response


def read_page(answer: Answer) -> Page:
    """Read a page.

    Raises:
        ResponseError: It is none.
    """
    body = _checked(answer, page_model.Page)
    page = _parsed(answer, Page.from_dict, body)
    page.response = answer.response()
    return page


def read_pages(answer: Answer) -> Listed:
    """Read a portion of a site's pages.

    Raises:
        ResponseError: It is none.
    """
    body = _json(answer)
    # Only the total is used, and a listing ends without one as well: what else is there need not be right.
    pagination = body.pop("pagination", None)
    total = pagination.get("total") if isinstance(pagination, dict) else None
    _check(answer, body, PageList)
    _check_there(answer, body, "pages")
    response = answer.response()
    pages = [_parsed(answer, Page.from_dict, page) for page in body["pages"]]
    for page in pages:
        page.response = response
    return Listed(pages, total if type(total) is int else None, response)


def read_site(answer: Answer) -> Site:
    """Read a site.

    Raises:
        ResponseError: It is none.
    """
    body = _checked(answer, site_model.Site)
    site = _parsed(answer, Site.from_dict, body)
    site.response = answer.response()
    return site


def read_sites(answer: Answer) -> SiteList:
    """Read the sites that a token reaches.

    Raises:
        ResponseError: They are none.
    """
    body = _checked(answer, site_list.SiteList)
    _check_there(answer, body, "sites")
    sites = SiteList(_parsed(answer, Site.from_dict, site) for site in body["sites"])
    sites.response = answer.response()
    for site in sites:
        site.response = sites.response
    return sites


def _checked(answer: Answer, model: type) -> dict[str, Any]:
    """Return the JSON object that a body is, if it has what the model promises."""
    body = _json(answer)
    _check(answer, body, model)
    return body


def _json(answer: Answer) -> dict[str, Any]:
    """Return the JSON object that the body of a success is."""
    if answer.status != 200:
        raise _refusal(answer)
    try:
        return _json_object(answer.content)
    except ShapeError as error:
        raise _unexpected(answer, str(error), "") from None
    except (ValueError, RecursionError) as error:
        raise _unexpected(answer, f"the body is no JSON: {type(error).__name__}", "") from error


def _check(answer: Answer, body: dict[str, Any], model: type) -> None:
    try:
        check(body, model)
    except ShapeError as error:
        raise _unexpected(answer, str(error), error.pointer) from None


def _check_there(answer: Answer, body: dict[str, Any], name: str) -> None:
    """Check that a list is there. The contract requires it nowhere, but without it nobody knows what there is."""
    if name not in body:
        raise _unexpected(answer, f"/{name} is missing", f"/{name}")


def _parsed(answer: Answer, parse: Callable[[dict[str, Any]], T], body: dict[str, Any]) -> T:
    try:
        return parse(body)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        # The check lets nothing through that the models refuse today; one that is generated later might.
        raise _unexpected(answer, f"{type(error).__name__}: {error}", "") from error


def _unexpected(answer: Answer, what: str, pointer: str) -> ResponseError:
    return answer.error(
        UnexpectedResponseError, f"Report this: the answer is not what the contract says ({what}).", pointer=pointer
    )


def _json_object(content: bytes) -> dict[str, Any]:
    value = json.loads(content)
    if not isinstance(value, dict):
        raise ShapeError((), f"is {type_name(value)}, and has to be an object")
    return value


def _refusal(answer: Answer) -> ResponseError:
    """Return the error that an answer other than 200 is, whatever its body is."""
    try:
        fields = _json_object(answer.content)
    except (ValueError, RecursionError, ShapeError):
        fields = {}
    code, message, details = fields.get("code"), fields.get("message"), fields.get("details")
    code = code if isinstance(code, str) else None
    kind, advice = classify(answer.status, code)
    return answer.error(
        kind,
        advice,
        code=code,
        message=message if isinstance(message, str) else None,
        details=details if isinstance(details, list) else (),
    )
