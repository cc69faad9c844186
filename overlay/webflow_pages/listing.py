"""Iterators over the pages of a site."""

from collections.abc import AsyncIterator, Iterator

from webflow_pages.calls.flows import Listing
from webflow_pages.results import Page, Response
from webflow_pages.runner import AsyncRunner, Runner


class PageIterator(Iterator[Page]):
    """Goes over all pages of a site. After an error it can go on: the next page asked for is the one that failed."""

    def __init__(self, run: Runner, listing: Listing) -> None:
        self._run = run
        self._listing = listing

    @property
    def response(self) -> Response | None:
        """The latest answer that pages came in; None before the first one."""
        return self._listing.portion.response

    @property
    def portions(self) -> int:
        """How many portions, of up to a hundred pages each, have been read so far."""
        return self._listing.portions

    @property
    def is_steady(self) -> bool:
        """Whether every portion so far said the same of how many pages there are.

        If not, pages came or went meanwhile, and others may have been passed over or be there twice.
        """
        return len(self._listing.totals) <= 1

    def __next__(self) -> Page:
        while self._listing.needs_more:
            self._run(self._listing.read_on())
        page = self._listing.next_page()
        if page is None:
            raise StopIteration
        return page


class AsyncPageIterator(AsyncIterator[Page]):
    """Goes over all pages of a site without blocking, as ``PageIterator`` does."""

    def __init__(self, run: AsyncRunner, listing: Listing) -> None:
        self._run = run
        self._listing = listing

    @property
    def response(self) -> Response | None:
        """The latest answer that pages came in; None before the first one."""
        return self._listing.portion.response

    @property
    def portions(self) -> int:
        """How many portions, of up to a hundred pages each, have been read so far."""
        return self._listing.portions

    @property
    def is_steady(self) -> bool:
        """Whether every portion so far said the same of how many pages there are.

        If not, pages came or went meanwhile, and others may have been passed over or be there twice.
        """
        return len(self._listing.totals) <= 1

    async def __anext__(self) -> Page:
        while self._listing.needs_more:
            await self._run(self._listing.read_on())
        page = self._listing.next_page()
        if page is None:
            raise StopAsyncIteration
        return page
