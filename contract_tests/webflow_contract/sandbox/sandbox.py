"""The sandbox as a program uses it: a handler with a world of its own."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

from webflow_contract.exchange import Request, Response
from webflow_contract.sandbox import seed
from webflow_contract.sandbox.assumptions import Assumptions
from webflow_contract.sandbox.model import LocalizationPlan
from webflow_contract.sandbox.quota import Quota
from webflow_contract.sandbox.rules import respond
from webflow_contract.sandbox.world import World


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Sandbox:
    """Webflow's page metadata on this machine.

    A sandbox is a handler: call it with a request, or put it under httpx, ASGI or a port. It may be called
    from several threads.

    Args:
        rate_limit: Requests per minute and token. With None there is no limit, and the quota headers stay.
        assumptions: What it does where nobody knows what the service does.
        localization_plan: The plan of the localized site. Under ``essential`` a slug in a secondary locale is
            ignored (documented).
        clock: Seconds, for the quota's window.
        now: The date that an update leaves in ``lastUpdated``. It must know its time zone.
    """

    def __init__(
        self,
        *,
        rate_limit: int | None = 60,
        assumptions: Assumptions | None = None,
        localization_plan: LocalizationPlan = "essential",
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self.assumptions = Assumptions() if assumptions is None else assumptions
        self._rate_limit = rate_limit
        self._clock = clock
        self._now = now
        self._seed = seed.seed(localization_plan=localization_plan)
        self._lock = threading.Lock()
        self._world = self._new_world()

        self.token = seed.TOKEN
        self.token_without_write = seed.TOKEN_WITHOUT_WRITE
        self.token_without_sites_read = seed.TOKEN_WITHOUT_SITES_READ

        self.site_id = seed.SITE_ID
        self.unlocalized_site_id = seed.UNLOCALIZED_SITE_ID
        self.foreign_site_id = seed.FOREIGN_SITE_ID

        self.page_id = seed.WRITABLE_PAGE_ID
        self.home_page_id = seed.HOME_PAGE_ID
        self.about_page_id = seed.ABOUT_PAGE_ID
        self.mirrored_page_id = seed.MIRRORED_PAGE_ID
        self.template_page_id = seed.TEMPLATE_PAGE_ID
        self.utility_page_id = seed.UTILITY_PAGE_ID
        self.folder_id = seed.FOLDER_ID
        self.page_in_folder_id = seed.PAGE_IN_FOLDER_ID
        self.page_without_description_id = seed.PAGE_WITHOUT_DESCRIPTION_ID
        self.unlocalized_page_id = seed.UNLOCALIZED_PAGE_ID
        self.foreign_page_id = seed.FOREIGN_PAGE_ID

        locales = (seed.ENGLISH, seed.FRENCH, seed.GERMAN, seed.PORTUGUESE)
        self.locale_ids = {locale.tag: locale.id for locale in locales}
        self.cms_locale_ids = {locale.tag: locale.cms_locale_id for locale in locales}

    def __call__(self, request: Request) -> Response:
        """Answer a request."""
        with self._lock:
            return respond(request, self._world)

    def reset(self) -> None:
        """Forget every write and every request."""
        with self._lock:
            self._world = self._new_world()

    def _new_world(self) -> World:
        return World.from_seed(
            self._seed,
            quota=Quota(self._rate_limit, self._clock),
            assumptions=self.assumptions,
            now=self._now,
        )
