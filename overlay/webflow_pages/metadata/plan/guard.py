"""The guard: a plan that changes too large a part of a site is most likely a mistake."""

from typing import Final

from webflow_pages.metadata.errors import GuardError
from webflow_pages.metadata.plan.model import Plan

PERCENT: Final = 30.0
"""The part of the site's pages times locales, in percent, that may change unless told otherwise."""


def check_guard(plan: Plan) -> None:
    """Refuse a plan that changes more than its guard allows.

    Raises:
        GuardError: It does.
    """
    share = 100 * plan.share
    if share > plan.guard:
        raise GuardError(
            f"the plan changes {len(plan.updates)} of the site's {plan.page_locales} pages and locales, which is "
            f"{share:.1f} %, and the guard allows {plan.guard:g} %: if all of it is meant, raise it with --guard"
        )
