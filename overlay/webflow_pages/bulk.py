"""``BulkUpdate``: an entry of ``pages.update_bulk``, the vendor's beta. It is no part of the contract."""

from attrs import frozen

from webflow_api.models.open_graph import OpenGraph
from webflow_api.models.seo import Seo
from webflow_pages.unset import UNSET, Unset


@frozen
class BulkUpdate:
    """What to change of one page in one locale. What is left out is not sent.

    Args:
        page_id: The page's id.
        locale: As for ``pages.get``; without it, the primary locale.
        title: The page's title.
        slug: The last part of the page's path.
        seo: What search engines show.
        open_graph: What social networks show.
    """

    page_id: str
    locale: str | None = None
    title: str | Unset = UNSET
    slug: str | Unset = UNSET
    seo: Seo | Unset = UNSET
    open_graph: OpenGraph | Unset = UNSET
