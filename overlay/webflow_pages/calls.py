"""What a call to each operation means: the request, and how to read its answer. Nothing here does I/O.

Requests are built by the generated request builders and answers are read by the generated models.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
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
from webflow_pages.errors import InvalidArgumentError, ResponseError, UnexpectedResponseError, classify, one_line
from webflow_pages.unset import UNSET, Unset

T = TypeVar("T")

_SEGMENT = re.compile(r"[A-Za-z0-9_-]{1,100}")
_EXCERPT = 1000


@frozen
class Answer:
    """An answer as it came: the status, the headers (names in any case) and the body's bytes."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    def error(
        self,
        kind: type[ResponseError],
        advice: str,
        *,
        code: str | None = None,
        message: str | None = None,
        details: Sequence[Any] = (),
    ) -> ResponseError:
        """Return an error about this answer."""
        return kind(
            advice,
            status=self.status,
            code=code,
            message=message,
            details=details,
            headers=self.headers,
            body=_excerpt(self.content),
        )


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
    kwargs = get_page_metadata._get_kwargs(check_id("page_id", page_id), locale_id=_optional(locale_id))  # noqa: SLF001
    return _call(kwargs, Page.from_dict)


def update_page_call(page_id: str, locale_id: str | None, body: PageUpdate) -> Call[Page]:
    """Update Page Metadata. ``locale_id`` None is the primary locale.

    Raises:
        InvalidArgumentError: The page's id cannot be one.
    """
    kwargs = update_page_metadata._get_kwargs(  # noqa: SLF001
        check_id("page_id", page_id), body=body, locale_id=_optional(locale_id)
    )
    return _call(kwargs, Page.from_dict)


def list_pages_call(site_id: str, locale_id: str | None, *, limit: int, offset: int) -> Call[PageList]:
    """List Pages. ``locale_id`` None is the primary locale.

    Raises:
        InvalidArgumentError: The site's id cannot be one.
    """
    kwargs = list_pages._get_kwargs(  # noqa: SLF001
        check_id("site_id", site_id), locale_id=_optional(locale_id), limit=limit, offset=offset
    )
    return _call(kwargs, PageList.from_dict)


def get_site_call(site_id: str) -> Call[Site]:
    """Get Site.

    Raises:
        InvalidArgumentError: The site's id cannot be one.
    """
    return _call(get_site._get_kwargs(check_id("site_id", site_id)), Site.from_dict)  # noqa: SLF001


def list_sites_call() -> Call[SiteList]:
    """List Sites."""
    return _call(list_sites._get_kwargs(), SiteList.from_dict)  # noqa: SLF001


def _optional(value: str | None) -> str | Unset:
    return UNSET if value is None else value


def check_id(name: str, value: object) -> str:
    """Return an id. ``name`` is whose.

    Raises:
        InvalidArgumentError: It would change the path of a request, such as ``..``, ``a/b`` or ``a?localeId=b``.
    """
    if not isinstance(value, str) or not _SEGMENT.fullmatch(value):
        shown = one_line(repr(value), 100)
        raise InvalidArgumentError(f"{name} has to be an id such as '63c720f9347c2139b248e552', and is {shown}")
    return value


def _call(kwargs: dict[str, Any], parse: Callable[[Mapping[str, Any]], T]) -> Call[T]:
    query = urlencode(kwargs.get("params") or {})
    path = f"{kwargs['url']}?{query}" if query else kwargs["url"]
    content = _encode(kwargs["json"]) if "json" in kwargs else None
    return Call(kwargs["method"].upper(), path, content, lambda answer: _read(answer, parse))


def _encode(body: object) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _read(answer: Answer, parse: Callable[[Mapping[str, Any]], T]) -> T:
    if answer.status != 200:
        raise _refusal(answer)
    try:
        return parse(_json_object(answer.content))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        reason = f"{type(error).__name__}: {error}"
        raise answer.error(
            UnexpectedResponseError, f"Report this: the body is not what the contract says ({reason})."
        ) from error


def _json_object(content: bytes) -> dict[str, Any]:
    """Return the JSON object that a body is. The models would take a list for an object without fields."""
    value = json.loads(content)
    if not isinstance(value, dict):
        raise TypeError(f"{type(value).__name__} is no object")
    return value


def _refusal(answer: Answer) -> ResponseError:
    kind, advice = classify(answer.status)
    try:
        fields = _json_object(answer.content)
    except (ValueError, TypeError, RecursionError):
        fields = {}
    code, message, details = fields.get("code"), fields.get("message"), fields.get("details")
    return answer.error(
        kind,
        advice,
        code=code if isinstance(code, str) else None,
        message=message if isinstance(message, str) else None,
        details=details if isinstance(details, list) else (),
    )


def _excerpt(content: bytes) -> str:
    return content[: 4 * _EXCERPT].decode(errors="replace")[:_EXCERPT]
