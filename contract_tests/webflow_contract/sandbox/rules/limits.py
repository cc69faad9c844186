"""How many requests a minute a token has."""

from collections.abc import Mapping
from typing import Final

from webflow_contract.sandbox.seed.model import Token
from webflow_contract.sandbox.world.world import World

# Documented.
LIMITS: Final[Mapping[str, int]] = {
    "starter": 60,
    "basic": 60,
    "cms": 120,
    "ecommerce": 120,
    "business": 120,
}


def limit_of(token: Token, world: World) -> int:
    """Return the requests a minute of a token: by a setting, by the token, or by the plans of its sites."""
    if world.rate_limit is not None:
        return world.rate_limit
    if token.rate_limit is not None:
        return token.rate_limit
    enterprise = int(world.assumptions.enterprise_limit)
    limits = [LIMITS.get(world.sites[site_id].plan, enterprise) for site_id in token.site_ids]
    pick = min if world.assumptions.limit_of_several_plans == "lowest" else max
    return pick(limits, default=LIMITS["starter"])


def limit_of_nobody(world: World) -> int:
    """Return the requests a minute of those without a valid token."""
    return LIMITS["starter"] if world.rate_limit is None else world.rate_limit
