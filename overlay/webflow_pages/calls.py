"""What a call to each operation means: the request, and how to read its answer. Nothing here does I/O.

Requests are built by the generated request builders and answers are read by the generated models.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from attrs import frozen
from webflow_api.api.pages import get_page_metadata, list_pages, update_page_metadata
from webflow_api.api.sites import get_site, list_sites
from webflow_api.models.page import Page
from webflow_api.models.page_list import PageList
from webflow_api.models.page_update import PageUpdate
from webflow_api.models.site import Site
from webflow_api.models.site_list import SiteList

from webflow_pages.errors import InvalidArgumentError, UnexpectedResponseError, classify
from webflow_pages.unset import UNSET, Unset

T = TypeVar("T")

_SEGMENT = re.compile(r"[A-Za-z0-9_-]+")
_EXCERPT = 1000


@frozen
class Answer:
    """An answer as it came: the status, the headers (names in any case) and the body's bytes."""

    status: int
    headers: Mapping[str, str]
    content: bytes


@frozen
class Call(Generic[T]):
    """One request, ready to be sent, and ``read``, which turns its answer into a value or raises.

    ``path`` is below the base URL, quoted, with its query string.
    """

    method: str
    path: str
    content: bytes | None
    read: Callable[[Answer], T]


def get_page_call(page_id: str, locale_id: str | None) -> Call[Page]:
    """Get Page Metadata. ``locale_id`` None is the primary locale.

    Raises:
        InvalidArgumentError: The page's id cannot be one.
    """
    kwargs = get_page_metadata._get_kwargs(_id("page_id", page_id), locale_id=_optional(locale_id))  # noqa: SLF001
    return _call(kwargs, Page.from_dict)


def update_page_call(page_id: str, locale_id: str | None, body: PageUpdate) -> Call[Page]:
    """Update Page Metadata. ``locale_id`` None is the primary locale.

    Raises:
        InvalidArgumentError: The page's id cannot be one, or a text cannot be encoded.
    """
    kwargs = update_page_metadata._get_kwargs(  # noqa: SLF001
        _id("page_id", page_id), body=body, locale_id=_optional(locale_id)
    )
    return _call(kwargs, Page.from_dict)


def list_pages_call(site_id: str, locale_id: str | None, *, limit: int, offset: int) -> Call[PageList]:
    """List Pages. ``locale_id`` None is the primary locale.

    Raises:
        InvalidArgumentError: The site's id cannot be one.
    """
    kwargs = list_pages._get_kwargs(  # noqa: SLF001
        _id("site_id", site_id), locale_id=_optional(locale_id), limit=limit, offset=offset
    )
    return _call(kwargs, PageList.from_dict)


def get_site_call(site_id: str) -> Call[Site]:
    """Get Site.

    Raises:
        InvalidArgumentError: The site's id cannot be one.
    """
    return _call(get_site._get_kwargs(_id("site_id", site_id)), Site.from_dict)  # noqa: SLF001


def list_sites_call() -> Call[SiteList]:
    """List Sites."""
    return _call(list_sites._get_kwargs(), SiteList.from_dict)  # noqa: SLF001


def _optional(value: str | None) -> str | Unset:
    return UNSET if value is None else value


def _id(name: str, value: object) -> str:
    """Refuse what would change the path of a request, such as ``..``, ``a/b`` or ``a?localeId=b``."""
    if not isinstance(value, str) or not _SEGMENT.fullmatch(value):
        raise InvalidArgumentError(f"{name} has to be an id such as '63c720f9347c2139b248e552', and is {value!r}")
    return value


def _call(kwargs: dict[str, Any], parse: Callable[[Mapping[str, Any]], T]) -> Call[T]:
    query = urlencode(kwargs.get("params") or {})
    path = f"{kwargs['url']}?{query}" if query else kwargs["url"]
    content = _encode(kwargs["json"]) if "json" in kwargs else None
    return Call(kwargs["method"].upper(), path, content, lambda answer: _read(answer, parse))


def _encode(body: object) -> bytes:
    try:
        return json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    except UnicodeEncodeError as error:
        raise InvalidArgumentError(
            f"A text has the lone surrogate {error.object[error.start]!a}, which UTF-8 cannot encode"
        ) from error


def _read(answer: Answer, parse: Callable[[Mapping[str, Any]], T]) -> T:
    if answer.status != 200:
        raise _refusal(answer)
    try:
        return parse(json.loads(answer.content))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise UnexpectedResponseError(
            f"Report this: the body is not what the contract says ({type(error).__name__}: {error}).",
            status=answer.status,
            headers=answer.headers,
            body=_excerpt(answer.content),
        ) from error


def _refusal(answer: Answer) -> Exception:
    kind, advice = classify(answer.status)
    try:
        body = json.loads(answer.content)
    except (ValueError, RecursionError):
        body = None
    fields: Mapping[str, Any] = body if isinstance(body, dict) else {}
    code, message, details = fields.get("code"), fields.get("message"), fields.get("details")
    return kind(
        advice,
        status=answer.status,
        code=code if isinstance(code, str) else None,
        message=message if isinstance(message, str) else None,
        details=details if isinstance(details, list) else (),
        headers=answer.headers,
        body=_excerpt(answer.content),
    )


def _excerpt(content: bytes) -> str:
    return content[: 4 * _EXCERPT].decode(errors="replace")[:_EXCERPT]
