"""The sandbox as a program uses it: a handler with a world of its own, and ways to look at it and move it."""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Literal

from attrs import evolve, frozen

from webflow_contract import routes
from webflow_contract.assumptions import Assumptions
from webflow_contract.errors import ContractToolError, unknown
from webflow_contract.exchange import Request, Response
from webflow_contract.faults import Switches
from webflow_contract.sandbox.clock import Clock
from webflow_contract.sandbox.log import Entry, RequestLog
from webflow_contract.sandbox.rules.respond import respond, token_of
from webflow_contract.sandbox.seed import Seed, default
from webflow_contract.sandbox.seed.model import Page, Site, Token
from webflow_contract.sandbox.world.pages import Pages
from webflow_contract.sandbox.world.shown import published_path
from webflow_contract.sandbox.world.world import World

RateLimit = int | Literal["off", "by_plan"]


class UnknownSiteError(ContractToolError):
    """The sandbox has no site of that id or short name."""


class RateLimitError(ContractToolError):
    """The requests a minute are no number of requests."""


class SnapshotError(ContractToolError):
    """A snapshot is of another sandbox."""


@frozen
class Snapshot:
    """Sites and pages as they were at a moment."""

    _sites: Mapping[str, Site]
    _pages: Pages

    @classmethod
    def of(cls, world: World) -> "Snapshot":
        """Return how a world is now."""
        return cls(dict(world.sites), world.pages.copy())

    def put_back(self, world: World) -> None:
        """Make a world what it was.

        Raises:
            SnapshotError: It is a snapshot of another world.
        """
        if self._sites.keys() != world.sites.keys():
            raise SnapshotError("this snapshot was taken of a sandbox with other sites")
        world.sites, world.pages = dict(self._sites), self._pages.copy()


class Sandbox:
    """Webflow's page metadata on this machine.

    A sandbox is a handler: call it with a request, or put it under httpx, ASGI or a port (``carriers``). It may be
    called from several threads.

    Attributes:
        clock: Its time.
        switches: Its faults and drifts: ``sandbox.switches.on("slow", operation="list-pages", times=3)``.
        token: The token that may do most on the first site.
        tokens: Every token by its name in the seed.
        site_id: The first site.
        site_ids: Every site by its short name.
        page_id: A page of that site to write to: static, in no folder and with its own texts, where there is one.
        locale_ids: The locales of that site, by tag.
        cms_locale_ids: The ids that those locales have for CMS items, by tag.

    Args:
        seed: What it starts with.
        rate_limit: Requests per minute and token. ``by_plan`` takes what the seed says. With ``off``, none is too
            many, and the quota headers stay.
        assumptions: What it does where nobody knows what the service does.
        clock: Its time, for ``lastUpdated`` and the quota's window; one that runs unless given.

    Raises:
        RateLimitError: ``rate_limit`` is neither of the two words, nor a whole number of 1 or more.
    """

    def __init__(
        self,
        seed: Seed | None = None,
        *,
        rate_limit: RateLimit = "by_plan",
        assumptions: Assumptions | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.clock = Clock() if clock is None else clock
        self._seed = default() if seed is None else seed
        self._rate_limit = _checked(rate_limit)
        self._assumptions = Assumptions() if assumptions is None else assumptions
        self._lock = threading.RLock()
        self._log = RequestLog()
        self._world = self._new_world()
        self.switches = Switches(self._respond)
        self._name_what_is_there()

    def _name_what_is_there(self) -> None:
        site = self._seed.sites[0]
        pages = [page for page in self._seed.pages if page.site_id == site.id]
        locales = (site.primary, *site.secondary)
        self.token = max(self._seed.tokens, key=lambda token: _can(token, site)).value
        self.tokens: Mapping[str, str] = {token.name: token.value for token in self._seed.tokens}
        self.site_id = site.id
        self.site_ids: Mapping[str, str] = {site.short_name: site.id for site in self._seed.sites}
        self.page_id = _writable(pages).id
        self.locale_ids = self.locale_ids_of(site.id)
        self.cms_locale_ids: Mapping[str, str] = {locale.tag: locale.cms_locale_id for locale in locales}

    @cached_property
    def page_ids(self) -> Mapping[str, str]:
        """The pages and folders of the first site, by their path in the seed."""
        return self.page_ids_of(self.site_id)

    def page_ids_of(self, site: str) -> Mapping[str, str]:
        """Return the pages and folders of a site, by their path in the seed, without the locale's subdirectory.

        Raises:
            UnknownSiteError: There is no such site.
        """
        found, pages = self.site(site), Pages(self._seed.pages)
        bare = evolve(found.primary, subdirectory="")
        return {
            published_path(staged, found, bare, pages, self._assumptions): staged.page.id
            for staged in pages.of_site(found.id)
        }

    def locale_ids_of(self, site: str) -> Mapping[str, str]:
        """Return the locales of a site, by tag.

        Raises:
            UnknownSiteError: There is no such site.
        """
        found = self.site(site)
        return {locale.tag: locale.id for locale in (found.primary, *found.secondary)}

    def __call__(self, request: Request) -> Response:
        """Answer a request."""
        at = self.clock.timestamp()
        response, switches = self.switches.answer(request)
        with self._lock:
            self._log.add(
                request,
                at=at,
                operation=routes.known_operation(request),
                token=self._token_name(request),
                status=None if response.delivery.ends == "before_head" else response.status,
                switches=switches,
            )
        return response

    @property
    def assumptions(self) -> Assumptions:
        """What it does where nobody knows what the service does."""
        return self._world.assumptions

    def assume(self, /, **values: str) -> None:
        """Take other answers to open questions from now on.

        Raises:
            AssumptionError: There is no such question, or no such answer to it.
        """
        with self._lock:
            self._world.assumptions = self._world.assumptions.flipped(**values)

    @contextmanager
    def looking(self) -> Iterator[World]:
        """Look at the world, which stands still meanwhile. Change nothing in it."""
        with self._lock:
            yield self._world

    def site(self, name: str) -> Site:
        """Return a site as it is now, by its id or short name.

        Raises:
            UnknownSiteError: There is no such site.
        """
        with self._lock:
            site = self._world.sites.get(self.site_ids.get(name, name))
        if site is None:
            raise UnknownSiteError(unknown("site", name, [*self.site_ids, *self.site_ids.values()]))
        return site

    def requests(self) -> Sequence[Entry]:
        """Return the latest requests, oldest first."""
        with self._lock:
            return self._log.entries()

    def forget_requests(self) -> None:
        """Clear the log of requests."""
        with self._lock:
            self._log.clear()

    def publish(self, site: str | None = None) -> None:
        """Publish what is staged on a site, the first one unless another is named by its id or short name.

        Raises:
            UnknownSiteError: There is no such site.
        """
        with self._lock:
            self._world.publish(self.site(self.site_id if site is None else site).id)

    def snapshot(self) -> Snapshot:
        """Return how sites and pages are now."""
        with self._lock:
            return Snapshot.of(self._world)

    def restore(self, snapshot: Snapshot) -> None:
        """Make sites and pages what they were. Quota, clock, assumptions and switches stay.

        Raises:
            SnapshotError: It was taken of a sandbox with other sites.
        """
        with self._lock:
            snapshot.put_back(self._world)

    def reset(self) -> None:
        """Make everything but the clock what it was at the start: no write, no request, and what was on then is on."""
        with self._lock:
            self._world, self._log = self._new_world(), RequestLog()
            self.switches.reset()

    def _respond(self, request: Request) -> Response:
        with self._lock:
            return respond(request, self._world)

    def _token_name(self, request: Request) -> str:
        token = token_of(request, self._world)
        if token is not None:
            return token.name
        return "unknown" if "authorization" in request.headers else "none"

    def _new_world(self) -> World:
        limited = self._rate_limit != "off"
        return World.from_seed(
            self._seed,
            clock=self.clock,
            assumptions=self._assumptions,
            rate_limit=self._rate_limit if isinstance(self._rate_limit, int) else None,
            limited=limited,
        )


def _checked(rate_limit: RateLimit) -> RateLimit:
    if rate_limit in ("off", "by_plan") or (type(rate_limit) is int and rate_limit >= 1):
        return rate_limit
    raise RateLimitError(f"rate_limit is 1 or more, or 'off' or 'by_plan', and not {rate_limit!r}")


def _writable(pages: Iterable[Page]) -> Page:
    """Return a page for others to write to: static, outside of folders, and with all its texts if possible."""
    return max(
        pages,
        key=lambda page: (page.kind == "static", page.kind != "folder", page.parent_id is None, _own_texts(page)),
    )


def _can(token: Token, site: Site) -> tuple[bool, int]:
    """Return how much a token can do for a site."""
    return site.id in token.site_ids, len(token.scopes & {"pages:read", "pages:write", "sites:read"})


def _own_texts(page: Page) -> int:
    """Return how many texts a page has that are its own."""
    texts = [page.metadata.texts.get(f"seo.{name}") for name in ("title", "description")]
    return sum(bool(text) for text in (*texts, *(shown.text for shown in page.metadata.open_graph.values())))
