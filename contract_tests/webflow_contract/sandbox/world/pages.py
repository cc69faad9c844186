"""The pages as they stand now.

Writes are staged (documented): what was published stays beside what was written since.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import evolve, field, frozen

from webflow_contract.sandbox.seed.model import Layer, Page


@frozen
class Staged:
    """A page with what was written since it was published."""

    page: Page
    primary: Layer
    overrides: Mapping[str, Layer]
    last_updated: str
    last_updated_in: Mapping[str, str] = field(factory=dict[str, str])

    @classmethod
    def from_page(cls, page: Page) -> "Staged":
        """Return a page that nothing was written to."""
        return cls(page, page.metadata, page.overrides, page.last_updated)

    @property
    def is_published(self) -> bool:
        """Whether it says what was published."""
        return self.primary == self.page.metadata and self.overrides == self.page.overrides

    def published(self, at: str) -> "Staged":
        """Return the page after a full publish, which moves its date (reported)."""
        page = evolve(self.page, metadata=self.primary, overrides=self.overrides, last_updated=at)
        return Staged.from_page(page)


# A slug that some page holds itself: site, folder, locale (None for the primary one) and the slug.
_Address = tuple[str, str | None, str | None, str]


class Pages:
    """All pages of all sites. What it takes to find one does not depend on how many there are."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self._pages: dict[str, Staged] = {}
        self._listed: dict[str, list[str]] = {}
        self._of_site: dict[str, list[str]] = {}
        self._holders: dict[_Address, frozenset[str]] = {}
        for page in pages:
            self._pages[page.id] = Staged.from_page(page)
            self._of_site.setdefault(page.site_id, []).append(page.id)
            if page.kind != "folder":
                self._listed.setdefault(page.site_id, []).append(page.id)
            self._hold(self._pages[page.id])

    def find(self, page_id: str) -> Staged | None:
        """Return a page or folder."""
        return self._pages.get(page_id)

    def folder_of(self, staged: Staged) -> Staged | None:
        """Return the folder that a page stands in."""
        return None if staged.page.parent_id is None else self._pages[staged.page.parent_id]

    def listed(self, site_id: str) -> Sequence[str]:
        """Return the ids of the pages that a listing shows. Folders are not listed (reported)."""
        return self._listed.get(site_id, [])

    def of_site(self, site_id: str) -> Iterator[Staged]:
        """Yield every page and folder of a site, a folder before what is in it."""
        return (self._pages[page_id] for page_id in self._of_site.get(site_id, []))

    def holders(self, staged: Staged, locale_id: str | None, slug: str) -> Iterator[Staged]:
        """Yield the other pages of the same folder that hold a slug, in a secondary locale or in the primary one."""
        site_id, folder = staged.page.site_id, staged.page.parent_id
        ids = self._holders.get((site_id, folder, None, slug), frozenset())
        if locale_id is not None:
            ids |= self._holders.get((site_id, folder, locale_id, slug), frozenset())
        return (self._pages[page_id] for page_id in sorted(ids - {staged.page.id}))

    def keep(self, staged: Staged) -> None:
        """Put a page in the place of what it was."""
        before = self._pages[staged.page.id]
        for address in _addresses(before):
            others = self._holders.pop(address) - {staged.page.id}
            if others:
                self._holders[address] = others
        self._pages[staged.page.id] = staged
        self._hold(staged)

    def copy(self) -> "Pages":
        """Return pages that change independently of these."""
        copied = Pages(())
        copied._pages = dict(self._pages)
        copied._listed, copied._of_site = self._listed, self._of_site
        copied._holders = dict(self._holders)
        return copied

    def _hold(self, staged: Staged) -> None:
        for address in _addresses(staged):
            self._holders[address] = self._holders.get(address, frozenset()) | {staged.page.id}


def _addresses(staged: Staged) -> Iterator[_Address]:
    layers: list[tuple[str | None, Layer]] = [(None, staged.primary), *staged.overrides.items()]
    for locale_id, layer in layers:
        slug = layer.texts.get("slug")
        if slug is not None:
            yield staged.page.site_id, staged.page.parent_id, locale_id, slug
