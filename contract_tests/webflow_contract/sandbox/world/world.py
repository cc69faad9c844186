"""Everything that an answer depends on, apart from the request."""

from collections.abc import Mapping

from attrs import define, evolve

from webflow_contract.assumptions import Assumptions
from webflow_contract.sandbox.clock import Clock
from webflow_contract.sandbox.seed.model import Seed, Site, Token
from webflow_contract.sandbox.world.pages import Pages
from webflow_contract.sandbox.world.quota import Quota


@define
class World:
    """Tokens, which stay, and sites, pages and quota, which change.

    ``rate_limit`` is requests a minute for every token; None takes what token and plan say, and ``limited`` says
    whether one can be too many.
    """

    sites: dict[str, Site]
    tokens: Mapping[str, Token]
    pages: Pages
    quota: Quota
    clock: Clock
    assumptions: Assumptions
    rate_limit: int | None = None
    limited: bool = True

    @classmethod
    def from_seed(
        cls,
        seed: Seed,
        *,
        clock: Clock,
        assumptions: Assumptions,
        rate_limit: int | None = None,
        limited: bool = True,
    ) -> "World":
        """Return a world in which nothing has happened yet."""
        return cls(
            sites={site.id: site for site in seed.sites},
            tokens={token.value: token for token in seed.tokens},
            pages=Pages(seed.pages),
            quota=Quota(clock),
            clock=clock,
            assumptions=assumptions,
            rate_limit=rate_limit,
            limited=limited,
        )

    def publish(self, site_id: str) -> None:
        """Publish everything that is staged on a site, now. Every page's date moves (reported)."""
        at = self.clock.timestamp()
        for staged in self.pages.of_site(site_id):
            self.pages.keep(staged.published(at))
        site = self.sites[site_id]
        domains = tuple(evolve(domain, last_published=at, full_site_compiled_at=at) for domain in site.custom_domains)
        self.sites[site_id] = evolve(site, last_published=at, full_site_compiled_at=at, custom_domains=domains)
