"""Reading what pages show now, with one request."""

from typing import TYPE_CHECKING

from webflow_pages.errors import NotFoundError
from webflow_pages.metadata.fields import Values, values_of
from webflow_pages.metadata.plan.reads import Portion
from webflow_pages.metadata.state import PORTION

if TYPE_CHECKING:
    from webflow_pages.client import AsyncWebflow

Seen = dict[str, Values | NotFoundError]
"""What pages show, by id; why it is not known where a page is not there."""


async def look(webflow: "AsyncWebflow", site_id: str, portion: Portion) -> Seen:
    """Read the pages of a portion: one by itself, several by listing them. Those that have moved are left out.

    Raises:
        LocaleError: The site has no such locale.
        ResponseError, TransportError: As ``pages.list``.
    """
    wanted = {update.page_id for update in portion.updates}
    if len(wanted) > 1:
        return await _listed(webflow, site_id, portion, wanted)
    (page_id,) = wanted
    try:
        return {page_id: values_of(await webflow.pages.get(page_id, locale=portion.locale_id))}
    except NotFoundError as error:
        return {page_id: error}


async def _listed(webflow: "AsyncWebflow", site_id: str, portion: Portion, wanted: set[str]) -> Seen:
    seen: Seen = {}
    number = 0
    async for page in webflow.pages.list(site_id, locale=portion.locale_id, offset=portion.offset):
        if page.id in wanted:
            seen[page.id] = values_of(page)
        number += 1
        if number == PORTION:  # the next page would cost another request
            break
    return seen
