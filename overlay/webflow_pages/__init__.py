"""Webflow's page metadata: read and update titles, slugs, SEO and Open Graph texts, locale by locale.

>>> from webflow_pages import Seo, Webflow
>>> with Webflow() as webflow:  # token from WEBFLOW_TOKEN
...     webflow.pages.update(page_id, locale="fr-FR", title="Tarifs", seo=Seo(description="Nos prix"))

Importing this package loads next to nothing; each name loads what it needs when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from webflow_pages._version import __version__

if TYPE_CHECKING:
    from webflow_api.models.locale import Locale
    from webflow_api.models.locales import Locales
    from webflow_api.models.open_graph import OpenGraph
    from webflow_api.models.page_open_graph import PageOpenGraph
    from webflow_api.models.page_seo import PageSeo
    from webflow_api.models.seo import Seo
    from webflow_pages._contract import contract_date, contract_version
    from webflow_pages.bulk import BulkUpdate
    from webflow_pages.client import AsyncWebflow, Webflow
    from webflow_pages.errors import (
        BadRequestError,
        ClientError,
        ConfigurationError,
        ConflictError,
        ForbiddenError,
        InternalServerError,
        InvalidArgumentError,
        LocaleError,
        LocaleMismatchError,
        MissingScopesError,
        NotFoundError,
        QuotaError,
        RateLimitError,
        ResponseError,
        ServerError,
        ServiceUnavailableError,
        TooManyRequestsError,
        TransportError,
        TransportTimeoutError,
        UnauthorizedError,
        UnexpectedResponseError,
        ValidationError,
        WebflowError,
    )
    from webflow_pages.listing import AsyncPageIterator, PageIterator
    from webflow_pages.pages import PageChanges
    from webflow_pages.results import (
        LocalesUpdate,
        LocaleUpdate,
        Page,
        Quota,
        Response,
        Site,
        SiteList,
    )
    from webflow_pages.sending.clock import Clock
    from webflow_pages.sending.watching import Exchange, Hook
    from webflow_pages.unset import UNSET, Unset

_HOME = {
    "AsyncWebflow": "webflow_pages.client",
    "BulkUpdate": "webflow_pages.bulk",
    "Webflow": "webflow_pages.client",
    "AsyncPageIterator": "webflow_pages.listing",
    "LocaleUpdate": "webflow_pages.results",
    "LocalesUpdate": "webflow_pages.results",
    "Page": "webflow_pages.results",
    "PageIterator": "webflow_pages.listing",
    "Quota": "webflow_pages.results",
    "Response": "webflow_pages.results",
    "Site": "webflow_pages.results",
    "SiteList": "webflow_pages.results",
    "PageChanges": "webflow_pages.pages",
    "Clock": "webflow_pages.sending.clock",
    "Exchange": "webflow_pages.sending.watching",
    "Hook": "webflow_pages.sending.watching",
    "UNSET": "webflow_pages.unset",
    "Unset": "webflow_pages.unset",
    "Locale": "webflow_api.models.locale",
    "Locales": "webflow_api.models.locales",
    "OpenGraph": "webflow_api.models.open_graph",
    "PageOpenGraph": "webflow_api.models.page_open_graph",
    "PageSeo": "webflow_api.models.page_seo",
    "Seo": "webflow_api.models.seo",
    "contract_date": "webflow_pages._contract",
    "contract_version": "webflow_pages._contract",
}

__all__ = [
    "UNSET",
    "AsyncPageIterator",
    "AsyncWebflow",
    "BadRequestError",
    "BulkUpdate",
    "ClientError",
    "Clock",
    "ConfigurationError",
    "ConflictError",
    "Exchange",
    "ForbiddenError",
    "Hook",
    "InternalServerError",
    "InvalidArgumentError",
    "Locale",
    "LocaleError",
    "LocaleMismatchError",
    "LocaleUpdate",
    "Locales",
    "LocalesUpdate",
    "MissingScopesError",
    "NotFoundError",
    "OpenGraph",
    "Page",
    "PageChanges",
    "PageIterator",
    "PageOpenGraph",
    "PageSeo",
    "Quota",
    "QuotaError",
    "RateLimitError",
    "Response",
    "ResponseError",
    "Seo",
    "ServerError",
    "ServiceUnavailableError",
    "Site",
    "SiteList",
    "TooManyRequestsError",
    "TransportError",
    "TransportTimeoutError",
    "UnauthorizedError",
    "UnexpectedResponseError",
    "Unset",
    "ValidationError",
    "Webflow",
    "WebflowError",
    "__version__",
    "contract_date",
    "contract_version",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = _HOME.get(name, "webflow_pages.errors")
    if home.startswith("webflow_api."):
        import_module("webflow_pages.unset")  # Without it, a copy of a model would not know what is unset.
    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
