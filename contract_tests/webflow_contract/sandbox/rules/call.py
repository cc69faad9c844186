"""A request that found its operation, and what it refers to."""

from attrs import frozen

from webflow_contract.assumptions import Assumptions
from webflow_contract.exchange import Request
from webflow_contract.sandbox.rules import errors
from webflow_contract.sandbox.rules.errors import RefusedError
from webflow_contract.sandbox.seed.model import Site, Token
from webflow_contract.sandbox.world.pages import Staged
from webflow_contract.sandbox.world.world import World


@frozen
class Call:
    """A request that found its operation, with the id in its path if that has one."""

    request: Request
    world: World
    token: Token
    id: str

    @property
    def assumptions(self) -> Assumptions:
        """What is assumed at the moment."""
        return self.world.assumptions

    def site(self) -> Site:
        """Return the site that the path names.

        Raises:
            RefusedError: There is none, or the token does not reach it.
        """
        site = self.world.sites.get(self.id)
        if site is None:
            raise self._unknown_site()
        self._require_access(site, self._unknown_site())
        return site

    def page(self, page_id: str) -> tuple[Staged, Site]:
        """Return a page or folder and its site.

        Raises:
            RefusedError: There is none, or the token does not reach it.
        """
        page = self.world.pages.find(page_id)
        if page is None:
            raise self._unknown_page()
        site = self.world.sites[page.page.site_id]
        self._require_access(site, self._unknown_page())
        return page, site

    def writable_page(self, page_id: str) -> tuple[Staged, Site]:
        """Return a page that may be written and its site.

        Raises:
            RefusedError: There is none, the token does not reach it, or it is a folder and folders are not written.
        """
        page, site = self.page(page_id)
        if page.page.kind == "folder" and self.assumptions.put_on_folder == "not_found":
            raise self._unknown_page()
        return page, site

    def _unknown_page(self) -> RefusedError:
        with_reason = self.assumptions.unknown_page == "not_found_with_reason"
        return errors.not_found("The page cannot be found" if with_reason else None)

    @staticmethod
    def _unknown_site() -> RefusedError:
        return errors.not_found("The site cannot be found")

    def _require_access(self, site: Site, unknown: RefusedError) -> None:
        if site.id in self.token.site_ids:
            return
        if self.assumptions.page_of_another_site == "forbidden":
            raise errors.forbidden(self.assumptions)
        if self.assumptions.page_of_another_site == "not_authorized":
            raise errors.not_authorized()
        raise unknown
