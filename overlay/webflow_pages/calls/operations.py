"""The contract's operations as calls. Requests are built by the generated request builders."""

import json
import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from webflow_api.api.pages import get_page_metadata, list_pages, update_page_metadata
from webflow_api.api.sites import get_site, list_sites
from webflow_api.models.page_update import PageUpdate
from webflow_pages.calls.call import Answer, Call
from webflow_pages.calls.reading import Listed, read_page, read_pages, read_site, read_sites
from webflow_pages.errors import InvalidArgumentError, one_line
from webflow_pages.results import Page, Site, SiteList
from webflow_pages.unset import UNSET, Unset

T = TypeVar("T")

_SEGMENT = re.compile(r"[A-Za-z0-9_-]{1,100}")


def get_page_call(page_id: str, locale_id: str | None) -> Call[Page]:
    """Get Page Metadata. ``locale_id`` None is the primary locale.

    Raises:
        InvalidArgumentError: The page's id cannot be one.
    """
    kwargs = get_page_metadata._get_kwargs(check_id("page_id", page_id), locale_id=_optional(locale_id))  # noqa: SLF001
    return _call("get-page-metadata", "/pages/{page_id}", kwargs, read_page)


def update_page_call(page_id: str, locale_id: str | None, body: PageUpdate) -> Call[Page]:
    """Update Page Metadata. ``locale_id`` None is the primary locale.

    Raises:
        InvalidArgumentError: The page's id cannot be one.
    """
    kwargs = update_page_metadata._get_kwargs(  # noqa: SLF001
        check_id("page_id", page_id), body=body, locale_id=_optional(locale_id)
    )
    return _call("update-page-metadata", "/pages/{page_id}", kwargs, read_page)


def list_pages_call(site_id: str, locale_id: str | None, *, limit: int, offset: int) -> Call[Listed]:
    """List Pages. ``locale_id`` None is the primary locale.

    Raises:
        InvalidArgumentError: The site's id cannot be one.
    """
    kwargs = list_pages._get_kwargs(  # noqa: SLF001
        check_id("site_id", site_id), locale_id=_optional(locale_id), limit=limit, offset=offset
    )
    return _call("list-pages", "/sites/{site_id}/pages", kwargs, read_pages)


def update_pages_call(bodies: Sequence[dict[str, Any]]) -> Call[Listed]:
    """Bulk Update Page Metadata, of the vendor's beta. Each body has an ``id`` beside what an update has."""
    content = _encode({"pages": bodies})
    return Call("update-page-metadata-bulk", "/pages", "PATCH", "/pages", content, read_pages, beta=True)


def get_site_call(site_id: str) -> Call[Site]:
    """Get Site.

    Raises:
        InvalidArgumentError: The site's id cannot be one.
    """
    kwargs = get_site._get_kwargs(check_id("site_id", site_id))  # noqa: SLF001
    return _call("get-site", "/sites/{site_id}", kwargs, read_site)


def list_sites_call() -> Call[SiteList]:
    """List Sites."""
    return _call("list-sites", "/sites", list_sites._get_kwargs(), read_sites)  # noqa: SLF001


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


def check_offset(value: object) -> int:
    """Return an offset.

    Raises:
        InvalidArgumentError: It is no whole number from 0 on.
    """
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise InvalidArgumentError(f"offset has to be a whole number from 0 on, and is {one_line(repr(value), 100)}")
    return value


def _call(operation: str, template: str, kwargs: dict[str, Any], read: Callable[[Answer], T]) -> Call[T]:
    """Make a call of what a generated request builder returns."""
    query = urlencode(kwargs.get("params") or {})
    path = f"{kwargs['url']}?{query}" if query else kwargs["url"]
    content = _encode(kwargs["json"]) if "json" in kwargs else None
    return Call(operation, template, kwargs["method"].upper(), path, content, read)


def _encode(body: object) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
