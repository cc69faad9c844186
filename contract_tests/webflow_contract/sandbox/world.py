"""Everything that an answer depends on, apart from the request."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from attrs import frozen

from webflow_contract.sandbox.assumptions import Assumptions
from webflow_contract.sandbox.model import Seed, Site, Token
from webflow_contract.sandbox.pages import Pages
from webflow_contract.sandbox.quota import Quota


@frozen
class World:
    """Sites and tokens, which stay, and pages and quota, which change."""

    sites: Mapping[str, Site]
    tokens: Mapping[str, Token]
    pages: Pages
    quota: Quota
    assumptions: Assumptions
    now: Callable[[], datetime]

    @classmethod
    def from_seed(cls, seed: Seed, *, quota: Quota, assumptions: Assumptions, now: Callable[[], datetime]) -> "World":
        """Return a world in which nothing has happened yet."""
        return cls(
            sites={site.id: site for site in seed.sites},
            tokens={token.value: token for token in seed.tokens},
            pages=Pages(seed.pages, assumptions),
            quota=quota,
            assumptions=assumptions,
            now=now,
        )

    def timestamp(self) -> str:
        """Return the time in the service's spelling: three digits of milliseconds and ``Z`` (reported)."""
        return self.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
